"""Where somebody is there at a moment, and how long an answer that speaks of it stays true."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from publishing.api import parameters
from publishing.api.caching import Span
from publishing.edition import Edition, Shelf
from services.hours import Hours
from services.hours_state import State, state_at

MOMENTS_KEPT = 8
# How many openings and closings of its channels are looked at for the next that changes whether a service is open.
MOST_CHANGES = 64


@dataclass(frozen=True, slots=True)
class Moment:
    """What holds from one opening or closing of any public channel to the next, of services by their places on a shelf.

    `live`: somebody is there for certain. `open`: by the number of a channel, the services whose channel of that
    number is open for certain.
    """

    span: Span
    live: int
    open: Mapping[int, int]

    def holds(self, at: datetime) -> bool:
        since, until = self.span.since, self.span.until
        return (since is None or since <= at) and (until is None or at < until)


def moment(shelf: Shelf, at: datetime) -> Moment:
    """Kept with the shelf of services, so it is worked out once an opening and not once a question."""
    kept = shelf.memo.setdefault("moments", [])
    found = next((known for known in kept if known.holds(at)), None)
    if found is None:
        found = _moment(shelf, at)
        kept[:] = [found, *kept[: MOMENTS_KEPT - 1]]
    return found


def span(edition: Edition, at: datetime) -> Span:
    """From the last opening or closing of any public channel up to `at`, to the next one after it."""
    return moment(edition.select("service").shelf, at).span


def pin(edition: Edition, at: datetime) -> str:
    """How the links of a walk over pages name what is open at `at`: by the last opening or closing before."""
    since = span(edition, at).since or parameters.Moment.FIRST
    return f"{since:%Y-%m-%dT%H:%MZ}"


@lru_cache(maxsize=4096)
def together(hours: Sequence[Hours], at: datetime) -> tuple[bool | None, datetime | None]:
    """Whether any of these is open at `at`, and when the answer next becomes another; None: no such moment is near."""
    states = [state_at(one, at) for one in hours]
    is_open = said(states)
    for _ in range(MOST_CHANGES):
        until = min((state.until for state in states if state.until), default=None)
        if until is None or any(state.is_open and state.until is None for state in states):
            break
        states = [state_at(one, until) for one in hours]
        if said(states) is not is_open:
            return is_open, until
    return is_open, None


def said(states: Iterable[State]) -> bool | None:
    """Open where one of them is for certain, shut where all are, and otherwise not known."""
    found = {state.is_open for state in states}
    return True if True in found else False if found == {False} else None


def _moment(shelf: Shelf, at: datetime) -> Moment:
    live, is_open, states = 0, defaultdict[int, int](int), set[State]()
    for opening, services in shelf.values("opening").items():
        state = state_at(opening.hours, at)
        states.add(state)
        if state.is_open:
            is_open[opening.number] |= services
            live |= services if opening.is_live else 0
    since = max((state.since for state in states if state.since), default=None)
    until = min((state.until for state in states if state.until), default=None)
    return Moment(Span(since, until), live, is_open)
