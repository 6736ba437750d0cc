"""A host name is ours, or a problem says that it is the host; what load balancers ask, they ask without one."""

import pytest

from publishing import keeper
from tests.contract.conftest import through_wsgi

pytestmark = [pytest.mark.usefixtures("served"), pytest.mark.django_db]  # where a request is over, it is looked at

OURS = ["help.example.org", "help_api"]


@pytest.mark.parametrize(
    "host", ["help_api", "help_api:8000", "HELP_API", "a_b.c_d:80", "127.0.0.1:8000", "_", "", "a b"]
)
@pytest.mark.parametrize("address", ["/api/v1", "/api/v1/services", "/"])
def test_where_every_host_is_answered_any_name_is(settings, host, address):
    settings.ALLOWED_HOSTS = ["*"]

    assert through_wsgi("GET", address, HTTP_HOST=host)[0] == 200


@pytest.mark.parametrize(
    ("host", "status"), [("help_api", 200), ("Help_API:80", 200), ("help-api", 400), ("h_api", 400)]
)
def test_a_name_with_an_underscore_is_one_of_those_that_are_named(settings, host, status):
    settings.ALLOWED_HOSTS = OURS

    assert through_wsgi("GET", "/api/v1", HTTP_HOST=host)[0] == status


@pytest.mark.parametrize("host", ["evil_host", "evil.example", "help_api/x", "help_api:x", "a b_c", "_@_", ""])
@pytest.mark.parametrize("address", ["/api/v1/help", "/admin/login/", "/nothing"])
def test_what_is_refused_for_its_host_says_so(settings, host, address):
    settings.ALLOWED_HOSTS = OURS

    status, headers, body = through_wsgi("GET", address, HTTP_HOST=host)

    assert status == 400
    assert headers["Content-Type"] == "application/problem+json"
    assert b"/problems/unknown-host" in body and b"The host name in the request" in body
    assert not host or f'"{host}' not in body.decode()


# HAProxy asks OPTIONS / by HTTP/1.0 without a host; others ask by the address of the machine.
PROBES = [("OPTIONS", "/"), ("OPTIONS", "*"), ("OPTIONS", "/api/v1/help"), ("HEAD", "/"), ("GET", "/")]
PROBES += [(method, f"/health/{name}") for method in ("GET", "HEAD", "OPTIONS") for name in ("live", "ready")]


@pytest.mark.parametrize("host", [None, "", "10.0.0.7:8000", "[::1]:8000", "target_group"])
@pytest.mark.parametrize(("method", "address"), PROBES)
def test_what_a_load_balancer_asks_is_well_whatever_host_it_names(settings, monkeypatch, method, address, host):
    settings.ALLOWED_HOSTS = ["help.example.org"]
    serving = keeper.Status(edition=1, age=1.0, source="file", checked=None, is_database_different=False)
    monkeypatch.setattr(keeper, "status", lambda: serving)
    named = {} if host is None else {"HTTP_HOST": host}
    asked = {"PATH_INFO": address, "SERVER_NAME": "10.0.0.7", "SERVER_PROTOCOL": "HTTP/1.0", **named}

    assert through_wsgi(method, "/", **asked)[0] in (200, 204)
