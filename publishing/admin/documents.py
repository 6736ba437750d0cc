"""Snapshots as the documents that they would be in public. Nothing here is written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from publishing import rendering, snapshots
from publishing.models import Publication, Submission
from publishing.registry import kinds
from publishing.rendering import REPRESENTATION


@dataclass(frozen=True)
class Preview:
    """`document`: as it would be served, but for its version and time. `missing`: what has to be public before it."""

    document: dict[str, Any]
    missing: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return json.dumps(self.document, indent=2, ensure_ascii=False)


def served(publication: Publication | None) -> dict[str, Any] | None:
    """The document that is public now; None for an item that is not public."""
    if publication is None or publication.state != Publication.LIVE:
        return None
    return json.loads(publication.documents[REPRESENTATION])


def preview(text: str, version: int) -> Preview:
    """The document of a snapshot. A lender that is not public yet is taken as it waits, or as it is being edited."""
    try:
        publication = rendering.preview(text, version)
    except rendering.MissingLender:
        lenders = {uid: rendering.preview(lender, 1) for uid, lender in _lenders_not_public(text)}
        publication = _unrendered(text, version)
        rendering.render({**lenders, publication.uid: publication})
        missing = tuple(f"{lender.kind} “{lender.slug}”" for lender in lenders.values())
        return Preview(served(publication), missing)
    return Preview(served(publication))


def next_version(publication: Publication | None) -> int:
    return publication.version + 1 if publication else 1


def _lenders_not_public(text: str) -> Iterator[tuple[UUID, str]]:
    item = snapshots.hydrate(text)
    wanted = {uid for uid, is_required in _lenders(text, item).items() if is_required}
    live = Publication.objects.filter(uid__in=wanted, state=Publication.LIVE).values_list("uid", flat=True)
    for uid in wanted - set(live):
        waiting = Submission.objects.filter(uid=uid, state=Submission.WAITING).first()
        yield uid, waiting.snapshot if waiting else _as_edited(uid)


def _lenders(text: str, item) -> dict[UUID, bool]:
    return dict(kinds()[snapshots.current(text)["kind"]].lenders(item))


def _as_edited(uid: UUID) -> str:
    rows = (kind.model._base_manager.filter(pk=uid).first() for kind in kinds().values())
    return snapshots.take(next(row for row in rows if row))


def _unrendered(text: str, version: int) -> Publication:
    data = snapshots.current(text)
    return Publication(
        uid=UUID(data["item"]["pk"]), kind=data["kind"], slug=data["item"]["fields"]["slug"], version=version,
        edition=0, state=Publication.LIVE, snapshot=text, digest=snapshots.digest(text), documents={}, keys={},
        published_at=timezone.now(),
    )  # fmt: skip
