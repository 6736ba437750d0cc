"""Whether what is public was written by this code: a new parameter finds nobody, and a new member is in no answer,
until everything has been rendered again.
"""

from collections.abc import Iterator, Sequence

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, InterfaceError
from django.db.models.functions import Length

from publishing import rendering
from publishing.models import Publication
from publishing.registry import Kind, kinds
from publishing.snapshots import SnapshotError


@register(Tags.database)
def documents_are_as_the_code_writes_them(databases: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    if not databases:
        return []
    try:
        return [found for kind in kinds().values() for found in _of_kind(kind)]
    except (DatabaseError, InterfaceError):
        return []  # it is away, or not migrated yet


def _of_kind(kind: Kind) -> Iterator[CheckMessage]:
    """Asked of the fullest item of the kind: it has most of what can be written."""
    live = Publication.objects.filter(kind=kind.name, state=Publication.LIVE)
    publication = live.order_by(Length("snapshot").desc()).first()
    if publication is None:
        return
    before = publication.documents, publication.keys
    try:
        rendering.render({publication.uid: publication})
    except (SnapshotError, rendering.MissingLender) as error:
        words = f"What was published of {kind.plural} can't be read by this code: {error}."
        yield Warning(words, hint="See snapshot_defaults and snapshots.upgrades.", id="publishing.W002")
        return
    if (publication.documents, publication.keys) != before:
        words = f"What is public of {kind.plural} is not as this code writes it: what is new can't be found or read."
        yield Warning(words, hint="Run: python3 -m helpapi recompile", id="publishing.W001")
