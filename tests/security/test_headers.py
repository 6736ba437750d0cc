"""The headers of every answer: scored, and the same for errors as for the rest."""

import re

import pytest
from django.test import Client

from publishing import keeper
from publishing.models import Publication
from tests.factories import organisation, topic
from tests.publishing.acts import take_down
from tests.security import observatory
from tests.security.signing_in import FACTOR, give_password, sign_in

PUBLIC = [
    ("/api/v1", 200),
    ("/api/v1/services", 200),
    ("/api/v1/help?age=15", 200),
    ("/api/v1/openapi.json", 200),
    ("/api/v1/services?colour=red", 400),
    ("/api/v1/services/nothing", 404),
    ("/nothing", 404),
    ("/.well-known/security.txt", 200),
    ("/health/live", 200),
    ("/api/docs", 200),
    ("/", 200),
    ("/problems/bad-question", 200),
    ("/api/v1/services/", 308),
    ("/static/helpapi/page.css", 200),
    ("/static/nothing.css", 404),
]


@pytest.fixture
def web(settings, db) -> Client:
    """Somebody at the other end of TLS, in production."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    keeper.refresh()
    return Client(raise_request_exception=False, headers={"Accept": "*/*"})


def points(response) -> int:
    headers = {name.lower(): value for name, value in response.headers.items()}
    is_page = headers.get("content-type", "").startswith("text/html")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return observatory.score(headers, response.cookies, body.decode() if is_page else "")


@pytest.mark.parametrize(("address", "status"), PUBLIC)
def test_every_public_answer_scores_a_hundred_or_more(web, publish, address, status):
    publish(topic())
    response = web.get(address, secure=True)

    assert response.status_code == status
    assert points(response) >= 100


@pytest.mark.parametrize("method", ["get", "head", "options", "post", "put", "patch", "delete", "trace"])
def test_every_method_scores_a_hundred_or_more(web, method):
    for address in ("/api/v1/services", "/api/v1/help", "/nothing", "/admin/login/"):
        assert points(getattr(web, method)(address, secure=True)) >= 100, address


def test_what_has_not_changed_scores_a_hundred_or_more(web):
    tag = web.get("/api/v1/services")["ETag"]

    response = web.get("/api/v1/services", HTTP_IF_NONE_MATCH=tag)

    assert response.status_code == 304
    assert points(response) >= 100


def test_what_has_been_withdrawn_scores_a_hundred_or_more(web, publish, editor):
    gone = organisation("Gone")
    publish(gone)
    take_down(Publication.objects.get(uid=gone.pk), by=editor)
    keeper.refresh()

    response = web.get(f"/api/v1/organisations/{gone.slug}")

    assert response.status_code == 410
    assert points(response) >= 100


def test_a_fault_of_ours_scores_a_hundred_or_more(web, monkeypatch):
    monkeypatch.setattr(keeper, "current", lambda: 1 / 0)

    response = web.get("/api/v1/services")

    assert response.status_code == 500
    assert points(response) >= 100


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"path": "/api/v1/services", "HTTP_ACCEPT": "text/html"}, 406),
        ({"path": "/api/v1/help", "method": "POST", "data": " " * 20_000, "content_type": "application/json"}, 413),
        ({"path": "/" + "a" * 5_000}, 414),
        ({"path": "/api/v1/help", "method": "POST", "data": "age=15", "content_type": "text/plain"}, 415),
    ],
)
def test_what_cannot_be_taken_scores_a_hundred_or_more(web, sent, status):
    response = web.generic(**{"method": "GET", **sent}, secure=True)

    assert response.status_code == status
    assert points(response) >= 100


def test_an_answer_without_an_edition_scores_a_hundred_or_more(web, monkeypatch):
    monkeypatch.setattr(keeper, "current", lambda: None)

    response = web.get("/api/v1/services", secure=True)

    assert response.status_code == 503
    assert points(response) >= 100


def test_an_unknown_host_scores_a_hundred_or_more_and_is_not_repeated(web, settings):
    settings.ALLOWED_HOSTS = ["help.example.org"]

    response = web.get("/api/v1/services", HTTP_HOST="evil.example")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert b"evil" not in response.content
    assert points(response) >= 100


def test_the_admin_scores_a_hundred_or_more(web, phone):
    assert points(web.get("/admin/login/", secure=True)) >= 100
    assert points(give_password(web, secure=True)) >= 100
    assert points(web.get(FACTOR, secure=True)) >= 100
    sign_in(web, phone)
    for address in ("/admin/", "/admin/services/service/", "/admin/services/service/add/", "/admin/jsi18n/"):
        response = web.get(address)
        assert response.status_code == 200
        assert points(response) >= 100, address


def test_the_score_takes_points_from_what_is_missing():
    from http.cookies import SimpleCookie

    assert observatory.score({}, SimpleCookie()) == 30
    assert observatory.score({}, SimpleCookie("sessionid=1")) == 0
    strict, insecure = "default-src 'none'", "default-src 'none'; img-src http://images.example"
    with_policy = [
        observatory.score({"content-security-policy": policy}, SimpleCookie()) for policy in (strict, insecure)
    ]
    assert with_policy == [55, 45]


@pytest.mark.parametrize("address", [address for address, _ in PUBLIC])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_no_public_answer_sets_a_cookie_even_for_an_editor(web, phone, address, method):
    sign_in(web, phone)

    response = getattr(web, method)(address)
    response.close()

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("address", [address for address, _ in PUBLIC])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_no_public_answer_heeds_a_cookie_that_is_none_of_ours(web, address, method):
    web.cookies.load({"sessionid": "evil", "csrftoken": "evil", "messages": "evil"})

    response = getattr(web, method)(address)
    response.close()

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_a_key_or_a_password_changes_no_answer(web):
    plain = web.get("/api/v1/services")
    with_key = web.get("/api/v1/services", headers={"Authorization": "Basic YW5uOnNlY3JldA==", "X-Api-Key": "anything"})

    assert with_key.content == plain.content
    assert with_key["ETag"] == plain["ETag"]


@pytest.mark.parametrize("address", ["/", "/api/docs", "/problems/bad-question"])
def test_no_public_page_asks_a_third_party_for_anything(web, address):
    page = web.get(address).content.decode()

    assert re.findall(r"""(?:src|srcset|data|poster)=["'](?:https?:)?//""", page) == []
    assert re.findall(r"<link[^>]+href=[\"'](?:https?:)?//", page) == []
    assert "@import" not in page


def test_health_is_told_to_whoever_asks_by_address(web, settings):
    settings.ALLOWED_HOSTS = ["help.example.org"]

    assert web.get("/health/live", HTTP_HOST="10.0.0.7:8000").status_code == 200


def test_the_security_text_is_as_the_standard_has_it(web):
    response = web.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert set(lines) == {"Contact", "Expires", "Preferred-Languages", "Canonical"}
    assert lines["Contact"] == "mailto:security@example.org"
    assert lines["Canonical"] == "https://help.example.org/.well-known/security.txt"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", lines["Expires"])


def test_without_a_contact_there_is_no_security_text(web, settings):
    settings.SECURITY_CONTACT = ""

    response = web.get("/.well-known/security.txt")

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
