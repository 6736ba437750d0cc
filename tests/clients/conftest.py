"""Servers on which a client can meet every error."""

import pytest

from tests import prepared, running

TROUBLED = [["demo_users"], ["withdraw", "service", "samaritans", "--by", "approver", "--reason", "other"]]


@pytest.fixture(scope="session")
def troubled(tmp_path_factory):
    """A server that has withdrawn the service `samaritans`, and fails when places are listed."""
    home = tmp_path_factory.mktemp("troubled")
    prepared.filled(home)
    with running.serving(home, TROUBLED, application="tests.clients.faulty:application") as address:
        yield address


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """A server that has neither a database nor the file of an edition."""
    with running.serving(tmp_path_factory.mktemp("empty"), ready="/health/live") as address:
        yield address
