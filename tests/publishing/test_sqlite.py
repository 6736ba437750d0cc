"""Waiting for one's turn on the embedded database, and not for somebody who holds on to it."""

import sqlite3
import threading
import time
from contextlib import closing

import pytest
from django.db import OperationalError

from helpapi.running import environment
from publishing.sqlite3.base import DatabaseWrapper


@pytest.fixture
def file(tmp_path):
    return tmp_path / "some.sqlite3"


@pytest.fixture
def wrapper(file, monkeypatch, django_db_blocker):
    """A connection with the settings that any process gets."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings = environment.database("DATABASE_URL", file)
    unstated = {"TIME_ZONE": None, "AUTOCOMMIT": True, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    with django_db_blocker.unblock(), closing(DatabaseWrapper({**unstated, **settings})) as wrapper:
        write(wrapper, "CREATE TABLE t (n INTEGER)")
        yield wrapper


def write(wrapper, statement: str = "INSERT INTO t VALUES (1)") -> None:
    with wrapper.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("kind", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_write_is_refused_within_five_seconds_while_somebody_holds_on_to_the_file(wrapper, file, kind):
    wrapper.close()  # as between two requests; nobody can have the file alone while somebody has it open
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute(f"PRAGMA locking_mode = {'EXCLUSIVE' if kind == 'EXCLUSIVE' else 'NORMAL'}")
        other.execute(f"BEGIN {kind}")
        began = time.monotonic()

        with pytest.raises(OperationalError, match="locked"):
            write(wrapper)

    assert time.monotonic() - began < 5
    write(wrapper)


def test_a_write_waits_for_as_long_as_others_get_their_turns(wrapper, file):
    is_over = threading.Event()

    def others() -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            while not is_over.is_set():
                other.execute("BEGIN IMMEDIATE")
                other.execute("INSERT INTO t VALUES (2)")
                is_over.wait(0.5)
                other.execute("COMMIT")

    busy = threading.Thread(target=others)
    busy.start()
    threading.Timer(7, is_over.set).start()
    time.sleep(0.1)

    write(wrapper)

    is_over.set()
    busy.join()
