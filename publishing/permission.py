"""Who may do what to what is public, and why not: the rules by which `lifecycle` refuses. Nothing here writes.

Whoever asks holds the lock of `lifecycle`, so that what is judged is what is then changed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from publishing import accounts, agreement, languages, record, snapshots
from publishing.batches import batches
from publishing.codes import code_list
from publishing.models import Edit, Publication, Publishable, Submission, Translation
from publishing.registry import kind_of, kinds

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
    [held] = all_to_decide([submission])
    return held


def all_to_decide(submissions: Iterable[Submission]) -> list[Submission]:
    """As they are held now, in this order, each once; refused where one waits no longer."""
    asked = list(dict.fromkeys(submission.pk for submission in submissions))
    found: dict[int, Submission] = {}
    for some in batches(asked):
        found |= Submission.objects.select_related("by", "decided_by").in_bulk(some)
    for held in (found[pk] for pk in asked):
        if held.state != Submission.WAITING:
            who = f" by {held.decided_by}" if held.decided_by else ""
            raise Refusal(f"“{held.title}” is no longer waiting: {held.get_state_display().lower()}{who}.")
    return [found[pk] for pk in asked]


def approvable(waiting: Sequence[Submission], by: User, digests: Mapping[UUID, str]) -> Iterator[Submission]:
    """Each of these in its turn, refused where this person may not approve it, or it is not what was submitted.

    `digests`: of the rows as they are now. A few statements, however many they are.
    """
    hands = editors_since_publications([one.uid for one in waiting])
    on_record = record.submissions_held(waiting)
    for submission in waiting:
        _refuse_own(submission, by, hands[submission.uid])
        _refuse_changed(submission, digests.get(submission.uid))
        _refuse_unread(submission, by)
        if submission not in on_record:
            raise Refusal(f"The submission of “{submission.title}” is not what the record says was submitted.")
        yield submission


def _refuse_own(submission: Submission, by: User, hands: Collection[int]) -> None:
    if submission.by_id == by.pk:
        raise Refusal(f"You submitted “{submission.title}”, so somebody else has to approve it.")
    if submission.by_id is None:
        raise Refusal(f"Nobody is recorded as having submitted “{submission.title}”, so nobody can approve it.")
    if by.pk in hands:
        raise Refusal(
            f"You have edited “{submission.title}” since it was last published, so somebody else has to approve it."
        )


def _refuse_unread(submission: Submission, by: User) -> None:
    """Where anybody in force is named for a language, one of the two who publish something in it must be.

    The submission is known to be of its item, and so of its kind.
    """
    if kinds()[submission.kind].model is not Translation:
        return
    language = snapshots.value(submission.snapshot, "language")
    named = who_reads(language)
    if named and not {submission.by_id, by.pk} & {user.pk for user in named}:
        names = " or ".join(user.get_username() for user in named)
        raise Refusal(
            f"“{submission.title}”: one of the two who publish this must be somebody named for "
            f"{code_list(languages.LIST).label(language)}, and neither of you is. Ask {names}."
        )


def who_reads(language: str) -> list[User]:
    """Whose accounts are in force and named for the language."""
    named = User.objects.filter(languages__language=language).order_by("username")
    people = list(named)
    in_force = accounts.in_force(people) if people else set()
    return [user for user in people if user.pk in in_force]


def refuse_changed(submission: Submission) -> None:
    _refuse_changed(submission, digest_of_rows(submission))


def _refuse_changed(submission: Submission, of_rows: str | None) -> None:
    if snapshots.digest(submission.snapshot) != submission.digest:
        raise Refusal(f"The submission of “{submission.title}” is not what was submitted: its digest does not fit.")
    if of_rows != submission.digest:
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
    return editors_since_publications([uid])[uid]


def editors_since_publications(uids: Sequence[UUID]) -> dict[UUID, set[int]]:
    """The same of each of these items; in a few statements, however many they are."""
    found: dict[UUID, set[int]] = {uid: set() for uid in uids}
    for some in batches(uids):
        approved = Submission.objects.filter(uid__in=some, state=Submission.APPROVED).order_by("version")
        since = {uid: (edit, pk) for uid, edit, pk in approved.values_list("uid", "last_edit", "pk")}
        edits = Edit.objects.filter(uid__in=some, by__isnull=False).order_by()
        submissions = Submission.objects.filter(uid__in=some, by__isnull=False).order_by()
        for place, held in enumerate((edits, submissions)):
            first = min((since.get(uid, (0, 0))[place] for uid in some), default=0)
            for uid, pk, by in held.filter(pk__gt=first).values_list("uid", "pk", "by"):
                if pk > since.get(uid, (0, 0))[place]:
                    found[uid].add(by)
    return found


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
    rows = snapshots.rows([submission] if submission.kind in kinds() else [])
    return next((snapshots.digest(snapshots.of_rows(kind_of(row), row)) for row in rows.values()), None)


def _refuse_needed(leaving: Sequence[UUID]) -> None:
    needing = Publication.objects.filter(
        state=Publication.LIVE, borrowings__lender__in=leaving, borrowings__is_required=True
    ).exclude(pk__in=leaving)
    names = ", ".join(needing.values_list("slug", flat=True).distinct()[:5])
    if names:
        raise Refusal(f"This can't be withdrawn while public items belong to it: {names}. Withdraw those first.")
