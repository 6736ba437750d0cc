"""The pieces of time that opening hours are made of, and the strict reading of their JSON.

In every function `where` is the path of what is being read, for the error.
"""

import datetime
import itertools
import re
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

DAY = 24 * 60
WEEK = 7 * DAY
LONGEST_RUN = 3 * DAY  # a weekend, from Friday on; what is longer is more often the hours of each day
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class HoursError(ValueError):
    """What is wrong with some hours, in words for the person who wrote them."""


class Interval(NamedTuple):
    """Open from `opens` up to, but not including, `closes`.

    Minutes since Monday 00:00 in a week, or since 00:00 of an exception's date; `closes` is always the greater,
    so it runs past the end of the week or the date when the interval does.
    """

    opens: int
    closes: int


class DatedException(NamedTuple):
    """What replaces the usual hours on one date; no intervals means closed."""

    date: datetime.date
    intervals: tuple[Interval, ...] = ()


def clock(minutes: int) -> str:
    """The wall time so many minutes after a midnight, 00:00 to 23:59."""
    return f"{minutes % DAY // 60:02}:{minutes % 60:02}"


def may_be_a_slip(opens: int, closes: int) -> bool:
    """Whether two wall times, in minutes since midnight, are more often 9 to 5 than 9 in the morning to 5 the next."""
    return 60 <= closes < opens < DAY // 2


def spelt_times(opens: int, closes: int) -> str:
    """Two times as an editor writes them, in minutes since midnight; with am where 10:00-02:00 may be a slip."""
    if may_be_a_slip(opens, closes % DAY):
        return "-".join(f"{minutes // 60}:{minutes % 60:02}am".replace(":00", "") for minutes in (opens, closes % DAY))
    return f"{clock(opens)}-{'24:00' if closes == DAY else clock(closes)}"


def must_be_said_in_full(opens: int, closes: int) -> bool:
    """Whether a run of minutes over several days may be meant as hours of each day: Mon 09:00 - Fri 17:00."""
    length = closes - opens
    return length > LONGEST_RUN or (length > DAY and closes % DAY > opens % DAY)


def overlap(intervals: Sequence[Interval], repeats_after: int | None = None) -> tuple[Interval, Interval] | None:
    """Two intervals that share a minute, if there are any; intervals that only touch do not.

    `repeats_after`: the minutes after which they all begin again, so that the last may run into the first.
    """
    ordered = sorted(intervals)
    for one, other in itertools.pairwise(ordered):
        if one.closes > other.opens:
            return one, other
    if ordered and repeats_after and ordered[-1].closes > ordered[0].opens + repeats_after:
        return ordered[-1], ordered[0]
    return None


def check_week(intervals: Sequence[Interval], where: str = "weekly") -> None:
    """Raises HoursError unless these can be the hours of a week."""
    for interval in intervals:
        if not (0 <= interval.opens < WEEK and 0 < interval.closes - interval.opens < WEEK):
            raise HoursError(f"{where}: an interval must close after it opens, and within a week")
    if overlap(intervals, repeats_after=WEEK):
        raise HoursError(f"{where}: two intervals overlap")


def check_exceptions(exceptions: Sequence[DatedException]) -> None:
    """Raises HoursError unless each date is told once, in intervals that begin on it and last a day at most."""
    for day, intervals in exceptions:
        check_dated(intervals, "exceptions", f" on {day}")
    if len({one.date for one in exceptions}) < len(exceptions):
        raise HoursError("exceptions: two have the same date")


def check_dated(intervals: Sequence[Interval], where: str, when: str = "") -> None:
    """Raises HoursError unless these can be the intervals that begin on one date."""
    for interval in intervals:
        # Equal times are a whole date when it is midnight; at any other hour they are a slip.
        length = interval.closes - interval.opens
        if not (0 <= interval.opens < DAY and (0 < length < DAY or interval == (0, DAY))):
            raise HoursError(f"{where}: an interval{when} must close after it opens, and within a day")
    if overlap(intervals):
        raise HoursError(f"{where}: two intervals{when} overlap")


def check_members(data: Any, members: tuple[str, ...], where: str, optional: Collection[str] = ()) -> None:
    """Raises HoursError unless `data` is an object with exactly these members, and perhaps the optional ones."""
    if not isinstance(data, dict):
        raise HoursError(f"{where}: must be an object")
    for member in members:
        if member not in data:
            raise HoursError(f"{where}: {member} is missing")
    for member in data:
        if member not in members and member not in optional:
            raise HoursError(f"{where}: {member} is not expected")


def text_member(data: Any, member: str, where: str) -> str:
    """A member that must be there and be text."""
    value = data.get(member) if isinstance(data, dict) else None
    if not isinstance(value, str):
        raise HoursError(f"{where}: {member} must be given, as text")
    return value


def list_member(data: dict[str, Any], member: str, where: str) -> list[tuple[str, Any]]:
    """The items of a list, each with its own path."""
    if not isinstance(data[member], list):
        raise HoursError(f"{where}: {member} must be a list")
    return [(f"{member}[{place}]", item) for place, item in enumerate(data[member])]


def weekly_from_json(data: Any, where: str) -> Interval:
    check_members(data, ("opens_day", "opens", "closes_day", "closes"), where)
    opens = day_member(data, "opens_day", where) * DAY + _time(data, "opens", where)
    length = (day_member(data, "closes_day", where) * DAY + _time(data, "closes", where) - opens) % WEEK
    if not length:
        raise HoursError(f"{where}: closes when it opens")
    return Interval(opens, opens + length)


def weekly_to_json(interval: Interval) -> dict[str, str]:
    return {
        "opens_day": DAYS[interval.opens // DAY],
        "opens": clock(interval.opens),
        "closes_day": DAYS[interval.closes // DAY % 7],
        "closes": clock(interval.closes),
    }


def exception_from_json(data: Any, where: str) -> DatedException:
    check_members(data, ("date", "intervals"), where)
    day = date_member(data, "date", where)
    items = list_member(data, "intervals", where)
    return DatedException(day, tuple(interval_from_json(item, f"{where}.{place}") for place, item in items))


def exception_to_json(exception: DatedException) -> dict[str, Any]:
    return {"date": exception.date.isoformat(), "intervals": intervals_to_json(exception.intervals)}


def date_member(data: dict[str, Any], member: str, where: str) -> datetime.date:
    """A member that must be there and be a date."""
    value = text_member(data, member, where)
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise HoursError(f"{where}: {member} must be a date such as 2026-12-25") from None


def day_member(data: dict[str, Any], member: str, where: str) -> int:
    """A member that must be there and be a day of the week; 0 is Monday."""
    name = text_member(data, member, where)
    if name not in DAYS:
        raise HoursError(f"{where}: {member} must be a day such as monday")
    return DAYS.index(name)


def intervals_to_json(intervals: Sequence[Interval]) -> list[dict[str, str]]:
    """Intervals of one date."""
    return [interval_to_json(one) for one in intervals]


def interval_to_json(interval: Interval) -> dict[str, str]:
    return {"opens": clock(interval.opens), "closes": clock(interval.closes)}


def interval_from_json(data: Any, where: str) -> Interval:
    check_members(data, ("opens", "closes"), where)
    opens, closes = _time(data, "opens", where), _time(data, "closes", where)
    return Interval(opens, closes if closes > opens else closes + DAY)


def _time(data: dict[str, Any], member: str, where: str) -> int:
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00", text_member(data, member, where))
    if not match or (not match[1] and member == "opens"):
        raise HoursError(f"{where}: {member} must be a time such as 09:00")
    return int(match[1]) * 60 + int(match[2]) if match[1] else DAY
