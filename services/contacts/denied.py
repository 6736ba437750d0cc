"""The deny-list: old and wrong numbers and email addresses, refused in any spelling and within any link."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

from publishing import yaml_files
from services.contacts.addresses import is_email
from services.contacts.numbers import COSTLY_PREFIXES, read_number, refuse_number
from services.contacts.values import ContactError, as_read

DENY_LIST = Path(__file__).resolve().parents[2] / "fixtures" / "deny_list.yaml"
LISTED_KINDS = ("phone", "text", "textphone")

# Between two digits of one number: spaces, points, hyphens, brackets, strokes, signs, at most three of them.
APART = r"[ .,()/⁄∕·•*_~+#'’-]{0,3}"
RUN = re.compile(rf"[+(]*[0-9](?:{APART}[0-9])*")
GROUPS = re.compile(r"[0-9]+")
# A whole number of a kind that costs, in one piece.
COSTLY = re.compile(rf"(?:0|(?:00)?440?)(?=[0-9]{{10}}$)(?:{'|'.join(COSTLY_PREFIXES)})[0-9]+")
LONGEST_RUN = 30
LIKE_DIGITS = str.maketrans("oOlI|", "00111")


@cache
def deny_list(path: Path) -> Mapping[str, str]:
    """From each refused number or email address, in its whole normal form, to why it is refused.

    Raises RuntimeError naming the entry that is malformed: a deny-list read in part would let something through.
    """
    entries = yaml_files.read(path)
    denied: dict[str, str] = {}
    for position, entry in enumerate(entries, start=1):
        form = _denied_form(entry)
        if form is None:
            raise RuntimeError(f"{path.name}: entry {position} is no number or email address with a reason: {entry!r}")
        if form in denied:
            raise RuntimeError(f"{path.name}: entry {position} is there twice: {entry!r}")
        denied[form] = entry["why"]
    return MappingProxyType(denied)


def refuse_denied(value: str) -> None:
    """Refuse what the deny-list holds, whatever kind of channel it is for; `value` is a number or an email address.

    A listed number reaches the wrong place by relay too, so it is refused with and without a prefix. A number listed
    behind a relay prefix is refused only as that whole: 18001 0800 22 44 88 was printed for the wrong service, while
    0800 22 44 88 is right for another.
    """
    _refuse_form(read_number(value) or ("", value.casefold()), value)


def refuse_digits(text: str) -> None:
    """Refuse what the deny-list holds, or what costs: alone, in a link, with letters for digits, or among others.

    Every row of whole groups of digits is looked at, so that a number beside another is found, and one whose digits
    merely begin another is not.
    """
    seen = as_read(unquote(text))
    for spelt in {seen, re.sub(r"(?<=[0-9 ])[oOlI|]+(?=[0-9 ])", lambda like: like[0].translate(LIKE_DIGITS), seen)}:
        for run in RUN.findall(spelt):
            for digits in _rows(GROUPS.findall(run)):
                _refuse_denied_digits(digits)
                if COSTLY.fullmatch(digits):
                    refuse_number(digits if digits.startswith("0") else f"+{digits}")


def _rows(groups: list[str]) -> list[str]:
    """Every row of neighbouring groups, as one text of digits, up to the longest that two numbers can make."""
    rows = []
    for start in range(len(groups)):
        for stop in range(start + 1, len(groups) + 1):
            digits = "".join(groups[start:stop])
            if len(digits) > LONGEST_RUN:
                break
            rows.append(digits)
    return rows


def _refuse_denied_digits(digits: str) -> None:
    """Refuse digits alone, as a link may hold them: 44 at their beginning may be the country without its +."""
    for spelt in (digits, f"+{digits}"):
        if number := read_number(spelt):
            _refuse_form(number, digits)


def _denied_form(entry: object) -> str | None:
    """The normal form of a deny-list entry; None if the entry is malformed."""
    if not isinstance(entry, dict) or set(entry) != {"kind", "value", "why"}:
        return None
    if not all(isinstance(text, str) and text.strip() for text in entry.values()):
        return None
    if entry["kind"] == "email":
        return entry["value"].casefold() if is_email(entry["value"]) else None
    number = read_number(entry["value"])
    return "".join(number) if number and entry["kind"] in LISTED_KINDS else None


def _refuse_form(number: tuple[str, str], value: str) -> None:
    relay, rest = number
    denied = deny_list(DENY_LIST)
    if why := denied.get(relay + rest) or denied.get(rest):
        fault = f"{value} is old or wrong and is never published. {why}"
        raise ContactError("superseded", f"{fault} Ask the organisation what it uses now.")
