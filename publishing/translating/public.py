"""Which translations of an item may be shown: approved, not taken down, and made from the English as it is."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings

from publishing import snapshots, taken_down
from publishing.batches import batches
from publishing.models import Publication, Publishable, Translation
from publishing.translating import words


class Translations:
    """Those of `items`: of the publications of this edition first, then of those already public.

    `held`: the latter, of which nothing has been proven yet.
    """

    def __init__(self, changed: Mapping[UUID, Publication], items: Mapping[UUID, Publishable]):
        self._of: dict[UUID, list[Translation]] = {}
        others: list[Publication] = []
        for some in batches(list(items)):
            public = Publication.objects.filter(translates__in=some, state=Publication.LIVE)
            others += [one for one in public if one.uid not in changed]
        down = taken_down.known(settings.EDITIONS_FOLDER) if others else {}
        self.held = [one for one in others if not taken_down.covers(down, one)]
        mine = [one for one in changed.values() if one.translates and one.state == Publication.LIVE]
        for publication in [*mine, *self.held]:
            one = snapshots.hydrate(publication.snapshot)
            if isinstance(one, Translation):
                self._of.setdefault(one.of, []).append(one)

    def of(self, item: Publishable) -> list[Translation]:
        """In the order of their languages' tags, so that a document is the same however it comes to be made."""
        found = sorted(self._of.get(item.uid, ()), key=lambda one: one.language)
        return [one for one in found if one.made_from == words.digest(item) and not _lacks(item, one)] if found else []


def _lacks(item: Publishable, one: Translation) -> bool:
    return bool(one.texts) and bool(words.missing(item, one.texts))
