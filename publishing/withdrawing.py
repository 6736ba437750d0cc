"""Taking down what takes two people: several items, the last of a group, and anything with words of one's own.

Also the act by which two people confirm that what is left, after a fall, is all there is (publishing/fall.py).
"""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User

from publishing import acts, fall, lifecycle, plain_text, planning, reasons, record
from publishing.acts import ActKind, Details, Shown
from publishing.lifecycle import Refusal
from publishing.models import Act, Publication
from publishing.reasons import Reason


def details(
    publications: Sequence[Publication], reason: str, words: str = "", replacement: str = "", on: datetime | None = None
) -> Details:
    """What is proposed. `words`: instead of ours; `replacement`: the slug of a public item of their kind.

    `on`: the moment at which to do it, if not as soon as it is approved.
    """
    uids = sorted(str(one.pk) for one in publications)
    when = {"on": record.in_utc(on)} if on else {}
    return {"uids": uids, "reason": reason, "words": words.strip(), "replacement": replacement, **when}


def propose_for_a_day(asked: Details, by: User, note: str = "") -> Act:
    """Propose to take these down at the moment that `asked` names. Refused where one of them is to be already."""
    with lifecycle.locked():
        planning.refuse_odd_moment(datetime.fromisoformat(asked["on"]))
        if day := planning.day_of_withdrawal(asked["uids"]):
            raise Refusal(
                f"It is to be taken down already, on {planning.in_words(day)}. To have it taken down at another time, "
                "take that back or call it off first."
            )
        if day := planning.day_of_publication(asked["uids"]):
            raise Refusal(
                f"A new version is to be published on {planning.in_words(day)}. Two plans for one item would end each "
                "other: send that back or call it off first."
            )
        return acts.propose(WITHDRAW.name, asked, by, note)


def _preview(asked: Details) -> Shown:
    reason, replacement = _reason(asked), asked["replacement"]
    shown = [(_heading(one), _lines(one)) for one in _publications(asked)]
    _refuse_replacement(asked)
    said = [f"Reason ({reason.code}): {reason.public}"]
    said += [f"Instead: {replacement}"] if replacement else []
    if on := asked.get("on"):
        when = planning.in_words(datetime.fromisoformat(on))
        shown.insert(0, (f"Not before {when}", ["Until then nothing changes. A new version in between makes it void."]))
    return [("What their addresses say", said), *shown]


def _perform(asked: Details, proposed_by: User, approved_by: User) -> int:
    publications = _publications(asked)
    return lifecycle.withdraw_as_two(publications, proposed_by, approved_by, _reason(asked), asked["replacement"])


def _publications(asked: Details) -> list[Publication]:
    found = list(Publication.objects.filter(pk__in=asked["uids"]).order_by("kind", "slug"))
    if not found:
        raise Refusal("None of these is public, so there is nothing to withdraw.")
    if not (asked["words"] or asked["replacement"]) and found[0].state == Publication.WITHDRAWN:
        raise Refusal("This has already been withdrawn.")
    if len({one.state for one in found}) > 1:
        raise Refusal("Some of these are withdrawn already. Choose those that are public.")
    return found


def _reason(asked: Details) -> Reason:
    if asked["reason"] not in dict(reasons.choices()):
        raise Refusal("Choose a reason from the list.")
    if fault := plain_text.fault(asked["words"]):
        raise Refusal(f"The words are shown at its address. {fault}")
    return Reason(asked["reason"], asked["words"])


def _refuse_replacement(asked: Details) -> None:
    if not (slug := asked["replacement"]):
        return
    for kind in {one.kind for one in _publications(asked)}:
        live = Publication.objects.filter(kind=kind, slug=slug, state=Publication.LIVE)
        if not live.exclude(pk__in=asked["uids"]).exists():
            raise Refusal(f"The replacement “{slug}” is not a public {kind}.")


def _heading(one: Publication) -> str:
    return f"{one.kind.capitalize()} “{one.slug}”"


def _lines(one: Publication) -> list[str]:
    if one.state == Publication.LIVE:
        return [f"Version {one.version}, which is public now, is taken down."]
    return [f"It stays withdrawn. Until now it says: {reasons.in_words(one.reason)}"]


WITHDRAW = ActKind("withdraw", "Take down", _preview, _perform)


def _preview_of_content(asked: Details) -> Shown:
    gone = sorted(fall.missing(), key=lambda one: (one.kind, one.slug))
    if not gone:
        raise Refusal("Nothing is missing, so there is nothing to confirm.")
    left = Publication.objects.filter(state=Publication.LIVE).order_by("kind", "slug")
    return [
        (
            "What is public is all there is",
            [f"{one.kind.capitalize()} “{one.slug}”" for one in left.only("kind", "slug")],
        ),
        ("No longer missed", [f"{_heading(one)}: {reasons.in_words(one.reason)}" for one in gone]),
    ]


CONFIRM = ActKind(
    "confirm-content",
    "Confirm that what is public is all there is",
    _preview_of_content,
    lambda asked, proposed_by, approved_by: lifecycle.confirm_content(proposed_by, approved_by),
)
