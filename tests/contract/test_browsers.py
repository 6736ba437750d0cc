"""A partner's web page, on any site, may ask everything and read every answer, errors included; never with cookies."""

import pytest

from tests.contract.test_problems import failing  # noqa: F401

pytestmark = pytest.mark.usefixtures("served")

PAGE = {"Origin": "https://school.example"}
PREFLIGHT = {**PAGE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
ANSWERS = {
    "/api/v1/help?age=15": 200,
    "/api/v1/services/daytime-line": 200,
    "/api/v1/openapi.json": 200,
    "/health/live": 200,
    "/api/v1/services/": 308,
    "/api/v1/services?agee=15": 400,
    "/api/v1/services/nothing": 404,
    "/nothing": 404,
    "/api/v1/services/old-line": 410,
    "/api/v1/services?page=2&edition=99": 410,
    "/api/v1/" + "a" * 5000: 414,
}


def may_be_read(response) -> bool:
    assert "Access-Control-Allow-Credentials" not in response
    assert "Origin" not in response["Vary"]  # the same answer for every origin, so caches keep one
    assert not response.cookies
    assert {"ETag", "Retry-After", "X-Request-Id"} <= set(response["Access-Control-Expose-Headers"].split(", "))
    return response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ANSWERS)
@pytest.mark.parametrize("origin", [PAGE, {}, {"Origin": "null"}])
def test_any_page_may_read_any_answer(api, address, origin):
    response = api.get(address, headers=origin)

    assert response.status_code == ANSWERS[address]
    assert may_be_read(response)


def test_a_page_may_read_what_it_asked_in_a_body(api):
    assert may_be_read(api.post("/api/v1/help", "{}", content_type="application/json", headers=PAGE))


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_page_may_read_that_its_method_is_not_allowed(api, method):
    assert may_be_read(api.generic(method, "/api/v1/help", headers=PAGE))


def test_a_page_may_read_that_something_went_wrong(api, failing):  # noqa: F811
    failing(ZeroDivisionError())
    response = api.get("/api/v1/services", headers=PAGE)

    assert response.status_code == 500
    assert may_be_read(response)


def test_a_page_may_read_that_nothing_has_changed(api):
    tag = api.get("/api/v1/services")["ETag"]
    response = api.get("/api/v1/services", headers={**PAGE, "If-None-Match": tag})

    assert response.status_code == 304
    assert may_be_read(response)


@pytest.mark.parametrize("address", ["/api/v1/help", "/api/v1/services"])
def test_a_page_may_send_a_body_and_is_asked_once_a_day(api, address):
    response = api.options(address, headers=PREFLIGHT)

    assert response.status_code == 204
    assert may_be_read(response)
    assert "POST" in response["Access-Control-Allow-Methods"].split(", ")
    assert {"Content-Type", "If-None-Match"} <= set(response["Access-Control-Allow-Headers"].split(", "))
    assert response["Access-Control-Max-Age"] == "86400"


# What monitoring adds to whatever a page asks, and what else a page may think of.
ADDED = [
    *("traceparent", "tracestate", "baggage", "sentry-trace", "x-datadog-trace-id", "newrelic", "x-b3-traceid"),
    *(
        "authorization",
        "x-requested-with",
        "pragma",
        "if-modified-since",
        "x-amzn-trace-id",
        "accept-encoding",
        "x_y.z",
    ),
]
ASKED_BEFOREHAND = [*ANSWERS, "/api/v1/organisations", "/", "/api/docs", "/problems", "/static/helpapi/docs.css"]


@pytest.mark.parametrize("address", ASKED_BEFOREHAND)
def test_a_page_may_add_any_header_to_whatever_it_asks(api, address):
    asked = {**PAGE, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": ",".join(ADDED)}
    response = api.options(address, headers=asked)

    assert response.status_code == 204
    assert may_be_read(response)
    assert "GET" in response["Access-Control-Allow-Methods"].split(", ")
    assert set(ADDED) <= set(response["Access-Control-Allow-Headers"].split(", "))


@pytest.mark.parametrize("asked", ["a b", "a:b", "x\xff", '"a"', "(c)", ",", "a" * 100_000, ", ".join(["b"] * 50_000)])
def test_what_is_no_header_is_not_allowed_as_one(api, asked):
    response = api.options("/api/v1/help", headers={**PREFLIGHT, "Access-Control-Request-Headers": asked})

    assert response.status_code == 204
    assert len(response["Access-Control-Allow-Headers"]) < 5000
    assert not set(' :"()\xff') & set(response["Access-Control-Allow-Headers"].replace(", ", ""))


def test_no_header_that_a_page_adds_is_read(api):
    added = dict.fromkeys(("traceparent", "baggage", "authorization", "x-http-method-override"), "DELETE")

    assert api.get("/api/v1/help", headers=added).content == api.get("/api/v1/help").content


def test_a_preflight_opens_nothing_of_the_admin(client):
    response = client.options("/admin/", headers=PREFLIGHT)

    assert not [name for name in response.headers if name.startswith("Access-Control")]


def test_a_page_is_told_where_no_body_is_read(api):
    response = api.options("/api/v1/organisations", headers=PREFLIGHT)

    assert "POST" not in response["Access-Control-Allow-Methods"]


def test_no_page_may_read_the_admin(client):
    assert "Access-Control-Allow-Origin" not in client.get("/admin/login/", headers=PAGE)
