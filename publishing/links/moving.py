"""Taking the address that a page has moved to, into the rows of an item: an edit like any other, by whoever accepts it.

Nothing is published by that: it is submitted, and approved by somebody else, as whatever an editor types.
"""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models

from publishing import lifecycle, permission, snapshots
from publishing.links.models import Link
from publishing.models import Part, Publishable
from publishing.permission import Refusal
from publishing.registry import kind_of


def take(link: Link, moved_to: str, item: Publishable, by: User) -> int:
    """Put `moved_to`, which was shown, into the rows of the item wherever they have the address; in how many places."""
    permission.require(by, "submit_item", "change addresses")
    with lifecycle.locked():
        held = Link.objects.filter(pk=link.pk).first()
        if held is None or not moved_to or held.moved_to != moved_to:
            raise Refusal("What is known of this address has changed since you opened the page. Look again.")
        changed = [row for row in _rows(item) if _is_changed(row, held.url, moved_to)]
        if not changed:
            raise Refusal("The working copy does not have this address any more, so there is nothing to change.")
        for row in changed:
            _save(row)
        lifecycle.edited(item, by)
    return len(changed)


def _rows(item: Publishable) -> Iterator[Publishable | Part]:
    """The item and its parts, as they are in the database now."""
    kind = kind_of(item)
    held = snapshots.with_parts(kind).get(pk=item.pk)
    yield held
    for name in kind.parts:
        yield from getattr(held, name).all()


def _is_changed(row: Publishable | Part, url: str, moved_to: str) -> bool:
    """Every field that holds that address and nothing else has the new one, with the place on the page it named."""
    before = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    for field in row._meta.concrete_fields:
        value = before[field.attname]
        if isinstance(field, models.CharField | models.TextField) and isinstance(value, str):
            address, mark, place = value.partition("#")
            if address == url:
                setattr(row, field.attname, f"{moved_to}{mark}{place}")
    return any(getattr(row, name) != value for name, value in before.items())


def _save(row: Publishable | Part) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        said = " ".join(dict.fromkeys(error.messages))
        raise Refusal(f"The new address can't be taken by itself, so change it in the form: {said}") from None
    row.save()
