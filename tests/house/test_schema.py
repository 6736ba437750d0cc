"""The OpenAPI document is valid, committed, and complete."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings
from openapi_spec_validator import OpenAPIV31SpecValidator

from helpapi.docs import document
from publishing.codes import code_list

COMMITTED = settings.BASE_DIR / "docs" / "openapi.yaml"
OPERATION_IDS = {
    *("getHelp", "askHelp", "listServices", "getService", "askServices", "listOrganisations", "getOrganisation"),
    *("listAdvice", "getAdvice", "listRegions", "getRegion", "listCodeLists", "getCodeList", "getRoot"),
}
OPERATIONS = [operation for path in document()["paths"].values() for operation in path.values()]
SCHEMAS = document()["components"]["schemas"]
every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["operationId"])


def test_the_committed_document_is_the_one_that_is_served(api):
    served = api.get("/api/v1/openapi.yaml").content.decode()

    again = "run: python3 -m helpapi spectacular --file docs/openapi.yaml"
    assert served == Path(COMMITTED).read_text(encoding="utf-8"), again


def test_json_and_yaml_say_the_same(api):
    assert yaml.safe_load(api.get("/api/v1/openapi.yaml").content) == api.get("/api/v1/openapi.json").json()


def test_the_document_is_valid():
    OpenAPIV31SpecValidator(yaml.safe_load(COMMITTED.read_text(encoding="utf-8"))).validate()


def test_the_operations_are_those_that_clients_know():
    assert {operation["operationId"] for operation in OPERATIONS} == OPERATION_IDS


@every_operation
def test_every_operation_is_described(operation):
    assert operation["summary"] and operation["description"].endswith(".")
    assert all(parameter["description"].endswith(".") for parameter in operation.get("parameters", []))


@every_operation
def test_every_answer_and_body_has_an_example(operation):
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    answers = [answer for status, answer in operation["responses"].items() if status != "304"]

    assert all(content["examples"] for part in [*bodies, *answers] for content in part["content"].values())


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
    assert all(part.get("description") for part in members.values())
    assert schema.get("required", []) == ([] if name.endswith("Question") else list(members))


def test_only_questions_have_closed_values():
    closed = {name for name, schema in SCHEMAS.items() if "enum" in schema}
    members = [part for name, schema in SCHEMAS.items() for part in schema.get("properties", {}).values()
               if not name.endswith("Question")]  # fmt: skip

    assert not [part for part in members if "enum" in part or _names(part) & closed]


def test_the_values_of_a_question_are_those_of_the_code_list():
    assert SCHEMAS["ServiceType"]["enum"] == list(code_list("service-types").values)


def _names(part: dict) -> set[str]:
    return {str(inner.get("$ref", "")).rpartition("/")[2] for inner in (part, part.get("items", {}))}
