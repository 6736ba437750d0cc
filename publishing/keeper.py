"""The current edition of this process. A request takes `current()`, a plain attribute, and never touches the database.

A thread (publishing/following.py) asks twice a second for the newest edition's seal, and reads what is newer than the
edition held; what comes out must have the digest that was sealed, and follow what was held, in a chain of true seals.
So two editions cannot mix, nor two histories, and what is not ours is not taken. When the database is refused, slow or
gone, or holds what may not be taken, the edition goes on being served, from the last file where the process has just
started. A process never goes back to an older number, nor from one edition to another of the same number.

What has been taken down (publishing/taken_down.py) is laid over whatever is held.

With `EDITION_POLL_SECONDS=0` (tests) there is no thread: `lifecycle` refreshes the keeper when it has committed.
"""

import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction

from publishing import reading, sealing, taken_down
from publishing.edition import Edition
from publishing.following import Follower

log = logging.getLogger("helpapi.keeper")
DATABASE, FILE = "database", "file"


@dataclass(frozen=True, slots=True)
class Status:
    """What this process serves. Ages in seconds; None where there is nothing to tell of.

    `age`: since the edition was made. `digest`: of the edition as it was sealed. `checked`: since the database last
    answered. `is_database_different`: it did, but with what does not follow the edition held or is not ours, as after
    a restore (docs/operating.md). `hidden`: how many items have been taken down although the edition shows them.
    """

    edition: int | None
    age: float | None
    source: str | None
    checked: float | None
    is_database_different: bool
    digest: str | None = None
    hidden: int = 0


class Keeper:
    """Holds the newest edition and the few before it, so that a walk over pages ends in the edition it began in."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Hold nothing, as a process that has just started."""
        self._editions: OrderedDict[int, Edition] = OrderedDict()
        self._current: Edition | None = None  # what is served: `_held`, without what has been taken down
        self._held: Edition | None = None
        self._source: str | None = None
        self._orders: taken_down.Orders = {}
        self._orders_seen: tuple[int, str] | None = None
        self._is_disk_failing = False
        self.checked_at: datetime | None = None
        self.is_database_different = False
        self.renew_locks()

    def renew_locks(self) -> None:
        """As they are in a new process; in a forked one their holder may be a thread that is not there."""
        self._checking = threading.Lock()
        self._holding = threading.Lock()

    def current(self) -> Edition | None:
        return self._current

    def held(self) -> Edition | None:
        """The edition as it was sealed, with what has been taken down since."""
        return self._held

    def edition(self, pin: int, kinds: Collection[str]) -> Edition | None:
        """One that has of these kinds what the edition with this pin had; None where none is held."""
        return next((one for one in reversed(self._editions.values()) if one.has_as(pin, kinds)), None)

    def editions(self) -> list[Edition]:
        """Those that are held, the newest first."""
        return list(reversed(self._editions.values()))

    def status(self) -> Status:
        edition, now = self._current, datetime.now(UTC)
        published_at = edition.published_at if edition else None
        return Status(
            edition=edition.number if edition else None,
            age=(now - published_at).total_seconds() if published_at else None,
            source=self._source,
            checked=(now - self.checked_at).total_seconds() if self.checked_at else None,
            is_database_different=self.is_database_different,
            digest=self._held.digest if self._held else None,
            hidden=self.hidden(),
        )

    def hidden(self) -> int:
        """How many items have been taken down although the edition held shows them."""
        held, shown = self._held, self._current
        if held is None or shown is None or shown is held:
            return 0
        return sum(shown.items[uid] is not item for uid, item in held.items.items())

    def check(self) -> bool:
        """Ask the database for what is newer and hold it. Whether the edition changed.

        Database errors are raised, and so is `Unservable` for an edition that is not what its seal says.
        """
        with self._checking:
            newest = reading.newest()
            self.checked_at = datetime.now(UTC)
            try:
                is_new = self._follow(newest)
            except reading.Unservable:
                if reading.newest().seal != newest.seal:
                    return False  # the next one was committed meanwhile, and will be taken
                self.is_database_different = True
                raise
            finally:
                self._heed(newest)
            return is_new

    def _heed(self, newest: reading.Newest) -> None:
        """Take down what the database newly orders, at once, and keep it on disk; a disk that fails is tried again."""
        if newest.orders == self._orders_seen:
            return
        self.take_down(taken_down.in_database())
        try:
            taken_down.keep(settings.EDITIONS_FOLDER, self._orders)
            self._orders_seen = newest.orders
        except OSError as error:
            if not self._is_disk_failing:
                log.error("what has been taken down could not be put on disk: %r", error)
        self._is_disk_failing = self._orders_seen != newest.orders

    def take_down(self, orders: taken_down.Orders) -> None:
        with self._holding:
            self._orders = taken_down.greatest([*self._orders.values(), *orders.values()])
            self._serve()

    def _follow(self, newest: reading.Newest) -> bool:
        held, seal = self._held, newest.seal
        if held and seal and (held.number, held.digest) == (seal.number, seal.digest):
            if seal != held.seal and not sealing.is_true(seal):
                self._note_different(f"edition {seal.number} of the database is not sealed with our key")
                return False
            self._note_different("")
            held.seal, self._source = seal, DATABASE
            return False
        if seal is None and held is not None:
            self._note_different("the database holds no edition" if held.number else "")
            return False
        try:
            edition = reading.edition(held, seal) if seal else reading.empty()
        except reading.NoDescendant as error:
            if held is None:
                raise
            self._note_different(str(error))
            return False
        self._note_different("")
        return self._hold(edition, DATABASE)

    def hold_file(self, edition: Edition) -> bool:
        """Serve an edition from a file where there is no other, or only the number 0 of an empty database.

        Or where it is newer, and no database has answered yet: this process was forked from one that held a file, and
        another has been written since.
        """
        held = self._held
        is_newer = held is None or held.number == 0 or (self.checked_at is None and edition.number > held.number)
        return is_newer and self._hold(edition, FILE)

    def _hold(self, edition: Edition, source: str) -> bool:
        with self._holding:
            if self._held and edition.number < self._held.number:
                return False
            self._held, self._source = edition, source
            self._serve()
            while len(self._editions) > settings.EDITIONS_KEPT:
                self._editions.popitem(last=False)
            return True

    def _serve(self) -> None:
        """What is held, without what has been taken down; and no edition before it that shows any of that.

        Nor one with a later version of something, which went away when a restored database was put in force.
        """
        if self._held is None:
            return
        self._current = taken_down.laid_over(self._held, self._orders)
        kept = [
            (number, one)
            for number, one in self._editions.items()
            if not taken_down.shows_any(one, self._orders) and not _is_ahead(one, self._held)
        ]
        self._editions = OrderedDict([*kept, (self._held.number, self._current)])

    def _note_different(self, why: str) -> None:
        held = self._held
        if why and held and not self.is_database_different:
            log.warning(
                "%s: edition %s goes on being served; after a restore from a backup, run put_in_force", why, held.number
            )
        self.is_database_different = bool(why)


def _is_ahead(edition: Edition, held: Edition) -> bool:
    """Whether an edition has a later version of anything."""
    return any((now := held.items.get(uid)) and item.version > now.version for uid, item in edition.items.items())


_keeper = Keeper()
_follower = Follower(_keeper)


def current() -> Edition | None:
    """The newest edition this process holds; None while it has none at all. Never waits for anything."""
    if settings.EDITION_POLL_SECONDS:
        _follower.attend()
    elif _keeper.current() is None:
        _keeper.check()
    return _keeper.current()


def held() -> Edition | None:
    """The edition as it was sealed, with what has been taken down since; None while this process has none."""
    return _keeper.held()


def hidden() -> int:
    return _keeper.hidden()


def edition(pin: int, kinds: Collection[str]) -> Edition | None:
    return _keeper.edition(pin, kinds)


def editions() -> list[Edition]:
    return _keeper.editions()


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


def hold_file() -> None:
    """Hold what is on file, and follow nothing: for a process from which those that serve are forked."""
    _follower.hold_file()


def start() -> None:
    """Hold the newest edition there is and follow the database from threads of this process. Safe to call again."""
    if settings.EDITION_POLL_SECONDS:
        _follower.start()


def _after_fork() -> None:
    _keeper.renew_locks()
    _follower.renew_locks()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
