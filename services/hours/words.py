"""Opening hours written out: for the editor as `text` reads them back, for the reader as sentences."""

from collections.abc import Iterator, Sequence

from publishing import calendar_words, languages
from publishing.languages import all_of, say, to_say
from services.hours import DEFAULT_ZONE, NATIONS, Hours
from services.hours.dates import Dates, in_full, spelt
from services.hours.intervals import DAY, DAYS, Interval, clock, must_be_said_in_full, spelt_times
from services.hours.months import WEEKS
from services.hours.periods import Period, YearlyPeriod, cover_every_day
from services.places.regions import regions

Week = Hours | Period | YearlyPeriod  # what has hours of a week and of a month

# To the editor, and to the reader.
_BY_ITSELF: dict[str, tuple[str, str]] = {
    "unknown": ("", to_say("Opening hours not known")),
    "always-open": ("Always open", to_say("Open all day, every day")),
    "by-appointment": ("By appointment", to_say("By appointment")),
}
_EDITOR_RULES = {"closed": "closed", "as-usual": "as usual", "unknown": "not known"}
# Wherever, and in some nations.
_READER_RULES = {
    "closed": (to_say("Closed on bank holidays."), to_say("Closed on bank holidays in {places}.")),
    "as-usual": (to_say("Open as usual on bank holidays."), to_say("Open as usual on bank holidays in {places}.")),
    "times": (to_say("On bank holidays {times}."), to_say("On bank holidays in {places} {times}.")),
    "unknown": (
        to_say("Hours on bank holidays not known."),
        to_say("Hours on bank holidays in {places} not known."),
    ),
}
# One week of a month after another: as they follow “{weeks} {day} of the month”.
_WEEKS = {
    "first": to_say("first"),
    "second": to_say("second"),
    "third": to_say("third"),
    "fourth": to_say("fourth"),
    "fifth": to_say("fifth"),
    "last": to_say("last"),
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
    """These hours in plain words; not language to be read back."""
    if hours.state != "weekly":
        return say(_BY_ITSELF[hours.state][1])
    where = all_of([regions()[code].name_in(languages.spoken()) for code in hours.bank_holiday_nations])
    sentences = [
        *_ordinary_in_words(hours),
        *([say("In term time only.")] if hours.term_time_only else []),
        say(
            _READER_RULES[hours.bank_holidays][bool(where)],
            places=where,
            times=_times_in_words(hours.bank_holiday_times),
        ),
    ]
    for period in hours.all_periods:
        named = in_full(Dates((), period.first_day, period.last_day))
        sentences.append(say("{dates}: {hours}.", dates=named, hours=_week_in_words(period) or say("closed")))
    for day, intervals in hours.all_exceptions:
        named = in_full(Dates((day,)))
        sentences.append(say("{dates}: {hours}.", dates=named, hours=_times_in_words(intervals) or say("closed")))
    if hours.zone != DEFAULT_ZONE:
        sentences.append(say("Times are in the {zone} time zone.", zone=hours.zone))
    return " ".join(sentences)


def _week_as_text(week: Week) -> list[str]:
    """The lines of a week, and of what comes in some weeks of every month."""
    short, long_runs = _days_and_runs(week)
    lines = [f"{_day_list(days)} {_times(intervals)}" for days, intervals in short]
    for opens, closes in long_runs:
        run = f"{_short_day(opens // DAY)} {clock(opens)} - {_short_day(closes // DAY)} {clock(closes)}"
        lines.append(f"{run}, day and night" if must_be_said_in_full(opens, closes) else run)
    for weeks, day, intervals in _months(week):
        named = f"{_listed(weeks)} {DAYS[day].capitalize()} of the month"
        lines.append(f"{named[0].upper()}{named[1:]} {_times(intervals)}")
    return lines


def _week_in_words(week: Week) -> str:
    short, long_runs = _days_and_runs(week)
    said = [_on(_days_in_words(days), intervals) for days, intervals in short]
    said += [say("{first} to {last}", first=_at(opens), last=_at(closes)) for opens, closes in long_runs]
    for weeks, day, intervals in _months(week):
        named = all_of([say(_WEEKS[one]) for one in weeks])
        month = say("{weeks} {day} of the month", weeks=named, day=calendar_words.weekday(day))
        said.append(_on(month, intervals))
    return "; ".join(said)


def _on(days: str, intervals: Sequence[Interval]) -> str:
    return say("{days} {times}", days=days, times=_times_in_words(intervals))


def _ordinary_in_words(hours: Hours) -> list[str]:
    if hours.has_an_ordinary_week:
        week = _week_in_words(hours)
        return [say("{hours}.", hours=f"{week[0].upper()}{week[1:]}")]
    if cover_every_day(hours.periods, hours.yearly_periods):
        return []
    return [say("Opening hours known for some dates only.")]


def _months(week: Week) -> Iterator[tuple[Sequence[str], int, Sequence[Interval]]]:
    """The weeks of the month and the day (0 is Monday) that share their times, such as first and third, and Monday."""
    by_day: dict[tuple[int, int], list[Interval]] = {}
    for one in week.monthly:
        by_day.setdefault((one.day, one.week), []).append(one.interval)
    groups: dict[tuple[int, tuple[Interval, ...]], list[str]] = {}
    for (day, number), intervals in sorted(by_day.items()):
        groups.setdefault((day, tuple(intervals)), []).append(WEEKS[number])
    for (day, times), weeks in groups.items():
        yield weeks, day, times


def _days_in_words(days: Sequence[int]) -> str:
    if len(days) == 7:
        return say("every day")
    names = [calendar_words.weekday(day) for day in range(7)]
    ranges = _day_ranges(days)
    return all_of([names[a] if a == b else say("{first} to {last}", first=names[a], last=names[b]) for a, b in ranges])


def _times_in_words(intervals: Sequence[Interval]) -> str:
    return all_of([_interval(*interval) for interval in intervals])


def _interval(opens: int, closes: int) -> str:
    if (opens, closes) == (0, DAY):
        return say("all day")
    if closes == DAY:
        return say("{opens} to midnight", opens=_time(opens))
    if closes > DAY:
        return say("{opens} to {closes} the next day", opens=_time(opens), closes=_time(closes))
    return say("{opens} to {closes}", opens=_time(opens), closes=_time(closes))


def _at(minutes: int) -> str:
    return say("{day} {time}", day=calendar_words.weekday(minutes // DAY % 7), time=_time(minutes))


def _time(minutes: int) -> str:
    return calendar_words.at(minutes % DAY // 60, minutes % 60)


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
