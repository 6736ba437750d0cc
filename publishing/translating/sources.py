"""The English that translations are made from: what is public of an item; until it is, what its rows say."""

from publishing import snapshots
from publishing.models import Publication, Publishable, Translation
from publishing.registry import kinds


def item_of(translation: Translation) -> Publishable | None:
    """The item as it was last published, or as it is being edited where it has not been; None where it is gone."""
    kind = kinds().get(translation.kind)
    if kind is None or kind.model is Translation:
        return None
    publication = Publication.objects.filter(uid=translation.of, kind=kind.name, state=Publication.LIVE).first()
    if publication:
        return snapshots.hydrate(publication.snapshot)
    row = kind.model._base_manager.filter(pk=translation.of).first()
    return snapshots.hydrate(snapshots.take(row)) if row else None
