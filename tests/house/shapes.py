"""What would break a partner's program between two schemas of ours, in sentences.

`asks`: the schema is of a question, which may only come to hold more; one of an answer may only come to hold less,
but for new members. A name is compared too, for generated programs are written with it; and so is a format, which
decides what a generated client makes of a string.
"""

from collections.abc import Collection, Iterator
from typing import Any

LOWER, UPPER = ("minimum", "minLength", "minItems"), ("maximum", "maxLength", "maxItems")
WORDS = {"description", "title", "example", "examples"}
KNOWN = {"type", "format", "pattern", "uniqueItems", "enum", "items", "properties", "required", "additionalProperties"}
KNOWN |= {"x-enum-varnames", *LOWER, *UPPER, *WORDS}


class Shapes:
    """The named schemas of two documents."""

    def __init__(self, released: dict[str, dict], now: dict[str, dict]) -> None:
        self.released, self.now = released, now
        self.seen: set[tuple[str, str, bool]] = set()

    def compared(self, where: str, old: dict, new: dict, asks: bool) -> Iterator[str]:
        old_name, old, was_null = _resolved(self.released, old)
        new_name, new, is_null = _resolved(self.now, new)
        if is_null and not was_null and not asks:
            yield f"{where} may now be null."
        if was_null and not is_null and asks:
            yield f"{where} may no longer be null."
        if old_name and old_name != new_name:
            yield f"{where}: the object {old_name} is now called {new_name or 'nothing'}."
        if old_name and new_name:
            if (old_name, new_name, asks) in self.seen:
                return
            self.seen.add((old_name, new_name, asks))
        yield from self._inside(new_name or where, old, new, asks)

    def _inside(self, where: str, old: dict, new: dict, asks: bool) -> Iterator[str]:
        yield from unknown(where, old | new, KNOWN)
        yield from _value(where, old, new, asks)
        yield from self._members(where, old, new, asks)
        if "items" in old and "items" in new:
            yield from self.compared(f"each of {where}", old["items"], new["items"], asks)
        elif "items" in (new if asks else old):
            yield f"each of {where} {'is no longer free' if asks else 'may now be anything'}."

    def _members(self, where: str, old: dict, new: dict, asks: bool) -> Iterator[str]:
        had, has = old.get("properties", {}), new.get("properties", {})
        for name, part in had.items():
            if name not in has:
                yield f"{where}: {name} is gone."
            else:
                yield from self.compared(f"{where}.{name}", part, has[name], asks)
        must, had_to = set(new.get("required", [])), set(old.get("required", []))
        for name in sorted(must - had_to if asks else had_to - must):
            if asks:
                yield f"{where}: {name} is now required."
            elif name in has:
                yield f"{where}: {name} is no longer always there."
        if asks and new.get("additionalProperties", True) != old.get("additionalProperties", True) is not False:
            yield f"{where} no longer takes other members."


def unknown(where: str, part: dict, known: Collection[str]) -> Iterator[str]:
    yield from (f"{where}: this comparison does not know {keyword}." for keyword in sorted(part.keys() - known))


def _resolved(schemas: dict[str, dict], schema: dict) -> tuple[str, dict, bool]:
    """The name of an object (or nothing), what it is without null, and whether it may be null."""
    choices = schema.get("oneOf", [])
    others = [choice for choice in choices if choice.get("type") != "null"]
    inner = others[0] if len(others) == 1 else schema
    name = inner.get("$ref", "").rpartition("/")[2]
    inner = schemas[name] if name else inner
    types = inner.get("type")
    is_null = len(others) < len(choices) or (isinstance(types, list) and "null" in types)
    if isinstance(types, list):
        left = [one for one in types if one != "null"]
        inner = {**inner, "type": left[0] if len(left) == 1 else left}
    return name, inner, is_null


def _value(where: str, old: dict, new: dict, asks: bool) -> Iterator[str]:
    for keyword in ("type", "format"):
        was, is_now = old.get(keyword), new.get(keyword)
        if was != is_now and not (asks and (was, is_now) == ("integer", "number")):
            yield f"{where}: its {keyword} was {was} and is now {is_now}."
    yield from _pattern(where, old, new, asks)
    for keyword in (*LOWER, *UPPER):
        yield from _bound(where, keyword, old.get(keyword), new.get(keyword), asks)
    yield from _choices(where, old.get("enum"), new.get("enum"), asks)


def _pattern(where: str, old: dict, new: dict, asks: bool) -> Iterator[str]:
    if asks and new.get("pattern") not in (None, old.get("pattern")):
        yield f"{where} must now fit {new['pattern']}."
    if not asks and old.get("pattern") not in (None, new.get("pattern")):
        yield f"{where} need no longer fit {old['pattern']}."
    if asks and new.get("uniqueItems") and not old.get("uniqueItems"):
        yield f"{where} must now be without repetition."


def _bound(where: str, keyword: str, old: Any, new: Any, asks: bool) -> Iterator[str]:
    """A question's bounds may only move outwards, an answer's only inwards."""
    sign = 1 if keyword in LOWER else -1
    before = float("-inf") if old is None else sign * old
    after = float("-inf") if new is None else sign * new
    if after > before if asks else after < before:
        yield f"{where}: its {keyword} was {old} and is now {new}."


def _choices(where: str, old: list | None, new: list | None, asks: bool) -> Iterator[str]:
    if old is None and new is not None:
        yield f"{where} now {'takes' if asks else 'has'} only {', '.join(map(str, new))}."
    elif asks and old is not None and new is not None:
        yield from (f"{where} no longer takes {value}." for value in old if value not in new)
    elif not asks and old is not None:
        added = ["other values"] if new is None else [value for value in new if value not in old]
        yield from (f"{where} may now be {value}." for value in added)
