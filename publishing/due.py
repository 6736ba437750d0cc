"""What of all that is public somebody should look at again: what readers reported, then what is due longest.

An item may stand in several. None of it is worked out for readers: what they are told was written when it was due.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from publishing.dates import today
from publishing.links import showing
from publishing.models import Publication, Publishable
from publishing.registry import kinds
from publishing.reports import showing as reports
from publishing.upkeep import CALLED

OVERDUE, SOON, NEVER, NUMBERS, LINKS = "overdue", "soon", "never-checked", "numbers", "links"
REPORTED = "reported"
ORDER = ("keys__upkeep__due_on", "-kind", "slug")
WITHIN, TRIED_WITHIN = timedelta(days=30), timedelta(days=91)
TITLES = {
    OVERDUE: "Overdue",
    SOON: "Due in 30 days",
    NEVER: "Never checked",
    NUMBERS: "Numbers not tried for three months",
    LINKS: "Links to look at",
    REPORTED: "Reported by readers",
}
ABOUT = {
    OVERDUE: "The day by which somebody had to look again has passed. Readers are told that it may be out of date.",
    SOON: "The day by which somebody has to look again is within a month.",
    NEVER: "It was put together from published sources, or changed since: nobody has called, read its page or asked.",
    NUMBERS: "Nobody is on record as having called or written to these numbers in the last three months.",
    LINKS: "A web address of these is broken or suspect, or has moved. “Links”, on the page of each, says which.",
    REPORTED: "Readers said that something of these is wrong. “Reports”, on the page of each, says what.",
}


def listed(name: str) -> "QuerySet[Publication]":
    """The public items of a list, without their documents; `KeyError` for a list that there is none of."""
    live = Publication.objects.filter(state=Publication.LIVE)
    narrowed = _NARROWED[name](live)
    is_reported = Exists(reports.unseen().filter(uid=OuterRef("pk")))
    ordered = narrowed.annotate(is_reported=is_reported).order_by("-is_reported", *ORDER)
    return ordered.defer("snapshot", "documents")


def counts() -> dict[str, int]:
    """How many items stand in each list: one query each, however many there are."""
    return {name: listed(name).order_by().count() for name in TITLES}


def titled(publications: Sequence[Publication]) -> list[tuple[Publication, str]]:
    """Each with what editors call it: one query for each kind among them."""
    names: dict[object, str] = {}
    for kind in kinds().values():
        own = [one.uid for one in publications if one.kind == kind.name]
        names |= {row.pk: _name(row) for row in kind.model._base_manager.filter(pk__in=own)} if own else {}
    return [(one, names.get(one.uid, one.slug)) for one in publications]


def _name(row: Publishable) -> str:
    return str(row)


def _overdue(live: "QuerySet[Publication]") -> "QuerySet[Publication]":
    return live.filter(keys__upkeep__due_on__lt=str(today()))


def _soon(live: "QuerySet[Publication]") -> "QuerySet[Publication]":
    return live.filter(keys__upkeep__due_on__gte=str(today()), keys__upkeep__due_on__lte=str(today() + WITHIN))


def _never(live: "QuerySet[Publication]") -> "QuerySet[Publication]":
    return live.filter(keys__upkeep__is_checked=False)


def _linking(live: "QuerySet[Publication]") -> "QuerySet[Publication]":
    return live.filter(pk__in=showing.items().order_by().values("uid"))


def _reported(live: "QuerySet[Publication]") -> "QuerySet[Publication]":
    return live.filter(pk__in=reports.unseen().order_by().values("uid"))


def _untried(live: "QuerySet[Publication]") -> "QuerySet[Publication]":
    since = today() - TRIED_WITHIN
    found = live.none()
    for kind in kinds().values():
        if kind.untried:
            found = found | live.filter(pk__in=kind.untried(since).order_by().values("pk"))
    called = live.filter(keys__upkeep__how=CALLED, keys__upkeep__on__gte=str(since))
    return found.exclude(pk__in=called.values("pk"))


_NARROWED = {
    OVERDUE: _overdue,
    SOON: _soon,
    NEVER: _never,
    NUMBERS: _untried,
    LINKS: _linking,
    REPORTED: _reported,
}
