"""What people do to items in these tests, in one line each."""

import json

from publishing import lifecycle
from publishing.models import Publication, Publishable, Submission


def edit(item: Publishable, by=None, **fields) -> Publishable:
    """Change the item's row as the admin does, recorded as `by`'s (None: nobody's)."""
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()
    lifecycle.edited(item, by=by)
    return item


def edit_unseen(item: Publishable, **fields) -> None:
    """Change the item's row by a way that records nothing."""
    type(item).objects.filter(pk=item.pk).update(**fields)


def publication(item: Publishable) -> Publication:
    return Publication.objects.get(pk=item.pk)


def document(item: Publishable) -> dict:
    return json.loads(publication(item).documents["v1.en"])


def state(submission: Submission) -> str:
    return Submission.objects.get(pk=submission.pk).state
