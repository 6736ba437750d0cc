"""Whatever is sent to whatever the OpenAPI document names is answered or refused: no error of ours, no HTML."""

import json
from urllib.parse import quote

import orjson
import pytest

from publishing.emergency import EMERGENCY
from tests.contract import hostile
from tests.contract.conftest import faults

pytestmark = pytest.mark.usefixtures("served", "noon")

IN_QUERY, IN_BODY = list(hostile.in_query()), list(hostile.in_body())
THERE = {
    **{"services": "daytime-line", "organisations": "example-organisation", "advice": "sextortion"},
    **{"regions": "scotland", "codes": "languages"},
}
NAMED = {path: path.replace("{name}", THERE.get(path.split("/")[-2], "")) for path, _ in hostile.addresses()}
ENOUGH = 1500
ONLY_WITH_ANOTHER = {"edition", "as_of", "include"}
REPORTS = "/api/v1/reports"
LAST_PAGE = ("page", 100_000)
WORTH_LOOKING_FOR = 4  # characters; shorter values stand in the words of any refusal


@pytest.fixture
def safe(api):
    """Ask, and hold the answer to what is true of every one."""

    def ask(method: str, address: str, query: str = "", body=None):
        text = "" if body is None else json.dumps(body)
        response = api.generic(method, address, text, "application/json" if text else "", QUERY_STRING=query)
        assert response.status_code in (200, 400, 404, 410), (address, query, body)
        assert response["Content-Type"] == f"application/{'json' if response.status_code == 200 else 'problem+json'}"
        return response

    return ask


def is_repeated(value: str, response) -> bool:
    """Whether a refusal says it, but in the emergency notice, which is the same whatever was sent."""
    told = response.content.replace(orjson.dumps(EMERGENCY), b"").decode()
    return len(value) >= WORTH_LOOKING_FOR and (value in told or json.dumps(value)[1:-1] in told)


def test_there_are_enough_hostile_inputs():
    in_queries = sum(len(list(asked.spellings())) for asked in IN_QUERY)
    in_bodies = sum(len(hostile.WRONG_JSON) + len(asked.outside()) for asked in IN_BODY)

    assert in_queries + in_bodies >= ENOUGH


@pytest.mark.parametrize("asked", IN_QUERY, ids=str)
def test_a_value_that_the_schema_does_not_allow_is_refused_by_name(safe, asked):
    for spelt, text in asked.spellings():
        response = safe("GET", NAMED[asked.path], f"{asked.name}={spelt}")
        if spelt in hostile.BROKEN or not asked.takes(text):
            assert {parameter for parameter, _ in faults(response)} == {asked.name}, spelt
        if response.status_code != 200:
            assert not is_repeated(text, response), text


@pytest.mark.parametrize("asked", IN_BODY, ids=str)
def test_a_member_that_the_schema_does_not_allow_is_refused_by_name(safe, asked):
    for value in [*hostile.WRONG_JSON, *([text] if asked.is_list else text for text in asked.outside())]:
        if isinstance(value, str) and asked.is_free_text and asked.takes(value):
            continue
        response = safe("POST", asked.path, body={asked.name: value})
        assert {parameter for parameter, _ in faults(response)} == {asked.name}, value
        assert not is_repeated(value if isinstance(value, str) else "", response), value


@pytest.mark.parametrize("asked", [*IN_QUERY, *IN_BODY], ids=str)
def test_a_value_that_the_schema_names_is_answered(safe, asked):
    """What may be given only together with another parameter is told so, and a page there is not is 404."""
    assert asked.good() or "pattern" in asked.schema, "give it an example, so that something is known to be right"
    for value in asked.good():
        spelt = value if isinstance(value, str) else json.dumps(value)
        if asked.method == "GET":
            response = safe("GET", NAMED[asked.path], f"{asked.name}={quote(spelt)}")
        else:
            response = safe("POST", asked.path, body={asked.name: [value] if asked.is_list else value})
        if asked.name in ONLY_WITH_ANOTHER:
            assert faults(response) == [(asked.name, "only-with")]
        elif asked.path == REPORTS:  # it takes no less than two together
            assert {code for _, code in faults(response)} == {"missing"}
        else:
            assert response.status_code == (404 if (asked.name, value) == LAST_PAGE else 200), value


@pytest.mark.parametrize("asked", IN_QUERY, ids=str)
def test_a_name_that_is_not_quite_the_parameter_is_refused(safe, asked):
    for pattern in hostile.STRANGE_NAMES:
        name = pattern.format(asked.name)
        response = safe("GET", NAMED[asked.path], f"{quote(name, safe='')}=1")
        is_bracketed = "[" in name and name.startswith(asked.name)
        assert {code for _, code in faults(response)} == {"brackets" if is_bracketed else "unknown-parameter"}, name


@pytest.mark.parametrize("asked", IN_QUERY, ids=str)
def test_a_parameter_is_not_repeated_with_one_value(safe, asked):
    for value in asked.good()[:1]:
        pair = f"{asked.name}={quote(value if isinstance(value, str) else json.dumps(value))}"
        assert (asked.name, "repeated") in faults(safe("GET", NAMED[asked.path], f"{pair}&{pair}"))


@pytest.mark.parametrize("path", hostile.in_path())
def test_a_name_in_an_address_that_means_nothing_is_404(safe, path):
    for name in [*map(quote, hostile.STRANGE), *hostile.BROKEN, *("..", "%2e%2e", "%2F", "%5C", "a%2Fb", "%3F", "%23")]:
        if name not in ("", "."):
            assert safe("GET", path + name).status_code in (308, 404), name


@pytest.mark.parametrize("path", [path for path, operations in hostile.addresses() if "GET" in operations])
def test_every_address_refuses_what_is_malformed_as_a_whole(safe, path):
    for query in ("a&" * 30, "=" * 50, "a" * 2500, "=&=&=", "%", "%FF=1", "a=%FF", ";", "?", "#", "age", "\xff=\xfe"):
        assert faults(safe("GET", NAMED[path], query)), query


def test_a_parameter_that_is_added_is_attacked_without_anyone_writing_it():
    asked = hostile.Asked("GET", "/api/v1/new", "new", {"type": "integer", "minimum": 3, "maximum": 7})

    texts = {text for _, text in asked.spellings()}
    assert {"2", "8"} <= texts
    assert not any(asked.takes(text) for text in texts)
