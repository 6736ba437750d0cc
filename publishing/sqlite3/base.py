"""Django's SQLite, which tells a file that somebody holds on to from one that many people write to.

SQLite lets one write at a time, and serves those who wait in no order. Whoever waits goes on for half a minute while
others get their turns, but is refused after twice the `timeout` of the connection in which nobody did.
"""

import sqlite3
import time
from collections.abc import Iterable

from django.db.backends.sqlite3 import base

LONGEST_SECONDS = 30.0


class Cursor(base.SQLiteCursorWrapper):
    """Waits for its turn with every statement, the one that begins a transaction among them."""

    def execute(self, query: str, params: Iterable[object] | None = None) -> base.SQLiteCursorWrapper:  # type: ignore[override]  # as Django
        end = time.monotonic() + LONGEST_SECONDS
        seen: int | None = None
        while True:
            try:
                return super().execute(query, params)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                before, seen = seen, self._commits_of_others()
                if before == seen:
                    raise

    def _commits_of_others(self) -> int:
        """A number that changes with each; fails like any statement where nobody else may even read."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name: str | None = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor
