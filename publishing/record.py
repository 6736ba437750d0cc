"""The append-only record, chained so that a change of any line is found.

Each line's `mac` is an HMAC-SHA256 over the line before it and its own content. The key (`RECORD_KEY`) and the
newest line's number and mac (the file `RECORD_HEAD`) live outside the database: who can write to the database alone
can neither forge a line nor cut off the last ones. The file is written when the transaction has committed, and once
before the first; a crash in between leaves it behind, which `faults` accepts: the lines after it still need the key.
"""

import contextlib
import hashlib
import hmac
import json
import logging
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from publishing.batches import BATCH, batches
from publishing.models import Act, Record, Submission

log = logging.getLogger("helpapi.record")
UNREADABLE = (0, "")
BEFORE_THE_FIRST = (0, "-")
# What ends a submission or a proposal: afterwards nobody can approve it.
ENDS = ("sent back", "void", "approved", "act refused", "act void", "act approved")
# What two people approved for a day to come. Nobody can approve it again; what ends it is one of the above.
PLANNED, ACT_PLANNED = PLANS = ("planned", "act planned")
AS_PLANNED = "as planned"
SUBMITTED, SUBMITTED_FOR_A_DAY = "submitted", "submitted for a day"
CHECKED, CHECK_TAKEN_BACK, REVIEW_SET = "checked", "check taken back", "review date set"
FIELDS = ("at", "action", "kind", "uid", "slug", "version", "edition", "digest", "by", "submitted_by", "reason")


def add(action: str, **line: Any) -> Record:
    """Append one line. The caller holds the lock on the edition number, which also orders the record."""
    entry = Record(action=action, **line)
    add_all([entry])
    return entry


def add_all(lines: Sequence[Record]) -> None:
    """Append lines in this order, in a few statements. Their numbers, times and macs are given here."""
    if not lines:
        return
    last = Record.objects.order_by("-number").first()
    if last is None:
        with contextlib.suppress(OSError):  # nothing is held up by it, and it is said when the line has been committed
            if _head() is None:
                _write_head(*BEFORE_THE_FIRST)
    before = last.mac if last else ""
    for number, line in enumerate(lines, start=last.number + 1 if last else 1):
        line.number, line.at = number, timezone.now()
        before = line.mac = _mac(line, before)
    Record.objects.bulk_create(lines, batch_size=BATCH)
    newest = lines[-1].number
    transaction.on_commit(lambda: _keep_head(newest), robust=True)  # what is published stays published


def holds_submission(submission: Submission) -> bool:
    """Whether the last line of a submission of the item is of this one, as it is, and no later line ended it."""
    return submission in submissions_held([submission])


def submissions_held(submissions: Sequence[Submission]) -> set[Submission]:
    """Those of which that is so; in a few statements, however many they are."""
    return {submission for some in batches(submissions) for submission in _held(some)}


def _held(submissions: Sequence[Submission]) -> Iterator[Submission]:
    of_these = Record.objects.filter(uid__in=[submission.uid for submission in submissions])
    submitted = of_these.filter(action__in=[SUBMITTED, SUBMITTED_FOR_A_DAY]).order_by("number")
    last = {line.uid: line for line in submitted}
    true = {line.uid: line for line in true_ones(list(last.values()))}
    ended = of_these.filter(action__in=[*ENDS, *PLANS]).order_by().values_list("uid", "digest")
    ended_at = {(uid, digest): number for uid, digest, number in ended.annotate(Max("number"))}
    for submission in submissions:
        line = true.get(submission.uid)
        if line is None or ended_at.get((line.uid, line.digest), 0) > line.number:
            continue
        by, moment = name_of(submission.by), line.reason.partition(";")[0] if line.action == SUBMITTED_FOR_A_DAY else ""
        said = (line.kind, line.digest, line.by, moment)
        if said == (submission.kind, submission.digest, by, in_utc(submission.planned_for)):
            yield submission


def plan_of(submission: Submission) -> Record | None:
    """The line by which another approved it for its moment, where it is as it is there, and no later line ended it.

    `version` of the line is that of what was public of it, or withdrawn, when it was approved.
    """
    line = Record.objects.filter(uid=submission.uid, action=PLANNED).order_by("-number").first()
    if line is None or not is_true(line) or has_ended(line) or not line.by or line.by == line.submitted_by:
        return None
    said = (line.kind, line.slug, line.digest, line.by, line.submitted_by, line.reason)
    held = (submission.kind, submission.slug, submission.digest, name_of(submission.planned_by), name_of(submission.by))
    return line if said == (*held, in_utc(submission.planned_for)) else None


def holds_planned_act(act: Act, moment: datetime | None) -> bool:
    """Whether the line by which another approved the act for this moment is of it, and as it is, and none ended it."""
    line = Record.objects.filter(slug=f"act-{act.pk}", action=ACT_PLANNED).order_by("-number").first()
    if line is None or not is_true(line) or has_ended(line) or not line.by or line.by == line.submitted_by:
        return False
    said = (line.kind, line.digest, line.by, line.submitted_by, line.reason)
    return said == (act.what, act.digest, name_of(act.planned_by), name_of(act.by), in_utc(moment))


def has_ended(plan: Record) -> bool:
    """Whether what was approved for a day by this line has been done, called off or found void since."""
    if plan.action == ACT_PLANNED:
        return _ended(plan, slug=plan.slug)
    return _ended(plan, uid=plan.uid, digest=plan.digest)


def in_utc(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


def name_of(user: User | None) -> str:
    return user.get_username() if user else ""


def holds_proposal(act: Act) -> bool:
    """Whether the line of the proposal is of this act, as it is, and no later line ended it."""
    line = Record.objects.filter(slug=f"act-{act.pk}", action="act proposed").order_by("-number").first()
    if line is None or not is_true(line) or _ended(line, *PLANS, slug=line.slug):
        return False
    return (line.kind, line.digest, line.by) == (act.what, act.digest, act.by.get_username())


def _ended(line: Record, *more: str, **of_the_same: Any) -> bool:
    """Whether a later line of the same says that it is decided; `more`: what else counts as that."""
    return Record.objects.filter(number__gt=line.number, action__in=[*ENDS, *more], **of_the_same).exists()


def decisions(actions: Sequence[str]) -> dict[UUID, Record]:
    """Of each item the last line of one of these actions, passing over lines that are not as they were written."""
    found, before = {}, ""
    for line in Record.objects.order_by("number").iterator():
        if line.action in actions and _proves(line, before):
            found[line.uid] = line
        before = line.mac
    return found


def is_true(line: Record) -> bool:
    """Whether the line is as it was written, after the line before it."""
    return bool(true_ones([line]))


def true_ones(lines: Sequence[Record]) -> list[Record]:
    """Those of the lines that are as they were written, each after the line before it; in one query."""
    numbers = [line.number - 1 for line in lines]
    before = dict(Record.objects.filter(number__in=numbers).order_by().values_list("number", "mac"))
    return [line for line in lines if _proves(line, before.get(line.number - 1, ""))]


def faults(head_too: bool = True) -> Iterator[str]:
    """Everything in which the record is not what was written, in words; nothing when it is whole.

    `head_too`: whether it has to reach the newest line, as it does not after a restore.
    """
    head = _head() if head_too else BEFORE_THE_FIRST
    before, number, seen_head = "", 0, head in (None, BEFORE_THE_FIRST)
    for line in Record.objects.order_by("number").iterator():
        number += 1
        while number < line.number:
            yield f"line {number} has been removed"
            number += 1
        if not _proves(line, before):
            yield f"line {line.number} has been altered or added, or the line before it was"
        if head and line.number == head[0]:
            seen_head = line.mac in head[1:]
        before = line.mac
    if head == UNREADABLE:
        yield "the file with the newest line can't be read, so the last lines cannot be vouched for"
    elif head and not seen_head:
        yield f"the record should reach line {head[0]}, but it does not hold that line as it was written"
    if head is None and number:
        yield "the file with the newest line is missing, so the last lines cannot be vouched for"


def rebase() -> None:
    """Have the file name the newest line when this is committed, whatever it named: what became of that is on record.

    The caller has just written the line that says so.
    """
    newest = Record.objects.values_list("number", "mac").latest("number")
    transaction.on_commit(lambda: _write_head(*newest))


def change_key() -> int:
    """Write every line's mac anew under the present key; how many. The caller has found the record to be whole.

    The file names both macs of the newest line until this is committed, so that a crash leaves one that fits.
    """
    lines = list(Record.objects.order_by("number"))
    held = before = ""
    for line in lines:
        held, line.mac = line.mac, _mac(line, before)
        before = line.mac
    Record.objects.bulk_update(lines, ["mac"], batch_size=BATCH)
    if lines:
        _write_head(lines[-1].number, held, before)
    return len(lines)


def _proves(line: Record, before: str) -> bool:
    keys = [key for key in (settings.RECORD_KEY, settings.RECORD_KEY_BEFORE) if key]
    return any([hmac.compare_digest(line.mac.encode(), _mac(line, before, key).encode()) for key in keys])


def _mac(line: Record, before: str, key: str | None = None) -> str:
    """Under the present key, unless another is given."""
    key = key or settings.RECORD_KEY
    if not key:
        raise ImproperlyConfigured("HELPAPI_RECORD_KEY is not set, so nothing can be recorded.")
    content = {name: _plain(getattr(line, name)) for name in FIELDS}
    text = json.dumps([before, line.number, content], sort_keys=True, ensure_ascii=False)
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _plain(value: datetime | UUID | str | int | None) -> str | int | None:
    if isinstance(value, datetime):
        return value.astimezone(timezone.get_default_timezone()).isoformat(timespec="microseconds")
    return value if isinstance(value, int) or value is None else str(value)


def _head() -> tuple[int | str, ...] | None:
    """The number of the newest line, and its mac; both its macs where the key was being changed."""
    try:
        number, mac, *other = Path(settings.RECORD_HEAD).read_text().split()
        return int(number), mac, *other
    except FileNotFoundError:
        return None
    except ValueError:
        return UNREADABLE


def _keep_head(number: int) -> None:
    """Let the file name the newest line, unless an earlier line of the same transaction has already done so.

    A file that names a line the record no longer holds is left as it is, or the loss would be covered up.
    """
    head = _head()
    if head and int(head[0]) >= number:
        return
    if head and head != BEFORE_THE_FIRST and not Record.objects.filter(number=head[0], mac__in=head[1:]).exists():
        log.critical("the record does not hold line %s as it was written; run verify", head[0])
        return
    _write_head(*Record.objects.values_list("number", "mac").latest("number"))


def _write_head(number: int, *macs: str) -> None:
    path = Path(settings.RECORD_HEAD)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    with temporary.open("w") as file:
        file.write(f"{number} {' '.join(macs)}\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
