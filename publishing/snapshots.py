"""An item and its parts as one JSON text, and back.

A snapshot is what is approved, digested and kept; documents are made from it and never from rows. It is read
strictly: an unknown model or field, or a missing field without a declared default, stops the reading with its name,
so that no value is lost in silence ("maximum_age" must never turn into "no limit").

    {"kind": "service", "shape": 1, "item": {"pk": …, "fields": {…}}, "parts": {"channels": [{"pk": …, "fields": {…}}]}}

When a field is renamed or removed, raise the model's `shape` and register an upgrade from the shape before:
a function that takes and returns the dictionary above. Stored snapshots stay as they were approved, digest and all.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from publishing.models import Part, Publishable
from publishing.registry import Kind, kind_of, kinds

MEMBERS = {"kind", "shape", "item", "parts"}
Upgrade = Callable[[dict], dict]
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
    fresh = kind.model._base_manager.get(pk=item.pk)
    return _text(
        {
            "kind": kind.name,
            "shape": kind.model.shape,
            "item": _frozen(fresh, kind.model.not_in_snapshot),
            "parts": {name: [_frozen(part, _back(kind, name)) for part in _parts(fresh, name)] for name in kind.parts},
        }
    )


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def hydrate(text: str) -> Publishable:
    """The item as unsaved objects with its parts prefetched; nothing is read from or written to the database."""
    data = current(text)
    kind = kinds()[data["kind"]]
    item = _thawed(kind.model, data["item"], kind.model.not_in_snapshot)
    item._prefetched_objects_cache = {}
    for name in kind.parts:
        back = _back(kind, name)
        parts = [_thawed(_part_model(kind, name), part, back) for part in data["parts"][name]]
        for number, part in enumerate(parts, start=1):
            part.number = number
            for field in back:
                setattr(part, field, item)
        related = getattr(item, name).all()
        related._result_cache, related._prefetch_done = parts, True
        item._prefetched_objects_cache[getattr(kind.model, name).rel.get_accessor_name()] = related
    return item


def current(text: str) -> dict:
    """The snapshot's dictionary in the present shape, upgraded step by step from the shape it was taken in."""
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


def _read(text: str) -> dict:
    try:
        data = json.loads(text)
    except ValueError:
        data = None
    if not isinstance(data, dict) or set(data) != MEMBERS:
        raise SnapshotError("the text is not a snapshot")
    return data


def write_back(text: str) -> Publishable:
    """Make the rows what the snapshot says: the item saved, its parts replaced. The caller holds the transaction."""
    item = hydrate(text)
    kind = kind_of(item)
    kept = kind.model._base_manager.filter(pk=item.pk).values("pk", *kind.model.not_in_snapshot).first() or {}
    for field, value in kept.items():
        setattr(item, field, value)
    for name in reversed(kind.parts):
        _part_model(kind, name)._base_manager.filter(**dict.fromkeys(_back(kind, name), item.pk)).delete()
    item.save(force_insert=not kept)
    for name in kind.parts:
        _part_model(kind, name)._base_manager.bulk_create(getattr(item, name).all())
    return item


def _part_model(kind: Kind, name: str) -> type[Part]:
    return getattr(kind.model, name).rel.related_model


def _back(kind: Kind, name: str) -> frozenset[str]:
    """The name of the part's field that points back at the item."""
    return frozenset({getattr(kind.model, name).rel.field.name})


def _parts(item: Publishable, name: str) -> models.QuerySet:
    return getattr(item, name).order_by("position", "uid")


def _fields(model: type[models.Model], left_out: frozenset[str]) -> list[models.Field]:
    return [f for f in model._meta.concrete_fields if not f.primary_key and f.name not in left_out]


def _frozen(row: models.Model, left_out: frozenset[str]) -> dict[str, Any]:
    fields = {field.name: field.value_from_object(row) for field in _fields(type(row), left_out)}
    return {"pk": row.pk, "fields": fields}


def _thawed(model: type[models.Model], data: dict, left_out: frozenset[str]) -> Any:
    label = model._meta.label_lower
    if set(data) != {"pk", "fields"}:
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


def _text(data: dict) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
