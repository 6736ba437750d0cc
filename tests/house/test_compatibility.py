"""The contract only grows: nothing that the last released document promised is taken back."""

from copy import deepcopy

import pytest
import yaml
from django.conf import settings

from helpapi.docs import document
from tests.house.compatibility import Comparison

RELEASED = settings.BASE_DIR / "docs" / "openapi-released.yaml"
SERVICES = ("paths", "/api/v1/services", "get")


def at(part, *path):
    for step in path:
        part = part[step]
    return part


def parameter(now: dict, name: str) -> dict:
    return next(each for each in at(now, *SERVICES)["parameters"] if each["name"] == name)


def schemas(now: dict) -> dict:
    return now["components"]["schemas"]


def broken_by(change) -> list[str]:
    now = deepcopy(document())
    change(now)
    return Comparison(document(), now).breaking()


def test_nothing_that_was_released_is_broken():
    released = yaml.safe_load(RELEASED.read_text(encoding="utf-8"))

    assert Comparison(released, document()).breaking() == []


BREAKING = {
    "GET /api/v1/services is gone.": lambda now: at(now, *SERVICES[:2]).pop("get"),
    "GET /api/v1/codes is gone.": lambda now: now["paths"].pop("/api/v1/codes"),
    "GET /api/v1/services: its operationId was listServices and is now findServices.": lambda now: at(
        now, *SERVICES
    ).update(operationId="findServices"),
    "GET /api/v1/services: the parameter age is gone.": lambda now: at(now, *SERVICES)["parameters"].remove(
        parameter(now, "age")
    ),
    "GET /api/v1/services: the parameter age is now required.": lambda now: parameter(now, "age").update(required=True),
    "GET /api/v1/services: the new parameter pin is required.": lambda now: at(now, *SERVICES)["parameters"].append(
        {"name": "pin", "in": "query", "required": True, "schema": {"type": "string"}}
    ),
    "GET /api/v1/services: the parameter age: its maximum was 120 and is now 110.": lambda now: parameter(now, "age")[
        "schema"
    ].update(maximum=110),
    "GET /api/v1/services: the parameter q: its minLength was 1 and is now 3.": lambda now: parameter(now, "q")[
        "schema"
    ].update(minLength=3),
    "GET /api/v1/services: the parameter age: its type was integer and is now string.": lambda now: parameter(
        now, "age"
    )["schema"].update(type="string"),
    "GET /api/v1/services: the parameter region must now fit ^[A-Z]+$.": lambda now: parameter(now, "region")[
        "schema"
    ].update(pattern="^[A-Z]+$"),
    "Audience no longer takes friend.": lambda now: schemas(now)["Audience"]["enum"].remove("friend"),
    "HelpQuestion: age is gone.": lambda now: schemas(now)["HelpQuestion"]["properties"].pop("age"),
    "HelpQuestion: age is now required.": lambda now: schemas(now)["HelpQuestion"].update(required=["age"]),
    "POST /api/v1/help: the body is gone.": lambda now: at(now, "paths", "/api/v1/help", "post").pop("requestBody"),
    "GET /api/v1/services: the status 410 is gone.": lambda now: at(now, *SERVICES)["responses"].pop("410"),
    "GET /api/v1/services: the status 202 is new, and a good answer.": lambda now: at(now, *SERVICES)[
        "responses"
    ].update({"202": {"description": "Later."}}),
    "GET /api/v1/services 200: the header ETag is gone.": lambda now: at(now, *SERVICES)["responses"]["200"].pop(
        "headers"
    ),
    "GET /api/v1/services 200: the answer as application/json is gone.": lambda now: at(now, *SERVICES)["responses"][
        "200"
    ].update(content={}),
    "Service: summary is gone.": lambda now: schemas(now)["Service"]["properties"].pop("summary"),
    "Service: summary is no longer always there.": lambda now: schemas(now)["Service"]["required"].remove("summary"),
    "Service.summary may now be null.": lambda now: schemas(now)["Service"]["properties"]["summary"].update(
        type=["string", "null"]
    ),
    "Service.age may now be null.": lambda now: schemas(now)["Service"]["properties"].update(
        age={"oneOf": [{"$ref": "#/components/schemas/AgeRange"}, {"type": "null"}]}
    ),
    "Service.urgency: its maximum was 99 and is now None.": lambda now: schemas(now)["Service"]["properties"][
        "urgency"
    ].pop("maximum"),
    "AgeRange.minimum: its type was integer and is now number.": lambda now: schemas(now)["AgeRange"]["properties"][
        "minimum"
    ].update(type=["number", "null"]),
    "Service.age: the object AgeRange is now called Ages.": lambda now: (
        schemas(now).update(Ages=schemas(now)["AgeRange"]),
        schemas(now)["Service"]["properties"]["age"].update({"$ref": "#/components/schemas/Ages"}),
    ),
}


@pytest.mark.parametrize("sentence", BREAKING)
def test_a_breaking_change_is_told_in_a_sentence(sentence):
    assert sentence in broken_by(BREAKING[sentence])


ADDITIONS = {
    "a member of an answer": lambda now: (
        schemas(now)["Service"]["properties"].update(mood={"type": "string"}),
        schemas(now)["Service"]["required"].append("mood"),
    ),
    "an operation": lambda now: now["paths"].update({"/api/v1/new": at(now, "paths", "/api/v1/codes")}),
    "an optional parameter": lambda now: at(now, *SERVICES)["parameters"].append(
        {"name": "mood", "in": "query", "schema": {"type": "string"}}
    ),
    "a member of a question": lambda now: schemas(now)["HelpQuestion"]["properties"].update(mood={"type": "string"}),
    "a code": lambda now: schemas(now)["Audience"]["enum"].append("neighbour"),
    "a wider bound": lambda now: parameter(now, "age")["schema"].update(maximum=130),
    "an error": lambda now: at(now, *SERVICES)["responses"].update({"429": {"description": "Too many."}}),
    "a description": lambda now: schemas(now)["Service"].update(description="Otherwise."),
}


@pytest.mark.parametrize("addition", ADDITIONS)
def test_an_addition_passes(addition):
    assert broken_by(ADDITIONS[addition]) == []
