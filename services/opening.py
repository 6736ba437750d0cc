"""Where somebody is there at a moment, and how long an answer that speaks of it stays true."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from publishing.api.caching import Span
from publishing.edition import Edition
from services.channels import LIVE_KINDS
from services.hours import Hours
from services.hours_state import State, state_at

MOMENTS_KEPT = 8
# How many openings and closings of its channels are looked at for the next that changes whether a service is open.
MOST_CHANGES = 64


@dataclass(frozen=True, slots=True)
class Moment:
    """What holds from one opening or closing of any public channel to the next.

    `live`: the services where somebody is there for certain, as places on the shelf in the standing order.
    """

    span: Span
    live: int

    def holds(self, at: datetime) -> bool:
        since, until = self.span.since, self.span.until
        return (since is None or since <= at) and (until is None or at < until)


def moment(edition: Edition, at: datetime) -> Moment:
    """Kept with the edition, so it is worked out once an opening and not once a question."""
    kept = edition.memo.setdefault("moments", [])
    found = next((known for known in kept if known.holds(at)), None)
    if found is None:
        found = _moment(edition, at)
        kept[:] = [found, *kept[: MOMENTS_KEPT - 1]]
    return found


def span(edition: Edition, at: datetime) -> Span:
    """From the last opening or closing of any public channel up to `at`, to the next one after it."""
    return moment(edition, at).span


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


def _moment(edition: Edition, at: datetime) -> Moment:
    since, until, live = [], [], 0
    for hours, services in _services_by_hours(edition).items():
        state = state_at(hours, at)
        since += [state.since] if state.since else []
        until += [state.until] if state.until else []
        if state.is_open:
            live |= services
    return Moment(Span(max(since, default=None), min(until, default=None)), live)


def _services_by_hours(edition: Edition) -> dict[Hours, int]:
    """For the hours of every public channel, the services where somebody answers at those hours."""
    if "hours" not in edition.memo:
        found: dict[Hours, int] = {}
        for profile, services in edition.select("service").shelf.values("channel").items():
            found[profile.hours] = found.get(profile.hours, 0) | (services if profile.kind in LIVE_KINDS else 0)
        edition.memo["hours"] = found
    return edition.memo["hours"]
