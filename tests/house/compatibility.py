"""What would break a partner's program between two OpenAPI documents of ours, in sentences: addresses and operations.

What a question may hold must not shrink; what an answer may hold must not grow beyond new members, nor lose any.
A keyword that is not known here, or in shapes.py, is a sentence too: it has to be thought about before it passes.
"""

from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from tests.house.shapes import Shapes, unknown

GOOD = "2"
OPERATION = {"operationId", "tags", "summary", "description", "parameters", "requestBody", "responses", "security"}
ENDING = {"deprecated", "x-sunset"}
PARAMETER = {"name", "in", "description", "example", "examples", "required", "schema", "style", "explode", "deprecated"}


class Comparison:
    """`breaking()` gives a sentence for each thing that would break. `ended`: the operations that may be gone."""

    def __init__(self, released: dict, now: dict, ended: Collection[tuple[str, str]] = ()) -> None:
        self.released, self.now, self.ended = released, now, ended
        self.shapes = Shapes(released["components"]["schemas"], now["components"]["schemas"])

    def breaking(self) -> list[str]:
        return list(dict.fromkeys([*self._servers(), *self._paths()]))

    def _servers(self) -> Iterator[str]:
        was, is_now = _first_path(self.released), _first_path(self.now)
        if was != is_now:
            yield f"The server's path was {was} and is now {is_now}."

    def _paths(self) -> Iterator[str]:
        for path, methods in self.released["paths"].items():
            for method, old in methods.items():
                where = f"{method.upper()} {path}"
                new = self.now["paths"].get(path, {}).get(method)
                if new is not None:
                    yield from self._operation(where, old, new)
                elif (method, path) not in self.ended:
                    yield f"{where} is gone."

    def _operation(self, where: str, old: dict, new: dict) -> Iterator[str]:
        yield from unknown(where, new, OPERATION | ENDING)
        yield from _same(where, old, new, ("operationId", "tags", "security"))
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
            named = f"{where}: the parameter {key[0]}"
            if key not in new:
                yield f"{named} is gone."
                continue
            if new[key].get("required") and not parameter.get("required"):
                yield f"{named} is now required."
            yield from unknown(named, new[key], PARAMETER)
            yield from _same(named, parameter, new[key], ("style", "explode"))
            yield from self.shapes.compared(named, parameter["schema"], new[key]["schema"], asks=True)
        for key in new.keys() - old.keys():
            if new[key].get("required"):
                yield f"{where}: the new parameter {key[0]} is required."

    def _body(self, where: str, old: dict | None, new: dict | None) -> Iterator[str]:
        if old and not new:
            yield f"{where}: the body is gone."
        if new and new.get("required") and not (old and old.get("required")):
            yield f"{where}: a body is now required."
        if old and new:
            yield from self._content(f"{where}: the body", old["content"], new["content"], asks=True)

    def _answer(self, where: str, old: dict, new: dict) -> Iterator[str]:
        for name, header in old.get("headers", {}).items():
            if name not in new.get("headers", {}):
                yield f"{where}: the header {name} is gone."
            else:
                told = new["headers"][name]["schema"]
                yield from self.shapes.compared(f"{where}: the header {name}", header["schema"], told, asks=False)
        yield from self._content(f"{where}: the answer", old.get("content", {}), new.get("content", {}), asks=False)

    def _content(self, where: str, old: dict, new: dict, asks: bool) -> Iterator[str]:
        for media, part in old.items():
            if media not in new:
                yield f"{where} as {media} is gone."
            else:
                yield from self.shapes.compared(where, part["schema"], new[media]["schema"], asks)


def _same(where: str, old: dict, new: dict, keywords: Collection[str]) -> Iterator[str]:
    for keyword in keywords:
        if old.get(keyword) != new.get(keyword):
            yield f"{where}: its {keyword} was {_said(old.get(keyword))} and is now {_said(new.get(keyword))}."


def _said(value: object) -> str:
    return ", ".join(map(str, value)) or "empty" if isinstance(value, list) else str(value)


def _first_path(document: dict) -> str:
    return urlsplit(document["servers"][0]["url"]).path or "/"


def _by_name(operation: dict) -> dict[tuple[str, str], dict]:
    return {(parameter["name"], parameter["in"]): parameter for parameter in operation.get("parameters", [])}
