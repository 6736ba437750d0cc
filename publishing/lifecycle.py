"""The only way to the public: submit, approve, send back, withdraw. The only writer of `Publication`.

Nothing becomes public, and no public thing changes, unless two people meant exactly that: one submits a snapshot,
another approves its digest. Nobody approves what they submitted, or have edited since its last publication,
superusers included. One person may withdraw, because hiding a bad number is safe and showing one is not.

Every function runs in one transaction that first locks the edition number, so editions are numbered in the order
in which they are committed, and a crash leaves the old edition or the new one. A refusal changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from publishing import keeper, plain_text, record, rendering, snapshots, validity
from publishing.models import Edit, EditionNumber, Publication, Publishable, Submission
from publishing.registry import kind_of, kinds


class Refusal(Exception):
    """What was asked is not allowed or makes no sense; the message says why, to the person who asked."""


@contextmanager
def locked() -> Iterator[EditionNumber]:
    """A transaction that holds the edition number, and with it the right to change what is public."""
    with transaction.atomic():
        EditionNumber.objects.get_or_create(pk=1)
        yield EditionNumber.objects.select_for_update().get(pk=1)


@contextmanager
def trial() -> Iterator[None]:
    """A transaction that is undone at its end, whatever was done in it; nothing that waits for a commit happens."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def edited(item: Publishable, by=None) -> None:
    """Note that `by` (or nobody recorded) changed the item's rows; a waiting submission it no longer fits is void."""
    with locked():
        Edit.objects.create(uid=item.pk, by=by)
        waiting = Submission.objects.filter(uid=item.pk, state=Submission.WAITING).first()
        if waiting and waiting.digest != _digest_of_rows(waiting):
            _void(waiting, by)


def submit(items: Iterable[Publishable], by, note: str = "") -> list[Submission]:
    """Freeze each item and ask for it to be published. An earlier submission of the item is replaced."""
    _require(by, "submit_item", "submit items")
    with locked():
        return [_submit(item, by, note) for item in {item.pk: item for item in items}.values()]


def approve(submissions: Iterable[Submission], by) -> int:
    """Publish the submissions as one edition and give its number. All of them, or none."""
    _require(by, "approve_item", "approve items")
    with locked() as counter:
        waiting = [_to_decide(submission) for submission in {asked.pk: asked for asked in submissions}.values()]
        if not waiting:
            raise Refusal("There is nothing to approve.")
        for submission in waiting:
            _refuse_own(submission, by)
            _refuse_stale(submission)
        return _publish(waiting, counter, by)


def send_back(submission: Submission, by, reason: str) -> Submission:
    """Decline a submission, with the reason for its author."""
    _require(by, "approve_item", "send items back")
    if not reason.strip():
        raise Refusal("Say why you are sending this back, so that its author knows what to change.")
    with locked():
        waiting = _to_decide(submission)
        _decide(waiting, Submission.SENT_BACK, by, reason)
        _note("sent back", waiting, by, reason=reason)
        return waiting


def withdraw(publication: Publication, by, reason: str, replacement: str = "") -> int:
    """Take an item down at once. `replacement`: the slug of a public item of its kind to go to instead."""
    if by is not None:
        _require(by, "withdraw_item", "withdraw items")
    if not reason.strip():
        raise Refusal("Say why this is being withdrawn. The reason is shown at its address.")
    if fault := plain_text.fault(reason):
        raise Refusal(f"The reason is shown at its address. {fault}")
    with locked() as counter:
        held = Publication.objects.get(pk=publication.pk)
        if held.state == Publication.WITHDRAWN:
            raise Refusal("This has already been withdrawn.")
        _refuse_needed(held)
        if replacement and not _live(held.kind).filter(slug=replacement).exclude(pk=held.pk).exists():
            raise Refusal(f"The replacement “{replacement}” is not a public {held.kind}.")
        held.state, held.reason, held.replacement = Publication.WITHDRAWN, reason, replacement
        _void_waiting(held, by, "the item was withdrawn after it was submitted")
        number = rendering.write([held], counter)
        record.add(
            "withdrawn", kind=held.kind, uid=held.uid, slug=held.slug, version=held.version, edition=number,
            digest=held.digest, by=_name(by), reason=reason,
        )  # fmt: skip
        keeper.refresh_on_commit()
        return number


def publish_first(items: Sequence[Publishable], reason: str) -> int:
    """Publish into a database that has never published anything; recorded as such, with no one's approval.

    The one exception to the rule of two, for the content that the project itself carries. Any other use is refused.
    """
    with locked() as counter:
        if counter.number or Publication.objects.exists():
            raise Refusal("Only an empty database can be filled without an approval.")
        return _publish([_submit(item, None, reason) for item in items], counter, None)


def delete(item: Publishable, by) -> None:
    """Delete an item that has never been public; a waiting submission of it is void."""
    with locked():
        refuse_to_delete([item])
        _void_waiting(item, by, f"deleted by {_name(by) or 'somebody not recorded'} after it was submitted")
        item.delete()


def refuse_to_delete(items: Iterable[Publishable]) -> None:
    """What has been public leaves a tombstone, so that nobody who kept its address is left without an answer."""
    published = Publication.objects.filter(uid__in=[item.pk for item in items]).values_list("slug", flat=True)
    if published:
        names = ", ".join(f"“{slug}”" for slug in published)
        raise Refusal(f"Has been public: {names}. It can't be deleted, only withdrawn. Nothing has been deleted.")


def discard_edits(item: Publishable, by) -> None:
    """Make the item's rows what is public again, parts and their order included."""
    _require(by, "submit_item", "discard edits")
    with locked():
        publication = _publication_of(item)
        _write_back(publication.snapshot)
        Edit.objects.create(uid=item.pk, by=by)
        _void_waiting(item, by)


def go_back(item: Publishable, version: int, by, note: str = "") -> Submission:
    """Make the rows what version `version` said, and submit that; it needs an approval like any other change."""
    _require(by, "submit_item", "submit items")
    with locked():
        old = Submission.objects.filter(uid=item.pk, version=version).first()
        if old is None:
            raise Refusal(f"There is no version {version} of this item.")
        restored = _write_back(old.snapshot)
        Edit.objects.create(uid=item.pk, by=by)
        _void_waiting(item, by)
        return _submit(restored, by, note or f"Back to version {version}")


def recompile() -> int | None:
    """Make every live document anew from its snapshot; the number of the edition, or None when nothing changed.

    Publishes nothing else: rows with unpublished edits are not looked at.
    """
    with locked() as counter:
        live = list(Publication.objects.filter(state=Publication.LIVE))
        number = rendering.write_changed_by_rendering(live, counter)
        if number is None:
            return None
        count = Publication.objects.filter(edition=number).count()
        record.add("recompiled", kind="", uid=UUID(int=0), slug="", edition=number, reason=f"{count} documents")
        keeper.refresh_on_commit()
        return number


def editors_since_publication(uid: UUID) -> set[int]:
    """The ids of the users who edited or submitted the item since its present version was approved.

    Who submitted counts although somebody else submitted it again: an edit that nobody is recorded for may be theirs.
    """
    published = Submission.objects.filter(uid=uid, state=Submission.APPROVED).order_by("-version").first()
    edits = Edit.objects.filter(uid=uid, by__isnull=False)
    submissions = Submission.objects.filter(uid=uid, by__isnull=False)
    if published:
        edits = edits.filter(at__gte=published.decided_at)
        submissions = submissions.filter(pk__gt=published.pk)
    return {*edits.values_list("by", flat=True), *submissions.values_list("by", flat=True)}


def _submit(item: Publishable, by, note: str) -> Submission:
    """Freeze the rows as they are in the database, whatever the object in memory says."""
    kind = kind_of(item)
    rows = kind.model._base_manager.filter(pk=item.pk).first()
    if rows is None:
        raise Refusal(f"“{item}” is not saved, so it can't be submitted.")
    if fault := validity.fault(rows):
        raise Refusal(f"“{rows}” can't be submitted: {fault}")
    text = snapshots.take(rows)
    digest = snapshots.digest(text)
    publication = Publication.objects.filter(uid=rows.pk).first()
    if publication and publication.state == Publication.LIVE and publication.digest == digest:
        raise Refusal(f"“{rows}” has no changes: it is public exactly as it stands.")
    if Publication.objects.filter(kind=kind.name, slug=rows.slug).exclude(uid=rows.pk).exists():
        raise Refusal(f"The address “{rows.slug}” has been public for something else. Choose another slug.")
    _void_waiting(rows, by, "replaced by a later submission")
    submission = Submission.objects.create(
        kind=kind.name, uid=rows.pk, slug=rows.slug, title=str(rows)[:250], note=note, by=by, at=timezone.now(),
        snapshot=text, digest=digest,
    )  # fmt: skip
    _note("submitted", submission, by, reason=note)
    return submission


def _to_decide(submission: Submission) -> Submission:
    held = Submission.objects.get(pk=submission.pk)
    if held.state != Submission.WAITING:
        who = f" by {held.decided_by}" if held.decided_by else ""
        raise Refusal(f"“{held.title}” is no longer waiting: {held.get_state_display().lower()}{who}.")
    return held


def _refuse_own(submission: Submission, by) -> None:
    if submission.by_id == by.pk:
        raise Refusal(f"You submitted “{submission.title}”, so somebody else has to approve it.")
    if submission.by_id is None:
        raise Refusal(f"Nobody is recorded as having submitted “{submission.title}”, so nobody can approve it.")
    if by.pk in editors_since_publication(submission.uid):
        raise Refusal(
            f"You have edited “{submission.title}” since it was last published, so somebody else has to approve it."
        )


def _refuse_stale(submission: Submission) -> None:
    if snapshots.digest(submission.snapshot) != submission.digest:
        raise Refusal(f"The submission of “{submission.title}” is not what was submitted: its digest does not fit.")
    if _digest_of_rows(submission) != submission.digest:
        raise Refusal(f"“{submission.title}” has been edited since it was submitted. It has to be submitted again.")


def _digest_of_rows(submission: Submission) -> str | None:
    """The digest of the item's rows as they are now; None where there are none."""
    kind = kinds().get(submission.kind)
    item = kind and kind.model._base_manager.filter(pk=submission.uid).first()
    return snapshots.digest(snapshots.take(item)) if item else None


def _refuse_needed(publication: Publication) -> None:
    needing = Publication.objects.filter(
        state=Publication.LIVE, borrowings__lender=publication.pk, borrowings__is_required=True
    )
    names = ", ".join(needing.values_list("slug", flat=True)[:5])
    if names:
        raise Refusal(f"This can't be withdrawn while public items belong to it: {names}. Withdraw those first.")


def _publish(submissions: Sequence[Submission], counter: EditionNumber, by) -> int:
    try:
        number = rendering.publish(submissions, counter)
    except (rendering.MissingLender, snapshots.SnapshotError) as error:
        raise Refusal(str(error)) from None
    except IntegrityError:
        raise Refusal("One of these has an address that has been public for something else.") from None
    for submission in submissions:
        submission.edition = number
        _decide(submission, Submission.APPROVED, by, "")
        _note("approved" if by else "published first", submission, by)
    keeper.refresh_on_commit()
    return number


def _decide(submission: Submission, state: str, by, reason: str) -> None:
    submission.state, submission.decided_by, submission.reason = state, by, reason
    submission.decided_at = timezone.now()
    submission.save(update_fields=["state", "decided_by", "decided_at", "reason", "version", "edition"])


def _void(submission: Submission, by, reason: str = "") -> None:
    reason = reason or f"edited by {_name(by) or 'somebody not recorded'} after it was submitted"
    _decide(submission, Submission.VOID, by, reason)
    _note("void", submission, by, reason=reason)


def _void_waiting(item: Publishable | Publication, by, reason: str = "") -> None:
    for waiting in Submission.objects.filter(uid=item.pk, state=Submission.WAITING):
        _void(waiting, by, reason)


def _note(action: str, submission: Submission, by, reason: str = "") -> None:
    record.add(
        action, kind=submission.kind, uid=submission.uid, slug=submission.slug, version=submission.version,
        edition=submission.edition, digest=submission.digest, by=_name(by),
        submitted_by=_name(submission.by), reason=reason or submission.note,
    )  # fmt: skip


def _require(by, permission: str, what: str) -> None:
    if by is None or not by.is_active or not by.has_perm(f"publishing.{permission}"):
        raise Refusal(f"Your account is not allowed to {what}.")


def _publication_of(item: Publishable) -> Publication:
    publication = Publication.objects.filter(pk=item.pk, state=Publication.LIVE).first()
    if publication is None:
        raise Refusal("This item is not public, so there is nothing to go back to.")
    return publication


def _write_back(snapshot: str) -> Publishable:
    try:
        with transaction.atomic():
            item = snapshots.write_back(snapshot)
            connection.check_constraints()
            return item
    except snapshots.SnapshotError as error:
        raise Refusal(f"That version can't be read any more: {error}.") from None
    except IntegrityError:
        raise Refusal(
            "That version can't be put back: its slug has been given to something else, "
            "or something it belongs to has been deleted."
        ) from None


def _live(kind: str):
    return Publication.objects.filter(kind=kind, state=Publication.LIVE)


def _name(user) -> str:
    return user.get_username() if user else ""
