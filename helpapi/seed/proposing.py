"""What a release corrects in content that stands, submitted as any change is: another person has to approve it."""

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction

from helpapi.seed import merging
from helpapi.seed.facts import Item, P
from publishing import lifecycle, snapshots
from publishing.lifecycle import Refusal
from publishing.models import Publication, Publishable, Submission

FIRST = "The content that the project carries"
CORRECTIONS = "Corrections to the content that the project carries"


@dataclass
class Proposal:
    """What of an item is taken and kept (helpapi/seed/merging.py). `why_not`: why nothing was proposed of it."""

    item: Publishable
    taken: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    why_not: str = ""

    @property
    def is_made(self) -> bool:
        return bool(self.taken) and not self.why_not


def propose(item: Item[P], standing: P, by: User) -> Proposal:
    """Submit in the name of `by` what the data corrects of an item that stands, and what editors have not changed."""
    public = Publication.objects.filter(uid=standing.pk, state=Publication.LIVE).first()
    base, held = _brought_in(standing), snapshots.take(standing)
    if public is None:
        return Proposal(standing, why_not="it is not public")
    if Submission.objects.filter(uid=standing.pk, state__in=Submission.OPEN).exists():
        return Proposal(standing, why_not="a change of it waits to be approved")
    if public.digest != snapshots.digest(held):
        return Proposal(standing, why_not="somebody is editing it")
    if not base:
        return Proposal(standing, why_not="it was made by hand")
    merged = merging.merge(base, held, snapshots.of_new(item.row, [piece.row for piece in item.parts]))
    proposal = Proposal(standing, merged.taken, merged.kept)
    if merged.taken:
        try:
            with transaction.atomic():
                submission = lifecycle.submit_snapshot(standing, snapshots.written(merged.snapshot), by, CORRECTIONS)
                if _was_sent_back(submission):
                    raise Refusal("the same was proposed before, and sent back")
        except Refusal as error:
            proposal.why_not = str(error).removesuffix(".")
    return proposal


def _brought_in(standing: Publishable) -> str:
    """What the data last said of the item here; empty where it was never brought in.

    An approved correction holds what editors had changed, too. So only what it changed is carried over.
    """
    said = before = ""
    approved = Submission.objects.filter(uid=standing.pk, state=Submission.APPROVED).order_by("version")
    for note, snapshot in approved.values_list("note", "snapshot"):
        public = snapshots.of_today(snapshot)
        if note == FIRST:
            said = public
        elif note == CORRECTIONS and said:
            said = snapshots.written(merging.merge(before, said, public).snapshot)
        before = public
    return said


def _was_sent_back(submission: Submission) -> bool:
    same = Submission.objects.filter(uid=submission.uid, digest=submission.digest, state=Submission.SENT_BACK)
    return same.exists()
