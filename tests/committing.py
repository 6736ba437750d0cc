"""Tests that need commits, without a database to be emptied after each: their own transaction stands for it."""

import logging
from collections.abc import Iterator

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.transaction import Atomic

from publishing import keeper, record
from tests.carrying import bring_in

log = logging.getLogger("django.db.backends.base")


@pytest.fixture
def commits(db, monkeypatch) -> None:
    """What is to be done on commit is done when the outermost block of the code under test has ended well.

    The test runs within a transaction that is rolled back, so other connections see nothing of it: a test of those
    needs `django_db(transaction=True)`.
    """
    depth, leave, later = len(connection.savepoint_ids), Atomic.__exit__, connection.on_commit

    def done() -> None:
        """Do what is to be done now that the code under test believes to have committed."""
        if len(connection.savepoint_ids) == depth and not connection.needs_rollback:
            waiting, connection.run_on_commit = connection.run_on_commit, []
            for _, callback, is_robust in waiting:
                _call(callback, is_robust)

    def exited(self: Atomic, *error: object) -> None:
        leave(self, *error)
        done()

    def on_commit(callback, robust: bool = False) -> None:
        later(callback, robust)
        done()

    monkeypatch.setattr(Atomic, "__exit__", exited)
    monkeypatch.setattr(connections[DEFAULT_DB_ALIAS], "on_commit", on_commit)


@pytest.fixture(scope="module")
def carried(django_db_setup, django_db_blocker) -> Iterator[None]:
    """What the project carries, public for every test of a module; each takes back what it did, and this goes last."""
    with django_db_blocker.unblock(), transaction.atomic():
        bring_in()
        connection.run_on_commit = []
        yield
        transaction.set_rollback(True)


@pytest.fixture
def content(carried, commits) -> None:
    """What the project carries is public, and on record."""
    record.rebase()
    keeper.forget()


def _call(callback, is_robust: bool) -> None:
    try:
        callback()
    except Exception as error:
        if not is_robust:
            raise
        log.error("Error calling %s in on_commit() (%s).", callback.__qualname__, error)  # as Django says it
