"""The moments of docs/matching.md: each row is asked of the API, with the clock standing at that moment."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from publishing import lifecycle
from services.hours_text import parse
from tests import factories
from tests.matching.asking import ask, moment, results  # noqa: F401
from tests.matching.editions import VALUES, compiled, example_services
from tests.matching.tables import examples, table

NAMES = list(examples("opening hours"))
CASES = table("Moments and who is there")
WORDS = {"open": True, "shut": False, "?": None}


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), lambda: example_services("opening hours"))


def state(row, name):
    """Whether a cell says open, and the change it names: the next such date after the row's own."""
    word, _, change = row[name].partition(" ")
    if not change:
        return WORDS[word], None
    year = moment(row["UTC"]).year
    until = datetime.strptime(f"{year} {change}", "%Y %d %b %H:%M").replace(tzinfo=UTC)
    return WORDS[word], until if until > moment(row["UTC"]) else until.replace(year=year + 1)


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["UTC"])
def test_help_says_who_is_there_and_when_that_changes(ask, row):  # noqa: F811
    with time_machine.travel(moment(row["UTC"]), tick=False):
        found = results(ask("help"))

    told = {name: got["open"] for name, got in found.items()}
    assert {name: (got["is_open"], read(got["next_change_at"])) for name, got in told.items()} == {
        name: state(row, name) for name in NAMES
    }


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["UTC"])
def test_open_at_gives_those_with_a_channel_that_is_open_for_certain(ask, row):  # noqa: F811
    found = ask("services", open_at=row["UTC"].replace(" ", "T") + ":00Z")["results"]

    is_open = {name for name in NAMES if state(row, name)[0]}
    assert {service["name"] for service in found} == is_open | {"A form"}


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["UTC"])
def test_ordering_open_puts_those_where_somebody_is_there_first(ask, row):  # noqa: F811
    with time_machine.travel(moment(row["UTC"]), tick=False):
        found = [service["name"] for service in ask("services", ordering="open")["results"]]

    assert found == sorted(NAMES, key=lambda name: (state(row, name)[0] is not True, name.casefold()))


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
        lambda: lifecycle.publish_first([factories.service(channels=[phone]) for phone in phones], "examples"),
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


def read(text):
    return text and datetime.fromisoformat(text)
