"""Hours as the public gets them: in the document of a service, and in the words of its ways."""

import pytest
import time_machine

from publishing import lifecycle
from services.hours.text import parse
from tests import factories
from tests.matching.asking import ask, moment  # noqa: F401
from tests.matching.editions import VALUES, compiled

OFFICE = "Mon-Fri 09:00-17:00\nBank holidays: closed"
SCOTLAND, ENGLAND, WALES, EDINBURGH, UK = "S92000003", "E92000001", "W92000004", "S12000036", "K02000001"
NEWER = ("monthly", "periods", "yearly_periods", "yearly_exceptions", "term_time_only")
# Of each service: its hours, and where it is on offer.
SERVICES = {
    "plain": (OFFICE, {"coverage": [UK]}),
    "scots": (OFFICE, {"coverage": [SCOTLAND]}),
    "edinburgh": (OFFICE, {"coverage": [EDINBURGH]}),
    "both": (OFFICE, {"coverage": [ENGLAND, WALES]}),
    "told": ("Mon-Fri 09:00-17:00\nBank holidays: closed (England)", {"coverage": [SCOTLAND]}),
    "untold": (OFFICE, {"coverage": [], "coverage_known": False}),
    "worldwide": (OFFICE, {"coverage": [], "is_worldwide": True}),
    "always": ("Always open", {"coverage": [SCOTLAND]}),
    "new": (f"{OFFICE}\nFrom 1 Apr 2027: Mon-Fri 08:00-20:00", {"coverage": [UK]}),
    "terms": ("Mon-Fri 15:30-19:00\nTerm time only", {"coverage": [UK]}),
    "many": (
        "Last Friday of the month 18:00-20:00\nEvery year 1 Jun - 31 Aug: closed\nEvery year 24 Dec: 09:00-12:00",
        {"coverage": [UK]},
    ),
}


def published():
    made = [
        factories.service(
            slug,
            slug=slug,
            channels=[{"kind": "phone", "value": VALUES["phone"], "hours": parse(hours).to_json()}],
            **where,
        )
        for slug, (hours, where) in SERVICES.items()
    ]
    lifecycle.publish_first([factories.topic(), *made], "examples")


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), published)


def hours(ask, slug):  # noqa: F811
    return ask(f"services/{slug}")["result"]["channels"][0]["hours"]


@pytest.mark.parametrize(
    ("slug", "nations"),
    [
        ("plain", []),
        ("scots", [SCOTLAND]),
        ("edinburgh", [SCOTLAND]),
        ("both", [ENGLAND, WALES]),
        ("told", [ENGLAND]),
        ("untold", []),
        ("worldwide", []),
        ("always", []),
    ],
)
def test_bank_holidays_are_those_of_the_nations_a_service_is_for(ask, slug, nations):  # noqa: F811
    assert hours(ask, slug)["bank_holiday_nations"] == nations


def test_the_words_say_whose_bank_holidays_they_are(ask):  # noqa: F811
    assert hours(ask, "scots")["words"] == "Monday to Friday 09:00 to 17:00. Closed on bank holidays in Scotland."


@pytest.mark.parametrize(
    ("at", "found"),
    [
        # A holiday in Scotland alone, and one everywhere but there.
        ("2026-11-30 12:00", {"both", "told", "always"}),
        ("2026-08-31 12:00", {"scots", "edinburgh", "always"}),
    ],
)
def test_open_at_goes_by_the_same_bank_holidays(ask, at, found):  # noqa: F811
    cards = ask("services", open_at=at.replace(" ", "T") + "Z", page_size=100)["results"]

    assert {card["slug"] for card in cards} == found


def test_new_hours_from_a_day_are_a_period_of_the_document(ask):  # noqa: F811
    said = hours(ask, "new")

    assert [(period["first_day"], period["last_day"]) for period in said["periods"]] == [("2027-04-01", None)]
    assert said["periods"][0]["weekly"][0] == {
        "opens_day": "monday",
        "opens": "08:00",
        "closes_day": "monday",
        "closes": "20:00",
    }
    assert said["words"].endswith("From 1 April 2027: Monday to Friday 08:00 to 20:00.")


def test_months_and_what_comes_every_year_are_in_the_document(ask):  # noqa: F811
    said = hours(ask, "many")

    assert said["monthly"] == [{"week": "last", "day": "friday", "opens": "18:00", "closes": "20:00"}]
    assert said["yearly_periods"] == [{"first_day": "06-01", "last_day": "08-31", "weekly": [], "monthly": []}]
    assert said["yearly_exceptions"] == [{"date": "12-24", "intervals": [{"opens": "09:00", "closes": "12:00"}]}]


def test_term_time_is_in_the_document_and_in_words(ask):  # noqa: F811
    said = hours(ask, "terms")

    assert said["term_time_only"] is True
    assert "In term time only." in said["words"]


@pytest.mark.parametrize("slug", ["plain", "always"])
def test_what_is_not_said_is_empty(ask, slug):  # noqa: F811
    assert [hours(ask, slug)[member] for member in NEWER] == [[], [], [], [], False]


@pytest.mark.parametrize(
    ("slug", "at", "words"),
    [
        ("new", "2027-03-31 17:00", "Shut. Opens tomorrow at 8:00"),
        ("new", "2027-04-01 17:00", "Open now, until 20:00"),
        ("terms", "2026-11-26 12:00", "Shut now"),
        ("terms", "2026-11-26 16:00", "Hours not known"),
        ("many", "2026-11-27 17:00", "Shut. Opens at 18:00"),
        ("many", "2026-11-27 21:00", "Shut. Opens on Thursday 24 December at 9:00"),
        ("many", "2027-05-28 20:00", "Shut. Opens on Friday 24 September at 18:00"),
    ],
)
def test_a_way_says_when_it_opens(ask, slug, at, words):  # noqa: F811
    with time_machine.travel(moment(at), tick=False):
        cards = {card["slug"]: card for card in ask("services", page_size=100)["results"]}

    assert cards[slug]["ways"][0]["open"]["words"] == words
