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
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from helpapi.__main__ import granian_options

PROJECT = Path(__file__).resolve().parent.parent
PUBLIC_URL = "https://help.example.org"
POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"


def answers(url: str) -> bool:
    """Whether a PostgreSQL is there."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@contextlib.contextmanager
def own_database(url: str) -> Iterator[str]:
    """The address of a new, empty database on the server at `url`; dropped afterwards."""
    name = f"helpapi_drill_{os.getpid()}_{time.monotonic_ns() % 1_000_000}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def through(url: str, port: int) -> str:
    """The database at `url`, by way of a proxy on `port`."""
    parts = urlsplit(url)
    user = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{user}@127.0.0.1:{port}" if user else f"127.0.0.1:{port}"))


def address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or 5432


def environment(home: Path, database_url: str, role: str = "public") -> dict[str, str]:
    """What a process of ours is started with; nothing of the caller's own settings reaches it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HELPAPI_", "GRANIAN_", "PYTEST_"))}
    return {
        **kept,
        "HELPAPI_HOME": str(home),
        "HELPAPI_ROLE": role,
        "HELPAPI_ENV": "development",
        "DATABASE_URL": database_url,
        "PUBLIC_URL": PUBLIC_URL,
        "EDITION_POLL_SECONDS": "0.5",
        "DJANGO_SETTINGS_MODULE": "helpapi.settings",
    }


def manage(surroundings: Mapping[str, str], *words: str, seconds: float = 120) -> subprocess.CompletedProcess:
    """Run a command of manage.py to its end."""
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=PROJECT, env=surroundings, capture_output=True, text=True, timeout=seconds)


def filled(home: Path, database_url: str) -> None:
    """Migrate, and publish the content that the project carries."""
    surroundings = environment(home, database_url, "admin")
    for words in (("migrate", "--no-input", "--verbosity", "0"), ("load_seed", "--if-empty")):
        done = manage(surroundings, *words)
        if done.returncode:
            raise SystemExit(f"{words[0]} failed: {done.stderr.strip().splitlines()[-1:]}")


class Service:
    """granian with our application. `kill` is kill -9 of all its processes."""

    def __init__(self, home: Path, database_url: str, *, role: str = "public", workers: int = 2):
        self.port = free_port()
        self.workers = workers
        self._home = home
        self._environment = environment(home, database_url, role)
        options = argparse.Namespace(role=role, workers=workers, port=self.port)
        self._command = [
            *(sys.executable, "-m", "granian", "--host", "127.0.0.1", *granian_options(options, database_url)),
            "helpapi.wsgi:application",
        ]
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> "Service":
        self.start()
        return self

    def __exit__(self, *error) -> None:
        self.kill()

    def start(self) -> None:
        with (self._home / f"service-{self.port}.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=PROJECT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    @property
    def pid(self) -> int:
        return self._process.pid

    def get(self, path: str, seconds: float = 10) -> tuple[int, bytes]:
        """Status and body of one question over a connection of its own."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)) as connection:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()

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


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
