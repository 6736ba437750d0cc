"""The bank holidays that are written down are those of the library that knows the law.

    WRITE_BANK_HOLIDAYS=1 … test tests/services/test_bank_holidays.py

writes them anew, after a release of the library. What it adds was proclaimed, and may go from bank_holidays.yaml.
"""

import os
from collections import defaultdict
from datetime import date

import pytest
from holidays import country_holidays

from services.hours import NATIONS
from services.hours.bank_holidays import FIRST_YEAR, FORESEEN, LAST_YEAR, foreseen

SUBDIVISIONS = {"E92000001": "ENG", "N92000002": "NIR", "S92000003": "SCT", "W92000004": "WLS"}


def as_the_library_says() -> str:
    letters = defaultdict[date, str](str)
    for nation, subdivision in SUBDIVISIONS.items():
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            for day in country_holidays("GB", subdiv=subdivision, years=year):
                letters[day] += NATIONS[nation][0]
    return "".join(["date,nations\n", *(f"{day},{letters[day]}\n" for day in sorted(letters))])


def test_what_is_written_down_is_what_the_library_says():
    if os.environ.get("WRITE_BANK_HOLIDAYS"):
        FORESEEN.write_text(as_the_library_says(), encoding="ascii")

    assert FORESEEN.read_text(encoding="ascii") == as_the_library_says()


def test_a_file_that_has_lost_its_end_is_refused(tmp_path):
    short = tmp_path / "bank_holidays.csv"
    short.write_text(FORESEEN.read_text(encoding="ascii")[:9000].rpartition("\n")[0], encoding="ascii")

    with pytest.raises(RuntimeError, match="from 2000 to 2100"):
        foreseen(short)
