"""What hours say of each date by itself, before the clock comes into it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from services.hours import Hours
from services.hours.bank_holidays import is_bank_holiday
from services.hours.intervals import DAY, Interval
from services.hours.months import on_date
from services.hours.periods import Period, YearDay, YearlyPeriod

_WHOLE_DAY = Interval(0, DAY)
_ByWeekday = list[list[Interval]]


class Plan(NamedTuple):
    """What begins on a date, and whether that is certain.

    `runs_in`: whether what began on the date before runs on into this one; None: not known. No plan runs in further.
    """

    intervals: Sequence[Interval]
    is_certain: bool
    runs_in: bool | None


_CLOSED = Plan((), is_certain=True, runs_in=False)


class Plans:
    """The plans of some hours, date by date. Made for a few dates, and then thrown away."""

    def __init__(self, hours: Hours) -> None:
        self._hours = hours
        self._exceptions = dict(hours.exceptions)
        self._yearly = dict(hours.yearly_exceptions)
        # The narrower first: one with both ends before one with an open end.
        self._periods = sorted(hours.periods, key=lambda period: not period.has_both_ends)
        self._weeks: dict[tuple[Interval, ...], _ByWeekday] = {}

    def on(self, day: date) -> Plan:
        if day in self._exceptions:
            return Plan(self._exceptions[day], is_certain=True, runs_in=False)
        dated = next((one for one in self._periods if one.covers(day)), None)
        if dated and dated.is_closed:
            return _CLOSED
        if (yearly := self._yearly.get(YearDay.of(day))) is not None:
            return Plan(yearly, is_certain=True, runs_in=False)
        period = dated or next((one for one in self._hours.yearly_periods if one.covers(day)), None)
        if period and period.is_closed:
            return _CLOSED
        return self._with_bank_holidays(day, self._usual(day, period))

    def _usual(self, day: date, period: Period | YearlyPeriod | None) -> Plan:
        """By the ordinary week and month, or by those of the period that the date lies in."""
        week = period or self._hours
        if not period and not self._hours.has_an_ordinary_week:
            return Plan((_WHOLE_DAY,), is_certain=False, runs_in=True)
        if week.weekly not in self._weeks:
            self._weeks[week.weekly] = _by_weekday(week.weekly)
        found = [*self._weeks[week.weekly][day.weekday()], *on_date(week.monthly, day)]
        return Plan(found, is_certain=not self._hours.term_time_only, runs_in=True)

    def _with_bank_holidays(self, day: date, usual: Plan) -> Plan:
        hours = self._hours
        is_holiday = hours.bank_holidays != "as-usual" and is_bank_holiday(day, hours.bank_holiday_nations)
        if is_holiday is False:
            return usual
        if is_holiday and hours.bank_holidays == "closed":
            return _CLOSED
        if is_holiday and hours.bank_holidays == "times":
            return Plan(hours.bank_holiday_times, is_certain=not hours.term_time_only, runs_in=False)
        either = usual.intervals if is_holiday else [*usual.intervals, *hours.bank_holiday_times]
        return Plan(either, is_certain=False, runs_in=None)


def _by_weekday(weekly: Sequence[Interval]) -> _ByWeekday:
    """What begins on each day from Monday, in minutes from its midnight; none runs beyond the day after."""
    days: list[list[Interval]] = [[] for _ in range(7)]
    for opens, closes in weekly:
        day, opens = divmod(opens, DAY)
        closes -= day * DAY
        while closes >= 2 * DAY:
            days[day % 7].append(Interval(opens, DAY))
            day, opens, closes = day + 1, 0, closes - DAY
        days[day % 7].append(Interval(opens, closes))
    return days
