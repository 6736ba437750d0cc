"""What an approver looks at: a box for each thing that an editor changed, in the words of the form."""

import difflib
import re
from dataclasses import dataclass
from functools import cached_property

from publishing import languages
from publishing.dangers import RANK, Danger
from publishing.differences import ADDED, CHANGED, EMPTY, MOVED, REMOVED
from publishing.wording import shortened

SYMBOLS = {ADDED: "+", REMOVED: "−", CHANGED: "≠", MOVED: "↕"}
AROUND = 12  # words that stay on each side of what changed in a long text
BRIEF = 40  # characters of a value in the list of what to check

Pieces = list[tuple[bool, str]]


@dataclass(frozen=True)
class Line:
    """One field. `label`: as the form has it; `before` and `after`: in words, empty where there is none.

    `language`: of these words, where it is not English.
    """

    label: str
    before: str
    after: str
    danger: Danger = Danger.NONE
    language: str = ""

    @property
    def direction(self) -> str:
        return languages.direction(self.language)

    @cached_property
    def pieces(self) -> tuple[Pieces, Pieces]:
        """Before and after in pieces: whether it differs, and the text; what is the same for long is left out."""
        return _shown(_pieces(self.before, self.after)), _shown(_pieces(self.after, self.before))

    @property
    def is_changed(self) -> bool:
        return EMPTY not in (self.before, self.after) and bool(self.before and self.after)

    @property
    def brief(self) -> str:
        """In one short line: what there was, and what there is to be."""
        before, after = (
            _excerpt(pieces, text) for pieces, text in zip(self.pieces, (self.before, self.after), strict=True)
        )
        return f"{before or 'nothing'} → {after or 'nothing'}" if self.before or self.is_changed else after


@dataclass(frozen=True)
class Box:
    """What changed in one group of the form, in one part of the item, or in the order of its parts.

    `name`: of a part, without what kind of part it is.
    """

    what: str
    title: str
    lines: tuple[Line, ...]
    of_part: Danger = Danger.NONE  # of a part that is added, removed or moved as a whole
    name: str = ""

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.what]

    @property
    def danger(self) -> Danger:
        return min((self.of_part, *(line.danger for line in self.lines)), key=RANK.__getitem__)

    @property
    def dangers(self) -> set[Danger]:
        return {self.of_part, *(line.danger for line in self.lines)} - {Danger.NONE}

    def brief(self, of_new: bool) -> list[tuple[Danger, str]]:
        """What to check of it, each in one short line, the most dangerous first. `of_new`: all of the item is new, so
        that a tick by itself says little."""
        if self.of_part is not Danger.NONE:
            named = self.name or self.title
            return [(self.of_part, named if of_new else f"{self.what}: {named}")]
        risky = sorted((line for line in self.lines if line.danger is not Danger.NONE), key=rank)
        return [(one.danger, f"{one.label}: {one.brief}") for one in risky if not (of_new and one.after == "yes")]


def rank(shown: Line | Box) -> int:
    return RANK[shown.danger]


def _pieces(text: str, other: str) -> Pieces:
    """The text in pieces: whether the other text lacks the piece, and the piece. Words and spaces stay whole."""
    words, others = re.findall(r"\s+|\S+", text), re.findall(r"\s+|\S+", other)
    matcher = difflib.SequenceMatcher(None, words, others, autojunk=False)
    return [(code != "equal", "".join(words[i:j])) for code, i, j, _, _ in matcher.get_opcodes() if i < j]


def _shown(pieces: Pieces) -> Pieces:
    """With an ellipsis in the place of what is the same for more than twice `AROUND` words."""
    found: Pieces = []
    for place, (differs, text) in enumerate(pieces):
        words = re.findall(r"\s*\S+\s*?", text)
        if differs or len(pieces) == 1 or len(words) <= 2 * AROUND + 5:
            found.append((differs, text))
            continue
        head = "".join(words[:AROUND]) if place else ""
        tail = "".join(words[-AROUND:]) if place < len(pieces) - 1 else ""
        found.append((False, f"{head} … {tail}{' ' if text[-1:].isspace() else ''}"))
    return found


def _excerpt(pieces: Pieces, text: str) -> str:
    if len(text) <= BRIEF:
        return text
    changed = next((piece for differs, piece in pieces if differs), text)
    return f"…{shortened(changed, BRIEF)}…" if len(changed) < len(text) else shortened(text, BRIEF)
