"""An end to waiting for a server that has stopped answering: on a real PostgreSQL behind a proxy that fails."""

import time
from contextlib import closing

import pytest
from django.db import OperationalError

from benchmarks import proxy, servers
from benchmarks.proxy import Proxy
from helpapi import environment
from publishing.postgresql.base import CommitUnknown, DatabaseWrapper
from tests.drills import postgres


@pytest.fixture
def between():
    with Proxy(servers.address(postgres())) as between:
        yield between


@pytest.fixture
def wrapper(between, monkeypatch, tmp_path, django_db_blocker):
    """A connection through the proxy, with the settings that any process gets."""
    monkeypatch.setenv("DRILL_DATABASE", servers.through(postgres(), between.port))
    settings = environment.database("DRILL_DATABASE", tmp_path / "not-used")
    unstated = {"TIME_ZONE": None, "AUTOCOMMIT": True, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    with django_db_blocker.unblock(), closing(DatabaseWrapper({**unstated, **settings})) as wrapper:
        yield wrapper


def ask(wrapper, statement: str = "SELECT 1"):
    with wrapper.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def refused_after(statement) -> float:
    """Seconds until `statement()` was refused."""
    began = time.monotonic()
    with pytest.raises(OperationalError):
        statement()
    return time.monotonic() - began


def test_a_server_that_is_gone_is_noticed_at_once(wrapper, between):
    between.set(proxy.REFUSE)

    assert refused_after(lambda: ask(wrapper)) < 1


def test_a_server_that_hangs_is_noticed_when_connecting(wrapper, between):
    between.set(proxy.HANG)

    assert refused_after(lambda: ask(wrapper)) < 4


def test_a_server_that_begins_to_hang_is_noticed_within_five_seconds(wrapper, between):
    assert ask(wrapper) == 1
    between.set(proxy.HANG)

    assert refused_after(lambda: ask(wrapper)) < 5


def test_a_slow_statement_goes_on_for_as_long_as_the_server_answers(wrapper, monkeypatch):
    monkeypatch.setattr("publishing.postgresql.base.PATIENCE_SECONDS", 0.2)

    assert ask(wrapper, "SELECT 7 FROM pg_sleep(1)") == 7


def test_the_keepers_limit_ends_a_statement_however_well_the_server_is(wrapper):
    wrapper.limit_seconds = 0.3

    assert refused_after(lambda: ask(wrapper, "SELECT 1 FROM pg_sleep(5)")) < 2


def test_a_connection_is_good_again_when_the_server_is(wrapper, between):
    ask(wrapper)
    between.set(proxy.REFUSE)
    refused_after(lambda: ask(wrapper))
    between.set(proxy.PASS)
    wrapper.close()

    assert ask(wrapper) == 1


def test_a_connection_lost_while_committing_says_that_the_outcome_is_not_known(wrapper, between):
    wrapper.set_autocommit(False)
    ask(wrapper)
    between.set(proxy.REFUSE)
    time.sleep(0.1)

    with pytest.raises(CommitUnknown):
        wrapper.commit()
