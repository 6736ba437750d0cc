"""The real server, for tests that need one: granian on a free port, serving the content that the project carries."""

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings

from benchmarks.servers import free_port
from helpapi.__main__ import granian_options
from helpapi.running import bootstrap, installing
from tests import prepared

APPLICATION = "helpapi.wsgi:application"
OWN = ("DATABASE_URL", "HELPAPI_HOME", "EDITION_POLL_SECONDS", "PUBLIC_URL")


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[str]:
    """Its address, `http://127.0.0.1:{port}`."""
    home = tmp_path_factory.mktemp("server")
    prepared.filled(home)
    with serving(home) as address:
        yield address


@contextmanager
def serving(
    home: Path, commands: Sequence = (), application: str = APPLICATION, ready: str = "/health/ready", **variables: str
) -> Iterator[str]:
    """A server with the database in `home`, until the block ends; `commands` of manage.py come first."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    inherited = {name: value for name, value in os.environ.items() if name not in OWN}
    environment = {**inherited, "HELPAPI_HOME": str(home), "PUBLIC_URL": address, **variables}
    for words in commands:
        subprocess.run([sys.executable, "manage.py", *words], env=environment, cwd=settings.BASE_DIR, check=True)
    options = granian_options(argparse.Namespace(role="all", workers=1, port=port), "")
    command = [sys.executable, "-m", "granian", "--host", "127.0.0.1", *options, application]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, start_new_session=True)
    try:
        wait_until_ready(process, address + ready)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=15)


def installed(home: Path) -> None:
    """Have the launcher find everything installed in `home`: its Python is the one that runs this test."""
    folder = home / ".venv"
    folder.joinpath("bin").mkdir(parents=True)
    python = installing.python_in(folder)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    folder.joinpath("lib").symlink_to(Path(sys.prefix) / "lib")
    digest = hashlib.sha256((bootstrap.PROJECT / "requirements.txt").read_bytes()).hexdigest()
    folder.joinpath("installed-{}.{}".format(*sys.version_info[:2])).write_text(digest)


def wait_until_ready(process: subprocess.Popen, address: str, seconds: int = 120) -> None:
    for _ in range(seconds * 10):
        if process.poll() is not None:
            break
        try:
            with urlopen(address, timeout=2):  # noqa: S310  (our own server)
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no server became ready at {address}")
