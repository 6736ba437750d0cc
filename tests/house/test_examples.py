"""Every example in docs/examples is what the API answers. WRITE_EXAMPLES=1 in the environment writes them anew.

A kind without views of its own needs nobody to write what is asked.
"""

import json
import os
from io import StringIO
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

import pytest
import time_machine
from django.core.management import call_command
from django.test import override_settings
from django.utils.text import slugify

from helpapi.contract.docs import document
from helpapi.contract.examples import FOLDER, SHARED, read
from helpapi.running.turns import CROWDED
from partners.trust import keys, standing
from publishing import keeper
from publishing.models import Publication
from publishing.registry import Kind, kinds
from publishing.reports import counting
from tests import factories
from tests.publishing.acts import take_down

OPERATIONS = {path: one["get"]["operationId"] for path, one in document()["paths"].items() if "get" in one}
AGAIN = "Run: WRITE_EXAMPLES=1 python3 -m helpapi test tests/house/test_examples.py"
ONLINE = "A" * 43  # a key for examples: the same signatures each time
MADE_UP = "It was made up for an example."
SHARED_QUESTIONS = {
    "not-acceptable": lambda api: api.get("/api/v1/services", headers={"Accept": "text/html"}),
    "too-large": lambda api: api.post("/api/v1/services", "1" * 10_001, content_type="application/json"),
    "too-long": lambda api: api.get("/api/v1/services?q=" + "a" * 5000),
    "not-json": lambda api: api.post("/api/v1/services", "age=15", content_type="text/plain"),
    "error": lambda api: _meeting(api, side_effect=RuntimeError),
    "crowded": lambda api: api.post("/api/v1/services", "{}", content_type="application/json", **{CROWDED: True}),
    "too-many-reports": lambda api: _reporting_too_much(api),
    "no-reports": lambda api: _reporting_where_none_are_taken(api),
    "no-edition": lambda api: _meeting(api, return_value=None),
}


def _meeting(api, **circumstance):
    with patch.object(keeper, "current", **circumstance):
        return api.get("/api/v1/services")


def _reporting_too_much(api):
    report = {"uid": str(next(iter(keeper.current().items))), "problem": "closed"}
    with patch.object(counting, "take", side_effect=counting.TooMany):
        return api.post("/api/v1/reports", report, content_type="application/json")


def _reporting_where_none_are_taken(api):
    with override_settings(REPORTS=False):
        return api.post("/api/v1/reports", {"uid": str(UUID(int=1)), "problem": "closed"}, "application/json")


@pytest.fixture
def at_night():
    with time_machine.travel("2026-11-24T03:00:00Z", tick=False):
        yield


@pytest.fixture
def seed(at_night, publish, approver, monkeypatch):
    """The content that the project carries, and one made-up item of each kind that has been withdrawn.

    Of a kind that the project carries nothing of, there is a made-up item that has not been withdrawn, too.
    """
    monkeypatch.setattr(standing, "signer", lambda: keys.from_text(ONLINE))
    call_command("load_seed", stdout=StringIO())
    body = factories.organisation("Example organisation", uid=UUID(int=1))
    helpline = factories.service(
        "Example helpline", uid=UUID(int=2), channels=[{"uid": UUID(int=4)}], organisation=body
    )
    publish(body, helpline, factories.topic("Example topic", uid=UUID(int=3)))
    for slug in ("example-helpline", "example-topic", "example-organisation"):
        publication = Publication.objects.get(slug=slug)
        take_down(publication, by=approver, words=MADE_UP)
    for kind in plain_kinds():
        live, gone = (
            factories.of_kind(
                kind.name, f"Example {kind.name} {number}", slug=f"example-{number}", uid=UUID(int=number)
            )
            for number in (1, 2)
        )
        publish(live, gone)
        take_down(Publication.objects.get(uid=gone.uid), by=approver, words=MADE_UP)
    keeper.refresh()


def plain_kinds() -> list[Kind]:
    """Those without views of their own, whose operations are all alike."""
    return [kind for kind in kinds().values() if kind.address and not kind.address.views]


def plain_questions(kind: Kind) -> dict[str, dict[str, str]]:
    """What is asked for the examples of such a kind: by operation, the addresses by their summary."""
    listed = f"/api/v1/{kind.address.path}"
    return {
        OPERATIONS[listed]: {
            f"All {kind.plural}": listed,
            "A misspelt parameter": f"{listed}?lnag=en",
            "A page past the end": f"{listed}?page=1000",
            "An edition that is no longer kept": f"{listed}?page=2&edition=999",
        },
        OPERATIONS[f"{listed}/{{name}}"]: {
            f"One {kind.name} (made up for this example)": f"{listed}/example-1",
            "A misspelt parameter": f"{listed}/example-1?lnag=en",
            f"No such {kind.name}": f"{listed}/no-such-{kind.name}",
            f"One {kind.name} that was withdrawn (made up for this example)": f"{listed}/example-2",
        },
    }


def examples() -> dict[Path, list[dict]]:
    """Those of each file there is, and of each that a plain kind is to have."""
    found = {
        FOLDER / f"{operation}.json": [
            {"name": slugify(words), "summary": words, "question": {"method": "GET", "address": address, "body": None}}
            for words, address in questions.items()
        ]
        for kind in plain_kinds()
        for operation, questions in plain_questions(kind).items()
    }
    return {**found, **{file: read(file) for file in sorted(FOLDER.glob("*.json"))}}


def asked(api, question: dict):
    headers = {"Accept": question.get("accept", "application/json")}
    if question["method"] == "GET":
        return api.get(question["address"], headers=headers)
    return api.post(question["address"], question["body"], content_type="application/json", headers=headers)


def answered(api, example: dict, is_shared: bool) -> dict:
    response = SHARED_QUESTIONS[example["name"]](api) if is_shared else asked(api, example["question"])
    is_text = response["Content-Type"].startswith("text/plain")
    answer = response.content.decode() if is_text else response.json()
    return {**example, "status": response.status_code, "answer": answer}


def test_every_example_is_what_the_api_answers(seed, api):
    for file, asked_for in examples().items():
        answers = [answered(api, example, file == SHARED) for example in asked_for]
        if os.environ.get("WRITE_EXAMPLES") == "1":
            file.write_text(json.dumps(answers, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        assert answers == read(file), f"docs/examples/{file.name} is not what the API answers. {AGAIN}"
