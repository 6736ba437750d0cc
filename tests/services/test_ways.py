"""The ways of docs/matching.md: their order, what they meet and their labels, asked of the API."""

import pytest

from publishing import lifecycle
from tests import factories
from tests.matching.asking import ask, encoded, results  # noqa: F401
from tests.matching.editions import compiled, make
from tests.matching.tables import ABSENT, examples, table

ORDER = table("Questions and the order of the ways")
LABELS = table("Labels of the ways")


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), published)


def published():
    website = {"kind": "web", "value": "https://www.example.org"}
    labelled = [
        factories.service(slug=f"labelled-{number}", channels=[website, channel(row)])
        for number, row in enumerate(LABELS)
    ]
    lifecycle.publish_first([factories.topic(), *map(make, examples("ways").values()), *labelled], "examples")


def channel(row):
    kind, _, keyword = row["kind"].partition(" ")
    return {"kind": kind, "value": row["value"], "keyword": keyword}


@pytest.mark.parametrize("row", ORDER, ids=lambda row: row["asked"])
def test_the_best_way_for_the_reader_is_first_and_says_what_it_meets(ask, row):  # noqa: F811
    card = results(ask("help", encoded(row["asked"])))["Many ways"]

    assert ", ".join(way["kind"] for way in card["ways"]) == row["ways"]
    assert (", ".join(card["meets"]) or "none") == row["meets"]


@pytest.mark.parametrize("row", LABELS, ids=lambda row: row["label"])
def test_a_way_says_what_to_do_and_opens_at_a_tap(ask, row):  # noqa: F811
    cards = {card["slug"]: card for card in ask("services", page_size=100)["results"]}

    ways = cards[f"labelled-{LABELS.index(row)}"]["ways"]
    told = [(way["label"], way["uri"] or ABSENT) for way in ways if way["value"] == row["value"]]
    assert (row["label"], row["uri"]) in told
