"""Is it open at a moment, since when, and until when.

Times are wall times in the hours' own zone. A time that comes twice, when the clocks go back, is its first coming; one
that never comes, when they go forward, is the instant of the change. A change is looked for in whole weeks, counted
from 1970-01-01 in UTC: in that of the moment, and in 58 before and after it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from helpapi_matcher.hours import DAY, Hours

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WEEK = 7 * 24 * 60 * 60
WEEKS_SEARCHED = 58
EARLIEST, LATEST = datetime(5, 1, 1, tzinfo=UTC), datetime(9995, 1, 1, tzinfo=UTC)
SEARCHED = 8  # changes that are looked at for the next opening


class State(NamedTuple):
    """Open (True), shut (False) or not known (None), from the last change to the next; None: none is near."""

    is_open: bool | None
    since: datetime | None = None
    until: datetime | None = None


class Opening:
    """When some hours are open. What was worked out of a week is kept."""

    def __init__(self, hours: Hours) -> None:
        self.hours = hours
        self.zone = ZoneInfo(hours.zone)
        self._changes_of: dict[int, tuple[bool | None, list[tuple[int, bool | None]]]] = {}
        self._states_of: dict[int, tuple[list[int], list[State]]] = {}

    def state(self, at: datetime) -> State:
        if self.hours.state == "always-open":
            return State(True)
        if self.hours.state != "weekly" or not EARLIEST <= at < LATEST:
            return State(None)
        second = (at - EPOCH) // SECOND
        week = second // WEEK
        if week not in self._states_of:
            self._states_of[week] = self._states(week)
        starts, states = self._states_of[week]
        return states[bisect_right(starts, second) - 1]

    def next(self, moment: datetime | None) -> datetime | None:
        """The first moment from `moment` on at which it opens for certain; None: none is near."""
        for _ in range(SEARCHED):
            if moment is None:
                return None
            state = self.state(moment)
            if state.is_open:
                return moment
            moment = state.until
        return None

    def _states(self, week: int) -> tuple[list[int], list[State]]:
        """Every state in a week, and the second at which each begins."""
        first, changes = self._changes(week)
        near = range(1, WEEKS_SEARCHED + 1)
        before = next((found[-1][0] for step in near if (found := self._changes(week - step)[1])), None)
        after = next((found[0][0] for step in near if (found := self._changes(week + step)[1])), None)
        instants = [before, *(instant for instant, _ in changes), after]
        moments = [None if instant is None else EPOCH + instant * SECOND for instant in instants]
        is_open = [first, *(state for _, state in changes)]
        starts = [week * WEEK, *(instant for instant, _ in changes)]
        return starts, [State(*known) for known in zip(is_open, moments, moments[1:], strict=False)]

    def _changes(self, week: int) -> tuple[bool | None, list[tuple[int, bool | None]]]:
        """The state just before a week, and each change in it: the second, and the new state."""
        if week not in self._changes_of:
            self._changes_of[week] = self._worked_out(week)
        return self._changes_of[week]

    def _worked_out(self, week: int) -> tuple[bool | None, list[tuple[int, bool | None]]]:
        # How many intervals begin less how many end at each second: those that are certain, and the others.
        counts: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
        for start, end, is_certain in self._intervals(week):
            counts[start][not is_certain] += 1
            counts[end][not is_certain] -= 1
        certain = perhaps = 0
        first: bool | None = False
        state: bool | None = False
        changes = []
        for instant in sorted(counts):
            certain += counts[instant][0]
            perhaps += counts[instant][1]
            new = True if certain else None if perhaps else False
            if instant < week * WEEK:
                first = new
            elif instant < (week + 1) * WEEK and new is not state:
                changes.append((instant, new))
            state = new
        return first, changes

    def _intervals(self, week: int) -> Iterator[tuple[int, int, bool]]:
        """The open intervals that touch a week: first second, the second after the last, whether they are certain."""
        start = (EPOCH + timedelta(weeks=week)).date()
        days = [start + timedelta(days=step) for step in range(-2, 9)]
        plans = [self.hours.plan(day) for day in days]
        for day, plan, tomorrow in zip(days, plans, plans[1:], strict=False):
            for opens, closes in plan.intervals:
                yield _instant(day, opens, self.zone), _instant(day, min(closes, DAY), self.zone), plan.is_certain
                if closes > DAY and tomorrow.runs_in is not False:
                    is_certain = plan.is_certain and tomorrow.runs_in is True
                    yield _instant(day, DAY, self.zone), _instant(day, closes, self.zone), is_certain


@lru_cache(maxsize=32768)
def _instant(day: date, minutes: int, zone: ZoneInfo) -> int:
    """The second at which the wall clock first reaches so many minutes after a date's midnight, or passes them."""
    wall = datetime.combine(day, time.min) + timedelta(minutes=minutes)
    earlier = wall.replace(tzinfo=zone, fold=0).utcoffset() or timedelta()
    later = wall.replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    naive = wall.replace(tzinfo=UTC)
    if earlier >= later:
        return (naive - earlier - EPOCH) // SECOND
    # The clock skips this time: the change lies between what the two offsets would make of it.
    low, high = (naive - later - EPOCH) // SECOND, (naive - earlier - EPOCH) // SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if (EPOCH + middle * SECOND).astimezone(zone).utcoffset() == earlier:
            low = middle
        else:
            high = middle
    return high
