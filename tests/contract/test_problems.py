"""Every error is one shape, wherever it comes from, and says whom to call."""

import logging

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404

from helpapi.problems import TYPES
from publishing import keeper
from publishing.emergency import EMERGENCY
from tests import factories
from tests.contract.conftest import faults, through_wsgi

pytestmark = pytest.mark.usefixtures("served")

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"


def is_problem(response, code: str) -> bool:
    """Whether it is a whole problem of this type, and nothing more than that."""
    kind = TYPES[code]
    told = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert list(told)[:5] == ["type", "title", "status", "detail", "errors"]
    assert list(told)[-1] == "emergency"
    assert told["emergency"] == EMERGENCY
    assert told["status"] == response.status_code
    assert told["detail"]
    return (told["type"], told["title"], told["status"]) == (
        f"https://help.example.org/problems/{code}",
        kind.title,
        kind.status,
    )


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/api",
        "/api/v2/services",
        "/api/v1/nothing",
        "/api/v1/services/nothing",
        "/api/v1/services/daytime-line/x",
        "/api/v1/services/a%00b",
        "/api/v1/services/%FF%FE",
        "/api/v1/services/%ED%A0%80",
        "/api/v1/services/..%2F..%2Fetc",
        "/api/v1/services/" + "a" * 4000,
        "/api/v1/regions/%F0%9F%92%A9",
        "/api/v1/codes/__class__",
        "/api/v1/services/6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "/api/v1/services?page=9",
        "/problems/nothing",
        "/health/",
        "/static/nothing.css",
        "/.well-known/nothing",
        "/..",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%0A%0D",
    ],
)
def test_what_is_not_there_is_404(api, address):
    assert is_problem(api.get(address), "not-found")


@pytest.mark.parametrize("spelt", ["----{}", "urn:{}", "uuid:{}", "%7B{}%7D", "{}"])
def test_a_uid_has_one_form(api, spelt):
    uid = api.get("/api/v1/services/daytime-line").json()["result"]["uid"]

    assert api.get(f"/api/v1/services/{uid.upper()}").status_code == 200
    assert is_problem(api.get(f"/api/v1/services/{spelt.format(uid.replace('-', ''))}"), "not-found")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "BREW"])
def test_no_method_finds_what_is_not_there(api, method):
    assert is_problem(api.generic(method, "/api/v1/nothing"), "not-found")


@pytest.mark.django_db  # where a request is over, its connection is looked at
def test_a_draft_and_nothing_are_the_same_404(api):
    factories.service("Draft line")

    assert api.get("/api/v1/services/draft-line").content == api.get("/api/v1/services/no-such-line").content


def test_what_was_withdrawn_is_410_with_the_reason_and_the_replacement(api):
    response = api.get("/api/v1/services/old-line")

    assert is_problem(response, "withdrawn")
    assert response.json()["reason"] == "It has closed."
    assert response.json()["replacement"] == "https://help.example.org/api/v1/services/daytime-line"


@pytest.mark.parametrize("length", [4097, 60_000])
@pytest.mark.parametrize("address", ["/api/v1/", "/nothing/", "/api/v1/services?q="])
def test_an_address_of_more_than_4096_characters_is_414(api, address, length):
    assert is_problem(api.get(address.ljust(length, "a")), "too-long")


def test_the_length_of_an_address_is_counted_as_it_was_sent(api):
    assert is_problem(api.get("/api/v1/services/" + "%C3%A9" * 700), "too-long")
    assert is_problem(api.get("/api/v1/services/" + "%C3%A9" * 600), "not-found")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*", "application/json;q=0", "*/*;q=0.0"])
def test_who_takes_no_json_gets_406(api, accept):
    assert is_problem(api.get("/api/v1/services", headers={"Accept": accept}), "not-acceptable")


@pytest.mark.parametrize(
    "accept",
    [
        *("", "*/*", BROWSER, JAVA, "application/json", "application/problem+json", "application/*;q=0.1"),
        *("APPLICATION/JSON; charset=utf-8", "text/html, application/json;q=0.001", "application/json;q=0, */*"),
        *(";;;,,q=", "nonsense", "\x00\xff", "application/json;q=high", "*/*;q=0.5;q=0", "a" * 5000),
    ],
)
def test_who_takes_json_or_says_nothing_usable_gets_json(api, accept):
    response = api.get("/api/v1/services", headers={"Accept": accept})

    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize("address", ["/", "/api/docs", "/problems", "/api/v1/openapi.yaml", "/health/live"])
def test_pages_documents_and_probes_are_what_they_are_whatever_is_taken(api, address):
    assert api.get(address, headers={"Accept": "image/png"}).status_code == 200


@pytest.fixture
def failing(monkeypatch):
    """Make the view behind /api/v1/services raise `error`."""

    def failing(error: Exception) -> None:
        def fail(*_, **__):
            raise error

        monkeypatch.setattr("services.api.views.ServiceList.find", fail)

    return failing


@pytest.mark.parametrize("error", [ZeroDivisionError("secret 15"), RecursionError("secret"), KeyError("secret")])
def test_a_view_that_raises_is_a_500_without_a_trace(api, failing, error, caplog):
    failing(error)
    caplog.set_level(logging.CRITICAL)

    response = api.get("/api/v1/services")

    assert is_problem(response, "error")
    assert b"secret" not in response.content and b"Traceback" not in response.content
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SuspiciousOperation("secret"), "bad-question"),
        (RequestDataTooBig("secret"), "bad-question"),
        (Http404("secret"), "not-found"),
        (PermissionDenied("secret"), "not-found"),
    ],
)
def test_what_django_itself_refuses_is_a_problem(api, failing, error, code):
    failing(error)

    response = api.get("/api/v1/services")

    assert is_problem(response, code)
    assert b"secret" not in response.content


@pytest.mark.parametrize(
    "host", ["evil.example", "help.example.org.evil.example", "a b", "", "[::1", "\x00", "a" * 300]
)
def test_a_host_that_is_not_ours_is_refused_with_a_problem(api, settings, host):
    settings.ALLOWED_HOSTS = ["help.example.org"]

    response = api.get("/api/v1/services", headers={"Host": host})

    assert is_problem(response, "unknown-host")
    assert not host or f'"{host}' not in response.content.decode()


def test_nothing_to_serve_is_503_with_a_time_to_come_back(api, monkeypatch):
    monkeypatch.setattr(keeper, "current", lambda: None)

    response = api.get("/api/v1/services")

    assert is_problem(response, "no-edition")
    assert int(response["Retry-After"]) > 0


def test_a_probe_is_told_so_too_and_by_the_members_it_knows(api):
    response = api.get("/health/ready")

    assert is_problem(response, "no-edition")
    assert (response.json()["edition"], response.json()["database_differs"]) == (None, False)


@pytest.mark.parametrize(
    ("files", "told"), [([], "none"), (["edition-000000000007-0123456789abcdef.jsonl"], "unreadable")]
)
def test_a_probe_is_told_when_nothing_on_file_can_be_read(api, settings, tmp_path, files, told):
    settings.EDITIONS_FOLDER = tmp_path
    for name in files:
        (tmp_path / name).write_text("not an edition")

    response = api.get("/health/ready")

    assert is_problem(response, "no-edition")
    assert response.json()["on_file"] == told
    assert ("can be read" in response.json()["detail"]) == bool(files)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "BREW"])
def test_a_file_is_only_read(api, method):
    response = api.generic(method, "/static/helpapi/docs.css")

    assert is_problem(response, "not-allowed")
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.django_db  # where a request is over, its connection is looked at
@pytest.mark.parametrize("part", ["bytes=0-9", "bytes=999999-", "bytes=-0", "lines=1-2", "bytes=9-1"])
def test_a_file_is_given_whole(api, settings, part):
    response = api.get("/static/helpapi/docs.css", headers={"Range": part})

    assert response.status_code == 200
    assert response.getvalue() == (settings.BASE_DIR / "helpapi" / "static" / "helpapi" / "docs.css").read_bytes()
    response.close()


def test_a_bad_question_is_a_problem_even_while_there_is_nothing_to_serve(api, monkeypatch):
    monkeypatch.setattr(keeper, "current", lambda: None)

    assert faults(api.get("/api/v1/services?agee=15")) == [(None, "unknown-parameter")]


@pytest.mark.parametrize("code", TYPES)
def test_the_address_of_each_type_is_a_page_that_explains_it(api, code):
    response = api.get(f"/problems/{code}", headers={"Accept": "text/html"})

    assert response.status_code == 200
    assert TYPES[code].title.replace("'", "&#x27;") in response.content.decode()


def test_a_page_lists_every_type(api):
    page = api.get("/problems").content.decode()

    assert all(f'href="/problems/{code}"' in page for code in TYPES)


@pytest.mark.parametrize("error", [OperationalError("secret"), InterfaceError("secret")])
def test_a_lost_database_is_no_editors_page_at_a_public_address(api, failing, error):
    failing(error)

    response = api.get("/api/v1/services")

    assert is_problem(response, "error")
    assert b"secret" not in response.content


def test_names_in_the_words_of_a_problem_are_marked_as_code(api):
    page = api.get("/problems").content.decode()

    assert "`" not in page
    assert "<dd>" in page and "<code>" in page.partition("<dd>")[2].partition("</dl>")[0]


@pytest.mark.parametrize("address", ["/", "/problems", "/problems/not-found"])
def test_a_page_for_people_can_call_999_and_has_an_icon(api, address):
    page = api.get(address, headers={"Accept": "text/html"}).content.decode()

    assert '<a href="tel:999" rel="noreferrer">Call 999</a>' in page
    assert '<a href="https://999bsl.co.uk" rel="noreferrer">Call 999 in British Sign Language</a>' in page
    assert '<link rel="icon" href="/static/helpapi/icon.svg"' in page


def test_the_admin_keeps_pages_for_people(client):
    response = client.get("/admin/nothing/")

    assert response["Content-Type"].startswith("text/html")


@pytest.mark.django_db  # where a request is over, its connection is looked at
@pytest.mark.parametrize(
    "content_type",
    [
        *("x; charset=undefined", "x; charset=rot13", "x; charset=utf-16", "x; charset=idna", "x; charset="),
        *("x; a*=nonsense''b", "x; a*=utf-8''%ff", "; ; ;", "\xff\xfe", "application/json; charset=" + "a" * 5000),
    ],
)
@pytest.mark.parametrize("query", ["age=15", "age=15" + "&" * 1500])
def test_no_content_type_stops_a_request_from_being_made(content_type, query):
    """Django decodes the query by that charset while it makes the request, where nothing of ours can answer."""
    status, _, _ = through_wsgi("GET", "/api/v1/services", QUERY_STRING=query, CONTENT_TYPE=content_type)

    assert status == 200
