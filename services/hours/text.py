"""Opening hours as an editor writes them: one line for each thing to say, such as "Mon-Thu 18:00-02:00".

Nothing is guessed, because a wrong guess would be served.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from services.hours import ALWAYS_OPEN, BY_APPOINTMENT, DEFAULT_ZONE, NATIONS, UNKNOWN, Hours, printed, zone_names
from services.hours.intervals import (
    DAY,
    DAYS,
    MONTHS,
    WEEK,
    DatedException,
    HoursError,
    Interval,
    overlap,
)
from services.hours.value import BankHolidayRule

_MONTH_NUMBERS = {name: number for number, full in enumerate(map(str.lower, MONTHS), 1) for name in (full, full[:3])}
_DAY_NUMBERS = {name: number for number, full in enumerate(DAYS) for name in (full, full + "s", full[:3])}
_DAY_NUMBERS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_ALL_WEEK = re.compile(r"24 ?/ ?7|24 hours?(?: a day)?(?: ?,? ?7 days(?: a week)?)?")
_RULES: dict[str, BankHolidayRule] = {"closed": "closed", "as usual": "as-usual", "not known": "unknown"}
_APPOINTMENT = re.compile(r"(?:strictly )?(?:by (?:prior )?)?appointments?(?: only)?\.?")
_NATION_CODES = {name.lower(): code for code, name in NATIONS.items()}

_TIME = r"[0-9]{1,2}(?:[:.][0-9]{2})? ?(?:[ap]m)?"
_DATED = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2}) ?:(.*)|([0-9]{1,2}) ([a-z]+) ([0-9]{4}) ?:(.*)")
_BANK_HOLIDAYS = re.compile(r"bank holidays? ?: ?([a-z ]+?|[0-9][^(]*?) ?(?:\( ?(.*?) ?\))?")
_OF_ITS_OWN = re.compile(
    r"zone ?:|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} [a-z]+ [0-9]{4} ?:|bank holidays? ?: ?(?:[a-z ]+\(|[0-9])"
)
_LONG_RUN = re.compile(rf"([a-z]+) ({_TIME})-([a-z]+) ({_TIME})")
_WEEKLY = re.compile(r"([a-z][a-z ,-]*?) ?:? ?([0-9].*)")


@dataclass
class _Draft:
    """What the lines read so far have said."""

    weekly: dict[Interval, int] = field(default_factory=dict)  # with the number of its line
    exceptions: dict[date, tuple[Interval, ...]] = field(default_factory=dict)
    zone: str | None = None
    rule: BankHolidayRule | None = None
    nations: tuple[str, ...] = ()
    times: tuple[Interval, ...] = ()


def parse(text: str) -> Hours:
    """The hours that some lines describe, or that a leaflet prints; no lines at all are unknown hours.

    Raises HoursError, which names the line and shows what would be right. A closing time at or before the opening
    time is on the next day.
    """
    try:
        return _parse(text)
    except HoursError:
        if as_printed := _as_printed(text):
            with suppress(HoursError):
                return _parse(as_printed)
        raise


def _as_printed(text: str) -> str | None:
    """The lines that a printed text means, with those that say something of a date or a zone as they are."""
    own: list[str] = []
    rest: list[str] = []
    for line in text.splitlines():
        (own if _OF_ITS_OWN.match(_plain(line)) else rest).append(line)
    lines = printed.lines("\n".join(rest))
    return "\n".join([*lines, *own]) if lines else None


def _parse(text: str) -> Hours:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        return UNKNOWN
    if len(lines) == 1 and _plain(lines[0][1]) == "always open":
        return ALWAYS_OPEN
    if len(lines) == 1 and _APPOINTMENT.fullmatch(_plain(lines[0][1])):
        return BY_APPOINTMENT
    draft = _Draft()
    for number, line in lines:
        try:
            _read(draft, number, line)
        except HoursError as error:
            raise HoursError(f"Line {number}: {error}") from None
    if not draft.weekly:
        raise HoursError(
            f"Line {lines[0][0]}: no line says when it is open in an ordinary week. Add one such as "
            "“Mon-Fri 09:00-17:00”; if that is not known, leave everything empty."
        )
    return Hours(
        "weekly",
        zone=draft.zone or DEFAULT_ZONE,
        weekly=tuple(draft.weekly),
        exceptions=tuple(DatedException(day, intervals) for day, intervals in draft.exceptions.items()),
        bank_holidays=draft.rule or "unknown",
        bank_holiday_nations=draft.nations,
        bank_holiday_times=draft.times,
    )


def _plain(line: str) -> str:
    """A line in lower case, with one kind of dash, no space beside dashes and commas, and single spaces elsewhere."""
    line = re.sub(r"[\u2010-\u2015\u2212]", "-", " ".join(line.lower().split()))
    line = re.sub(r"\bto\b", "-", line)
    line = re.sub(r"\band\b|&", ",", line)
    return re.sub(r" ?([-,]) ?", r"\1", line)


def _read(draft: _Draft, number: int, line: str) -> None:
    plain = _plain(line)
    zone = re.fullmatch(r"zone *: *(.*)", line.strip(), re.IGNORECASE)
    if plain == "always open":
        raise HoursError(
            "“Always open” must be the only line. For every day with exceptions write “Daily 00:00-24:00”."
        )
    if zone:
        _read_zone(draft, zone[1])
    elif plain.startswith("bank holiday"):
        _read_bank_holidays(draft, plain)
    elif plain[:1].isdigit():
        _read_exception(draft, plain)
    else:
        _read_weekly(draft, number, plain)


def _read_zone(draft: _Draft, name: str) -> None:
    if draft.zone:
        raise HoursError("the zone is given twice. Keep one line such as “Zone: Europe/London”.")
    if name not in zone_names():
        raise HoursError(f"“{name}” is not a time zone. Write one such as “Zone: Europe/London”.")
    draft.zone = name


def _read_bank_holidays(draft: _Draft, plain: str) -> None:
    if draft.rule:
        raise HoursError("bank holidays are given twice. Keep one line such as “Bank holidays: closed”.")
    match = _BANK_HOLIDAYS.fullmatch(plain)
    if not match or not (match[1] in _RULES or match[1][0].isdigit()):
        raise HoursError(
            "write “Bank holidays: closed”, “Bank holidays: as usual”, “Bank holidays: 10:00-16:00” or “Bank holidays: "
            "not known”."
        )
    names = match[2].split(",") if match[2] is not None else []
    if len(set(names)) < len(names) or not set(names) <= _NATION_CODES.keys():
        raise HoursError(
            f"name each nation once, from {', '.join(NATIONS.values())}: “Bank holidays: closed (Scotland)”."
        )
    if match[1] in _RULES:
        draft.rule = _RULES[match[1]]
    else:
        draft.rule, draft.times = "times", tuple(_read_times(match[1]))
        if overlap(draft.times):
            raise HoursError("two of these times overlap. Write “Bank holidays: 10:00-12:00, 13:00-15:00”.")
    draft.nations = tuple(_NATION_CODES[name] for name in names)


def _read_exception(draft: _Draft, plain: str) -> None:
    match = _DATED.fullmatch(plain)
    if not match:
        raise HoursError(_instead_of_a_date(plain))
    try:
        year, month, day = (match[1], match[2], match[3]) if match[1] else (match[7], match[6], match[5])
        on = date(int(year), int(month) if match[1] else _MONTH_NUMBERS.get(month, 0), int(day))
    except ValueError:
        raise HoursError("there is no such day. Write one such as “25 Dec 2026: closed”.") from None
    if on in draft.exceptions:
        raise HoursError(
            "this date has a line already. Put all its times on one, “24 Dec 2026: 10:00-12:00, 13:00-15:00”."
        )
    rest = (match[4] or match[8] or "").strip()
    intervals = () if rest == "closed" else tuple(_read_times(rest))
    if overlap(intervals):
        raise HoursError("two of these times overlap. Write “24 Dec 2026: 10:00-12:00, 13:00-15:00”.")
    draft.exceptions[on] = intervals


def _instead_of_a_date(plain: str) -> str:
    """What to write in the place of a line that begins with a number and not with a date."""
    if _ALL_WEEK.fullmatch(plain):
        return "if it never closes, write “Always open” as the only line."
    if re.fullmatch(rf"{_TIME}-{_TIME}", plain):
        return "say on which days. Write “Daily 09:00-17:00” or “Mon-Fri 09:00-17:00”."
    return "start with a date and a colon, such as “25 Dec 2026: closed”."


def _read_weekly(draft: _Draft, number: int, plain: str) -> None:
    if run := _LONG_RUN.fullmatch(plain):
        intervals = [_read_run(*run.groups())]
    elif match := _WEEKLY.fullmatch(plain):
        times = _read_times(match[2])
        intervals = [
            Interval(day * DAY + opens, day * DAY + closes) for day in _read_days(match[1]) for opens, closes in times
        ]
    else:
        raise HoursError(
            f"“{plain}” is not understood. Write days and times such as “Mon-Fri 09:00-17:00”, “Daily 08:00-24:00” or "
            "“Fri 18:00 - Mon 06:00”, and leave out the days that are closed."
        )
    for interval in intervals:
        clash = overlap([*draft.weekly, interval], repeats_after=WEEK)
        if clash:
            line = next((draft.weekly[one] for one in clash if one in draft.weekly), number)
            raise HoursError(
                f"this overlaps the hours on line {line}. Give each time once, such as “Mon 09:00-12:00, 13:00-17:00”."
            )
        draft.weekly[interval] = number


def _read_run(opens_day: str, opens: str, closes_day: str, closes: str) -> Interval:
    start = _read_day(opens_day) * DAY + _read_time(opens)
    length = (_read_day(closes_day) * DAY + _read_time(closes, is_closing=True) - start) % WEEK
    if not length:
        raise HoursError("it closes when it opens. Write “Fri 18:00 - Mon 06:00”, or “Daily 00:00-24:00” for all week.")
    return Interval(start, start + length)


def _read_days(plain: str) -> list[int]:
    if plain in ("daily", "every day"):
        return list(range(7))
    days = []
    for part in plain.split(","):
        first, dash, last = part.partition("-")
        start = _read_day(first)
        days += [(start + step) % 7 for step in range((_read_day(last) - start) % 7 + 1 if dash else 1)]
    return days


def _read_day(name: str) -> int:
    if name not in _DAY_NUMBERS:
        raise HoursError(f"“{name}” is not a day. Write days such as “Mon-Thu 18:00-02:00” or “Mon, Wed 09:00-17:00”.")
    return _DAY_NUMBERS[name]


def _read_times(plain: str) -> list[Interval]:
    intervals = []
    for part in plain.split(","):
        opening, dash, closing = part.partition("-")
        if not dash:
            raise HoursError(f"“{part}” is not an opening and a closing time. Write them such as 09:00-17:00.")
        opens, closes = _read_time(opening), _read_time(closing, is_closing=True)
        if closes == opens:
            raise HoursError("it closes when it opens. Write 00:00-24:00 for a whole day.")
        if closes < opens and re.match(r"[1-9][:.][0-9]{2}$", closing):
            raise HoursError(f"is “{closing}” in the morning or the afternoon? Write 05:00 or 17:00, or 5am or 5pm.")
        intervals.append(Interval(opens, closes if closes > opens else closes + DAY))
    return intervals


def _read_time(plain: str, is_closing: bool = False) -> int:
    """Minutes since midnight. A bare hour is refused: in "9-5" the 5 would be the early morning."""
    match = re.fullmatch(r"([0-9]{1,2})(?:[:.]([0-9]{2}))? ?([ap]m)?", plain)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if match and match[3]:
        hour = hour % 12 + (12 if match[3] == "pm" else 0) if 1 <= hour <= 12 else 99
    elif match and not match[2]:
        hour = 99
    if minute > 59 or hour * 60 + minute > (DAY if is_closing else DAY - 1):
        raise HoursError(f"“{plain}” is not a time. Write 09:00, 17:30, 9am or 5.30pm; 24:00 is the end of a day.")
    return hour * 60 + minute
