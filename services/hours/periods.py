"""Hours that hold from one day to another instead of the ordinary ones: once, or every year."""

import datetime
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Self, TypeVar

from services.hours import intervals
from services.hours.intervals import HoursError, Interval
from services.hours.months import (
    MonthlyInterval,
    check_months,
    monthly_from_json,
    monthly_to_json,
)

_MEMBERS = ("first_day", "last_day", "weekly", "monthly")
_LEAP_YEAR = 2000


class YearDay(NamedTuple):
    """A day of every year; 29 February is one only where the year has it."""

    month: int
    day: int

    @classmethod
    def of(cls, date: datetime.date) -> Self:
        return cls(date.month, date.day)

    @property
    def is_real(self) -> bool:
        try:
            return bool(datetime.date(_LEAP_YEAR, *self))
        except ValueError:
            return False


EVERY_DAY = tuple(YearDay.of(datetime.date(_LEAP_YEAR, 1, 1) + datetime.timedelta(step)) for step in range(366))


class Period(NamedTuple):
    """The hours from a first day to a last, both included. One of the two may be None: up to then, or from then on.

    No hours at all: closed throughout.
    """

    first_day: datetime.date | None
    last_day: datetime.date | None
    weekly: tuple[Interval, ...] = ()
    monthly: tuple[MonthlyInterval, ...] = ()

    @property
    def is_closed(self) -> bool:
        return not self.weekly and not self.monthly

    @property
    def has_both_ends(self) -> bool:
        return self.first_day is not None and self.last_day is not None

    @property
    def ends(self) -> tuple[datetime.date, datetime.date]:
        return self.first_day or datetime.date.min, self.last_day or datetime.date.max

    def covers(self, date: datetime.date) -> bool:
        first, last = self.ends
        return first <= date <= last


class YearlyPeriod(NamedTuple):
    """The hours from a first day to a last of every year, both included; it may run over the new year.

    No hours at all: closed throughout.
    """

    first_day: YearDay
    last_day: YearDay
    weekly: tuple[Interval, ...] = ()
    monthly: tuple[MonthlyInterval, ...] = ()

    @property
    def is_closed(self) -> bool:
        return not self.weekly and not self.monthly

    @property
    def ends(self) -> tuple[YearDay, YearDay]:
        return self.first_day, self.last_day

    def covers(self, date: datetime.date | YearDay) -> bool:
        day = YearDay.of(date) if isinstance(date, datetime.date) else date
        if self.first_day <= self.last_day:
            return self.first_day <= day <= self.last_day
        return day >= self.first_day or day <= self.last_day


class YearlyException(NamedTuple):
    """What holds on one day of every year; no intervals means closed."""

    date: YearDay
    intervals: tuple[Interval, ...] = ()


AnyPeriod = TypeVar("AnyPeriod", Period, YearlyPeriod)


def ordered(periods: Iterable[AnyPeriod]) -> tuple[AnyPeriod, ...]:
    """The same in one total order, and so the hours of each."""
    found = [one._replace(weekly=tuple(sorted(one.weekly)), monthly=tuple(sorted(one.monthly))) for one in periods]
    return tuple(sorted(found, key=lambda one: one.ends))


def clashing(periods: Sequence[Period]) -> tuple[Period, Period] | None:
    """Two that share a day, if there are any. One with both ends may lie in one without: it is the narrower one."""
    for one, other in itertools.combinations(periods, 2):
        if one.has_both_ends == other.has_both_ends and max(one.ends[0], other.ends[0]) <= min(
            one.ends[1], other.ends[1]
        ):
            return one, other
    return None


def clashing_yearly(periods: Sequence[YearlyPeriod]) -> tuple[YearlyPeriod, YearlyPeriod] | None:
    """Two that share a day of the year, if there are any."""
    for one, other in itertools.combinations(periods, 2):
        if one.covers(other.first_day) or other.covers(one.first_day):
            return one, other
    return None


def cover_every_day(periods: Sequence[Period], yearly: Sequence[YearlyPeriod]) -> bool:
    """Whether these leave no day over, of any year."""
    if all(any(period.covers(day) for period in yearly) for day in EVERY_DAY):
        return True
    reached = datetime.date.min
    for first, last in sorted(period.ends for period in periods):
        if first > reached:
            return False
        if last == datetime.date.max:
            return True
        reached = max(reached, last + datetime.timedelta(1))
    return False


def check_periods(periods: Sequence[Period], yearly: Sequence[YearlyPeriod]) -> None:
    """Raises HoursError unless each begins before it ends, with hours of a week, and none shares a day with another."""
    for period in periods:
        if period.first_day is period.last_day is None or period.ends[0] > period.ends[1]:
            raise HoursError("periods: each must have a first day or a last one, and begin before it ends")
    for one in yearly:
        if not (one.first_day.is_real and one.last_day.is_real):
            raise HoursError("yearly_periods: there is no such day")
    for member, found in (("periods", periods), ("yearly_periods", yearly)):
        for each in found:
            intervals.check_week(each.weekly, f"{member}: weekly")
            check_months(each.monthly, f"{member}: monthly")
    if clashing(periods):
        raise HoursError("periods: two share a day")
    if clashing_yearly(yearly):
        raise HoursError("yearly_periods: two share a day")


def check_yearly(exceptions: Sequence[YearlyException]) -> None:
    """Raises HoursError unless each day is told once, in intervals that begin on it and last a day at most."""
    for day, times in exceptions:
        if not day.is_real:
            raise HoursError("yearly_exceptions: there is no such day")
        intervals.check_dated(times, "yearly_exceptions", f" on {_written(day)}")
    if len({one.date for one in exceptions}) < len(exceptions):
        raise HoursError("yearly_exceptions: two have the same date")


def period_from_json(data: Any, where: str) -> Period:
    intervals.check_members(data, _MEMBERS, where)
    return Period(_end(data, "first_day", where), _end(data, "last_day", where), *_hours_from_json(data, where))


def yearly_period_from_json(data: Any, where: str) -> YearlyPeriod:
    intervals.check_members(data, _MEMBERS, where)
    return YearlyPeriod(
        _year_day(data, "first_day", where), _year_day(data, "last_day", where), *_hours_from_json(data, where)
    )


def yearly_exception_from_json(data: Any, where: str) -> YearlyException:
    intervals.check_members(data, ("date", "intervals"), where)
    items = intervals.list_member(data, "intervals", where)
    times = tuple(intervals.interval_from_json(item, f"{where}.{place}") for place, item in items)
    return YearlyException(_year_day(data, "date", where), times)


def period_to_json(period: Period | YearlyPeriod) -> dict[str, Any]:
    return {
        "first_day": _written(period.first_day),
        "last_day": _written(period.last_day),
        "weekly": [intervals.weekly_to_json(one) for one in period.weekly],
        "monthly": [monthly_to_json(one) for one in period.monthly],
    }


def yearly_exception_to_json(exception: YearlyException) -> dict[str, Any]:
    return {"date": _written(exception.date), "intervals": intervals.intervals_to_json(exception.intervals)}


def _hours_from_json(data: dict[str, Any], where: str) -> tuple[tuple[Interval, ...], tuple[MonthlyInterval, ...]]:
    weekly = intervals.list_member(data, "weekly", where)
    monthly = intervals.list_member(data, "monthly", where)
    return (
        tuple(intervals.weekly_from_json(item, f"{where}.{place}") for place, item in weekly),
        tuple(monthly_from_json(item, f"{where}.{place}") for place, item in monthly),
    )


def _end(data: dict[str, Any], member: str, where: str) -> datetime.date | None:
    return None if data[member] is None else intervals.date_member(data, member, where)


def _year_day(data: dict[str, Any], member: str, where: str) -> YearDay:
    match = re.fullmatch(r"([0-9]{2})-([0-9]{2})", intervals.text_member(data, member, where))
    day = YearDay(int(match[1]), int(match[2])) if match else None
    if not day or not day.is_real:
        raise HoursError(f"{where}: {member} must be a day of the year such as 12-25")
    return day


def _written(day: datetime.date | YearDay | None) -> str | None:
    if isinstance(day, YearDay):
        return f"{day.month:02}-{day.day:02}"
    return day.isoformat() if day else None
