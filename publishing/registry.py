"""What a content app tells `publishing` of a kind of content. Found by registration, never by import.

An app registers its kinds in `apps.py`; house tests walk `kinds()`, so a new kind is covered before its author
writes a test for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from publishing.edition import Layout
from publishing.models import Publishable


@dataclass(frozen=True)
class Lender:
    """What an item may show of another: the other's public document."""

    uid: UUID
    slug: str
    document: Mapping[str, Any]


Lenders = Mapping[UUID, Lender]


@dataclass(frozen=True)
class Kind:
    """A kind of public content.

    `parts`: the related names of its `Part`s, in the order they are frozen.
    `document(item, lenders)`, `keys(item, lenders)`: pure functions of a hydrated snapshot and of the public
    documents it borrows from; they must not touch the database.
    `lenders(item)`: the uids it borrows from, and whether it cannot be public without each.
    """

    name: str
    plural: str
    model: type[Publishable]
    layout: Layout
    document: Callable[[Any, Lenders], dict]
    keys: Callable[[Any, Lenders], dict]
    parts: tuple[str, ...] = ()
    lenders: Callable[[Any], Mapping[UUID, bool]] = lambda item: {}


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> Mapping[str, Kind]:
    return _kinds


def kind_of(item: Publishable | type[Publishable]) -> Kind:
    """The kind of an item or model; `KeyError` for a model that nobody registered."""
    model = item if isinstance(item, type) else type(item)
    for kind in _kinds.values():
        if kind.model is model or kind.model is model._meta.concrete_model:
            return kind
    raise KeyError(f"{model.__name__} is not a registered kind of content")


def layouts() -> dict[str, Layout]:
    return {name: kind.layout for name, kind in _kinds.items()}
