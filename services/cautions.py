"""What to look at twice in what is to be public: what another has too, what looks like another's, what nobody has said.

Told to editors and approvers in words; it holds nothing up. What is known is what the newest edition shows.
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

import orjson

from publishing import keeper
from publishing.edition import Edition
from services import prose

ALIKE = 0.84  # how much two names, or two hosts, share where one may be taken for the other
SHORTEST_NAME = 5  # of a host: shorter ones are alike by chance
# What stands at the end of a host and belongs to nobody.
ENDINGS = frozenset("uk org co com net gov ac nhs police scot wales cymru info io me eu ie int app help www".split())
DRAWN_ALIKE = str.maketrans("01358", "olsse")  # digits that pass for letters


@dataclass
class Known:
    """What public services and organisations have, each with the uids of whose it is and their names."""

    numbers: dict[str, dict[str, str]] = field(default_factory=dict)
    hosts: dict[str, set[str]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)


def remarks(document: Mapping[str, Any]) -> list[str]:
    """What is odd in a public document that is to be, beside those that are public."""
    edition = keeper.current()
    known, uid = _known(edition) if edition else Known(), str(document["uid"])
    found = [*_shared_numbers(document, known, uid), *_look_alikes(document, known, uid)]
    if "channels" in document:
        found += [*_twice(document), *_alike_names(document, known, uid), *_unsaid(document)]
    return found


def _shared_numbers(document: Mapping[str, Any], known: Known, uid: str) -> Iterator[str]:
    for number, printed in _numbers(document).items():
        others = [name for owner, name in known.numbers.get(number, {}).items() if owner != uid]
        if others:
            yield f"{printed} is also the number of {_listed(others)}. Whose is it?"


def _twice(document: Mapping[str, Any]) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for channel in document["channels"]:
        way = channel["kind"], channel["dial"] or channel["value"]
        if way in seen:
            yield f"{channel['value']} stands twice in it."
        seen.add(way)


def _look_alikes(document: Mapping[str, Any], known: Known, uid: str) -> Iterator[str]:
    theirs = {host for host, owners in known.hosts.items() if owners - {uid}}
    for host in _hosts(document):
        if host not in theirs and (like := looks_like(host, theirs)):
            yield f"The address {host} looks like {like}, and is another. Is it theirs?"


def _alike_names(document: Mapping[str, Any], known: Known, uid: str) -> Iterator[str]:
    name = _plain(document["name"])
    others = [other for other, owners in known.names.items() if owners.keys() - {uid}]
    if alike := difflib.get_close_matches(name, others, n=1, cutoff=ALIKE):
        yield f"Its name is like that of {_listed([*known.names[alike[0]].values()])}, which is public. Is it the same?"


def _unsaid(document: Mapping[str, Any]) -> Iterator[str]:
    if not document["organisation"] and not document["operator"]:
        yield "Nobody is named who runs it."
    if not document["sources"]:
        yield "No source says where its facts come from."
    if not document["checked_on"]:
        yield "Nobody has checked its facts with the source yet."
    if not document["channels"]:
        yield "There is no way to reach it."
    ages = document["age"]
    unknown = [
        words
        for is_known, words in (
            (ages["minimum_known"], "its youngest age"),
            (ages["maximum_known"], "its oldest age"),
            (document["coverage"]["is_known"], "where it serves"),
        )
        if not is_known
    ]
    if unknown:
        yield f"Not known: {' and '.join(unknown)}. Readers are sent there all the same, and told to check."


def looks_like(host: str, known: set[str]) -> str:
    """The one of these hosts that this may be taken for, though it is neither that nor below it; else empty."""
    own = _main(host)
    for other in sorted(known):
        if host == other or host.endswith(f".{other}") or other.endswith(f".{host}"):
            return ""
    for other in sorted(known):
        name = _main(other)
        if len(name) < SHORTEST_NAME:
            continue
        is_like = difflib.SequenceMatcher(None, _drawn(own), _drawn(name), autojunk=False).ratio() >= ALIKE
        if name in host or _drawn(name) in _drawn(host) or is_like:
            return other
    return ""


@lru_cache(maxsize=2)
def _known(edition: Edition) -> Known:
    """Worked out once for each edition: some 10 µs a document."""
    known = Known()
    for item in edition.items.values():
        if not item.document:
            continue
        document = orjson.loads(item.document)
        for host in _hosts(document):
            known.hosts.setdefault(host, set()).add(item.uid)
        if "channels" in document:
            known.names.setdefault(_plain(document["name"]), {})[item.uid] = document["name"]
            for channel in document["channels"]:
                if channel["dial"]:
                    known.numbers.setdefault(channel["dial"], {})[item.uid] = document["name"]
    return known


def _numbers(document: Mapping[str, Any]) -> dict[str, str]:
    """Those of its channels and of its sentences: how they are dialled, and as they are printed."""
    named = {one.value: one.text for one in prose.named_in(document) if one.kind == prose.NUMBER}
    channels = {one["dial"]: one["value"] for one in document.get("channels", ()) if one["dial"]}
    return {number: printed for number, printed in {**named, **channels}.items() if number not in prose.EMERGENCY}


def _hosts(value: Any) -> set[str]:
    """Of every link and address that is in a document, wherever it stands."""
    if isinstance(value, Mapping):
        return set(chain.from_iterable(map(_hosts, value.values())))
    if isinstance(value, list | tuple):
        return set(chain.from_iterable(map(_hosts, value)))
    if not isinstance(value, str) or not ("." in value and ("/" in value or "@" in value or "www." in value)):
        return set()
    return {host for one in prose.found(value) if (host := _host(one))}


def _host(one: prose.Found) -> str:
    if one.kind == prose.EMAIL:
        return one.value.rpartition("@")[2]
    if one.kind != prose.ADDRESS or one.value.startswith(prose.NAMING):
        return ""
    link = one.value if "://" in one.value else f"https://{one.value}"
    return (urlsplit(link).hostname or "").removeprefix("www.")


def _main(host: str) -> str:
    """The name in a host: what stands before its ending."""
    names = [name for name in host.split(".") if name not in ENDINGS]
    return names[-1] if names else ""


def _drawn(name: str) -> str:
    return name.translate(DRAWN_ALIKE).replace("-", "").replace("rn", "m").replace("vv", "w")


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum() or letter == " ")


def _listed(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in dict.fromkeys(names)][:3]
    return " and ".join(quoted)
