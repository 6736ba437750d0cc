"""The moments of docs/matching.md: each row is asked of the API, with the clock standing at that moment."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from publishing import lifecycle
from services.hours.text import parse
from tests import factories
from tests.matching.asking import ask, moment, results  # noqa: F401
from tests.matching.editions import VALUES, compiled, example_services
from tests.matching.tables import examples, table

CASES = table("Moments and who is there")
NAMES = [name for name in CASES[0] if name in examples("opening hours")]
WORDS = table("Words for what is open")
STATES = {"?": "not-known", "any": "any-time"}


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), lambda: example_services("opening hours"))


def state(row, name):
    """The state that a cell says, and the change it names: the next such date after the row's own."""
    word, _, change = row[name].partition(" ")
    if not change[:1].isdigit():
        return STATES.get(word, word), None
    year = moment(row["UTC"]).year
    until = datetime.strptime(f"{year} {change}", "%Y %d %b %H:%M").replace(tzinfo=UTC)
    return STATES.get(word, word), until if until > moment(row["UTC"]) else until.replace(year=year + 1)


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["UTC"])
def test_a_way_says_whether_it_can_be_used_and_when_that_changes(ask, row):  # noqa: F811
    with time_machine.travel(moment(row["UTC"]), tick=False):
        found = results(ask("help"))

    ways = {name: found[name]["ways"][0]["open"] for name in NAMES}
    told = {name: (way["state"], read(way["until"])) for name, way in ways.items()}
    assert told == {name: state(row, name) for name in NAMES}


@pytest.mark.parametrize("row", WORDS, ids=lambda row: f"{row['UTC']} {row['service']}")
def test_a_way_says_so_in_words(ask, row):  # noqa: F811
    found = results(ask("help", open_at=at(row)))[row["service"]]

    assert found["ways"][0]["open"]["words"] == row["words"]


def test_that_hours_are_not_known_is_said_once_a_card(ask):  # noqa: F811
    found = results(ask("help", "open_at=2026-01-20T12:00Z"))["Untold lines"]

    assert [way["open"]["state"] for way in found["ways"]] == ["not-known", "not-known"]
    assert [way["open"]["words"] for way in found["ways"]] == ["Hours not known", None]


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["UTC"])
def test_open_at_gives_those_that_can_be_used_for_certain(ask, row):  # noqa: F811
    found = {card["name"] for card in ask("services", open_at=at(row))["results"]}

    assert found & set(NAMES) == {name for name in NAMES if state(row, name)[0] in ("open", "any-time")}


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["UTC"])
def test_ordering_open_puts_those_where_somebody_is_there_first(ask, row):  # noqa: F811
    with time_machine.travel(moment(row["UTC"]), tick=False):
        found = [card["name"] for card in ask("services", ordering="open")["results"]]

    expected = sorted(NAMES, key=lambda name: (state(row, name)[0] != "open", name.casefold()))
    assert [name for name in found if name in NAMES] == expected


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["UTC"])
def test_a_fresh_answer_is_kept_no_longer_than_to_the_next_change(api, edition, monkeypatch, row):
    monkeypatch.setattr("publishing.keeper.current", lambda: edition)
    with time_machine.travel(moment(row["UTC"]), tick=False):
        held = api.get("/api/v1/help")["Cache-Control"]

    changes = [until for name in NAMES if (until := state(row, name)[1])]
    left = min((until - moment(row["UTC"])).total_seconds() for until in changes)
    assert int(re.fullmatch(r"public, max-age=(\d+), must-revalidate", held)[1]) <= left


@pytest.fixture
def out_of_sight(monkeypatch, tmp_path, django_db_blocker):
    """A line that shuts once, so far ahead that it comes into sight at a midnight when nothing opens or closes."""
    written = ("Daily 00:00-24:00\n2028-02-01: closed\nBank holidays: as usual", "Daily 09:00-17:00")
    phones = [{"kind": "phone", "value": VALUES["phone"], "hours": parse(hours).to_json()} for hours in written]
    edition = compiled(
        django_db_blocker,
        tmp_path,
        lambda: lifecycle.publish_first(
            [factories.topic(), *(factories.service(channels=[phone]) for phone in phones)], "examples"
        ),
    )
    monkeypatch.setattr("publishing.keeper.current", lambda: edition)


def test_one_tag_is_of_one_answer_when_a_change_comes_into_sight(api, out_of_sight):
    with time_machine.travel(moment("2026-12-16 17:00"), tick=False) as clock:
        before = api.get("/api/v1/help")
        clock.move_to(moment("2026-12-17 00:00"))
        after = api.get("/api/v1/help", headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert (before.content != after.content, before["ETag"] != after["ETag"]) == (True, True)


def test_an_answer_is_kept_until_a_change_may_come_into_sight_and_no_longer(api, out_of_sight):
    with time_machine.travel(moment("2026-12-16 23:59") + timedelta(seconds=30), tick=False):
        assert api.get("/api/v1/help")["Cache-Control"] == "public, max-age=30, must-revalidate"


def at(row):
    return row["UTC"].replace(" ", "T") + ":00Z"


def read(text):
    return text and datetime.fromisoformat(text)
