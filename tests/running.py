"""The real server, for tests that need one: granian on a free port, serving the content that the project carries."""

import argparse
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

APPLICATION = "helpapi.wsgi:application"
FILLING = (["migrate", "--verbosity", "0"], ["load_seed"])
OWN = ("DATABASE_URL", "HELPAPI_HOME", "EDITION_POLL_SECONDS", "PUBLIC_URL")


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[str]:
    """Its address, `http://127.0.0.1:{port}`."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@contextmanager
def serving(
    home: Path, commands: Sequence = FILLING, application: str = APPLICATION, ready: str = "/health/ready"
) -> Iterator[str]:
    """A server with a database of its own in `home`, until the block ends; `commands` of manage.py come first."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    inherited = {name: value for name, value in os.environ.items() if name not in OWN}
    environment = {**inherited, "HELPAPI_HOME": str(home), "PUBLIC_URL": address}
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


def wait_until_ready(process: subprocess.Popen, address: str) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urlopen(address, timeout=2):  # noqa: S310  (our own server)
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no server became ready at {address}")
