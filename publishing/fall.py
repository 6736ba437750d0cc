"""When so much has been taken down in so short a time that what is left must not pass for all there is.

Each tombstone says whether it is *missing*: taken down within a day of the last that was, or since before a fall that
nobody has confirmed. Of a kind that help cannot be without, more missing than public is a fall: less than half of it is
left. So is it where some of it is public, and none of that is given to anybody at present. It goes with the edition, so
a restart forgets nothing. It ends when enough has come back, or when two people confirm that what is left is all there
is.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

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
        items = ((one.kind, one.is_live, one.keys) for one in edition.items.values())
        known = edition.memo["restored"] = _is_short(items)
        if known and edition.number:
            log.critical("edition %s lacks most of the help or all advice, so help says it is restored", edition.number)
    return known


def has_fallen() -> bool:
    """The same of the publications as the database holds them."""
    public = Publication.objects.order_by().values_list("kind", "state", "keys")
    return _is_short((kind, state == Publication.LIVE, keys) for kind, state, keys in public)


def missing() -> QuerySet[Publication]:
    """The tombstones that count."""
    return Publication.objects.filter(state=Publication.WITHDRAWN, keys__missing=True)


def settled() -> list[Publication]:
    """The tombstones that need count no longer: a day has passed, and what was left was enough. Not saved yet."""
    if has_fallen():
        return []
    lately = Record.objects.filter(action="withdrawn", at__gt=timezone.now() - COUNTS_FOR).values_list("uid", flat=True)
    return [count_no_longer(one) for one in missing().exclude(pk__in=list(lately))]


def count_no_longer(tombstone: Publication) -> Publication:
    tombstone.keys = {name: value for name, value in tombstone.keys.items() if name not in MISSING}
    return tombstone


def _is_short(items: Iterable[tuple[str, bool, Mapping[str, Any]]]) -> bool:
    """`items`: the kind of each, whether it is live, and its keys."""
    needed = {kind.name: kind.needed for kind in kinds().values() if kind.needed is not None}
    live, gone, given = Counter[str](), Counter[str](), Counter[str]()
    for kind, is_live, keys in items:
        if kind in needed:
            live[kind] += is_live
            gone[kind] += not is_live and bool(keys.get("missing"))
            given[kind] += is_live and kinds()[kind].is_given(keys)
    return any(live[kind] < max(gone[kind], least) or bool(live[kind]) > given[kind] for kind, least in needed.items())
