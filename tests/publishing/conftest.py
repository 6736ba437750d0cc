"""A third person, for what two are not enough to show; a process of its own, for what one cannot show."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from benchmarks import servers
from tests.drills import postgres
from tests.in_force import colleague as a_colleague
from tests.publishing.worker import Worker


@pytest.fixture
def colleague(db) -> User:
    return a_colleague("colleague")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def worker(request, tmp_path_factory):
    """A process with a database of its own, prepared; on SQLite and on PostgreSQL."""
    home = tmp_path_factory.mktemp(f"worker-{request.param}")
    with own_database(request.param, home) as address:
        worker = Worker(address, home)
        yield worker
        worker.stop()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def empty_worker(request, tmp_path_factory):
    """A process with a database of its own in which nothing has ever been; on SQLite and on PostgreSQL."""
    home = tmp_path_factory.mktemp(f"empty-{request.param}")
    with own_database(request.param, home) as address:
        worker = Worker(address, home, begin="empty")
        yield worker
        worker.stop()


@contextmanager
def own_database(engine: str, home: Path) -> Iterator[str]:
    """The address of an empty database. PostgreSQL: on this machine, and dropped afterwards."""
    if engine == "sqlite":
        yield f"sqlite:///{home / 'worker.sqlite3'}"
        return
    with servers.own_database(postgres()) as address:
        yield address
