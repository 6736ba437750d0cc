"""Whose bank holiday a date is."""

import datetime
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from publishing import yaml_files
from services.hours import NATIONS

_FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
PROCLAIMED = _FIXTURES / "bank_holidays.yaml"
FORESEEN = _FIXTURES / "bank_holidays.csv"  # each date, and the first letters of the nations that have it

# A copy that a partner keeps has the days of these years, so nobody is told of others (docs/decisions/0018).
FIRST_YEAR, LAST_YEAR = 2000, 2100

_SATURDAY = 5
_MEMBERS = {"date", "nations", "name", "source"}
_CODES = {name: code for code, name in NATIONS.items()}


@lru_cache(maxsize=1024)
def bank_holidays(nation: str, year: int) -> frozenset[datetime.date] | None:
    """The bank holidays of one nation (GSS code) in one year; None for a year before `FIRST_YEAR` or after `LAST_YEAR`.

    Holds the named days at a weekend as well as the weekdays given instead, and what was proclaimed since those were
    written down.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    days = (*foreseen(FORESEEN)[nation], *proclaimed(PROCLAIMED)[nation])
    return frozenset(day for day in days if day.year == year)


@cache
def foreseen(path: Path) -> Mapping[str, tuple[datetime.date, ...]]:
    """Those of each nation (GSS code) that follow from the law, of all years, as a file has them.

    They are those of the library `holidays`, which is too large to be loaded for them; a test holds the file to it
    (tests/services/test_bank_holidays.py). RuntimeError for a file that has lost a part, ValueError for what is no day.
    """
    lines = [line.split(",") for line in path.read_text(encoding="ascii").splitlines()[1:]]
    found = {
        code: tuple(datetime.date.fromisoformat(day) for day, letters in lines if name[0] in letters)
        for code, name in NATIONS.items()
    }
    if not all(days and (days[0].year, days[-1].year) == (FIRST_YEAR, LAST_YEAR) for days in found.values()):
        raise RuntimeError(f"{path.name}: must have days of each nation from {FIRST_YEAR} to {LAST_YEAR}")
    return found


@cache
def proclaimed(path: Path) -> Mapping[str, frozenset[datetime.date]]:
    """The further bank holidays of each nation (GSS code) that a file tells of.

    Raises RuntimeError naming the entry that is wrong: a list read in part would say that a shut line is open.
    """
    entries = yaml_files.read(path)
    if not isinstance(entries, list):
        raise RuntimeError(f"{path.name}: must be a list; write [] where there is no holiday to add")
    found: dict[str, set[datetime.date]] = {code: set() for code in NATIONS}
    for position, entry in enumerate(entries, start=1):
        fault = _fault(entry)
        if fault:
            raise RuntimeError(f"{path.name}: entry {position}: {fault}: {entry!r}")
        for name in entry["nations"]:
            if entry["date"] in found[_CODES[name]]:
                raise RuntimeError(f"{path.name}: entry {position}: {name} has this date already: {entry!r}")
            found[_CODES[name]].add(entry["date"])
    return MappingProxyType({code: frozenset(days) for code, days in found.items()})


def _fault(entry: Any) -> str | None:
    """What is wrong with an entry of the file, in words."""
    if not isinstance(entry, dict) or set(entry) != _MEMBERS:
        return "must have date, nations, name and source, and nothing else"
    if type(entry["date"]) is not datetime.date:
        return "date must be a date such as 2023-05-08, without quotes"
    nations = entry["nations"]
    if not isinstance(nations, list) or not nations or not all(name in _CODES for name in nations):
        return f"nations must be a list of some of {', '.join(_CODES)}"
    if not isinstance(entry["name"], str) or not entry["name"].strip():
        return "name must be the words of the proclamation"
    if not isinstance(entry["source"], str) or not entry["source"].startswith("https://"):
        return "source must be an address that begins with https://"
    return None


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
