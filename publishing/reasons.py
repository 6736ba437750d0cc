"""Why something was taken down: a code of the list `withdrawal-reasons`, whose words are ours.

Words of somebody's own stand beside the code only where a second person approved them. Stored as one text, `closed` or
`closed: It has moved to …`. A text of any other form is from before there was the list, one person's own words, and is
never shown, nor is the replacement beside it.
"""

from dataclasses import dataclass

from publishing.codes import code_list
from publishing.languages import say

LIST = "withdrawal-reasons"
OTHER, OVER = "other", "over"


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    words: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.words}" if self.words else self.code

    @property
    def public(self) -> str:
        """What is said at its address."""
        return self.words or say(next(one.description for one in code_list(LIST).codes if one.code == self.code))


def read(stored: str) -> Reason | None:
    """The reason that a text stands for; None for one person's own words."""
    code, _, words = stored.partition(": ")
    return Reason(code, words) if code in code_list(LIST).values else None


def in_words(stored: str) -> str:
    """As editors read it; what is from before the list is shown to them as it stands."""
    reason = read(stored)
    if reason is None:
        return stored
    label = code_list(LIST).label(reason.code)
    return f"{label}. {reason.words}" if reason.words else f"{label}."


def choices() -> list[tuple[str, str]]:
    """Those that somebody may give; a notice is over by itself."""
    return [(code, label) for code, label in code_list(LIST).choices() if code != OVER]
