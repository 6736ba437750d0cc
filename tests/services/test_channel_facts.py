"""The channels of docs/matching.md: each row of its tables is asked of the API."""

import pytest

from tests.matching.asking import ask, conditions, encoded, results  # noqa: F401
from tests.matching.editions import compiled, example_services
from tests.matching.tables import examples, table

FOUND = table("Questions of channels and whom they find")
LEFT_OUT = table("Questions and what they leave out")


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), lambda: example_services("channels"))


def named(cell):
    return set(cell.split(", ")) - {"none"}


@pytest.mark.parametrize("row", FOUND, ids=lambda row: row["asked"])
def test_services_gives_those_with_one_channel_of_which_all_that_is_asked_holds(ask, row):  # noqa: F811
    found = ask("services", encoded(row["asked"]))["results"]

    assert {card["name"] for card in found} == named(row["services"])


@pytest.mark.parametrize("row", FOUND, ids=lambda row: row["asked"])
def test_a_service_that_may_speak_the_language_says_that_it_is_not_known(ask, row):  # noqa: F811
    found = ask("services", encoded(row["asked"]))["results"]

    assert {card["name"] for card in found if conditions(card)} == named(row["language not known"])
    assert {code for card in found for code in conditions(card)} <= {"language-not-known"}


@pytest.mark.parametrize("row", LEFT_OUT, ids=lambda row: row["asked"])
def test_services_counts_what_each_parameter_left_out_and_why(ask, row):  # noqa: F811
    left_out = ask("services", encoded(row["asked"]) if row["asked"] else "")["left_out"]

    assert {f"{one['parameter']}: {one['count']} {one['code']}" for one in left_out} == named(row["left out"])


@pytest.mark.parametrize("row", FOUND, ids=lambda row: row["asked"])
def test_help_gives_all_of_them_whatever_is_preferred(ask, row):  # noqa: F811
    answer = ask("help", encoded(row["asked"]))

    assert set(results(answer)) == set(examples("channels"))
    assert answer["left_out"] == []


def test_what_is_left_out_is_in_words(ask):  # noqa: F811
    one, several = ask("services", "no_account=true")["left_out"], ask("services", "free=false")["left_out"]

    assert [entry["text"] for entry in one] == [
        "1 service is left out. It is known not to meet this.",
        "1 service is left out. Nobody has told us whether it does.",
    ]
    assert [entry["text"] for entry in several] == [
        "3 services are left out. They are known not to meet this.",
        "3 services are left out. Nobody has told us whether they do.",
    ]


def test_an_unknown_fact_is_said_to_be_unknown(ask):  # noqa: F811
    (way,) = {card["name"]: card for card in ask("services")["results"]}["Says nothing"]["ways"]

    facts = ("free", "on_phone_bill", "anonymous", "account_needed")
    assert ({way[fact] for fact in facts}, way["languages"]) == ({"unknown"}, None)
    assert way["open"] == {"state": "not-known", "until": None, "words": "Hours not known"}


def test_a_channel_speaks_the_languages_of_its_service_unless_it_says_its_own(ask):  # noqa: F811
    card = {card["name"]: card for card in ask("services")["results"]}["Bilingual"]

    assert {way["kind"]: set(way["languages"]) for way in card["ways"]} == {"phone": {"en", "cy"}, "email": {"cy"}}
