"""Links and answers come from PUBLIC_URL alone; what a client says of hosts changes nothing."""

import re
from datetime import datetime

import pytest

from publishing import keeper
from publishing.edition import Edition

pytestmark = pytest.mark.usefixtures("served", "noon")

ADDRESSES = [
    *("/", "/api/v1", "/api/v1/help?age=15", "/api/v1/services?page_size=1&page=2", "/api/v1/services/daytime-line"),
    *("/api/v1/services/old-line", "/api/v1/services?page=2&edition=99", "/api/v1/services?agee=1", "/nothing"),
    *("/api/v1/services/?age=15", "/api/docs", "/api/v1/openapi.json", "/api/v1/openapi.yaml", "/problems"),
]
FORGED = {
    "Host": {"Host": "evil.example"},
    "a port": {"Host": "help.example.org:1"},
    "X-Forwarded-Host": {"X-Forwarded-Host": "evil.example"},
    "X-Forwarded-Proto": {"X-Forwarded-Proto": "http"},
    "X-Forwarded-Port": {"X-Forwarded-Port": "1"},
    "X-Forwarded-Prefix": {"X-Forwarded-Prefix": "/evil"},
    "X-Original-URL": {"X-Original-URL": "/admin/", "X-Rewrite-URL": "/admin/"},
    "X-HTTP-Method-Override": {"X-HTTP-Method-Override": "DELETE"},
    "Forwarded": {"Forwarded": "host=evil.example;proto=http"},
    "Referer": {"Referer": "https://evil.example/", "Origin": "https://evil.example"},
    "Cookie": {"Cookie": "sessionid=evil; csrftoken=evil; messages=evil"},
    "Authorization": {"Authorization": "Basic ZXZpbDpldmls"},
}
LINK = re.compile(rb'"(https?://[^"]*/api/v1[^"]*)"')


def said(response) -> tuple:
    told = {name: value for name, value in response.headers.items() if name != "X-Request-Id"}
    return response.status_code, told, response.content


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("forged", FORGED)
def test_nothing_that_is_forged_changes_a_byte(api, address, forged):
    assert said(api.get(address, headers=FORGED[forged])) == said(api.get(address))


@pytest.mark.parametrize("address", ADDRESSES)
def test_neither_the_scheme_nor_the_name_of_the_server_changes_a_byte(api, address):
    environ = {"SERVER_NAME": "evil.example", "SERVER_PORT": "1", "wsgi.url_scheme": "https"}

    assert said(api.get(address, **environ)) == said(api.get(address))


@pytest.mark.parametrize("address", [a for a in ADDRESSES if "openapi" not in a and "docs" not in a])
def test_every_link_begins_with_the_public_address(api, address, settings, served, monkeypatch):
    settings.PUBLIC_URL = "https://elsewhere.example.org/base"
    anew = Edition(
        served.number, served.items.values(), served.layouts, seal=served.seal
    )  # in which nothing is written
    monkeypatch.setattr(keeper, "current", lambda: anew)
    monkeypatch.setattr(keeper, "edition", lambda pin, kinds: anew if anew.has_as(pin, kinds) else None)
    response = api.get(address)

    links = [*LINK.findall(response.content), response.get("Location", "").encode()]
    assert all(link.startswith(b"https://elsewhere.example.org/base/") for link in links if link)


def test_the_root_tells_the_edition_and_when_something_was_last_published_or_withdrawn(api, served):
    """The last thing that the content of these tests saw was that a line was withdrawn."""
    told = api.get("/api/v1").json()

    assert told["edition"] == served.number
    assert max(entry.published_at for entry in served.items.values()) < datetime.fromisoformat(told["published_at"])


def test_a_link_to_the_next_page_leads_there(api):
    first = api.get("/api/v1/services?page_size=5&type=emotional-support&type=image-removal").json()
    second = api.get(first["next"]).json()

    assert second["previous"].endswith("page=1&page_size=5&type=emotional-support&type=image-removal")
    assert api.get(second["previous"]).json()["results"] == first["results"]
