"""What a copy carries of places and days is what the server answers with, and small."""

import gzip
from datetime import date, timedelta

import orjson
import pytest
from django.test import override_settings

from partners import reference
from partners.places import DIGITS, Lost, packed_outcodes
from publishing.codes import lists
from services.hours import NATIONS
from services.hours.bank_holidays import FIRST_YEAR, LAST_YEAR, bank_holidays
from services.places.outcodes import Outcode, Outcodes, outcodes
from services.places.regions import regions

LARGEST = 40_000  # bytes, compressed: a third of what a whole copy may have in English
LARGEST_LANGUAGE = 8_000  # and what our own words in another add


@pytest.fixture(scope="module")
def read():
    return orjson.loads(reference.written())


def unpacked(found):
    """Every outcode of the packed text, with its status, jurisdiction and places."""
    codes = [region.code for region in regions()]
    for line in found["known"].split("\n"):
        letters, named, *entries = line.split(" ")
        places = [codes[int(one, 36)] for one in named.split(",") if one]
        for entry in entries:
            rest, choices, *status = entry.split(":")
            yield (
                letters + rest,
                found["statuses"][int(status[0]) if status else 0],
                found["areas"][letters][1],
                tuple(places[DIGITS.index(digit)] for digit in choices),
            )


def test_every_outcode_is_there_as_the_server_knows_it(read):
    told = [(one.outcode, one.status, one.jurisdiction, one.choices) for one in outcodes()]

    assert list(unpacked(read["outcodes"])) == told


def test_every_sector_that_says_more_than_its_outcode_is_there(read):
    of_outcode = {outcode: choices for outcode, _, _, choices in unpacked(read["outcodes"])}
    told = {}
    for line in read["outcodes"]["sectors"].split("\n"):
        outcode, *sectors = line.split(" ")
        for sector, *choices in sectors:
            told[f"{outcode} {sector}"] = tuple(of_outcode[outcode][DIGITS.index(digit)] for digit in choices)

    for name in outcodes().sectors:
        assert told.get(name, of_outcode[name.partition(" ")[0]]) == outcodes().resolve(name).choices, name
    assert told.keys() <= outcodes().sectors.keys()


def test_every_area_answers_for_what_is_not_in_the_list(read):
    codes = [region.code for region in regions()]
    for letters, (status, jurisdiction, nations, choices) in read["outcodes"]["areas"].items():
        area = outcodes().areas[letters]
        told = (
            read["outcodes"]["statuses"][status],
            jurisdiction,
            *(tuple(codes[n] for n in x) for x in (nations, choices)),
        )
        assert told == (area.status, area.jurisdiction, area.nations, area.choices)


@pytest.mark.parametrize(
    "one",
    [
        Outcode("AB1", "live", nations=("E92000001", "S92000003"), choices=("S12000033",)),
        Outcode("AB1", "live", nations=("S92000003",), choices=("S12000033",), jurisdiction="Jersey"),
    ],
)
def test_what_packing_would_lose_is_refused(one):
    with pytest.raises(Lost, match="AB1"):
        packed_outcodes(Outcodes({"AB1": one}, {}, outcodes().areas), regions())


def test_a_council_names_the_police_and_the_health_board_that_it_lies_in(read):
    edinburgh = next(row for row in read["regions"] if row[3] == "city-of-edinburgh")

    assert edinburgh[6] == "S92000003"
    assert edinburgh[7] == [one for one in edinburgh[7] if "S12000036" in {c.code for c in regions().children(one)}]
    assert len(edinburgh[7]) == 2


def test_every_day_is_a_bank_holiday_of_the_nations_that_it_is_one_of_here(read):
    told = read["bank_holidays"]
    days = dict(line.split(" ") for line in told["days"])
    day = date(told["first"], 1, 1)
    while day.year <= told["last"]:
        letters = "".join(name[0] for code, name in NATIONS.items() if day in bank_holidays(code, day.year))
        assert days.get(day.isoformat(), "") == letters
        day += timedelta(days=1)
    assert (told["first"], told["last"]) == (FIRST_YEAR, LAST_YEAR)


def test_the_codes_are_those_of_the_address(read):
    assert [one["name"] for one in read["codes"]] == list(lists())


def test_it_is_small(read):
    in_english = {**read, "languages": {}}
    assert len(gzip.compress(orjson.dumps(in_english), 9)) < LARGEST
    for tag, told in read["languages"].items():
        with_one = {**read, "languages": {tag: told}}
        more = len(gzip.compress(orjson.dumps(with_one), 9)) - len(gzip.compress(orjson.dumps(in_english), 9))
        assert more < LARGEST_LANGUAGE, tag


def test_it_is_named_by_its_bytes_which_hold_the_address_of_the_service():
    here = reference.digest()
    with override_settings(PUBLIC_URL="https://other.example.org"):
        assert orjson.loads(reference.written())["public_url"] == "https://other.example.org"
        assert reference.digest() != here
    assert reference.digest() == here
