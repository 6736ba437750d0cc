"""The threads that follow the database and keep the edition file, in each process that serves.

They are daemons that nothing waits for. One that has died is noticed by the next request and started again. The
database is asked over a connection of their own, at most once a second while it fails, and every wait for it ends.
"""

import logging
import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from publishing import bundle, taken_down
from publishing.edition import Seal
from publishing.postgresql import Limited

if TYPE_CHECKING:
    from publishing.keeper import Keeper

log = logging.getLogger("helpapi.keeper")
FIRST_ANSWER_SECONDS = 1.0  # how long a starting process waits for the database before it looks for a file
FIRST_LOAD_SECONDS = 30.0
LOOK_SECONDS = 1.0
# While it fails: back within two seconds when it was refused, and within five, the time-out included, when it hung.
SHORTEST_WAIT, LONGEST_WAIT = 1.0, 1.5


class Follower:
    """Keeps `keeper` up with the database, and the newest edition on disk."""

    def __init__(self, keeper: "Keeper") -> None:
        self._keeper = keeper
        self._threads: dict[str, threading.Thread] = {}
        self._is_started = False
        self._next_look = 0.0
        self._answered = threading.Event()
        self._troubles: dict[str, str] = {}
        self._on_file: Seal | None = None
        self._orders_changed_at = 0
        self.renew_locks()

    def renew_locks(self) -> None:
        self._starting = threading.Lock()
        self._is_over = threading.Event()

    def start(self) -> None:
        """Begin to follow, and return as soon as there is an edition to serve or none can be had now."""
        self._is_started = True
        self._is_over.clear()
        self.hold_file()  # first, so that the database is held against it
        self._start_threads()
        self._answered.wait(FIRST_ANSWER_SECONDS)
        if (held := self._keeper.current()) and self._keeper.status().source == "file":
            log.warning("serving edition %s from its file until the database answers", held.number)
        if self._keeper.current() is None:  # no file either: better to begin late than with nothing
            self._answered.wait(FIRST_LOAD_SECONDS)

    def stop(self) -> None:
        """Follow no longer; the threads end when they have done what they are at."""
        self._is_started = False
        self._is_over.set()

    def attend(self) -> None:
        """Start a thread again that has died, or that a fork left behind. Cheap; never waits, and never fails."""
        now = time.monotonic()
        if now < self._next_look or not self._is_started:
            return
        self._next_look = now + LOOK_SECONDS
        self._start_threads()

    def _start_threads(self) -> None:
        if not self._starting.acquire(blocking=False):
            return
        try:
            for name, target in (("keeper", self._follow), ("edition-file", self._keep_file)):
                if not (name in self._threads and self._threads[name].is_alive()):
                    self._threads[name] = _thread(name, target)
            self._say("threads", "", "threads can be started again")
        except (RuntimeError, MemoryError) as error:  # the system has none to spare
            self._say("threads", f"no thread can be started ({error}); the edition goes on being served", "")
        finally:
            self._starting.release()

    def hold_file(self) -> None:
        """Hold what is on file, unless it is held already, as in a process forked from one that held it."""
        folder = settings.EDITIONS_FOLDER
        self._keeper.take_down(taken_down.on_disk(folder))
        held = self._keeper.held()
        if held and held.seal == bundle.newest_seal(folder):
            return
        if edition := bundle.newest(folder):
            self._keeper.hold_file(edition)

    def _follow(self) -> None:
        connections["default"] = _own_connection()
        failed = 0
        while not self._is_over.wait(_wait(failed) if self._answered.is_set() else 0):
            trouble = self._check()
            failed = failed + 1 if trouble else 0
            self._say("database", trouble, "the database answers again")
            self._answered.set()
        connection.close()

    def _check(self) -> str:
        """Bring the keeper up to date; what was in the way, in words."""
        try:
            self._keeper.check()
            close_old_connections()  # SQLite's at once, so that its file is free between two checks
        except (DatabaseError, InterfaceError) as error:
            connection.close()
            return f"the database does not answer ({type(error).__name__}); serving goes on without it"
        except Exception as error:
            connection.close()
            return f"the newest edition could not be loaded; the one before goes on being served: {error!r}"
        return ""

    def _say(self, what: str, trouble: str, end: str) -> None:
        """Log a change for the worse, or its end, once."""
        if trouble != self._troubles.get(what, ""):
            log.warning(trouble or end)
            self._troubles[what] = trouble

    def _keep_file(self) -> None:
        pause = LOOK_SECONDS
        while not self._is_over.wait(pause):
            try:
                self._heed_disk()
                self._write_file()
                pause, trouble = LOOK_SECONDS, ""
            except Exception as error:
                pause, trouble = bundle.SECONDS_BETWEEN, f"the edition file could not be written: {error!r}"
            self._say("file", trouble, "the edition file can be written again")

    def _heed_disk(self) -> None:
        """Take down what another process of this node has ordered, as somebody does while the database is away."""
        changed_at = taken_down.changed_at(settings.EDITIONS_FOLDER)
        if changed_at != self._orders_changed_at:
            self._keeper.take_down(taken_down.on_disk(settings.EDITIONS_FOLDER))
            self._orders_changed_at = changed_at

    def _write_file(self) -> None:
        edition, status, checked_at = self._keeper.held(), self._keeper.status(), self._keeper.checked_at
        is_certain = status.source == "database" and not status.is_database_different
        if edition and edition.seal and checked_at and is_certain and edition.seal != self._on_file:
            is_on_file = bundle.keep(settings.EDITIONS_FOLDER, edition, checked_at, datetime.now(UTC))
            self._on_file = edition.seal if is_on_file else None


def _thread(name: str, target: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=target, name=name, daemon=True)
    thread.start()
    return thread


def _wait(failed: int) -> float:
    """Seconds until the next check, after so many failures in a row; spread, so that processes do not ask together."""
    if not failed:
        return settings.EDITION_POLL_SECONDS * random.uniform(0.9, 1.1)  # noqa: S311  (keeps no secret)
    return min(SHORTEST_WAIT * 1.2 ** (failed - 1), LONGEST_WAIT) * random.uniform(1, 1.2)  # noqa: S311


def _own_connection() -> BaseDatabaseWrapper:
    """A connection to the default database for this thread alone: named, and with an end to every wait."""
    own = connections["default"].copy()
    if isinstance(own, Limited):
        own.limit_seconds = 2.0
        own.settings_dict["CONN_MAX_AGE"] = 60
        options = own.settings_dict["OPTIONS"]
        options["application_name"] = "helpapi-keeper"
        options["options"] = f"{options.get('options', '')} -c lock_timeout=2s -c statement_timeout=60s".strip()
    return own
