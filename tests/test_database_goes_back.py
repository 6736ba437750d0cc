"""A running node, whose database is put back to what it was: it goes on, and takes what two people put in force."""

import psycopg
import pytest

from benchmarks import servers
from benchmarks.servers import Publisher, Service
from tests.drills import assert_all_good, copy, readers

TABLES = ("publication", "borrowing", "editionnumber", "sealededition", "takendown", "record", "submission")
PEOPLE = """
from tests.publishing.acts import person
for name in ("first-person", "second-person", "drill-editor", "drill-approver"):
    person(name)
"""
IN_FORCE = """
from tests.publishing.acts import put_in_force
put_in_force(above={above})
"""
WITHDRAW = """
from publishing.models import Publication
from tests.publishing.acts import take_down
gone = Publication.objects.get(kind="service", slug={slug!r})
take_down(gone, reason="wrong-contact")
"""


@pytest.fixture
def database(filled):
    with copy(filled) as database:
        yield database


def run(database: str, *statements: str) -> None:
    with psycopg.connect(database) as connection:
        for statement in statements:
            connection.execute(statement)


def back_up(database: str) -> None:
    run(database, *(f"CREATE TABLE kept_{name} AS TABLE publishing_{name}" for name in TABLES))


def restore(database: str) -> None:
    """As from a backup, at once."""
    run(
        database,
        f"TRUNCATE {', '.join(f'publishing_{name}' for name in TABLES)} CASCADE",
        *(f"INSERT INTO publishing_{name} TABLE kept_{name}" for name in TABLES),
    )


def publish(database: str, folder, editions: int) -> None:
    """On a machine that knows of no node."""
    folder.mkdir(exist_ok=True)
    with Publisher(folder, database, editions=editions, every=0) as publisher:
        publisher.wait(seconds=60)
    assert len(publisher.committed) == editions


def manage(database: str, home, code: str) -> None:
    home.mkdir(exist_ok=True)
    done = servers.manage(servers.environment(home, database, "admin"), "shell", "-v", "0", "-c", code)
    assert done.returncode == 0, done.stderr


def test_a_database_that_went_back_takes_nothing_from_readers_and_brings_nothing_back(database, tmp_path):
    node = tmp_path / "node"
    node.mkdir()
    with Service(node, database, workers=1) as service, readers(service) as asked:
        service.wait_until(lambda status: status["source"] == "database")
        asked.begin()
        address = "/api/v1/services/shout"
        assert service.get(address)[0] == 200
        manage(database, tmp_path / "desk", PEOPLE)  # in force in the backup
        back_up(database)
        manage(database, tmp_path / "desk", WITHDRAW.format(slug="shout"))
        publish(database, tmp_path / "publisher", editions=2)
        service.wait_until(lambda status: status["edition"] == 4)
        assert service.get(address)[0] == 410

        restore(database)
        service.wait_until(lambda status: status["database_differs"])
        publish(database, tmp_path / "elsewhere", editions=5)
        assert service.get(address)[0] == 410
        assert (service.ready()["edition"], service.ready()["database_differs"]) == (4, True)

        manage(database, tmp_path / "desk", IN_FORCE.format(above=4))
        service.wait_until(lambda status: status["edition"] == 7 and not status["database_differs"])
        assert service.get(address)[0] == 410
        assert_all_good(asked, at_least=10)
