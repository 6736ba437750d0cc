"""The OpenAPI document is valid, committed, and complete."""

from collections import Counter
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from helpapi.contract.docs import document
from helpapi.contract.generated import constant
from helpapi.contract.openapi import enum_name
from publishing.api.parameters import CodeParameter
from publishing.codes import code_list
from tests.house import addresses

MOST = 40  # lines of a difference that are told
COMMITTED = settings.BASE_DIR / "docs" / "openapi.yaml"
OPERATIONS = [operation for path in document()["paths"].values() for operation in path.values()]
SCHEMAS = document()["components"]["schemas"]
# Names of schemas: Lang beside Language, Source beside the source of a topic, and what many languages have themselves.
CONFUSING = ("Include", "Lang", "Source")
# What languages have themselves, or keep for themselves: a type of ours that is called so hides it, or is renamed.
HIDING = """any array bool boolean box class client collection configuration data date decimal default dictionary
double duration dynamic enum error exception extension file float function future integer interface internal iterator
library list long map match model module never none nothing null number object ok operator optional option package part
process promise protocol query range record request response result self sequence set some stream string struct symbol
system task thread throwable time type union unit url uuid value vec void""".split()
# A value of an enumeration that is called so hides what every enumeration has: in Python, Java, Kotlin or Swift.
MEMBERS_OF_ENUMS = ("name", "value", "values", "ordinal", "entries", "self", "type", "none", "default")
ENTITIES = set("&<>\"'`=")  # what generators write as HTML entities into comments
every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["operationId"])


def test_the_committed_document_is_the_one_that_is_served(api):
    served = api.get("/api/v1/openapi.yaml").content.decode()
    committed = Path(COMMITTED).read_text(encoding="utf-8")

    differ = list(unified_diff(committed.splitlines(), served.splitlines(), n=0, lineterm=""))[2:MOST]
    told = ["Lines with - are in docs/openapi.yaml, those with + are what the code says. Where the code is right,"]
    assert served == committed, "\n".join(
        [*told, "run: python3 -m helpapi spectacular --file docs/openapi.yaml", *differ]
    )


def test_json_and_yaml_say_the_same(api):
    assert yaml.safe_load(api.get("/api/v1/openapi.yaml").content) == api.get("/api/v1/openapi.json").json()


def test_the_document_is_valid():
    from openapi_spec_validator import OpenAPIV31SpecValidator  # takes a second, in every process that collects tests

    OpenAPIV31SpecValidator(yaml.safe_load(COMMITTED.read_text(encoding="utf-8"))).validate()


def test_the_page_for_reading_shows_every_operation():
    described = {tag["name"] for tag in document()["tags"]}

    for operation in OPERATIONS:
        assert set(operation["tags"]) <= described, f"{operation['operationId']}: name its tag in SPECTACULAR_SETTINGS"


@every_operation
def test_every_operation_is_described(operation):
    assert operation["summary"] and operation["description"].endswith(".")
    assert all(parameter["description"].endswith(".") for parameter in operation.get("parameters", []))


@every_operation
def test_every_answer_and_body_has_an_example(operation):
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    answers = [answer for status, answer in operation["responses"].items() if status != "304"]

    for part in [*bodies, *answers]:
        assert all(content.get("examples") for content in part["content"].values()), (
            f"{operation['operationId']}: an answer has no example in docs/examples; see tests/house/test_examples.py"
        )


@every_operation
def test_every_error_is_a_problem(operation):
    for status, answer in operation["responses"].items():
        if int(status) >= 400:
            assert list(answer["content"]) == ["application/problem+json"]


@pytest.mark.parametrize("path", document()["paths"])
def test_an_address_that_is_too_long_is_refused_as_every_method_says(api, path):
    for method, operation in document()["paths"][path].items():
        answer = api.generic(method.upper(), f"{path}?q={'a' * 5000}", b"{}", "application/json")

        assert answer.status_code == 414
        assert "414" in operation["responses"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_member_is_described_and_always_there(name):
    schema = SCHEMAS[name]
    members = schema.get("properties", {})

    assert schema["description"]
    for member, part in members.items():
        assert part.get("description"), f"{name}.{member} is not described: give it help_text in its serializer"
    must_be_asked = ["uid", "problem"] if name == "ReportQuestion" else []
    assert schema.get("required", []) == (must_be_asked if name.endswith("Question") else list(members))


def test_only_questions_have_closed_values():
    closed = {name for name, schema in SCHEMAS.items() if "enum" in schema}
    members = [part for name, schema in SCHEMAS.items() for part in schema.get("properties", {}).values()
               if not name.endswith("Question")]  # fmt: skip

    assert not [part for part in members if "enum" in part or _names(part) & closed]


def test_the_values_of_a_question_are_those_of_the_code_list():
    committed = yaml.load(COMMITTED.read_text(encoding="utf-8"), yaml.CSafeLoader)["components"]["schemas"]
    listed = {
        enum_name(name, declared): declared.codes
        for _, view in addresses.public()
        for name, declared in view.question_class.parameters().items()
        if isinstance(declared, CodeParameter) and isinstance(declared.codes, str)
    }

    for name, codes in listed.items():
        for code in set(committed[name]["enum"]) ^ set(code_list(codes).values):
            pytest.fail(f"“{code}” is in only one of docs/openapi.yaml ({name}) and fixtures/codes.yaml ({codes}).")
    assert "ServiceType" in listed


def test_no_name_is_taken_for_another_or_stands_in_the_way_of_generated_programs():
    values = {value for schema in SCHEMAS.values() for value in schema.get("enum", [])}

    assert {name.lower() for name in SCHEMAS} & {*HIDING, *(name.lower() for name in CONFUSING)} == set()
    assert values & set(MEMBERS_OF_ENUMS) == set()


def test_no_two_constants_are_called_the_same():
    called = Counter(
        name
        for schema in SCHEMAS.values()
        for name in schema.get("x-enum-varnames", map(constant, schema.get("enum", [])))
    )

    twice = [name for name, times in called.items() if times > 1]
    assert twice == [], (
        "Go has all constants in one room: name one of these in CONSTANTS, helpapi/contract/generated.py"
    )


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_answer_may_have_more_members_and_a_question_may_not(name):
    if "properties" in SCHEMAS[name]:
        assert SCHEMAS[name]["additionalProperties"] is not name.endswith("Question")


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_generator_has_to_think_of_a_name(name):
    """One would call what has none after where it stands: an object, or a choice between two types."""
    for part in SCHEMAS[name].get("properties", {}).values():
        for schema in (part, part.get("items", {})):
            types = schema.get("type", [])
            choices = [choice for choice in schema.get("oneOf", []) if choice.get("type") != "null"]
            assert not {"properties", "enum", "anyOf", "allOf"} & schema.keys()
            assert isinstance(types, str) or len(set(types) - {"null"}) <= 1
            assert len(choices) <= 1


@every_operation
def test_what_an_operation_does_is_said_in_a_sentence(operation):
    verb, _, rest = operation["summary"].partition(" ")

    assert verb in ("Find", "Get", "List", "Report") and rest and not rest.endswith(".")
    assert operation["description"][0].isupper()
    assert len(operation["description"].partition(".")[0].split()) > 3, "a first sentence that says something by itself"


def test_every_comment_in_a_generated_program_can_be_read():
    described = [part["description"] for part in _inside(document()) if isinstance(part.get("description"), str)]

    assert [words for words in described if ENTITIES & set(words)] == []


def _inside(part) -> Iterator[dict]:
    """Every object in a part of the document but its examples, whatever it stands in."""
    for key, inner in part.items() if isinstance(part, dict) else enumerate(part):
        if key not in ("example", "examples") and isinstance(inner, dict | list):
            if isinstance(inner, dict):
                yield inner
            yield from _inside(inner)


def _names(part: dict) -> set[str]:
    return {str(inner.get("$ref", "")).rpartition("/")[2] for inner in (part, part.get("items", {}))}
