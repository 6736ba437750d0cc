"""The parameters of a question: type, bounds and words, each reading its own value strictly.

A `Question` declares them as its fields; `gate` walks what was asked. Nothing is trimmed, clamped or guessed: a value
means one thing or it is refused, by a detail that never repeats it.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import django_filters

from publishing.codes import code_list
from publishing.languages import say

WHOLE_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*))(?:\.0+)?", re.ASCII)
CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
DATE, SECONDS, OFFSET = r"-[0-9]{2}-[0-9]{2}", r"(?::(?:[0-5][0-9]|60)(?:\.[0-9]+)?)?", rf"[Zz]|[+-]{CLOCK}"
MOMENT = re.compile(rf"([0-9]{{4}}{DATE})[Tt]({CLOCK}){SECONDS}({OFFSET})?", re.ASCII)
LONGEST_MOMENT = 60
EXAMPLE = "2026-11-23T03:00:00+00:00"
LONGEST = 200

T = TypeVar("T")
Schema = dict[str, Any]


class Refused(Exception):
    """A value is not one the parameter takes."""

    def __init__(self, code: str, detail: str):
        super().__init__(detail)
        self.code, self.detail = code, detail


class Parameter(django_filters.Filter, Generic[T]):
    """One parameter. `is_kept`: caches may keep an answer to it. `json_types`: of its values in a body.

    The question that it is a field of sets `default`, and `multiple`: it may be repeated, for any of its values.
    """

    json_types: tuple[type, ...] = (str,)

    is_kept = True

    def __init__(self, help_text: str, example: int | str | None = None):
        super().__init__()
        self.help_text, self.example = help_text, example
        self.default: object = None
        self.multiple = False

    def schema(self) -> Schema:
        """The JSON Schema of one value."""
        raise NotImplementedError

    def read(self, text: str) -> T:
        """The value that `text` stands for, or Refused."""
        raise NotImplementedError

    def read_json(self, value: Any) -> T:
        """The value that a JSON member stands for, or Refused."""
        if not isinstance(value, self.json_types) or (isinstance(value, bool) and bool not in self.json_types):
            raise Refused("wrong-type", self.must_be())
        return self.read(value if isinstance(value, str) else self.spelt(value))

    def spelt(self, value: Any) -> str:
        return str(value)

    def in_words(self) -> str:
        """What a value must be."""
        raise NotImplementedError

    def must_be(self) -> str:
        return say("Must be {kind}.", kind=self.in_words())


class NumberParameter(Parameter[int]):
    """A whole number from `lowest` to `highest`, both included, in plain digits; 15.0 is one (JSON Schema)."""

    json_types = (int, float)

    def __init__(self, help_text: str, lowest: int, highest: int, example: int | None = None):
        super().__init__(help_text, example)
        self.lowest, self.highest = lowest, highest

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.lowest, "maximum": self.highest}

    def read(self, text: str) -> int:
        found = WHOLE_NUMBER.fullmatch(text)
        if not found:
            raise Refused("not-a-whole-number", say("Must be {kind}, in plain digits.", kind=self.in_words()))
        return self._within(int(found[1]))

    def read_json(self, value: Any) -> int:
        if isinstance(value, str) and WHOLE_NUMBER.fullmatch(value):
            detail = say("Must be a number, without quotation marks: {kind}.", kind=self.in_words())
            raise Refused("in-quotes", detail)
        if isinstance(value, float):
            if not math.isfinite(value):
                raise Refused("out-of-range", self.must_be())
            if not value.is_integer():
                raise Refused("fraction", say("Must have no fraction. Must be {kind}.", kind=self.in_words()))
            return self._within(int(value))
        return super().read_json(value)

    def _within(self, number: int) -> int:
        if not self.lowest <= number <= self.highest:
            raise Refused("out-of-range", self.must_be())
        return number

    def in_words(self) -> str:
        return say("a whole number from {lowest} to {highest}", lowest=self.lowest, highest=self.highest)


class FlagParameter(Parameter[bool]):
    """`true` or `false`."""

    json_types = (bool,)

    def schema(self) -> Schema:
        return {"type": "boolean"}

    def read(self, text: str) -> bool:
        if text not in ("true", "false"):
            raise Refused("not-a-flag", say("Must be {kind}, in small letters.", kind=self.in_words()))
        return text == "true"

    def read_json(self, value: Any) -> bool:
        if value in ("true", "false"):
            raise Refused("in-quotes", say("Must be {kind}, without quotation marks.", kind=self.in_words()))
        return super().read_json(value)

    def spelt(self, value: bool) -> str:
        return "true" if value else "false"

    def in_words(self) -> str:
        return say("true or false")


class CodeParameter(Parameter[str]):
    """One code of a code list, or of the few values given. `schema_name`: of its enumeration, where it is shared."""

    def __init__(self, help_text: str, codes: str | tuple[str, ...], schema_name: str = ""):
        super().__init__(help_text)
        self.codes, self.schema_name = codes, schema_name

    @property
    def values(self) -> tuple[str, ...]:
        return code_list(self.codes).values if isinstance(self.codes, str) else self.codes

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.values)}

    def read(self, text: str) -> str:
        if text not in self.values:
            if not isinstance(self.codes, str):
                raise Refused("unknown-value", self.must_be())
            address = f"/api/v1/codes/{self.codes}"
            detail = say("Must be {kind}. The codes are at {address}.", kind=self.in_words(), address=address)
            raise Refused("unknown-value", detail)
        return text

    def in_words(self) -> str:
        if isinstance(self.codes, str) and len(self.values) > 6:
            return say("one of the codes in the list {name}", name=self.codes)
        return say("one of: {values}", values=", ".join(self.values)) if len(self.values) > 1 else self.values[0]


class MomentParameter(Parameter[datetime]):
    """`now`, or a date and time with its offset (RFC 3339), in the years 2000 to 2099 as it is written.

    A moment is a minute: seconds and whatever fraction of them (.NET writes seven digits, Go and Java up to nine) are
    read and left.
    """

    def schema(self) -> Schema:
        return {
            "type": "string",
            "pattern": rf"^(?:now|20[0-9]{{2}}{DATE}[Tt]{CLOCK}{SECONDS}(?:{OFFSET}))$",
            "maxLength": LONGEST_MOMENT,
        }

    def read(self, text: str) -> datetime:
        if text == "now":
            return datetime.now(UTC).replace(second=0, microsecond=0)
        found = MOMENT.fullmatch(text) if len(text) <= LONGEST_MOMENT else None
        if not found:
            raise self._unlike(text)
        day, time, offset = found.groups()
        if not offset:
            detail = say("Has no offset from UTC, such as Z. Must be {kind}.", kind=self.in_words())
            raise Refused("no-offset", detail)
        try:
            moment = datetime.fromisoformat(f"{day}T{time}{offset.upper()}")
        except ValueError:
            raise self._unlike(text) from None
        if not text.startswith("20"):
            raise Refused("out-of-range", say("Must be in the years 2000 to 2099."))
        return moment.astimezone(UTC)

    def _unlike(self, text: str) -> Refused:
        if " " in text and MOMENT.fullmatch(text.replace(" ", "+")):
            detail = say("The + of its offset is read as a space. In an address, write + as %2B.")
            return Refused("plus-as-space", detail)
        return Refused("not-a-moment", self.must_be())

    def in_words(self) -> str:
        return say("now, or a date and time with an offset, for example {example}", example=EXAMPLE)


class TextParameter(Parameter[str]):
    """Free text of 1 to `longest` characters with a letter or digit among them; without one it would ask nothing."""

    def __init__(self, help_text: str, longest: int, example: str):
        super().__init__(help_text, example)
        self.longest = longest

    def schema(self) -> Schema:
        return {"type": "string", "minLength": 1, "maxLength": self.longest}

    def read(self, text: str) -> str:
        if not 1 <= len(text) <= self.longest:
            raise Refused("out-of-range", self.must_be())
        if not any(character.isalnum() for character in unicodedata.normalize("NFKD", text)):
            raise Refused("no-words", self.must_be())
        return text

    def in_words(self) -> str:
        return say("text of 1 to {longest} characters, at least one a letter or a digit", longest=self.longest)


class WordParameter(Parameter[T]):
    """A word that a function of the domain understands: `reader(text)` gives the value or raises `Refused`.

    `words`: what it must be, said where it is not (`to_say`).
    """

    lengths = (1, 80)

    def __init__(self, help_text: str, reader: Callable[[str], T], words: str, example: str):
        super().__init__(help_text, example)
        self.reader, self.words = reader, words

    def schema(self) -> Schema:
        return {"type": "string", "minLength": self.lengths[0], "maxLength": self.lengths[1]}

    def read(self, text: str) -> T:
        return self.reader(text)

    def in_words(self) -> str:
        return say(self.words)
