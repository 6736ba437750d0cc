"""The current edition of this process. A request takes `current()`, a plain attribute, and never touches the database.

A thread (publishing/following.py) asks twice a second for the number and digest of the newest edition, and reads what
is newer than the edition held in one statement; what comes out must have the digest that was published, or all of it
is read anew, so two editions cannot mix, nor two histories. When the database is refused, slow or gone, the edition
goes on being served, from the last file where the process has just started. A process never goes back to an older
number, nor from one edition to another of the same number.

With `EDITION_POLL_SECONDS=0` (tests) there is no thread: `lifecycle` refreshes the keeper when it has committed.
"""

import logging
import os
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction

from publishing import reading
from publishing.edition import Edition
from publishing.following import Follower

log = logging.getLogger("helpapi.keeper")
DATABASE, FILE = "database", "file"


@dataclass(frozen=True, slots=True)
class Status:
    """What this process serves. Ages in seconds; None where there is nothing to tell of.

    `age`: since the edition was made. `checked`: since the database last answered. `is_database_different`: it did, but
    with an older edition than the one held or another of its number, as after a restore (docs/operating.md).
    """

    edition: int | None
    age: float | None
    source: str | None
    checked: float | None
    is_database_different: bool


class Keeper:
    """Holds the newest edition and the few before it, so that a walk over pages ends in the edition it began in."""

    def __init__(self) -> None:
        self._editions: OrderedDict[int, Edition] = OrderedDict()
        self._current: Edition | None = None
        self._source: str | None = None
        self._digest = ""  # what the database, or the file, says of the current edition
        self.checked_at: datetime | None = None
        self.is_database_different = False
        self.renew_locks()

    def renew_locks(self) -> None:
        """As they are in a new process; in a forked one their holder may be a thread that is not there."""
        self._checking = threading.Lock()
        self._holding = threading.Lock()

    def current(self) -> Edition | None:
        return self._current

    def edition(self, number: int) -> Edition | None:
        return self._editions.get(number)

    def status(self) -> Status:
        edition, now = self._current, datetime.now(UTC)
        published_at = edition.published_at if edition else None
        return Status(
            edition=edition.number if edition else None,
            age=(now - published_at).total_seconds() if published_at else None,
            source=self._source,
            checked=(now - self.checked_at).total_seconds() if self.checked_at else None,
            is_database_different=self.is_database_different,
        )

    def check(self) -> bool:
        """Ask the database for what is newer and hold it. Whether the edition changed; database errors are raised."""
        with self._checking:
            held, source = self._current, self._source
            newest = reading.newest()
            self._note_different(held, newest)
            is_new = held is None or newest.number > held.number or (source == FILE and newest.number == held.number)
            if is_new and not self.is_database_different:
                edition, said = reading.edition(held if source == DATABASE else None)
                is_new = self._hold(edition, DATABASE, said.digest)
            self.checked_at = datetime.now(UTC)
            return is_new

    def hold_file(self, edition: Edition) -> bool:
        """Serve an edition from a file where there is no other, or only the number 0 of an empty database."""
        return (self._current is None or self._current.number == 0) and self._hold(edition, FILE, edition.digest)

    def _hold(self, edition: Edition, source: str, digest: str = "") -> bool:
        with self._holding:
            if self._current and edition.number < self._current.number:
                return False
            self._current = self._editions[edition.number] = edition
            self._source, self._digest = source, digest
            while len(self._editions) > settings.EDITIONS_KEPT:
                self._editions.popitem(last=False)
            return True

    def _note_different(self, held: Edition | None, newest: reading.Newest) -> None:
        is_different = held is not None and (
            newest.number < held.number
            or (
                newest.number == held.number
                and newest.digest != self._digest
                and "" not in (newest.digest, self._digest)
            )
        )
        if is_different and not self.is_database_different:
            log.warning(
                "the database is at edition %s, and not the one that was served: edition %s goes on being served; "
                "after a restore from a backup, run move_counter_forward",
                newest.number,
                held.number,
            )
        self.is_database_different = is_different

    def forget(self) -> None:
        """Hold nothing, as a process that has just started (tests)."""
        self.__init__()


_keeper = Keeper()
_follower = Follower(_keeper)


def current() -> Edition | None:
    """The newest edition this process holds; None while it has none at all. Never waits for anything."""
    if settings.EDITION_POLL_SECONDS:
        _follower.attend()
    elif _keeper.current() is None:
        _keeper.check()
    return _keeper.current()


def edition(number: int) -> Edition | None:
    return _keeper.edition(number)


def status() -> Status:
    _follower.attend()
    return _keeper.status()


def forget() -> None:
    _keeper.forget()


def refresh() -> None:
    """Look for a newer edition now (tests and commands; elsewhere the thread does)."""
    _keeper.check()


def refresh_on_commit() -> None:
    """Hold the edition that is being committed as soon as it is, where there is no thread to see it."""
    if not settings.EDITION_POLL_SECONDS:
        transaction.on_commit(refresh)


def start() -> None:
    """Hold the newest edition there is and follow the database from threads of this process. Safe to call again."""
    if settings.EDITION_POLL_SECONDS:
        _follower.start()


def _after_fork() -> None:
    _keeper.renew_locks()
    _follower.renew_locks()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
