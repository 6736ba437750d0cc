"""From snapshots to publications: documents and keys, and what is borrowed between items.

Called by `lifecycle` alone, inside its transaction. An item takes what belongs to another from that item's
publication, never from its row; so when a lender's publication changes, its borrowers are rendered again in the
same edition, without a new version.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import asdict
from datetime import date
from uuid import UUID

import orjson
from django.conf import settings
from django.utils import timezone

from publishing import edition, recalling, sealing, snapshots, taken_down
from publishing.batches import BATCH, batches
from publishing.dates import today
from publishing.edition import Seal
from publishing.languages import ENGLISH, speaking
from publishing.models import (
    Borrowing,
    EditionNumber,
    Publication,
    Publishable,
    SealedEdition,
    Submission,
    Translation,
)
from publishing.registry import Kind, Lender, kinds
from publishing.sealing import REPRESENTATION, TRANSLATED
from publishing.translating import words
from publishing.translating.public import Translations
from publishing.upkeep import Upkeep

TODAY, TRANSLATION = "today", "translation"
WRITTEN = [
    *("slug", "version", "edition", "state", "reason", "replacement", "snapshot", "documents", "keys", "digest"),
    "fingerprint",
]


class MissingLender(Exception):
    """An item cannot be public without another that is neither public nor published with it."""


class Altered(Exception):
    """What the database holds is not what was published: nothing can be made of it, or follow it."""


def publish(
    submissions: Sequence[Submission],
    counter: EditionNumber,
    leaving: Sequence[Publication],
    upkeep: Mapping[UUID, Upkeep],
) -> int:
    """Write the publications of approved submissions, and of those that borrow from them, as one edition.

    `leaving`: what is withdrawn in the same edition. `upkeep`: of each that is submitted. A version is greater than any
    that was taken down, so that the nodes show it.
    """
    versions: dict[UUID, int] = {}
    for some in batches([submission.uid for submission in submissions]):
        versions |= Publication.objects.order_by().filter(uid__in=some).values_list("uid", "version")
    down = taken_down.known(settings.EDITIONS_FOLDER)
    changed = [*leaving]
    for submission in submissions:
        order = down.get(str(submission.uid))
        submission.version = max(versions.get(submission.uid, 0), order.version if order else 0) + 1
        publication = unrendered(submission.snapshot, submission.version, TODAY)
        publication.keys |= upkeep[submission.uid].stored()
        changed.append(publication)
    return write(changed, counter)


def seal(
    counter: EditionNumber, before: str, fingerprints: Iterable[str], restored_from: int | None = None
) -> SealedEdition:
    """Seal the counter's edition, the last thing in its transaction. `before`: the digest of the one it follows."""
    digest = edition.digest(counter.number, fingerprints)
    seal = sealing.sealed(Seal(counter.number, digest, before, restored_from, timezone.now()))
    counter.save()
    return SealedEdition.objects.create(**asdict(seal))


def sealed_before(counter: EditionNumber) -> tuple[str, list[str]]:
    """The digest of the newest edition and the fingerprints it is made of; `Altered` unless the database holds both."""
    fingerprints = list(Publication.objects.order_by().values_list("fingerprint", flat=True))
    newest = sealing.newest()
    digest = edition.digest(counter.number, fingerprints)
    if newest is None:
        if counter.number or fingerprints:
            raise Altered("Nothing seals what is public. After an update, run recompile first.")
    elif not sealing.is_true(newest) or (newest.number, newest.digest) != (counter.number, digest):
        raise Altered(f"The database does not hold edition {newest.number} as it was sealed. Run verify, then restore.")
    return digest, fingerprints


def preview(text: str, version: int) -> Publication:
    """The publication that a snapshot would become, whatever the day, with its documents; nothing is written."""
    publication = unrendered(text, version, as_of=None)
    render({publication.uid: publication})
    return publication


def as_if_published(text: str, lenders: Mapping[UUID, Publication]) -> list[Publication]:
    """What a snapshot would become today, and what borrows from it, as that would then read; nothing is written.

    `lenders`: not public themselves, but to be taken as if they were.
    """
    draft = unrendered(text, 1, TODAY)
    changed = {draft.uid: draft, **_borrowers_of({draft.uid: draft})}
    render({**lenders, **changed})
    return list(changed.values())


def write(publications: Sequence[Publication], counter: EditionNumber) -> int:
    """Render and store the publications, and what borrows from them as it now reads, under the next edition number."""
    sealed = sealed_before(counter)
    changed = {publication.uid: publication for publication in publications}
    borrowers = _borrowers_of(changed)
    before = {uid: (publication.documents, publication.keys) for uid, publication in borrowers.items()}
    was = Publication.objects.in_bulk(changed)
    for held in was.values():
        mend(held)  # what becomes of it must begin with what it was
    prove(borrowers.values())
    borrowed = render({**changed, **borrowers})
    for uid, held in was.items():
        _recall(changed[uid], held)
    reads_otherwise = [p for uid, p in borrowers.items() if (p.documents, p.keys) != before[uid]]
    return _store([*publications, *reads_otherwise], borrowed, counter, *sealed)


def write_changed_by_rendering(publications: Iterable[Publication], counter: EditionNumber) -> int | None:
    """Render the publications and store those that come out differently now; None, and no edition, if none does.

    A document that is not as it was published is mended when rendering gives what was; else `Altered`.
    """
    sealed = sealed_before(counter)
    rendered = {publication.uid: publication for publication in publications}
    before = {uid: (publication.documents, publication.keys) for uid, publication in rendered.items()}
    was = {uid: copy(publication) for uid, publication in rendered.items()}
    unproven = [publication for publication in rendered.values() if not is_proven(publication)]
    borrowed = render(rendered)
    prove(unproven)
    for uid, publication in rendered.items():
        _recall(publication, was[uid])
    changed = [p for uid, p in rendered.items() if (p.documents, p.keys) != before[uid]]
    return _store(changed, borrowed, counter, *sealed) if changed else None


def write_all(
    publications: Sequence[Publication], counter: EditionNumber, above: int = 0, restored_from: int | None = None
) -> int:
    """Render everything anew and seal it as a new history: the first, or one that is put in force above `above`.

    The caller has looked that each was approved as it stands.
    """
    borrowed = render({publication.uid: publication for publication in publications})
    counter.number = counter.number if restored_from is None else above
    newest = sealing.newest()
    if newest is None:  # nobody approved a replacement before there were seals, and none of now is vouched for
        for publication in publications:
            publication.replacement = ""
    return _store(publications, borrowed, counter, newest.digest if newest else "", (), restored_from)


def _recall(publication: Publication, was: Publication) -> None:
    """Note what its readers may still have at hand of what it was."""
    after = orjson.loads(publication.documents[REPRESENTATION]) if publication.documents else {}
    said = recalling.carried(publication.keys)
    was.keys = {**was.keys, **said}
    others = {name: value for name, value in publication.keys.items() if name not in said}
    publication.keys = others | recalling.of_publication(was, after, timezone.now(), publication.reason)


def is_proven(publication: Publication) -> bool:
    """Whether it is what was published, where its fingerprint is among those of a sealed edition."""
    return (
        snapshots.digest(publication.snapshot) == publication.digest
        and sealing.fingerprint(publication) == publication.fingerprint
    )


def mend(publication: Publication) -> None:
    """Make it what was published, where only its documents and keys are not; else `Altered`."""
    if not is_proven(publication):
        render({publication.uid: publication})
        prove([publication])


def prove(publications: Iterable[Publication]) -> None:
    for publication in publications:
        if not is_proven(publication):
            raise Altered(
                f"The {publication.kind} “{publication.slug}” is not what was published: the database has been altered."
            )


def render(changed: Mapping[UUID, Publication]) -> dict[UUID, Mapping[UUID, bool]]:
    """Fill in the documents and keys of `changed`, lenders first, and say what each of them borrows.

    What is withdrawn has no documents and borrows nothing; its keys are left (publishing/fall.py).
    """
    items = {uid: hydrated(p) for uid, p in changed.items() if p.state == Publication.LIVE}
    borrowed = {uid: _kind(changed[uid]).lenders(item) for uid, item in items.items()}
    lenders = _Lenders(changed, {lender for wanted in borrowed.values() for lender in wanted})
    translations = Translations(changed, items)
    prove(translations.held)
    for publication in changed.values():
        publication.documents = {}
    for some in batches(_lenders_first(borrowed), "Rendered"):
        for uid in some:
            item = items.pop(uid)  # of many at once they would fill the memory
            _render(changed[uid], item, lenders.for_item(borrowed[uid], str(item)), translations.of(item))
    return borrowed


def hydrated(publication: Publication) -> Publishable:
    """The item of a publication, with the facts of its publication that its document states."""
    item = snapshots.hydrate(publication.snapshot)
    item.version, item.published_at = publication.version, publication.published_at
    item.upkeep = Upkeep.of(publication.keys, publication.published_at.date())
    as_of = publication.keys.get("as_of", TODAY)
    item.as_of = today() if as_of == TODAY else as_of and date.fromisoformat(as_of)
    return item


def unrendered(text: str, version: int, as_of: str | None) -> Publication:
    """A live publication of the snapshot, not rendered yet. Its address is the one that the snapshot says.

    `as_of`: the day it is to be written for, or `TODAY`; None: so that all is in it that ever begins or ends.
    """
    data = snapshots.current(text)
    translates = data["item"]["fields"]["of"] if data["kind"] == TRANSLATION else None
    return Publication(
        uid=UUID(data["item"]["pk"]), translates=translates and UUID(translates), kind=data["kind"],
        slug=data["item"]["fields"]["slug"], version=version, edition=0, state=Publication.LIVE, snapshot=text,
        digest=snapshots.digest(text), documents={}, keys={"as_of": as_of}, published_at=timezone.now(),
    )  # fmt: skip


def _kind(publication: Publication) -> Kind:
    if publication.kind not in kinds():
        raise Altered(f"There is no kind “{publication.kind}”: the database has been altered.")
    return kinds()[publication.kind]


def _render(
    publication: Publication, item: Publishable, lenders: Mapping[UUID, Lender], translations: Sequence[Translation]
) -> None:
    """In English, and in each language that has all of its words as they are now."""
    kind, sought = _kind(publication), {key.name for key in _kind(publication).layout.words}
    item.media = [films for one in translations if (films := one.films())]
    with speaking(ENGLISH):
        publication.documents = {REPRESENTATION: orjson.dumps(kind.document(item, lenders)).decode()}
        keys = kind.keys(item, lenders)
    for one in translations:
        if one.texts:
            said = {uid: lender.said(one.language) for uid, lender in lenders.items()}
            same = hydrated(publication)
            same.media = item.media
            words.put_in(same, one.texts)
            with speaking(one.language):
                document = kind.document(same, said)
                found_by = kind.keys(same, said)
            publication.documents[TRANSLATED.format(one.language)] = orjson.dumps(document).decode()
            keys |= {name: sorted({*keys[name], *found_by[name]}) for name in sought}
    publication.keys = orjson.loads(
        orjson.dumps(
            {
                **keys,
                **_dates(sorted(kind.turns(item)), item),
                **item.upkeep.keys(item.checked_on),
                **recalling.carried(publication.keys),
            }
        )
    )


def _dates(turns: Sequence[date], item: Publishable) -> dict[str, date | None]:
    """The day that an item was written for and the next that changes it; nothing of one that changes on no day."""
    as_of = item.as_of
    return {"as_of": as_of, "turns_on": next((day for day in turns if as_of and day > as_of), None)} if turns else {}


class _Lenders:
    """The public documents that items may borrow from: those of this edition first, then those already public."""

    def __init__(self, changed: Mapping[UUID, Publication], wanted: set[UUID]):
        self.changed = changed
        held = Publication.objects.filter(state=Publication.LIVE).in_bulk(wanted - set(changed))
        down = taken_down.known(settings.EDITIONS_FOLDER) if held else {}
        self.held = {uid: one for uid, one in held.items() if not taken_down.covers(down, one)}
        prove(self.held.values())

    def for_item(self, wanted: Mapping[UUID, bool], title: str) -> dict[UUID, Lender]:
        found = {}
        for uid, is_required in wanted.items():
            publication = self.changed.get(uid) or self.held.get(uid)
            if publication and publication.documents:
                documents = {name: orjson.loads(text) for name, text in publication.documents.items()}
                document = documents.pop(REPRESENTATION)
                said = {name.partition(".")[2]: document for name, document in documents.items()}
                found[uid] = Lender(uid, publication.slug, document, said)
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


def _borrowers_of(lenders: Mapping[UUID, Publication]) -> dict[UUID, Publication]:
    """The live publications that show something of `lenders`, or of one of these, and are not among `lenders`.

    An item shows what its translations say.
    """
    said = {one.translates for one in lenders.values() if one.translates} - set(lenders)
    found: dict[UUID, Publication] = {}
    for some in batches(list(said)):
        public = Publication.objects.filter(uid__in=some, state=Publication.LIVE)
        found |= {one.uid: one for one in public.exclude(kind=TRANSLATION)}
    wave = {*lenders, *found}
    while wave:
        new: dict[UUID, Publication] = {}
        for some in batches(list(wave)):
            borrowings = Borrowing.objects.filter(lender__in=some).values("borrower")
            borrowers = Publication.objects.filter(state=Publication.LIVE, uid__in=borrowings)
            new |= {p.uid: p for p in borrowers if p.uid not in lenders and p.uid not in found}
        found.update(new)
        wave = set(new)
    return found


def _store(
    publications: Sequence[Publication],
    borrowed: Mapping[UUID, Mapping[UUID, bool]],
    counter: EditionNumber,
    before: str,
    fingerprints: Iterable[str],
    restored_from: int | None = None,
) -> int:
    """`before`, `fingerprints`: the digest of the edition that this one follows, and what that was made of."""
    counter.number += 1
    replaced: set[str] = set()
    for uids in batches([publication.uid for publication in publications]):
        replaced |= set(Publication.objects.order_by().filter(uid__in=uids).values_list("fingerprint", flat=True))
    for publication in publications:
        publication.edition = counter.number
        publication.fingerprint = sealing.fingerprint(publication)
    Publication.objects.bulk_create(
        publications, batch_size=BATCH, update_conflicts=True, unique_fields=["uid"],
        update_fields=[*WRITTEN, "published_at"],
    )  # fmt: skip
    for some in batches(publications):
        _store_borrowings({publication.uid: borrowed.get(publication.uid, {}) for publication in some})
    now = [*set(fingerprints) - replaced, *(publication.fingerprint for publication in publications)]
    seal(counter, before, now, restored_from)
    return counter.number


def _store_borrowings(borrowed: Mapping[UUID, Mapping[UUID, bool]]) -> None:
    """Have these rows for these borrowers, and no others; what stands already is left."""
    wanted = {(uid, lender, required) for uid, lent in borrowed.items() for lender, required in lent.items()}
    rows = Borrowing.objects.order_by().filter(borrower__in=list(borrowed))
    held = {(one.borrower_id, one.lender, one.is_required): one for one in rows}
    if gone := [one.pk for facts, one in held.items() if facts not in wanted]:
        Borrowing.objects.filter(pk__in=gone).delete()
    Borrowing.objects.bulk_create(
        Borrowing(borrower_id=uid, lender=lender, is_required=required)
        for uid, lender, required in wanted
        if (uid, lender, required) not in held
    )  # fmt: skip
