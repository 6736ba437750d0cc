"""A drill: readers go on asking while the database is refused, hangs, flaps and is slow, and the service is killed.

    python -m benchmarks.outage [--seconds 10] [--rate 40] [--database-url postgres://postgres@127.0.0.1:5432/postgres]

Makes and drops a database of its own on a PostgreSQL of this machine, puts a failing proxy before it, runs the
service with two workers (granian as `serve` starts it, without what `serve` prepares), and kills it (kill -9) in the
middle of each phase. Half of the questions have never been asked before. Every answer is compared, byte for byte,
with what the same edition answered before. Prints a table, and exits with 1 when a goal is missed; on a slow machine
the 99th percentile and the start may take twice as long as while the database is well. Loopback only; at 10 seconds
a phase it stops by itself after about two minutes.
"""

import argparse
import hashlib
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import proxy, servers
from benchmarks.proxy import Proxy
from benchmarks.readers import Readers, Tally, half_and_half, questions
from benchmarks.servers import Service

ASKED_BEFORE = 20
PHASES = ("undisturbed", "refused", "hanging", "flapping", "slow")
FLAPS = (proxy.PASS, proxy.REFUSE, proxy.PASS, proxy.HANG)
FLAP_SECONDS = 0.7


@dataclass
class Row:
    """What a phase came to. Seconds: `first_answer` since the kill, `recovery` since the database was well again."""

    phase: str
    tally: Tally
    attempts_a_second: float
    first_answer: float
    recovery: float
    is_live_throughout: bool


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.outage", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10, help="length of each phase, 2 to 600 (10)")
    parser.add_argument("--rate", type=float, default=40, help="questions a second, 1 to 500 (40)")
    parser.add_argument("--database-url", default=servers.POSTGRES, help="a PostgreSQL server on this machine")
    options = parser.parse_args(words)
    if not 2 <= options.seconds <= 600 or not 1 <= options.rate <= 500:
        parser.error("--seconds is from 2 to 600, and --rate from 1 to 500")
    if servers.address(options.database_url)[0] not in ("127.0.0.1", "localhost", "::1"):
        parser.error("the database must be on this machine")
    if not servers.answers(options.database_url):
        parser.error("no PostgreSQL answers there")
    rows = drill(options.seconds, options.rate, options.database_url)
    print(table(rows))
    missed = faults(rows)
    print("\n".join(missed) or "Every goal was met.")
    return 1 if missed else 0


def drill(seconds: float, rate: float, database_url: str) -> list[Row]:
    """Run every phase; `seconds` each, at `rate` questions a second."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="helpapi-drill-")))
        database = stack.enter_context(servers.own_database(database_url))
        between = stack.enter_context(Proxy(servers.address(database_url)))
        for name in ("reference", "service"):
            (home / name).mkdir()
        servers.filled(home / "reference", database)
        asked = questions(ASKED_BEFORE + int((seconds + 5) * rate / 2) * len(PHASES))
        expected = answers_of(home / "reference", database, asked)
        service = stack.enter_context(Service(home / "service", servers.through(database, between.port)))
        service.wait_until(lambda status: status["source"] == "database")
        for question in asked[:ASKED_BEFORE]:
            service.get(question)
        wait_for_file(home / "service" / "editions")
        turns = half_and_half(asked[:ASKED_BEFORE], asked[ASKED_BEFORE:])
        readers = stack.enter_context(
            Readers(service.port, lambda question, body: _digest(body) == expected[question], turns.__next__, rate)
        )
        return [phase(name, seconds, service, between, readers) for name in PHASES]


def answers_of(home: Path, database_url: str, asked: list[str]) -> dict[str, bytes]:
    """The digest of what an undisturbed service answers to each question; the answers would fill the memory."""
    with Service(home, database_url) as reference:
        reference.wait_until(lambda status: status["source"] == "database")
        return {question: _digest(_answer(reference, question)) for question in asked}


def _answer(reference: Service, question: str) -> bytes:
    status, body = reference.get(question)
    if status != 200:
        raise SystemExit(f"the undisturbed service answers {question} with {status}")
    return body


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


def wait_for_file(folder: Path) -> None:
    for _ in range(100):
        if any(folder.glob("edition-*.jsonl")):
            return
        time.sleep(0.2)
    raise SystemExit("no edition file was written")


def phase(name: str, seconds: float, service: Service, between: Proxy, readers: Readers) -> Row:
    tally, began, first_attempt = readers.begin(), time.monotonic(), len(between.attempts)
    with Liveness(service, readers) as liveness, Disturbance(name, between):
        time.sleep(seconds / 2)
        first_answer = kill(service, readers)
        time.sleep(seconds / 2)
        attempts = len(between.attempts) - first_attempt
        a_second = attempts / (time.monotonic() - began) / service.workers
    recovery = service.wait_until(is_up_to_date)
    return Row(name, tally, a_second, first_answer, recovery, liveness.is_good)


def is_up_to_date(status: dict) -> bool:
    return status["source"] == "database" and status["checked_seconds_ago"] < 1.5


def kill(service: Service, readers: Readers) -> float:
    """Kill the service and start it again; seconds until a reader has a good answer."""
    readers.expect_outage()
    killed = time.monotonic()
    service.kill()
    readers.note_gone()
    service.start()
    while readers.is_down and time.monotonic() < killed + 60:
        time.sleep(0.01)
    return (time.monotonic() if readers.is_down else readers.good_at) - killed


class Disturbance:
    """The database of a phase; afterwards it is as it should be."""

    def __init__(self, name: str, between: Proxy):
        self._between = between
        self._mode = {"refused": proxy.REFUSE, "hanging": proxy.HANG, "slow": proxy.SLOW}.get(name, proxy.PASS)
        self._flapper = threading.Thread(target=self._flap) if name == "flapping" else None
        self._is_over = threading.Event()

    def __enter__(self) -> None:
        self._between.set(self._mode)
        if self._flapper:
            self._flapper.start()

    def __exit__(self, *error) -> None:
        self._is_over.set()
        if self._flapper:
            self._flapper.join()
        self._between.set(proxy.PASS)

    def _flap(self) -> None:
        while not self._is_over.is_set():
            for mode in FLAPS:
                self._between.set(mode)
                self._is_over.wait(FLAP_SECONDS)


class Liveness:
    """Asks /health/live all the while; `is_good` unless an answer was missing while the service was running."""

    def __init__(self, service: Service, readers: Readers):
        self._service, self._readers = service, readers
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self.is_good = True

    def __enter__(self) -> "Liveness":
        self._thread.start()
        return self

    def __exit__(self, *error) -> None:
        self._is_over.set()
        self._thread.join()

    def _ask(self) -> None:
        while not self._is_over.wait(0.2):
            was_down = self._readers.is_down
            try:
                is_live = self._service.get("/health/live", seconds=2)[0] == 200
            except OSError:
                is_live = False
            self.is_good &= is_live or was_down or self._readers.is_down


COLUMNS: dict[str, Callable[[Row], str]] = {
    "phase": lambda row: row.phase,
    "reads": lambda row: str(len(row.tally.milliseconds)),
    "failed": lambda row: str(row.tally.failed),
    "wrong": lambda row: str(row.tally.wrong),
    "while killed": lambda row: str(row.tally.down),
    "slowest ms": lambda row: f"{row.tally.quantile(1):.0f}",
    "p50 ms": lambda row: f"{row.tally.quantile(0.5):.1f}",
    "p99 ms": lambda row: f"{row.tally.quantile(0.99):.1f}",
    "attempts/s": lambda row: f"{row.attempts_a_second:.2f}",
    "kill to answer s": lambda row: f"{row.first_answer:.1f}",
    "recovery s": lambda row: f"{row.recovery:.1f}",
    "live": lambda row: "yes" if row.is_live_throughout else "NO",
}


def table(rows: list[Row]) -> str:
    """A line for each phase. `attempts/s`: connections to the database a second, for each process."""
    lines = [list(COLUMNS), *([column(row) for column in COLUMNS.values()] for row in rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(c.rjust(w) if at else c.ljust(w) for at, (c, w) in enumerate(zip(line, widths, strict=True)))
        for line in lines
    )


def faults(rows: list[Row]) -> list[str]:
    """The goals that were missed, each in a sentence."""
    undisturbed = rows[0]
    usual = max(undisturbed.tally.quantile(0.99) * 2, 100)
    usual_start = max(undisturbed.first_answer * 2, 10)
    limits = {
        "reads failed": (lambda row: row.tally.failed, 0),
        "answers wrong": (lambda row: row.tally.wrong, 0),
        "ms for the slowest": (lambda row: row.tally.quantile(1), 2000),
        "ms at the 99th percentile": (lambda row: row.tally.quantile(0.99), usual),
        "connection attempts a second": (lambda row: row.attempts_a_second, 1),
        "s from kill to a good answer": (lambda row: row.first_answer, usual_start),
        "s to recover": (lambda row: row.recovery, 5),
        "times not live": (lambda row: not row.is_live_throughout, 0),
    }
    return [
        f"{row.phase}: {value(row):.3g} {what}, and the goal is {limit:.3g}."
        for row in rows
        for what, (value, limit) in limits.items()
        if value(row) > limit
    ]


if __name__ == "__main__":
    sys.exit(main())
