"""The same question as `hours_state` answers, asked of the JSON minute by minute along the wall clock.

Slow and plain, to compare with. Its bank holidays are those that the governments published for 2026, with the own days
of the holidays that were moved from a weekend, and what the file of proclaimed ones adds; it knows no other year.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

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
PROCLAIMED = Path(__file__).resolve().parents[2] / "fixtures" / "bank_holidays.yaml"
WEEKENDS = {"12-26", "07-12"}


def of_year(day):
    return day.isoformat()[5:]


def is_within(period, day):
    """Whether a period, of a year or of every year, has a date in it."""
    first, last = period["first_day"], period["last_day"]
    written = of_year(day) if len(first or last) == 5 else day.isoformat()
    if first and last and first > last:
        return written >= first or written <= last
    return (not first or written >= first) and (not last or written <= last)


def period_of(data, day):
    """The period that a date lies in: with a year before without, with both ends before with one."""
    dated = [period for period in data.get("periods", ()) if is_within(period, day)]
    dated.sort(key=lambda period: None in (period["first_day"], period["last_day"]))
    yearly = [period for period in data.get("yearly_periods", ()) if is_within(period, day)]
    return next(iter([*dated, *yearly]), None)


def is_closed(period):
    return period is not None and not period["weekly"] and not period["monthly"]


def own_intervals(data, day):
    """What is said of a date itself, by an exception or for every year or because it lies in a closed period."""
    for one in data["exceptions"]:
        if one["date"] == day.isoformat():
            return one["intervals"]
    period = period_of(data, day)
    if is_closed(period) and len(period["first_day"] or period["last_day"]) == 10:
        return []
    for one in data.get("yearly_exceptions", ()):
        if one["date"] == of_year(day):
            return one["intervals"]
    return [] if is_closed(period) else None


def week_of(data, day):
    """Whose hours of the week and of the month hold on a date: those of a period, or the ordinary ones."""
    return period_of(data, day) or data


def is_untold(data, day):
    """Whether nobody has said what is ordinary, and the date lies in no period."""
    return period_of(data, day) is None and not data["weekly"] and not data.get("monthly")


def kind_of_day(data, day):
    """exception, usual, closed, times or doubtful."""
    if own_intervals(data, day) is not None:
        return "exception"
    if data["bank_holidays"] == "as-usual":
        return "usual"
    nations = data["bank_holiday_nations"] or list(NATIONS)
    holding = [of_year(day) in PUBLISHED[nation] or (day, nation) in proclaimed(PROCLAIMED) for nation in nations]
    if not any(holding):
        return "usual"
    is_own_day = of_year(day) in WEEKENDS or day.weekday() > 4
    is_ruled = all(holding) and not is_own_day and data["bank_holidays"] in ("closed", "times")
    return data["bank_holidays"] if is_ruled else "doubtful"


@cache
def proclaimed(file):
    """The further holidays of the file, by date and nation."""
    codes = {name: code for code, name in NATIONS.items()}
    found = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    return {(one["date"], codes[name]) for one in found for name in one["nations"]}


@cache
def on(day, clock):
    return datetime.combine(day, time.fromisoformat(clock))


def exception_covers(data, day, wall):
    return covers(own_intervals(data, day) or [], day, wall)


def times_cover(data, day, wall):
    return covers(data.get("bank_holiday_times", ()), day, wall)


def covers(intervals, day, wall):
    for interval in intervals:
        opens, closes = on(day, interval["opens"]), on(day, interval["closes"])
        if opens <= wall < (closes if closes > opens else closes + timedelta(days=1)):
            return True
    return False


def owners(data, wall):
    """The date that each interval of a week or a month that is open at a wall time belongs to just then."""
    for week in [data, *data.get("periods", ()), *data.get("yearly_periods", ())]:
        for owner in [*weekly_owners(week, wall), *monthly_owners(week, wall)]:
            if week_of(data, owner) is week:
                yield owner
    if is_untold(data, wall.date()):
        yield wall.date()


def weekly_owners(week, wall):
    for interval in week["weekly"]:
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


def monthly_owners(week, wall):
    for start in (wall.date(), wall.date() - timedelta(days=1)):
        for one in week.get("monthly", ()):
            if start in days_of_month(start.year, start.month, one["week"], one["day"]) and covers([one], start, wall):
                yield start


@cache
def days_of_month(year, month, week, day):
    """The one date that is, say, the second Tuesday of a month; or none."""
    first = date(year, month, 1)
    days = [first + timedelta(days=step) for step in range(31)]
    days = [one for one in days if one.month == month and DAYS[one.weekday()] == day]
    place = -1 if week == "last" else ("first", "second", "third", "fourth", "fifth").index(week)
    return days[place:][:1]


def plain_state(data, wall):
    """Open, closed or unknown at a wall time."""
    today, yesterday = wall.date(), wall.date() - timedelta(days=1)
    kind = kind_of_day(data, today)
    of_terms = data.get("term_time_only", False)
    if kind == "exception":
        return exception_covers(data, today, wall)
    if kind == "closed":
        return False
    if kind == "times":
        return None if of_terms and times_cover(data, today, wall) else times_cover(data, today, wall)
    certain = [kind == "usual"] if exception_covers(data, yesterday, wall) else []
    before = kind_of_day(data, yesterday)
    if before in ("times", "doubtful") and times_cover(data, yesterday, wall):
        certain.append(before == "times" and kind == "usual" and not of_terms)
    if kind == "doubtful" and times_cover(data, today, wall):
        certain.append(False)
    for owner in owners(data, wall):
        if (owner_kind := kind_of_day(data, owner)) in ("usual", "doubtful"):
            certain.append(kind == owner_kind == "usual" and not of_terms and not is_untold(data, owner))
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
