"""What a release corrects of content that stands, beside what editors changed of it: three snapshots of one item.

`base`: what the data said when it was last brought in; `held`: what stands; `wanted`: what the data says today. What
only the data changed is taken; what only editors changed stays; where both did, the editors' stands and is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from publishing import snapshots
from publishing.registry import kind_of
from publishing.snapshots import Row, Snapshot

Fields = dict[str, Any]
UNKNOWN = object()


@dataclass
class Merge:
    """`taken`: what follows the data, and `kept`: what both changed, each in words."""

    snapshot: Snapshot
    taken: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def merge(base: str, held: str, wanted: str) -> Merge:
    """What to propose of an item; what stands, where the data has nothing to correct."""
    was, stands, says = (snapshots.current(text) for text in (base, held, wanted))
    names = {**_names(wanted), **_names(held)}
    merged = Merge(stands)
    item = stands["item"]
    item["fields"] = _fields(merged, "", was["item"]["fields"], item["fields"], says["item"]["fields"])
    for name, rows in stands["parts"].items():
        before, now, then = (_by_key(text) for text in (was["parts"][name], rows, says["parts"][name]))
        stands["parts"][name] = [
            {"pk": key, "fields": fields}
            for key in dict.fromkeys((*now, *then))
            if (fields := _part(merged, f"{name}, {names[key]}", before.get(key), now.get(key), then.get(key)))
        ]
    return merged


def _names(text: str) -> Mapping[str, str]:
    """The parts of an item by key, as editors call them."""
    item = snapshots.hydrate(text)
    return {str(part.pk): str(part) for name in kind_of(item).parts for part in getattr(item, name).all()}


def _by_key(rows: list[Row]) -> dict[str, Fields]:
    return {row["pk"]: row["fields"] for row in rows}


def _part(merged: Merge, called: str, was: Fields | None, stands: Fields | None, says: Fields | None) -> Fields | None:
    """The fields of a part that is to be there; None of one that is not."""
    if stands is not None and says is not None:
        return _fields(merged, called, was or {}, stands, says)
    if stands is None:
        if was is None:
            merged.taken.append(f"{called} (new)")
            return says
        if was != says:
            merged.kept.append(f"{called} (deleted here)")
        return None
    if was is None:
        return stands  # an editor's own
    if was == stands:
        merged.taken.append(f"{called} (no longer in the data)")
        return None
    merged.kept.append(f"{called} (no longer in the data, and changed here)")
    return stands


def _fields(merged: Merge, called: str, was: Fields, stands: Fields, says: Fields) -> Fields:
    """The fields of a row; `was` lacks those of which nobody knows what they were."""
    corrected = [name for name in stands if says[name] not in (stands[name], was.get(name, UNKNOWN))]
    taken = [name for name in corrected if was.get(name, UNKNOWN) == stands[name]]
    kept = [name for name in corrected if name not in taken]
    for told, names in ((merged.taken, taken), (merged.kept, kept)):
        if names:
            told.append(f"{called} ({', '.join(names)})" if called else ", ".join(names))
    return {**stands, **{name: says[name] for name in taken}}
