"""docs/partners.md says what is read as what, and what is refused by which code; each row is asked."""

import json
import re
from urllib.parse import unquote_plus

import pytest
from jsonschema import Draft202012Validator

from helpapi.contract.docs import document
from publishing.api.parameters import MomentParameter
from tests.contract.conftest import through_wsgi
from tests.contract.test_headers import table

pytestmark = [pytest.mark.usefixtures("served", "noon"), pytest.mark.django_db]  # where a request is over, it looks

LIST, JSON = "/api/v1/services", "application/json"


def code(cell: str) -> str:
    """What a cell has in backticks, to the letter."""
    return cell.strip("`")


# Both tables begin with what was sent; the one of what is refused comes after the other.
READ = {code(row[0]): code(row[1]) for row in table("Sent | Is read as")}
REFUSED = {code(row[0]): row[1] for row in table("Sent | Code")}
ANSWERED = dict(table("Asked"))


def ask(api, sent: str):
    if sent.startswith("?"):
        return api.generic("GET", LIST, QUERY_STRING=sent[1:])
    return api.generic("POST", LIST, sent, CONTENT_TYPE=JSON)


@pytest.mark.parametrize("sent", READ)
def test_what_means_one_thing_is_read_as_that(api, sent):
    read, plain = ask(api, sent), ask(api, READ[sent])

    assert read.status_code == plain.status_code == 200
    assert read.json() == plain.json()


@pytest.mark.parametrize("sent", REFUSED)
def test_what_does_not_is_refused_by_a_code_that_says_why(api, sent):
    response = ask(api, sent)

    assert response.status_code == 400
    assert REFUSED[sent] in [fault["code"] for fault in response.json()["errors"]]
    assert len(response.json()["errors"]) == 1


SCHEMAS = document()["components"]["schemas"]
QUESTION = {**SCHEMAS["ServicesQuestion"], "components": {"schemas": SCHEMAS}}
# What is sent may be right by the schema of each parameter, and wrong together or in its spelling.
BEYOND_A_SCHEMA = {"repeated", "not-json", "not-an-object"}


@pytest.mark.parametrize("sent", [sent for sent in READ if sent.startswith("{")])
def test_a_body_that_is_read_is_right_by_the_document(sent):
    assert not list(Draft202012Validator(QUESTION).iter_errors(json.loads(sent)))


@pytest.mark.parametrize(
    "sent", [sent for sent in REFUSED if sent.startswith("{") and REFUSED[sent] not in BEYOND_A_SCHEMA]
)
def test_a_body_that_is_refused_is_wrong_by_the_document(sent):
    assert list(Draft202012Validator(QUESTION).iter_errors(json.loads(sent)))


@pytest.mark.parametrize("sent", [sent for sent in [*READ, *REFUSED] if sent.startswith("?open_at=")])
def test_a_moment_in_an_address_is_read_just_where_the_document_says_so(sent):
    moment = unquote_plus(sent.removeprefix("?open_at="))

    assert bool(re.search(MomentParameter("").schema()["pattern"], moment)) == (sent in READ)


def preflight(api) -> set:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "traceparent"}
    return {api.options(address, headers=asked).status_code for address in (LIST, "/nothing", f"{LIST}/", "/api/docs")}


def probed(settings) -> set:
    settings.ALLOWED_HOSTS = ["help.example.org"]
    asked = [("OPTIONS", LIST), ("OPTIONS", "/"), ("HEAD", "/"), ("GET", "/health/live"), ("HEAD", "/health/live")]
    found = {through_wsgi(*one, HTTP_HOST=host)[0] for one in asked for host in ("10.0.0.7", "", "a_b")}
    return found - {200, 204} or {"2xx"}


def held(api) -> set:
    tag = api.get(LIST)["ETag"]
    marked = [f"W/{tag}", *(f'{tag[:-1]}{mark}"' for mark in ("-gzip", "-br", ";gzip"))]
    return {api.get(LIST, headers={"If-None-Match": one}).status_code for one in marked}


def posted(api, body: bytes | str = "{}", address: str = LIST, **headers: str) -> set:
    response = api.post(address, body, content_type=JSON, headers=headers)
    return {refusal(response)}


def refusal(response) -> int | str:
    if response.status_code != 400:
        return response.status_code
    problem = response.json()
    return f"400 {problem['errors'][0]['code'] if problem['errors'] else problem['type'].rpartition('/')[2]}"


def of_another_host(api, settings) -> set:
    settings.ALLOWED_HOSTS = ["help.example.org"]
    return {refusal(api.get(LIST, headers={"Host": "evil.example"}))}


WAYS = {
    "a preflight for any header, at any address": lambda api, settings: preflight(api),
    "`OPTIONS` or a health check, by whatever host name or none": lambda api, settings: probed(settings),
    "a page for people, whatever was added to its link": lambda api, settings: {
        api.get(f"{page}?utm_source=mail&fbclid=%FF").status_code for page in ("/", "/api/docs", "/problems")
    },
    "what you hold, with `W/`, `-gzip`, `-br` or `;gzip` added to its tag by a proxy": lambda api, settings: held(api),
    "an address with a slash at its end": lambda api, settings: {api.get(f"{LIST}/").status_code},
    "a body that begins with a byte order mark": lambda api, settings: posted(api, "\ufeff{}"),
    "a body with `Content-Encoding: identity`": lambda api, settings: posted(api, **{"Content-Encoding": "identity"}),
    "a body that is compressed": lambda api, settings: posted(api, **{"Content-Encoding": "gzip"}),
    "a body with `GET`": lambda api, settings: {refusal(api.generic("GET", LIST, "{}", JSON))},
    "a question in the address and in the body": lambda api, settings: posted(api, address=f"{LIST}?age=15"),
    "a host name that is not ours": of_another_host,
}


@pytest.mark.parametrize("asked", ANSWERED)
def test_what_else_is_added_is_answered_as_the_row_says(api, settings, asked):
    assert {str(one) for one in WAYS[asked](api, settings)} == {ANSWERED[asked]}


def test_every_row_is_asked_for():
    assert list(ANSWERED) == list(WAYS)
    assert len(READ) >= 10 and len(REFUSED) >= 30


@pytest.mark.parametrize("sent", [*READ, *REFUSED])
def test_every_body_of_the_tables_is_what_it_is_meant_to_be(sent):
    """A row that is no JSON says so by its code; in any other it would test nothing but that."""
    if not sent.startswith("?") and REFUSED.get(sent) != "not-json":
        json.loads(sent)
