"""What a robots.txt allows, as RFC 9309 has it: the longest rule that fits decides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LARGEST = 500 * 1024  # bytes that are read of one, which RFC 9309 asks for at least
MOST_RULES = 10_000


@dataclass(frozen=True)
class Rules:
    """Of one host, for one program: paths with whether they are allowed. None at all: everything is."""

    rules: tuple[tuple[str, bool], ...] = ()

    def allow(self, path: str) -> bool:
        """`path`: with its query, as it is asked for."""
        fitting = [(len(pattern), is_allowed) for pattern, is_allowed in self.rules if _fits(pattern, path)]
        return max(fitting)[1] if fitting else True


EVERYTHING, NOTHING = Rules(), Rules((("/", False),))


def read(text: str, program: str) -> Rules:
    """The rules for a program by its name, or else those for all."""
    own: list[tuple[str, bool]] = []
    of_all: list[tuple[str, bool]] = []
    agents: set[str] = set()
    is_named = in_rules = False
    for name, value in _lines(text):
        if name == "user-agent":
            agents = agents if not in_rules else set()
            in_rules = False
            agents.add(re.split(r"[/\s]", value.lower())[0])
            is_named = is_named or program.lower() in agents
        elif name in ("allow", "disallow"):
            in_rules = True
            if value and len(own) + len(of_all) < MOST_RULES:
                rule = (value, name == "allow")
                own += [rule] if program.lower() in agents else []
                of_all += [rule] if "*" in agents else []
    return Rules(tuple(own if is_named else of_all))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _fits(pattern: str, path: str) -> bool:
    """`*` stands for anything, `$` for the end. In linear time, whatever a pattern is made of."""
    is_whole = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if len(pieces) == 1:
        return not is_whole or at == len(path)
    last = pieces[-1]
    if is_whole:
        return path.endswith(last) and len(path) - len(last) >= at
    return path.find(last, at) >= 0
