"""The parameters of a question: each reads its own value strictly, or says by a code what is wrong with it.

Nothing is trimmed, clamped or guessed. What was asked is never repeated.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from helpapi_matcher import teaching
from helpapi_matcher.bundle import Bundle
from helpapi_matcher.outcodes import NoOutcode
from helpapi_matcher.places import OUTSIDE_UK

WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.0+)?", re.ASCII)
CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
SECONDS = r"(?::(?:[0-5][0-9]|60)(?:\.[0-9]+)?)?"
MOMENT = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})[Tt]({CLOCK}){SECONDS}([Zz]|[+-]{CLOCK})?", re.ASCII)
LONGEST_MOMENT = 60
LONGEST = 200
MOST = 20  # parameters, and values of one


class Wrong(ValueError):
    """A value is not one the parameter takes; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Asking:
    """What values are read with: the bundle, and the minute that it is."""

    bundle: Bundle
    now: datetime


@dataclass(frozen=True, slots=True)
class Parameter:
    """`read`: from one value to what it stands for, or Wrong. `multiple`: an array of them."""

    read: Callable[[Any, Asking], Any]
    multiple: bool = False

    def read_all(self, values: Sequence[Any], asking: Asking) -> Any:
        found = [self._read_one(value, asking) for value in values]
        if len(set(map(repr, found))) < len(found):
            raise Wrong("repeated")
        return tuple(found) if self.multiple else found[0]

    def _read_one(self, value: Any, asking: Asking) -> Any:
        if not isinstance(value, str):
            return self.read(value, asking)
        _check_text(value)
        try:
            return self.read(value, asking)
        except Wrong as wrong:
            raise Wrong(teaching.of_value(value, wrong.code)) from None


def word(read: Callable[[str, Asking], Any], *, multiple: bool = False) -> Parameter:
    """A text, read by a function."""

    def read_text(value: Any, asking: Asking) -> Any:
        if not isinstance(value, str):
            raise Wrong("wrong-type")
        return read(value, asking)

    return Parameter(read_text, multiple)


def number(lowest: int, highest: int) -> Parameter:
    """A whole number, both ends included; 15.0 is one."""

    def read(value: Any, asking: Asking) -> int:
        if isinstance(value, str) and WHOLE_NUMBER.fullmatch(value):
            raise Wrong("in-quotes")
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise Wrong("wrong-type")
        if isinstance(value, float) and math.isfinite(value) and not value.is_integer():
            raise Wrong("fraction")
        if not lowest <= value <= highest:
            raise Wrong("out-of-range")
        return int(value)

    return Parameter(read)


def flag() -> Parameter:
    def read(value: Any, asking: Asking) -> bool:
        if value in ("true", "false"):
            raise Wrong("in-quotes")
        if not isinstance(value, bool):
            raise Wrong("wrong-type")
        return value

    return Parameter(read)


def one_of(*values: str) -> Parameter:
    return word(lambda value, asking: _listed(value, values))


def code(name: str) -> Parameter:
    """One code of a list."""
    return word(lambda value, asking: _listed(value, asking.bundle.codes[name].values))


def codes(name: str) -> Parameter:
    """Any of several."""
    return Parameter(code(name).read, multiple=True)


def language() -> Parameter:
    """One that an answer can be asked for in."""
    return word(lambda value, asking: _listed(value, asking.bundle.languages))


def text(longest: int) -> Parameter:
    """Free text with a letter or a digit in it."""

    def read(value: str, asking: Asking) -> str:
        if not 1 <= len(value) <= longest:
            raise Wrong("out-of-range")
        if not any(character.isalnum() for character in unicodedata.normalize("NFKD", value)):
            raise Wrong("no-words")
        return value

    return word(read)


def moment() -> Parameter:
    """`now`, or a date and time with its offset, in the years 2000 to 2099 as it is written; in UTC."""

    def read(value: str, asking: Asking) -> datetime:
        if value == "now":
            return asking.now
        found = MOMENT.fullmatch(value) if len(value) <= LONGEST_MOMENT else None
        if not found:
            is_plus = " " in value and MOMENT.fullmatch(value.replace(" ", "+"))
            raise Wrong("plus-as-space" if is_plus else "not-a-moment")
        day, time, offset = found.groups()
        if not offset:
            raise Wrong("no-offset")
        try:
            there = datetime.fromisoformat(f"{day}T{time}{offset.upper()}")
        except ValueError:
            raise Wrong("not-a-moment") from None
        if not value.startswith("20"):
            raise Wrong("out-of-range")
        return there.astimezone(UTC)

    return word(read)


def region() -> Parameter:
    """The code of the region that is meant, or `outside-uk`."""

    def read(value: str, asking: Asking) -> str:
        if value.casefold() == OUTSIDE_UK:
            return OUTSIDE_UK
        found = asking.bundle.regions.get(value)
        if found is None:
            raise Wrong("unknown-value")
        return found.code

    return word(read)


def outcode() -> Parameter:
    def read(value: str, asking: Asking) -> Any:
        try:
            return asking.bundle.outcodes.resolve(value)
        except NoOutcode as error:
            raise Wrong(error.code) from None

    return word(read)


def _listed(value: str, values: Sequence[str]) -> str:
    if value not in values:
        raise Wrong("unknown-value")
    return value


def _check_text(value: str) -> None:
    if len(value) > LONGEST:
        raise Wrong("too-long")
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        raise Wrong("control-character")
    if any(0xD800 <= ord(character) <= 0xDFFF for character in value):
        raise Wrong("broken-encoding")
    if not value.strip():
        raise Wrong("blank")


Parameters = Mapping[str, Parameter]
