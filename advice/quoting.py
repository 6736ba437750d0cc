"""Which words stand in a document that the project carries, and which do not.

A text is quoted when it is whole sentences of one passage (a paragraph, a heading, a point of a list), or of passages
that follow one another: never a piece of a sentence, because “be tempted to pay” stands in the document, too.

How a text is set is not compared: white space and line breaks, bold, the marker of a point, straight or curly quotation
marks, the length of a dash, a full stop at the end. None of these says anything, and word processors change them
unasked. Everything else is: each letter as it is coded (a Cyrillic “о” is no “o”), capitals, digits, what nobody sees.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from publishing import yaml_files

FOLDER = Path(__file__).resolve().parent.parent / "fixtures"
LIST = "documents.yaml"
PARTS = ("action", "condition", "reasons", "details")

SET_ALIKE = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"})
BLANK_LINES = re.compile(r"\n\s*\n")
POINT = re.compile(r"\n(?=\s*[-*•]\s)")
MARKER = re.compile(r"^\s*[-*•]\s+")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.S)
SENTENCE_ENDS = re.compile(r"[.!?][\"')]*(?= [\"'(]*[A-Z])")
BETWEEN = "\n"  # stands between passages, and in none

# The parts into which a sentence may be cut, by the member of a step that each belongs to.
Cut = Mapping[str, list[str]]


class DocumentError(Exception):
    """The list of documents is wrong; the message names the document and the place."""


@dataclass(frozen=True)
class Document:
    """`text`: its passages as they are compared. `starts`, `ends`: where in it a sentence begins, and has ended.

    `printed`: how each of these passages is printed, but for line breaks, bold and markers.
    Without an argument it is a document that nobody holds: nothing is quoted from it.
    """

    publisher: str = ""
    marking: str = ""
    text: str = ""
    starts: frozenset[int] = frozenset()
    ends: frozenset[int] = frozenset()
    bold: frozenset[str] = frozenset()
    cuts: tuple[Cut, ...] = ()
    printed: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_held(self) -> bool:
        return bool(self.text)

    def quotes(self, text: str) -> bool:
        """Whether all of the text is whole sentences of this, one after the other as they stand here."""
        words = BETWEEN.join(as_compared(block) for block in BLANK_LINES.split(text.replace("\r\n", "\n").strip()))
        words = words.removesuffix(".")
        return bool(words) and any(
            at in self.starts and at + len(words) in self.ends for at in _places(words, self.text)
        )

    def cuts_into(self, parts: Mapping[str, Iterable[str]], member: str, piece: str) -> bool:
        """Whether a piece of a sentence is a part that it may be cut into, and the other pieces stand beside it."""
        given = {name: {as_compared(part) for part in held} for name, held in parts.items()}
        return any(
            as_compared(piece) in cut.get(member, ())
            and all(given.get(name, set()).issuperset(pieces) for name, pieces in cut.items())
            for cut in self.cuts
        )


def held(sha256: str) -> Document:
    """The document of this digest."""
    return documents().get(sha256, Document())


@cache
def documents() -> Mapping[str, Document]:
    """Those that the project carries, by their digest."""
    entries = yaml_files.read(FOLDER / LIST)
    return dict(map(_read, entries))


def as_compared(text: str) -> str:
    """A text without what is a matter of setting only."""
    return " ".join(unicodedata.normalize("NFC", text).translate(SET_ALIKE).split())


def _read(entry: Mapping[str, Any]) -> tuple[str, Document]:
    if set(entry) != {"file", "publisher", "marking", "cuts"}:
        raise DocumentError(f"{LIST}: {entry.get('file', 'an entry')} must have file, publisher, marking and cuts")
    given = (FOLDER / entry["file"]).read_bytes()
    raw = given.decode().replace("\r\n", "\n")
    printed = {as_compared(line): line for line in _passages(raw)}
    printed.pop(entry["marking"], None)
    text = BETWEEN.join(printed)
    starts, ends = _sentences(text)
    bold = frozenset(as_compared(phrase) for phrase in BOLD.findall(raw))
    cuts = tuple(_cut(entry["file"], text, cut) for cut in entry["cuts"])
    document = Document(entry["publisher"], entry["marking"] or "", text, starts, ends, bold, cuts, printed)
    return hashlib.sha256(given).hexdigest(), document


def _passages(raw: str) -> Iterator[str]:
    """Each as one line, as it is printed."""
    for block in BLANK_LINES.split(raw.strip()):
        for passage in POINT.split(block):
            yield " ".join(BOLD.sub(r"\1", MARKER.sub("", passage)).split())


def _sentences(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Where sentences begin, and where they have ended, with their full stop and without."""
    breaks = [*(match.end() for match in SENTENCE_ENDS.finditer(text)), *_places(BETWEEN, text)]
    ends = {*breaks, len(text)}
    stops = {end - 1 for end in ends if text[end - 1] == "."}
    return frozenset({0, *(end + 1 for end in breaks)}), frozenset(ends | stops)


def _cut(file: str, text: str, cut: Mapping[str, Any]) -> Cut:
    read = {
        name: [as_compared(one) for one in ([value] if isinstance(value, str) else value)]
        for name, value in cut.items()
    }
    for name, pieces in read.items():
        for piece in pieces:
            if name not in PARTS or piece not in text:
                raise DocumentError(f"{LIST}: {file}: “{piece}” is no {name} that stands in it")
    return read


def _places(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
