"""The two commands, `python3 -m helpapi serve` and `python3 -m helpapi test`; any other word goes to manage.py.

Standard library only. Python 3.8 must still be able to read this file and those it imports, so that an old Python
is told what is needed in one sentence.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from typing import Callable, Mapping, NoReturn

from helpapi.running import bootstrap, databases, inherited, installing

USAGE = """\
python3 -m helpapi serve [--host 127.0.0.1] [--port 8000] [--workers N] [--role all|public|admin]
python3 -m helpapi test [arguments for pytest]
python3 -m helpapi <any command of manage.py> [its arguments]"""


class Arguments(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, without repeating the usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, "{}: {}\n".format(self.prog, message.replace("argument ", "", 1)))


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from {lowest} to {highest}")
        return int(text)

    return parse


def serve_options(words: list[str]) -> argparse.Namespace:
    parser = Arguments(prog="helpapi serve", allow_abbrev=False)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", default=8000, type=whole_number(1, 65535))
    parser.add_argument("--workers", type=whole_number(1, 64), help="processes that answer")
    parser.add_argument("--role", default="all", choices=["all", "public", "admin"], help="which addresses to answer")
    return parser.parse_args(words)


def serve(words: list[str]) -> None:
    """Prepare everything, then run the web server until Ctrl-C.

    Where the database is away and an edition is on file, that is served, and nothing is prepared. A public node in
    production prepares nothing at all, since many that start together must not all migrate. There
    `python3 -m helpapi migrate` is a step of the deployment.
    """
    options = serve_options(words)
    environment = dict(inherited.environment(), HELPAPI_ROLE=options.role)
    database_url = address_of_database(environment)
    bootstrap.readable(database_url)
    in_production = environment.get("HELPAPI_ENV") == "production"
    if not in_production:
        environment.setdefault("HELPAPI_DEMO", "1")
        environment.setdefault("PUBLIC_URL", browsable(options.host, options.port))

    bootstrap.free_address(options.host, options.port)
    if not (in_production and options.role == "public") and not bootstrap.edition_is_on_file():
        bootstrap.check_database(database_url)
    with bootstrap.alone_at_home() as home:
        python = installing.python_with(home, "requirements.txt")
    attend([python, "-m", "helpapi.running.serving", *words], environment)


def address_of_database(environment: Mapping[str, str]) -> str:
    return environment.get("DATABASE_URL", "").strip()


def browsable(host: str, port: int) -> str:
    """What to type into a browser on this machine; an address that means "everywhere" is none."""
    name = "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104  # nosec B104
    return f"http://{name}:{port}"


def granian_options(options: argparse.Namespace, database_url: str) -> list[str]:
    """As many connections and threads as a flood may take up, since most only wait (helpapi/running/turns.py).

    A head that does not end, or that does not begin, ends the connection after five seconds. The access log stays off,
    whatever GRANIAN_LOG_ACCESS_ENABLED says: a path can be a place. granian would warn of the threads.
    """
    on_sqlite = databases.is_file(database_url)
    workers = options.workers or (1 if options.role == "all" and on_sqlite else 2)
    return [
        *("--interface", "wsgi", "--http", "1", "--no-ws", "--port", str(options.port)),
        *("--workers", str(workers), "--blocking-threads", "512"),
        *("--backlog", "4096", "--backpressure", "8192", "--http1-header-read-timeout", "5000"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10", "--log-level", "error"),
        "--no-access-log",
    ]


def attend(command: list[str], environment: dict[str, str]) -> None:
    """Run `command` until it ends or this process is asked to stop, and end with its exit code; 130 (Ctrl-C) where it
    was asked before it knew how to stop.

    It gets a session of its own, so that Ctrl-C reaches this process alone, which then asks it to stop: granian's
    workers can hang when the terminal interrupts them at the moment their parent stops them. Nothing outlives either.
    """
    parent_death = _end_with_parent if sys.platform == "linux" else None
    child = subprocess.Popen(
        command, env=environment, cwd=bootstrap.PROJECT, start_new_session=True, preexec_fn=parent_death
    )
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            # Windows has no sessions: there Ctrl-C reaches the child by itself, and terminate() would kill it.
            signal.signal(getattr(signal, name), lambda *_: os.name == "nt" or child.terminate())  # type: ignore[func-returns-value]  # nobody looks at it
    code = child.wait()
    if os.name != "nt":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # workers whose parent was killed
    raise SystemExit(130 if code == -signal.SIGTERM else code)


def _end_with_parent() -> None:
    """Ask Linux for a SIGTERM when the parent dies; 1 is PR_SET_PDEATHSIG."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def test(words: list[str]) -> None:
    environment = inherited.environment()
    bootstrap.check_database(address_of_database(environment))
    with bootstrap.alone_at_home() as home:
        python = installing.python_with(home, "requirements.txt", "tests/requirements.txt")
    hand_over([python, "-m", "pytest", *words], environment)


def django_command(words: list[str]) -> None:
    environment = inherited.environment()
    bootstrap.readable(address_of_database(environment))
    with bootstrap.alone_at_home() as home:
        python = installing.python_with(home, "requirements.txt")
    hand_over([python, "manage.py", *words], environment)


def hand_over(command: list[str], environment: dict[str, str]) -> None:
    """Become `command`; on Windows, where exec would leave the console to two programs, wait for it instead."""
    if os.name == "nt":
        attend(command, environment)
    os.chdir(bootstrap.PROJECT)
    sys.stdout.flush()
    os.execve(command[0], command, environment)  # noqa: S606


def main(words: list[str]) -> None:
    bootstrap.check_python(sys.version_info[:2])
    if not words or words[0] in ("-h", "--help"):
        print(USAGE)
        raise SystemExit(0 if words else 2)
    if words[0] == "serve":
        serve(words[1:])
    elif words[0] == "test":
        test(words[1:])
    else:
        django_command(words)


def begin_anew() -> None:
    """Become the same command in a Python that is told nothing by another project; Windows would lose the console."""
    clean = inherited.without_python(os.environ)
    if os.name != "nt" and clean != dict(os.environ):
        os.chdir(bootstrap.PROJECT)
        os.execve(sys.executable, [sys.executable, "-m", "helpapi", *sys.argv[1:]], clean)  # noqa: S606


if __name__ == "__main__":
    begin_anew()
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        raise SystemExit(130) from None  # what shells report for a command ended by Ctrl-C
