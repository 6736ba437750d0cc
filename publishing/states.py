"""Where an item stands between editors' desk and the public, worked out from what there is.

Of one item this is the truth, and what its pages show. Lists have what was kept of it: publishing/listing.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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


def states_of_kind(kind: Kind, uids: Sequence[UUID], digests: Mapping[UUID, str] | None = None) -> dict[UUID, State]:
    """The state of each of `uids`. `digests`: of their rows as these are in the database, where they are known."""
    publications = Publication.objects.defer("snapshot", "documents", "keys").in_bulk(uids)
    submissions = Submission.objects.filter(uid__in=uids, state__in=Submission.OPEN).defer("snapshot")
    waiting = {submission.uid: submission for submission in submissions.select_related("by")}
    if digests is None:
        unsure = publications.keys() - waiting.keys()
        rows = snapshots.with_parts(kind).in_bulk(unsure) if unsure else {}
        digests = {uid: snapshots.digest(snapshots.of_rows(kind, row)) for uid, row in rows.items()}
    return {uid: _state(digests.get(uid), publications.get(uid), waiting.get(uid)) for uid in uids}


def digest_of(item: Publishable) -> str:
    """The digest of the item's rows as they are in the database now."""
    return snapshots.digest(snapshots.take(item))


def _state(digest: str | None, publication: Publication | None, waiting: Submission | None) -> State:
    """`digest`: of the item's rows, if there are any."""
    if waiting:
        code = Listing.PLANNED if waiting.state == Submission.PLANNED else Listing.WAITING
        return State(code, publication, waiting)
    if publication is None:
        return State(Listing.NOT_PUBLIC, None, None)
    if publication.state == Publication.WITHDRAWN:
        return State(Listing.WITHDRAWN, publication, None)
    return State(Listing.PUBLIC if digest == publication.digest else Listing.EDITED, publication, None)
