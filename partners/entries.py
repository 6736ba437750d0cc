"""Everything public as partners hold it: one entry for each item, live or withdrawn, and a digest of them all.

An entry is compact JSON that JSON.stringify and json.dumps write byte for byte the same, so a reader of a copy can work
out the digests again and know that nothing of it is missing, of another edition, or not ours.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from partners import moments
from publishing import languages, reasons, recalling
from publishing.edition import Edition, Published
from publishing.reasons import Reason
from publishing.registry import kinds
from publishing.taken_down import BY_ORDER


@dataclass(frozen=True)
class Entry:
    """`digest`: the SHA-256 of its JSON, in hexadecimal. The JSON itself is written when asked for."""

    item: Published
    digest: str


def entries(edition: Edition) -> list[Entry]:
    """All of them, by kind and uid; notices that are raised by a recall stand beside the editors' own."""
    found: list[Entry] | None = edition.memo.get("entries")
    if found is None:
        own = (one for one in edition.items.values() if not kinds()[one.kind].is_of_another)
        items = sorted([*own, *recalling.raised_in(edition)], key=lambda one: (one.kind, one.uid))
        found = edition.memo["entries"] = [
            Entry(item, hashlib.sha256(written(edition, item)).hexdigest()) for item in items
        ]
    return found


def contents(edition: Edition) -> str:
    """The digest of all entries: the SHA-256 of theirs, sorted, a line feed between two."""
    found: str | None = edition.memo.get("contents")
    if found is None:
        digests = sorted(entry.digest for entry in entries(edition))
        found = edition.memo["contents"] = hashlib.sha256("\n".join(digests).encode()).hexdigest()
    return found


def since(edition: Edition, number: int) -> list[Entry]:
    """What has changed after an edition, in order; and all that an order took down or took a translation from, with the
    notices that this raised, for no number tells of them.
    """
    by_order = {item.uid for item in edition.items.values() if item.keys.get(BY_ORDER)}
    by_order |= {str(recalling.uid_of_notice(uid)) for uid in by_order}
    changed = (one for one in entries(edition) if one.item.edition > number or one.item.uid in by_order)
    return sorted(changed, key=lambda one: (one.item.edition, one.item.kind, one.item.uid))


def reaches_back_to(edition: Edition) -> int:
    """The oldest edition of which anything still stands: before it everything has changed, so one begins anew."""
    return min((item.edition for item in edition.items.values()), default=0)


def written(edition: Edition, item: Published) -> bytes:
    """The JSON of an entry: the same in whatever language it is asked for, since its digest is signed."""
    with languages.speaking(languages.ENGLISH):
        return orjson.dumps(dict(_members(edition, item)))


def shown(edition: Edition, entry: Entry) -> orjson.Fragment:
    return orjson.Fragment(written(edition, entry.item))


def _members(edition: Edition, item: Published) -> Iterator[tuple[str, Any]]:
    approved = None if item.is_live else reasons.read(item.reason)
    reason = None if item.is_live else approved or Reason(reasons.OTHER)
    yield from (("kind", item.kind), ("uid", item.uid), ("slug", item.slug))
    at = item.published_at
    yield from (("version", item.version), ("edition", item.edition), ("published_at", at and moments.written(at)))
    yield "document", orjson.Fragment(item.document) if item.is_live else None
    yield "translations", {tag: orjson.Fragment(said) for tag, said in sorted(item.translations.items())}
    yield "order", list(_order(edition, item)) if item.is_live else []
    yield "reason_code", reason and reason.code
    yield "reason", reason and reason.public
    yield "replacement", item.replacement if approved and item.replacement else None


def _order(edition: Edition, item: Published) -> tuple[Any, ...]:
    """What it is sorted by in the standing order of its kind, but for the uid, which comes last."""
    standing = next(iter(edition.layouts[item.kind].orders.values()))
    return standing(item)[:-1]
