"""The answers of the API over the seed, asked for once for all tests of the content."""

import json

import pytest
from django.db import transaction
from django.test import Client

from publishing import keeper
from publishing.models import Publication
from tests.carrying import bring_in


@pytest.fixture(scope="session")
def answers(django_db_setup, django_db_blocker):
    """The answers of the API over the seed, loaded into an empty database that is left empty."""
    with django_db_blocker.unblock(), transaction.atomic():
        bring_in()
        keeper.refresh()
        partner = Client()
        found = {
            address: partner.get(f"/api/v1/{address}").json()
            for address in ("advice/sextortion", "organisations?page_size=100")
        }
        found["documents"] = {
            f"{publication.kind} {publication.slug}, {name}": json.loads(document)
            for publication in Publication.objects.all()
            for name, document in publication.documents.items()
        }
        transaction.set_rollback(True)
    keeper.forget()
    return found


@pytest.fixture(scope="session")
def documents(answers) -> dict[str, dict]:
    """Everything that is public of the seed, by kind, slug and representation."""
    return answers["documents"]


@pytest.fixture(scope="session")
def served(documents) -> dict[str, dict]:
    """What is published of each service, by slug."""
    return {document["slug"]: document for name, document in documents.items() if name.startswith("service ")}


@pytest.fixture(scope="session")
def topic(answers) -> dict:
    return answers["advice/sextortion"]["result"]
