"""What editors are shown of reports: those that nobody has looked at, of what is public."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, QuerySet, Sum

from publishing.models import Publication
from publishing.reports.models import Report, label
from publishing.sealing import REPRESENTATION
from publishing.wording import shortened


@dataclass(frozen=True)
class Told:
    """One problem of an item, or of one way to it. `way`: that, in words; empty: the item itself."""

    kind: str
    uid: UUID
    slug: str
    channel: str
    problem: str
    count: int
    since: date
    way: str = ""

    @property
    def words(self) -> str:
        reports = "1 report" if self.count == 1 else f"{self.count} reports"
        of = f", of {self.way}" if self.way else ""
        return f"{reports} of “{label(self.problem)}” since {self.since:%A %-d %B}{of}"


def unseen() -> QuerySet[Report]:
    """Of what is public now."""
    still = Publication.objects.filter(uid=OuterRef("uid"), state=Publication.LIVE)
    return Report.objects.filter(Exists(still), count__gt=F("seen"))


def told(uids: Collection[UUID] | None = None, most: int | None = None) -> list[Told]:
    """The most often reported first; of some items, or of all. The ways are told of one item only."""
    found = unseen() if uids is None else unseen().filter(uid__in=uids)
    sums = found.order_by().values("kind", "uid", "slug", "channel", "problem")
    rows = sums.annotate(total=Sum(F("count") - F("seen")), since=Min("on")).order_by("-total", "since", "slug")[:most]
    ways = _ways(next(iter(uids))) if uids is not None and len(uids) == 1 else {}
    return [
        Told(
            row["kind"], row["uid"], row["slug"], row["channel"], row["problem"], row["total"], row["since"],
            ways.get(row["channel"], "one way to reach it") if row["channel"] else "",
        )
        for row in rows
    ]  # fmt: skip


def count() -> int:
    """How many problems of how many items there are."""
    return unseen().order_by().values("uid", "channel", "problem").distinct().count()


def in_words(uids: Collection[UUID]) -> dict[UUID, str]:
    """Of each of these items of which something was reported: how much, in a few words."""
    rows = unseen().filter(uid__in=uids).order_by().values_list("uid").annotate(total=Sum(F("count") - F("seen")))
    return {uid: "1 report of a reader" if total == 1 else f"{total} reports of readers" for uid, total in rows}


def _ways(uid: UUID) -> dict[str, str]:
    """What is public of an item's pieces that have a uid of their own: what each says, in short."""
    publication = Publication.objects.filter(pk=uid, state=Publication.LIVE).first()
    document = json.loads(publication.documents[REPRESENTATION]) if publication else {}
    return dict(_pieces(list(document.values())))


def _pieces(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        if "uid" in value:
            yield value["uid"], shortened(str(value.get("value") or value.get("name") or "one way to reach it"), 80)
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _pieces(inner)
