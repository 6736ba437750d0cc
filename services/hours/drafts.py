"""Hours in the making: what the lines read so far have said, and on which line each was said."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.hours import DEFAULT_ZONE, Hours
from services.hours.dates import Dates
from services.hours.intervals import WEEK, DatedException, HoursError, Interval, overlap
from services.hours.months import MonthlyInterval
from services.hours.periods import Period, YearDay, YearlyException, YearlyPeriod, clashing, clashing_yearly
from services.hours.value import BankHolidayRule

_APART = {
    False: "“Until 31 Mar 2027: Mon-Fri 09:00-17:00” and “From 1 Apr 2027: Mon-Fri 08:00-20:00”",
    True: "“1 Apr - 30 Sep: Daily 10:00-18:00” and “1 Oct - 31 Mar: Daily 10:00-16:00”",
}


@dataclass
class Week:
    """The hours of all lines that speak of the same dates, each with the number of its line."""

    number: int
    is_closed: bool = False
    weekly: dict[Interval, int] = field(default_factory=dict)
    monthly: dict[MonthlyInterval, int] = field(default_factory=dict)

    def add(self, number: int, found: Sequence[Interval] | Sequence[MonthlyInterval]) -> None:
        for one in found:
            said = self._line_of_overlap(number, one)
            if said:
                raise HoursError(
                    f"this overlaps the hours on line {said}. Give each time once, such as “Mon 09:00-12:00, "
                    "13:00-17:00”."
                )
            if isinstance(one, Interval):
                self.weekly[one] = number
            else:
                self.monthly[one] = number

    def _line_of_overlap(self, number: int, one: Interval | MonthlyInterval) -> int | None:
        if isinstance(one, Interval):
            clash = overlap([*self.weekly, one], repeats_after=WEEK)
            return next((self.weekly[other] for other in clash if other in self.weekly), number) if clash else None
        same_day = {other.interval: said for other, said in self.monthly.items() if other[:2] == one[:2]}
        if not overlap([*same_day, one.interval]):
            return None
        return next((said for other, said in same_day.items() if overlap([other, one.interval])), number)


@dataclass
class Draft:
    """What the lines read so far have said."""

    week: Week = field(default_factory=lambda: Week(0))
    periods: dict[Dates, Week] = field(default_factory=dict)
    days: dict[date | YearDay, tuple[Interval, ...]] = field(default_factory=dict)
    zone: str | None = None
    rule: BankHolidayRule | None = None
    nations: tuple[str, ...] = ()
    times: tuple[Interval, ...] = ()
    term_time_only: bool = False

    @property
    def is_ever_open(self) -> bool:
        return any(week.weekly or week.monthly for week in (self.week, *self.periods.values()))

    def period(self, number: int, told: Dates) -> Week:
        """The week of a period, which may be a new one; HoursError where it shares a day with another."""
        if told not in self.periods:
            self.periods[told] = Week(number)
            clash = clashing(self._dated()) or clashing_yearly(self._yearly())
            if clash:
                first = min(self.periods[_dates(one)].number for one in clash)
                raise HoursError(
                    f"this has days in common with the period on line {first}. Let one end before the other begins, "
                    f"such as {_APART[told.is_yearly]}."
                )
        return self.periods[told]

    def hours(self) -> Hours:
        return Hours(
            "weekly",
            zone=self.zone or DEFAULT_ZONE,
            weekly=tuple(self.week.weekly),
            exceptions=tuple(DatedException(day, told) for day, told in self.days.items() if isinstance(day, date)),
            bank_holidays=self.rule or "unknown",
            bank_holiday_nations=self.nations,
            bank_holiday_times=self.times,
            monthly=tuple(self.week.monthly),
            periods=tuple(self._dated()),
            yearly_periods=tuple(self._yearly()),
            yearly_exceptions=tuple(
                YearlyException(day, told) for day, told in self.days.items() if isinstance(day, YearDay)
            ),
            term_time_only=self.term_time_only,
        )

    def _dated(self) -> list[Period]:
        return [
            Period(_dated(told.first), _dated(told.last), tuple(week.weekly), tuple(week.monthly))
            for told, week in self.periods.items()
            if not told.is_yearly
        ]

    def _yearly(self) -> list[YearlyPeriod]:
        return [
            YearlyPeriod(told.first, told.last, tuple(week.weekly), tuple(week.monthly))
            for told, week in self.periods.items()
            if isinstance(told.first, YearDay) and isinstance(told.last, YearDay)
        ]


def _dates(period: Period | YearlyPeriod) -> Dates:
    return Dates((), period.first_day, period.last_day)


def _dated(day: date | YearDay | None) -> date | None:
    return day if isinstance(day, date) else None
