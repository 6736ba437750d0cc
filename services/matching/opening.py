"""What can be used at a moment, and how long an answer that speaks of it stays true."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from publishing.api.caching import Span
from publishing.edition import Edition, Shelf
from services.hours import DEFAULT_ZONE
from services.hours.state import State, look_ahead, state_at
from services.matching.channels import ANY_TIME_KINDS, LIVE_KINDS, OPENING

STRETCHES_KEPT = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """What holds from one opening or closing of any public channel to the next, of services by their places on a shelf.

    It ends with the day, and with the week from which openings are looked for: what is said of them is another then.

    By the number of a channel, the services whose channel of that number: `live`: has somebody there for certain;
    `open`: can be used for certain: that, or it is a page, a form or a letter, which needs nobody to be there;
    `unknown`: may be open, but nobody has told us. `memo` is for what is written of these moments, and goes with them.
    """

    since: datetime
    until: datetime
    live: Mapping[int, int]
    open: Mapping[int, int]
    unknown: Mapping[int, int]
    memo: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def holds(self, at: datetime) -> bool:
        return self.since <= at < self.until


def by_any(of_number: Mapping[int, int], barred: Mapping[int, int]) -> int:
    """Those with any channel that `of_number` has, and that is not `barred` to the reader."""
    found = 0
    for number, services in of_number.items():
        found |= services & ~barred.get(number, 0)
    return found


def stretch(shelf: Shelf, at: datetime) -> Stretch:
    """Kept with the shelf of services, so it is worked out once an opening and not once a question."""
    kept: list[Stretch] = shelf.memo.setdefault("stretches", [])
    found = next((known for known in kept if known.holds(at)), None)
    if found is None:
        found = _stretch(shelf, at)
        kept[:] = [found, *kept[: STRETCHES_KEPT - 1]]
    return found


def span(edition: Edition, at: datetime) -> Span:
    """From the last opening or closing of any public channel up to `at`, or the midnight before, to the next one."""
    here = stretch(edition.shelf("service"), at)
    return Span(here.since, here.until)


def pin(edition: Edition, at: datetime) -> str:
    """How the links of a walk over pages name what is open at `at`: by the last opening or closing before."""
    return f"{stretch(edition.shelf('service'), at).since:%Y-%m-%dT%H:%MZ}"


def _stretch(shelf: Shelf, at: datetime) -> Stretch:
    live, is_open, unknown = (defaultdict[int, int](int) for _ in range(3))
    states, zones = set[State](), {DEFAULT_ZONE}
    for opening, services in shelf.values(OPENING).items():
        state = state_at(opening.hours, at)
        states.add(state)
        zones.add(opening.hours.zone)
        if state.is_open or opening.kind in ANY_TIME_KINDS:
            is_open[opening.number] |= services
            live[opening.number] |= services if opening.kind in LIVE_KINDS else 0
        elif state.is_open is None:
            unknown[opening.number] |= services
    turns = [*look_ahead(at), *(midnight for zone in zones for midnight in _midnights(at, ZoneInfo(zone)))]
    since = max(moment for moment in (*(state.since for state in states), *turns) if moment and moment <= at)
    until = min(moment for moment in (*(state.until for state in states), *turns) if moment and moment > at)
    return Stretch(since, until, live, is_open, unknown)


def _midnights(at: datetime, zone: ZoneInfo) -> list[datetime]:
    """The local midnights round a moment: the words for an opening say “tomorrow”."""
    today = at.astimezone(zone).date()
    days = (today + timedelta(days=step) for step in (0, 1))
    return [datetime.combine(day, time.min, zone).astimezone(UTC) for day in days]
