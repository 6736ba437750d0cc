"""Keeps what lists know of items: where each stands, and what it is found by.

`lifecycle` calls `keep` at the end of every verb that changes an item or its way to the public, under its lock. What
came by other ways, as by hand or before an update, is listed when a list is asked for, or at the next `recompile`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.apps import AppConfig
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Exists, OuterRef, QuerySet

from publishing import finding, snapshots, states
from publishing.batches import batches
from publishing.models import Listing, Publication, Publishable, Submission
from publishing.registry import Kind, kind_of, kinds
from publishing.states import State
from publishing.translating import words

WRITTEN = ["kind", "state", "public_version", "sought", "english"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What lists want of an item's rows. `digest`: of the snapshot that would be taken of them; `english`: of their
    words (publishing/translating/words.py), empty where the kind has none.
    """

    digest: str
    sought: str
    english: str

    @classmethod
    def of(cls, row: Publishable, text: str = "") -> Self:
        """`row`: as it has just been read with its parts; `text`: its snapshot, where that has been taken."""
        kind = kind_of(row)
        english = words.digest(row) if kind.words else ""
        return cls(snapshots.digest(text or snapshots.of_rows(kind, row)), finding.sought(kind, row), english)


Look = Mapping[UUID, Seen]  # by the uids of items


def digests(seen: Look) -> dict[UUID, str]:
    return {uid: one.digest for uid, one in seen.items()}


def look(touched: Iterable[Submission]) -> Look:
    """The rows of these as they are in the database now; none of what is gone."""
    held = [one for one in touched if one.kind in kinds()]
    return {uid: Seen.of(row) for some in batches(held) for uid, row in snapshots.rows(some).items()}


def keep(touched: Iterable[Publishable | Publication | Submission], seen: Look | None = None) -> None:
    """Write what lists know of these items, as they now are; nothing of one whose rows are gone.

    `seen`: of those whose rows need not be looked at again.
    """
    by_kind: dict[str, set[UUID]] = {}
    for one in touched:
        name = kind_of(one).name if isinstance(one, Publishable) else one.kind
        by_kind.setdefault(name, set()).add(one.uid)
    for name, uids in by_kind.items():
        if name in kinds():
            _keep(kinds()[name], sorted(uids), seen or {})


def forget(uid: UUID) -> None:
    """Keep nothing of an item that is gone."""
    Listing.objects.filter(uid=uid).delete()


def keep_all() -> None:
    """The same for everything there is. Some 2 ms an item."""
    Listing.objects.exclude(kind__in=kinds()).delete()
    for kind in kinds().values():
        own = Listing.objects.filter(kind=kind.name)
        own.exclude(uid__in=kind.model._base_manager.values("pk")).delete()
        _keep(kind, list(kind.model._base_manager.order_by().values_list("pk", flat=True)))


def unlisted(kind: Kind) -> "QuerySet[Publishable]":
    """Items of which nothing has been kept yet."""
    return kind.model._base_manager.filter(~Exists(Listing.objects.filter(uid=OuterRef("pk")))).order_by()


def complete(kind: Kind) -> None:
    """Keep what is not kept yet. The caller holds the lock."""
    _keep(kind, list(unlisted(kind).values_list("pk", flat=True)))


def complete_all(sender: AppConfig, using: str, **options: object) -> None:
    """After an update: list what was there before there were lists, once all migrations have run; not after a flush."""
    if "plan" not in options:
        return
    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        for kind in kinds().values():
            complete(kind)


def _keep(kind: Kind, uids: Sequence[UUID], seen: Look | None = None) -> None:
    for some in batches(uids, f"Listed, of {kind.plural}"):
        held = {uid: seen[uid] for uid in some if uid in seen} if seen else {}
        if unseen := [uid for uid in some if uid not in held]:
            rows = snapshots.with_parts(kind).in_bulk(unseen)
            held |= {uid: Seen.of(row) for uid, row in rows.items()}
        standing = states.states_of_kind(kind, list(held), digests(held))
        public = _public_english(uid for uid, state in standing.items() if kind.words and _differs(state))
        Listing.objects.bulk_create(
            [
                Listing(
                    uid=uid, kind=kind.name, state=state.code, public_version=state.public_version,
                    sought=held[uid].sought, english=public.get(uid, held[uid].english),
                )
                for uid, state in standing.items()
            ],
            update_conflicts=True, unique_fields=["uid"], update_fields=WRITTEN,
        )  # fmt: skip
        if gone := [uid for uid in some if uid not in held]:
            Listing.objects.filter(uid__in=gone).delete()


def _differs(state: State) -> bool:
    """Whether the rows may say something else than the public has."""
    return state.is_live and state.code != Listing.PUBLIC


def _public_english(uids: Iterable[UUID]) -> dict[UUID, str]:
    """The digests of the English that is public of items that are being edited: translations are made from that."""
    wanted = list(uids)
    held = Publication.objects.order_by().filter(uid__in=wanted).values_list("uid", "snapshot") if wanted else []
    return {uid: words.digest(snapshots.hydrate(text)) for uid, text in held}
