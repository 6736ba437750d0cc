"""An item and its parts as one JSON text, and back.

A snapshot is what is approved, digested and kept; documents are made from it and never from rows. It is read
strictly: an unknown model or field, or a missing field without a declared default, stops the reading with its name,
so that no value is lost in silence ("maximum_age" must never turn into "no limit").

When a field is renamed or removed, raise the model's `shape` and register an upgrade from the shape before:
a function that takes and returns a `Snapshot`. Stored snapshots stay as they were approved, digest and all.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypedDict, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from publishing.models import Part, Publishable, Submission
from publishing.registry import Kind, kind_of, kinds


class Row(TypedDict):
    """The fields of one row by name, as JSON has them."""

    pk: str
    fields: dict[str, Any]


class Snapshot(TypedDict):
    """`parts`: by the names that the kind has for them, each in its order."""

    kind: str
    shape: int
    item: Row
    parts: dict[str, list[Row]]


Upgrade = Callable[[Snapshot], Snapshot]
M = TypeVar("M", bound=models.Model)
_upgrades: dict[tuple[str, int], Upgrade] = {}


class SnapshotError(Exception):
    """A snapshot cannot be read as it stands; the message names what it stumbled over."""


def upgrades(kind: str, shape: int) -> Callable[[Upgrade], Upgrade]:
    """Register the decorated function as the way from `shape` to `shape + 1` of `kind`."""

    def register(function: Upgrade) -> Upgrade:
        _upgrades[kind, shape] = function
        return function

    return register


def take(item: Publishable) -> str:
    """The item and its parts as they are in the database now. Equal content gives equal text."""
    kind = kind_of(item)
    return of_rows(kind, with_parts(kind).get(pk=item.pk))


def with_parts(kind: Kind) -> "models.QuerySet[Publishable]":
    """The items of a kind as `of_rows` wants them: one query, and one for each piece, however many they are."""
    parts = (models.Prefetch(name, _in_order(kind, name)) for name in kind.parts)
    return kind.model._base_manager.prefetch_related(*parts)


def rows(asked: Iterable[Publishable | Submission]) -> dict[UUID, Publishable]:
    """The items as they are in the database now, as `of_rows` wants them, by their uids; none of one that is gone."""
    by_kind: dict[str, set[UUID]] = {}
    for one in asked:
        name = kind_of(one).name if isinstance(one, Publishable) else one.kind
        by_kind.setdefault(name, set()).add(one.uid)
    found: dict[UUID, Publishable] = {}
    for name, uids in by_kind.items():
        found |= with_parts(kinds()[name]).in_bulk(uids)
    return found


def of_rows(kind: Kind, fresh: Publishable) -> str:
    """The snapshot of an item that `with_parts` has just read."""
    parts = {name: [_frozen(part, _back(kind, name)) for part in getattr(fresh, name).all()] for name in kind.parts}
    item = _frozen(fresh, kind.model.not_in_snapshot)
    return written({"kind": kind.name, "shape": kind.model.shape, "item": item, "parts": parts})


def of_new(item: Publishable, parts: Iterable[Part]) -> str:
    """The snapshot that an item and its parts would have if they were saved; nothing is read from the database."""
    kind, rows = kind_of(item), sorted(parts, key=lambda part: (part.position, part.pk))
    own = {
        name: [_frozen(part, _back(kind, name)) for part in rows if isinstance(part, kind.part(name))]
        for name in kind.parts
    }
    frozen = _frozen(item, kind.model.not_in_snapshot)
    return written({"kind": kind.name, "shape": kind.model.shape, "item": frozen, "parts": own})


def of_today(text: str) -> str:
    """The same content in the shape of today."""
    item = hydrate(text)
    return of_rows(kind_of(item), item)


def kind_in(text: str) -> Kind:
    return kinds()[current(text)["kind"]]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def hydrate(text: str) -> Publishable:
    """The item as unsaved objects with its parts prefetched; nothing is read from or written to the database."""
    data = current(text)
    kind = kinds()[data["kind"]]
    item = _thawed(kind.model, data["item"], kind.model.not_in_snapshot)
    prefetched: dict[str, models.QuerySet[Part]] = {}
    for name in kind.parts:
        back = _back(kind, name)
        parts = [_thawed(kind.part(name), part, back) for part in data["parts"][name]]
        for number, part in enumerate(parts, start=1):
            part.number = number
            for field in back:
                setattr(part, field, item)
        prefetched[getattr(kind.model, name).rel.get_accessor_name()] = _at_hand(kind.part(name), parts)
    item._prefetched_objects_cache = prefetched  # type: ignore[attr-defined]  # Django has no other way to say so
    return item


def _at_hand(model: type[Part], parts: list[Part]) -> models.QuerySet[Part]:
    """These, as if they had been read; whoever asks for others than all of them gets none."""
    related: models.QuerySet[Part] = models.QuerySet(model)
    related.query.set_empty()
    related._result_cache, related._prefetch_done = parts, True  # type: ignore[attr-defined]  # as Django's prefetching
    return related


def value(text: str, name: str) -> Any:
    """What a snapshot says of one field of the item itself, as `hydrate` has it."""
    data = current(text)
    model = kinds()[data["kind"]].model
    values = {**getattr(model, "snapshot_defaults", {}), **data["item"]["fields"]}
    field = next(one for one in _fields(model, model.not_in_snapshot) if one.name == name)
    if name not in values:
        raise SnapshotError(f"{model._meta.label_lower}: missing field “{name}”")
    return field.to_python(values[name])


def current(text: str) -> Snapshot:
    """The snapshot in the present shape, upgraded step by step from the shape it was taken in."""
    data = _read(text)
    if data["kind"] not in kinds():
        raise SnapshotError(f"unknown kind “{data['kind']}”")
    kind = kinds()[data["kind"]]
    while data["shape"] != kind.model.shape:
        upgrade = _upgrades.get((kind.name, data["shape"]))
        if upgrade is None:
            raise SnapshotError(f"no upgrade of “{kind.name}” from shape {data['shape']}")
        data = {**upgrade(data), "shape": data["shape"] + 1}
    if set(data["parts"]) != set(kind.parts):
        odd = sorted(set(data["parts"]) ^ set(kind.parts))
        raise SnapshotError(f"{kind.name}: parts unknown or missing: {', '.join(odd)}")
    return data


def _read(text: str) -> Snapshot:
    with suppress(ValueError):
        data = json.loads(text)
        if (set(data) if isinstance(data, dict) else set()) == Snapshot.__required_keys__:
            snapshot: Snapshot = data
            return snapshot
    raise SnapshotError("the text is not a snapshot")


def write_back(text: str) -> Publishable:
    """Make the rows what the snapshot says: the item saved, its parts replaced. The caller holds the transaction."""
    item = hydrate(text)
    kind = kind_of(item)
    kept = kind.model._base_manager.filter(pk=item.pk).values("pk", *kind.model.not_in_snapshot).first() or {}
    for field, value in kept.items():
        setattr(item, field, value)
    for name in reversed(kind.parts):
        kind.part(name)._base_manager.filter(**dict.fromkeys(_back(kind, name), item.pk)).delete()
    item.save(force_insert=not kept)
    for name in kind.parts:
        kind.part(name)._base_manager.bulk_create(getattr(item, name).all())
    return item


def _back(kind: Kind, name: str) -> frozenset[str]:
    """The name of the part's field that points back at the item."""
    return frozenset({getattr(kind.model, name).rel.field.name})


def _in_order(kind: Kind, name: str) -> models.QuerySet[Part]:
    return kind.part(name)._base_manager.order_by("position", "uid")


def _fields(model: type[models.Model], left_out: frozenset[str]) -> "list[models.Field[Any, Any]]":
    return [f for f in model._meta.concrete_fields if not f.primary_key and f.name not in left_out]


def _frozen(row: models.Model, left_out: frozenset[str]) -> Row:
    fields = {field.name: field.value_from_object(row) for field in _fields(type(row), left_out)}
    return {"pk": str(row.pk), "fields": fields}


def _thawed(model: type[M], data: Row, left_out: frozenset[str]) -> M:
    label = model._meta.label_lower
    if set(data) != Row.__required_keys__:
        raise SnapshotError(f"{label}: not a frozen row")
    known = {field.name: field for field in _fields(model, left_out)}
    values = {**getattr(model, "snapshot_defaults", {}), **data["fields"]}
    for odd in sorted(set(values) ^ set(known)):
        raise SnapshotError(f"{label}: {'unknown' if odd in values else 'missing'} field “{odd}”")
    row = model(pk=model._meta.pk.to_python(data["pk"]))
    for name, field in known.items():
        try:
            setattr(row, field.attname, field.to_python(values[name]))
        except ValidationError:
            raise SnapshotError(f"{label}: the value of “{name}” can't be read") from None
    row._state.adding = False
    row._state.db = "default"
    return row


def written(data: Snapshot) -> str:
    """The one text of a snapshot."""
    return json.dumps(data, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
