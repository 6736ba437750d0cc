"""All that somebody has to see of a change before they decide on it."""

from dataclasses import dataclass, field
from typing import Any

from publishing import reasons, snapshots
from publishing.admin.differences import Change, differences
from publishing.admin.documents import next_version, preview, served
from publishing.admin.editors_only import changes_for_editors
from publishing.models import Borrowing, Publication, Submission
from publishing.remarks import remarks


@dataclass(frozen=True)
class Review:
    """`for_editors`: changes that show nowhere in public. `reworded`: public items that show something of this one.

    `remarks`: what to look at twice (publishing/remarks.py). `missing`: items that have to be public before this one.
    `fault`: why there is nothing to see; then all else is empty.
    """

    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    changes: list[Change] = field(default_factory=list)
    for_editors: list[Change] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    withdrawn_because: str = ""
    fault: str = ""

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def dangerous(self) -> int:
        return sum(bool(change.danger) for change in self.changes)


def review(text: str, publication: Publication | None) -> Review:
    """What approving the snapshot would change, against what is public now, or was until it was withdrawn."""
    try:
        after = preview(text, next_version(publication))
        before = preview(publication.snapshot, publication.version).document if publication else None
        held = publication.snapshot if publication else None
        reworded = _borrowers(publication) if publication and served(publication) else ()
        return Review(
            before, after.document, _differences(text, before, after.document), changes_for_editors(held, text),
            remarks(after.document), after.missing, reworded,
            reasons.in_words(publication.reason) if publication else "",
        )  # fmt: skip
    except snapshots.SnapshotError as error:
        return Review(fault=f"This can't be read any more: {error}.")


def review_submission(submission: Submission) -> Review:
    """Against what is public now; for one that was published, against the version before it."""
    if submission.state != Submission.APPROVED:
        return review(submission.snapshot, Publication.objects.filter(pk=submission.uid).first())
    earlier = Submission.objects.filter(uid=submission.uid, version=(submission.version or 0) - 1).first()
    return between(earlier, submission)


def between(older: Submission | None, newer: Submission) -> Review:
    """What changed from one approved version to another. What they show of other items is as it is public now."""
    try:
        before = preview(older.snapshot, older.version or 0).document if older else None
        after = preview(newer.snapshot, newer.version or 0).document
        held = older.snapshot if older else None
        return Review(
            before,
            after,
            _differences(newer.snapshot, before, after),
            changes_for_editors(held, newer.snapshot),
            remarks(after),
        )
    except snapshots.SnapshotError as error:
        return Review(fault=f"A version can't be read any more: {error}.")


def _differences(text: str, before: dict[str, Any] | None, after: dict[str, Any]) -> list[Change]:
    return differences(snapshots.kind_in(text).dangers, before, after)


def _borrowers(publication: Publication) -> tuple[str, ...]:
    names = Publication.objects.filter(
        pk__in=Borrowing.objects.filter(lender=publication.pk).values("borrower"), state=Publication.LIVE
    )
    return tuple(f"{kind} “{slug}”" for kind, slug in names.values_list("kind", "slug"))
