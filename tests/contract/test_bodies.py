"""A body asks exactly what a query asks, and is read as strictly: JSON, its types, its size, its encoding."""

import json
from io import BytesIO

import pytest

from advice.questions import HelpQuestion
from services.api.questions import ServicesQuestion
from tests.contract.conftest import faults, through_wsgi

pytestmark = pytest.mark.usefixtures("served")

BODIES = {
    "": [(None, "empty-body")],
    " ": [(None, "empty-body")],
    "{": [(None, "not-json")],
    "{'age': 15}": [(None, "not-json")],
    '{"age": 15} {}': [(None, "not-json")],
    '{"age": NaN}': [(None, "not-json")],
    '{"age": -Infinity}': [(None, "not-json")],
    '{"age": ' + "9" * 5000 + "}": [(None, "not-json")],
    '{"q": "\\u12"}': [(None, "not-json")],
    "[" * 5000: [(None, "not-json")],
    '{"age": 15, "age": 16}': [("age", "repeated")],
    '{"type": ["image-removal"], "type": ["image-removal"]}': [("type", "repeated")],
    '{"EH11YZ": 1, "EH11YZ": 1}': [(None, "repeated"), (None, "unknown-parameter")],
    '{"age": {"q": 1, "q": 1}}': [("age", "wrong-type")],
    "[]": [(None, "not-an-object")],
    "null": [(None, "not-an-object")],
    '"age=15"': [(None, "not-an-object")],
    '{"agee": 15}': [(None, "unknown-parameter")],
    '{"": 15}': [(None, "no-name")],
    '{"\\ud800": 15}': [(None, "unknown-parameter")],
    '{"age": "15"}': [("age", "in-quotes")],
    '{"age": 1e999}': [("age", "out-of-range")],
    '{"age": 15.5}': [("age", "fraction")],
    '{"age": 1e300}': [("age", "out-of-range")],
    '{"age": -1}': [("age", "out-of-range")],
    '{"age": ""}': [("age", "blank")],
    '{"region": " "}': [("region", "blank")],
    '{"region": "null"}': [("region", "word-for-nothing")],
    '{"type": ["image-removal,legal"]}': [("type", "several-in-one")],
    '{"type[]": ["image-removal"]}': [("type", "brackets")],
    '{"age": true}': [("age", "wrong-type")],
    '{"age": []}': [("age", "not-repeatable")],
    '{"age": null, "age": 15}': [("age", "repeated")],
    '{"agee": null}': [(None, "unknown-parameter")],
    '{"age": {"gte": 15}}': [("age", "wrong-type")],
    '{"age": [15]}': [("age", "not-repeatable")],
    '{"age": 121}': [("age", "out-of-range")],
    '{"free": "true"}': [("free", "in-quotes")],
    '{"free": 1}': [("free", "wrong-type")],
    '{"type": "image-removal"}': [("type", "not-a-list")],
    '{"type": [null]}': [("type", "wrong-type")],
    json.dumps({"type": ["relay"] * 21}): [("type", "out-of-range")],
    '{"include": "within", "region": null}': [("include", "only-with")],
    '{"type": [["image-removal"]]}': [("type", "wrong-type")],
    '{"type": ["image-removal", "image-removal"]}': [("type", "repeated")],
    '{"q": 5}': [("q", "wrong-type")],
    '{"q": "a\\u0000"}': [("q", "control-character")],
    '{"q": "a\\u007f"}': [("q", "control-character")],
    '{"q": "\\ud800"}': [("q", "broken-encoding")],
    '{"outcode": "EH1 1YZ"}': [("outcode", "full-postcode")],
    json.dumps({f"name{number}": 1 for number in range(21)}): [(None, "too-many")],
}


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_cannot_be_read_exactly_is_refused(api, body):
    response = api.generic("POST", "/api/v1/services", body, CONTENT_TYPE="application/json")

    assert faults(response) == BODIES[body]


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('{"type":[', "]}")])
def test_a_body_that_is_nested_deeply_is_refused(api, opening, closing):
    """Some Pythons can read it and some cannot; the answer is a refusal either way."""
    body = opening * 900 + "1" + closing * 900

    assert len(faults(api.post("/api/v1/help", body, content_type="application/json"))) == 1


def test_a_body_that_is_not_utf_8_is_refused(api):
    response = api.post("/api/v1/services", '{"q": "é"}'.encode("latin-1"), content_type="application/json")

    assert faults(response) == [(None, "not-json")]


def test_an_empty_object_asks_with_no_parameter(api):
    asked = api.post("/api/v1/services", "{}", content_type="application/json").json()

    assert asked["count"] == api.get("/api/v1/services").json()["count"]


@pytest.mark.parametrize("path", ["help", "services"])
def test_null_or_an_empty_array_asks_nothing(api, path):
    question = {"help": HelpQuestion, "services": ServicesQuestion}[path]
    unset = {name: [] if found.multiple else None for name, found in question.parameters().items()}

    plain, empty, null = (
        api.post(f"/api/v1/{path}", json.dumps({"age": 15, **body}), content_type="application/json")
        for body in ({}, {**unset, "age": 15}, {**dict.fromkeys(unset), "age": 15})
    )

    assert [one.status_code for one in (plain, empty, null)] == [200] * 3
    assert empty.json() == null.json() == plain.json()


def test_what_is_null_contradicts_nothing(api):
    body = {"region": None, "outcode": "EH1", "edition": None, "page": None, "as_of": None}

    assert api.post("/api/v1/services", json.dumps(body), content_type="application/json").status_code == 200


def test_query_and_body_together_are_refused(api):
    assert faults(api.post("/api/v1/help?age=15", "{}", content_type="application/json")) == [(None, "asked-twice")]


def test_a_body_with_get_is_refused_and_not_ignored(api):
    response = api.generic("GET", "/api/v1/help", '{"age": 15}', content_type="application/json")

    assert faults(response) == [(None, "body-not-read")]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_body_of_another_type_is_415(api, content_type):
    assert api.post("/api/v1/help", "{}", content_type=content_type).status_code == 415


ONE_MEANING = {
    '{"age": 15.0}': {"age": 15},
    '{"age": 1.5e1}': {"age": 15},
    '{"age": -0}': {"age": 0},
    '\ufeff{"age": 15}': {"age": 15},
    '{"open_at": "2026-11-27T03:00:00.1234567+00:00"}': {"open_at": "2026-11-27T03:00Z"},
}


@pytest.mark.parametrize("body", ONE_MEANING)
def test_what_can_mean_one_thing_only_is_read(api, noon, body):
    plain = json.dumps(ONE_MEANING[body])
    read, told = (api.post("/api/v1/services", one, content_type="application/json") for one in (body, plain))

    assert read.status_code == told.status_code == 200
    assert read.json() == told.json()


def test_a_body_that_is_said_to_be_as_it_is_is_read(api):
    asked = {"content_type": "application/json", "headers": {"Content-Encoding": "identity"}}

    assert api.post("/api/v1/help", "{}", **asked).status_code == 200


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity, gzip"])
def test_a_body_that_is_said_to_be_encoded_is_415(api, encoding):
    asked = {"content_type": "application/json", "headers": {"Content-Encoding": encoding}}

    assert api.post("/api/v1/help", "{}", **asked).status_code == 415


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
def test_the_content_type_may_be_written_in_any_way(api, content_type):
    assert api.post("/api/v1/help", '{"age": 15}', content_type=content_type).status_code == 200


def test_a_body_that_is_too_large_by_its_stated_length_is_413(api):
    assert api.post("/api/v1/help", " " * 10_001, content_type="application/json").status_code == 413


@pytest.mark.django_db  # where a request is over, its connection is looked at
@pytest.mark.parametrize(("length", "status"), [(10_000, 200), (10_001, 413), (5_000_000, 413)])
def test_a_body_without_a_stated_length_is_read_as_far_as_it_may_be_long(length, status):
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    environ = {**chunked, "CONTENT_TYPE": "application/json", "wsgi.input": BytesIO(b"{}".ljust(length))}

    assert through_wsgi("POST", "/api/v1/help", **environ)[0] == status


@pytest.mark.django_db  # where a request is over, its connection is looked at
@pytest.mark.parametrize(("body", "status"), [(b"", 200), (b"{}", 400)])
def test_a_body_in_pieces_of_which_there_are_none_is_no_body(body, status):
    """So some proxies pass on a GET."""
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}

    assert through_wsgi("GET", "/api/v1/help", **chunked, **{"wsgi.input": BytesIO(body)})[0] == status


@pytest.mark.django_db  # where a request is over, its connection is looked at
@pytest.mark.parametrize("length", ["-1", "abc", "9" * 5000, "1e3", "\xb2"])
def test_a_length_that_is_none_is_no_fault_of_ours(length):
    status, _, _ = through_wsgi("POST", "/api/v1/help", b"{}", CONTENT_TYPE="application/json", CONTENT_LENGTH=length)

    assert status in (400, 413)


def test_a_body_of_the_largest_size_is_read(api):
    assert api.post("/api/v1/help", "{}".ljust(10_000), content_type="application/json").status_code == 200
