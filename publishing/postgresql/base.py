"""Django's PostgreSQL, with an end to waiting for a server that has stopped answering.

A time-out that the server keeps cannot fire when the server hangs, and TCP's own takes minutes, or for ever behind
a proxy that goes on acknowledging. So every wait ends on our side: the keeper's after `limit_seconds`; any other
when, after `PATIENCE_SECONDS` without a word, a new connection gets no answer either. A statement that is merely
slow (a migration, a wait for a lock) therefore goes on for as long as the server is there.
"""

from types import ModuleType
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError
from django.db.backends.postgresql import base
from psycopg.abc import RV, PQGen
from psycopg.errors import _WaitTimeout  # what `wait` is documented to raise; it has no public name

PATIENCE_SECONDS = 1.5


class CommitUnknown(OperationalError):
    """The connection was lost while committing: the server may or may not have kept what was written."""


class Connection(psycopg.Connection):
    """A connection that closes, with `OperationalError`, when the server is found to have stopped answering."""

    owner: "DatabaseWrapper | None" = None

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        if timeout is not None or self.owner is None:
            return super().wait(gen, interval, timeout)
        limit = self.owner.limit_seconds
        gen = _resumable(gen)
        while True:
            try:
                return super().wait(gen, interval, limit or PATIENCE_SECONDS)
            except _WaitTimeout:
                if limit or not self.owner.server_answers():
                    self.close()
                    raise psycopg.OperationalError("the server has stopped answering") from None


def _resumable(gen: PQGen[RV]) -> PQGen[RV]:
    """`gen`, which a second wait may begin anew: psycopg's are sent None then, and one that sends data fails of it."""
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if ready is not None:
                wanted = gen.send(ready)
    except StopIteration as end:
        value: RV = end.value
        return value


class DatabaseWrapper(base.DatabaseWrapper):
    """`limit_seconds`: the longest a statement may take; None: as long as the server answers at all."""

    Database = ModuleType("psycopg")
    vars(Database).update(vars(psycopg), connect=Connection.connect)
    limit_seconds: float | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        connection: Connection = super().get_new_connection(conn_params)
        connection.owner = self
        return connection

    def server_answers(self) -> bool:
        """Whether a new connection can be made, within `connect_timeout` (two seconds)."""
        try:
            psycopg.connect(**self.get_connection_params()).close()
        except psycopg.OperationalError:
            return False
        return True

    def set_autocommit(self, autocommit: bool, *words: Any, **options: Any) -> None:
        """As Django's, which at the end of `atomic` would connect anew after a loss, wait again, and hide its cause."""
        if not (autocommit and self.connection is None):
            super().set_autocommit(autocommit, *words, **options)

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # it is there, though the stubs do not know of it
        except (OperationalError, InterfaceError) as error:
            raise CommitUnknown(*error.args) from error
