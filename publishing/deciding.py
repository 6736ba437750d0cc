"""What is written when somebody decides on a submission, or it is overtaken: its state, and a line of the record.

Called by `lifecycle` and what that calls, inside its transaction.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from publishing import record
from publishing.batches import BATCH, batches
from publishing.models import Publication, Publishable, Record, Submission
from publishing.record import name_of

WRITTEN = ["state", "decided_by", "decided_at", "reason", "version", "edition", "last_edit", "planned_by"]


def decide(submissions: Sequence[Submission], state: str, by: User | None, reason: str) -> None:
    """Write what became of these, and whatever else of `WRITTEN` has been set."""
    decided_at = timezone.now()
    for one in submissions:
        one.state, one.decided_by, one.decided_at, one.reason = state, by, decided_at, reason
    if len(submissions) == 1:
        submissions[0].save(update_fields=WRITTEN)
        return
    Submission.objects.bulk_create(
        submissions, batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=WRITTEN
    )


def void(submissions: Sequence[Submission], by: User | None, reason: str = "") -> None:
    reason = reason or f"edited by {name_of(by) or 'somebody not recorded'} after it was submitted"
    decide(submissions, Submission.VOID, by, reason)
    note("void", submissions, by, reason=reason)


def void_waiting(
    items: Iterable[Publishable | Publication | Submission], by: User | None, reason: str = ""
) -> None:  # fmt: skip
    for some in batches([item.uid for item in items]):
        held = Submission.objects.filter(uid__in=some, state__in=Submission.OPEN).select_related("by")
        waiting = {submission.uid: submission for submission in held}
        void([waiting[uid] for uid in some if uid in waiting], by, reason)


def note(action: str, submissions: Iterable[Submission], by: User | None, reason: str = "") -> None:
    lines = [
        line(
            action, one, edition=one.edition, by=name_of(by), submitted_by=name_of(one.by), reason=reason or one.note
        )
        for one in submissions
    ]  # fmt: skip
    record.add_all(lines)


def line(action: str, of: Publication | Submission, **said: Any) -> Record:
    """A line of the record that is still to be added."""
    return Record(
        action=action, kind=of.kind, uid=of.uid, slug=of.slug, version=of.version, digest=of.digest, **said
    )  # fmt: skip


def note_plan(action: str, plan: Submission, version: int | None = None) -> None:
    record.add(
        action, kind=plan.kind, uid=plan.uid, slug=plan.slug, version=version, digest=plan.digest,
        by=name_of(plan.planned_by), submitted_by=name_of(plan.by), reason=record.in_utc(plan.planned_for),
    )  # fmt: skip
