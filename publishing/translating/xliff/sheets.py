"""What an XLIFF file says of items, whatever its letters: a sheet for each item, with a line for each English text."""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from uuid import UUID

LARGEST = 5_000_000  # bytes of a file
MOST_FILES, MOST_UNITS = 2000, 50_000
LONGEST = 20_000  # characters of one text
DEEPEST = 60  # elements within each other


class NotTaken(Exception):
    """Nothing of a file can be read; the message says why, to whoever sent it."""


@dataclass(frozen=True)
class Problem:
    """Something in a file that was not taken, or not as it stands, in words. `file`, `unit`: their ids, and
    `item`: what it is called, where they are known.
    """

    words: str
    file: str = ""
    unit: str = ""
    item: str = ""

    def __str__(self) -> str:
        places = (("", self.item), ("file ", self.file), ("unit ", self.unit))
        where = ", ".join(f"{name}{one}" for name, one in places if one)
        return f"{where}: {self.words}" if where else self.words


@dataclass(frozen=True)
class Line:
    """One English text and what stands for it. `state`: as XLIFF has it; `unit`: the id in a file that was read.

    `was`, `was_text`: the English before it changed and what stood for that, where that is known.
    """

    english: str
    text: str = ""
    state: str = "initial"
    where: tuple[str, ...] = ()
    longest: int | None = None
    was: str = ""
    was_text: str = ""
    is_machine_made: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Sheet:
    """The lines of one item. `digest`: of its English as the file has it (publishing/translating/words.py)."""

    uid: UUID
    kind: str = ""
    title: str = ""
    digest: str = ""
    is_machine_made: bool = False
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Workbook:
    """All of a file. `problems`: what is not in the sheets."""

    language: str
    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def id_of(english: str) -> str:
    """The id of a unit, by which its English is known again though a tool has changed spaces in it."""
    return f"u{hashlib.sha256(english.encode()).hexdigest()[:24]}"


def plain(text: str) -> str:
    """A text as it is compared with what a tool has made of it."""
    return " ".join(unicodedata.normalize("NFC", text).split())
