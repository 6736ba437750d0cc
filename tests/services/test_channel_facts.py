"""The channels of docs/matching.md: each row of its table is asked of the API."""

import pytest

from tests.matching.asking import ask, encoded, results  # noqa: F401
from tests.matching.editions import compiled, example_services
from tests.matching.tables import table

CASES = table("Questions of channels and whom they find")


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), lambda: example_services("channels"))


def named(row):
    return set(row["services"].split(", ")) - {"none"}


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["asked"])
def test_services_gives_those_with_one_channel_of_which_all_that_is_asked_holds(ask, row):  # noqa: F811
    found = ask("services", encoded(row["asked"]))["results"]

    assert {service["name"] for service in found} == named(row)


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["asked"])
def test_help_gives_the_same(ask, row):  # noqa: F811
    answer = ask("help", encoded(row["asked"]))

    assert set(results(answer)) == named(row)
    assert [condition["code"] for condition in answer["conditions"]] == ([] if named(row) else ["nothing-matches"])


def test_an_unknown_fact_is_said_to_be_unknown(ask):  # noqa: F811
    found = {service["name"]: service for service in ask("services")["results"]}["Says nothing"]

    channel = found["channels"][0]
    facts = ("free", "on_phone_bill", "anonymous", "account_needed")
    assert ({channel[fact] for fact in facts}, channel["languages"]) == ({"unknown"}, None)
    assert channel["hours"]["state"] == "unknown"
