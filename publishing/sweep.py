"""What is public, or in the rows, and would be refused today: what a rule came too late for."""

from collections.abc import Iterator

import orjson
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from publishing import plain_text, snapshots, validity
from publishing.batches import batches
from publishing.models import Concern, Edit, Publication, Publishable
from publishing.registry import kinds


def sweep() -> list[Concern]:
    """Look through everything, and keep what was found for the home page. Some 2 ms an item."""
    found = [*_public(), *_rows()]
    Concern.objects.all().delete()
    return Concern.objects.bulk_create(found)


def unanswered() -> QuerySet[Concern]:
    """What the newest sweep found, without what has been edited, published anew or withdrawn since."""
    edited = Edit.objects.filter(uid=OuterRef("uid"), at__gt=OuterRef("found_at"))
    still = Publication.objects.filter(
        uid=OuterRef("uid"), state=Publication.LIVE, published_at__lte=OuterRef("found_at")
    )
    return Concern.objects.filter(Q(Exists(still), is_public=True) | Q(~Exists(edited), is_public=False))


def _public() -> Iterator[Concern]:
    live = Publication.objects.filter(state=Publication.LIVE)
    for publication in live.only("kind", "uid", "slug", "documents").order_by("kind", "slug").iterator():
        if fault := plain_text.fault([orjson.loads(text) for text in publication.documents.values()]):
            yield _concern(publication.kind, publication, fault, is_public=True)


def _rows() -> Iterator[Concern]:
    for kind in kinds().values():
        for some in batches(list(kind.model._base_manager.order_by("slug").values_list("pk", flat=True))):
            items = sorted(snapshots.with_parts(kind).in_bulk(some).values(), key=lambda item: item.slug)
            for item, fault in zip(items, validity.faults(items), strict=True):
                if fault:
                    yield _concern(kind.name, item, fault, is_public=False)


def _concern(kind: str, item: Publishable | Publication, fault: str, is_public: bool) -> Concern:
    return Concern(kind=kind, uid=item.pk, slug=item.slug, is_public=is_public, fault=fault, found_at=timezone.now())
