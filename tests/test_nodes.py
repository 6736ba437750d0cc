"""Several nodes on one database: each moves only forward, through whole editions, and all soon agree."""

import random
import re
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from benchmarks import proxy, servers
from benchmarks.proxy import Proxy
from benchmarks.servers import Publisher, Service
from tests.drills import (
    MAKE_AN_EDITOR,
    PASSWORD,
    Desk,
    Watcher,
    asking,
    assert_all_good,
    copy,
    readers,
)
from tests.private_postgres import private_postgres

AGREE_SECONDS = 2
SPARE_SECONDS = 3  # for a machine that does other things as well


@pytest.fixture
def database(filled):
    with copy(filled) as database:
        yield database


class Nodes:
    """Public nodes with a home each, readers of every node, and a watcher of what each process serves."""

    def __init__(self, stack: ExitStack, folder: Path, database_url: str):
        self._stack, self._folder, self._url = stack, folder, database_url
        self.services: list[Service] = []
        self.watchers: list[Watcher] = []
        self._readers = []

    def add(self) -> None:
        home = Path(tempfile.mkdtemp(prefix="node-", dir=self._folder))
        service = self._stack.enter_context(Service(home, self._url, workers=1))
        service.wait_until(lambda status: status["source"] == "database")
        self.services.append(service)
        self.watchers.append(self._stack.enter_context(Watcher(service)))
        self._readers.append(self._stack.enter_context(readers(service, rate=20)))

    def stop(self) -> None:
        """Take the first node away, and its readers with it, as a load balancer does."""
        service, asked = self.services.pop(0), self._readers.pop(0)
        asked.__exit__()
        assert_all_good(asked, at_least=10)
        service.kill()
        del self.watchers[0]

    def seconds_to_agree(self, edition: int, since: float) -> float:
        """Until the last node served the edition."""
        for service in self.services:
            service.wait_until(lambda status: status["edition"] >= edition)
        time.sleep(0.1)  # the watchers may see it a little later
        return max(watcher.seconds_until(edition, since) for watcher in self.watchers)

    def assert_good(self) -> None:
        for asked in self._readers:
            assert_all_good(asked, at_least=10)
        assert all(watcher.only_moves_forward for watcher in self.watchers)
        newest = {service.get("/api/v1/services?page_size=50")[1] for service in self.services}
        assert len(newest) == 1


@pytest.fixture(scope="module")
def nodes(filled, tmp_path_factory):
    """Three public nodes on one database, which they reach through a proxy: `nodes.between`."""
    with copy(filled) as database, Proxy(servers.address(database)) as between, ExitStack() as stack:
        nodes = Nodes(stack, tmp_path_factory.mktemp("nodes"), servers.through(database, between.port))
        nodes.between, nodes.database = between, database
        for _ in range(3):
            nodes.add()
        yield nodes


def terminate_everything(database_url: str) -> None:
    """End every connection to this database, as a restart of its server does."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def assert_all_soon_serve_what_is_published(nodes: Nodes, folder: Path, editions: int, within: float) -> None:
    with Publisher(folder, nodes.database, editions=editions, every=1.5) as publisher:
        publisher.wait(seconds=90)

    lags = [nodes.seconds_to_agree(number, since) for number, since in publisher.committed.items()]
    print("seconds until every node served each edition:", [round(lag, 2) for lag in lags])

    assert max(lags) < within
    nodes.assert_good()


@pytest.mark.long
def test_every_node_soon_serves_what_is_published(nodes, tmp_path):
    assert_all_soon_serve_what_is_published(nodes, tmp_path, editions=4, within=AGREE_SECONDS + SPARE_SECONDS)


@pytest.mark.long
def test_every_node_serves_what_is_published_within_two_seconds(nodes, tmp_path):
    assert_all_soon_serve_what_is_published(nodes, tmp_path, editions=20, within=AGREE_SECONDS)


@pytest.mark.long
def test_what_is_approved_in_the_admin_is_soon_on_every_node(nodes, tmp_path):
    surroundings = servers.environment(tmp_path, nodes.database, "admin")
    submission = servers.manage(surroundings, "shell", "-v", "0", "-c", MAKE_AN_EDITOR + SUBMIT).stdout.strip()
    with Service(tmp_path, nodes.database, role="admin", workers=1) as admin:
        admin.wait_until(lambda status: status["source"] == "database")
        desk = Desk(admin, "drill", PASSWORD)

        page = desk.press(f"/admin/publishing/submission/{submission}/change/", approve="")
        approved_at = time.time()

    edition = int(re.search(rb"Published as edition ([0-9]+)", page.content)[1])
    assert nodes.seconds_to_agree(edition, approved_at) < AGREE_SECONDS + SPARE_SECONDS
    nodes.assert_good()


SUBMIT = """
from publishing import lifecycle
from services.models import Service
service = Service.objects.first()
service.summary = "As it was approved in the admin."
service.save()
writer = User.objects.filter(username="writer").first() or colleague("writer")
print(lifecycle.submit([service], by=writer)[0].pk)
"""


@pytest.mark.long
def test_every_node_catches_up_when_the_database_has_restarted(nodes, tmp_path):
    before = {service.ready()["edition"] for service in nodes.services}
    nodes.between.set(proxy.REFUSE)
    terminate_everything(nodes.database)
    with Publisher(tmp_path, nodes.database, editions=3, every=0) as publisher:
        publisher.wait(seconds=90)
    assert {service.ready()["edition"] for service in nodes.services} == before

    nodes.between.set(proxy.PASS)
    took = nodes.seconds_to_agree(publisher.last, time.time())

    print("seconds until every node agreed:", round(took, 2))
    assert took < AGREE_SECONDS + SPARE_SECONDS
    nodes.assert_good()


@pytest.mark.long
def test_every_node_catches_up_when_postgresql_itself_has_restarted(tmp_path):
    with private_postgres() as (database, _, restart), ExitStack() as stack:
        servers.filled(tmp_path, database)
        nodes = Nodes(stack, tmp_path, database)
        for _ in range(3):
            nodes.add()

        restart()
        with Publisher(tmp_path, database, editions=1, every=0) as publisher:
            publisher.wait(seconds=90)

        took = nodes.seconds_to_agree(publisher.last, publisher.committed[publisher.last])
        assert took < AGREE_SECONDS + SPARE_SECONDS
        nodes.assert_good()


@pytest.mark.long
def test_nodes_that_come_and_go_agree(nodes, tmp_path):
    nodes.stop()
    nodes.add()
    with Publisher(tmp_path, nodes.database, editions=1, every=0) as publisher:
        publisher.wait(seconds=90)

    took = nodes.seconds_to_agree(publisher.last, publisher.committed[publisher.last])

    assert took < AGREE_SECONDS + SPARE_SECONDS
    time.sleep(1)
    nodes.assert_good()


def assert_publishing_is_never_mixed(database: str, folder: Path, editions: int) -> None:
    with Service(folder, database) as service:
        service.wait_until(lambda status: status["source"] == "database")
        with readers(service, rate=100) as asked, Publisher(folder, database, editions=editions, every=1) as publisher:
            publisher.wait(seconds=editions * 3 + 60)
            service.wait_until(lambda status: status["edition"] == publisher.last)
        assert len(publisher.committed) == editions
        assert_all_good(asked, at_least=editions * 30)


@pytest.mark.long
def test_no_answer_fails_or_mixes_editions_while_one_is_published_every_second(database, tmp_path):
    assert_publishing_is_never_mixed(database, tmp_path, editions=4)


@pytest.mark.long
def test_no_answer_fails_or_mixes_editions_in_a_minute_of_publishing(database, tmp_path):
    assert_publishing_is_never_mixed(database, tmp_path, editions=60)


def kill_while_publishing(database: str, folder: Path, times: int) -> None:
    with Service(folder, database, workers=1) as service, readers(service) as asked:
        service.wait_until(lambda status: status["source"] == "database")
        asked.begin()
        for _ in range(times):
            with Publisher(folder, database, editions=1000, every=0) as publisher:
                publisher.wait_for(editions=1)
                time.sleep(random.uniform(0.05, 0.5))  # noqa: S311
                publisher.kill()
            with psycopg.connect(database) as connection:
                number = connection.execute("SELECT number FROM publishing_editionnumber").fetchone()[0]
                greatest = connection.execute("SELECT max(edition) FROM publishing_publication").fetchone()[0]
            assert number == greatest
            assert number in (publisher.last, publisher.last + 1)
            service.wait_until(lambda status, number=number: status["edition"] == number)
        assert_all_good(asked, at_least=times * 10)


@pytest.mark.long
def test_a_publisher_that_is_killed_leaves_the_old_edition_or_the_new(database, tmp_path):
    kill_while_publishing(database, tmp_path, times=2)


@pytest.mark.long
def test_a_publisher_killed_a_hundred_times_leaves_the_old_edition_or_the_new(database, tmp_path):
    kill_while_publishing(database, tmp_path, times=100)


def memory_of(service: Service) -> int:
    """Bytes that the worker keeps in memory (Linux)."""
    (pid,) = service.worker_pids()
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_two_thousand_editions_leave_the_memory_as_it_was(database, tmp_path):
    with Service(tmp_path, database, workers=1, poll=0.01) as service, readers(service):
        service.wait_until(lambda status: status["source"] == "database")
        with Publisher(tmp_path, database, editions=2200, every=0, services=1) as publisher:
            publisher.wait_for(editions=200, seconds=300)
            before = memory_of(service)
            publisher.wait(seconds=1800)
        service.wait_until(lambda status: status["edition"] == publisher.last)
        after = memory_of(service)

    print(f"{before / 2**20:.1f} MiB after 200 editions, {after / 2**20:.1f} MiB after 2,200")
    assert len(publisher.committed) == 2200
    assert after <= before * 1.05


@pytest.mark.long
def test_a_slow_page_of_the_admin_delays_no_reader_when_the_roles_are_apart(database, tmp_path):
    for name in ("admin", "public"):
        (tmp_path / name).mkdir()
    editors = Service(tmp_path / "admin", database, role="admin", application="tests.slow_pages:application")
    with editors, Service(tmp_path / "public", database) as public, readers(public) as asked:
        for service in (editors, public):
            service.wait_until(lambda status: status["source"] == "database")
        asked.begin()
        with asking("/admin/slow", editors, times=10):
            time.sleep(5)

        assert_all_good(asked, at_least=100)
        assert asked.tally.quantile(1) < 2000
