"""The same question as `hours_state` answers, asked of the JSON minute by minute along the wall clock.

Slow and plain, to compare with. Its bank holidays are those that the governments published for 2026, with the own days
of the holidays that were moved from a weekend; it knows no other year.
"""

from datetime import datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from services.hours import NATIONS
from services.hours.intervals import DAYS

MINUTE = timedelta(minutes=1)
EVERYWHERE = {"01-01", "04-03", "05-04", "05-25", "12-25", "12-28", "12-26"}
PUBLISHED = {
    "E92000001": EVERYWHERE | {"04-06", "08-31"},
    "W92000004": EVERYWHERE | {"04-06", "08-31"},
    "S92000003": EVERYWHERE | {"01-02", "06-15", "08-03", "11-30"},
    "N92000002": EVERYWHERE | {"04-06", "08-31", "03-17", "07-13", "07-12"},
}
WEEKENDS = {"12-26", "07-12"}


def kind_of_day(data, day):
    """exception, usual, closed, times or doubtful."""
    if any(one["date"] == day.isoformat() for one in data["exceptions"]):
        return "exception"
    if data["bank_holidays"] == "as-usual":
        return "usual"
    month_day = day.isoformat()[5:]
    holding = [month_day in PUBLISHED[nation] for nation in data["bank_holiday_nations"] or NATIONS]
    if not any(holding):
        return "usual"
    is_ruled = all(holding) and month_day not in WEEKENDS and data["bank_holidays"] in ("closed", "times")
    return data["bank_holidays"] if is_ruled else "doubtful"


@cache
def on(day, clock):
    return datetime.combine(day, time.fromisoformat(clock))


def exception_covers(data, day, wall):
    return any(covers(one["intervals"], day, wall) for one in data["exceptions"] if one["date"] == day.isoformat())


def times_cover(data, day, wall):
    return covers(data.get("bank_holiday_times", ()), day, wall)


def covers(intervals, day, wall):
    for interval in intervals:
        opens, closes = on(day, interval["opens"]), on(day, interval["closes"])
        if opens <= wall < (closes if closes > opens else closes + timedelta(days=1)):
            return True
    return False


def weekly_owners(data, wall):
    """The date that each weekly interval open at a wall time belongs to just then."""
    for interval in data["weekly"]:
        for back in range(8):
            start = wall.date() - timedelta(days=back)
            if DAYS[start.weekday()] != interval["opens_day"]:
                continue
            opens = on(start, interval["opens"])
            days = (DAYS.index(interval["closes_day"]) - start.weekday()) % 7
            closes = on(start + timedelta(days=days), interval["closes"])
            closes += timedelta(days=7 if closes <= opens else 0)
            if opens <= wall < closes:
                is_last_part = wall.date() == closes.date() != start
                yield wall.date() - timedelta(days=is_last_part)


def plain_state(data, wall):
    """Open, closed or unknown at a wall time."""
    today, yesterday = wall.date(), wall.date() - timedelta(days=1)
    kind = kind_of_day(data, today)
    if kind == "exception":
        return exception_covers(data, today, wall)
    if kind == "closed":
        return False
    if kind == "times":
        return times_cover(data, today, wall)
    certain = [kind == "usual"] if exception_covers(data, yesterday, wall) else []
    before = kind_of_day(data, yesterday)
    if before in ("times", "doubtful") and times_cover(data, yesterday, wall):
        certain.append(before == "times" and kind == "usual")
    if kind == "doubtful" and times_cover(data, today, wall):
        certain.append(False)
    for owner in weekly_owners(data, wall):
        if (owner_kind := kind_of_day(data, owner)) in ("usual", "doubtful"):
            certain.append(kind == owner_kind == "usual")
    return True if any(certain) else None if certain else False


def plain_states(data, first, last):
    """The state at each UTC minute from first to last.

    The wall clock is never taken back: when an hour comes twice, the second is still the last minute of the first.
    """
    zone = ZoneInfo(data["zone"])
    reached = (first - timedelta(hours=3)).astimezone(zone).replace(tzinfo=None)
    seen = cache(lambda wall: plain_state(data, wall))
    states = []
    moment = first - timedelta(hours=3)
    while moment <= last:
        reached = max(reached, moment.astimezone(zone).replace(tzinfo=None))
        if moment >= first:
            states.append(seen(reached))
        moment += MINUTE
    return states
