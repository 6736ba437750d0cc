"""The bank holidays that a copy carries: of every year for which the server knows any."""

from collections import defaultdict
from datetime import date
from typing import Any

from services.hours import NATIONS
from services.hours.bank_holidays import FIRST_YEAR, LAST_YEAR, bank_holidays


def bank_holiday_days() -> dict[str, Any]:
    """`days`: each date, and after a space the first letters of the nations that have it: E, N, S and W, in this order.

    `first` and `last` are the years of which all is there.
    """
    found: dict[date, str] = defaultdict(str)
    for nation, name in NATIONS.items():
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            for day in bank_holidays(nation, year) or ():
                found[day] += name[0]
    return {"first": FIRST_YEAR, "last": LAST_YEAR, "days": [f"{day} {found[day]}" for day in sorted(found)]}
