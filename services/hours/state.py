"""Is it open at a moment, since when, and until when.

The rules, each with a test:

- Times are wall times in the hours' own zone. A time that comes twice, when the clocks go back, is its first coming;
  one that never comes, when they go forward, is the instant of the change. So 18:00-02:00 is open through both 01:30s.
- A run over several dates is taken date by date: Fri 18:00 - Mon 06:00 is Friday evening, all Saturday, and all Sunday
  with the early Monday. The part of a date in which a run ends belongs to the date before.
- A date with an exception is exactly what the exception says: what would begin on it does not, and what runs into
  it from the date before stops at its midnight.
- Monthly hours add to the ordinary week: both are open. What is said of the week below holds for the month as well.
- In a period its own hours stand in the place of the ordinary ones, date by date: what began on the date before its
  first still ends as it would have. A period that is closed is as an exception with no intervals on each of its dates.
- A day of every year is as an exception too. Where several speak of one date, the first of these holds: an exception;
  a closed period with a year; a day of every year; another period with a year; a period of every year; the ordinary
  hours. Of two periods with a year, the one with both its ends is the narrower, and holds. So nobody who is away from
  20 December to 3 January is found on the 24th because that is so in other years.
- With no ordinary hours, all day is unknown on the dates outside the periods.
- In term time only: what would be open by the week, the month, a period or the times of bank holidays is unknown,
  because nobody has told us the terms. What exceptions and days of every year say is certain.
- Bank holidays "closed": such a date is as an exception with no intervals. "unknown": what would be open is unknown,
  what would be closed is closed. "as-usual": nothing changes. "times": such a date is as an exception with the times of
  bank holidays. An exception wins over all four, and so do a closed period and a day of every year.
- Where it cannot be said whether the rule touches a date (see `is_bank_holiday`), what would be open either way is
  unknown.
  That includes every date in years for which there are no bank holidays to look up (before 2000, after 2100).
- Unknown hours, and those by appointment, are unknown at every moment, and unknown is never open.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.hours import Hours
from services.hours.intervals import DAY
from services.hours.plans import Plans

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_NO_OFFSET = timedelta()
_WEEK = 7 * 24 * 60 * 60
# How far a change is looked for, each way: at least 400 days.
_WEEKS_SEARCHED = 58
# Further out, the search would leave the calendar that Python can count.
_EARLIEST = datetime(5, 1, 1, tzinfo=UTC)
_LATEST = datetime(9995, 1, 1, tzinfo=UTC)


class State(NamedTuple):
    """Open (True), closed (False) or not known (None), from the last change to the next, in UTC.

    `since` is at or before the moment asked about, `until` after it; None when there is no change within 400 days.
    """

    is_open: bool | None
    since: datetime | None = None
    until: datetime | None = None


_UNKNOWN = State(None)
_ALWAYS_OPEN = State(True)


def state_at(hours: Hours, at: datetime) -> State:
    """The state of a channel with these hours at an aware moment; ValueError when it is naive.

    Unknown within four years of either end of the calendar. A week already asked about costs a microsecond or two.
    """
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError("state_at needs an aware moment")
    if hours.state == "always-open":
        return _ALWAYS_OPEN
    if hours.state in ("unknown", "by-appointment") or not _EARLIEST <= at < _LATEST:
        return _UNKNOWN
    moment = (at - _EPOCH) // _SECOND
    starts, states = _week_of_states(hours, moment // _WEEK)
    return states[bisect_right(starts, moment) - 1]


def look_ahead(at: datetime) -> tuple[datetime, datetime]:
    """The week at `at` from which `state_at` looks both ways.

    In another week a change comes into sight, or is lost, that is more than 400 days away: what is said of it is not
    the same from one opening or closing to the next, but only as far as this week goes.
    """
    start = _EPOCH + (at - _EPOCH) // _SECOND // _WEEK * timedelta(seconds=_WEEK)
    return start, start + timedelta(seconds=_WEEK)


@lru_cache(maxsize=8192)
def _week_of_states(hours: Hours, week: int) -> tuple[list[int], list[State]]:
    """Every state in a week (counted from 1970-01-01), and the second at which each begins."""
    first, changes = _changes(hours, week)
    near = range(1, _WEEKS_SEARCHED + 1)
    before = next((earlier[-1][0] for step in near if (earlier := _changes(hours, week - step)[1])), None)
    after = next((later[0][0] for step in near if (later := _changes(hours, week + step)[1])), None)
    instants = [before, *(instant for instant, _ in changes), after]
    moments = [None if instant is None else _EPOCH + instant * _SECOND for instant in instants]
    is_open = [first, *(state for _, state in changes)]
    starts = [week * _WEEK, *(instant for instant, _ in changes)]
    return starts, [State(*known) for known in zip(is_open, moments, moments[1:], strict=False)]


@lru_cache(maxsize=32768)
def _changes(hours: Hours, week: int) -> tuple[bool | None, tuple[tuple[int, bool | None], ...]]:
    """The state just before a week, and each change in it: the second, and the new state."""
    # How many intervals begin less how many end at each second: [certainly open, perhaps open].
    counts: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for start, end, is_certain in _open_intervals(hours, week):
        counts[start][not is_certain] += 1
        counts[end][not is_certain] -= 1
    certain = perhaps = 0
    first: bool | None = False
    state: bool | None = False
    changes = []
    for instant in sorted(counts):
        certain += counts[instant][0]
        perhaps += counts[instant][1]
        new_state = True if certain else None if perhaps else False
        if instant < week * _WEEK:
            first = new_state
        elif instant < (week + 1) * _WEEK and new_state is not state:
            changes.append((instant, new_state))
        state = new_state
    return first, tuple(changes)


def _open_intervals(hours: Hours, week: int) -> Iterator[tuple[int, int, bool]]:
    """The open intervals that touch a week: first second, the second after the last, and whether they are certain."""
    zone, plans = ZoneInfo(hours.zone), Plans(hours)
    start = (_EPOCH + timedelta(weeks=week)).date()
    # Zones differ from UTC by less than a day, and an interval may have begun the date before.
    days = [start + timedelta(days=step) for step in range(-2, 9)]
    found = [plans.on(day) for day in days]
    for day, plan, tomorrow in zip(days, found, found[1:], strict=False):
        for opens, closes in plan.intervals:
            yield _instant(day, opens, zone), _instant(day, min(closes, DAY), zone), plan.is_certain
            if closes > DAY and tomorrow.runs_in is not False:
                is_certain = plan.is_certain and tomorrow.runs_in is True
                yield _instant(day, DAY, zone), _instant(day, closes, zone), is_certain


# Kept, because most hours share their zone and their midnights.
@lru_cache(maxsize=32768)
def _instant(day: date, minutes: int, zone: ZoneInfo) -> int:
    """The second at which the wall clock first reaches so many minutes after a date's midnight, or passes them."""
    wall = datetime.combine(day, time.min) + timedelta(minutes=minutes)
    earlier = wall.replace(tzinfo=zone, fold=0).utcoffset() or _NO_OFFSET
    later = wall.replace(tzinfo=zone, fold=1).utcoffset() or _NO_OFFSET
    naive = wall.replace(tzinfo=UTC)
    if earlier >= later:
        return (naive - earlier - _EPOCH) // _SECOND
    # The clock skips this time: the change of offset lies between what the two offsets would make of it.
    low, high = (naive - later - _EPOCH) // _SECOND, (naive - earlier - _EPOCH) // _SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if (_EPOCH + middle * _SECOND).astimezone(zone).utcoffset() == earlier:
            low = middle
        else:
            high = middle
    return high
