"""Two people at their desks, and a service to work on."""

import pytest
from django.test import Client

from services.models import Service
from tests import factories
from tests.publishing.admin.desk import OLD_NUMBER, change_number, signed_in


@pytest.fixture
def desk(editor) -> Client:
    return signed_in(editor)


@pytest.fixture
def gate(approver) -> Client:
    return signed_in(approver)


@pytest.fixture
def helpline(db) -> Service:
    return factories.service("Someone to call", channels=[{"kind": "phone", "value": OLD_NUMBER}])


@pytest.fixture
def two_versions(desk, helpline, publish) -> Service:
    publish(helpline, note="The first.")
    change_number(desk, helpline)
    publish(helpline, note="A new number.")
    return helpline
