"""What must stand before a command can run: a new enough Python, a free port, a database, every package.

Each check ends the program with one sentence that says what to do. Standard library only, and readable by Python 3.8.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Iterator
from urllib.parse import urlsplit

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


def database_address(url: str) -> tuple[str, int] | None:
    """Host and port of the database at `url`; None for SQLite and for a socket file, where there is nothing to try."""
    if not url or url.startswith("sqlite:"):
        return None
    try:
        parts = urlsplit(url)
        if parts.scheme in ("postgres", "postgresql"):
            return (parts.hostname, parts.port or 5432) if parts.hostname else None
    except ValueError:  # the port is no number
        pass
    raise SystemExit("DATABASE_URL must look like postgres://user:password@host:5432/database.")


def check_database(url: str) -> None:
    """End unless something accepts connections where `url` points."""
    address = database_address(url)
    if address is None:
        return
    try:  # a name can stand for two addresses, and each is tried in turn
        socket.create_connection(address, timeout=2).close()
    except OSError:
        sentence = "No database answers on {}:{}; start it or correct DATABASE_URL.".format(*address)
        raise SystemExit(sentence) from None


def edition_is_on_file() -> bool:
    """Whether there is something to serve without the database (publishing/bundle.py)."""
    home = Path(os.environ.get("HELPAPI_HOME") or PROJECT / "var")
    return any((home / "editions").glob("edition-*.jsonl"))


@contextlib.contextmanager
def alone_at_home() -> Iterator[Path]:
    """The folder that everything is written under, held by one launcher at a time; the next one waits.

    It is the project folder, or what HELPAPI_HOME names. The system drops the lock of a process that was killed.
    """
    home = Path(os.environ.get("HELPAPI_HOME") or PROJECT).resolve()
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


def python_with(home: Path, *lists: str) -> str:
    """The Python of the environment in `home`, after whatever the requirements files `lists` still ask for is in.

    The stamp holds the digest of each list that is in, and is there only while nothing is half done: an environment
    without the stamp of this Python was interrupted, or made by another Python, and is made anew.
    """
    folder = home / ".venv"
    python = python_in(folder)
    stamp = folder / "installed-{}.{}".format(*sys.version_info[:2])
    complete = stamp.exists() and python.exists()
    digests = stamp.read_text().split() if complete else []
    wanted = {name: hashlib.sha256((PROJECT / name).read_bytes()).hexdigest() for name in lists}
    missing = [name for name in lists if wanted[name] not in digests]
    if not complete:
        _make(folder)
    if missing:
        with contextlib.suppress(FileNotFoundError):
            stamp.unlink()
        for name in missing:
            _install(python, name, folder / "install.log")
        stamp.write_text("\n".join([*digests, *(wanted[name] for name in missing)]))
    return str(python)


def python_in(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make(folder: Path) -> None:
    try:
        import ensurepip  # noqa: F401  (Debian leaves it out of Python and puts it into python3-venv)
        import venv  # noqa: F401
    except ImportError:
        raise SystemExit(
            "This Python cannot make virtual environments; on Debian and Ubuntu, install python3-venv."
        ) from None
    print(f"Making {folder}", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], capture_output=True, text=True)
    if made.returncode:
        reason = reason_in(made.stdout + made.stderr)
        raise SystemExit(f"Cannot make {folder} ({reason}); make room there, or set HELPAPI_HOME to another folder.")


def _install(python: Path, name: str, log: Path) -> None:
    """Install the requirements file `name`, with a line for each package; all that pip says goes to `log`."""
    print(f"Installing {name}", flush=True)
    command = [str(python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar=off"]
    command += ["--require-hashes", "--only-binary=:all:", "-r", str(PROJECT / name)]
    environment = dict(os.environ, PIP_USER="0")  # a user's own setting to the contrary would stop pip here
    with open(log, "w", encoding="utf-8") as story, subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        for line in pip.stdout or ():
            story.write(line)
            if line.startswith("Collecting "):
                print("  " + line.split()[1].replace("==", " "), flush=True)
    if pip.returncode:
        reason = reason_in(log.read_text(encoding="utf-8"))
        raise SystemExit(f"Could not install {name} ({reason}); check the network and try again; {log} tells more.")


def reason_in(output: str) -> str:
    """The last line of `output` that names an error, as Python and pip write it; without one, the last line."""
    lines = output.strip().splitlines() or ["no reason given"]
    named = [line for line in lines if re.match(r"[\w.]+: ", line)]
    return (named or lines)[-1].replace("ERROR: ", "", 1).strip()
