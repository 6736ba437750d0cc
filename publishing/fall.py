"""When so much has been taken down in so short a time that what is left must not pass for all there is.

Each tombstone says whether it is *missing*: taken down within a day of the last that was, or since before a fall that
nobody has confirmed. Of a kind that help cannot be without, more missing than public is a fall: less than half of it is
left. It goes with the edition, so a restart forgets nothing. It ends when enough has come back, or when
two people confirm that what is left is all there is.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from publishing.edition import Edition
from publishing.models import Publication, Record
from publishing.registry import kinds

log = logging.getLogger("helpapi.keeper")
MISSING = {"missing": True}  # the keys of a tombstone that counts
COUNTS_FOR = timedelta(hours=24)


def is_being_restored(edition: Edition) -> bool:
    """Whether help cannot be given from this edition as if it were whole. Worked out once an edition."""
    known: bool | None = edition.memo.get("restored")
    if known is None:
        items = ((one.kind, one.is_live, one.keys == MISSING) for one in edition.items.values())
        known = edition.memo["restored"] = _is_short(items)
        if known and edition.number:
            log.critical("edition %s lacks most of the help or all advice, so help says it is restored", edition.number)
    return known


def has_fallen() -> bool:
    """The same of the publications as the database holds them."""
    public = Publication.objects.order_by().values_list("kind", "state", "keys__missing")
    return _is_short((kind, state == Publication.LIVE, bool(missing)) for kind, state, missing in public)


def missing() -> QuerySet[Publication]:
    """The tombstones that count."""
    return Publication.objects.filter(state=Publication.WITHDRAWN, keys=MISSING)


def settled() -> list[Publication]:
    """The tombstones that need count no longer: a day has passed, and what was left was enough. Not saved yet."""
    if has_fallen():
        return []
    lately = Record.objects.filter(action="withdrawn", at__gt=timezone.now() - COUNTS_FOR).values_list("uid", flat=True)
    return [count_no_longer(one) for one in missing().exclude(pk__in=list(lately))]


def count_no_longer(tombstone: Publication) -> Publication:
    tombstone.keys = {}
    return tombstone


def _is_short(items: Iterable[tuple[str, bool, bool]]) -> bool:
    live, gone = Counter[str](), Counter[str]()
    for kind, is_live, is_missing in items:
        live[kind] += is_live
        gone[kind] += not is_live and is_missing
    needed = {kind.name: kind.needed for kind in kinds().values() if kind.needed is not None}
    return any(live[kind] < max(gone[kind], least) for kind, least in needed.items())
