"""Asking the API, and reading an answer of `/help` as far as matching goes."""

from datetime import UTC, datetime
from urllib.parse import quote_plus, urlencode

import orjson
import pytest

from publishing import keeper
from tests.matching.tables import ABSENT


@pytest.fixture
def ask(edition, api, monkeypatch):
    """Ask an address of the module's own `edition`; gives the answer's JSON."""
    monkeypatch.setattr(keeper, "current", lambda: edition)

    def ask(address, query="", **parameters):
        response = api.get(f"/api/v1/{address}?{query or urlencode(parameters, doseq=True)}")
        assert (response.status_code, response["Content-Type"]) == (200, "application/json"), response.content
        return orjson.loads(response.content)  # long, and read thousands of times

    return ask


def results(answer):
    """The cards of all needs by the name of the service."""
    return {card["name"]: card for need in answer["needs"] for card in need["services"]}


def conditions(card):
    """What is left to check, by codes."""
    return [condition["code"] for condition in card["conditions"]]


def encoded(query):
    """A question as the page writes it, as a query string."""
    pairs = [pair.partition("=") for pair in query.split("&")]
    return "&".join(f"{name}={quote_plus(value)}" for name, _, value in pairs)


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def present(row, names):
    """Of the services of a row, those that must be in the answer."""
    return {name for name in names if row[name] != ABSENT}
