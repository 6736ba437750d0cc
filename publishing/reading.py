"""Editions as the database holds them: the number of the newest, and the edition itself."""

import gc
import logging
from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, Max, Sum

from publishing.edition import Edition, Entry
from publishing.models import EditionNumber, Publication
from publishing.registry import layouts
from publishing.rendering import REPRESENTATION

log = logging.getLogger("helpapi.keeper")
STATEMENT_SECONDS = 2.0
SECONDS_A_ROW = 0.002  # a document of 5 kB over a line of 20 Mbit/s


class Unservable(Exception):
    """What the database holds cannot be served as it stands; the message names the publication."""


def newest_number() -> int:
    """The number of the newest edition; 0 where nothing has been published."""
    _allow(rows=0)
    return EditionNumber.objects.values_list("number", flat=True).first() or 0


def edition(number: int, held: Edition | None) -> Edition:
    """The newest edition: `held` with what is newer, or everything anew when that is not what the database holds.

    A whole reading is one statement, and needs no such proof. `number` is what the counter says, read just before.
    """
    if held is not None:
        entries = list(_newer_than(held.number))
        changed = held.changed(_greatest(number, entries), entries)
        if _totals_of(changed) == _totals():
            return changed
        log.warning("edition %s does not fit what was held before; reading all of it anew", changed.number)
    entries = list(_newer_than(-1))
    whole = Edition(_greatest(number, entries), entries, layouts())
    if len(entries) > 5000:  # a large edition is worth keeping out of every later collection
        gc.collect()
        gc.freeze()
    return whole


def _greatest(number: int, entries: list[Entry]) -> int:
    return max((entry.edition for entry in entries), default=number)


def _totals_of(edition: Edition) -> tuple[int, int, int]:
    numbers = [entry.edition for entry in edition.entries.values()]
    return len(numbers), sum(numbers), max(numbers, default=0)


def _totals() -> tuple[int, int, int]:
    found = Publication.objects.aggregate(count=Count("pk"), sum=Sum("edition"), greatest=Max("edition"))
    return found["count"], int(found["sum"] or 0), found["greatest"] or 0


def _newer_than(number: int) -> Iterator[Entry]:
    newer = Publication.objects.filter(edition__gt=number).order_by()
    _allow(rows=newer.count())
    for row in newer.values(
        "kind", "uid", "slug", "version", "edition", "digest", "keys", "reason", "replacement", "published_at",
        "state", "documents",
    ):  # fmt: skip
        document = row.pop("documents").get(REPRESENTATION, "")
        if (row.pop("state") == Publication.LIVE) != bool(document):
            raise Unservable(f"{row['kind']} {row['slug']}: live without its document, or withdrawn with one")
        yield Entry(**{**row, "uid": str(row["uid"]), "document": document.encode()})


def _allow(rows: int) -> None:
    """How long the next statements may take, on the thread's own connection (publishing/postgresql)."""
    if getattr(connection, "limit_seconds", None):
        connection.limit_seconds = STATEMENT_SECONDS + rows * SECONDS_A_ROW
