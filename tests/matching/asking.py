"""Asking the API, and reading an answer of `/help` as far as matching goes."""

from datetime import UTC, datetime
from urllib.parse import quote_plus, urlencode

import pytest

from publishing import keeper
from tests.matching.tables import ABSENT


@pytest.fixture
def ask(edition, api, monkeypatch):
    """Ask an address of the module's own `edition`; gives the answer's JSON."""
    monkeypatch.setattr(keeper, "current", lambda: edition)

    def ask(address, query="", **parameters):
        response = api.get(f"/api/v1/{address}?{query or urlencode(parameters, doseq=True)}")
        assert response.status_code == 200, response.content
        return response.json()

    return ask


def results(answer):
    """The results of all groups by the name of the service."""
    return {result["service"]["name"]: result for group in answer["groups"] for result in group["results"]}


def encoded(query):
    """A question as the page writes it, as a query string."""
    pairs = [pair.partition("=") for pair in query.split("&")]
    return "&".join(f"{name}={quote_plus(value)}" for name, _, value in pairs)


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def present(row, names):
    """Of the services of a row, those that must be in the answer."""
    return {name for name in names if row[name] != ABSENT}
