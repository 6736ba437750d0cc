"""What one line of an editor says, into the draft of the hours."""

import re

from services.hours import NATIONS, dates, zone_names
from services.hours.dates import Dates
from services.hours.drafts import Draft
from services.hours.intervals import HoursError, overlap
from services.hours.spelling import TIME, read_times, read_week
from services.hours.value import BankHolidayRule

_ALL_WEEK = re.compile(r"24 ?/ ?7|24 hours?(?: a day)?(?: ?,? ?7 days(?: a week)?)?")
_RULES: dict[str, BankHolidayRule] = {"closed": "closed", "as usual": "as-usual", "not known": "unknown"}
_NATION_CODES = {name.lower(): code for code, name in NATIONS.items()}
_BANK_HOLIDAYS = re.compile(r"bank holidays? ?: ?([a-z ]+?|[0-9][^(]*?) ?(?:\( ?(.*?) ?\))?")
TERM_TIME = r"(?:only )?(?:open )?(?:only )?(?:(?:in|during) )?(?:the )?(?:school )?term(?:[ -]?times?|s)(?: only)?"
_TERM_TIME = re.compile(rf"\(?{TERM_TIME}\)?\.?")
_DATES_WITHIN = re.compile(rf"(?<![a-z0-9]){dates.PHRASE}")
_DATES = re.compile(rf"{dates.PHRASE}[ ,:]*(?P<rest>.*)")
# What leaflets print and these lines cannot say for certain, with what to do instead.
_UNSAYABLE = (
    (
        re.compile(
            r"every (?:other|second|third|fourth|2nd|3rd|4th) (?!.*\bmonth)|alternate |fortnightly|every two weeks"
        ),
        "it does not say which weeks. Write “First and third Monday of the month 10:00-12:00” if it is those; if not, "
        "leave it out here.",
    ),
    (
        re.compile(r".*\b(?:term|school holidays?|half[ -]term)\b"),
        "write “Term time only” on a line of its own: it holds for all the hours. Hours that hold in the school "
        "holidays alone cannot be said here.",
    ),
    (
        re.compile(r"(?:in )?(?:summer|winter|spring|autumn|easter|christmas|xmas)\b"),
        "say from which day to which. Write “1 Jun - 31 Aug: Mon-Fri 10:00-16:00”, with years if it is so only once.",
    ),
)


def plain(line: str) -> str:
    """A line in lower case, with one kind of dash, no space beside dashes and commas, and single spaces elsewhere."""
    line = re.sub(r"[\u2010-\u2015\u2212]", "-", " ".join(line.lower().replace("’", "'").split()))
    line = re.sub(r"\bto\b", "-", re.sub(r"\bup to\b", "until", line))
    line = re.sub(r"\band\b(?! including)|&", ",", line)
    return re.sub(r" ?([-,]) ?", r"\1", line)


def read(draft: Draft, number: int, line: str) -> None:
    """Add to the draft what a line says; HoursError with what would be right."""
    written = plain(line)
    zone = re.fullmatch(r"zone *: *(.*)", line.strip(), re.IGNORECASE)
    if written == "always open":
        raise HoursError(
            "“Always open” must be the only line. For every day with exceptions write “Daily 00:00-24:00”."
        )
    if zone:
        _read_zone(draft, zone[1])
    elif written.startswith("bank holiday"):
        _read_bank_holidays(draft, written)
    elif _TERM_TIME.fullmatch(written):
        draft.term_time_only = True
    elif match := _DATES.fullmatch(written):
        _read_dated(draft, number, dates.read(match), match["rest"].strip())
    elif (
        written[:1].isdigit() and not _DATES_WITHIN.search(written) and not re.match(r"[0-9](?:st|nd|rd|th)\b", written)
    ):
        raise HoursError(_instead_of_a_date(written))
    else:
        _refuse_the_unsayable(written)
        draft.week.add(number, read_week(written))


def _read_zone(draft: Draft, name: str) -> None:
    if draft.zone:
        raise HoursError("the zone is given twice. Keep one line such as “Zone: Europe/London”.")
    if name not in zone_names():
        raise HoursError(f"“{name}” is not a time zone. Write one such as “Zone: Europe/London”.")
    draft.zone = name


def _read_bank_holidays(draft: Draft, written: str) -> None:
    if draft.rule:
        raise HoursError("bank holidays are given twice. Keep one line such as “Bank holidays: closed”.")
    match = _BANK_HOLIDAYS.fullmatch(written)
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
        draft.rule, draft.times = "times", tuple(read_times(match[1]))
        if overlap(draft.times):
            raise HoursError("two of these times overlap. Write “Bank holidays: 10:00-12:00, 13:00-15:00”.")
    draft.nations = tuple(_NATION_CODES[name] for name in names)


def _read_dated(draft: Draft, number: int, told: Dates, rest: str) -> None:
    """Single days have times alone; a period has hours of a week, on as many lines as it needs."""
    if told.days:
        _read_days(draft, told, rest)
        return
    if re.fullmatch(rf"{TIME}-{TIME}(?:,{TIME}-{TIME})*", rest):
        raise HoursError(f"say on which days of that time. Write “{dates.spelt(told)}: Mon-Fri 10:00-16:00”.")
    if not rest:
        raise HoursError(f"put its hours on the same line, such as “{dates.spelt(told)}: Mon-Fri 10:00-16:00”.")
    week = draft.period(number, told)
    if week.is_closed or (rest == "closed" and week.number != number):
        raise HoursError(f"line {week.number} says something else of the same days. Keep one of the two.")
    if rest == "closed":
        week.is_closed = True
    else:
        week.add(number, read_week(rest))


def _read_days(draft: Draft, told: Dates, rest: str) -> None:
    times = () if rest == "closed" else tuple(read_times(rest))
    if overlap(times):
        raise HoursError("two of these times overlap. Write “24 Dec 2026: 10:00-12:00, 13:00-15:00”.")
    for day in told.days:
        if day in draft.days:
            raise HoursError(
                "this date has a line already. Put all its times on one, “24 Dec 2026: 10:00-12:00, 13:00-15:00”."
            )
        draft.days[day] = times


def _refuse_the_unsayable(written: str) -> None:
    for shape, instead in _UNSAYABLE:
        if shape.match(written):
            raise HoursError(instead)
    if match := _DATES_WITHIN.search(written):
        told = dates.read(match)
        raise HoursError(
            "write what holds on some dates on a line of its own, the dates first: "
            f"“{dates.spelt(told)}: closed” or “{dates.spelt(told)}: {'' if told.days else 'Mon-Fri '}10:00-12:00”."
        )


def _instead_of_a_date(written: str) -> str:
    """What to write in the place of a line that begins with a number and not with a date."""
    if _ALL_WEEK.fullmatch(written):
        return "if it never closes, write “Always open” as the only line."
    if re.fullmatch(rf"{TIME}-{TIME}", written):
        return "say on which days. Write “Daily 09:00-17:00” or “Mon-Fri 09:00-17:00”."
    return "start with a date and a colon, such as “25 Dec 2026: closed”."
