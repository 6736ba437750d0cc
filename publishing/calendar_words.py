"""Days, months and times as the language spoken now writes them: by hand in English, by CLDR in all others.

CLDR comes with babel, which takes its time to load: a process that speaks only English never loads it.
"""

from datetime import date, time
from functools import cache
from typing import TYPE_CHECKING

from publishing import languages

if TYPE_CHECKING:
    from babel import Locale

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
LEAP = 2000  # a year that has every day


def weekday(day: int) -> str:
    """0 is Monday."""
    tag = languages.spoken()
    return DAYS[day] if tag == languages.ENGLISH else str(_locale(tag).days["format"]["wide"][day])


def whole_day(day: date) -> str:
    """“25 December 2026”."""
    if (tag := languages.spoken()) == languages.ENGLISH:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year:04}"
    from babel.dates import format_date

    return format_date(day, "long", _locale(tag))


def day_of_month(month: int, day: int) -> str:
    """“25 December”, of any year."""
    if (tag := languages.spoken()) == languages.ENGLISH:
        return f"{day} {MONTHS[month - 1]}"
    from babel.dates import format_skeleton

    return format_skeleton("MMMMd", date(LEAP, month, day), locale=_locale(tag))


def at(hour: int, minute: int, *, padded: bool = True) -> str:
    """“09:00”; in English “9:00” where it is not `padded`, as in a sentence."""
    if (tag := languages.spoken()) == languages.ENGLISH:
        return f"{hour:02}:{minute:02}" if padded else f"{hour}:{minute:02}"
    from babel.dates import format_time

    return format_time(time(hour, minute), "short", locale=_locale(tag))


@cache
def _locale(tag: str) -> "Locale":
    """What CLDR has of a language; British English where it has nothing."""
    from babel import Locale, UnknownLocaleError

    language = tag.partition("-x-")[0]
    try:
        return Locale.parse("en-GB" if language == languages.ENGLISH else language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en-GB", sep="-")
