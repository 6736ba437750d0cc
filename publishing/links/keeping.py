"""The one writer of what is known of links. What came of each is kept at once, so that whoever is stopped goes on."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q, QuerySet

from publishing import permission
from publishing.batches import batches
from publishing.dates import today
from publishing.links import outcomes
from publishing.links.collecting import Found
from publishing.links.models import Link, LinkUse
from publishing.links.outcomes import Visit
from publishing.permission import Refusal
from publishing.reaching import addresses

DAYS_KEPT = 30  # of tries


@transaction.atomic
def take_stock(found: Mapping[str, Found]) -> None:
    """Which addresses there are now, and where. What is known of one that nothing gives any more is let go."""
    LinkUse.objects.all().delete()
    for urls in batches(sorted(found)):
        Link.objects.bulk_create([Link(url=url, first_seen=today()) for url in urls], ignore_conflicts=True)
    held = {link.url: link for link in Link.objects.only("url")}
    for some in batches([link.pk for url, link in held.items() if url not in found]):
        Link.objects.filter(pk__in=some).delete()
    for uses in batches(list(_uses(found, held))):
        LinkUse.objects.bulk_create(uses, ignore_conflicts=True)  # another run may be at it


def _uses(found: Mapping[str, Found], held: Mapping[str, Link]) -> Iterator[LinkUse]:
    for url, one in found.items():
        for use in one.uses.values():
            use.link = held[url]
            yield use


def due(every: int) -> QuerySet[Link]:
    """Those to be asked for today, what has waited longest first: each after so many days, a suspect one daily."""
    is_old = Q(tried_on__lte=today() - timedelta(days=every), tried_on__lt=today())
    is_suspect = Q(tried_on__lt=today(), verdict=outcomes.SUSPECT)
    found = Link.objects.filter(Q(tried_on=None) | is_old | is_suspect)
    return found.order_by(F("tried_on").asc(nulls_first=True), "url")


@transaction.atomic
def keep(pk: int, visit: Visit) -> tuple[Link, bool] | None:
    """What came of a visit today; and whether the link is found to be broken by it. None: it is public no more."""
    link = Link.objects.select_for_update().filter(pk=pk).first()
    if link is None:
        return None
    day = str(today())
    if link.newest.get("on") == day and link.newest["outcome"] == visit.outcome:
        link.newest["times"] += visit.times
    else:
        link.tries.append({"on": day, "outcome": visit.outcome, "times": visit.times})
    link.tries, link.tried_on = link.tries[-DAYS_KEPT:], today()
    link.title = visit.title or link.title
    if visit.outcome == outcomes.OK:
        _is_right(link)
        link.moved_to = visit.moved_to if _may_be_proposed(link.url, visit.moved_to) else ""
    link.verdict = outcomes.verdict(link.tries)
    is_news = link.verdict == outcomes.BROKEN and link.broken_on is None
    link.broken_on = (link.broken_on or today()) if link.verdict == outcomes.BROKEN else None
    link.save()
    return link, is_news


@transaction.atomic
def accept(pk: int, title: str, by: User) -> None:
    """Somebody has looked: the page is the right one, although its title told otherwise. `title`: that they saw."""
    permission.require(by, "submit_item", "say that a page is right")
    link = Link.objects.select_for_update().filter(pk=pk).first()
    if link is None or link.newest.get("outcome") not in outcomes.ODD or link.title != title:
        raise Refusal("What is known of this address has changed since you opened the page. Look again.")
    link.accepted = link.newest["outcome"]
    link.tries.append({"on": str(today()), "outcome": outcomes.OK, "times": 1})
    _is_right(link)
    link.verdict = outcomes.verdict(link.tries)
    link.save()


def _is_right(link: Link) -> None:
    link.last_ok, link.known_title = today(), link.title


def _may_be_proposed(url: str, moved_to: str) -> bool:
    """Never from an address that is encrypted to one that is not."""
    schemes = ("https", "http") if url.startswith("http:") else ("https",)
    is_short = 0 < len(moved_to) <= 500
    return is_short and moved_to != url and not addresses.fault(moved_to, schemes)
