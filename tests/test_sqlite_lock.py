"""The embedded database, locked by somebody for a while: readers notice nothing."""

import sqlite3
import time
from contextlib import closing

import pytest

from benchmarks import servers
from benchmarks.servers import Service
from tests.drills import assert_all_good, readers


def assert_reads_go_on_while_locked(home, seconds: float) -> None:
    servers.filled(home, "")
    with Service(home, "", workers=1) as service:
        service.wait_until(lambda status: status["source"] == "database")
        with (
            readers(service) as asked,
            closing(sqlite3.connect(home / "helpapi.sqlite3", isolation_level=None)) as lock,
        ):
            lock.execute("PRAGMA locking_mode = EXCLUSIVE")
            lock.execute("BEGIN EXCLUSIVE")
            time.sleep(seconds)
            assert service.ready()["checked_seconds_ago"] > seconds - 2
            lock.execute("ROLLBACK")
        assert_all_good(asked, at_least=int(seconds * 20))
        service.wait_until(lambda status: status["checked_seconds_ago"] < 1.5)


def test_an_exclusive_lock_on_the_database_file_fails_no_read(tmp_path):
    assert_reads_go_on_while_locked(tmp_path, seconds=4)


@pytest.mark.long
def test_an_exclusive_lock_for_a_minute_fails_no_read(tmp_path):
    assert_reads_go_on_while_locked(tmp_path, seconds=60)
