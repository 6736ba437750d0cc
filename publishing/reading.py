"""Editions as the database holds them: what it says of the newest, and the edition itself."""

import gc
import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet, Subquery

from publishing.edition import Edition, Entry
from publishing.models import EditionNumber, Publication
from publishing.registry import layouts
from publishing.rendering import REPRESENTATION

log = logging.getLogger("helpapi.keeper")
STATEMENT_SECONDS = 2.0
SECONDS_A_ROW = 0.002  # a document of 5 kB over a line of 20 Mbit/s
LARGE = 5000  # publications


class Unservable(Exception):
    """What the database holds cannot be served as it stands; the message names the publication."""


@dataclass(frozen=True, slots=True)
class Newest:
    """What the database says of its newest edition. Number 0: nothing has been published; no digest: not known."""

    number: int = 0
    digest: str = ""
    at: datetime | None = None


def newest() -> Newest:
    _allow(rows=0)
    found = EditionNumber.objects.values_list("number", "digest", "at").first()
    return Newest(*found) if found else Newest()


def edition(held: Edition | None) -> tuple[Edition, Newest]:
    """The newest edition, and what the database says of it: `held` with what is newer, or everything anew.

    Anew where there is nothing to begin with, or where what comes out is not what was published: `held` was of another
    history, or a publication has been altered by something else than publishing.
    """
    if held is not None:
        said, entries = _newer_than(held.number)
        changed = held.changed(said.number, entries, said.at)
        if changed.digest == said.digest:
            return changed, said
        log.warning("edition %s does not fit what was held before; reading all of it anew", said.number)
    gc.disable()  # it would look through all of this several times while it comes in, and hold up every thread
    try:
        said, entries = _newer_than(-1)
        whole = Edition(said.number, entries, layouts(), published_at=said.at)
        if len(entries) > LARGE:  # worth keeping out of every later collection
            gc.freeze()
    finally:
        gc.enable()
    return whole, said


def _newer_than(number: int) -> tuple[Newest, list[Entry]]:
    """One statement, so that what the database says and what it holds are of one moment."""
    newer = Publication.objects.filter(edition__gt=number).order_by()
    _allow(rows=newer.count())
    said, entries = Newest(), []
    for row in _with_newest(newer):
        said = Newest(row.pop("newest_number"), row.pop("newest_digest"), row.pop("newest_at"))
        document = row.pop("documents").get(REPRESENTATION, "")
        if (row.pop("state") == Publication.LIVE) != bool(document):
            raise Unservable(f"{row['kind']} {row['slug']}: live without its document, or withdrawn with one")
        entries.append(Entry(**{**row, "uid": str(row["uid"]), "document": document.encode()}))
    return said, entries


def _with_newest(publications: QuerySet) -> QuerySet:
    newest = {name: Subquery(EditionNumber.objects.values(name)[:1]) for name in ("number", "digest", "at")}
    return publications.values(
        "kind", "uid", "slug", "version", "edition", "digest", "keys", "reason", "replacement", "published_at",
        "state", "documents", **{f"newest_{name}": value for name, value in newest.items()},
    )  # fmt: skip


def _allow(rows: int) -> None:
    """How long the next statements may take, on the thread's own connection (publishing/postgresql)."""
    if getattr(connection, "limit_seconds", None):
        connection.limit_seconds = STATEMENT_SECONDS + rows * SECONDS_A_ROW
