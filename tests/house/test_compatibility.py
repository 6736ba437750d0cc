"""From v1.0.0 on the contract only grows: nothing that a released document ever promised is taken back."""

from copy import deepcopy
from datetime import UTC, date, datetime

import pytest

from helpapi.contract.docs import document
from tests.house import releases
from tests.house.compatibility import Comparison

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


def test_nothing_that_was_released_is_broken(capsys):
    over = releases.ended(datetime.now(UTC).date())
    broken = [line for released in releases.released() for line in Comparison(released, document(), over).breaking()]
    if why := releases.missing_history():
        with capsys.disabled():
            print(f"\nThe contract was compared with {len(releases.released())} released documents: {why}.")

    assert list(dict.fromkeys(broken)) == []


def ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def member(now: dict, name: str, of: str = "Service") -> dict:
    return schemas(now)[of]["properties"][name]


BREAKING = {
    "The server's path was / and is now /v2.": lambda now: now.update(servers=[{"url": "https://help.example.org/v2"}]),
    "GET /api/v1/services: its tags was services and is now help.": lambda now: at(now, *SERVICES).update(
        tags=["help"]
    ),
    "GET /api/v1/services: its security was empty and is now {'key': []}.": lambda now: at(now, *SERVICES).update(
        security=[{"key": []}]
    ),
    "GET /api/v1/services: this comparison does not know callbacks.": lambda now: at(now, *SERVICES).update(
        callbacks={}
    ),
    "GET /api/v1/services: the parameter type: its explode was True and is now False.": lambda now: parameter(
        now, "type"
    ).update(explode=False),
    "GET /api/v1/services: the parameter type: its style was form and is now pipeDelimited.": lambda now: parameter(
        now, "type"
    ).update(style="pipeDelimited"),
    "GET /api/v1/services: the parameter q: this comparison does not know allowReserved.": lambda now: parameter(
        now, "q"
    ).update(allowReserved=True),
    **{
        f"GET /api/v1/services: the parameter age: this comparison does not know {keyword}.": lambda now, k=keyword: (
            parameter(now, "age")["schema"].update({k: {}})
        )
        for keyword in ("exclusiveMaximum", "multipleOf", "const", "not", "anyOf", "default")
    },
    "GET /api/v1/services 200: the header ETag: its type was string and is now integer.": lambda now: at(
        now, *SERVICES
    )["responses"]["200"]["headers"]["ETag"].update(schema={"type": "integer"}),
    "each of Service.types may now be anything.": lambda now: member(now, "types").pop("items"),
    "each of Service.types may now be null.": lambda now: member(now, "types").update(
        items={"type": ["string", "null"]}
    ),
    "Service.origin now has only seed.": lambda now: member(now, "origin").update(enum=["seed"]),
    "HelpAnswer.emergency may now be null.": lambda now: schemas(now)["HelpAnswer"]["properties"].update(
        emergency={"oneOf": [ref("Emergency"), {"type": "null"}]}
    ),
    "Service.age: this comparison does not know oneOf.": lambda now: schemas(now)["Service"]["properties"].update(
        age={"oneOf": [ref("AgeRange"), ref("Coverage")]}
    ),
    "Service.age: the object AgeRange is now called nothing.": lambda now: schemas(now)["Service"]["properties"].update(
        age={**schemas(now)["AgeRange"]}
    ),
    "GET /api/v1/services is gone.": lambda now: at(now, *SERVICES[:2]).pop("get"),
    "GET /api/v1/codes is gone.": lambda now: at(now, "paths").pop("/api/v1/codes"),
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
    "a number that need not be whole": lambda now: parameter(now, "age")["schema"].update(type="number"),
    "an object that can no longer be null": lambda now: schemas(now)["Reader"]["properties"].update(
        region=ref("CoveredRegion")
    ),
    "a deprecation": lambda now: at(now, *SERVICES).update({"deprecated": True, "x-sunset": "2031-01-01"}),
    "a server elsewhere": lambda now: now.update(servers=[{"url": "https://help.example.org"}]),
    "a description": lambda now: schemas(now)["Service"].update(description="Otherwise."),
}


@pytest.mark.parametrize("addition", ADDITIONS)
def test_an_addition_passes(addition):
    assert broken_by(ADDITIONS[addition]) == []


OVER = {"deprecated": True, "x-sunset": "2029-01-01"}


@pytest.mark.parametrize(
    ("said", "today", "sentences"),
    [
        ({}, "2030-01-01", ["GET /api/v1/codes is gone."]),
        (OVER, "2028-12-31", ["GET /api/v1/codes is gone."]),
        (OVER, "2029-01-01", []),
    ],
    ids=["no notice", "before its sunset", "from its sunset on"],
)
def test_an_operation_may_be_gone_when_its_notice_is_over(monkeypatch, said, today, sentences):
    last = deepcopy(document())
    last["paths"]["/api/v1/codes"]["get"] |= said
    monkeypatch.setattr(releases, "released", lambda: [document(), last])
    over, now = releases.ended(date.fromisoformat(today)), deepcopy(document())
    now["paths"].pop("/api/v1/codes")

    assert Comparison(document(), now, over).breaking() == sentences
