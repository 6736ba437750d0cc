"""Opening hours as a document has them, and what they say of each date before the clock comes into it.

Intervals are in minutes from a date's midnight, and the second number is always the greater. Where several parts of the
hours speak of one date, the first of these holds: an exception; a closed period with a year; a day of every year;
another period with a year; a period of every year; the ordinary week and month.
"""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from helpapi_matcher.holidays import BankHolidays

DAY = 24 * 60
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKS = ("first", "second", "third", "fourth", "fifth", "last")

Interval = tuple[int, int]


class Plan(NamedTuple):
    """What begins on a date, and whether that is certain.

    `runs_in`: whether what began on the date before runs on into this one; None: not known.
    """

    intervals: Sequence[Interval]
    is_certain: bool
    runs_in: bool | None


CLOSED = Plan((), is_certain=True, runs_in=False)
WHOLE_DAY: Interval = (0, DAY)


class Week:
    """What begins on each day of a week, and what comes in some weeks of every month."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._weekly: list[list[Interval]] = [[] for _ in DAYS]
        for one in sorted(map(_in_minutes, told["weekly"])):
            for day, interval in _by_days(*one):
                self._weekly[day].append(interval)
        self._monthly = [(WEEKS.index(one["week"]), DAYS.index(one["day"]), _interval(one)) for one in told["monthly"]]
        self.is_empty = not told["weekly"] and not told["monthly"]

    def on(self, day: date) -> list[Interval]:
        is_last = day.day + 7 > calendar.monthrange(day.year, day.month)[1]
        weeks = {(day.day - 1) // 7, *([WEEKS.index("last")] if is_last else [])}
        monthly = [times for week, weekday, times in self._monthly if week in weeks and weekday == day.weekday()]
        return [*self._weekly[day.weekday()], *monthly]


@dataclass(frozen=True, slots=True)
class Period:
    """The hours from a first day to a last, both included, instead of the ordinary ones. None: no end on that side.

    Days are as they are written: `2026-12-25`, or `12-25` of every year; these may run over the new year.
    """

    first: str | None
    last: str | None
    week: Week

    @property
    def has_both_ends(self) -> bool:
        return self.first is not None and self.last is not None

    def covers(self, day: str) -> bool:
        """`day`: written in the same way."""
        is_after, is_before = self.first is None or self.first <= day, self.last is None or day <= self.last
        if self.first and self.last and self.first > self.last:
            return is_after or is_before
        return is_after and is_before


class Hours:
    """When a channel is open. `state`: unknown, always-open, by-appointment or weekly; the rest is of weekly hours."""

    def __init__(self, told: Mapping[str, Any], holidays: BankHolidays) -> None:
        """`told`: the member `hours` of a channel in a public document."""
        self.state: str = told["state"]
        self.zone: str = told["zone"] or "Europe/London"
        self._holidays = holidays
        self._exceptions = {one["date"]: _intervals(one["intervals"]) for one in told["exceptions"]}
        self._yearly_exceptions = {one["date"]: _intervals(one["intervals"]) for one in told["yearly_exceptions"]}
        # The narrower first: one with both ends before one with an open end.
        self._periods = sorted(map(_period, told["periods"]), key=lambda one: not one.has_both_ends)
        self._yearly_periods = [_period(one) for one in told["yearly_periods"]]
        self._ordinary = Week(told)
        self._rule: str | None = told["bank_holidays"]
        self._nations: Sequence[str] = told["bank_holiday_nations"]
        self._holiday_times = _intervals(told["bank_holiday_times"])
        self._in_term_time: bool = told["term_time_only"]

    def plan(self, day: date) -> Plan:
        """What weekly hours say of a date."""
        written, of_year = day.isoformat(), day.isoformat()[5:]
        if written in self._exceptions:
            return Plan(self._exceptions[written], is_certain=True, runs_in=False)
        dated = next((one for one in self._periods if one.covers(written)), None)
        if dated and dated.week.is_empty:
            return CLOSED
        if of_year in self._yearly_exceptions:
            return Plan(self._yearly_exceptions[of_year], is_certain=True, runs_in=False)
        period = dated or next((one for one in self._yearly_periods if one.covers(of_year)), None)
        if period and period.week.is_empty:
            return CLOSED
        return self._with_bank_holidays(day, self._usual(day, period.week if period else self._ordinary))

    def _usual(self, day: date, week: Week) -> Plan:
        """By a week, the ordinary one or that of a period; where there is none, all day is unknown."""
        if week.is_empty:
            return Plan((WHOLE_DAY,), is_certain=False, runs_in=True)
        return Plan(week.on(day), is_certain=not self._in_term_time, runs_in=True)

    def _with_bank_holidays(self, day: date, usual: Plan) -> Plan:
        is_holiday = False if self._rule == "as-usual" else self._holidays.touches(day, self._nations)
        if is_holiday is False:
            return usual
        if is_holiday and self._rule == "closed":
            return CLOSED
        if is_holiday and self._rule == "times":
            return Plan(self._holiday_times, is_certain=not self._in_term_time, runs_in=False)
        either = usual.intervals if is_holiday else [*usual.intervals, *self._holiday_times]
        return Plan(either, is_certain=False, runs_in=None)


def _period(told: Mapping[str, Any]) -> Period:
    return Period(told["first_day"], told["last_day"], Week(told))


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def _interval(told: Mapping[str, str]) -> Interval:
    opens, closes = _minutes(told["opens"]), _minutes(told["closes"])
    return opens, closes if closes > opens else closes + DAY


def _intervals(told: Sequence[Mapping[str, str]]) -> list[Interval]:
    return [_interval(one) for one in told]


def _in_minutes(told: Mapping[str, str]) -> Interval:
    """A run of the week in minutes from Monday's midnight."""
    opens = DAYS.index(told["opens_day"]) * DAY + _minutes(told["opens"])
    closes = DAYS.index(told["closes_day"]) * DAY + _minutes(told["closes"])
    return opens, opens + (closes - opens) % (len(DAYS) * DAY)


def _by_days(opens: int, closes: int) -> list[tuple[int, Interval]]:
    """A run of the week day by day; the part in which it ends belongs to the day before."""
    found = []
    day, opens = divmod(opens, DAY)
    closes -= day * DAY
    while closes >= 2 * DAY:
        found.append((day % len(DAYS), (opens, DAY)))
        day, opens, closes = day + 1, 0, closes - DAY
    return [*found, (day % len(DAYS), (opens, closes))]
