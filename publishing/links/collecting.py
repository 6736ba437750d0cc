"""Which web addresses are public, and where: each once, with all that gives it. What a kind gives it says itself."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag

from publishing.dangers import Danger
from publishing.links.models import LinkUse
from publishing.models import Publication
from publishing.registry import Kind, kinds
from publishing.sealing import REPRESENTATION

LONGEST, LONGEST_NAME = 500, 250
_NO_NAME = re.compile(r"://|^[a-z0-9]+(?:-[a-z0-9]+)*$|^\d{4}-\d\d-\d\d")


@dataclass
class Found:
    """An address. `uses`: where it stands, not saved. `names`: who it is of, and what is said beside it."""

    url: str
    uses: dict[tuple[str, str], LinkUse] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


def links() -> dict[str, Found]:
    """All that is public, in one walk over what is served."""
    found: dict[str, Found] = {}
    live = Publication.objects.filter(state=Publication.LIVE, kind__in=list(kinds())).defer("snapshot", "keys")
    for publication in live.order_by("kind", "slug").iterator(chunk_size=200):
        kind, document = kinds()[publication.kind], json.loads(publication.documents[REPRESENTATION])
        for member, url, beside in _of_document(kind, document):
            one = found.setdefault(url, Found(url))
            one.names |= beside
            one.uses[str(publication.pk), member] = LinkUse(
                kind=kind.name, uid=publication.pk, slug=publication.slug, version=publication.version, member=member
            )
    return found


def _of_document(kind: Kind, document: Mapping[str, Any]) -> Iterator[tuple[str, str, set[str]]]:
    names = {text for path in kind.dangers.get(Danger.IDENTITY, ()) for text in _texts(document, path)}
    for member in kind.links:
        for holder, value in _held(document, member):
            url = urldefrag(value)[0] if isinstance(value, str) else ""
            if url.startswith(("https://", "http://")) and len(url) <= LONGEST:
                yield member, url, names | (set(_plain(holder)) if holder is not document else set())


def _texts(document: Mapping[str, Any], path: str) -> Iterator[str]:
    for holder, value in _held(document, path.removesuffix(".*")):
        yield from _plain(value if isinstance(value, dict) else {"": value} if holder else {})


def _plain(members: Mapping[str, Any]) -> Iterator[str]:
    """The short texts of an object: no address, no code, no uid, no date."""
    for value in members.values():
        if isinstance(value, str) and len(value) <= LONGEST_NAME and not _NO_NAME.search(value):
            yield value


def _held(document: Mapping[str, Any], path: str) -> Iterator[tuple[Mapping[str, Any], Any]]:
    """What stands at a path of members, through lists, each with the object that holds it."""
    name, _, rest = path.partition(".")
    value = document.get(name)
    if not rest:
        if value is not None:
            yield document, value
        return
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield from _held(one, rest)
