"""Whether items' rows are what the forms would have accepted: rows can be changed by ways that no form sees."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from publishing import constraints
from publishing.batches import batches
from publishing.models import Part, Publication, Publishable
from publishing.registry import kind_of

Key = models.ForeignKey[Any, Any]


def fault(item: Publishable) -> str:
    """What is wrong with the item, or with the first of its parts that is, in words; empty when all is well."""
    return next(faults([item]))


def faults(items: Sequence[Publishable]) -> Iterator[str]:
    """The same of each of these, which are cleaned as a form cleans them: in memory alone.

    The databases are asked in a few statements, however many items there are, but for what is unusual.
    """
    rows = [(item, *(part for name in kind_of(item).parts for part in getattr(item, name).all())) for item in items]
    _ask_of_slugs(items)
    _ask_of_keys([row for own in rows for row in own])
    return map(_first_fault, rows)


def _first_fault(rows: Iterable[Publishable | Part]) -> str:
    for row in rows:
        try:
            row.full_clean()
        except ValidationError as error:
            return _in_words(row, error)
    return ""


def _ask_of_slugs(items: Sequence[Publishable]) -> None:
    """Which of them no other row of the kind has, and under which each has been public."""
    public: dict[Any, str] = {}
    holders = defaultdict[tuple[type[Publishable], str], set[Any]](set)
    for some in batches(items):
        public |= Publication.objects.filter(uid__in=[one.pk for one in some]).values_list("uid", "slug")
        for model in {type(one) for one in some}:
            held = model._base_manager.filter(slug__in={one.slug for one in some if type(one) is model})
            for slug, uid in held.order_by().values_list("slug", "pk"):
                holders[model, slug].add(uid)
    for item in items:
        if holders[type(item), item.slug] <= {item.pk}:
            item.known, item.slug_in_public = {*item.known, "slug"}, public.get(item.pk, "")


def _ask_of_keys(rows: Sequence[Publishable | Part]) -> None:
    """Which rows there are that these point at. What is among them already is not read again when it is asked for."""
    at_hand = {(type(row), row.pk): row for row in rows}
    pointing = [(row, key) for row in rows for key in _keys(row) if getattr(row, key.attname) is not None]
    wanted = defaultdict[type[models.Model], set[Any]](set)
    for row, key in pointing:
        wanted[_target(key)].add(getattr(row, key.attname))
    there = {
        (model, uid)
        for model, uids in wanted.items()
        for some in batches(list(uids))
        for uid in model._base_manager.filter(pk__in=some).order_by().values_list("pk", flat=True)
    }
    for row, key in pointing:
        target = (_target(key), getattr(row, key.attname))
        if target in there:
            row.known = {*row.known, key.name}
        if target in at_hand and not key.is_cached(row):
            setattr(row, key.name, at_hand[target])


def _keys(row: models.Model) -> list[Key]:
    """Those that name the rows they point at, whichever these are, by the primary key."""
    keys = (field for field in row._meta.concrete_fields if isinstance(field, models.ForeignKey))
    return [key for key in keys if key.target_field.primary_key and not key.get_limit_choices_to()]


def _target(key: Key) -> type[models.Model]:
    model: type[models.Model] = key.remote_field.model
    return model


def _in_words(row: models.Model, error: ValidationError) -> str:
    return " ".join(
        " ".join(messages) if field == "__all__" else f"{constraints.label(row, field)}: {' '.join(messages)}"
        for field, messages in error.message_dict.items()
    )
