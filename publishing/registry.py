"""What a content app tells `publishing` of a kind of content. Found by registration, never by import.

An app registers its kinds in `apps.py`; house tests walk `kinds()`, so a new kind is covered before its author
writes a test for it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.views import View

from publishing.dangers import Dangers
from publishing.edition import Layout
from publishing.models import Part, Publication, Publishable
from publishing.serializers import PublicSerializer, members


@dataclass(frozen=True)
class Lender:
    """What an item may show of another: the other's public document, which there may be in other languages too."""

    uid: UUID
    slug: str
    document: Mapping[str, Any]
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def said(self, tag: str) -> "Lender":
        """The same, with the document in that language where there is one in it."""
        return replace(self, document=self.translations.get(tag, self.document))


Lenders = Mapping[UUID, Lender]
Words = Mapping[type[Publishable | Part], tuple[str, ...]]  # names of fields


@dataclass(frozen=True)
class Contact:
    """A way to reach somebody that a public document gives. `digest`: of its value, however that is written."""

    uid: str
    kind: str
    digest: str


@dataclass(frozen=True)
class Address:
    """Where the public finds a kind: the list at /api/v1/`path`, and each item below it by its slug or uid.

    `about`: what is there, in a sentence. `views`: of the list and of an item, where they are not the plain ones
    (publishing/api/addresses.py).
    """

    path: str
    about: str
    views: tuple[type[View], type[View]] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of public content.

    `address`: None where it has none of its own, but is shown with others.

    `serializer`: from a hydrated snapshot to the public document; `lenders` in its context are the public documents it
    borrows from. `keys(item, lenders)`: what it is found by. Both are pure, and must not touch the database.
    `dangers`: what a change of each public member could do to a reader (publishing/dangers.py).
    `parts`: the related names of its `Part`s, in the order they are frozen.
    `lenders(item)`: the uids it borrows from, and whether it cannot be public without each.
    `is_of_another`: the public has it only in the items that it is of.
    `words`: of its model and its parts', the fields whose texts are said in other languages (publishing/translating);
    `unsaid`: those that stand beside them, the numbers and addresses, with which every translation becomes another.
    `unfinished(items)`: of those that can't be submitted yet although nothing in them is wrong, what each lacks.
    `turns(item)`: the days on which its document changes by itself: something of it begins or ends.
    `contacts(document)`: the ways to reach somebody that a public document gives.
    `links`: the paths of its public members that are web addresses, as “sources.url”, which are looked at
    (publishing/links). `no_links`: of members with an address that are not; a house test finds what is forgotten.
    `groups(publication)`: what it stands in, each in words, of which the last is not for one person to take down.
    `untried(day)`: its rows with a number that nobody has tried since a day; None where it has no numbers.
    `is_given(keys)`: whether what is public is given to anybody at present.
    `sought(item)`: what editors find it by, besides its own texts and those of its parts (publishing/finding.py).
    `needed`: help cannot be given while less of it is public, or most of it is missing (publishing/fall.py); None where
    help does not depend on it.
    """

    name: str
    plural: str
    model: type[Publishable]
    address: Address | None
    layout: Layout
    serializer: type[PublicSerializer]
    keys: Callable[[Any, Lenders], dict[str, Any]]
    dangers: Dangers
    parts: tuple[str, ...] = ()
    lenders: Callable[[Any], Mapping[UUID, bool]] = lambda item: {}
    turns: Callable[[Any], Iterable[date]] = lambda item: ()
    contacts: Callable[[Mapping[str, Any]], Iterable[Contact]] = lambda document: ()
    links: Collection[str] = ()
    no_links: Collection[str] = ()
    groups: Callable[[Publication], Iterable[str]] = lambda publication: ()
    is_given: Callable[[Mapping[str, Any]], bool] = lambda keys: True
    sought: Callable[[Any], Iterable[str]] = lambda item: ()
    needed: int | None = None
    untried: "Callable[[date], QuerySet[Any]] | None" = None

    is_of_another: bool = False
    words: Words = field(default_factory=dict)
    unsaid: Words = field(default_factory=dict)
    unfinished: Callable[[Sequence[Any]], Mapping[UUID, str]] = lambda items: {}

    def document(self, item: Publishable, lenders: Lenders) -> dict[str, Any]:
        return members(self.serializer, item, lenders=lenders)

    def models(self) -> list[type[Publishable | Part]]:
        """Its model, and those of its parts."""
        return [self.model, *map(self.part, self.parts)]

    def part(self, name: str) -> type[Part]:
        model: type[Part] = getattr(self.model, name).rel.related_model
        return model


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> Mapping[str, Kind]:
    """Every kind by its name, in the order of registration, which is that of the links at /api/v1."""
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
