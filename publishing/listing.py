"""Keeps what lists know of items: where each stands, and what it is found by.

`lifecycle` calls `keep` at the end of every verb that changes an item or its way to the public, under its lock. What
came by other ways, as by hand or before an update, is listed when a list is asked for, or at the next `recompile`.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.apps import AppConfig
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Exists, OuterRef, QuerySet

from publishing import finding, snapshots, states
from publishing.models import Listing, Publication, Publishable, Submission
from publishing.registry import Kind, kind_of, kinds

BATCH = 500
WRITTEN = ["kind", "state", "public_version", "sought"]


def keep(touched: Iterable[Publishable | Publication | Submission]) -> None:
    """Write what lists know of these items, as they now are; nothing of one whose rows are gone."""
    by_kind: dict[str, set[UUID]] = {}
    for one in touched:
        name = kind_of(one).name if isinstance(one, Publishable) else one.kind
        by_kind.setdefault(name, set()).add(one.uid)
    for name, uids in by_kind.items():
        if name in kinds():
            _keep(kinds()[name], sorted(uids))


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


def _keep(kind: Kind, uids: Sequence[UUID]) -> None:
    for some in (uids[at : at + BATCH] for at in range(0, len(uids), BATCH)):
        rows = snapshots.with_parts(kind).in_bulk(some)
        standing = states.states_of_kind(kind, list(rows), rows)
        Listing.objects.bulk_create(
            [
                Listing(
                    uid=uid, kind=kind.name, state=state.code, public_version=state.public_version,
                    sought=finding.sought(kind, rows[uid]),
                )
                for uid, state in standing.items()
            ],
            update_conflicts=True, unique_fields=["uid"], update_fields=WRITTEN,
        )  # fmt: skip
        Listing.objects.filter(uid__in=[uid for uid in some if uid not in rows]).delete()
