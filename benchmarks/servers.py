# ruff: noqa: S603  (to start programs is what this is for; no shell is used)
"""What the drills start and stop: a database of their own, and the service as `python3 -m helpapi serve` runs it.

Everything is on the loopback interface, and only what was started here is ended.
"""

import argparse
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from helpapi.__main__ import _end_with_parent, granian_options
from helpapi.running.serving import APPLICATION

PROJECT = Path(__file__).resolve().parent.parent
PUBLIC_URL = "https://help.example.org"
EDITION_KEY = "a key that all the nodes of a drill share, as long as keys are"
RECORD_KEY = "a key of the record that all the admin nodes of a drill share"
POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
DRILL = "helpapi_drill"  # what the names of the drills' databases begin with


def answers(url: str) -> bool:
    """Whether a PostgreSQL is there."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@contextlib.contextmanager
def own_database(url: str, copy_of: str = "template1") -> Iterator[str]:
    """The address of a new database on the server at `url`, a copy of another there; dropped afterwards."""
    name = f"{DRILL}_{os.getpid()}_{time.monotonic_ns() % 1_000_000}"
    with psycopg.connect(url, autocommit=True) as server:
        _drop_left_behind(server)
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copy_of}"')
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _drop_left_behind(server: psycopg.Connection) -> None:
    """Drop the databases of drills on this machine that were killed before they could."""
    names = server.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{DRILL}_[0-9]+_[0-9]+$"])
    for (name,) in names.fetchall():
        try:
            os.kill(int(name.split("_")[-2]), 0)
        except ProcessLookupError:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except PermissionError:
            continue  # somebody else's, and alive


def through(url: str, port: int) -> str:
    """The database at `url`, by way of a proxy on `port`."""
    parts = urlsplit(url)
    user = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{user}@127.0.0.1:{port}" if user else f"127.0.0.1:{port}"))


def address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or 5432


def environment(home: Path, database_url: str, role: str = "public", poll: float = 0.5) -> dict[str, str]:
    """What a process of ours is started with; nothing of the caller's own settings reaches it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HELPAPI_", "GRANIAN_", "PYTEST_"))}
    return {
        **kept,
        "HELPAPI_HOME": str(home),
        "HELPAPI_ROLE": role,
        "HELPAPI_ENV": "development",
        "HELPAPI_DEMO": "1",  # the editors of a drill have no phone at hand
        "HELPAPI_EDITION_KEY": os.environ.get("HELPAPI_EDITION_KEY", EDITION_KEY),
        "HELPAPI_RECORD_KEY": RECORD_KEY,
        "DATABASE_URL": database_url,
        "PUBLIC_URL": PUBLIC_URL,
        "EDITION_POLL_SECONDS": str(poll),
        "DJANGO_SETTINGS_MODULE": "helpapi.settings",
    }


def manage(surroundings: Mapping[str, str], *words: str, seconds: float = 120) -> subprocess.CompletedProcess:
    """Run a command of manage.py to its end."""
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=PROJECT, env=surroundings, capture_output=True, text=True, timeout=seconds)


def migrated(home: Path, database_url: str) -> None:
    """A database that holds nothing."""
    _managed(home, database_url, "migrate", "--no-input", "--verbosity", "0")


def filled(home: Path, database_url: str) -> None:
    """Migrate, and publish the content that the project carries."""
    migrated(home, database_url)
    _managed(home, database_url, "load_seed", "--if-empty")


def _managed(home: Path, database_url: str, *words: str) -> None:
    done = manage(environment(home, database_url, "admin"), *words)
    if done.returncode:
        raise SystemExit(f"{words[0]} failed: {done.stderr.strip().splitlines()[-1:]}")


class Service:
    """granian with our application. `kill` is kill -9 of all its processes.

    `threads`: of each worker, where not as many as `serve` gives it. `surroundings`: variables for another application.
    """

    def __init__(
        self,
        home: Path,
        database_url: str,
        *,
        role: str = "public",
        workers: int = 2,
        poll: float = 0.5,
        application: str = APPLICATION,
        threads: int | None = None,
        **surroundings: str,
    ):
        self.port = free_port()
        self.workers = workers
        self._home = home
        self._environment = environment(home, database_url, role, poll) | surroundings
        options = granian_options(argparse.Namespace(role=role, workers=workers, port=self.port), database_url)
        if threads:
            options[options.index("--blocking-threads") + 1] = str(threads)
        module = "helpapi.running.workers" if application == APPLICATION else "granian"
        self._command = [sys.executable, "-m", module, "--host", "127.0.0.1", *options, application]
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> "Service":
        self.start()
        return self

    def __exit__(self, *error) -> None:
        self.kill()

    def start(self) -> None:
        with (self._home / f"service-{self.port}.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=PROJECT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )

    def kill(self) -> None:
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def get(self, path: str, seconds: float = 10) -> tuple[int, bytes]:
        """Status and body of one question over a connection of its own."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)) as connection:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()

    @property
    def pid(self) -> int:
        """The process that was started."""
        return self._process.pid

    def worker_pids(self) -> list[int]:
        """The processes that answer (Linux), children of the one that was started."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return [int(pid) for pid in children]

    def ready(self) -> dict | None:
        """What /health/ready says; None when nothing answers."""
        try:
            return json.loads(self.get("/health/ready", seconds=2)[1])
        except (OSError, http.client.HTTPException, ValueError):
            return None

    def wait_until(self, holds, seconds: float = 30) -> float:
        """Wait until `holds(ready)` is true eight times running, since any worker may answer. Seconds it took."""
        began, times = time.monotonic(), 0
        while times < 8:
            if time.monotonic() - began > seconds:
                raise TimeoutError(f"still {self.ready()} after {seconds} s; see {self._home}")
            status = self.ready()
            times = times + 1 if status and holds(status) else 0
            time.sleep(0.02)
        return time.monotonic() - began


class Publisher:
    """benchmarks.publisher, and what it has published so far: numbers with the moment each was committed."""

    def __init__(
        self, home: Path, database_url: str, *, editions: int, every: float, services: int = 5, take_down_every: int = 0
    ):
        self.committed: dict[int, float] = {}
        self.marks: dict[int, str] = {}
        words = ("--editions", str(editions), "--every", str(every), "--services", str(services))
        words += ("--take-down-every", str(take_down_every))
        with (home / "publisher.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.publisher", *words],
                cwd=PROJECT,
                env=environment(home, database_url, "admin", poll=0),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def __enter__(self) -> "Publisher":
        return self

    def __exit__(self, *error) -> None:
        self.kill()

    @property
    def last(self) -> int:
        return max(self.committed, default=0)

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """kill -9, if it has not ended by itself."""
        self._process.kill()
        self.wait()

    def wait(self, seconds: float | None = None) -> None:
        """Until it has ended."""
        self._process.wait(seconds)
        self._thread.join()
        self._process.stdout.close()

    def wait_for(self, editions: int, seconds: float = 60) -> None:
        """Until it has published so many."""
        end = time.monotonic() + seconds
        while len(self.committed) < editions:
            if time.monotonic() > end or not self.is_running:
                raise TimeoutError(f"{len(self.committed)} of {editions} editions were published")
            time.sleep(0.02)

    def _listen(self) -> None:
        for line in self._process.stdout:
            number, mark, at = line.split()
            self.marks[int(number)] = mark
            self.committed[int(number)] = float(at)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
