"""What editors are shown of links: those of what is public now, where somebody has to look."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from publishing.links import outcomes
from publishing.links.models import Link, LinkUse
from publishing.models import Publication

TO_LOOK_AT = Q(verdict__in=[outcomes.SUSPECT, outcomes.BROKEN]) | ~Q(moved_to="")


def uses() -> QuerySet[LinkUse]:
    """Where links stand in what is public now; of a version that was not looked through there are none."""
    still = Publication.objects.filter(uid=OuterRef("uid"), version=OuterRef("version"), state=Publication.LIVE)
    return LinkUse.objects.filter(Exists(still))


def to_look_at() -> QuerySet[Link]:
    """The broken first, then the suspect, then those that have moved."""
    worst = Case(
        When(verdict=outcomes.BROKEN, then=Value(0)), When(verdict=outcomes.SUSPECT, then=Value(1)), default=Value(2)
    )
    found = Link.objects.filter(TO_LOOK_AT, Exists(uses().filter(link=OuterRef("pk"))))
    return found.annotate(worst=worst).order_by("worst", "broken_on", "url")


def of_item(uid: UUID) -> list[tuple[Link, Sequence[str]]]:
    """Those of what is public of an item, what to look at first, each with its members."""
    members: dict[int, list[str]] = {}
    for link, member in uses().filter(uid=uid).values_list("link", "member"):
        members.setdefault(link, []).append(member)
    found = Link.objects.filter(pk__in=members)
    order = {outcomes.BROKEN: 0, outcomes.SUSPECT: 1}
    held = sorted(found, key=lambda link: (order.get(link.verdict, 2 if link.moved_to else 3), link.url))
    return [(link, members[link.pk]) for link in held]


def items() -> QuerySet[LinkUse]:
    """Uses of links that somebody has to look at."""
    return uses().filter(link__in=Link.objects.filter(TO_LOOK_AT).order_by().values("pk"))


def in_words(uids: Collection[UUID]) -> dict[UUID, str]:
    """Of each of these items that gives a link to look at: how many, in a few words."""
    found: dict[UUID, dict[str, set[int]]] = {}
    said = items().filter(uid__in=uids).values_list("uid", "link", "link__verdict")
    for uid, link, verdict in said:
        word = verdict if verdict in (outcomes.BROKEN, outcomes.SUSPECT) else "moved"
        found.setdefault(uid, {}).setdefault(word, set()).add(link)
    words = {"broken": "broken", "suspect": "suspect", "moved": "moved elsewhere"}
    return {
        uid: "Links: " + ", ".join(f"{len(own[name])} {words[name]}" for name in words if name in own)
        for uid, own in found.items()
    }
