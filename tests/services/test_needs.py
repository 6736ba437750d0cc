"""The needs and the order of docs/matching.md: each row of its tables is asked of the API."""

from urllib.parse import urlsplit

import pytest

from publishing.codes import code_list
from tests.matching.asking import ask, encoded  # noqa: F401
from tests.matching.editions import compiled, example_services, real_content
from tests.matching.tables import ABSENT, examples, table

NEEDS = table("Services and the need they stand in")
ORDER = table("Questions and the order of their services")
CODES = [row["need"] for row in table("Needs")]
WHOLE, MOST = ("danger", "images", "report"), 6


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    published = ("needs", "the order")
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), lambda: example_services(*published))


@pytest.fixture(scope="module")
def real(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("real"), real_content)


@pytest.fixture
def ask_real(real, api, monkeypatch):
    monkeypatch.setattr("publishing.keeper.current", lambda: real)
    return lambda query: api.get(f"/api/v1/help?{query}").json()


def test_the_needs_are_those_of_the_code_list_with_their_kinds_of_help():
    told = [(code.code, ", ".join(code.types)) for code in code_list("needs").codes]

    assert told == [(row["need"], row["kinds of help"]) for row in table("Needs")]


@pytest.mark.parametrize("row", NEEDS, ids=lambda row: row["asked"])
def test_each_service_stands_once_in_the_need_of_the_row(ask, row):  # noqa: F811
    answer = ask("help", encoded(row["asked"]) if row["asked"] else "")

    told = [(need["need"], names(need["services"], "needs")) for need in answer["needs"]]
    assert [one for one in told if one[1]] == [(need, row[need].split(", ")) for need in CODES if row[need] != ABSENT]


@pytest.mark.parametrize("row", ORDER, ids=lambda row: row["asked"])
def test_services_stand_in_the_order_of_the_row(ask, row):  # noqa: F811
    answer = ask(row["of"], encoded(row["asked"]))
    cards = answer.get("results") or [card for need in answer["needs"] for card in need["services"]]

    assert names(cards, "the order") == row["in this order"].split(", ")


def test_relays_are_counted_for_those_who_do_not_sign(ask):  # noqa: F811
    told = {query: relays(ask("help", query)) for query in ("", "language=cy", "language=bfi")}

    assert told == {"": 1, "language=cy": 1, "language=bfi": 0}


def test_a_relay_that_would_not_be_shown_is_not_counted_for_another_reason(ask):  # noqa: F811
    told = {query: of_other_types(ask("help", query)) for query in ("type=health", "type=health&language=bfi")}

    assert told["type=health&language=bfi"] == told["type=health"] + 1


def test_six_services_of_a_need_are_shown_but_all_that_stop_the_harm_or_must_know(ask_real):
    for need in ask_real("")["needs"]:
        is_whole = need["need"] in WHOLE or need["count"] <= MOST
        assert len(need["services"]) == (need["count"] if is_whole else MOST)
        assert (need["more"] is None) is is_whole


def test_some_need_has_more_than_is_shown_and_says_where(ask_real, api):
    (talk,) = [need for need in ask_real("audience=victim")["needs"] if need["need"] == "talk"]

    address = urlsplit(talk["more"])
    rest = api.get(f"{address.path}?{address.query}&page_size=100").json()["results"]
    assert talk["count"] > MOST
    assert {card["slug"] for card in talk["services"]} < {card["slug"] for card in rest}


def test_more_is_not_said_where_the_question_came_in_a_body(real, api, monkeypatch):
    monkeypatch.setattr("publishing.keeper.current", lambda: real)

    answer = api.post("/api/v1/help", {"age": 30}, content_type="application/json").json()

    assert {need["more"] for need in answer["needs"]} == {None}


def names(cards, about):
    return [card["name"] for card in cards if card["name"] in examples(about)]


def relays(answer):
    return sum(one["count"] for one in answer["left_out"] if one["code"] == "relay")


def of_other_types(answer):
    return sum(one["count"] for one in answer["left_out"] if one["parameter"] == "type")
