"""What would break a partner's program between two OpenAPI documents of ours, in sentences.

What a question may hold must not shrink; what an answer may hold must not grow beyond new members, nor lose any.
It knows what our documents use: no allOf or anyOf, and oneOf only for an object that may be null.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

LOWER, UPPER = ("minimum", "minLength", "minItems"), ("maximum", "maxLength", "maxItems")
GOOD = "2"


@dataclass
class Comparison:
    """`breaking()` gives a sentence for each thing that would break."""

    released: dict
    now: dict
    seen: set[tuple] = field(default_factory=set)

    def breaking(self) -> list[str]:
        return list(dict.fromkeys(self._paths()))

    def _paths(self) -> Iterator[str]:
        for path, methods in self.released["paths"].items():
            for method, old in methods.items():
                where = f"{method.upper()} {path}"
                new = self.now["paths"].get(path, {}).get(method)
                if new is None:
                    yield f"{where} is gone."
                else:
                    yield from self._operation(where, old, new)

    def _operation(self, where: str, old: dict, new: dict) -> Iterator[str]:
        if old["operationId"] != new["operationId"]:
            yield f"{where}: its operationId was {old['operationId']} and is now {new['operationId']}."
        yield from self._parameters(where, _by_name(old), _by_name(new))
        yield from self._body(where, old.get("requestBody"), new.get("requestBody"))
        for status, answer in old["responses"].items():
            if status not in new["responses"]:
                yield f"{where}: the status {status} is gone."
            else:
                yield from self._answer(f"{where} {status}", answer, new["responses"][status])
        for status in new["responses"].keys() - old["responses"].keys():
            if status.startswith(GOOD):
                yield f"{where}: the status {status} is new, and a good answer."

    def _parameters(self, where: str, old: dict, new: dict) -> Iterator[str]:
        for key, parameter in old.items():
            if key not in new:
                yield f"{where}: the parameter {key[0]} is gone."
                continue
            if new[key].get("required") and not parameter.get("required"):
                yield f"{where}: the parameter {key[0]} is now required."
            yield from self._schema(f"{where}: the parameter {key[0]}", parameter["schema"], new[key]["schema"], True)
        for key in new.keys() - old.keys():
            if new[key].get("required"):
                yield f"{where}: the new parameter {key[0]} is required."

    def _body(self, where: str, old: dict | None, new: dict | None) -> Iterator[str]:
        if old is None:
            if new and new.get("required"):
                yield f"{where}: a body is now required."
            return
        if new is None:
            yield f"{where}: the body is gone."
            return
        if new.get("required") and not old.get("required"):
            yield f"{where}: a body is now required."
        yield from self._content(f"{where}: the body", old["content"], new["content"], True)

    def _answer(self, where: str, old: dict, new: dict) -> Iterator[str]:
        for name in old.get("headers", {}).keys() - new.get("headers", {}).keys():
            yield f"{where}: the header {name} is gone."
        yield from self._content(f"{where}: the answer", old.get("content", {}), new.get("content", {}), False)

    def _content(self, where: str, old: dict, new: dict, asks: bool) -> Iterator[str]:
        for media, part in old.items():
            if media not in new:
                yield f"{where} as {media} is gone."
            else:
                yield from self._schema(where, part["schema"], new[media]["schema"], asks)

    def _schema(self, where: str, old: dict, new: dict, asks: bool) -> Iterator[str]:
        old_name, old, was_null = self._resolved(self.released, old)
        new_name, new, is_null = self._resolved(self.now, new)
        if old_name and new_name:
            if (old_name, new_name, asks) in self.seen:
                return
            self.seen.add((old_name, new_name, asks))
            if old_name != new_name:
                yield f"{where}: the object {old_name} is now called {new_name}."
        if is_null and not was_null and not asks:
            yield f"{where} may now be null."
        if was_null and not is_null and asks:
            yield f"{where} may no longer be null."
        where = new_name or where
        yield from self._value(where, old, new, asks)
        yield from self._members(where, old, new, asks)
        if "items" in old and "items" in new:
            yield from self._schema(f"each of {where}", old["items"], new["items"], asks)

    def _value(self, where: str, old: dict, new: dict, asks: bool) -> Iterator[str]:
        for keyword in ("type", "format"):
            if old.get(keyword) != new.get(keyword):
                yield f"{where}: its {keyword} was {old.get(keyword)} and is now {new.get(keyword)}."
        if asks and (new.get("pattern") not in (None, old.get("pattern")) or _more(new, old, "uniqueItems")):
            yield f"{where} must now fit {new.get('pattern') or 'without repetition'}."
        for keyword in (*LOWER, *UPPER):
            yield from _bound(where, keyword, old.get(keyword), new.get(keyword), asks)
        yield from _choices(where, old.get("enum"), new.get("enum"), asks)

    def _members(self, where: str, old: dict, new: dict, asks: bool) -> Iterator[str]:
        had, has = old.get("properties", {}), new.get("properties", {})
        for name, part in had.items():
            if name not in has:
                yield f"{where}: {name} is gone."
            else:
                yield from self._schema(f"{where}.{name}", part, has[name], asks)
        must, had_to = set(new.get("required", [])), set(old.get("required", []))
        for name in sorted(must - had_to if asks else had_to - must):
            if asks:
                yield f"{where}: {name} is now required."
            elif name in has:
                yield f"{where}: {name} is no longer always there."

    def _resolved(self, document: dict, schema: dict) -> tuple[str, dict, bool]:
        """The name of an object (or nothing), what it is without null, and whether it may be null."""
        choices = schema.get("oneOf", [schema])
        inner = next(choice for choice in choices if choice.get("type") != "null")
        name = inner.get("$ref", "").rpartition("/")[2]
        inner = document["components"]["schemas"][name] if name else inner
        types = inner.get("type")
        is_null = len(choices) > 1 or (isinstance(types, list) and "null" in types)
        if isinstance(types, list):
            left = [one for one in types if one != "null"]
            inner = {**inner, "type": left[0] if len(left) == 1 else left}
        return name, inner, is_null


def _by_name(operation: dict) -> dict[tuple[str, str], dict]:
    return {(parameter["name"], parameter["in"]): parameter for parameter in operation.get("parameters", [])}


def _more(new: dict, old: dict, keyword: str) -> bool:
    return bool(new.get(keyword)) and not old.get(keyword)


def _bound(where: str, keyword: str, old: Any, new: Any, asks: bool) -> Iterator[str]:
    """A question's bounds may only move outwards, an answer's only inwards."""
    sign = 1 if keyword in LOWER else -1
    before = float("-inf") if old is None else sign * old
    after = float("-inf") if new is None else sign * new
    if after > before if asks else after < before:
        yield f"{where}: its {keyword} was {old} and is now {new}."


def _choices(where: str, old: list | None, new: list | None, asks: bool) -> Iterator[str]:
    if asks and new is not None:
        if old is None:
            yield f"{where} now takes only {', '.join(new)}."
        else:
            yield from (f"{where} no longer takes {value}." for value in old if value not in new)
    if not asks and old is not None:
        added = ["other values"] if new is None else [value for value in new if value not in old]
        yield from (f"{where} may now be {value}." for value in added)
