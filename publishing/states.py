"""Where an item stands between editors' desk and the public, worked out from what there is.

Of one item this is the truth, and what its pages show. Lists have what was kept of it: publishing/listing.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from publishing import snapshots
from publishing.models import Listing, Publication, Publishable, Submission
from publishing.registry import Kind, kind_of, kinds


@dataclass(frozen=True)
class State:
    """`publication` is without its snapshot, documents and keys, which nobody here has a use for."""

    code: str
    publication: Publication | None
    submission: Submission | None

    @property
    def words(self) -> str:
        return Listing(state=self.code, public_version=self.public_version).words

    @property
    def is_live(self) -> bool:
        return self.public_version is not None

    @property
    def public_version(self) -> int | None:
        is_live = self.publication is not None and self.publication.state == Publication.LIVE
        return self.publication.version if self.publication and is_live else None


def state_of(item: Publishable) -> State:
    return states_of([item])[item.pk]


def states_of(items: Iterable[Publishable]) -> dict[UUID, State]:
    """The state of each; of each kind among them a few queries, however many they are."""
    by_kind: dict[str, list[UUID]] = {}
    for item in items:
        by_kind.setdefault(kind_of(item).name, []).append(item.pk)
    found: dict[UUID, State] = {}
    for name, uids in by_kind.items():
        found |= states_of_kind(kinds()[name], uids)
    return found


def states_of_kind(
    kind: Kind, uids: Sequence[UUID], rows: Mapping[Any, Publishable] | None = None
) -> dict[UUID, State]:
    """The state of each of `uids`. `rows`: theirs, where they have been read as snapshots are taken of them."""
    publications = Publication.objects.defer("snapshot", "documents", "keys").in_bulk(uids)
    submissions = Submission.objects.filter(uid__in=uids, state__in=Submission.OPEN).defer("snapshot")
    waiting = {submission.uid: submission for submission in submissions.select_related("by")}
    if rows is None:
        unsure = publications.keys() - waiting.keys()
        rows = snapshots.with_parts(kind).in_bulk(unsure) if unsure else {}
    return {uid: _state(kind, rows.get(uid), publications.get(uid), waiting.get(uid)) for uid in uids}


def digest_of(item: Publishable) -> str:
    """The digest of the item's rows as they are in the database now."""
    return snapshots.digest(snapshots.take(item))


def _state(kind: Kind, row: Publishable | None, publication: Publication | None, waiting: Submission | None) -> State:
    if waiting:
        code = Listing.PLANNED if waiting.state == Submission.PLANNED else Listing.WAITING
        return State(code, publication, waiting)
    if publication is None:
        return State(Listing.NOT_PUBLIC, None, None)
    if publication.state == Publication.WITHDRAWN:
        return State(Listing.WITHDRAWN, publication, None)
    is_as_public = row is not None and snapshots.digest(snapshots.of_rows(kind, row)) == publication.digest
    return State(Listing.PUBLIC if is_as_public else Listing.EDITED, publication, None)
