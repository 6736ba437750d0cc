"""All that somebody has to see of a change before they decide on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from publishing import reasons, snapshots
from publishing.admin.boxes import Box
from publishing.admin.comparing import Compared
from publishing.dangers import RANK, Danger
from publishing.documents import next_version, preview, served
from publishing.models import Borrowing, Publication, Publishable, Submission
from publishing.readers import changes_for_readers
from publishing.remarks import remarks

MOST = 4  # lines of one danger beside the decision; all are marked below


@dataclass(frozen=True)
class Review:
    """`for_editors`: changes that show nowhere in public. `reworded`: public items that show something of this one.

    `fault`: why there is nothing to see; then all else is empty. Whoever is shown it is `told` more, which takes
    longest: `cautions`, what to look at twice that was not so before (publishing/remarks.py); `missing`, items that
    have to be public before this one; `for_readers`, what would change for whom (publishing/readers.py).
    """

    is_new: bool = False
    changes: list[Box] = field(default_factory=list)
    for_editors: list[Box] = field(default_factory=list)
    reworded: tuple[str, ...] = ()
    withdrawn_because: str = ""
    fault: str = ""
    cautions: list[str] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    for_readers: list[str] = field(default_factory=list)
    tell: Callable[[], dict[str, Any]] = dict

    def told(self) -> "Review":
        try:
            return replace(self, **self.tell())
        except snapshots.SnapshotError as error:
            return _unreadable(error)

    @property
    def dangers(self) -> list[Danger]:
        """What there is to be answered for, the most dangerous first."""
        return sorted(set().union(*(box.dangers for box in self.changes)), key=RANK.__getitem__)

    @property
    def to_check(self) -> list[tuple[Danger, list[tuple[str, int]], int]]:
        """For each danger, the most dangerous first: what to check, in short lines with the numbers of their boxes;
        and how many more there are."""
        found: dict[Danger, list[tuple[str, int]]] = {danger: [] for danger in self.dangers}
        for place, box in enumerate(self.changes, start=1):
            for danger, said in box.brief(self.is_new):
                found[danger].append((said, place))
        return [(danger, lines[:MOST], max(len(lines) - MOST, 0)) for danger, lines in found.items() if lines]


def review(text: str, publication: Publication | None) -> Review:
    """What approving the snapshot would change, against what is public now, or was until it was withdrawn."""
    return _reviewed(text, publication).told()


def _reviewed(text: str, publication: Publication | None) -> Review:
    reworded = _borrowers(publication) if publication and served(publication) else ()
    because = reasons.in_words(publication.reason) if publication else ""
    held = (publication.snapshot, publication.version) if publication else None
    found = _compared(held, (text, next_version(publication)), reworded, because)
    if found.fault:
        return found
    return replace(found, tell=lambda: {**found.tell(), "for_readers": changes_for_readers(publication, text)})


def review_submission(submission: Submission) -> Review:
    """Against what is public now; for one that was published, against the version before it. It is not told yet."""
    if submission.state != Submission.APPROVED:
        return _reviewed(submission.snapshot, Publication.objects.filter(pk=submission.uid).first())
    earlier = Submission.objects.filter(uid=submission.uid, version=(submission.version or 0) - 1).first()
    return _between(earlier, submission)


def between(older: Submission | None, newer: Submission) -> Review:
    """What changed from one approved version to another. What they show of other items is as it is public now."""
    return _between(older, newer).told()


def _between(older: Submission | None, newer: Submission) -> Review:
    return _compared((older.snapshot, older.version or 0) if older else None, (newer.snapshot, newer.version or 0))


def _compared(
    before: tuple[str, int] | None, after: tuple[str, int], reworded: tuple[str, ...] = (), because: str = ""
) -> Review:
    try:
        boxes = Compared(before[0] if before else None, after[0])
    except snapshots.SnapshotError as error:
        return _unreadable(error)
    tell = partial(_said, before, after)
    return Review(before is None, boxes.public, boxes.for_editors, reworded, because, tell=tell)


def _unreadable(error: snapshots.SnapshotError) -> Review:
    return Review(fault=f"This can't be read any more: {error}.")


def _said(before: tuple[str, int] | None, after: tuple[str, int]) -> dict[str, Any]:
    shown = preview(*after)
    cautions = _cautions(preview(*before).document if before else None, shown.document)
    return {"cautions": cautions, "missing": shown.missing}


def cautions(item: Publishable) -> list[str]:
    """What to look at twice in an item's rows that is not so in what is public of it."""
    publication = Publication.objects.filter(pk=item.pk).first()
    before = preview(publication.snapshot, publication.version).document if publication else None
    return _cautions(before, preview(snapshots.take(item), next_version(publication)).document)


def _cautions(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[str]:
    told = remarks(before) if before else []
    return [words for words in remarks(after) if words not in told]


def _borrowers(publication: Publication) -> tuple[str, ...]:
    names = Publication.objects.filter(
        pk__in=Borrowing.objects.filter(lender=publication.pk).values("borrower"), state=Publication.LIVE
    )
    return tuple(f"{kind} “{slug}”" for kind, slug in names.values_list("kind", "slug"))
