"""Whether what is served is what people decided: everything public, held against the sealed record of decisions.

Every live document is rendered anew from the snapshot that was approved. Nothing here changes anything.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from publishing import (
    accounts,
    agreement,
    edition,
    planning,
    reading,
    record,
    rendering,
    sealing,
    snapshots,
    taken_down,
)
from publishing.dates import today
from publishing.edition import Seal
from publishing.models import Borrowing, EditionNumber, Publication, Record, SealedEdition, TakenDown
from publishing.upkeep import Upkeep

TURNED_WITHIN = timedelta(hours=2)
LAG_SECONDS = 2.0  # what a node may take to follow
SAID = ("withdrawn", "withdrawal explained")
APPROVED = ("approved", "published first")


def faults() -> Iterator[str]:
    """All that is not as it was decided, in words; nothing when everything is."""
    publications = list(Publication.objects.all())
    yield from record.faults()
    yield from undecided(publications)
    yield from _rendered_otherwise(publications)
    yield from _not_turned(publications)
    yield from planning.faults()
    yield from _unsealed(publications)
    yield from accounts.altered()
    yield from _not_taken_down({str(publication.uid): publication for publication in publications})
    yield from _served_otherwise()


def _not_turned(publications: Iterable[Publication]) -> Iterator[str]:
    """Items of which something was to begin or end some hours ago, or that are written for a day to come."""
    then = today(ago=TURNED_WITHIN)
    due, present = then.isoformat(), today().isoformat()
    for publication in publications:
        keys = publication.keys if publication.state == Publication.LIVE else {}
        what = f"{publication.kind} {publication.slug}"
        if (day := keys.get("turns_on")) and day <= due:
            yield f"{what}: something of it was to begin or end on {day}; run turn_dates"
        if (day := keys.get("as_of")) and day > present:
            yield f"{what}: is written for {day}, which is still to come; run turn_dates"
        said = Upkeep.of(keys)
        if said.as_of(then).is_overdue and not said.is_overdue:
            yield f"{what}: its review was due on {said.due_on}, and readers are not told; run turn_dates"


def unproven(publications: Iterable[Publication]) -> list[str]:
    """Why these cannot be sealed anew: what the record does not prove. It need not reach the line it once reached."""
    return [*record.faults(head_too=False), *undecided(publications)]


def altered(publications: Iterable[Publication]) -> Iterator[str]:
    """What is not as the newest seal of ours says, though it can be on no line of the record: a tombstone, a date.

    Documents that are made anew from what was approved are mended in `publications`.
    """
    newest = sealing.newest_true()
    if newest is None:
        return
    for publication in publications:
        try:
            rendering.mend(publication)
        except (rendering.MissingLender, rendering.Altered, snapshots.SnapshotError) as error:
            yield str(error)
    if newest.digest != edition.digest(newest.number, (publication.fingerprint for publication in publications)):
        yield f"what is public is not what the seal of edition {newest.number} says"


def undecided(publications: Iterable[Publication]) -> Iterator[str]:
    """Publications that are not what the last decision on record made of them, and those that are gone."""
    decisions, said = record.decisions((*APPROVED, "withdrawn")), record.decisions(SAID)
    checks = record.decisions((*APPROVED, record.CHECKED, record.CHECK_TAKEN_BACK))
    orders = taken_down.known(settings.EDITIONS_FOLDER)
    for publication in publications:
        line = decisions.pop(publication.uid, None)
        if fault := _fault(publication, line, orders) or _said_otherwise(publication, said.get(publication.uid)):
            yield f"{publication.kind} {publication.slug}: {fault}"
        if fault := _checked_otherwise(publication, checks.get(publication.uid)):
            yield f"{publication.kind} {publication.slug}: {fault}"
    for line in decisions.values():
        yield f"{line.kind} {line.slug}: was {line.action} in edition {line.edition}, and is not there"


def _fault(publication: Publication, line: Record | None, orders: taken_down.Orders) -> str:
    if line is None:
        return "is public, and the record holds no decision about it"
    is_live = publication.state == Publication.LIVE
    # Withdrawn while there could be no edition, so that the nodes alone know of it; `_not_taken_down` tells of that.
    is_down = line.action == "withdrawn" and is_live and taken_down.covers(orders, publication)
    if not is_down and (line.action in APPROVED) != is_live:
        return f"is {publication.state}, and the last decision on record is “{line.action}”"
    decided = (line.kind, line.slug, line.version)
    if decided != (publication.kind, publication.slug, publication.version):
        return f"is version {publication.version}, and what was {line.action} is version {line.version} of {line.slug}"
    if not line.digest == publication.digest == snapshots.digest(publication.snapshot):
        return "its snapshot is not the one that was approved"
    return ""


def _said_otherwise(publication: Publication, line: Record | None) -> str:
    is_withdrawn = publication.state == Publication.WITHDRAWN
    return "does not say why it was withdrawn" if is_withdrawn and line and line.reason != publication.reason else ""


def _checked_otherwise(publication: Publication, line: Record | None) -> str:
    """`line`: the last that says it was checked, or published, which ends a check."""
    if publication.state != Publication.LIVE:
        return ""
    says = str(Upkeep.of(publication.keys).check or "not checked")
    on_record = line.reason.partition(";")[0] if line and line.action == record.CHECKED else "not checked"
    return f"says that it was {says}, and the record that it was {on_record}" if says != on_record else ""


def _rendered_otherwise(publications: Iterable[Publication]) -> Iterator[str]:
    held = {p.uid: (p.documents, p.keys) for p in publications}
    live = {p.uid: p for p in publications if p.state == Publication.LIVE}
    try:
        borrowed = rendering.render(dict(live))
    except (rendering.MissingLender, rendering.Altered, snapshots.SnapshotError) as error:
        yield f"documents cannot be made anew: {error}"
        return
    for uid, publication in live.items():
        if (publication.documents, publication.keys) != held[uid]:
            yield (
                f"{publication.kind} {publication.slug}: its document is not what is made of the snapshot that was "
                "approved; after an update, or to mend it, run recompile"
            )
    for publication in publications:
        publication.documents, publication.keys = held[publication.uid]
    yield from _borrowed_otherwise(borrowed)


def _borrowed_otherwise(borrowed: Mapping[UUID, Mapping[UUID, bool]]) -> Iterator[str]:
    expected = {(uid, lender, required) for uid, lent in borrowed.items() for lender, required in lent.items()}
    held = set(Borrowing.objects.order_by().values_list("borrower", "lender", "is_required"))
    for uid in sorted({str(uid) for uid, _, _ in expected ^ held}):
        yield f"{uid}: what it borrows from others is not what its snapshot says"


def _unsealed(publications: Iterable[Publication]) -> Iterator[str]:
    """From the last edition that was put in force on, or the first: each seal, and the newest with all it seals."""
    seals = [sealing.seal_of(row) for row in SealedEdition.objects.order_by("number")]
    yield from (f"edition {seal.number}: its seal is not ours" for seal in seals if not sealing.is_true(seal))
    start = max((at for at, seal in enumerate(seals) if seal.restored_from is not None), default=0)
    for before, seal in zip(seals[start:], seals[start + 1 :], strict=False):
        if (seal.before, seal.number) != (before.digest, before.number + 1):
            yield f"edition {seal.number}: does not follow edition {before.number} as it was sealed"
    if seals and not start and seals[0].restored_from is None and seals[0].before not in ("", edition.digest(0, ())):
        yield f"edition {seals[0].number}: the one before it is missing"
    for publication in publications:
        if sealing.fingerprint(publication) != publication.fingerprint:
            yield f"{publication.kind} {publication.slug}: is not what was sealed"
    number = EditionNumber.objects.values_list("number", flat=True).first() or 0
    digest = edition.digest(number, (publication.fingerprint for publication in publications))
    if (seals or number or publications) and (number, digest) != (seals and (seals[-1].number, seals[-1].digest)):
        yield f"edition {number}: what is public is not what the newest seal says"


def _not_taken_down(publications: Mapping[str, Publication]) -> Iterator[str]:
    for row in TakenDown.objects.all():
        if not taken_down.order_of(row).is_true:
            yield f"the order to take {row.uid} down is not ours"
    kept = taken_down.in_database()
    for uid, order in taken_down.known(settings.EDITIONS_FOLDER).items():
        if uid not in kept or kept[uid].version < order.version:
            yield f"the order to take {uid} down is on this node, and the database has forgotten it"
        shown = publications.get(uid)
        if shown and shown.state == Publication.LIVE and shown.version <= order.version:
            yield f"{shown.kind} {shown.slug}: has been taken down, and the database shows it"


def _served_otherwise() -> Iterator[str]:
    newest = sealing.newest()
    served = agreement.served()
    if not all(_is_newest(one, newest) for one in served if not one.fault):
        time.sleep(LAG_SECONDS)
        served = agreement.served()
    for one in served:
        if one.fault:
            yield f"{one.by} did not say what it serves: {one.fault}"
        elif not _is_newest(one, newest):
            yield f"{one.by} serves edition {one.number}, and not edition {newest.number if newest else 0} as sealed"
        elif one.hidden:
            yield f"{one.by} hides {one.hidden} that the database shows: withdraw them, or have them approved anew"


def _is_newest(one: agreement.Served, newest: Seal | None) -> bool:
    if newest is None:
        return one.number == 0
    if one.is_on_file:
        return reading.follows(one.number, one.digest, newest)
    return (one.number, one.digest) == (newest.number, newest.digest)
