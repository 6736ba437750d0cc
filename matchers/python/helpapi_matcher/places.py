"""The regions of the UK and what lies in what, compared by the councils that they are made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

UNITED_KINGDOM, OUTSIDE_UK = "K02000001", "outside-uk"


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """One place. `councils`: the codes of those that it is made of."""

    code: str
    name: str
    kind: str
    slug: str
    parent: str | None
    councils: frozenset[str]

    def shown(self, name: str) -> dict[str, Any]:
        """As it stands wherever one is mentioned. `name`: its own, or what it is called in another language."""
        return {"code": self.code, "name": name, "slug": self.slug, "kind": self.kind}


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a reader is or may be: in one of these; in none of them outside the UK.

    `include_within`: services for a part of the place are wanted too.
    """

    choices: tuple[Region, ...]
    include_within: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """Some places together, which something is for. `is_whole_uk`: they are all of it."""

    regions: tuple[Region, ...]
    councils: frozenset[str]
    is_given: bool
    is_whole_uk: bool

    def match(self, place: Place) -> str | None:
        """`whole`: wherever the reader is; `part`: in some of the choices, or in a part of one where that is wanted.

        None: nowhere, and always so outside the UK.
        """
        whole = [one.councils <= self.councils for one in place.choices]
        if whole and all(whole):
            return "whole"
        if any(whole) or (place.include_within and any(one.councils & self.councils for one in place.choices)):
            return "part"
        return None


class Regions:
    """Every region, in the order of the reference."""

    def __init__(self, rows: Sequence[Sequence[Any]]) -> None:
        """`rows`: code, name, kind, slug, aliases, former codes, parent, police areas and health boards it lies in."""
        containers = {row[0]: [*([row[6]] if row[6] else []), *row[7]] for row in rows}
        councils: dict[str, set[str]] = {code: set() for code in containers}
        for row in rows:
            if row[2] == "local-authority":
                for code in _upwards(row[0], containers):
                    councils[code].add(row[0])
        self.listed = tuple(
            Region(code, name, kind, slug, parent, frozenset(councils[code]))
            for code, name, kind, slug, _, _, parent, _ in rows
        )
        self._by_code = {one.code: one for one in self.listed}
        self._by_key = {
            key.casefold(): self._by_code[row[0]] for row in rows for key in (row[0], row[3], *row[4], *row[5])
        }

    def get(self, text: str) -> Region | None:
        """The region that a code, slug, alias or former code means, in any mix of capitals and otherwise exact."""
        return self._by_key.get(text.casefold())

    def area(self, codes: Iterable[str]) -> Area:
        named = tuple(codes)
        known = [region for code in named if (region := self.get(code))]
        councils = frozenset[str]().union(*(one.councils for one in known))
        whole = self._by_code[UNITED_KINGDOM].councils
        return Area(tuple(known), councils, bool(named), whole <= councils)

    def nation(self, region: Region) -> Region:
        """The nation that a region lies in."""
        while region.kind != "country" and region.parent:
            region = self._by_code[region.parent]
        return region


def _upwards(code: str, containers: Mapping[str, Sequence[str]]) -> Iterable[str]:
    yield code
    for container in containers[code]:
        yield from _upwards(container, containers)
