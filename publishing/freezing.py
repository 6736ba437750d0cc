"""What an item's rows are when it is submitted: judged, frozen, and held against what there is of it already.

Called by `lifecycle` alone, inside its transaction.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from publishing import deciding, planning, record, snapshots, validity
from publishing.batches import batches
from publishing.listing import Look, Seen
from publishing.models import Publication, Publishable, Submission
from publishing.permission import Refusal
from publishing.registry import kind_of


def freeze(
    items: Sequence[Publishable], by: User | None, note: str, planned_for: datetime | None = None
) -> tuple[list[Submission], Look]:
    """Freeze the rows of each as they are in the database, whatever the objects in memory say; and what was seen."""
    made: list[Submission] = []
    seen: dict[UUID, Seen] = {}
    said = {"by": by, "note": note, "planned_for": planned_for}
    for some in batches(items, "Frozen"):
        rows = snapshots.rows(some)
        texts = {uid: snapshots.of_rows(kind_of(row), row) for uid, row in rows.items()}
        seen |= {uid: Seen.of(row, texts[uid]) for uid, row in rows.items()}
        faults = dict(zip(rows, validity.faults(list(rows.values())), strict=True))  # and from here on they are cleaned
        for model in {type(row) for row in rows.values()}:
            well = [row for uid, row in rows.items() if type(row) is model and not faults[uid]]
            faults |= kind_of(model).unfinished(well)
        standing, frozen = _Standing.of(rows.values()), []
        for item in some:
            if (row := rows.get(item.pk)) is None:
                raise Refusal(f"“{item}” is not saved, so it can't be submitted.")
            if fault := faults[row.pk]:
                raise Refusal(f"“{row}” can't be submitted: {fault}")
            frozen.append(_frozen(row, texts[row.pk], seen[row.pk].digest, **said))
            standing.refuse(frozen[-1], row)
        deciding.void_waiting(frozen, by, "replaced by a later submission")
        made += Submission.objects.bulk_create(frozen)
    if planned_for:
        deciding.note(record.SUBMITTED_FOR_A_DAY, made, by, reason=f"{record.in_utc(planned_for)}; {note}")
    else:
        deciding.note(record.SUBMITTED, made, by, reason=note)
    return made, seen


def _frozen(row: Publishable, text: str, digest: str, **said: Any) -> Submission:
    return Submission(
        kind=kind_of(row).name, uid=row.pk, slug=row.slug, title=str(row)[:250], at=timezone.now(), snapshot=text,
        digest=digest, **said,
    )  # fmt: skip


@dataclass(frozen=True)
class _Standing:
    """What there is of items already. `public`: the state and digest; `addresses`: whose each is, public once or now;
    `plans`: what waits for its day.
    """

    public: Mapping[UUID, tuple[str, str]]
    addresses: Mapping[tuple[str, str], UUID]
    plans: Mapping[UUID, Submission]

    @classmethod
    def of(cls, rows: Collection[Publishable]) -> Self:
        publications = Publication.objects.order_by().filter(uid__in=[row.pk for row in rows])
        public = {uid: (state, digest) for uid, state, digest in publications.values_list("uid", "state", "digest")}
        addresses: dict[tuple[str, str], UUID] = {}
        for kind in {kind_of(row).name for row in rows}:
            slugs = [row.slug for row in rows if kind_of(row).name == kind]
            taken = Publication.objects.order_by().filter(kind=kind, slug__in=slugs).values_list("slug", "uid")
            addresses |= {(kind, slug): uid for slug, uid in taken}
        plans = Submission.objects.filter(uid__in=[row.pk for row in rows], state=Submission.PLANNED).defer("snapshot")
        return cls(public, addresses, {plan.uid: plan for plan in plans})

    def refuse(self, made: Submission, row: Publishable) -> None:
        """What would change nothing, or has what is another's."""
        if self.public.get(made.uid) == (Publication.LIVE, made.digest):
            raise Refusal(f"“{row}” has no changes: it is public exactly as it stands.")
        if self.addresses.get((made.kind, made.slug), made.uid) != made.uid:
            raise Refusal(f"The address “{made.slug}” has been public for something else. Choose another slug.")
        plan = self.plans.get(made.uid)
        if plan and plan.planned_for and plan.digest == made.digest:
            raise Refusal(
                f"“{row}” is approved already, to be published on {planning.in_words(plan.planned_for)}. "
                "To have it published at another time, call that off first."
            )
        if made.planned_for and (day := planning.day_of_withdrawal([made.uid])):
            raise Refusal(
                f"“{row}” is to be taken down on {planning.in_words(day)}. Two plans for one item would end each "
                "other: take that back or call it off first."
            )
