"""The audiences of docs/matching.md: each row of its table is asked of the API."""

import pytest

from tests.matching.asking import ask, present, results  # noqa: F401
from tests.matching.editions import compiled, example_services
from tests.matching.tables import examples, table

NAMES = list(examples("audiences"))
CASES = table("Who is asking and what they are given")
CONDITIONS = {"yes": [], "only": ["only-for-audience"]}


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), lambda: example_services("audiences"))


def codes(holder):
    return [condition["code"] for condition in holder["conditions"]]


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["asked"])
def test_help_gives_the_services_of_the_row_each_with_its_conditions(ask, row):  # noqa: F811
    found = results(ask("help", row["asked"]))

    told = {name: codes(got["match"]) for name, got in found.items()}
    assert told == {name: CONDITIONS[row[name]] for name in present(row, NAMES)}


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["asked"])
def test_services_gives_the_services_of_the_row(ask, row):  # noqa: F811
    found = ask("services", row["asked"])["results"]

    assert {service["name"] for service in found} == present(row, NAMES)


def test_a_document_has_the_conditions_of_a_victim_who_does_not_say_so(ask):  # noqa: F811
    for result in results(ask("help")).values():
        assert result["service"]["conditions"] == result["match"]["conditions"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("For adults who help", "Only for a parent or carer, a friend or a professional."),
        ("For professionals", "Only for a professional."),
    ],
)
def test_the_condition_names_those_who_may_use_it(ask, name, text):  # noqa: F811
    found = results(ask("help"))[name]["match"]["conditions"]

    assert [condition["text"] for condition in found] == [text]
