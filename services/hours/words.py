"""Opening hours written out: for the editor as `hours_text` reads them back, for the reader as sentences."""

from collections.abc import Sequence

from services.hours import DEFAULT_ZONE, NATIONS, Hours
from services.hours.intervals import DAY, DAYS, MONTHS, Interval, clock

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
    short, long_runs = _days_and_runs(hours)
    lines = [f"{_day_list(days)} {_times(intervals)}" for days, intervals in short]
    for opens, closes in long_runs:
        lines.append(f"{_short_day(opens // DAY)} {clock(opens)} - {_short_day(closes // DAY)} {clock(closes)}")
    if hours.bank_holidays != "unknown" or hours.bank_holiday_nations:
        nations = ", ".join(NATIONS[code] for code in hours.bank_holiday_nations)
        rule = _EDITOR_RULES.get(hours.bank_holidays) or _times(hours.bank_holiday_times)
        lines.append(f"Bank holidays: {rule}" + (f" ({nations})" if nations else ""))
    for day, intervals in hours.exceptions:
        lines.append(f"{day.day} {MONTHS[day.month - 1][:3]} {day.year:04}: {_times(intervals) or 'closed'}")
    if hours.zone != DEFAULT_ZONE:
        lines.append(f"Zone: {hours.zone}")
    return "\n".join(lines)


def in_words(hours: Hours) -> str:
    """These hours in plain English; not language to be read back."""
    if hours.state != "weekly":
        return _BY_ITSELF[hours.state][1]
    short, long_runs = _days_and_runs(hours)
    week = [f"{_days_in_words(days)} {_times_in_words(intervals)}" for days, intervals in short]
    week += [f"{_at(opens)} to {_at(closes)}" for opens, closes in long_runs]
    where = _listed([NATIONS[code] for code in hours.bank_holiday_nations])
    sentences = [
        "; ".join(week) + ".",
        _READER_RULES[hours.bank_holidays].format(
            where=f" in {where}" if where else "", times=_times_in_words(hours.bank_holiday_times)
        ),
    ]
    for day, intervals in hours.exceptions:
        sentences.append(f"{day.day} {MONTHS[day.month - 1]} {day.year}: {_times_in_words(intervals) or 'closed'}.")
    if hours.zone != DEFAULT_ZONE:
        sentences.append(f"Times are in the {hours.zone} time zone.")
    return " ".join(sentences)


def _days_in_words(days: Sequence[int]) -> str:
    if len(days) == 7:
        return "Every day"
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


def _days_and_runs(hours: Hours) -> tuple[list[tuple[list[int], tuple[Interval, ...]]], list[Interval]]:
    """The week as a person would tell it: the days (0 is Monday) that share their intervals, then the longer runs.

    A day's intervals are in minutes from its own midnight. A longer run is one that two clock times alone
    cannot tell, such as Friday evening to Monday morning.
    """
    by_day: dict[int, list[Interval]] = {}
    long_runs = []
    for opens, closes in hours.weekly:
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
    return ", ".join(f"{clock(opens)}-{'24:00' if closes == DAY else clock(closes)}" for opens, closes in intervals)
