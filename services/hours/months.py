"""Times in some weeks of every month, such as the first Tuesday."""

import calendar
import datetime
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from services.hours import intervals
from services.hours.intervals import DAYS, HoursError, Interval

WEEKS = ("first", "second", "third", "fourth", "fifth", "last")
_LAST = WEEKS.index("last")


class MonthlyInterval(NamedTuple):
    """Open on one day of the week, in one week of every month; a month without a fifth Monday has none.

    `week`: its place in WEEKS. `day`: 0 is Monday. `interval`: in minutes since the date's midnight.
    """

    week: int
    day: int
    interval: Interval


def on_date(monthly: Iterable[MonthlyInterval], date: datetime.date) -> list[Interval]:
    """What begins on a date."""
    is_last = date.day + 7 > calendar.monthrange(date.year, date.month)[1]
    weeks = {(date.day - 1) // 7, *([_LAST] if is_last else [])}
    return [one.interval for one in monthly if one.day == date.weekday() and one.week in weeks]


def check_months(monthly: Sequence[MonthlyInterval], where: str = "monthly") -> None:
    """Raises HoursError unless each day is one of a month, with intervals that begin on it and last a day at most."""
    for week, day in {(one.week, one.day) for one in monthly}:
        if not (0 <= week < len(WEEKS) and 0 <= day < len(DAYS)):
            raise HoursError(f"{where}: an interval must be on a day of the week, in a week of the month")
        here = [one.interval for one in monthly if (one.week, one.day) == (week, day)]
        intervals.check_dated(here, where, f" on the {WEEKS[week]} {DAYS[day]}")


def monthly_from_json(data: Any, where: str) -> MonthlyInterval:
    intervals.check_members(data, ("week", "day", "opens", "closes"), where)
    week = intervals.text_member(data, "week", where)
    if week not in WEEKS:
        raise HoursError(f"{where}: week must be one of {', '.join(WEEKS)}")
    times = {name: data[name] for name in ("opens", "closes")}
    return MonthlyInterval(
        WEEKS.index(week), intervals.day_member(data, "day", where), intervals.interval_from_json(times, where)
    )


def monthly_to_json(one: MonthlyInterval) -> dict[str, str]:
    return {"week": WEEKS[one.week], "day": DAYS[one.day], **intervals.interval_to_json(one.interval)}
