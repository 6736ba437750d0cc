"""Two public documents side by side, member by member, in the contract's own words.

Items of lists are matched by their `uid` or `code`, so that one put in at the top doesn't make all others look
changed; an item that has neither is matched by being equal.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from publishing.dangers import RANK, Danger, Dangers, danger_of, danger_of_order
from publishing.wording import shortened

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
# The same in every version, other in every version, or shown by the order of the list that it counts.
NOT_COMPARED = {"uid", "version", "published_at", "number", "review_overdue"}
EMPTY = "(empty)"
LONGEST_LABEL = 60


@dataclass(frozen=True)
class Change:
    """One difference. `path`: where, in plain words; `member`: the same by the contract's names, without the items of
    lists; `before` and `after`: the values in words."""

    what: str
    path: tuple[str, ...]
    member: str
    before: str
    after: str
    danger: Danger = Danger.NONE


def differences(
    dangers: Dangers, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, is_new: bool = False
) -> list[Change]:
    """What has to be known to approve `after` in the place of `before`, the most dangerous first.

    `is_new`: `before` is only what is compared with; all of the item is new.
    """
    found = _Comparison(dangers, is_new or before is None).members((), (), before or {}, after or {})
    return sorted(found, key=lambda change: RANK[change.danger])


class _Comparison:
    """Of documents of one kind, with its `dangers`."""

    def __init__(self, dangers: Dangers, is_new: bool):
        self.dangers, self.is_new = dangers, is_new

    def compare(self, names: tuple[str, ...], path: tuple[str, ...], before: Any, after: Any) -> Iterator[Change]:
        """`names`: the members on the way, for judging the danger; `path`: the same, and items of lists, in words."""
        if before == after:
            return
        if isinstance(before or after, dict):
            spoken = _spoken(before or {}), _spoken(after or {})
            yield from self.members(names, path, *(spoken if spoken[0] != spoken[1] else (before or {}, after or {})))
        elif isinstance(before or after, list):
            yield from self.items(names, path, before or [], after or [])
        else:
            yield self.change(names, path, before, after)

    def members(
        self, names: tuple[str, ...], path: tuple[str, ...], before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> Iterator[Change]:
        for name in {**after, **before}:
            if name not in NOT_COMPARED:
                place = (*path, name.replace("_", " "))
                yield from self.compare((*names, name), place, before.get(name), after.get(name))

    def items(
        self, names: tuple[str, ...], path: tuple[str, ...], before: list[Any], after: list[Any]
    ) -> Iterator[Change]:
        old, new, whole = _identified(before), _identified(after), (*names[:-1], f"{names[-1]}[]")
        for key, item in new.items():
            if key in old:
                yield from self.compare(names, (*path, _label(item)), old[key], item)
            else:
                place = f"{list(new).index(key) + 1} of {len(new)}"
                yield self.change(whole, (*path, f"{_label(item)}, as {place}"), None, item)
        for key, item in old.items():
            if key not in new:
                yield self.change(whole, (*path, _label(item)), item, None)
        kept_before, kept_after = [key for key in old if key in new], [key for key in new if key in old]
        if kept_before != kept_after:
            orders = _in_order(old, kept_before), _in_order(new, kept_after)
            yield Change(MOVED, path, ".".join(whole), *orders, danger_of_order(self.dangers, names))

    def change(self, names: tuple[str, ...], path: tuple[str, ...], before: Any, after: Any) -> Change:
        what = ADDED if _is_empty(before) else REMOVED if _is_empty(after) else CHANGED
        danger = danger_of(self.dangers, names, before, after, self.is_new)
        return Change(what, path, ".".join(names), in_words(before), in_words(after), danger)


def _spoken(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object that is said in `words`, without the members that these put together."""
    return {name: value.get(name) for name in ("words", "text")} if "words" in value else value


def _identified(items: list[Any]) -> dict[tuple[str, int], Any]:
    """The items by what makes each the same item in another version; the second of two equal ones counts as another."""
    found: dict[tuple[str, int], Any] = {}
    for item in items:
        key, turn = _identity(item), 0
        while (key, turn) in found:
            turn += 1
        found[key, turn] = item
    return found


def _identity(item: Any) -> str:
    named = item.get("uid") or item.get("code") if isinstance(item, dict) else None
    return named or json.dumps(item, sort_keys=True)


def _label(item: Any) -> str:
    """What an editor would call an item of a list."""
    if not isinstance(item, dict):
        return shortened(in_words(item), LONGEST_LABEL)
    kind = item.get("kind") or item.get("about") or ""
    name = next((item[key] for key in ("name", "value", "title", "text", "code", "date") if item.get(key)), "")
    return shortened(f"{kind} {name}".strip() or in_words(item), LONGEST_LABEL).rstrip(".")


def _in_order(items: Mapping[tuple[str, int], Any], keys: list[tuple[str, int]]) -> str:
    return "\n".join(f"{place}. {_label(items[key])}" for place, key in enumerate(keys, start=1))


def in_words(value: Any) -> str:
    """A value of a document to read: lists and objects a line for each entry that says something."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if _is_empty(value):
        return EMPTY
    if isinstance(value, dict):
        return _object_in_words(value)
    if isinstance(value, list):
        return ("\n\n" if isinstance(value[0], dict) else "\n").join(in_words(item) for item in value)
    return str(value)


def _object_in_words(value: Mapping[str, Any]) -> str:
    """Another item by its name, what is said in words by these, and anything else member by member."""
    if value.keys() >= {"name", "slug"}:
        return str(value["name"])
    if "words" in value:
        return f"{value['words']} (the source says: {value['text']})" if value.get("text") else str(value["words"])
    lines = []
    for name, content in value.items():
        known = value.get(f"{name}_known")
        if known is not None and _is_empty(content):
            lines.append(_line(name, "no limit" if known else "not known"))
        elif not (name in NOT_COMPARED or _is_empty(content) or name.removesuffix("_known") in value.keys() - {name}):
            lines.append(_line(name, content))
    return "\n".join(lines)


def _line(name: str, content: Any) -> str:
    words = in_words(content)
    return f"{name.replace('_', ' ')}: " + (
        "; ".join(filter(None, words.split("\n"))) if isinstance(content, dict | list) else words
    )


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}
