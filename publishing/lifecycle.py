"""The only way to the public: submit, approve, send back, withdraw. Whom it refuses what: publishing/permission.py.

It alone writes `Publication`, but for `restoring`, by which two people put in force what a database that went back
holds. Every such verb is here and nowhere else, which is why this is longer than other rooms.

Nothing becomes public, and no public thing changes, unless two people meant exactly that: one submits a snapshot,
another approves its digest, at once or for a moment to come (publishing/planning.py). Nobody approves what they
submitted, or have edited since its last publication; nobody does anything whose account is not in force, or who looks
after accounts. One person may take one item down, because hiding a bad number is safe and showing one is not; but not
much of the content, nor with words of their own. One person may say that what is public is still correct, which
changes no fact of it (publishing/upkeep.py).

Every function runs in one transaction that first locks the edition number, so editions are numbered in the order
in which they are committed, and a crash leaves the old edition or the new one. A refusal changes nothing. Whatever a
verb did to an item, or to its way to the public, it ends by keeping that for lists (publishing/listing.py).
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from publishing import (
    agreement,
    deciding,
    fall,
    freezing,
    keeper,
    listing,
    mailing,
    one_person,
    permission,
    planning,
    reasons,
    recalling,
    record,
    rendering,
    review_days,
    sealing,
    snapshots,
    taken_down,
    upkeep,
    verifying,
)
from publishing.batches import batches, collecting_seldom
from publishing.dates import today
from publishing.listing import Look
from publishing.models import Edit, EditionNumber, Notice, Publication, Publishable, Record, Submission
from publishing.permission import Refusal as Refusal
from publishing.permission import TakesTwo as TakesTwo
from publishing.reasons import Reason
from publishing.record import name_of
from publishing.registry import kind_of, kinds
from publishing.upkeep import Check, Upkeep

log = logging.getLogger("helpapi.lifecycle")


@contextmanager
def locked() -> Iterator[EditionNumber]:
    """A transaction that holds the edition number, and with it the right to change what is public."""
    with collecting_seldom(), transaction.atomic():
        EditionNumber.objects.get_or_create(pk=1)
        yield EditionNumber.objects.select_for_update().get(pk=1)


@contextmanager
def trial() -> Iterator[None]:
    """A transaction that is undone at its end, whatever was done in it; nothing that waits for a commit happens."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def edited(item: Publishable, by: User | None = None) -> None:
    """Note that `by` (or nobody recorded) changed the item's rows; a waiting submission it no longer fits is void."""
    with locked():
        Edit.objects.create(uid=item.pk, by=by)
        waiting = Submission.objects.filter(uid=item.pk, state__in=Submission.OPEN).first()
        if waiting and waiting.digest != permission.digest_of_rows(waiting):
            deciding.void([waiting], by)
        listing.keep([item])


def submit(
    items: Iterable[Publishable], by: User, note: str = "", planned_for: datetime | None = None
) -> list[Submission]:
    """Freeze each item and ask for it to be published. An earlier submission of the item is replaced.

    `planned_for`: the moment at which it is to become public, if not as soon as it is approved.
    """
    permission.require(by, "submit_item", "submit items")
    planning.refuse_odd_moment(planned_for)
    with locked():
        permission.refuse_while_different()
        made, seen = freezing.freeze(list({item.pk: item for item in items}.values()), by, note, planned_for)
        listing.keep(made, seen)
        return made


def approve(submissions: Iterable[Submission], by: User, answered: str = "") -> int:
    """Publish the submissions as one edition and give its number. All of them, or none.

    `answered`: what the approver said to the questions they were asked, kept with each.
    """
    permission.require(by, "approve_item", "approve items")
    with locked() as counter:
        permission.refuse_while_different()
        waiting = permission.all_to_decide(submissions)
        if not waiting:
            raise Refusal("There is nothing to approve.")
        seen = listing.look(waiting)
        for submission in permission.approvable(waiting, by, listing.digests(seen)):
            if submission.planned_for:
                raise Refusal(f"“{submission.title}” is to be published on a day to come. Approve it on its own page.")
        return _publish(waiting, counter, by, answered=answered, seen=seen)


def approve_for_its_day(submission: Submission, by: User, answered: str = "") -> Submission:
    """Approve that this be published at the moment it was submitted for, exactly as it is. Nothing is public before."""
    permission.require(by, "approve_item", "approve items")
    with locked():
        permission.refuse_while_different()
        asked = [permission.to_decide(submission)]
        seen = listing.look(asked)
        [waiting] = permission.approvable(asked, by, listing.digests(seen))
        if waiting.planned_for is None:
            raise Refusal(f"“{waiting.title}” was submitted for no day.")
        if waiting.planned_for <= timezone.now():
            raise Refusal(
                f"The moment that “{waiting.title}” was submitted for has passed: "
                f"{planning.in_words(waiting.planned_for)}. Send it back, or submit it again."
            )
        waiting.planned_by = by
        deciding.decide([waiting], Submission.PLANNED, by, answered)
        deciding.note_plan(record.PLANNED, waiting, planning.version_of(waiting))
        listing.keep([waiting], seen)
        return waiting


def call_off(submission: Submission, by: User) -> Submission:
    """End what was approved for its day and is not public yet: either of the two, or anybody who may approve."""
    with locked():
        held = Submission.objects.get(pk=submission.pk)
        is_own = held.by_id == by.pk
        permission.require(by, "submit_item" if is_own else "approve_item", "call this off")
        if held.state != Submission.PLANNED:
            raise Refusal(f"“{held.title}” does not wait for its day: {held.get_state_display().lower()}.")
        deciding.void([held], by, f"called off by {name_of(by)}")
        listing.keep([held])
        return held


def publish_planned(plan: Submission) -> Submission:
    """Publish what was approved for a moment that has come; or end it, saying why, where it must not be any more.

    Left as it is where it does not wait for its day, as when another process has just done it. Nobody has to.
    """
    with locked() as counter:
        permission.refuse_while_different()
        held = Submission.objects.select_related("by", "planned_by").get(pk=plan.pk)
        if held.state != Submission.PLANNED or not planning.is_due(held):
            return held
        why = planning.why_not(held)
        if not why:
            try:
                with transaction.atomic():
                    deciding.note_plan(record.AS_PLANNED, held)
                    _publish([held], counter, held.planned_by, answered=held.reason)
            except Refusal as refusal:
                why = str(refusal)
                held = Submission.objects.select_related("by", "planned_by").get(pk=plan.pk)
        if why:
            deciding.void([held], None, f"not published on its day: {why}")
            listing.keep([held])
        return held


def end_plans(why: str) -> None:
    """End all that waits for its day, as after the database went back: it may have been called off since."""
    with locked():
        for plan in Submission.objects.filter(state=Submission.PLANNED).select_related("by"):
            deciding.void([plan], None, why)
            listing.keep([plan])


def send_back(submission: Submission, by: User, reason: str) -> Submission:
    """Decline a submission, with the reason for its author."""
    permission.require(by, "approve_item", "send items back")
    if not reason.strip():
        raise Refusal("Say why you are sending this back, so that its author knows what to change.")
    with locked():
        waiting = permission.to_decide(submission)
        deciding.decide([waiting], Submission.SENT_BACK, by, reason)
        deciding.note("sent back", [waiting], by, reason=reason)
        listing.keep([waiting])
        return waiting


def withdraw(publication: Publication, by: User, reason: str) -> int:
    """Take one item down at once, for a reason out of the code list; the number of the edition.

    Every node is told besides (publishing/taken_down.py), and that is all there is where the database is not what was
    published: then there is no new edition, and the number is the one there was.

    `TakesTwo` where that is more than one person may do (publishing/one_person.py).
    """
    permission.require(by, "withdraw_item", "withdraw items")
    if reason not in dict(reasons.choices()):
        raise Refusal("Choose a reason from the list.")
    with locked() as counter:
        held = permission.withdrawable([publication])
        if fault := one_person.why_not(held, name_of(by)):
            raise TakesTwo(fault)
        return _withdraw(held, Reason(reason), counter, by)


def withdraw_as_two(
    publications: Sequence[Publication], proposed_by: User, approved_by: User, reason: Reason, replacement: str = ""
) -> int:
    """Take items down, or say more of those that are, as two people agreed; they are one edition.

    `replacement`: the slug of a public item of their kind to go to instead.
    """
    permission.require_two(proposed_by, approved_by, "withdraw_item", "withdraw items")
    with locked() as counter:
        held = list(Publication.objects.filter(pk__in=[one.pk for one in publications]))
        if all(one.state == Publication.WITHDRAWN for one in held):
            return _explain(held, reason, replacement, counter, proposed_by, approved_by)
        return _withdraw(permission.withdrawable(held), reason, counter, approved_by, proposed_by, replacement)


def expire(notice: Publication) -> int:
    """Take down a notice whose time, as it was approved, is over. Nobody has to."""
    with locked() as counter:
        held = permission.withdrawable([notice])
        if not has_expired(held[0]):
            raise Refusal("This is not over.")
        return _withdraw(held, Reason(reasons.OVER), counter, None)


def end_recalls() -> int | None:
    """End the notices of what was taken down long enough ago; the edition, None where there is none. Nobody has to."""
    with locked() as counter:
        raised = Publication.objects.filter(state=Publication.WITHDRAWN, keys__raised__is_over=False)
        held = [one for one in raised if recalling.over(one.keys, timezone.now())]
        for one in held:
            one.keys = recalling.over(one.keys, timezone.now())
        if not held:
            return None
        number = _write(held, counter)
        keeper.refresh_on_commit()
        return number


def has_expired(publication: Publication) -> bool:
    """By what was approved: a later time that somebody is still editing does not count."""
    item = rendering.hydrated(publication)
    return isinstance(item, Notice) and item.expires_at is not None and item.expires_at <= timezone.now()


def check(asked: Mapping[UUID, int], by: User, check: Check, due_on: date | None = None) -> int | None:
    """Say of public items that they are still correct; the number of the edition, None if all of it was said already.

    `asked`: by uid, the version that was looked at. `due_on`: when to look again, if not after the usual time. Nothing
    else of them changes: unpublished edits stay where they are, and what waits for approval stays as it was.
    """
    permission.require(by, "submit_item", "check items")
    review_days.refuse_odd_check(check)
    due_on = due_on or upkeep.due_after(check.on)
    review_days.refuse_odd_day(due_on, since=check.on)
    with locked() as counter:
        held = permission.as_looked_at(asked)
        for one in held:
            before = Upkeep.of(one.keys).check
            if before and before.on > check.on:
                raise Refusal(f"“{one.slug}” has been checked since, on {before.on:%d %B %Y}.")
        return _keep_up(held, Upkeep(check, due_on), counter, by)


def take_back_check(asked: Mapping[UUID, int], by: User) -> int | None:
    """Say that nobody has checked these after all, as when it was the wrong button; they are then due today."""
    permission.require(by, "submit_item", "take back a check")
    with locked() as counter:
        held = [one for one in permission.as_looked_at(asked) if Upkeep.of(one.keys).check]
        if not held:
            raise Refusal("There is no check to take back.")
        return _keep_up(held, Upkeep(None, today()), counter, by)


def set_review_day(items: Sequence[Publishable], by: User, due_on: date) -> int | None:
    """Say by which day somebody has to look again at items, public or not. The edition, where there is a new one.

    A year after a public item was published or checked, nothing but a check gives it another day.
    """
    permission.require(by, "submit_item", "set review dates")
    permission.refuse_many(items)
    review_days.refuse_odd_day(due_on, since=today())
    with locked() as counter:
        held = Publication.objects.filter(state=Publication.LIVE).in_bulk([item.pk for item in items])
        for one in held.values():
            looked_on = one.published_at.date()
            if checked := Upkeep.of(one.keys).check:
                looked_on = max(looked_on, checked.on)
            review_days.refuse_odd_day(due_on, looked_on, f" of “{one.slug}”")
        changed = [one for one in held.values() if Upkeep.of(one.keys).due_on != due_on]
        for one in changed:
            one.keys |= replace(Upkeep.of(one.keys), due_on=due_on, is_overdue=False).stored()
        number = None
        if changed:
            permission.refuse_while_different()
            number = _write(changed, counter)
            keeper.refresh_on_commit()
        for kind in {kind_of(item).name for item in items}:
            review_days.set_rows_due(kinds()[kind], [item.pk for item in items if kind_of(item).name == kind], due_on)
        lines = [
            Record(
                action=record.REVIEW_SET, kind=kind_of(item).name, uid=item.pk, slug=item.slug, by=name_of(by),
                edition=number, version=held[item.pk].version if item.pk in held else None, reason=f"again by {due_on}",
            )
            for item in items
        ]  # fmt: skip
        record.add_all(lines)
        return number


def turn(today: date) -> list[tuple[Publication, int]]:
    """Write what begins or ends by itself, as it was approved, for today, and which reviews are overdue from today on.

    Each with the edition. Nobody has to. What is not as it was published is left alone, and said to be.
    """
    with locked() as counter:
        due = [one for one in dated() if one.keys["as_of"] > str(today) or (one.keys["turns_on"] or "~") <= str(today)]
        due += [one for one in past_review(today) if one not in due]
        held = [one for one in due if rendering.is_proven(one)]
        for one in due:
            if one not in held:
                log.critical("%s %s has been altered, so nothing of it begins or ends", one.kind, one.slug)
        for one in held:
            said = Upkeep.of(one.keys, one.published_at.date()).as_of(today)
            one.keys |= {"as_of": today.isoformat(), **said.stored()}
        if not held:
            return []
        number = _write(held, counter)
        record.add_all([deciding.line("turned", one, edition=number, reason=f"as of {today}") for one in held])
        keeper.refresh_on_commit()
        return [(one, number) for one in held]


def dated() -> list[Publication]:
    """What is public and is written for a day."""
    return list(_dated())


def _dated() -> "QuerySet[Publication]":
    return Publication.objects.filter(state=Publication.LIVE, keys__has_keys=["as_of", "turns_on"])


def past_review(day: date) -> list[Publication]:
    """What is public, and does not say that the day by which to look again has passed."""
    quiet = Publication.objects.filter(state=Publication.LIVE, keys__upkeep__is_overdue=False)
    return [one for one in quiet.filter(keys__upkeep__due_on__lt=str(day)) if Upkeep.of(one.keys).as_of(day).is_overdue]


def turning() -> list[Publication]:
    """What is public and will change by itself, what changes first before all others."""
    to_come = (one for one in _dated().only("kind", "slug", "keys") if one.keys["turns_on"])
    return sorted(to_come, key=lambda one: (one.keys["turns_on"], one.slug))


def confirm_content(proposed_by: User, approved_by: User) -> int:
    """What is public is all there is, however much has been taken down (publishing/fall.py). The edition's number."""
    permission.require_two(proposed_by, approved_by, "withdraw_item", "withdraw items")
    with locked() as counter:
        number = _write([fall.count_no_longer(one) for one in fall.missing()], counter)
        keeper.refresh_on_commit()
        return number


def put_back(
    edition: int, returning: Sequence[Submission], leaving: Sequence[tuple[Publication, Reason]],
    proposed_by: User, approved_by: User,
) -> int:  # fmt: skip
    """Make public again what had been approved, and take down the rest, as two people agreed; one new edition.

    `edition`: the one whose content it is (publishing/going_back.py).
    """
    permission.require_two(proposed_by, approved_by, "withdraw_item", "withdraw items")
    with locked() as counter:
        permission.refuse_while_different()
        gone = [one for one, _ in leaving]
        _make_tombstones(leaving, approved_by)
        again = _again(returning, edition, proposed_by)
        touched = [(one.uid, permission.editors_since(one.uid, one)) for one in returning]
        number = _publish(again, counter, approved_by, gone)
        # The rows still hold what these people wrote, so none of them may approve it.
        Edit.objects.bulk_create(Edit(uid=uid, by_id=person) for uid, people in touched for person in sorted(people))
        _note_withdrawal("withdrawn", gone, number, approved_by, proposed_by)
        if gone:
            mailing.tell_of_withdrawal(gone, number, name_of(approved_by), name_of(proposed_by))
        return number


def _again(approved: Sequence[Submission], edition: int, by: User) -> list[Submission]:
    """Submissions of what was approved once, to be approved in the same transaction."""
    for one in approved:
        if one.state != Submission.APPROVED or snapshots.digest(one.snapshot) != one.digest:
            raise Refusal(f"“{one.title}” is not what was approved.")
    deciding.void_waiting(approved, by, f"overtaken by going back to edition {edition}")
    again = [
        Submission(
            kind=one.kind, uid=one.uid, slug=one.slug, title=one.title, by=by, at=timezone.now(),
            note=f"Back to edition {edition}", snapshot=one.snapshot, digest=one.digest,
        )
        for one in approved
    ]  # fmt: skip
    return Submission.objects.bulk_create(again)


def publish_first(items: Sequence[Publishable], reason: str, compiled_on: date | None = None) -> int:
    """Publish into a database that has never published anything; recorded as such, with no one's approval.

    `compiled_on`: the day on which it was put together from published sources, which is then its first check.

    The one exception to the rule of two, for the content that the project itself carries. Any other use is refused.
    """
    with locked() as counter:
        if counter.number or Publication.objects.exists():
            raise Refusal("Only an empty database can be filled without an approval.")
        check = Check(compiled_on, upkeep.COMPILED) if compiled_on else None
        made, seen = freezing.freeze(items, None, reason)
        return _publish(made, counter, None, check=check, seen=seen)


def delete(item: Publishable, by: User | None) -> None:
    """Delete an item that has never been public; a waiting submission of it is void."""
    with locked():
        permission.refuse_to_delete([item])
        deciding.void_waiting([item], by, f"deleted by {name_of(by) or 'somebody not recorded'} after it was submitted")
        uid = item.pk
        item.delete()
        listing.forget(uid)


def discard_edits(item: Publishable, by: User) -> None:
    """Make the item's rows what is public again, parts and their order included."""
    permission.require(by, "submit_item", "discard edits")
    with locked():
        publication = _publication_of(item)
        _write_back(publication.snapshot)
        Edit.objects.create(uid=item.pk, by=by)
        deciding.void_waiting([item], by)
        listing.keep([item])


def go_back(item: Publishable, version: int, by: User, note: str = "") -> Submission:
    """Make the rows what version `version` said, and submit that; it needs an approval like any other change."""
    permission.require(by, "submit_item", "submit items")
    with locked():
        old = Submission.objects.filter(uid=item.pk, version=version).first()
        if old is None:
            raise Refusal(f"There is no version {version} of this item.")
        return submit_snapshot(item, old.snapshot, by, note or f"Back to version {version}")


def submit_snapshot(item: Publishable, snapshot: str, by: User, note: str) -> Submission:
    """Make the rows what a snapshot of the item says, and submit that; it needs an approval like any other change."""
    permission.require(by, "submit_item", "submit items")
    with locked():
        made = _write_back(snapshot)
        Edit.objects.create(uid=item.pk, by=by)
        deciding.void_waiting([item], by)
        [submission], seen = freezing.freeze([made], by, note)
        listing.keep([submission], seen)
        return submission


def recompile() -> int | None:
    """Make every live document anew from its snapshot; the number of the edition, or None when nothing changed.

    Publishes nothing else: rows with unpublished edits are not looked at, but for what lists say of them.
    """
    with locked() as counter:
        number = _recompile(counter)
        listing.keep_all()
        if number is None:
            return None
        count = Publication.objects.filter(edition=number).count()
        record.add("recompiled", kind="", uid=UUID(int=0), slug="", edition=number, reason=f"{count} documents")
        keeper.refresh_on_commit()
        return number


def _recompile(counter: EditionNumber) -> int | None:
    """The first time after an update that began to seal editions, everything is sealed, once the record proves it."""
    if counter.number and sealing.newest() is None:
        publications = list(Publication.objects.all())
        if faults := verifying.unproven(publications):
            raise Refusal(f"This is not what was approved: {faults[0]}")
        carry_out_orders(publications, counter.number + 1)
        return rendering.write_all(publications, counter)
    live = list(Publication.objects.filter(state=Publication.LIVE))
    try:
        return rendering.write_changed_by_rendering(live, counter)
    except rendering.Altered as error:
        raise Refusal(str(error)) from None


def carry_out_orders(publications: Sequence[Publication], edition: int) -> None:
    """Withdraw whichever of these the nodes have been told to show no longer, before `edition` is written of them."""
    down = taken_down.carry_out(publications, settings.EDITIONS_FOLDER)
    record.add_all([deciding.line("withdrawn", one, edition=edition, reason=reason) for one, reason in down.items()])


def _withdraw(
    held: Sequence[Publication], reason: Reason, counter: EditionNumber, by: User | None,
    proposed_by: User | None = None, replacement: str = "",
) -> int:  # fmt: skip
    no_longer = fall.settled()
    _make_tombstones([(one, reason) for one in held], by, replacement)
    number = _write_withdrawn([*held, *no_longer], counter)
    _note_withdrawal("withdrawn", held, number, by, proposed_by)
    listing.keep(held)
    mailing.tell_of_withdrawal(held, number, name_of(by), name_of(proposed_by))
    keeper.refresh_on_commit()
    return number


def _make_tombstones(
    leaving: Sequence[tuple[Publication, Reason]], by: User | None, replacement: str = ""
) -> None:  # fmt: skip
    for one, reason in leaving:
        one.state, one.reason, one.replacement = Publication.WITHDRAWN, str(reason), replacement
        one.keys = taken_down.keys_of_tombstone(one.reason)
    gone = [one for one, _ in leaving]
    shown = agreement.versions_served(one.uid for one in gone)
    taken_down.order((one.uid, max(one.version, shown[one.uid]), one.reason) for one in gone)
    deciding.void_waiting(gone, by, "the item was withdrawn after it was submitted")


def _explain(
    held: Sequence[Publication], reason: Reason, replacement: str, counter: EditionNumber, proposed_by: User, by: User
) -> int:
    for one in held:
        one.reason, one.replacement = str(reason), replacement
    number = _write(held, counter)
    _note_withdrawal("withdrawal explained", held, number, by, proposed_by)
    keeper.refresh_on_commit()
    return number


def _note_withdrawal(
    action: str, held: Iterable[Publication], number: int, by: User | None, proposed_by: User | None
) -> None:
    people = {"by": name_of(by), "submitted_by": name_of(proposed_by)}
    record.add_all([deciding.line(action, one, edition=number, reason=one.reason, **people) for one in held])


def _publish(
    submissions: Sequence[Submission], counter: EditionNumber, by: User | None,
    leaving: Sequence[Publication] = (), answered: str = "", check: Check | None = None, seen: Look | None = None,
) -> int:  # fmt: skip
    try:
        said = review_days.first_upkeep(submissions, check)
        number = rendering.publish(submissions, counter, leaving, said)
    except (rendering.MissingLender, rendering.Altered, snapshots.SnapshotError) as error:
        raise Refusal(str(error)) from None
    except IntegrityError:
        raise Refusal("One of these has an address that has been public for something else.") from None
    last_edits = _last_edits([submission.uid for submission in submissions])
    for submission in submissions:
        submission.edition, submission.last_edit = number, last_edits.get(submission.uid, 0)
    deciding.decide(submissions, Submission.APPROVED, by, answered)
    deciding.note("approved" if by else "published first", submissions, by)
    for some in batches(list(said)) if check else ():
        review_days.note(Publication.objects.filter(pk__in=some).defer("snapshot", "documents"), said, number, by)
    listing.keep([*submissions, *leaving], seen)
    keeper.refresh_on_commit()
    return number


def _last_edits(uids: Sequence[UUID]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for some in batches(uids):
        found |= Edit.objects.filter(uid__in=some).order_by().values_list("uid").annotate(Max("pk"))
    return found


def _keep_up(held: Sequence[Publication], said: Upkeep, counter: EditionNumber, by: User) -> int | None:
    """Write what is said of the upkeep of these, with a line of the record each; and move their rows' review dates."""
    changed = [one for one in held if Upkeep.of(one.keys) != said]
    if not changed:
        return None
    permission.refuse_while_different()
    for one in changed:
        one.keys |= said.stored()
    number = _write(changed, counter)
    if said.due_on:
        for kind in {one.kind for one in changed}:
            review_days.set_rows_due(kinds()[kind], [one.uid for one in changed if one.kind == kind], said.due_on)
    review_days.note(changed, {one.uid: said for one in changed}, number, by)
    keeper.refresh_on_commit()
    return number


def _write(publications: Sequence[Publication], counter: EditionNumber) -> int:
    try:
        return rendering.write(publications, counter)
    except rendering.Altered as error:
        raise Refusal(str(error)) from None
    except snapshots.SnapshotError as error:  # of what stands beside it, which somebody has altered
        raise Refusal(f"The database does not hold what was published: {error}. Run verify, then restore.") from None


def _write_withdrawn(publications: Sequence[Publication], counter: EditionNumber) -> int:
    """The edition without them; the one there was where the database is not what was published, and cannot have one.

    The nodes have been told either way.
    """
    try:
        with transaction.atomic():
            return rendering.write(publications, counter)
    except (rendering.Altered, rendering.MissingLender, snapshots.SnapshotError) as error:
        log.critical("withdrawn on the nodes alone: %s", error)
        counter.refresh_from_db()
        return counter.number


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
