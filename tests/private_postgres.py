"""A PostgreSQL of a test's own, which logs every statement with every value."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.servers import free_port

EVERYTHING = {
    "log_statement": "all",
    "log_min_duration_statement": "0",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1",
    "log_min_messages": "debug1",
    "log_min_error_statement": "debug1",
    "log_connections": "on",
    "fsync": "off",
    "listen_addresses": "127.0.0.1",
}


@contextmanager
def private_postgres() -> Iterator[tuple[str, Path, Callable[[], None]]]:
    """Its address, its log file, and what restarts it.

    Skips the test where PostgreSQL's programs are missing, and fails it in CI.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="helpapi-postgres-"))
    # PostgreSQL refuses to be run by root.
    as_whom = {"user": "postgres", "group": "postgres"} if hasattr(os, "getuid") and os.getuid() == 0 else {}
    if as_whom:
        shutil.chown(folder, **as_whom)
    data, log, port = folder / "data", folder / "log", free_port()
    options = {**EVERYTHING, "port": str(port), "unix_socket_directories": str(folder)}
    words = " ".join(f"-c {name}={value}" for name, value in options.items())

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, **as_whom)

    def start() -> None:
        run("pg_ctl", "start", "--wait", "--pgdata", str(data), "--log", str(log), "--options", words)

    def restart() -> None:
        run("pg_ctl", "stop", "--wait", "--pgdata", str(data), "--mode", "fast")
        time.sleep(2)
        start()

    run("initdb", "--pgdata", str(data), "--username", "postgres", "--auth", "trust", "--no-sync")
    start()
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres", log, restart
    finally:
        run("pg_ctl", "stop", "--pgdata", str(data), "--mode", "immediate")
        shutil.rmtree(folder)


def _programs() -> Path:
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not folders:
        sentence = "PostgreSQL's programs are not installed, so none can be started that logs everything."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    return folders[-1]
