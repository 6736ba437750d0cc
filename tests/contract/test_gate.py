"""Every question is read exactly or refused, and a refusal names what is at fault and repeats nothing."""

import pytest
from django.test import Client

from tests.contract.conftest import faults, through_wsgi

pytestmark = pytest.mark.usefixtures("served")

PLACES = [
    *("/", "/api/docs", "/api/v1", "/api/v1/help", "/api/v1/services", "/api/v1/services/daytime-line"),
    *("/api/v1/organisations", "/api/v1/organisations/example-organisation", "/api/v1/advice"),
    *("/api/v1/advice/sextortion", "/api/v1/regions", "/api/v1/regions/scotland", "/api/v1/codes"),
    *("/api/v1/codes/languages", "/api/v1/openapi.json", "/api/v1/openapi.yaml", "/problems"),
    *("/problems/bad-question", "/health/live", "/health/ready"),
]
PAGES = [
    *("/", "/api/docs", "/api/docs/partners.md", "/api/v1/openapi.json", "/api/v1/openapi.yaml", "/problems"),
    *("/problems/bad-question", "/health/live", "/health/ready", "/.well-known/security.txt"),
]
QUERIES = {
    "agee=15": [(None, "unknown-parameter")],
    "AGE=15": [(None, "unknown-parameter")],
    "age[]=15": [("age", "brackets")],
    "age[gte]=15": [("age", "brackets")],
    "age%00=15": [(None, "unknown-parameter")],
    "%61ge=15&age=15": [("age", "repeated")],
    "age=15&age=15": [("age", "repeated")],
    "age=": [("age", "blank")],
    "age": [("age", "blank")],
    "age=+15": [("age", "space-around")],
    "age=15+": [("age", "space-around")],
    "age=%2B15": [("age", "not-a-whole-number")],
    "age=-1": [("age", "out-of-range")],
    "age=015": [("age", "not-a-whole-number")],
    "age=15.5": [("age", "fraction")],
    "age=.5": [("age", "fraction")],
    "age=15,16": [("age", "several-in-one")],
    "age=null": [("age", "word-for-nothing")],
    "age=NaN": [("age", "word-for-nothing")],
    "region=undefined": [("region", "word-for-nothing")],
    "outcode=None": [("outcode", "word-for-nothing")],
    "free=null": [("free", "word-for-nothing")],
    "region=": [("region", "blank")],
    "region=&outcode=": [("outcode", "blank"), ("region", "blank")],
    "type=": [("type", "blank")],
    "free": [("free", "blank")],
    "region=scotland,wales": [("region", "several-in-one")],
    "type=image-removal|legal": [("type", "several-in-one")],
    "type%5B0%5D=image-removal": [("type", "brackets")],
    "age%5B%5D=15&age=15": [("age", "brackets")],
    "age=15&amp;region=scotland": [(None, "escaped-ampersand")],
    "age=15&scotland": [(None, "no-equals-sign")],
    "=": [(None, "no-name")],
    "age=%7Bage%7D": [("age", "placeholder")],
    "age=$%7Bage%7D": [("age", "placeholder")],
    "age=%22%22": [("age", "in-quotes")],
    "type=%22image-removal%22": [("type", "in-quotes")],
    "open_at=2026-11-23T03%253A00Z": [("open_at", "encoded-twice")],
    "open_at=2026-11-23T03:00:00.Z": [("open_at", "not-a-moment")],
    "open_at=2026-11-23T03:00:61Z": [("open_at", "not-a-moment")],
    "open_at=2026-11-23T03:00%2B00:60": [("open_at", "not-a-moment")],
    "open_at=2026-11-23T03:00:00." + "0" * 60 + "Z": [("open_at", "not-a-moment")],
    "open_at=2026-11-23": [("open_at", "not-a-moment")],
    "age=1e1": [("age", "not-a-whole-number")],
    "age=0x0f": [("age", "not-a-whole-number")],
    "age=1_5": [("age", "not-a-whole-number")],
    "age=%EF%BC%91%EF%BC%95": [("age", "not-a-whole-number")],  # full-width digits
    "age=%D9%A1%D9%A5": [("age", "not-a-whole-number")],  # Arabic digits
    "age=121": [("age", "out-of-range")],
    "age=999999999999999999999": [("age", "out-of-range")],
    "age=15;region=scotland": [("age", "semicolon")],
    "age=15%00": [("age", "control-character")],
    "q=a%0Ab": [("q", "control-character")],
    "q=a%1Fb": [("q", "control-character")],
    "q=a%7Fb": [("q", "control-character")],
    "q=%ED%A0%80": [("q", "broken-encoding")],  # a surrogate
    "q=%FF": [("q", "broken-encoding")],
    "q=%C0%AF": [("q", "broken-encoding")],  # an overlong slash
    "q=50%": [("q", "broken-encoding")],
    "q=%zz": [("q", "broken-encoding")],
    "q=caf\u00e9": [("q", "broken-encoding")],
    "q=a b": [("q", "broken-encoding")],
    "q=%FF&agee=1&age=%": [("q", "broken-encoding"), ("age", "broken-encoding"), (None, "unknown-parameter")],
    "%FF=1": [(None, "broken-encoding")],
    "EH11YZ=%FF": [(None, "broken-encoding")],  # a postcode where a name belongs is not shown again
    "q=": [("q", "blank")],
    "q=+++": [("q", "blank")],
    "q=%21%3F": [("q", "no-words")],
    "q=" + "a" * 101: [("q", "out-of-range")],
    "q=" + "a" * 201: [("q", "too-long")],
    "q=" + "a" * 2000: [(None, "too-long")],
    "&".join(f"a{number}=1" for number in range(21)): [(None, "too-many")],
    "=5": [(None, "no-name")],
    "EH1": [(None, "no-equals-sign")],
    "eh11yz=": [(None, "unknown-parameter")],
    "07700900123": [(None, "no-equals-sign")],
    "region=atlantis": [("region", "unknown-value")],
    "region=scotland&outcode=EH1": [("outcode", "contradiction")],
    "outcode=EH1+1YZ": [("outcode", "full-postcode")],
    "outcode=nowhere": [("outcode", "malformed")],
    "include=within": [("include", "only-with")],
    "age=15&age_in_image=16": [("age_in_image", "contradiction")],
    "type=nothing": [("type", "unknown-value")],
    "type=image-removal&type=image-removal": [("type", "repeated")],
    "type[]=image-removal": [("type", "brackets")],
    "type=image-removal,emotional-support": [("type", "several-in-one")],
    "free=True": [("free", "not-a-flag")],
    "free=1": [("free", "not-a-flag")],
    "open_at=tomorrow": [("open_at", "not-a-moment")],
    "open_at=2026-11-23T03:00:00": [("open_at", "no-offset")],
    "open_at=2026-11-23T03:00:00+00:00": [("open_at", "plus-as-space")],  # a plus is a space
    "open_at=2026-02-30T03:00:00Z": [("open_at", "not-a-moment")],
    "open_at=2026-11-23T24:00:00Z": [("open_at", "not-a-moment")],
    "open_at=0001-01-01T00:00:00%2B14:00": [("open_at", "out-of-range")],
    "open_at=9999-12-31T23:59:59-14:00": [("open_at", "out-of-range")],
    "open_at=1999-12-31T23:59:59Z": [("open_at", "out-of-range")],
    "open_at=2100-01-01T00:00:00Z": [("open_at", "out-of-range")],
    "open_at=1999-12-31T23:30-01:00": [("open_at", "out-of-range")],
    "open_at=2100-01-01T00:30%2B01:00": [("open_at", "out-of-range")],
    "page=0": [("page", "out-of-range")],
    "page=100001": [("page", "out-of-range")],
    "page_size=101": [("page_size", "out-of-range")],
    "edition=1": [("edition", "only-with")],
    "as_of=2026-11-23T09:00Z": [("as_of", "only-with")],
    "as_of=2026-11-23T09:00Z&page=2": [("as_of", "only-with")],
    "as_of=2026-11-23T09:00Z&page=2&open_at=2026-11-23T10:00Z": [("as_of", "only-with")],
    "as_of=2026-11-23T09:00Z&page=2&open_at=2026-11-23T10:00Z&ordering=open": [("as_of", "only-with")],
    "lang=xx": [("lang", "unknown-value")],
    "agee=1&type=nothing&page=0": [(None, "unknown-parameter"), ("page", "out-of-range"), ("type", "unknown-value")],
}


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_that_cannot_be_read_exactly_is_refused(api, query):
    response = api.generic("GET", "/api/v1/services", QUERY_STRING=query.encode().decode("latin-1"))

    assert faults(response) == QUERIES[query]


# Each asks what is behind it, word for word: there is nothing else that it could mean.
ONE_MEANING = {
    "&age=15": "age=15",
    "age=15&": "age=15",
    "age=15&&&region=scotland&": "age=15&region=scotland",
    "&" * 1000: "",
    "age=15.0": "age=15",
    "age=15.000": "age=15",
    "open_at=2026-11-23T03:00:00.0000000Z": "open_at=2026-11-23T03:00Z",
    "open_at=2026-11-23T03:00:59.123456789Z": "open_at=2026-11-23T03:00Z",
    "open_at=2026-11-23T03:00:00.0000000%2B00:00": "open_at=2026-11-23T03:00Z",
    "open_at=2026-11-23t03:00:60z": "open_at=2026-11-23T03:00Z",
}


@pytest.mark.parametrize("query", ONE_MEANING)
def test_what_can_mean_one_thing_only_is_read(api, noon, query):
    read, plain = (api.get(f"/api/v1/services?{one}") for one in (query, ONE_MEANING[query]))

    assert read.status_code == plain.status_code == 200
    assert read.json() == plain.json()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("type[]=image-removal", "Repeat the name: type=…&type=…"),
        ("age[gte]=15", "Write age=…, once."),
        ("type=image-removal,emotional-support", "Give each of several a name of its own"),
        ("age=15.5", "Must have no fraction. Must be a whole number from 0 to 120."),
        ("region=", "Leave the parameter out where nothing is asked."),
        ("scotland", "Write name=value."),
        ("age=15&amp;free=true", "Write & between two parameters."),
        ("type=IMAGE_REMOVAL", "Did you mean “image-removal”?"),
        ("free=True", "in small letters"),
        ("open_at=2026-11-23T03:00", "Has no offset from UTC, such as Z."),
        ("open_at=2026-11-23T03:00+01:00", "write + as %2B"),
    ],
)
def test_a_refusal_says_how_to_write_it_right(api, query, words):
    (fault,) = api.get(f"/api/v1/services?{query}").json()["errors"]

    assert words in fault["detail"]


@pytest.mark.parametrize("address", [address for address in PLACES if address not in PAGES])
def test_no_address_ignores_an_unknown_name(api, address):
    assert faults(api.get(f"{address}?colour=red")) == [(None, "unknown-parameter")]


@pytest.mark.parametrize("added", ["utm_source=mail&fbclid=a%FFb", "?", "&&", "=", "age=150", "a&" * 100, "q=%"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_whatever_was_added_to_its_link(api, address, added, noon):
    plain, opened = api.get(address), api.generic("GET", address, QUERY_STRING=added)

    assert (opened.status_code, opened.content) == (plain.status_code, plain.content)


def test_a_near_miss_is_told_what_was_meant(api):
    fault = api.get("/api/v1/services?regoin=scotland").json()["errors"][0]

    assert "Did you mean “region”?" in fault["detail"]


@pytest.mark.parametrize(
    "query", ["q=Zanzibar%00", "region=Zanzibar", "age=Zanzibar", "outcode=Zanzibar", "type=Zanzibar"]
)
def test_no_value_is_repeated_in_a_refusal(api, query):
    response = api.get(f"/api/v1/services?{query}")

    assert response.status_code == 400
    assert b"Zanzibar" not in response.content


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "QUERY", "BREW"])
@pytest.mark.parametrize("address", PLACES)
def test_another_method_is_405_with_those_that_are_allowed(api, method, address):
    response = api.generic(method, f"{address}?colour=red", "{", content_type="text/plain")

    assert response.status_code == 405
    assert {"GET", "HEAD", "OPTIONS"} <= set(response["Allow"].split(", "))


def test_post_is_405_where_nothing_is_asked_in_a_body(api):
    response = api.post("/api/v1/organisations", "{}", content_type="application/json")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", PLACES)
def test_head_is_get_without_the_body(api, address, noon):
    got, head = api.get(address), api.head(address)

    assert head.content == b""
    assert _told(head) == _told(got)
    assert int(head["Content-Length"]) == len(got.content)


@pytest.mark.django_db  # where a request is over, its connection is looked at
def test_nothing_is_left_to_the_web_server_to_take_out_of_an_answer_to_head(noon):
    status, headers, body = through_wsgi("HEAD", "/api/v1/services")

    assert (status, body) == (200, b"")
    assert headers["Content-Length"] == through_wsgi("GET", "/api/v1/services")[1]["Content-Length"]


@pytest.mark.parametrize("address", PLACES)
def test_options_is_204_and_says_what_is_allowed(api, address):
    response = api.options(f"{address}?colour=red")

    assert (response.status_code, response.content) == (204, b"")
    assert "GET, " in response["Allow"]
    assert "Content-Type" not in response and "Content-Length" not in response


@pytest.mark.parametrize("address", [address for address in PLACES if address != "/"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "DELETE"])
def test_the_slashed_form_leads_to_the_one_without(api, address, method):
    response = api.generic(
        method, f"{address}/", QUERY_STRING="age=15&q=%C3%A9+%2B;&agee", headers={"Host": "evil.org"}
    )

    assert (response.status_code, response.content) == (308, b"")
    assert response["Location"] == f"https://help.example.org{address}?age=15&q=%C3%A9+%2B;&agee"


def test_no_token_is_asked_of_a_partner(settings):
    """The admin's protection of forms is not for those who have no session."""
    client = Client(enforce_csrf_checks=True)

    assert client.post("/api/v1/help/", "{}", content_type="application/json").status_code == 308
    assert client.post("/api/v1/help", "{}", content_type="application/json").status_code == 200
    assert client.post("/nothing").status_code == 404


@pytest.mark.parametrize(
    "address", ["/nothing/", "/api//", "/api/v1/help//", "/api/v1/../admin/", "/static/", "/api/v1/services/%FF%FE/"]
)
def test_the_slashed_form_of_nothing_leads_nowhere(api, address):
    assert api.generic("GET", address).status_code == 404


@pytest.mark.parametrize("moment", ["2000-01-01T00:30%2B01:00", "2099-12-31T23:30-01:00", "2099-12-31T23:59:59Z"])
def test_a_moment_is_in_the_years_that_are_written(api, moment):
    assert api.get(f"/api/v1/services?open_at={moment}").status_code == 200


def test_a_question_mark_in_a_path_does_not_become_a_query(api):
    response = api.get("/api/v1/services/a%3Fage=3/")

    assert response["Location"] == "https://help.example.org/api/v1/services/a%3Fage%3D3"


def test_the_order_of_the_parameters_makes_no_other_answer(api):
    one, other = (api.get(f"/api/v1/services?{query}") for query in ("age=15&page_size=2", "page_size=2&age=15"))

    assert one.content == other.content
    assert one["ETag"] == other["ETag"]


def _told(response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name != "X-Request-Id"}
