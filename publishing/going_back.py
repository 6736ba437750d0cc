"""Back to edition N: everything public as it was in one edition, as two people agreed, in one new edition.

What an edition held is read from the record, in its order: which version of each item was approved last, and what was
withdrawn since. So the record has to be whole, and each snapshot has to be the one whose digest was recorded. What came
later is taken down; a notice that was over in the meantime stays away. The rows that editors work on are not touched.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User

from publishing import lifecycle, reasons, record, rendering, snapshots, validity
from publishing.acts import ActKind, Details, Shown
from publishing.differences import differences
from publishing.documents import preview
from publishing.lifecycle import Refusal
from publishing.models import EditionNumber, Publication, Record, Submission
from publishing.reasons import Reason


@dataclass(frozen=True)
class Change:
    """Of one item. `held`: its publication now; `back`: what of it is made public again.

    None where it is taken down, for `reason`.
    """

    held: Publication
    back: Submission | None
    reason: Reason


def changes(number: int) -> list[Change]:
    """All that has to change for the public to have what it had in an edition. Refused where that can't be told."""
    newest = EditionNumber.objects.values_list("number", flat=True).first() or 0
    if not 0 < number < newest:
        raise Refusal(f"Choose an edition from 1 to {newest - 1}, before the newest.")
    if fault := next(record.faults(), ""):
        raise Refusal(f"The record is not whole, so what an edition held can't be vouched for: {fault}.")
    if not Record.objects.filter(edition=number).exists():
        raise Refusal(f"Nothing is recorded of an edition {number}.")
    then = _last_lines(number)
    found = [_change(held, then.get(held.pk)) for held in Publication.objects.order_by("kind", "slug")]
    return [change for change in found if change]


def _last_lines(number: int) -> dict[UUID, Record]:
    """By item, the line of its last approval or withdrawal up to an edition."""
    lines = Record.objects.filter(action__in=["approved", "published first", "withdrawn"], edition__lte=number)
    return {line.uid: line for line in lines.order_by("number")}


def _change(held: Publication, then: Record | None) -> Change | None:
    is_live = held.state == Publication.LIVE
    if then is None or then.action == "withdrawn":
        return Change(held, None, _reason(then)) if is_live else None
    if (is_live and held.digest == then.digest) or held.reason == reasons.OVER:
        return None
    return Change(held, _approved(then), Reason(reasons.OTHER))


def _reason(then: Record | None) -> Reason:
    """As it was withdrawn; another's words only if two people had approved them."""
    said = reasons.read(then.reason) if then else None
    if said is None or said.code == reasons.OVER:
        return Reason(reasons.OTHER)
    return said if then and then.submitted_by else Reason(said.code)


def _approved(line: Record) -> Submission:
    found = Submission.objects.filter(uid=line.uid, version=line.version, state=Submission.APPROVED).first()
    if found is None or not line.digest == found.digest == snapshots.digest(found.snapshot):
        raise Refusal(f"What was approved of “{line.slug}” as version {line.version} is not there any more.")
    return found


def _preview(asked: Details) -> Shown:
    found = changes(asked["edition"])
    if not found:
        raise Refusal(f"All that is public is as it was in edition {asked['edition']}.")
    again = sum(change.back is not None for change in found)
    said = [f"{again} items become what they were, and {len(found) - again} are taken down."]
    return [(f"Back to edition {asked['edition']}", said), *map(_shown, found)]


def _shown(change: Change) -> tuple[str, list[str]]:
    held, back = change.held, change.back
    name = f"{held.kind} “{held.slug}”"
    if back is None:
        return f"Is taken down: {name}, version {held.version}", [f"It will say: {change.reason.public}"]
    how = "Changes back" if held.state == Publication.LIVE else "Comes back"
    try:
        return f"{how}: {name}, from version {held.version} to what version {back.version} said", [*_lines(held, back)]
    except snapshots.SnapshotError as error:
        raise Refusal(f"Version {back.version} of {name} can't be read any more: {error}.") from None
    except (rendering.Altered, rendering.MissingLender) as error:
        raise Refusal(str(error)) from None


def _lines(held: Publication, back: Submission) -> Iterator[str]:
    """What is other in it than in what was public of it last, the most dangerous first."""
    before, after = (preview(text, 1).document for text in (held.snapshot, back.snapshot))
    for one in differences(snapshots.kind_in(back.snapshot).dangers, before, after):
        danger = f" (check: {one.danger.value})" if one.danger.value else ""
        yield f"{' › '.join(one.path)}: {one.before or 'nothing'} → {one.after or 'nothing'}{danger}"
    if fault := validity.fault(snapshots.hydrate(back.snapshot)):
        yield f"The form would not take it today: {fault}"


def _perform(asked: Details, proposed_by: User, approved_by: User) -> int:
    found = changes(asked["edition"])
    returning = [change.back for change in found if change.back]
    leaving = [(change.held, change.reason) for change in found if change.back is None]
    return lifecycle.put_back(asked["edition"], returning, leaving, proposed_by, approved_by)


BACK = ActKind("back-to-edition", "Back to an edition", _preview, _perform)
