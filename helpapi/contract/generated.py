"""What keeps programs that are generated from the document compiling, and their comments readable."""

from collections.abc import Sequence
from typing import Any

# Codes whose own name another enumeration has. In some languages, Go among them, all constants share one room.
CONSTANTS = {("RegionKind", "uk"): "UNITED_KINGDOM"}
OF_A_LIST = {"AnswerLanguage": "IN_{}"}  # all of them


def constants(enumeration: str, codes: Sequence[str]) -> dict[str, list[str]]:
    """The names of the constants of an enumeration, where one of them has to be told."""
    spelt = OF_A_LIST.get(enumeration, "{}")
    names = [CONSTANTS.get((enumeration, code)) or spelt.format(constant(code)) for code in codes]
    is_told = enumeration in OF_A_LIST or any((enumeration, code) in CONSTANTS for code in codes)
    return {"x-enum-varnames": names} if is_told else {}


def constant(code: str) -> str:
    """What generators call the constant of `code`."""
    return code.upper().replace("-", "_")


def in_plain_marks(part: Any) -> None:
    """Descriptions with the marks of printed English. Generators write others as HTML entities into comments."""
    if isinstance(part, dict):
        if isinstance(words := part.get("description"), str):
            part["description"] = _printed(words)
        for value in part.values():
            in_plain_marks(value)
    elif isinstance(part, list):
        for value in part:
            in_plain_marks(value)


def _printed(words: str) -> str:
    pieces = words.replace("'", "’").split("`")
    return "".join(f"“{piece}”" if number % 2 else piece for number, piece in enumerate(pieces))
