"""What two people approved for a day to come: its moment, and why it is not done after all when that has come.

`lifecycle` and `acts` carry it out, for the command `publish_planned`; no answer looks at the clock for it.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format

from publishing import permission, record, snapshots
from publishing.dates import EDITORS_ZONE
from publishing.models import Act, Publication, Record, Submission
from publishing.permission import Refusal

AT_MOST = timedelta(days=366)
LATE = timedelta(minutes=10)  # by then the command, which runs every minute, has not run

Plan = Submission | Act


def fault(moment: datetime) -> str:
    """Why nothing can be planned for this moment, in words; empty where it can."""
    now = timezone.now()
    if moment <= now:
        return f"This moment has passed: {in_words(moment)}. Give one to come, or leave it empty."
    if moment > now + AT_MOST:
        return "This is more than a year ahead. Give a moment within a year."
    return ""


def refuse_odd_moment(moment: datetime | None) -> None:
    if moment and (why := fault(moment)):
        raise Refusal(why)


def in_words(moment: datetime) -> str:
    """As the clock of editors has it: summer time in summer."""
    return date_format(moment.astimezone(EDITORS_ZONE), "j F Y, H:i")


def moment_of(plan: Plan) -> datetime | None:
    """When it is to be done; None: as soon as it is approved."""
    if isinstance(plan, Submission):
        return plan.planned_for
    if not (on := plan.details.get("on")):
        return None
    try:
        return datetime.fromisoformat(on).astimezone(UTC)
    except (TypeError, ValueError):  # written by somebody else: it is void as soon as somebody looks
        return datetime.fromtimestamp(0, UTC)


def planned() -> list[Plan]:
    """All that was approved and waits for its day, by the moment; of one moment what is taken down comes last."""
    waiting = Submission.objects.filter(state=Submission.PLANNED).defer("snapshot").select_related("by", "planned_by")
    acts = Act.objects.filter(state=Act.PLANNED).select_related("by", "planned_by").order_by("pk")
    return sorted([*waiting.order_by("pk"), *acts], key=lambda plan: moment_of(plan) or timezone.now())


def due() -> list[Plan]:
    """What is to be done now, in the order of `planned`; of one moment what others belong to comes before them."""
    found = [plan for plan in planned() if is_due(plan)]
    needed = {uid for plan in found if isinstance(plan, Submission) for uid in _needs(plan)}
    return sorted(found, key=lambda plan: (moment_of(plan), not isinstance(plan, Submission) or plan.uid not in needed))


def _needs(plan: Submission) -> list[UUID]:
    """What it can't be public without; nothing where it can't be read, which is found out when it is its turn."""
    try:
        lenders = snapshots.kind_in(plan.snapshot).lenders(snapshots.hydrate(plan.snapshot))
    except (snapshots.SnapshotError, ValueError, KeyError, TypeError):
        return []
    return [uid for uid, is_required in lenders.items() if is_required]


def day_of_withdrawal(uids: Iterable[UUID | str]) -> datetime | None:
    """When one of these is to be taken down, as somebody proposed or two approved; None where none is."""
    asked = {str(uid) for uid in uids}
    for act in Act.objects.filter(state__in=[Act.WAITING, Act.PLANNED]):
        if (moment := moment_of(act)) and asked.intersection(act.details.get("uids", [])):
            return moment
    return None


def day_of_publication(uids: Iterable[UUID | str]) -> datetime | None:
    """When one of these is to be published anew, as somebody asked or two approved; None where none is."""
    asked = Submission.objects.filter(uid__in=uids, state__in=Submission.OPEN, planned_for__isnull=False)
    return asked.values_list("planned_for", flat=True).first()


def is_due(plan: Plan) -> bool:
    return (moment := moment_of(plan)) is not None and moment <= timezone.now()


def is_late(plan: Plan) -> bool:
    """Whether the command would have done it by now, had it run."""
    return (moment := moment_of(plan)) is not None and moment + LATE <= timezone.now()


def why_not(submission: Submission) -> str:
    """Why what was approved for a day must not be published now; empty where it may. The caller holds the lock."""
    line = record.plan_of(submission)
    if line is None:
        return "it is not what the record says was approved for a day"
    if why := _why_people_may_not(submission):
        return why
    if submission.planned_by_id in permission.editors_since_publication(submission.uid):
        return f"{submission.planned_by}, who approved it, has edited it since"
    try:
        permission.refuse_changed(submission)
    except Refusal as refusal:
        return str(refusal)
    if line.version != version_of(submission):
        return "another version has been published since it was approved"
    return ""


def version_of(submission: Submission) -> int | None:
    """The number of the item's publication as it is now, public or withdrawn; None where there is none."""
    return Publication.objects.filter(pk=submission.uid).values_list("version", flat=True).first()


def _why_people_may_not(submission: Submission) -> str:
    for who, allowed, did in (
        (submission.planned_by, "approve_item", "approved"),
        (submission.by, "submit_item", "submitted"),
    ):
        try:
            permission.require(who, allowed, "do this")
        except Refusal:
            return f"the account of {who}, who {did} it, is no longer in force or may no longer do that"
    return ""


def faults() -> Iterator[str]:
    """Plans that are not what two people decided, or are overdue, and what was done as planned that nobody planned."""
    held = planned()
    for plan in held:
        is_on_record = (
            record.plan_of(plan) if isinstance(plan, Submission) else record.holds_planned_act(plan, moment_of(plan))
        )
        if not is_on_record:
            yield f"{plan}: waits for its day, and is not what the record says was approved for one"
        elif is_late(plan) and (moment := moment_of(plan)):
            yield f"{plan}: was to be done on {in_words(moment)}; run publish_planned"
    there = {(plan.digest, plan.planned_by and plan.planned_by.get_username()) for plan in held}
    lines = list(Record.objects.filter(action__in=[*record.PLANS, record.AS_PLANNED]).order_by("number"))
    approved = {_named(line) for line in lines if line.action in record.PLANS and line.by != line.submitted_by}
    for line in lines:
        if line.action == record.AS_PLANNED and _named(line) not in approved:
            yield f"{line.kind} {line.slug}: was done as planned, and no two people are on record as having planned it"
        if line.action in record.PLANS and not record.has_ended(line) and (line.digest, line.by) not in there:
            yield f"{line.kind} {line.slug}: was approved for a day to come, and does not wait for it any more"


def _named(line: Record) -> tuple[object, ...]:
    return line.uid, line.slug, line.digest, line.by, line.submitted_by, line.reason
