"""The audiences of docs/matching.md: each row of its tables is asked of the API."""

import pytest

from tests.matching.asking import ask, conditions, present, results  # noqa: F401
from tests.matching.editions import compiled, example_services
from tests.matching.tables import examples, table

NAMES = list(examples("audiences"))
WHO_ASKS = table("Who asks and what they are given")
WHO_MAY = table("Who may use it")
USES = {"yes": None}
ONLY = {"yes": [], "only": ["only-for-audience"]}


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), lambda: example_services("audiences"))


@pytest.mark.parametrize("row", WHO_ASKS, ids=lambda row: row["asked"])
def test_help_gives_the_services_of_the_row_each_with_its_use(ask, row):  # noqa: F811
    found = results(ask("help", row["asked"]))

    told = {name: card["use"] for name, card in found.items()}
    assert told == {name: USES.get(row[name], row[name]) for name in present(row, NAMES)}


@pytest.mark.parametrize("row", WHO_ASKS, ids=lambda row: row["asked"])
def test_help_counts_those_that_are_for_others_only(ask, row):  # noqa: F811
    left_out = ask("help", row["asked"])["left_out"]

    told = [one["count"] for one in left_out if (one["parameter"], one["code"]) == ("audience", "not-for-audience")]
    assert told == [int(row["for others"])]


@pytest.mark.parametrize("row", WHO_ASKS, ids=lambda row: row["asked"])
def test_help_says_by_use_and_not_by_a_condition_for_whom_it_is(ask, row):  # noqa: F811
    for card in results(ask("help", row["asked"])).values():
        assert "only-for-audience" not in conditions(card)


@pytest.mark.parametrize("row", WHO_MAY, ids=lambda row: row["asked"])
def test_services_gives_the_services_of_the_row_each_with_its_condition(ask, row):  # noqa: F811
    found = {card["name"]: card for card in ask("services", row["asked"])["results"]}

    told = {name: [code for code in conditions(card) if code in ONLY["only"]] for name, card in found.items()}
    assert told == {name: ONLY[row[name]] for name in present(row, NAMES)}
    assert {card["use"] for card in found.values()} == {None}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("For adults who help", "Only for a parent or carer, a friend or a professional."),
        ("For professionals", "Only for a professional."),
    ],
)
def test_the_condition_names_those_who_may_use_it(ask, name, text):  # noqa: F811
    found = {card["name"]: card for card in ask("services")["results"]}[name]

    assert [condition["text"] for condition in found["conditions"]] == [text]


def test_the_age_of_the_person_who_is_blackmailed_is_not_taken_for_a_helpers(ask):  # noqa: F811
    found = results(ask("help", "audience=friend&age=14"))["For grown-up friends"]

    assert (found["use"], found["match"]["age"], conditions(found)) == ("yourself", "depends", ["minimum-age"])


def test_one_person_asks_for_help(api, edition):
    response = api.get("/api/v1/help?audience=victim&audience=friend")

    assert (response.status_code, response.json()["errors"][0]["parameter"]) == (400, "audience")
