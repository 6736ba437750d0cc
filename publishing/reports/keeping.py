"""The one writer of what readers reported: it adds up counts, and takes what has been looked at off the lists."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F, Sum

from publishing import permission
from publishing.dates import today
from publishing.permission import Refusal
from publishing.reports.models import Report

MOST_OF_ONE, MOST_OF_ITEM = 50, 200  # that are counted a day, of one problem and of one item
KEPT = timedelta(days=180)


class Reported(NamedTuple):
    """What was reported. `channel`: empty where it is the item itself."""

    kind: str
    uid: UUID
    slug: str
    channel: str
    problem: str
    on: date


def add(counts: Mapping[Reported, int]) -> None:
    """Add these. More of an item than a day may have are not counted, so that a flood makes nothing grow."""
    with transaction.atomic():
        for reported, count in counts.items():
            _add(reported, count)


def _add(reported: Reported, count: int) -> None:
    of_item = Report.objects.filter(uid=reported.uid, on=reported.on)
    counted = of_item.aggregate(all=Sum("count", default=0))["all"]
    of_one = of_item.filter(channel=reported.channel, problem=reported.problem)
    held = of_one.values_list("count", flat=True).first() or 0
    more = min(count, MOST_OF_ITEM - counted, MOST_OF_ONE - held)
    if more <= 0 or of_one.update(count=F("count") + more):
        return
    Report.objects.filter(on__lt=today() - KEPT).delete()
    try:
        with transaction.atomic():
            Report.objects.create(**reported._asdict(), count=more)
    except IntegrityError:  # another process has made the row meanwhile
        of_one.update(count=F("count") + more)


def dismiss(uid: UUID, channel: str, problem: str, shown: int, by: User) -> None:
    """Somebody has looked at so many of these, the oldest first. Whatever was reported since stays."""
    permission.require(by, "submit_item", "look at what readers report")
    with transaction.atomic():
        rows = Report.objects.select_for_update().filter(uid=uid, channel=channel, problem=problem, count__gt=F("seen"))
        held = list(rows.order_by("on", "pk"))
        if not held or shown <= 0:
            raise Refusal("Somebody has looked at these already.")
        for row in held:
            looked_at = min(row.count - row.seen, shown)
            shown -= looked_at
            if looked_at:
                row.seen, row.seen_by, row.seen_on = row.seen + looked_at, by, today()
                row.save(update_fields=["seen", "seen_by", "seen_on"])
