"""By which day somebody has to look again at what is published, checked or left, and what the record says of that.

Called by `lifecycle` alone, inside its transaction. What those days mean is in publishing/upkeep.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.contrib.auth.models import User

from publishing import deciding, record, snapshots, upkeep
from publishing.batches import batches
from publishing.dates import today
from publishing.models import Publication, Submission
from publishing.permission import Refusal
from publishing.record import name_of
from publishing.registry import Kind, kinds
from publishing.upkeep import Check, Upkeep


def first_upkeep(submissions: Sequence[Submission], check: Check | None) -> dict[UUID, Upkeep]:
    """Of versions that are about to be public. What was checked is the version before, so that check has ended."""
    day, said, moved = today(), dict[UUID, Upkeep](), defaultdict[tuple[str, date], list[UUID]](list)
    planned = _rows_due(submissions)
    for submission in submissions:
        checked = Upkeep(check).later(snapshots.value(submission.snapshot, "checked_on"))
        row_due_on = planned.get(submission.uid)
        due_on = upkeep.first_due(row_due_on, checked.on if checked else None, day)
        if due_on != row_due_on:
            moved[submission.kind, due_on].append(submission.uid)
        said[submission.uid] = Upkeep(check, due_on).as_of(day)
    for (kind, due_on), uids in moved.items():
        set_rows_due(kinds()[kind], uids, due_on)
    return said


def note(held: Iterable[Publication], said: Mapping[UUID, Upkeep], number: int, by: User | None) -> None:
    lines = []
    for one in held:
        check, due_on = said[one.uid].check, said[one.uid].due_on
        action, reason = record.CHECK_TAKEN_BACK, f"again by {due_on}"
        if check:
            action, reason = record.CHECKED, f"{check}; {reason}"
        lines.append(deciding.line(action, one, edition=number, by=name_of(by), reason=reason))
    record.add_all(lines)


def _rows_due(submissions: Sequence[Submission]) -> dict[UUID, date | None]:
    """When their rows are to be looked at again, as these say."""
    found: dict[UUID, date | None] = {}
    for kind in {submission.kind for submission in submissions}.intersection(kinds()):
        for some in batches([submission.uid for submission in submissions if submission.kind == kind]):
            held = kinds()[kind].model._base_manager.filter(pk__in=some)
            found |= held.order_by().values_list("pk", "review_due_on")
    return found


def set_rows_due(kind: Kind, uids: Sequence[UUID], due_on: date) -> None:
    """A row that somebody writes just now is passed over: they may wait for our lock. The publication has the day."""
    for some in batches(uids):
        held = kind.model._base_manager.filter(pk__in=some).order_by()
        free = held.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
        kind.model._base_manager.filter(pk__in=list(free)).update(review_due_on=due_on)


def refuse_odd_check(check: Check) -> None:
    if check.how not in dict(upkeep.choices()):
        raise Refusal("Say how you checked: choose from the list.")
    if check.on > today():
        raise Refusal("The day of the check is still to come.")


def refuse_odd_day(due_on: date, since: date, whose: str = "") -> None:
    """`since`: when somebody last looked at it. Else what nobody looks at could be put off for ever."""
    if due_on <= today():
        raise Refusal("The day of the next review must be still to come.")
    if due_on > (last := since + upkeep.AT_MOST):
        raise Refusal(f"The next review{whose} must be within a year of the last: by {last:%d %B %Y}. Or check it.")
