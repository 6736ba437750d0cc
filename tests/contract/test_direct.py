"""A good answer that goes past Django is the one that Django would give; whatever else is asked goes by way of it."""

import json
from datetime import date

import pytest
from django.core.handlers.wsgi import WSGIHandler

from helpapi.contract.deprecation import Deprecated
from helpapi.running.direct import directly
from publishing import keeper
from publishing.api import gate
from publishing.api.caching import JSON
from publishing.api.views import EditionView
from services.api.views import ServiceList
from tests.contract.conftest import django, through_wsgi, told

HELP, LIST = "/api/v1/help", "/api/v1/services"
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, br"}
GOOD = (
    HELP,
    f"{HELP}?age=15&region=scotland",
    f"{HELP}?audience=professional&situation=paid&language=bfi&open_at=now",
    f"{HELP}?outcode=EH1",
    f"{HELP}?open_at=2026-11-23T03:00:00%2B00:00",
    LIST,
    f"{LIST}?page=2&page_size=1",
    f"{LIST}?q=line&type=emotional-support",
    f"{LIST}?ordering=open&page_size=1",
    f"{LIST}/daytime-line",
    "/api/v1",
    "/api/v1/advice",
    "/api/v1/advice/sextortion",
    "/api/v1/organisations",
    "/api/v1/regions?parent=scotland",
    "/api/v1/regions/edinburgh",
    "/api/v1/codes",
    "/api/v1/codes/needs",
    "/api/v1/bundle",
    "/api/v1/changes?since=0",
    "/api/v1/recalls",
)
NOT_GOOD = (
    f"{HELP}?agee=15",
    f"{HELP}?age=15&age=16",
    f"{HELP}?age=%ff",
    f"{HELP}/",
    f"{LIST}?page=99",
    f"{LIST}?page=2&edition=99",
    f"{LIST}/old-line",
    f"{LIST}/nothing",
    f"{LIST}/%C3%A9",
    f"{LIST}/a%0Ab",
    f"{LIST}/a/b",
    f"{LIST}/%3Cstr:name%3E",
    "/nothing",
    "/health/live",
    f"{LIST}?q=" + "a" * 5000,
)
pytestmark = [pytest.mark.usefixtures("served", "noon"), pytest.mark.django_db]


def both(method: str, address: str, body: bytes = b"", **environ) -> tuple[tuple, tuple, bool]:
    """The answer, that of Django alone, and whether the first was given without Django."""
    asked = []
    by_django = django()

    def noted(request, start_response):
        asked.append(request)
        return by_django(request, start_response)

    direct = told(directly(noted), method, address, body, **environ)
    alone = told(django(), method, address, body, **environ)
    for _, headers, _ in (direct, alone):
        assert len(headers.pop("X-Request-Id")) == 32
    return direct, alone, not asked


@pytest.mark.parametrize("environ", [{}, GZIP, {"HTTP_ACCEPT": "text/plain"}], ids=["plain", "gzip", "text"])
@pytest.mark.parametrize("address", GOOD)
def test_a_good_answer_is_that_of_django(address, environ):
    first = both("GET", address, **environ)
    if "ETag" in first[0][1]:
        held = both("GET", address, **environ, HTTP_IF_NONE_MATCH=first[0][1]["ETag"])
    else:
        held = first

    for direct, alone, is_direct in (first, held):
        assert direct == alone
        assert is_direct or direct[0] == 406
    assert (held[0][0] == 304) == ("ETag" in first[0][1])


@pytest.mark.parametrize("asked", [{}, {"age": 15, "region": "scotland"}, {"outcode": "EH1", "language": ["bfi"]}])
@pytest.mark.parametrize("address", [HELP, LIST])
def test_so_is_one_that_is_asked_in_a_body(address, asked):
    direct, alone, is_direct = both("POST", address, json.dumps(asked).encode(), CONTENT_TYPE=JSON)

    assert is_direct or direct[0] == 400  # a list has no preferences
    assert direct == alone


@pytest.mark.parametrize("address", NOT_GOOD)
def test_what_has_no_good_answer_is_told_by_django(address, caplog):
    direct, alone, is_direct = both("GET", address)

    assert direct == alone
    assert not is_direct
    assert [record for record in caplog.records if record.name == "helpapi.running.direct"] == []


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "DELETE", "get", "BREW"])
def test_so_is_what_is_not_asked_as_one_reads(method):
    direct, alone, is_direct = both(method, HELP)

    assert direct == alone
    assert not is_direct


@pytest.mark.parametrize("body", [b"", b"{", b'{"agee": 15}', b" " * 10_001])
def test_a_body_that_is_refused_can_be_read_again(body):
    direct, alone, is_direct = both("POST", HELP, body, CONTENT_TYPE=JSON)

    assert direct == alone
    assert direct[0] in (400, 413)
    assert not is_direct


def test_a_host_that_is_not_ours_is_refused(settings):
    settings.ALLOWED_HOSTS = ["help.example.org"]

    for host, status in (("help.example.org", 200), ("elsewhere.example.org", 400), ("", 400), ("a b", 400)):
        direct, alone, _ = both("GET", HELP, HTTP_HOST=host)
        assert direct == alone
        assert direct[0] == status


def test_a_view_that_will_end_says_so(monkeypatch):
    ending = Deprecated(since=date(2026, 1, 1), sunset=date(2028, 1, 1), link="https://help.example.org/ends")
    monkeypatch.setattr(ServiceList, "deprecated", ending, raising=False)

    direct, alone, _ = both("GET", LIST)
    assert direct == alone
    assert "Sunset" in direct[1]


def test_nothing_is_read_of_a_question_whose_answer_is_held(monkeypatch):
    """And no request of Django's is made: of ten thousand apps that ask each minute, most hold the answer."""
    address = f"{HELP}?age=15&region=scotland"
    _, headers, _ = through_wsgi("GET", address)
    for place, name in ((gate, "read"), (EditionView, "answer_from"), (WSGIHandler, "__call__")):
        monkeypatch.setattr(place, name, None)

    status, told_again, body = through_wsgi("GET", address, HTTP_IF_NONE_MATCH=headers["ETag"])

    assert (status, body, told_again["ETag"]) == (304, b"", headers["ETag"])


def test_it_is_read_where_another_answer_is_due(served, monkeypatch, noon):
    address = f"{HELP}?open_at=now"
    _, headers, _ = through_wsgi("GET", address)
    noon.shift(60)

    assert through_wsgi("GET", address, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == 200
    monkeypatch.setattr(keeper, "current", lambda: None)
    assert through_wsgi("GET", address, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == 503


def test_who_is_failed_by_what_goes_directly_is_answered_by_way_of_django(monkeypatch, caplog):
    calls = []

    def failing(view, request):
        calls.append(view)
        raise ZeroDivisionError("something of the question")

    monkeypatch.setattr(EditionView, "unchanged", failing)

    direct, alone, is_direct = both("GET", HELP)

    assert direct == alone
    assert direct[0] == 200
    assert calls and not is_direct
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]
