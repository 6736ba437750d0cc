"""The dates that a line of hours speaks of, read as an editor or a leaflet has them, and spelt.

What is read is plain: lower case, `-` for "to" and `,` for "and", with no space beside either.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from publishing.calendar_words import MONTHS, day_of_month, whole_day
from publishing.languages import say
from services.hours.intervals import DAYS, HoursError
from services.hours.periods import YearDay

_MONTH_NUMBERS = {name: number for number, full in enumerate(map(str.lower, MONTHS), 1) for name in (full, full[:3])}
_MONTH_NUMBERS["sept"] = 9
_NAMED = {
    "christmas eve": YearDay(12, 24),
    "christmas day": YearDay(12, 25),
    "xmas day": YearDay(12, 25),
    "boxing day": YearDay(12, 26),
    "new year's eve": YearDay(12, 31),
    "new years eve": YearDay(12, 31),
    "new year's day": YearDay(1, 1),
    "new years day": YearDay(1, 1),
}
_MONTH = rf"(?:{'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})(?![a-z])"
_WEEKDAY = rf"(?:{'|'.join(f'{day}|{day[:3]}' for day in DAYS)})"
_NUMBER = r"[0-9]{1,2}(?:st|nd|rd|th)?"
# Not the first half of "2000-2200", which are times.
_YEAR = r"[, ]{1,2}[0-9]{4}(?![0-9])(?!-[0-9]{4}(?![0-9-]))"
_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DATE = (
    rf"(?:{_ISO}|(?:{'|'.join(_NAMED)})(?:{_YEAR})?|(?:{_WEEKDAY}[, ]{{1,2}})?{_NUMBER}(?: of)? {_MONTH}(?:{_YEAR})?)"
)
_SEVERAL = rf"(?:{_NUMBER},){{0,9}}{_DATE}"
_WHOLE = rf"{_MONTH}(?:-{_MONTH})?(?:{_YEAR})?"
_FROM = r"(?:from|as from|as of|starting(?: from)?|beginning|with effect from)(?: the)?"
_UNTIL = r"(?:until|till?|up until)(?: and including|,including)?(?: the)?"
_YEARLY = r"(?:every|each) year"
_SHAPES = (
    ("between", rf"(?:from |between )?{_DATE}(?:-| ?(?:until|till?|through) ){_DATE}|between {_DATE},{_DATE}"),
    ("within", rf"(?:from )?{_NUMBER}-{_NUMBER}(?: of)? {_MONTH}(?:{_YEAR})?"),
    ("until", rf"{_UNTIL} (?:{_DATE}|(?P<end>(?:end of )?{_MONTH}){_YEAR})"),
    ("since", rf"{_FROM} (?:{_DATE}|(?P<begin>{_MONTH}){_YEAR})(?: onwards?)?"),
    ("listed", rf"{_SEVERAL}(?:,{_SEVERAL})*"),
    ("months", rf"(?:from |between )?{_WHOLE}|between {_MONTH},{_MONTH}(?:{_YEAR})?"),
)
PHRASE = (
    rf"(?:(?P<yearly>{_YEARLY})[,:]? ?(?:on )?)?"
    rf"(?:{'|'.join(f'(?P<{name}>{shape})' for name, shape in _SHAPES)})"
    rf"(?: ?,?\(?inclusive\)?)?(?P<yearly_too>[, ]{_YEARLY})?(?![a-z0-9-])"
)
_ONE = re.compile(
    rf"(?P<iso>{_ISO})|(?P<named>{'|'.join(_NAMED)})(?P<of>{_YEAR})?"
    rf"|(?:(?P<weekday>{_WEEKDAY})[, ]{{1,2}})?(?P<number>{_NUMBER})(?:(?: of)? (?P<month>{_MONTH})(?P<year>{_YEAR})?)?"
)


class Dates(NamedTuple):
    """Single days, or all from a first to a last: with a year, or of every year. A missing end: no end on that side."""

    days: tuple[date | YearDay, ...] = ()
    first: date | YearDay | None = None
    last: date | YearDay | None = None

    @property
    def is_yearly(self) -> bool:
        return any(isinstance(day, YearDay) for day in (*self.days, self.first, self.last))


class _Day(NamedTuple):
    """A day as it is written: the year and the month may follow with a later one."""

    year: int | None
    month: int | None
    day: int
    weekday: str | None = None


def read(match: "re.Match[str]") -> Dates:
    """The dates of a match of PHRASE."""
    name = next(name for name, _ in _SHAPES if match[name] is not None)
    text = match[name]
    if name == "months":
        found = _months(text)
    elif name in ("between", "within"):
        first, last = _both_with_their_year(*_written(text))
        found = Dates((), _day(first), _day(last))
    elif name in ("since", "until"):
        found = _open_ended(name, text, is_month=bool(match["begin"] or match["end"]))
    else:
        found = Dates(tuple(map(_day, _with_their_months(list(_written(text))))))
    if (match["yearly"] or match["yearly_too"]) and not found.is_yearly:
        raise HoursError("it says every year, and names one. Write “Every year 1 Jun - 31 Aug: Mon-Fri 10:00-16:00”.")
    if isinstance(found.first, date) and isinstance(found.last, date) and found.first > found.last:
        raise HoursError("it ends before it begins. Write “1 Jun 2027 - 31 Aug 2027: Mon-Fri 10:00-16:00”.")
    return found


def spelt(dates: Dates) -> str:
    """The one spelling, which PHRASE matches."""
    if dates.days:
        written = ", ".join(map(_spelt, dates.days))
    elif dates.first is None or dates.last is None:
        return f"From {_spelt(dates.first)}" if dates.first else f"Until {_spelt(dates.last)}"
    else:
        written = f"{_spelt(dates.first)} - {_spelt(dates.last)}"
    return f"Every year {written}" if dates.is_yearly else written


def in_full(dates: Dates) -> str:
    """For the reader: “From 1 April 2027”, “Every year on 25 December”."""
    first, last = _in_full(dates.first), _in_full(dates.last)
    if first and last and dates.is_yearly:
        return say("Every year {first} to {last}", first=first, last=last)
    if first and last:
        return say("{first} to {last}", first=first, last=last)
    if first or last:
        return say("From {first}", first=first) if first else say("Until {last}", last=last)
    days = say(", ").join(map(_in_full, dates.days))
    return say("Every year on {days}", days=days) if dates.is_yearly else days


def _spelt(day: date | YearDay | None) -> str:
    if day is None:
        return ""
    year = f" {day.year:04}" if isinstance(day, date) else ""
    return f"{day.day} {MONTHS[day.month - 1][:3]}{year}"


def _in_full(day: date | YearDay | None) -> str:
    if day is None:
        return ""
    return whole_day(day) if isinstance(day, date) else day_of_month(day.month, day.day)


def _written(text: str) -> Iterator[_Day]:
    for match in _ONE.finditer(text):
        if match["iso"]:
            year, month, day = map(int, match["iso"].split("-"))
            yield _Day(year, month, day)
        elif match["named"]:
            yield _Day(_year(match["of"]), *_NAMED[match["named"]])
        else:
            named = _MONTH_NUMBERS[match["month"]] if match["month"] else None
            number = int(re.sub(r"[a-z]+", "", match["number"]))
            yield _Day(_year(match["year"]), named, number, match["weekday"])


def _year(text: str | None) -> int | None:
    return int(text.strip(", ")) if text else None


def _with_their_months(days: list[_Day]) -> list[_Day]:
    """Each with its month, and its year if there is one, from the next that says it: “24, 25 and 26 Dec 2026”."""
    found: list[_Day] = []
    for day in reversed(days):
        if day.month is None:
            day = day._replace(month=found[-1].month, year=found[-1].year)
        found.append(day)
    if len({day.year is None for day in found}) > 1:
        raise HoursError(
            "some of these dates have a year and some have none. Write each on a line, “25 Dec 2026: closed”."
        )
    return found[::-1]


def _both_with_their_year(first: _Day, last: _Day) -> tuple[_Day, _Day]:
    """Two ends, of which the first may have left its month and its year to the last."""
    if first.month is None:
        first = first._replace(month=last.month)
    if first.year is None and last.year is not None:
        is_over_new_year = (first.month, first.day) > (last.month, last.day)
        first = first._replace(year=last.year - is_over_new_year)
    if first.year is not None and last.year is None:
        raise HoursError("say the year of both days. Write “20 Dec 2026 - 3 Jan 2027: closed”.")
    return first, last


def _open_ended(name: str, text: str, is_month: bool) -> Dates:
    if is_month:
        if name == "until" and "end of" not in text:
            raise HoursError("say until which day. Write “Until 30 Sep 2026: Mon-Fri 08:00-20:00”.")
        month, year = _month_and_year(text)
        last = calendar.monthrange(year, month)[1]
        day = _Day(year, month, 1 if name == "since" else last)
    else:
        (day,) = _written(text)
    if day.year is None:
        example = (
            "From 1 Apr 2027: Mon-Fri 08:00-20:00" if name == "since" else "Until 30 Sep 2026: Mon-Fri 08:00-20:00"
        )
        raise HoursError(f"say in which year. Write “{example}”; for every year, from which day until which.")
    found = _day(day)
    return Dates((), found, None) if name == "since" else Dates((), None, found)


def _month_and_year(text: str) -> tuple[int, int]:
    month, year = re.findall(_MONTH, text)[-1], int(re.findall(r"[0-9]{4}", text)[-1])
    if year == 0:
        raise HoursError("there is no such year. Write one such as 2027.")
    return _MONTH_NUMBERS[month], year


def _months(text: str) -> Dates:
    """From the first day of a month to the last of the same or another one."""
    named = [_MONTH_NUMBERS[name] for name in re.findall(_MONTH, text)]
    first, last = named[0], named[-1]
    years = re.findall(r"[0-9]{4}", text)
    if not years:
        return Dates((), YearDay(first, 1), YearDay(last, calendar.monthrange(2000, last)[1]))
    year = int(years[0])
    if year < 2:
        raise HoursError("there is no such year. Write one such as 2027.")
    begin = date(year - (first > last), first, 1)
    return Dates((), begin, date(year, last, calendar.monthrange(year, last)[1]))


def _day(written: _Day) -> date | YearDay:
    try:
        day = _with_or_without_year(written)
    except ValueError:
        raise HoursError("there is no such day. Write one such as “25 Dec 2026: closed”.") from None
    if written.weekday:
        if isinstance(day, YearDay):
            raise HoursError("a day of the week needs a year beside it. Write “25 Dec 2026: closed”.")
        if not DAYS[day.weekday()].startswith(written.weekday):
            raise HoursError(
                f"{_spelt(day)} is a {DAYS[day.weekday()].capitalize()}. Which is right, the day or the date?"
            )
    return day


def _with_or_without_year(written: _Day) -> date | YearDay:
    """ValueError where there is no such day."""
    if written.year is not None:
        return date(written.year, written.month or 0, written.day)
    day = YearDay(written.month or 0, written.day)
    if not day.is_real:
        raise ValueError
    return day
