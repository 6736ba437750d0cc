"""Whose bank holiday a date is, in the years of the reference."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

LETTERS = {"E92000001": "E", "N92000002": "N", "S92000003": "S", "W92000004": "W"}
_SATURDAY = 5


class BankHolidays:
    """The days of the four nations."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        """`told`: the first and last year, and days such as `2026-01-02 S`."""
        self._years = range(told["first"], told["last"] + 1)
        self._days = {date.fromisoformat(day): nations for day, nations in (one.split(" ") for one in told["days"])}

    def touches(self, day: date, nations: Sequence[str]) -> bool | None:
        """Whether a date is a bank holiday in all of the nations (GSS codes; none named: all four) or in none of them.

        None when that cannot be said: a holiday in only some of them, a year without data, or a holiday's own day at a
        weekend.
        """
        if day.year not in self._years:
            return None
        holding = [LETTERS[code] in self._days.get(day, "") for code in nations or LETTERS]
        if not any(holding):
            return False
        return True if all(holding) and day.weekday() < _SATURDAY else None
