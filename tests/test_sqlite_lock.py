"""The embedded database, locked by somebody for a while: readers notice nothing."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from benchmarks import servers
from benchmarks.servers import Service
from helpapi.running.outage import NOTHING_SAVED
from tests import prepared
from tests.drills import MAKE_AN_EDITOR, PASSWORD, Desk, assert_all_good, readers

START_SECONDS = 3  # of a command, on a machine that does other things as well


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A home with a database that holds the project's content."""
    home = tmp_path_factory.mktemp("filled")
    prepared.filled(home)
    return home


@pytest.fixture
def home(filled, tmp_path):
    return shutil.copytree(filled, tmp_path / "home")


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Another program has the file for itself, so that nobody can even read."""
    with closing(sqlite3.connect(home / "helpapi.sqlite3", isolation_level=None)) as lock:
        lock.execute("PRAGMA locking_mode = EXCLUSIVE")
        lock.execute("BEGIN EXCLUSIVE")
        yield
        lock.execute("ROLLBACK")


def assert_reads_go_on_while_locked(home: Path, role: str, seconds: float) -> None:
    with Service(home, "", role=role, workers=1) as service:
        service.wait_until(lambda status: status["source"] == "database")
        with readers(service) as asked, locked(home):
            time.sleep(seconds)
            assert service.ready()["checked_seconds_ago"] > seconds - 2
        assert_all_good(asked, at_least=int(seconds * 20))
        service.wait_until(lambda status: status["checked_seconds_ago"] < 1.5)


@pytest.mark.parametrize("role", [pytest.param("public", marks=pytest.mark.long), "all"])
def test_an_exclusive_lock_on_the_database_file_fails_no_read(home, role):
    assert_reads_go_on_while_locked(home, role, seconds=4)


@pytest.mark.long
@pytest.mark.parametrize("role", ["public", "all"])
def test_an_exclusive_lock_for_a_minute_fails_no_read(home, role):
    assert_reads_go_on_while_locked(home, role, seconds=60)


def test_editors_and_commands_are_refused_in_time_and_hold_no_reader_up(home):
    surroundings = servers.environment(home, "", "admin")
    _, start = timed(lambda: servers.manage(surroundings, "shell", "-c", MAKE_AN_EDITOR))
    with Service(home, "", role="all", workers=1) as service:
        service.wait_until(lambda status: status["source"] == "database")
        desk = Desk(service, "drill", PASSWORD)
        with locked(home), ThreadPoolExecutor() as pool:
            command = pool.submit(lambda: timed(lambda: servers.manage(surroundings, "recompile")))
            pages = [pool.submit(lambda: timed(lambda: desk.ask("/admin/"))) for _ in range(4)]
            time.sleep(0.5)
            answers = [timed(lambda path=path: service.get(path)) for path in ("/api/v1/help", "/health/live")]
            refused = [page.result() for page in pages]
            recompiled, command_took = command.result()

    assert [answer[0] for answer, _ in answers] == [200, 200]
    assert [(page.status_code, NOTHING_SAVED in page.content.decode()) for page, _ in refused] == [(503, True)] * 4
    assert max(took for _, took in [*answers, *refused]) < 5
    assert recompiled.stderr == "The database does not answer. What was under way was not saved.\n"
    assert command_took < 5 + max(START_SECONDS, 2 * start)  # a slow machine takes longer to start one


def timed(do: Callable[[], Any]) -> tuple[Any, float]:
    began = time.monotonic()
    return do(), time.monotonic() - began
