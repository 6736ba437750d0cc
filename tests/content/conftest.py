"""The answers of the API over the seed, asked for once for all tests of the content."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from publishing import keeper


@pytest.fixture(scope="session")
def answers(django_db_setup, django_db_blocker):
    """The answers of the API over the seed, loaded into an empty database that is left empty."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_seed", verbosity=0, stdout=StringIO())
        keeper.refresh()
        partner = Client()
        found = {
            address: partner.get(f"/api/v1/{address}").json()
            for address in ("services?page_size=100", "advice/sextortion", "organisations?page_size=100")
        }
        transaction.set_rollback(True)
    keeper.forget()
    return found


@pytest.fixture(scope="session")
def served(answers) -> dict[str, dict]:
    return {service["slug"]: service for service in answers["services?page_size=100"]["results"]}


@pytest.fixture(scope="session")
def topic(answers) -> dict:
    return answers["advice/sextortion"]["result"]
