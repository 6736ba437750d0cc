"""The parameters of a question: each reads its own value strictly, or says by a code what is wrong with it.

Nothing is trimmed, clamped or guessed. What was asked is never repeated.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from helpapi_matcher.bundle import Bundle
from helpapi_matcher.outcodes import NoOutcode
from helpapi_matcher.places import OUTSIDE_UK

WHOLE_NUMBER = re.compile(r"(0|[1-9][0-9]{0,8})", re.ASCII)
MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,6})?)?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)
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
    """`json_type`: of its values. `read`: from one to what it stands for, or Wrong. `multiple`: an array of them."""

    json_type: type
    read: Callable[[Any, Asking], Any]
    multiple: bool = False

    def read_all(self, values: Sequence[Any], asking: Asking) -> Any:
        found = []
        for value in values:
            _check_text(value)
            if not isinstance(value, self.json_type) or (isinstance(value, bool) and self.json_type is not bool):
                raise Wrong("wrong-type")
            found.append(self.read(value, asking))
        if len(set(map(repr, found))) < len(found):
            raise Wrong("repeated")
        return tuple(found) if self.multiple else found[0]


def number(lowest: int, highest: int) -> Parameter:
    """A whole number, both ends included."""

    def read(value: int, asking: Asking) -> int:
        if not WHOLE_NUMBER.fullmatch(str(value)):
            raise Wrong("not-a-whole-number")
        if not lowest <= value <= highest:
            raise Wrong("out-of-range")
        return value

    return Parameter(int, read)


def flag() -> Parameter:
    return Parameter(bool, lambda value, asking: value)


def one_of(*values: str) -> Parameter:
    return Parameter(str, lambda value, asking: _listed(value, values))


def code(name: str) -> Parameter:
    """One code of a list."""
    return Parameter(str, lambda value, asking: _listed(value, asking.bundle.codes[name].values))


def codes(name: str) -> Parameter:
    """Any of several."""
    return Parameter(str, code(name).read, multiple=True)


def text(longest: int) -> Parameter:
    """Free text with a letter or a digit in it."""

    def read(value: str, asking: Asking) -> str:
        if not 1 <= len(value) <= longest:
            raise Wrong("out-of-range")
        if not any(character.isalnum() for character in unicodedata.normalize("NFKD", value)):
            raise Wrong("no-words")
        return value

    return Parameter(str, read)


def moment() -> Parameter:
    """`now`, or a date and time with its offset, in the years 2000 to 2099 as it is written; in UTC."""

    def read(value: str, asking: Asking) -> datetime:
        if value == "now":
            return asking.now
        found = MOMENT.fullmatch(value)
        if not found:
            raise Wrong("not-a-moment")
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        offset = timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0)) * (-1 if found[7] == "-" else 1)
        try:
            there = datetime(year, month, day, hour, minute, second, tzinfo=timezone(offset))
        except ValueError:
            raise Wrong("not-a-moment") from None
        if not value.startswith("20"):
            raise Wrong("out-of-range")
        return there.astimezone(UTC).replace(second=0)

    return Parameter(str, read)


def region() -> Parameter:
    """The code of the region that is meant, or `outside-uk`."""

    def read(value: str, asking: Asking) -> str:
        if value.casefold() == OUTSIDE_UK:
            return OUTSIDE_UK
        found = asking.bundle.regions.get(value)
        if found is None:
            raise Wrong("unknown-value")
        return found.code

    return Parameter(str, read)


def outcode() -> Parameter:
    def read(value: str, asking: Asking) -> Any:
        try:
            return asking.bundle.outcodes.resolve(value)
        except NoOutcode as error:
            raise Wrong(error.code) from None

    return Parameter(str, read)


def _listed(value: str, values: Sequence[str]) -> str:
    if value not in values:
        raise Wrong("unknown-value")
    return value


def _check_text(value: Any) -> None:
    if isinstance(value, str):
        if len(value) > LONGEST:
            raise Wrong("too-long")
        if any(ord(character) < 32 or ord(character) == 127 for character in value):
            raise Wrong("control-character")
        if any(0xD800 <= ord(character) <= 0xDFFF for character in value):
            raise Wrong("broken-encoding")


Parameters = Mapping[str, Parameter]
