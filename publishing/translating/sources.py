"""The English that translations are made from: what is public of an item; until it is, what its rows say."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from publishing import snapshots
from publishing.batches import batches
from publishing.models import Publication, Publishable, Translation
from publishing.registry import Kind, kinds


def translatable() -> list[Kind]:
    """The kinds of content that have words to be said in other languages."""
    return [kind for kind in kinds().values() if kind.words]


def items(wanted: Iterable[tuple[str, UUID]]) -> dict[UUID, Publishable]:
    """By their kinds and uids, the items as they were last published, or as they are being edited where they have not
    been; none of what is gone. A few statements, however many they are.
    """
    return {item.uid: item for item in each(wanted)}


def each(wanted: Iterable[tuple[str, UUID]]) -> Iterator[Publishable]:
    """The same one by one, so that not all of them are in memory."""
    by_kind: dict[str, list[UUID]] = {}
    for name, uid in dict.fromkeys(wanted):
        by_kind.setdefault(name, []).append(uid)
    for kind in translatable():
        for some in batches(by_kind.get(kind.name, [])):
            live = Publication.objects.order_by().filter(uid__in=some, kind=kind.name, state=Publication.LIVE)
            texts: dict[UUID, str] = dict(live.values_list("uid", "snapshot"))
            if unpublished := [uid for uid in some if uid not in texts]:
                rows = snapshots.with_parts(kind).in_bulk(unpublished)
                texts |= {uid: snapshots.of_rows(kind, row) for uid, row in rows.items()}
            yield from (snapshots.hydrate(texts[uid]) for uid in some if uid in texts)


def named(uids: Sequence[UUID]) -> list[tuple[str, UUID]]:
    """Those of these uids that there is an item of with words, each with its kind."""
    return [
        (kind.name, uid)
        for kind in translatable()
        for some in batches(uids)
        for uid in kind.model._base_manager.filter(pk__in=some).order_by().values_list("pk", flat=True)
    ]


def item_of(translation: Translation) -> Publishable | None:
    """The item of one translation; None where it is gone."""
    return items([(translation.kind, translation.of)]).get(translation.of)
