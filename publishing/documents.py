"""Snapshots as the documents that they would be in public. Nothing here is written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from publishing import rendering, snapshots, taken_down
from publishing.models import Publication, Publishable, Submission
from publishing.registry import kinds
from publishing.sealing import REPRESENTATION, TRANSLATED


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
    return document(publication) if publication and publication.state == Publication.LIVE else None


def document(publication: Publication) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(publication.documents[REPRESENTATION])
    return found


def preview(text: str, version: int) -> Preview:
    """The document of a snapshot. A lender that is not public yet is taken as it waits, or as it is being edited."""
    try:
        publication = rendering.preview(text, version)
    except rendering.MissingLender:
        lenders = _lenders_as_if(text)
        publication = rendering.unrendered(text, version, as_of=None)
        rendering.render({**lenders, publication.uid: publication})
        missing = tuple(f"{lender.kind} “{lender.slug}”" for lender in lenders.values())
        return Preview(document(publication), missing)
    return Preview(document(publication))


def in_language(text: str, translation: str) -> dict[str, Any] | None:
    """The document of an item's snapshot in the language of a translation's; None where that is not whole."""
    draft, said = (rendering.unrendered(one, 1, as_of=None) for one in (text, translation))
    rendering.render({**_lenders_as_if(text), draft.uid: draft, said.uid: said})
    name = TRANSLATED.format(snapshots.value(translation, "language"))
    return json.loads(draft.documents[name]) if name in draft.documents else None


def as_if_published(text: str) -> list[Publication]:
    """What would be public of a snapshot today, and what shows something of it; lenders are taken as above."""
    return rendering.as_if_published(text, _lenders_as_if(text))


def _lenders_as_if(text: str) -> dict[UUID, Publication]:
    return {uid: rendering.preview(lender, 1) for uid, lender in _lenders_not_public(text)}


def next_version(publication: Publication | None) -> int:
    return publication.version + 1 if publication else 1


def _lenders_not_public(text: str) -> Iterator[tuple[UUID, str]]:
    item = snapshots.hydrate(text)
    wanted = {uid for uid, is_required in _lenders(text, item).items() if is_required}
    down = taken_down.known(settings.EDITIONS_FOLDER)
    live = Publication.objects.filter(uid__in=wanted, state=Publication.LIVE)
    for uid in wanted - {one.uid for one in live if not taken_down.covers(down, one)}:
        waiting = Submission.objects.filter(uid=uid, state__in=Submission.OPEN).first()
        yield uid, waiting.snapshot if waiting else _as_edited(uid)


def _lenders(text: str, item: Publishable) -> dict[UUID, bool]:
    return dict(snapshots.kind_in(text).lenders(item))


def _as_edited(uid: UUID) -> str:
    rows = (kind.model._base_manager.filter(pk=uid).first() for kind in kinds().values())
    return snapshots.take(next(row for row in rows if row))
