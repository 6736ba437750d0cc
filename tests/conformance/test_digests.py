"""The names that a copy works out by itself are those that the server signs."""

import orjson
import pytest
from helpapi_matcher import digests

from services.contacts.digests import value_digest
from tests.conformance import vectors

VALUES = [
    ("phone", "0808 157 0123"),
    ("phone", "+44 (0)808 157 0123"),
    ("phone", "0044 808-157-0123"),
    ("phone", "999"),
    ("text", "85258"),
    ("textphone", "18001 0808 157 0123"),
    ("whatsapp", "+44 20 7946 0123"),
    ("whatsapp", "https://wa.me/442079460123"),
    ("telegram", "@Example"),
    ("signal", ""),
    ("email", "Help@Example.org"),
    ("web", "https://www.Example.org/Help/"),
    ("web", "HTTP://example.org"),
    ("social", "https://www.instagram.com/example"),
    ("in-person", "Any office"),
    ("post", "Freepost MADE UP"),
    ("bsl-video-relay", "by its app"),
]


@pytest.fixture(scope="module")
def bundle():
    return orjson.loads(vectors.BUNDLE.read_bytes())


def test_the_contents_are_named_as_the_server_names_them(bundle):
    assert digests.contents(bundle["entries"]) == bundle["contents"]


def test_the_reference_is_named_as_the_server_names_it(bundle):
    assert digests.digest(bundle["reference"]) == bundle["reference_digest"]


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_a_value_is_named_as_the_server_names_it(kind, value):
    assert digests.of_value(kind, value) == value_digest(kind, value)


def test_every_way_of_the_vectors_is_named_as_the_server_names_it(bundle):
    ways = [one for entry in bundle["entries"] for one in (entry["document"] or {}).get("channels", ())]
    for way in ways:
        assert digests.of_value(way["kind"], way["value"]) == value_digest(way["kind"], way["value"])
    assert ways


def test_the_bytes_of_a_whole_bundle_are_written_again(bundle):
    assert digests.as_json(bundle) == vectors.BUNDLE.read_bytes()
