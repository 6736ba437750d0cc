"""Opening hours written out: for the editor as `text` reads them back, for the reader as sentences."""

from collections.abc import Iterator, Sequence

from services.hours import DEFAULT_ZONE, NATIONS, Hours
from services.hours.dates import Dates, in_full, spelt
from services.hours.intervals import DAY, DAYS, Interval, clock, must_be_said_in_full, spelt_times
from services.hours.months import WEEKS
from services.hours.periods import Period, YearlyPeriod, cover_every_day

Week = Hours | Period | YearlyPeriod  # what has hours of a week and of a month

# To the editor, and to the reader.
_BY_ITSELF: dict[str, tuple[str, str]] = {
    "unknown": ("", "Opening hours not known"),
    "always-open": ("Always open", "Open all day, every day"),
    "by-appointment": ("By appointment", "By appointment"),
}
_EDITOR_RULES = {"closed": "closed", "as-usual": "as usual", "unknown": "not known"}
_READER_RULES = {
    "closed": "Closed on bank holidays{where}.",
    "as-usual": "Open as usual on bank holidays{where}.",
    "times": "On bank holidays{where} {times}.",
    "unknown": "Hours on bank holidays{where} not known.",
}


def as_text(hours: Hours) -> str:
    """The one spelling of these hours, which `parse` reads back exactly."""
    if hours.state != "weekly":
        return _BY_ITSELF[hours.state][0]
    lines = _week_as_text(hours)
    if hours.term_time_only:
        lines.append("Term time only")
    if hours.bank_holidays != "unknown" or hours.bank_holiday_nations:
        nations = ", ".join(NATIONS[code] for code in hours.bank_holiday_nations)
        rule = _EDITOR_RULES.get(hours.bank_holidays) or _times(hours.bank_holiday_times)
        lines.append(f"Bank holidays: {rule}" + (f" ({nations})" if nations else ""))
    for period in hours.all_periods:
        named = spelt(Dates((), period.first_day, period.last_day))
        lines += [f"{named}: {line}" for line in _week_as_text(period) or ["closed"]]
    for day, intervals in hours.all_exceptions:
        lines.append(f"{spelt(Dates((day,)))}: {_times(intervals) or 'closed'}")
    if hours.zone != DEFAULT_ZONE:
        lines.append(f"Zone: {hours.zone}")
    return "\n".join(lines)


def in_words(hours: Hours) -> str:
    """These hours in plain English; not language to be read back."""
    if hours.state != "weekly":
        return _BY_ITSELF[hours.state][1]
    where = _listed([NATIONS[code] for code in hours.bank_holiday_nations])
    sentences = [
        *_ordinary_in_words(hours),
        *(["In term time only."] if hours.term_time_only else []),
        _READER_RULES[hours.bank_holidays].format(
            where=f" in {where}" if where else "", times=_times_in_words(hours.bank_holiday_times)
        ),
    ]
    for period in hours.all_periods:
        named = in_full(Dates((), period.first_day, period.last_day))
        sentences.append(f"{named}: {_week_in_words(period) or 'closed'}.")
    for day, intervals in hours.all_exceptions:
        sentences.append(f"{in_full(Dates((day,)))}: {_times_in_words(intervals) or 'closed'}.")
    if hours.zone != DEFAULT_ZONE:
        sentences.append(f"Times are in the {hours.zone} time zone.")
    return " ".join(sentences)


def _week_as_text(week: Week) -> list[str]:
    """The lines of a week, and of what comes in some weeks of every month."""
    short, long_runs = _days_and_runs(week)
    lines = [f"{_day_list(days)} {_times(intervals)}" for days, intervals in short]
    for opens, closes in long_runs:
        run = f"{_short_day(opens // DAY)} {clock(opens)} - {_short_day(closes // DAY)} {clock(closes)}"
        lines.append(f"{run}, day and night" if must_be_said_in_full(opens, closes) else run)
    return lines + [f"{named[0].upper()}{named[1:]} {_times(intervals)}" for named, intervals in _months(week)]


def _week_in_words(week: Week) -> str:
    short, long_runs = _days_and_runs(week)
    said = [f"{_days_in_words(days)} {_times_in_words(intervals)}" for days, intervals in short]
    said += [f"{_at(opens)} to {_at(closes)}" for opens, closes in long_runs]
    return "; ".join(said + [f"{named} {_times_in_words(intervals)}" for named, intervals in _months(week)])


def _ordinary_in_words(hours: Hours) -> list[str]:
    if hours.has_an_ordinary_week:
        week = _week_in_words(hours)
        return [f"{week[0].upper()}{week[1:]}."]
    if cover_every_day(hours.periods, hours.yearly_periods):
        return []
    return ["Opening hours known for some dates only."]


def _months(week: Week) -> Iterator[tuple[str, Sequence[Interval]]]:
    """The weeks of the month and the day that share their times, such as “first and third Monday of the month”."""
    by_day: dict[tuple[int, int], list[Interval]] = {}
    for one in week.monthly:
        by_day.setdefault((one.day, one.week), []).append(one.interval)
    groups: dict[tuple[int, tuple[Interval, ...]], list[str]] = {}
    for (day, number), intervals in sorted(by_day.items()):
        groups.setdefault((day, tuple(intervals)), []).append(WEEKS[number])
    for (day, times), weeks in groups.items():
        yield f"{_listed(weeks)} {DAYS[day].capitalize()} of the month", times


def _days_in_words(days: Sequence[int]) -> str:
    if len(days) == 7:
        return "every day"
    names = [day.capitalize() for day in DAYS]
    return _listed([names[a] if a == b else f"{names[a]} to {names[b]}" for a, b in _day_ranges(days)])


def _times_in_words(intervals: Sequence[Interval]) -> str:
    return _listed([_interval(*interval) for interval in intervals])


def _interval(opens: int, closes: int) -> str:
    if (opens, closes) == (0, DAY):
        return "all day"
    if closes == DAY:
        return f"{clock(opens)} to midnight"
    return f"{clock(opens)} to {clock(closes)}" + (" the next day" if closes > DAY else "")


def _at(minutes: int) -> str:
    return f"{DAYS[minutes // DAY % 7].capitalize()} {clock(minutes)}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _days_and_runs(week: Week) -> tuple[list[tuple[list[int], tuple[Interval, ...]]], list[Interval]]:
    """The week as a person would tell it: the days (0 is Monday) that share their intervals, then the longer runs.

    A day's intervals are in minutes from its own midnight. A longer run is one that two clock times alone
    cannot tell, such as Friday evening to Monday morning.
    """
    by_day: dict[int, list[Interval]] = {}
    long_runs = []
    for opens, closes in week.weekly:
        day, start = divmod(opens, DAY)
        if closes - opens < DAY or (closes - opens == DAY and start == 0):
            by_day.setdefault(day, []).append(Interval(start, closes - day * DAY))
        else:
            long_runs.append(Interval(opens, closes))
    groups: dict[tuple[Interval, ...], list[int]] = {}
    for day, intervals in sorted(by_day.items()):
        groups.setdefault(tuple(intervals), []).append(day)
    return [(days, intervals) for intervals, days in groups.items()], long_runs


def _day_ranges(days: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted days as the first and last of each unbroken range of them."""
    ranges: list[tuple[int, int]] = []
    for day in days:
        if ranges and ranges[-1][1] == day - 1:
            ranges[-1] = (ranges[-1][0], day)
        else:
            ranges.append((day, day))
    return ranges


def _day_list(days: Sequence[int]) -> str:
    if len(days) == 7:
        return "Daily"
    ranges = _day_ranges(days)
    return ", ".join(_short_day(a) if a == b else f"{_short_day(a)}-{_short_day(b)}" for a, b in ranges)


def _short_day(day: int) -> str:
    return DAYS[day % 7][:3].capitalize()


def _times(intervals: Sequence[Interval]) -> str:
    return ", ".join(spelt_times(opens, closes) for opens, closes in intervals)
