"""Every example in docs/examples is what the API answers. WRITE_EXAMPLES=1 in the environment writes them anew."""

import json
import os
from io import StringIO
from unittest.mock import patch

import pytest
import time_machine
from django.core.management import call_command

from helpapi.examples import FOLDER, SHARED, read
from publishing import keeper, lifecycle
from publishing.models import Publication
from tests import factories

FILES = sorted(FOLDER.glob("*.json"))
SHARED_QUESTIONS = {
    "not-acceptable": lambda api: api.get("/api/v1/services", headers={"Accept": "text/html"}),
    "too-large": lambda api: api.post("/api/v1/services", "1" * 10_001, content_type="application/json"),
    "too-long": lambda api: api.get("/api/v1/services?q=" + "a" * 5000),
    "not-json": lambda api: api.post("/api/v1/services", "age=15", content_type="text/plain"),
    "error": lambda api: _meeting(api, side_effect=RuntimeError),
    "no-edition": lambda api: _meeting(api, return_value=None),
}


def _meeting(api, **circumstance):
    with patch.object(keeper, "current", **circumstance):
        return api.get("/api/v1/services")


@pytest.fixture
def at_night():
    with time_machine.travel("2026-11-24T03:00:00Z", tick=False):
        yield


@pytest.fixture
def seed(at_night, publish, approver):
    """The content that the project carries, and one made-up item of each kind that has been withdrawn."""
    call_command("load_seed", stdout=StringIO())
    body = factories.organisation("Example organisation")
    publish(body, factories.service("Example helpline", organisation=body), factories.topic("Example topic"))
    for slug in ("example-helpline", "example-topic", "example-organisation"):
        publication = Publication.objects.get(slug=slug)
        lifecycle.withdraw(publication, by=approver, reason="It was made up for an example.")
    keeper.refresh()


def asked(api, question: dict):
    if question["method"] == "GET":
        return api.get(question["address"])
    return api.post(question["address"], question["body"], content_type="application/json")


def answered(api, example: dict, is_shared: bool) -> dict:
    response = SHARED_QUESTIONS[example["name"]](api) if is_shared else asked(api, example["question"])
    return {**example, "status": response.status_code, "answer": response.json()}


def test_every_example_is_what_the_api_answers(seed, api):
    for file in FILES:
        answers = [answered(api, example, file == SHARED) for example in read(file)]
        if os.environ.get("WRITE_EXAMPLES") == "1":
            file.write_text(json.dumps(answers, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        assert answers == read(file), f"{file.name}: see tests/house/test_examples.py for how to write it anew"
