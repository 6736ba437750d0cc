"""Every public member that holds a web address is looked at, or its kind says that it is not: none is forgotten."""

import json
from collections.abc import Iterator

import pytest
from rest_framework import serializers

from publishing.models import Publication, Translation
from publishing.registry import kinds
from tests.carrying import bring_in

ADVICE = "holds a web address: name it in `links` of its kind, or in `no_links` if nobody is to look at it"


def addresses_in(value: object, path: str = "") -> Iterator[str]:
    """The paths of the members of a document that hold a web address."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from addresses_in(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for inner in value:
            yield from addresses_in(inner, path)
    elif isinstance(value, str) and value.startswith(("http://", "https://", "www.")):
        yield path


def addresses_declared(serializer: serializers.BaseSerializer, path: str = "") -> Iterator[str]:
    """The paths of the members that are declared to be web addresses, or are named as such."""
    for name, field in serializer.fields.items():
        inner = getattr(field, "child", field)
        here = f"{path}.{name}" if path else name
        if isinstance(inner, serializers.BaseSerializer) and hasattr(inner, "fields"):
            yield from addresses_declared(inner, here)
        elif isinstance(inner, serializers.URLField) or name in ("url", "uri", "website") or name.endswith("_url"):
            yield here


def said(kind) -> set[str]:
    """A film is looked at where it is a translation's own, and not again in what that is of."""
    films = () if kind.is_of_another else [f"media.{name}" for name in Translation.FILMS]
    return {*kind.links, *kind.no_links, *films}


@pytest.mark.parametrize("name", kinds())
def test_every_member_that_is_declared_to_be_an_address_is_looked_at_or_excused(name):
    kind = kinds()[name]

    for path in addresses_declared(kind.serializer()):
        assert path in said(kind), f"{path} of {kind.plural} {ADVICE}"


@pytest.mark.django_db
def test_every_member_with_an_address_in_what_the_project_carries_is_looked_at_or_excused():
    bring_in()
    found = {
        (publication.kind, path)
        for publication in Publication.objects.all()
        for text in publication.documents.values()
        for path in addresses_in(json.loads(text))
    }

    assert len(found) > 5
    for name, path in found:
        assert path in said(kinds()[name]), f"{path} of {kinds()[name].plural} {ADVICE}"


@pytest.mark.django_db
def test_every_member_with_an_address_in_an_item_of_each_kind_is_looked_at_or_excused(public_items):
    for publication in Publication.objects.all():
        for text in publication.documents.values():
            for path in addresses_in(json.loads(text)):
                assert path in said(kinds()[publication.kind]), f"{path} of {publication.kind} {ADVICE}"


@pytest.mark.parametrize("name", kinds())
def test_what_is_looked_at_is_not_excused_too(name):
    kind = kinds()[name]

    assert set(kind.links) & set(kind.no_links) == set()
