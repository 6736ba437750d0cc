"""The current edition of this process, and the thread that keeps it up with the database.

A request never touches the database: it takes `current()`, which is a plain attribute. One daemon thread asks twice
a second, in one statement, for the publications of any edition newer than the one held; the new number is the
greatest among them, so two editions cannot mix. When the database is refused, slow or gone the edition goes on
being served, and `checked_at` tells how old the last answer is. A process never goes back to an older number.

With `EDITION_POLL_SECONDS=0` (tests) there is no thread: `lifecycle` refreshes the keeper when it has committed.
"""

import gc
import logging
import os
import random
import threading
from collections import OrderedDict
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction

from publishing.edition import Edition, Entry
from publishing.registry import layouts

log = logging.getLogger("helpapi.keeper")
SLOWEST_SECONDS = 10.0


class Keeper:
    """Holds the newest edition and the few before it, so that a walk over pages ends in the edition it began in."""

    def __init__(self) -> None:
        self._editions: OrderedDict[int, Edition] = OrderedDict()
        self._current: Edition | None = None
        self._lock = threading.Lock()
        self.checked_at: datetime | None = None

    def current(self) -> Edition | None:
        return self._current

    def edition(self, number: int) -> Edition | None:
        return self._editions.get(number)

    def check(self) -> bool:
        """Ask the database for what is newer and hold it. Whether the edition changed; database errors are raised."""
        with self._lock:
            held = self._current
            entries = list(_newer_than(held.number if held else -1))
            self.checked_at = datetime.now(UTC)
            if not entries and held is not None:
                return False
            number = max((entry.edition for entry in entries), default=0)
            self._hold(held.changed(number, entries) if held else Edition(number, entries, layouts()))
            return True

    def _hold(self, edition: Edition) -> None:
        if self._current and edition.number < self._current.number:
            return
        self._current = self._editions[edition.number] = edition
        while len(self._editions) > settings.EDITIONS_KEPT:
            self._editions.popitem(last=False)
        if len(edition.entries) > 5000:  # a large edition is worth keeping out of every later collection
            gc.collect()
            gc.freeze()

    def forget(self) -> None:
        """Hold nothing, as a process that has just started (tests)."""
        self.__init__()


_keeper = Keeper()
_thread: tuple[int, threading.Thread] | None = None


def current() -> Edition | None:
    """The newest edition this process holds; None while it has none at all."""
    if not settings.EDITION_POLL_SECONDS and _keeper.current() is None:
        _keeper.check()
    return _keeper.current()


def edition(number: int) -> Edition | None:
    return _keeper.edition(number)


def checked_at() -> datetime | None:
    return _keeper.checked_at


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
    """Load the edition and follow the database from a thread of this process. Safe to call again, and after a fork."""
    global _thread
    if not settings.EDITION_POLL_SECONDS or (_thread and _thread[0] == os.getpid() and _thread[1].is_alive()):
        return
    _try()
    thread = threading.Thread(target=_follow, name="keeper", daemon=True)
    _thread = (os.getpid(), thread)
    thread.start()


def _follow() -> None:
    pause = threading.Event()
    wait = settings.EDITION_POLL_SECONDS
    while True:
        pause.wait(wait * random.uniform(0.9, 1.1))  # noqa: S311  (spreads the processes, keeps no secret)
        wait = settings.EDITION_POLL_SECONDS if _try() else min(max(wait, 1.0) * 1.5, SLOWEST_SECONDS)


def _try() -> bool:
    try:
        close_old_connections()
        _keeper.check()
    except DatabaseError as error:
        log.warning("the database does not answer (%s); the edition goes on being served", type(error).__name__)
        connection.close()
        return False
    except Exception:
        log.exception("the newest edition could not be loaded; the one before goes on being served")
        return False
    return True


def _newer_than(number: int):
    from publishing.models import Publication
    from publishing.rendering import REPRESENTATION

    rows = Publication.objects.filter(edition__gt=number).values_list(
        "kind", "uid", "slug", "version", "edition", "digest", "documents", "keys", "reason", "replacement"
    )
    for kind, uid, slug, version, edition_number, digest, documents, keys, reason, replacement in rows:
        document = documents.get(REPRESENTATION, "").encode()
        yield Entry(kind, str(uid), slug, version, edition_number, digest, document, keys, reason, replacement)
