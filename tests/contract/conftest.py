"""One edition for every test of the contract: a line with hours, one that never shuts, a few pages, a tombstone."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from helpapi.running.direct import directly
from helpapi.running.requests import Request
from helpapi.running.turns import taking_turns
from publishing import keeper, lifecycle
from publishing.models import Publication
from services.hours.text import parse
from tests import factories
from tests.matching.editions import compiled
from tests.publishing.acts import take_down

OFFICE_HOURS = "Daily 09:00-17:00"
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def content() -> None:
    body = factories.organisation("Example organisation")
    phone = {"kind": "phone", "value": "0808 157 0123", "hours": parse(OFFICE_HOURS).to_json(), "free": "yes"}
    chat = {"kind": "webchat", "value": "on its website", "hours": parse("Always open").to_json()}
    pages = [factories.service(f"Page {number:02}") for number in range(12)]
    lifecycle.publish_first(
        [
            body,
            factories.service("Daytime line", organisation=body, channels=[phone], maximum_age=25, urgency=1),
            factories.service("Chat that never shuts", channels=[chat], types=["image-removal"]),
            factories.service("Old line", channels=[phone]),
            *pages,
            factories.topic("Sextortion"),
            factories.notice(),
        ],
        "for the tests of the contract",
    )
    old = Publication.objects.get(slug="old-line")
    take_down(old, words="It has closed.", replacement="daytime-line")


@pytest.fixture(scope="session")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("contract"), content)


@pytest.fixture
def served(edition, monkeypatch):
    """This edition and no other is held."""
    monkeypatch.setattr(keeper, "current", lambda: edition)
    monkeypatch.setattr(
        keeper,
        "edition",
        lambda pin, kinds: edition if edition.has_as(pin, kinds) else None,
    )
    return edition


@pytest.fixture
def noon():
    """The daytime line is open; the clock stands still until a test moves it."""
    with time_machine.travel(MONDAY_NOON, tick=False) as clock:
        yield clock


def faults(response) -> list[tuple[str | None, str]]:
    """The parameter and the code of each fault of a refused question."""
    assert response.status_code == 400, response.content
    return [(fault["parameter"], fault["code"]) for fault in response.json()["errors"]]


def through_wsgi(method: str, address: str, body: bytes = b"", **environ) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body as the web server gets them, where Django's test client would still change them."""
    return told(taking_turns(directly(django()), at_once=1), method, address, body, **environ)


def django() -> WSGIHandler:
    handler = WSGIHandler()
    handler.request_class = Request
    return handler


def told(application, method: str, address: str, body: bytes = b"", **environ) -> tuple[int, dict[str, str], bytes]:
    """What a WSGI application answers."""
    said = []
    request = {**RequestFactory().generic(method, address, body).environ, "wsgi.input": BytesIO(body), **environ}
    sent = b"".join(application(request, lambda status, headers: said.extend((int(status[:3]), dict(headers)))))
    return said[0], said[1], sent
