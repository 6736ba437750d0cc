"""The code lists: every enumerated value that is spoken in public, with a label and a description in plain English.

They are files in the repository (fixtures/codes.yaml), loaded once; rows hold validated codes. A request takes only
listed codes; an answer may hold a newer one, so a new code breaks no client.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from publishing import yaml_files

FILE = Path(__file__).resolve().parent.parent / "fixtures" / "codes.yaml"


@dataclass(frozen=True, slots=True)
class Code:
    """`types`: of a need, the service types that it gathers."""

    code: str
    label: str
    description: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeList:
    """`name`: the list's address, for example service-types. `codes`: in the order in which they are to be shown."""

    name: str
    title: str
    codes: tuple[Code, ...]

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(code.code for code in self.codes)

    def label(self, code: str) -> str:
        return next((known.label for known in self.codes if known.code == code), code)

    def choices(self) -> list[tuple[str, str]]:
        return [(code.code, code.label) for code in self.codes]


class CodeListError(Exception):
    """The file of code lists is malformed; the message names the list and the entry."""


@cache
def lists() -> dict[str, CodeList]:
    raw = yaml_files.read(FILE)
    return {name: _code_list(name, data) for name, data in raw.items()}


def code_list(name: str) -> CodeList:
    return lists()[name]


def _code_list(name: str, data: dict[str, Any]) -> CodeList:
    codes = tuple(_code(name, number, entry) for number, entry in enumerate(data["codes"], start=1))
    if len({code.code for code in codes}) != len(codes):
        raise CodeListError(f"{FILE.name}: {name}: a code is listed twice")
    return CodeList(name, data["title"], codes)


def _code(name: str, number: int, entry: dict[str, Any]) -> Code:
    texts = {member: value for member, value in entry.items() if member != "types"}
    if set(texts) != {"code", "label", "description"} or not all(isinstance(v, str) and v for v in texts.values()):
        raise CodeListError(f"{FILE.name}: {name}, entry {number}: must have code, label and description, all text")
    types = entry.get("types", [])
    if not isinstance(types, list) or not all(isinstance(value, str) for value in types):
        raise CodeListError(f"{FILE.name}: {name}, entry {number}: types must be a list of codes")
    return Code(**texts, types=tuple(types))
