"""Texts cut to a length to be shown."""

import re

# A number stands together: to cut it makes another of it.
_UNIT = re.compile(r"\+?\(?\d[\d ()-]*\d(?!\S)|\S+")


def shortened(text: str, most: int) -> str:
    """The text on one line, at most `most` characters, cut between words and never within a number."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    ends = [unit.end() for unit in _UNIT.finditer(line) if unit.end() < most]
    return f"{line[: ends[-1]] if ends else line[: most - 1]}…"
