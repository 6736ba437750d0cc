"""Whose bank holiday a date is."""

import datetime
from collections.abc import Sequence
from functools import lru_cache

from holidays import country_holidays

from services.hours import NATIONS

_SUBDIVISIONS = {"E92000001": "ENG", "N92000002": "NIR", "S92000003": "SCT", "W92000004": "WLS"}
_SATURDAY = 5


@lru_cache(maxsize=1024)
def bank_holidays(nation: str, year: int) -> frozenset[datetime.date] | None:
    """The bank holidays of one nation (GSS code) in one year; None when the library has none for that year.

    Holds the named days at a weekend as well as the weekdays given instead. A holiday proclaimed since the library
    was released is not in it.
    """
    calendar = country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=[])
    if not calendar.start_year <= year <= calendar.end_year:
        return None
    return frozenset(country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year))


def is_bank_holiday(day: datetime.date, nations: Sequence[str] = ()) -> bool | None:
    """Whether a date is a bank holiday in all of the nations (GSS codes; none named: all four) or in none of them.

    None when that cannot be said: a holiday in only some of them, a year without data, or a holiday's own day at a
    weekend. In law the holiday is then the weekday given instead, and a service that says "closed on bank holidays"
    may mean either or both.
    """
    calendars = [bank_holidays(nation, day.year) for nation in nations or NATIONS]
    holding = [day in calendar for calendar in calendars if calendar is not None]
    if len(holding) < len(calendars):
        return None
    if not any(holding):
        return False
    return True if all(holding) and day.weekday() < _SATURDAY else None
