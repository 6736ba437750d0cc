"""What must stand before a command can run: a new enough Python, a free port, a database, a folder to write to.

Each check ends the program with one sentence that says what to do. Standard library only, and readable by Python 3.8.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import socket
import sys
import time
from pathlib import Path
from typing import IO, Iterator

from helpapi.running import databases

OLDEST_PYTHON = (3, 11)
PROJECT = Path(__file__).resolve().parent.parent.parent
DATABASE_AWAY = "The database does not answer."  # what a command of manage.py says then (helpapi/running/outage.py)


class DatabaseAway(Exception):
    """A command found that the database does not answer, and there is an edition on file to be served without it."""


def check_python(version: tuple[int, int]) -> None:
    if version < OLDEST_PYTHON:
        raise SystemExit("helpapi needs Python 3.11 or newer, and this is Python {}.{}.".format(*version))


def free_address(host: str, port: int) -> str:
    """The IP address that `host` names on this machine; ends unless a server could listen there now."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            # As servers do: otherwise a port that was in use a minute ago counts as taken. Windows would share it.
            if os.name != "nt":
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen(1)
        return str(address[0])
    except OSError as error:
        raise SystemExit(_why_not(host, port, error)) from None


def _why_not(host: str, port: int, error: OSError) -> str:
    other = port + 1 if 1024 <= port < 65535 else 8001
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken; stop what uses it or choose another with --port {other}."
    if error.errno == errno.EACCES:
        return f"Port {port} on {host} is not for you to use; choose another with --port {other}."
    return f"{host} is not an address of this machine; choose another with --host 127.0.0.1."


def readable(url: str) -> str:
    """The address of the database, as it may be shown; ends when nobody can mean it."""
    try:
        return databases.shown(url, home_of_data())
    except databases.Unreadable as error:
        raise SystemExit(str(error)) from None


def check_database(url: str) -> None:
    """End unless something accepts connections where `url` points, at one of its hosts if it has several."""
    readable(url)
    tried = [] if databases.is_file(url) else databases.servers(url)
    for address in tried:
        try:  # a name can stand for two addresses, and each is tried in turn
            socket.create_connection(address, timeout=2).close()
            return
        except (OSError, UnicodeError):
            continue
    if tried:
        places = " or ".join("{}:{}".format(*address) for address in tried)
        raise SystemExit(f"No database answers on {places}; start it or correct DATABASE_URL.")


def home_of_data() -> Path:
    """The folder of what the application keeps (helpapi/settings.py)."""
    return Path(os.environ.get("HELPAPI_HOME", "").strip() or PROJECT / "var").resolve()


def edition_is_on_file() -> bool:
    """Whether there is something to serve without the database (publishing/bundle.py)."""
    return any((home_of_data() / "editions").glob("edition-*.jsonl"))


@contextlib.contextmanager
def alone_at_home() -> Iterator[Path]:
    """The folder that everything is written under, held by one launcher at a time; the next one waits.

    It is the project folder, or what HELPAPI_HOME names. The system drops the lock of a process that was killed.
    """
    home = Path(os.environ.get("HELPAPI_HOME", "").strip() or PROJECT).resolve()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with open(home / ".venv.lock", "w") as file:
            if not _lock(file):
                print("Another helpapi is preparing this folder; waiting for it.", flush=True)
                while not _lock(file):
                    time.sleep(0.2)
            yield home
    except OSError as error:
        raise SystemExit(
            f"Cannot write to {error.filename or home} ({error.strerror}); "
            "make room there, or set HELPAPI_HOME to a folder that you may write to."
        ) from None


def _lock(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def reason_in(output: str) -> str:
    """The last line of `output` that names an error, as Python and pip write it; without one, the last line."""
    lines = output.strip().splitlines() or ["no reason given"]
    named = [line for line in lines if re.match(r"[\w.]+: ", line)]
    return (named or lines)[-1].replace("ERROR: ", "", 1).strip()
