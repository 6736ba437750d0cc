"""How much one person may take down alone: one item at once, a few in an hour, and never the last of a group.

Counted in the record and among the publications, under the lock on the edition number, never from what was kept aside.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.utils import timezone

from publishing.models import Publication, Record
from publishing.registry import kinds

MOST, WITHIN = 5, timedelta(hours=1)


def why_not(publications: Sequence[Publication], by: str) -> str:
    """Why it takes two people to take these down, in words; empty where `by`, a user name, may do it alone."""
    if len(publications) > 1:
        return "To take down several items at once takes two people."
    if _has_done_enough(by):
        return f"You have taken down {MOST} items within an hour. For any more it takes two people."
    if emptied := sorted(set(_emptied(publications))):
        return f"This is the last of {', of '.join(emptied)}, so to take it down takes two people."
    return ""


def _has_done_enough(by: str) -> bool:
    """Whether of what they took down alone the last few were within the hour, in the order of the record."""
    alone = Record.objects.filter(action="withdrawn", by=by, submitted_by="").order_by("-number")
    last = list(alone.values_list("at", flat=True)[:MOST])
    return len(last) == MOST and last[-1] > timezone.now() - WITHIN


def _emptied(publications: Sequence[Publication]) -> Iterator[str]:
    """The groups, in words, that would have nothing public left."""
    for kind in kinds().values():
        gone = [one for one in publications if one.kind == kind.name]
        left = {group for one in gone for group in kind.groups(one)}
        if left:
            others = Publication.objects.filter(kind=kind.name, state=Publication.LIVE)
            for other in others.exclude(pk__in=[one.pk for one in gone]).only("kind", "slug", "keys").iterator():
                left.difference_update(kind.groups(other))
        yield from left
