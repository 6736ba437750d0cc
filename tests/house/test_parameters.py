"""Every parameter of every address is asked by itself of something public, and answered."""

import json

from django.test import Client

from publishing.api.parameters import Parameter
from publishing.edition import Key
from services.matching.shelf import Services
from tests.house import addresses

WORDS = {"boolean": "true", "string": "now"}


def value(parameter: Parameter) -> str:
    """One that it takes: its example, the first that its schema lists, or its lowest number."""
    schema = parameter.schema()
    found = parameter.example or schema.get("enum", [schema.get("minimum")])[0]
    return str(WORDS[schema["type"]] if found is None else found)


def told(client: Client, path: str, body: dict[str, str]):
    """What takes no question in an address."""
    return client.post(f"/{path}", json.dumps(body), content_type="application/json")


def test_every_parameter_is_answered(public_items):
    client = Client()  # a fault of ours is raised and tells itself

    for path, view in addresses.public():
        for name, parameter in view.question_class.parameters().items():
            address = f"/{path.replace('<str:name>', 'no-such')}?{name}={value(parameter)}"
            asked = client.get(address) if hasattr(view, "get") else told(client, path, {name: value(parameter)})
            assert asked.status_code in (200, 400, 404), address


def test_a_key_that_not_every_document_has_is_refused_and_finds_nobody(public_items, api, monkeypatch):
    monkeypatch.setattr(Services, "of_type", lambda services, types: services.having(Key[str]("telex"), types))

    assert api.get("/api/v1/services?type=relay").status_code == 500
