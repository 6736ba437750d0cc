"""Reports on their way from readers to the database: counted in memory, written by a thread, so that nobody waits.

Whoever reports is told at once. Where the database has not answered of late, or takes nothing, they are told that, and
nothing is kept. Of an address nothing leaves this process, and nothing is kept here but a digest under a key that is
made up each day and forgotten with it.
"""

import hashlib
import logging
import os
import secrets
import threading
import time
from collections import Counter
from datetime import date

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

from publishing import keeper
from publishing.reports import keeping
from publishing.reports.keeping import Reported

log = logging.getLogger("helpapi.reports")
MOST_OF_ADDRESS = 20  # a day
MOST_DIGESTS = 50_000  # that are held at once; then no more is taken until tomorrow
MOST_WAITING = 1_000  # different reports that wait to be written
WRITTEN_AFTER, TRIED_AGAIN = 1.0, 5.0  # seconds
SILENT_FOR, AWAY_FOR = 3.0, 10.0  # seconds without an answer, and since it took nothing


class TooMany(Exception):
    """This address has reported enough for a day."""


class Away(Exception):
    """There is no database that takes it."""


class Desk:
    """What this process has been told and not written yet, and how much by whom, as far as it need be known."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """As a process that has just started; in a forked one a lock may be held by nobody."""
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._waiting: Counter[Reported] = Counter()
        self._failed_at = float("-inf")
        self._begin(None)

    def _begin(self, day: date | None) -> None:
        self._day, self._key = day, secrets.token_bytes(32)
        self._seen: set[bytes] = set()
        self._by_address: Counter[bytes] = Counter()

    def take(self, reported: Reported, address: str | None) -> None:
        """Count it, but once a day of each address. Never waits for a database; TooMany, or Away."""
        if self.is_away():
            raise Away
        with self._lock:
            if self._day != reported.on:
                self._begin(reported.on)
            if address is not None and not self._is_new(reported, address):
                return
            if reported not in self._waiting and len(self._waiting) >= MOST_WAITING:
                raise Away
            self._waiting[reported] = min(self._waiting[reported] + 1, keeping.MOST_OF_ONE)
        self._attend()

    def _is_new(self, reported: Reported, address: str) -> bool:
        whose = self._digest(address)
        what = self._digest(address, str(reported.uid), reported.channel, reported.problem)
        if what in self._seen:
            return False
        if self._by_address[whose] >= MOST_OF_ADDRESS or len(self._seen) >= MOST_DIGESTS:
            raise TooMany
        self._seen.add(what)
        self._by_address[whose] += 1
        return True

    def _digest(self, *parts: str) -> bytes:
        return hashlib.blake2b("\0".join(parts).encode(), key=self._key, digest_size=16).digest()

    def is_away(self) -> bool:
        """Whether the database has taken nothing, or not answered, of late."""
        if time.monotonic() - self._failed_at < AWAY_FOR:
            return True
        if not settings.EDITION_POLL_SECONDS:
            return False
        checked = keeper.status().checked
        return checked is None or checked > SILENT_FOR + settings.EDITION_POLL_SECONDS

    def write(self) -> int:
        """Write what waits, and give how many that was; what the database does not take goes on waiting."""
        with self._writing:
            with self._lock:
                taken, self._waiting = self._waiting, Counter()
            try:
                if taken:
                    keeping.add(taken)
            except BaseException:
                with self._lock:
                    for reported, count in taken.items():
                        self._waiting[reported] = min(self._waiting[reported] + count, keeping.MOST_OF_ONE)
                self._failed_at = time.monotonic()
                raise
            self._failed_at = float("-inf")
            return sum(taken.values())

    def _attend(self) -> None:
        """See that a thread writes it. Without one (tests) `write` is called."""
        if not settings.EDITION_POLL_SECONDS:
            return
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="reports", daemon=True)
                self._thread.start()
        self._wake.set()

    def _run(self) -> None:
        is_failing = False
        while True:
            self._wake.wait()
            self._wake.clear()
            time.sleep(WRITTEN_AFTER)
            try:
                self.write()
                is_failing = False
            except DatabaseError as error:
                if not is_failing:
                    log.warning("reports of readers wait for the database: %s", type(error).__name__)
                is_failing = True
                self._wake.set()
                time.sleep(TRIED_AGAIN)
            finally:
                connection.close()


_desk = Desk()
take, write, forget, is_away = _desk.take, _desk.write, _desk.forget, _desk.is_away

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_desk.forget)
