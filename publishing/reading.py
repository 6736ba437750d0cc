"""Editions as the database holds them: what it says of the newest, and the edition itself, held against its seal."""

import gc
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, QuerySet, Subquery, Value

from publishing import sealing
from publishing.edition import Common, Edition, Published, Seal, digest
from publishing.models import Publication, SealedEdition, TakenDown
from publishing.postgresql import Limited
from publishing.registry import layouts

log = logging.getLogger("helpapi.keeper")
STATEMENT_SECONDS = 2.0
SECONDS_A_ROW = 0.002  # a document of 5 kB over a line of 20 Mbit/s
LARGE = 5000  # publications


class Unservable(Exception):
    """What the database holds is not what was sealed, or cannot be served as it stands; the message says why."""


class NoDescendant(Unservable):
    """What the database holds does not follow the edition that is held."""


@dataclass(frozen=True, slots=True)
class Newest:
    """What the database says of its newest edition; and of the orders to take down, how many, and the seal of the last.

    After a restore there may be as many of the same numbers, and others.
    """

    seal: Seal | None = None
    orders: tuple[int, str] = (0, "")


def newest() -> Newest:
    """One statement, and another where there is no seal. Nothing of it has been proven yet."""
    _allow(rows=0)
    count = TakenDown.objects.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
    last = TakenDown.objects.order_by("-pk").values("mac")[:1]
    rows = SealedEdition.objects.order_by("-number").values_list(*sealing.OF_A_SEAL, Subquery(count), Subquery(last))
    if (row := rows.first()) is None:  # whoever removed it does not hold up what is taken down
        return Newest(None, (TakenDown.objects.count(), last.values_list("mac", flat=True).first() or ""))
    *seal, number, mac = row
    return Newest(Seal(*seal), (number or 0, mac or ""))


def follows(number: int, held: str, seal: Seal) -> bool:
    """Whether `seal` is of the edition of this number and digest `held`, or a true chain leads from that to it."""
    between = SealedEdition.objects.filter(number__gt=number, number__lte=seal.number).order_by("number")
    return seal.number >= number and sealing.leads(number, held, map(sealing.seal_of, between.iterator()), seal)


def empty() -> Edition:
    """What there is before anything has been published."""
    if Publication.objects.exists():
        raise Unservable("nothing seals what the database holds; run recompile")
    return Edition(0, (), layouts())


def edition(held: Edition | None, seal: Seal) -> Edition:
    """The edition of this seal: `held` with what is newer, or everything anew; `Unservable` when neither is that.

    Whoever holds something takes only what follows from it. Anew where there is nothing to begin with, or where what
    comes out is not what was sealed, as after a restore.
    """
    if not sealing.is_true(seal):
        raise NoDescendant(f"edition {seal.number} of the database is not sealed with our key")
    if held is not None and held.number:
        if not follows(held.number, held.digest, seal):
            raise NoDescendant(f"edition {seal.number} of the database does not follow edition {held.number}")
        newer = list(_published(Publication.objects.filter(edition__gt=held.number)))
        if _digest(seal.number, [*held.items.values(), *newer]) == seal.digest:
            return held.changed(seal.number, newer, seal)
        log.warning("edition %s does not fit what was held before; reading all of it anew", seal.number)
    gc.disable()  # it would look through all of this several times while it comes in, and hold up every thread
    try:
        items = list(_published(Publication.objects.all()))
        if _digest(seal.number, items) != seal.digest:  # before anything is made of it
            raise Unservable(f"edition {seal.number} of the database is not what was sealed; run verify")
        whole = Edition(seal.number, items, layouts(), seal=seal)
        if len(items) > LARGE:  # worth keeping out of every later collection
            gc.freeze()
    finally:
        gc.enable()
    return whole


def _digest(number: int, items: Iterable[Published]) -> str:
    """Of the last of each item."""
    fingerprints = {item.uid: item.fingerprint for item in items}
    return digest(number, fingerprints.values())


def _published(publications: QuerySet[Publication]) -> Iterator[Published]:
    _allow(rows=publications.count())
    common = Common()
    for row in publications.order_by().values(*sealing.SERVED, "state"):
        item = sealing.as_published(row, common)
        if (row["state"] == Publication.LIVE) != item.is_live:
            raise Unservable(f"{item.kind} {item.slug}: live without its document, or withdrawn with one")
        yield item


def _allow(rows: int) -> None:
    """How long the next statements may take, on the thread's own connection (publishing/postgresql)."""
    if isinstance(connection, Limited) and connection.limit_seconds:
        connection.limit_seconds = STATEMENT_SECONDS + rows * SECONDS_A_ROW
