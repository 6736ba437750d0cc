"""What may come of asking for an address, and what several such outcomes mean together. No single failure says much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publishing.reaching import failures

UNTRIED, OK, SUSPECT, BROKEN, UNCLEAR = "untried", "ok", "suspect", "broken", "unclear"
EMPTY, TOO_MANY_HOPS, LED_ASTRAY = "empty", "too-many-hops", "led-astray"
PARKED, OTHER_TITLE, LED_HOME = "parked", "other-title", "led-home"
WALL, ROBOTS, ROBOTS_AWAY = "wall", "robots", "robots-away"
ODD = {PARKED, OTHER_TITLE, LED_HOME}
NOT_SAID = {WALL, ROBOTS, ROBOTS_AWAY}
# They speak of who asks, or of now, and not of whether the page is there.
OF_WHO_ASKS = {"status-202", *(f"status-{code}" for code in (401, 402, 403, 405, 406, 407, 425, 429, 451, 999))}
FOR_GOOD = {"status-404", "status-410"}  # to ask again at once would tell nothing new
FEWEST_DAYS, FEWEST_TRIES = 3, 5  # with nothing but failures, before an address is called broken


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of asking. `moved_to`: where all servers on the way say that the page is for good; empty: where it was.

    `times`: how often in a row it came.
    """

    outcome: str
    title: str = ""
    moved_to: str = ""
    times: int = 1


_WORDS = {
    "": "Not asked for yet.",
    OK: "The page is there.",
    **failures.WORDS,
    EMPTY: "It answered with nothing at all.",
    TOO_MANY_HOPS: "It leads from one address to the next without end.",
    LED_ASTRAY: "It leads to an address that is never called.",
    PARKED: "The title of its page is one of those of pages that are gone, or of names that are for sale.",
    OTHER_TITLE: "The title of its page has no word of what it was, or of what we call it.",
    LED_HOME: "It leads to the first page of a site, and no more to the page that it was.",
    WALL: "It wants to be sure that no program asks.",
    ROBOTS: "Its robots.txt asks programs to leave this page alone.",
    ROBOTS_AWAY: "It does not say what programs may ask for, so nothing was.",
}


def in_words(code: str) -> str:
    if code.startswith("status-"):
        return f"It answered {code.removeprefix('status-')}."
    return _WORDS.get(code, code)


def is_failure(code: str) -> bool:
    return code not in (OK, *ODD, *NOT_SAID, *OF_WHO_ASKS)


def verdict(tries: Sequence[Mapping[str, Any]]) -> str:
    """What the tries of some days mean, the oldest first. Those from which nothing can be told change nothing."""
    told = [one for one in tries if is_failure(one["outcome"]) or one["outcome"] in (OK, *ODD)]
    if told and told[-1]["outcome"] in ODD:
        return SUSPECT
    failed = []
    for one in reversed(told):
        if not is_failure(one["outcome"]):
            break
        failed.append(one)
    if failed:
        enough = len({one["on"] for one in failed}) >= FEWEST_DAYS and _times(failed) >= FEWEST_TRIES
        return BROKEN if enough else SUSPECT
    if not tries:
        return UNTRIED
    return OK if tries[-1]["outcome"] == OK else UNCLEAR


def _times(tries: Sequence[Mapping[str, Any]]) -> int:
    return sum(int(one["times"]) for one in tries)
