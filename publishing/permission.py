"""Who may do what to what is public, and why not: the rules by which `lifecycle` refuses. Nothing here writes.

Whoever asks holds the lock of `lifecycle`, so that what is judged is what is then changed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from publishing import accounts, agreement, record, snapshots
from publishing.models import Edit, Publication, Publishable, Submission
from publishing.registry import kinds

MOST_AT_ONCE = 200


class Refusal(Exception):
    """What was asked is not allowed or makes no sense; the message says why, to the person who asked."""


class TakesTwo(Refusal):
    """More than one person may do alone; it can be proposed, for somebody else to approve (publishing/acts.py)."""


def require(by: User | None, permission: str, what: str) -> None:
    held = by and User.objects.filter(pk=by.pk).first()
    if held is None or not held.is_active or not held.has_perm(f"publishing.{permission}"):
        raise Refusal(f"Your account is not allowed to {what}.")
    if accounts.looks_after_people(held):
        raise Refusal(f"Your account looks after people's accounts, so it can't {what}.")
    if not accounts.is_in_force(held):
        raise Refusal("Your account is not in force: it was made or changed, and no approver has confirmed that yet.")


def require_any(by: User, permissions: Sequence[str], what: str) -> None:
    """That they hold one of these permissions, and may use it."""
    held = (name for name in permissions if by.has_perm(f"publishing.{name}"))
    require(by, next(held, permissions[0]), what)


def require_two(proposed_by: User, approved_by: User, permission: str, what: str) -> None:
    require(approved_by, "approve_item", "approve what others propose")
    require(proposed_by, permission, what)
    if proposed_by.pk == approved_by.pk:
        raise Refusal("You proposed this, so somebody else has to approve it.")


def refuse_to_delete(items: Iterable[Publishable]) -> None:
    """What has been public leaves a tombstone, so that nobody who kept its address is left without an answer."""
    published = Publication.objects.filter(uid__in=[item.pk for item in items]).values_list("slug", flat=True)
    if published:
        names = ", ".join(f"“{slug}”" for slug in published)
        raise Refusal(f"Has been public: {names}. It can't be deleted, only withdrawn. Nothing has been deleted.")


def refuse_while_different() -> None:
    if why := agreement.disagreement():
        raise Refusal(why)


def to_decide(submission: Submission) -> Submission:
    held = Submission.objects.get(pk=submission.pk)
    if held.state != Submission.WAITING:
        who = f" by {held.decided_by}" if held.decided_by else ""
        raise Refusal(f"“{held.title}” is no longer waiting: {held.get_state_display().lower()}{who}.")
    return held


def refuse_own(submission: Submission, by: User) -> None:
    if submission.by_id == by.pk:
        raise Refusal(f"You submitted “{submission.title}”, so somebody else has to approve it.")
    if submission.by_id is None:
        raise Refusal(f"Nobody is recorded as having submitted “{submission.title}”, so nobody can approve it.")
    if by.pk in editors_since_publication(submission.uid):
        raise Refusal(
            f"You have edited “{submission.title}” since it was last published, so somebody else has to approve it."
        )


def refuse_stale(submission: Submission) -> None:
    refuse_changed(submission)
    if not record.holds_submission(submission):
        raise Refusal(f"The submission of “{submission.title}” is not what the record says was submitted.")


def refuse_changed(submission: Submission) -> None:
    if snapshots.digest(submission.snapshot) != submission.digest:
        raise Refusal(f"The submission of “{submission.title}” is not what was submitted: its digest does not fit.")
    if digest_of_rows(submission) != submission.digest:
        raise Refusal(f"“{submission.title}” has been edited since it was submitted. It has to be submitted again.")


def withdrawable(publications: Sequence[Publication]) -> list[Publication]:
    """As they are held now; refused where one is not public, or others need it that would stay."""
    asked = [one.pk for one in publications]
    held = list(Publication.objects.filter(pk__in=asked))
    if any(one.state == Publication.WITHDRAWN for one in held):
        raise Refusal("This has already been withdrawn.")
    _refuse_needed(asked)
    return held


def as_looked_at(asked: Mapping[UUID, int]) -> list[Publication]:
    """The public items with these uids, in this order; refused where one is not public in the version given."""
    refuse_many(asked)
    found = Publication.objects.filter(state=Publication.LIVE).in_bulk(list(asked))
    for uid, version in asked.items():
        if uid not in found:
            raise Refusal("One of these is not public, or no longer, so there is nothing to check.")
        if found[uid].version != version:
            raise Refusal(f"“{found[uid].slug}” has been published anew since you looked at it. Look again.")
    return [found[uid] for uid in asked]


def refuse_many(asked: Collection[object]) -> None:
    """What one person does to many items at once holds up everybody else who waits for the lock."""
    if not asked:
        raise Refusal("Choose at least one item.")
    if len(asked) > MOST_AT_ONCE:
        raise Refusal(f"At most {MOST_AT_ONCE} items at once. Choose fewer.")


def editors_since_publication(uid: UUID) -> set[int]:
    """The ids of the users who edited or submitted the item since its present version was approved.

    By the order in which it was done, whatever a clock said. Who submitted counts although somebody else submitted it
    again: an edit that nobody is recorded for may be theirs.
    """
    return editors_since(
        uid, Submission.objects.filter(uid=uid, state=Submission.APPROVED).order_by("-version").first()
    )


def editors_since(uid: UUID, published: Submission | None) -> set[int]:
    edits = Edit.objects.filter(uid=uid, by__isnull=False)
    submissions = Submission.objects.filter(uid=uid, by__isnull=False)
    if published:
        edits = edits.filter(pk__gt=published.last_edit)
        submissions = submissions.filter(pk__gt=published.pk)
    return {*edits.values_list("by", flat=True), *submissions.values_list("by", flat=True)}


def to_decide_by(by: User) -> QuerySet[Submission]:
    """What waits and is not this person's own, as `refuse_own` has it, in one query."""
    approved = Submission.objects.filter(uid=OuterRef("uid"), state=Submission.APPROVED).order_by("-version")
    since = {name: Coalesce(Subquery(approved.values(name)[:1]), 0) for name in ("last_edit", "pk")}
    waiting = Submission.objects.filter(state=Submission.WAITING, by__isnull=False).alias(
        edited_then=since["last_edit"], approved_then=since["pk"]
    )
    edits = Edit.objects.filter(uid=OuterRef("uid"), by=by, pk__gt=OuterRef("edited_then"))
    submissions = Submission.objects.filter(uid=OuterRef("uid"), by=by, pk__gt=OuterRef("approved_then"))
    return waiting.filter(~Exists(edits), ~Exists(submissions))


def digest_of_rows(submission: Submission) -> str | None:
    """The digest of the item's rows as they are now; None where there are none."""
    kind = kinds().get(submission.kind)
    item = kind and kind.model._base_manager.filter(pk=submission.uid).first()
    return snapshots.digest(snapshots.take(item)) if item else None


def _refuse_needed(leaving: Sequence[UUID]) -> None:
    needing = Publication.objects.filter(
        state=Publication.LIVE, borrowings__lender__in=leaving, borrowings__is_required=True
    ).exclude(pk__in=leaving)
    names = ", ".join(needing.values_list("slug", flat=True).distinct()[:5])
    if names:
        raise Refusal(f"This can't be withdrawn while public items belong to it: {names}. Withdraw those first.")
