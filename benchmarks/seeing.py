"""How soon every worker shows what was published, while readers look at every answer."""

import http.client
import re
import sqlite3
import threading
import time
from collections.abc import Container
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from benchmarks.servers import Publisher, Service

# What benchmarks.publisher changes: the first service by its slug. The page has it too.
ASKED = ("/api/v1/services/999-bsl", "/api/v1/services?page_size=20")
MARK = re.compile(rb"mark-[0-9]+")
WORKERS, OF_EACH = 2, 2  # readers of each worker
EVERY = 0.01  # seconds between two questions of one reader
BETWEEN = 2  # seconds from one edition to the next
FOLLOWS = 3  # seconds that a worker is waited for after the last
MOST = 64  # connections, until each worker has its readers


@dataclass(frozen=True)
class Seen:
    """`seconds`: from the seal until the last worker showed it, the slowest of the editions. Counts of answers."""

    seconds: float
    editions: int
    read: int
    failed: int
    mixed: int

    def __str__(self) -> str:
        return (
            f"{self.seconds:.2f} s, the slowest of {self.editions} editions; "
            f"{self.read:,} answers read meanwhile, {self.failed} failed, {self.mixed} mixed"
        )


@dataclass(frozen=True)
class Answer:
    at: float
    worker: int
    is_good: bool
    edition: int = 0
    marks: tuple[str, ...] = ()


class Reader(threading.Thread):
    """Asks one worker, over a connection that stays open, until `is_over`."""

    def __init__(self, connection: http.client.HTTPConnection, worker: int, is_over: threading.Event):
        super().__init__(daemon=True)
        self._connection, self._worker, self._is_over = connection, worker, is_over
        self.answers: list[Answer] = []

    def run(self) -> None:
        number = 0
        while not self._is_over.wait(EVERY):
            number += 1
            self.answers.append(self._ask(ASKED[number % len(ASKED)]))

    def _ask(self, address: str) -> Answer:
        try:
            self._connection.request("GET", address)
            response = self._connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return Answer(time.time(), self._worker, is_good=False)
        marks = tuple({mark.decode() for mark in MARK.findall(body)})
        return Answer(time.time(), self._worker, response.status == 200, int(response.headers["Edition"]), marks)


def seen(home: Path, editions: int) -> Seen:
    """Publish so many editions of one change each, on the node with its database in `home`, which is not used again."""
    is_over = threading.Event()
    with ExitStack() as stack:
        service = stack.enter_context(Service(home, "", workers=WORKERS, threads=1))
        service.wait_until(lambda ready: ready["source"] == "database", 600)
        readers = [Reader(connection, worker, is_over) for connection, worker in _of_each_worker(service, stack)]
        for reader in readers:
            reader.start()
        with Publisher(home, "", editions=editions, every=BETWEEN, services=1) as publisher:
            publisher.wait()
        time.sleep(FOLLOWS)
        is_over.set()
        for reader in readers:
            reader.join()
    answers = sorted((one for reader in readers for one in reader.answers), key=lambda one: one.at)
    if len(publisher.committed) != editions:
        raise RuntimeError(f"{len(publisher.committed)} of {editions} editions were published; see publisher.log")
    return judged(answers, _sealed(home, publisher.marks), publisher.marks)


def _sealed(home: Path, numbers: Container[int]) -> dict[int, float]:
    """When each of these editions was sealed, which is the last thing before its commit."""
    with closing(sqlite3.connect(home / "helpapi.sqlite3")) as database:
        rows = database.execute("SELECT number, at FROM publishing_sealededition").fetchall()
    return {
        number: datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp() for number, at in rows if number in numbers
    }


def judged(answers: list[Answer], sealed: dict[int, float], marks: dict[int, str]) -> Seen:
    """`sealed`, `marks`: by edition, when it was, and what it wrote. An answer is mixed that has another mark."""
    workers = {one.worker for one in answers}
    slowest = max(
        min((one.at for one in answers if one.worker == worker and one.edition >= number), default=float("inf")) - at
        for number, at in sealed.items()
        for worker in workers
    )
    good = [one for one in answers if one.is_good]
    mixed = sum(one.edition in marks and one.marks != (marks[one.edition],) for one in good)
    return Seen(slowest, len(sealed), len(answers), len(answers) - len(good), mixed)


def _of_each_worker(service: Service, stack: ExitStack) -> list[tuple[http.client.HTTPConnection, int]]:
    """Open connections, each with the process that answers it, as many to each worker."""
    found: dict[int, list[http.client.HTTPConnection]] = {}
    for _ in range(MOST):
        connection = stack.enter_context(closing(http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)))
        connection.request("GET", ASKED[0])
        connection.getresponse().read()
        port = connection.sock.getsockname()[1]
        worker = next(pid for pid in service.worker_pids() if port in _clients(pid))
        found.setdefault(worker, []).append(connection)
        if len(found) == WORKERS and all(len(own) >= OF_EACH for own in found.values()):
            return [(one, worker) for worker, own in found.items() for one in own[:OF_EACH]]
    raise RuntimeError(f"{MOST} connections, and not {OF_EACH} to each of {WORKERS} workers")


def _clients(pid: int) -> set[int]:
    return {one.raddr.port for one in psutil.Process(pid).net_connections("tcp") if one.raddr}
