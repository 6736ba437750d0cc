"""What takes two people and is no submission: one proposes it, another approves exactly what both were shown.

A kind of act says what it would do now (`preview`) and does it (`perform`). The digest of a proposal covers both its
details and that preview, which is worked out again when it is approved: where it would do anything else by then, the
proposal is void. So it is again when it is done, where its details name a moment to come (publishing/planning.py). Each
step is a line of the record.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from publishing import lifecycle, mailing, permission, planning, record
from publishing.lifecycle import Refusal
from publishing.models import Act

Details = dict[str, Any]
Shown = list[tuple[str, list[str]]]  # headings, each with what stands below it


@dataclass(frozen=True)
class ActKind:
    """`preview(details)`: what it would do, all of it, in words; may refuse.

    `perform(details, proposed_by, approved_by)` is called under the lock on the edition number, in one transaction with
    the decision; gives the number of the edition it made, if it made one. `proposes`, `approves`: the permissions.
    """

    name: str
    title: str
    preview: Callable[[Details], Shown]
    perform: Callable[[Details, User, User], int | None]
    proposes: str = "publishing.withdraw_item"
    approves: str = "publishing.approve_item"


_kinds: dict[str, ActKind] = {}


def register(kind: ActKind) -> None:
    _kinds[kind.name] = kind


def preview(what: str, details: Details) -> Shown:
    """What an act of this kind would do now; may refuse."""
    return _kinds[what].preview(details)


def kind_named(what: str) -> ActKind:
    return _kinds[what]


def kind_of(act: Act) -> ActKind:
    return kind_named(act.what)


def propose(what: str, details: Details, by: User, note: str = "") -> Act:
    """Ask for an act; nothing happens until somebody else approves it. Refused where it would do nothing."""
    kind = _kinds[what]
    _require(by, kind.proposes)
    with lifecycle.locked():
        shown = kind.preview(details)
        digest = _digest(what, details, shown)
        if Act.objects.filter(digest=digest, state__in=[Act.WAITING, Act.PLANNED]).exists():
            raise Refusal("The same has been proposed already, and waits for somebody else.")
        act = Act.objects.create(
            what=what, details=details, shown=shown, note=note, by=by, at=timezone.now(), digest=digest
        )
        _note("act proposed", act, by, note or _in_brief(shown))
        mailing.tell_of_proposal(kind.title, by.get_username(), [heading for heading, _ in shown])
        return act


def approve(act: Act, by: User) -> Act:
    """Do what was proposed, if that is still what it would do, and it is what `act` was when it was shown.

    Where it names a moment to come it is not done before then, but by `do_planned`.
    """
    _require(by, kind_of(act).approves)
    with lifecycle.locked():
        held = _to_decide(act)
        if held.by_id == by.pk:
            raise Refusal("You proposed this, so somebody else has to approve it.")
        if held.digest != act.digest:
            raise Refusal("This is not what you were shown. Look at it again before approving.")
        if not record.holds_proposal(held):
            raise Refusal("This is not what the record says was proposed.")
        fits, moment = shown_now(held) is not None, planning.moment_of(held)
        if fits and moment:
            planning.refuse_odd_moment(moment)
            held.planned_by = by
            _decide(held, Act.PLANNED, record.ACT_PLANNED, by, record.in_utc(moment))
        elif fits:
            held.edition = kind_of(held).perform(held.details, held.by, by)
            _decide(held, Act.DONE, "act approved", by, _in_brief(held.shown))
        else:
            _decide(held, Act.VOID, "act void", by, "it would no longer do what was shown")
    if not fits:
        raise Refusal("Something has changed since this was proposed, so it would not do what was shown. It is void.")
    return held


def do_planned(plan: Act) -> Act:
    """Do what was approved for a moment that has come; or end it, saying why, where it must not be any more.

    Left as it is where it does not wait for its day, as when another process has just done it. Nobody has to.
    """
    with lifecycle.locked():
        permission.refuse_while_different()
        held = Act.objects.select_related("by", "planned_by").get(pk=plan.pk)
        if held.state != Act.PLANNED or not planning.is_due(held):
            return held
        if why := _do(held):
            _decide(held, Act.VOID, "act void", None, f"not done on its day: {why}")
        else:
            _decide(held, Act.DONE, "act approved", held.planned_by, _in_brief(held.shown))
        return held


def _do(plan: Act) -> str:
    """Do it; why not, in words, if it must not be done."""
    if not record.holds_planned_act(plan, planning.moment_of(plan)) or plan.planned_by is None:
        return "it is not what the record says was approved for a day"
    if shown_now(plan) is None:
        return "what is public has changed since, and it would no longer do what was shown"
    try:
        with transaction.atomic():
            _note(record.AS_PLANNED, plan, plan.planned_by, record.in_utc(planning.moment_of(plan)))
            plan.edition = kind_of(plan).perform(plan.details, plan.by, plan.planned_by)
    except Refusal as refusal:
        return str(refusal)
    return ""


def end_plans(why: str) -> None:
    """End all that waits for its day, as after the database went back: it may have been called off since."""
    with lifecycle.locked():
        for plan in Act.objects.filter(state=Act.PLANNED).select_related("by"):
            _decide(plan, Act.VOID, "act void", None, why)


def refuse(act: Act, by: User, reason: str) -> Act:
    """Decline a proposal, or take back one's own; also one that was approved and waits for its day."""
    if act.by_id != by.pk:
        _require(by, kind_of(act).approves)
    if not reason.strip():
        raise Refusal("Say why you are refusing this, so that its author knows.")
    with lifecycle.locked():
        held = _to_decide(act, Act.WAITING, Act.PLANNED)
        _decide(held, Act.REFUSED, "act refused", by, reason)
        return held


def shown_now(act: Act) -> Shown | None:
    """What approving it would do, which is what was shown to whoever proposed it; None where it would be another."""
    try:
        shown = kind_of(act).preview(act.details)
    except Refusal:
        return None
    return shown if _digest(act.what, act.details, shown) == act.digest else None


def _to_decide(act: Act, *states: str) -> Act:
    held = Act.objects.select_related("by").get(pk=act.pk)
    if held.state not in (states or (Act.WAITING,)):
        raise Refusal(f"This is no longer waiting: {held.get_state_display().lower()}.")
    return held


def _decide(act: Act, state: str, action: str, by: User | None, reason: str) -> None:
    act.state, act.decided_by, act.decided_at, act.reason = state, by, timezone.now(), reason
    act.save(update_fields=["state", "decided_by", "decided_at", "reason", "edition", "planned_by"])
    _note(action, act, by, reason)


def _note(action: str, act: Act, by: User | None, reason: str) -> None:
    record.add(
        action, kind=act.what, uid=UUID(int=0), slug=f"act-{act.pk}", edition=act.edition, digest=act.digest,
        by=by.get_username() if by else "", submitted_by=act.by.get_username(), reason=reason,
    )  # fmt: skip


def _digest(what: str, details: Details, shown: Shown) -> str:
    text = json.dumps([what, details, shown], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _in_brief(shown: Shown) -> str:
    return "; ".join(heading for heading, _ in shown)


def _require(by: User, codename: str) -> None:
    permission.require(by, codename.removeprefix("publishing."), "do this")
