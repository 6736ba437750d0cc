"""The parameters of a question: name, type, bounds and words, each cleaning its own value strictly.

A `FilterSet` declares them; `questions.read` walks what was asked. Nothing is trimmed, clamped or guessed: a value
is exactly right or it is refused, by a detail that never repeats it.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import django_filters
from django.utils.dateparse import parse_datetime

from publishing.codes import code_list

WHOLE_NUMBER = re.compile(r"(0|[1-9][0-9]{0,8})", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
LONGEST = 200


class Refused(Exception):
    """A value is not one the parameter takes."""

    def __init__(self, code: str, detail: str):
        super().__init__(detail)
        self.code, self.detail = code, detail


class Parameter(django_filters.Filter):
    """One parameter. `multiple`: it may be repeated, for any of its values. `is_kept`: caches may keep an answer to it.

    `json_types`: of its values in a body.
    """

    json_types: tuple[type, ...] = (str,)

    def __init__(self, help_text: str, *, multiple: bool = False, example: Any = None, is_kept: bool = True):
        super().__init__()
        self.help_text, self.multiple, self.example, self.is_kept = help_text, multiple, example, is_kept

    def schema(self) -> dict:
        """The JSON Schema of one value."""
        return {"type": "string", "maxLength": LONGEST}

    def read(self, text: str) -> Any:
        """The value that `text` stands for, or Refused."""
        return text

    def read_json(self, value: Any) -> Any:
        """The value that a JSON member stands for, or Refused."""
        if not isinstance(value, self.json_types) or (isinstance(value, bool) and bool not in self.json_types):
            raise Refused("wrong-type", f"Must be {self.in_words()}.")
        return self.read(value if isinstance(value, str) else self.spelt(value))

    def spelt(self, value: Any) -> str:
        return str(value)

    def in_words(self) -> str:
        return "text"


class Number(Parameter):
    """A whole number from `lowest` to `highest`, both included, in plain digits."""

    json_types = (int,)

    def __init__(self, help_text: str, lowest: int, highest: int, **options: Any):
        self.default = options.pop("default", None)
        super().__init__(help_text, **options)
        self.lowest, self.highest = lowest, highest

    def schema(self) -> dict:
        schema = {"type": "integer", "minimum": self.lowest, "maximum": self.highest}
        return schema if self.default is None else {**schema, "default": self.default}

    def read(self, text: str) -> int:
        if not WHOLE_NUMBER.fullmatch(text):
            raise Refused("not-a-whole-number", f"Must be {self.in_words()}, in plain digits.")
        if not self.lowest <= int(text) <= self.highest:
            raise Refused("out-of-range", f"Must be {self.in_words()}.")
        return int(text)

    def in_words(self) -> str:
        return f"a whole number from {self.lowest} to {self.highest}"


class Flag(Parameter):
    """`true` or `false`."""

    json_types = (bool,)

    def schema(self) -> dict:
        return {"type": "boolean"}

    def read(self, text: str) -> bool:
        if text not in ("true", "false"):
            raise Refused("not-a-flag", f"Must be {self.in_words()}.")
        return text == "true"

    def spelt(self, value: bool) -> str:
        return "true" if value else "false"

    def in_words(self) -> str:
        return "true or false"


class Code(Parameter):
    """One code of a code list, or of the few values given. `name`: of the schema's shared enumeration."""

    def __init__(self, help_text: str, codes: str | tuple[str, ...], name: str = "", **options: Any):
        self.default = options.pop("default", None)
        super().__init__(help_text, **options)
        self.codes, self.name = codes, name

    @property
    def values(self) -> tuple[str, ...]:
        return code_list(self.codes).values if isinstance(self.codes, str) else self.codes

    def schema(self) -> dict:
        schema: dict = {"type": "string", "enum": list(self.values)}
        return schema if self.default is None else {**schema, "default": self.default}

    def read(self, text: str) -> str:
        if text not in self.values:
            where = f" The codes are at /api/v1/codes/{self.codes}." if isinstance(self.codes, str) else ""
            raise Refused("unknown-value", f"Must be {self.in_words()}.{where}")
        return text

    def in_words(self) -> str:
        if isinstance(self.codes, str) and len(self.values) > 6:
            return f"one of the codes in the list {self.codes}"
        return f"one of: {', '.join(self.values)}" if len(self.values) > 1 else self.values[0]


class Moment(Parameter):
    """`now`, or a date and time with its offset (RFC 3339), in the years 2000 to 2099 as it is written."""

    FIRST = datetime(2000, 1, 1, tzinfo=UTC)

    def schema(self) -> dict:
        return {
            "type": "string",
            "pattern": r"^(now|20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
            r"(Z|[+-][0-9]{2}:[0-9]{2}))$",
            "maxLength": 40,
        }

    def read(self, text: str) -> datetime:
        if text == "now":
            return datetime.now(UTC).replace(second=0, microsecond=0)
        try:
            moment = parse_datetime(text) if MOMENT.fullmatch(text) else None
        except ValueError:
            moment = None
        if moment is None:
            raise Refused("not-a-moment", f"Must be {self.in_words()}. In an address, write + as %2B.")
        if not text.startswith("20"):
            raise Refused("out-of-range", "Must be in the years 2000 to 2099.")
        return moment.astimezone(UTC).replace(second=0, microsecond=0)

    def in_words(self) -> str:
        return "now, or a date and time with an offset, for example 2026-11-23T03:00:00+00:00"


class Text(Parameter):
    """Free text of 1 to `longest` characters with a letter or digit among them; without one it would ask nothing."""

    def __init__(self, help_text: str, longest: int = 100, **options: Any):
        super().__init__(help_text, **options)
        self.longest = longest

    def schema(self) -> dict:
        return {"type": "string", "minLength": 1, "maxLength": self.longest}

    def read(self, text: str) -> str:
        if not 1 <= len(text) <= self.longest:
            raise Refused("out-of-range", f"Must be {self.in_words()}.")
        if not any(character.isalnum() for character in unicodedata.normalize("NFKD", text)):
            raise Refused("no-words", f"Must be {self.in_words()}.")
        return text

    def in_words(self) -> str:
        return f"text of 1 to {self.longest} characters, at least one a letter or a digit"


class Read(Parameter):
    """Text that a function of the domain understands; what it refuses, it refuses with ValueError subclasses.

    `reader(text)` gives the value or raises `Refused`.
    """

    def __init__(self, help_text: str, reader: Callable[[str], Any], words: str, **options: Any):
        self._schema = options.pop("schema", {"type": "string", "minLength": 1, "maxLength": 80})
        super().__init__(help_text, **options)
        self.reader, self.words = reader, words

    def schema(self) -> dict:
        return dict(self._schema)

    def read(self, text: str) -> Any:
        return self.reader(text)

    def in_words(self) -> str:
        return self.words
