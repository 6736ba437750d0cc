"""An end to waiting for a server that has stopped answering: on a real PostgreSQL behind a proxy that fails."""

import threading
import time
from contextlib import closing

import pytest
from django.db import OperationalError, connections, transaction

from benchmarks import proxy, servers
from benchmarks.proxy import Proxy
from helpapi.running import environment
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


@pytest.fixture
def transactions(wrapper):
    """Begins a transaction on that connection, as everything that saves does."""
    connections["drill"] = wrapper
    yield lambda: transaction.atomic(using="drill")
    del connections["drill"]


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

    assert refused_after(lambda: ask(wrapper, "SELECT 1 FROM pg_sleep(5)")) < 1


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


@pytest.mark.parametrize("mode", [proxy.REFUSE, proxy.HANG])
def test_a_transaction_whose_commit_is_lost_says_that_the_outcome_is_not_known(wrapper, transactions, between, mode):
    with pytest.raises(CommitUnknown), transactions():
        ask(wrapper)
        between.set(mode)
        time.sleep(0.1)
        began = time.monotonic()

    assert time.monotonic() - began < 4


@pytest.mark.parametrize("mode", [proxy.REFUSE, proxy.HANG])
def test_a_statement_lost_in_a_transaction_was_not_saved_and_the_next_one_is(wrapper, transactions, between, mode):
    with pytest.raises(OperationalError) as caught, transactions():
        ask(wrapper)
        between.set(mode)
        began = time.monotonic()
        ask(wrapper)

    assert time.monotonic() - began < 4
    assert not isinstance(caught.value, CommitUnknown)
    between.set(proxy.PASS)
    with transactions():
        assert ask(wrapper) == 1
    assert wrapper.get_autocommit()


def test_what_takes_long_to_send_is_sent_as_soon_as_the_server_answers_again(wrapper, between, monkeypatch):
    monkeypatch.setattr("publishing.postgresql.base.PATIENCE_SECONDS", 0.5)
    ask(wrapper)
    between.set(proxy.HANG)
    threading.Timer(1, between.set, [proxy.PASS]).start()

    with wrapper.cursor() as cursor:
        cursor.execute("SELECT length(%s)", ["x" * 40_000_000])
        assert cursor.fetchone()[0] == 40_000_000
