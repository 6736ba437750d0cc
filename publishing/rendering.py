"""From snapshots to publications: documents and keys, and what is borrowed between items.

Called by `lifecycle` alone, inside its transaction. An item takes what belongs to another from that item's
publication, never from its row; so when a lender's publication changes, its borrowers are rendered again in the
same edition, without a new version.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import orjson
from django.utils import timezone

from publishing import snapshots
from publishing.models import Borrowing, EditionNumber, Publication, Publishable, Submission
from publishing.registry import Kind, Lender, kinds

REPRESENTATION = "v1.en"
BATCH = 500
WRITTEN = ["slug", "version", "edition", "state", "reason", "replacement", "snapshot", "documents", "keys", "digest"]


class MissingLender(Exception):
    """An item cannot be public without another that is neither public nor published with it."""


def publish(submissions: Sequence[Submission], counter: EditionNumber) -> int:
    """Write the publications of approved submissions, and of those that borrow from them, as one edition."""
    held = Publication.objects.in_bulk([submission.uid for submission in submissions])
    now = timezone.now()
    changed: dict[UUID, Publication] = {}
    for submission in submissions:
        before = held.get(submission.uid)
        submission.version = before.version + 1 if before else 1
        changed[submission.uid] = Publication(
            uid=submission.uid, kind=submission.kind, slug=submission.slug, version=submission.version,
            edition=0, state=Publication.LIVE, snapshot=submission.snapshot, digest=submission.digest,
            documents={}, keys={}, published_at=now,
        )  # fmt: skip
    render(changed)
    return write(list(changed.values()), counter)


def render(changed: dict[UUID, Publication]) -> None:
    """Fill in the documents and keys of `changed`, lenders first."""
    items = {uid: hydrated(publication) for uid, publication in changed.items()}
    borrowed = {uid: dict(_kind(changed[uid]).lenders(item)) for uid, item in items.items()}
    shelf = _Lenders(changed, {lender for wanted in borrowed.values() for lender in wanted})
    for uid in _lenders_first(borrowed):
        _render(changed[uid], items[uid], shelf.for_item(borrowed[uid], str(items[uid])))


def preview(submission_or_item_text: str, version: int) -> Publication:
    """The publication that a snapshot would become now, with its documents; nothing is written."""
    data = snapshots.current(submission_or_item_text)
    uid = UUID(data["item"]["pk"])
    publication = Publication(
        uid=uid, kind=data["kind"], slug=data["item"]["fields"]["slug"], version=version, edition=0,
        state=Publication.LIVE, snapshot=submission_or_item_text, digest=snapshots.digest(submission_or_item_text),
        published_at=timezone.now(),
    )  # fmt: skip
    render({uid: publication})
    return publication


def changed_by_rendering(publications: Iterable[Publication]) -> list[Publication]:
    """Those whose documents or keys come out differently now, as they come out now."""
    before = {p.uid: p for p in publications}
    after = {uid: _copy(p) for uid, p in before.items()}
    render(after)
    return [p for uid, p in after.items() if (p.documents, p.keys) != (before[uid].documents, before[uid].keys)]


def write(publications: Sequence[Publication], counter: EditionNumber) -> int:
    """Store the publications, and what borrows from them as it now reads, under the next edition number."""
    publications = [*publications, *_borrowers_of(publications)]
    counter.number += 1
    counter.save()
    for publication in publications:
        publication.edition = counter.number
    Publication.objects.bulk_create(
        publications, batch_size=BATCH, update_conflicts=True, unique_fields=["uid"],
        update_fields=[*WRITTEN, "published_at"],
    )  # fmt: skip
    _keep_borrowings(publications)
    return counter.number


def hydrated(publication: Publication) -> Publishable:
    """The item of a publication, with the facts of its publication that its document states."""
    item = snapshots.hydrate(publication.snapshot)
    item.version, item.published_at = publication.version, publication.published_at
    return item


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
        others = Publication.objects.filter(uid__in=wanted - set(changed), state=Publication.LIVE)
        self.held = {publication.uid: publication for publication in others}

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


def _borrowers_of(changed: Sequence[Publication]) -> list[Publication]:
    """The live publications that show something of `changed` and are not among them, as they now read."""
    uids = [publication.uid for publication in changed]
    borrowers = Publication.objects.filter(state=Publication.LIVE, borrowings__lender__in=uids)
    others = {p.uid: p for p in borrowers.exclude(uid__in=uids).distinct()}
    if not others:
        return []
    rendered = {uid: _copy(p) for uid, p in others.items()}
    render_with(rendered, {publication.uid: publication for publication in changed})
    return [p for uid, p in rendered.items() if (p.documents, p.keys) != (others[uid].documents, others[uid].keys)]


def render_with(borrowers: dict[UUID, Publication], lenders: Mapping[UUID, Publication]) -> None:
    """Render `borrowers` against `lenders` as they are about to be, and everything else as it is public."""
    for uid, publication in borrowers.items():
        item = hydrated(publication)
        wanted = dict(_kind(publication).lenders(item))
        _render(publication, item, _Lenders(lenders, set(wanted)).for_item(wanted, str(item)))
        borrowers[uid] = publication


def _keep_borrowings(publications: Sequence[Publication]) -> None:
    Borrowing.objects.filter(borrower__in=[p.uid for p in publications]).delete()
    Borrowing.objects.bulk_create(
        [
            Borrowing(borrower=publication, lender=lender, is_required=is_required)
            for publication in publications
            if publication.state == Publication.LIVE
            for lender, is_required in _kind(publication).lenders(snapshots.hydrate(publication.snapshot)).items()
        ],
        batch_size=BATCH,
    )


def _copy(publication: Publication) -> Publication:
    values = {field.attname: getattr(publication, field.attname) for field in Publication._meta.concrete_fields}
    return Publication(**values)
