"""From snapshots to publications: documents and keys, and what is borrowed between items.

Called by `lifecycle` alone, inside its transaction. An item takes what belongs to another from that item's
publication, never from its row; so when a lender's publication changes, its borrowers are rendered again in the
same edition, without a new version.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import orjson
from django.utils import timezone

from publishing import edition, snapshots
from publishing.models import Borrowing, EditionNumber, Publication, Publishable, Submission
from publishing.registry import Kind, Lender, kinds

REPRESENTATION = "v1.en"
BATCH = 500
WRITTEN = ["slug", "version", "edition", "state", "reason", "replacement", "snapshot", "documents", "keys", "digest"]


class MissingLender(Exception):
    """An item cannot be public without another that is neither public nor published with it."""


def publish(submissions: Sequence[Submission], counter: EditionNumber) -> int:
    """Write the publications of approved submissions, and of those that borrow from them, as one edition."""
    held = Publication.objects.filter(uid__in=[submission.uid for submission in submissions])
    versions = dict(held.values_list("uid", "version"))
    changed = []
    for submission in submissions:
        submission.version = versions.get(submission.uid, 0) + 1
        changed.append(_publication(submission.snapshot, submission.version))
    return write(changed, counter)


def seal(counter: EditionNumber) -> None:
    """Store the number with the moment and the digest of all that is public now, the last thing in its transaction."""
    public = Publication.objects.order_by().values_list("uid", "edition", "digest", "state")
    facts = ((uid, number, digest, state == Publication.LIVE) for uid, number, digest, state in public.iterator())
    counter.digest, counter.at = edition.digest(counter.number, facts), timezone.now()
    counter.save()


def preview(text: str, version: int) -> Publication:
    """The publication that a snapshot would become now, with its documents; nothing is written."""
    publication = _publication(text, version)
    render({publication.uid: publication})
    return publication


def write(publications: Sequence[Publication], counter: EditionNumber) -> int:
    """Render and store the publications, and what borrows from them as it now reads, under the next edition number."""
    changed = {publication.uid: publication for publication in publications}
    borrowers = _borrowers_of(set(changed))
    before = {uid: (publication.documents, publication.keys) for uid, publication in borrowers.items()}
    borrowed = render({**changed, **borrowers})
    reads_otherwise = [p for uid, p in borrowers.items() if (p.documents, p.keys) != before[uid]]
    return _store([*publications, *reads_otherwise], borrowed, counter)


def write_changed_by_rendering(publications: Iterable[Publication], counter: EditionNumber) -> int | None:
    """Render the publications and store those that come out differently now; None, and no edition, if none does."""
    rendered = {publication.uid: publication for publication in publications}
    before = {uid: (publication.documents, publication.keys) for uid, publication in rendered.items()}
    borrowed = render(rendered)
    changed = [p for uid, p in rendered.items() if (p.documents, p.keys) != before[uid]]
    return _store(changed, borrowed, counter) if changed else None


def render(changed: Mapping[UUID, Publication]) -> dict[UUID, Mapping[UUID, bool]]:
    """Fill in the documents and keys of `changed`, lenders first, and say what each of them borrows.

    What is withdrawn has neither and borrows nothing.
    """
    items = {uid: hydrated(p) for uid, p in changed.items() if p.state == Publication.LIVE}
    borrowed = {uid: dict(_kind(changed[uid]).lenders(item)) for uid, item in items.items()}
    lenders = _Lenders(changed, {lender for wanted in borrowed.values() for lender in wanted})
    for publication in changed.values():
        publication.documents, publication.keys = {}, {}
    for uid in _lenders_first(borrowed):
        _render(changed[uid], items[uid], lenders.for_item(borrowed[uid], str(items[uid])))
    return borrowed


def hydrated(publication: Publication) -> Publishable:
    """The item of a publication, with the facts of its publication that its document states."""
    item = snapshots.hydrate(publication.snapshot)
    item.version, item.published_at = publication.version, publication.published_at
    return item


def _publication(text: str, version: int) -> Publication:
    """A live publication of the snapshot, not rendered yet. Its address is the one that the snapshot says."""
    data = snapshots.current(text)
    return Publication(
        uid=UUID(data["item"]["pk"]), kind=data["kind"], slug=data["item"]["fields"]["slug"], version=version,
        edition=0, state=Publication.LIVE, snapshot=text, digest=snapshots.digest(text), documents={}, keys={},
        published_at=timezone.now(),
    )  # fmt: skip


def _kind(publication: Publication) -> Kind:
    return kinds()[publication.kind]


def _render(publication: Publication, item: Publishable, lenders: Mapping[UUID, Lender]) -> None:
    kind = _kind(publication)
    publication.documents = {REPRESENTATION: orjson.dumps(kind.document(item, lenders)).decode()}
    publication.keys = orjson.loads(orjson.dumps(kind.keys(item, lenders)))


class _Lenders:
    """The public documents that items may borrow from: those of this edition first, then those already public."""

    def __init__(self, changed: Mapping[UUID, Publication], wanted: set[UUID]):
        self.changed = changed
        self.held = Publication.objects.filter(state=Publication.LIVE).in_bulk(wanted - set(changed))

    def for_item(self, wanted: Mapping[UUID, bool], title: str) -> dict[UUID, Lender]:
        found = {}
        for uid, is_required in wanted.items():
            publication = self.changed.get(uid) or self.held.get(uid)
            if publication and publication.documents:
                document = orjson.loads(publication.documents[REPRESENTATION])
                found[uid] = Lender(uid, publication.slug, document)
            elif is_required:
                raise MissingLender(
                    f"“{title}” belongs to an item that is not public yet. Publish that first, or both."
                )
        return found


def _lenders_first(borrowed: Mapping[UUID, Mapping[UUID, bool]]) -> list[UUID]:
    done: dict[UUID, None] = {}

    def visit(uid: UUID, path: tuple[UUID, ...]) -> None:
        for lender in borrowed[uid]:
            if lender in borrowed and lender not in done and lender not in path:
                visit(lender, (*path, uid))
        done.setdefault(uid)

    for uid in borrowed:
        visit(uid, ())
    return list(done)


def _borrowers_of(lenders: set[UUID]) -> dict[UUID, Publication]:
    """The live publications that show something of `lenders`, or of one of these, and are not among `lenders`."""
    found: dict[UUID, Publication] = {}
    wave = lenders
    while wave:
        borrowings = Borrowing.objects.filter(lender__in=wave).values("borrower")
        borrowers = Publication.objects.filter(state=Publication.LIVE, uid__in=borrowings)
        new = {p.uid: p for p in borrowers if p.uid not in lenders and p.uid not in found}
        found.update(new)
        wave = set(new)
    return found


def _store(
    publications: Sequence[Publication], borrowed: Mapping[UUID, Mapping[UUID, bool]], counter: EditionNumber
) -> int:
    counter.number += 1
    for publication in publications:
        publication.edition = counter.number
    Publication.objects.bulk_create(
        publications, batch_size=BATCH, update_conflicts=True, unique_fields=["uid"],
        update_fields=[*WRITTEN, "published_at"],
    )  # fmt: skip
    Borrowing.objects.filter(borrower__in=[publication.uid for publication in publications]).delete()
    Borrowing.objects.bulk_create(
        [
            Borrowing(borrower=publication, lender=lender, is_required=is_required)
            for publication in publications
            for lender, is_required in borrowed.get(publication.uid, {}).items()
        ],
        batch_size=BATCH,
    )
    seal(counter)
    return counter.number
