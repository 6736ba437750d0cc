"""docs/partners.md says which headers each answer carries, and each answer carries exactly those."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from publishing import fall, keeper
from tests.contract.test_problems import failing  # noqa: F401

pytestmark = pytest.mark.usefixtures("served", "noon")

PAGE = (settings.BASE_DIR / "docs" / "partners.md").read_text(encoding="utf-8")
CLOSING = datetime(2026, 11, 23, 17, tzinfo=UTC)
LIST, HELP = "/api/v1/services", "/api/v1/help"
JSON, FILE = "application/json", "/static/helpapi/docs.css"


def table(first_column: str) -> list[list[str]]:
    """The rows of the page's table whose first column has this heading, without the heading."""
    lines = PAGE[PAGE.index(f"| {first_column} |") :].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


ROWS = {row[0]: row[1:] for row in table("Answer")}
ALWAYS = {name: value for name, value in table("Header")}

WAYS: dict[str, Callable] = {
    "a list of organisations, advice, places or codes": lambda world: world.api.get("/api/v1/organisations"),
    "one item": lambda world: world.api.get(f"{LIST}/daytime-line"),
    "the same compressed, with `Accept-Encoding: gzip`": lambda world: world.api.get(
        f"{LIST}/daytime-line", headers={"Accept-Encoding": "gzip"}
    ),
    "the same by `HEAD`, without the body": lambda world: world.api.head(f"{LIST}/daytime-line"),
    "the same where you hold it, by `If-None-Match`": lambda world: world.held(f"{LIST}/daytime-line"),
    "help": lambda world: world.api.get(HELP),
    "help in plain sentences, with `Accept: text/plain`": lambda world: world.api.get(
        HELP, headers={"Accept": "text/plain"}
    ),
    "a list of services, whose cards say what is open": lambda world: world.api.get(LIST),
    "the same in the last 20 seconds before a line closes": lambda world: world.late().api.get(f"{LIST}?open_at=now"),
    "the same where you hold it": lambda world: world.late().held(f"{LIST}?open_at=now"),
    "anything asked with `outcode`": lambda world: world.api.get(f"{HELP}?outcode=EH1"),
    "anything asked in a body": lambda world: world.api.post(HELP, "{}", content_type=JSON),
    "the OpenAPI document": lambda world: world.api.get("/api/v1/openapi.json"),
    "the OpenAPI document in YAML": lambda world: world.api.get("/api/v1/openapi.yaml"),
    "the documentation, and what a problem means": lambda world: world.api.get("/problems/error"),
    "either of them compressed": lambda world: world.api.get("/api/docs", headers={"Accept-Encoding": "gzip"}),
    "either of them where you hold it": lambda world: world.held("/api/docs"),
    "a guide as text, at `/api/docs/…`": lambda world: world.api.get("/api/docs/quickstart.md"),
    "the home page": lambda world: world.api.get("/"),
    "a file that our pages need": lambda world: world.read(FILE),
    "the same where you hold it, by its tag": lambda world: world.held(FILE),
    "`/.well-known/security.txt`": lambda world: world.with_contact("mailto:a@example.org").api.get(
        "/.well-known/security.txt"
    ),
    "health": lambda world: world.api.get("/health/live"),
    "`OPTIONS`": lambda world: world.api.options(HELP),
    "an address with a slash at its end": lambda world: world.api.get(f"{HELP}/?outcode=EH1"),
    "a question that can't be read exactly": lambda world: world.api.get(f"{HELP}?agee=15"),
    "a host name that is not ours": lambda world: world.with_hosts("help.example.org").api.get(HELP),
    "nothing there": lambda world: world.api.get("/nothing"),
    "the same by `HEAD`, without the problem": lambda world: world.api.head("/nothing"),
    "another method": lambda world: world.api.delete(HELP),
    "no JSON in `Accept`": lambda world: world.api.get(HELP, headers={"Accept": "text/html"}),
    "withdrawn": lambda world: world.api.get(f"{LIST}/old-line"),
    "a page of an edition that is not held": lambda world: world.api.get(f"{LIST}?page=2&edition=99"),
    "a page by what was open before": lambda world: world.api.get(
        f"{LIST}?ordering=open&page=2&page_size=1&as_of=2026-11-20T17:00Z"
    ),
    "a body that is too large": lambda world: world.api.post(HELP, " " * 10_001, content_type=JSON),
    "an address that is too long": lambda world: world.api.get("/" + "a" * 5000),
    "a body that is not JSON": lambda world: world.api.post(HELP, "age=15", content_type="text/plain"),
    "a fault of ours": lambda world: world.failing(ZeroDivisionError()) or world.api.get(LIST),
    "help while it is being restored": lambda world: world.restoring().api.get(HELP),
    "nothing to serve yet": lambda world: world.empty().api.get(HELP),
    "health while there is nothing to serve": lambda world: world.api.get("/health/ready"),
}


THE_SAME_IN_EVERY_LANGUAGE = {
    *("the OpenAPI document", "the OpenAPI document in YAML", "either of them compressed"),
    *("either of them where you hold it", "a guide as text, at `/api/docs/…`", "a file that our pages need"),
    *("the same where you hold it, by its tag", "`/.well-known/security.txt`", "health", "`OPTIONS`"),
    "an address with a slash at its end",
}


class World:
    """What a row needs besides asking: another hour, an empty process, a fault."""

    def __init__(self, api, noon, settings, monkeypatch, failing):  # noqa: F811
        self.api, self.noon, self.settings, self.monkeypatch, self.failing = api, noon, settings, monkeypatch, failing

    def held(self, address: str):
        return self.api.get(address, headers={"If-None-Match": self.read(address)["ETag"]})

    def read(self, address: str):
        """What is sent from a file must be read to its end, or the file stays open."""
        response = self.api.get(address)
        response.getvalue()
        response.close()
        return response

    def restoring(self) -> "World":
        self.monkeypatch.setattr(fall, "is_being_restored", lambda edition: True)
        return self

    def late(self) -> "World":
        self.noon.move_to(CLOSING - timedelta(seconds=20))
        return self

    def with_hosts(self, *hosts: str) -> "World":
        self.settings.ALLOWED_HOSTS = list(hosts)
        return self

    def with_contact(self, contact: str) -> "World":
        self.settings.SECURITY_CONTACT = contact
        return self

    def empty(self) -> "World":
        self.monkeypatch.setattr(keeper, "current", lambda: None)
        return self


@pytest.fixture
def world(api, noon, settings, monkeypatch, failing):  # noqa: F811
    return World(api, noon, settings, monkeypatch, failing)


@pytest.mark.django_db  # where a request is over, its connection is looked at
@pytest.mark.parametrize("name", ROWS)
def test_an_answer_carries_the_headers_of_its_row_and_no_other(world, name):
    status, content_type, control, etag, also = ROWS[name]
    response = WAYS[name](world)
    told = dict(response.headers)

    assert str(response.status_code) == status
    assert told.get("Content-Type", "–") == content_type
    assert told["Cache-Control"] == control
    assert ("ETag" in told) == (etag == "yes")
    named = {"Content-Type", "Cache-Control", "ETag"} | set(re.findall(r"[\w-]{4,}", also)) | set(ALWAYS)
    absent = {"Content-Length"} if status in ("204", "304") else set()
    assert set(told) | {"Content-Type", "ETag"} == named - absent


@pytest.mark.django_db  # where a request is over, its connection is looked at
@pytest.mark.parametrize("name", ROWS)
def test_an_answer_carries_what_every_answer_does(world, name):
    response = WAYS[name](world)
    told = response.headers
    in_words = {"X-Request-Id", "Content-Length", "Content-Security-Policy", "Vary"}

    assert {header: told[header] for header in ALWAYS if header not in in_words} == {
        header: value for header, value in ALWAYS.items() if header not in in_words
    }
    is_help = response.wsgi_request.path == HELP and response.wsgi_request.method in ("GET", "POST")
    usual, of_help, in_english = re.split(r" \(help: |; .*: ", ALWAYS["Vary"].partition(").")[0])
    is_said = response.status_code == 200 and is_help
    assert told["Vary"] == (in_english if name in THE_SAME_IN_EVERY_LANGUAGE else of_help if is_said else usual)
    is_page = told.get("Content-Type", "").startswith("text/html")
    assert is_page or told["Content-Security-Policy"] == ALWAYS["Content-Security-Policy"].partition(" (")[0]


@pytest.mark.parametrize(
    "address", ["/api/v1/services?lang=cy", "/api/v1/services?lang=cy&agee=15", "/?lang=cy", "/nothing?lang=cy"]
)
def test_an_address_that_names_its_language_varies_by_no_header_of_it(api, address):
    asked = api.get(address, headers={"Accept-Language": "en"})

    spoken = asked["Content-Language"].split(", ")[0]
    assert (spoken, asked["Vary"]) == ("cy", "Accept-Encoding")


@pytest.mark.django_db  # where a request is over, its connection is looked at
@pytest.mark.parametrize("name", ROWS)
def test_cookies_of_any_kind_change_nothing_of_an_answer(world, name):
    world.api.cookies.load({"sessionid": "evil", "csrftoken": "evil", "messages": "evil", "other": "evil"})
    response = WAYS[name](world)

    assert not response.cookies
    assert "Cookie" not in response["Vary"]
    assert response["Cache-Control"] == ROWS[name][2]


def test_every_row_is_asked_for_and_every_answer_has_a_row():
    assert list(ROWS) == list(WAYS)
