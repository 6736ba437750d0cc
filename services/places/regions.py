"""The UK's official regions, from the files in `fixtures/regions`, held in memory.

Regions are compared by the councils they are made of. So Kent Police covers the county of Kent, and the four nations
together are the UK, without a rule for either. It fails for anything smaller than a council, which has no region here.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from services.places.files import FOLDER, RegionDataError, Row, rows

__all__ = ["ATTRIBUTION", "BREADTHS", "KINDS", "UNITED_KINGDOM", "Region", "RegionDataError", "Regions", "regions"]

UNITED_KINGDOM = "K02000001"

# A parent must be broader than its child, which also makes loops impossible.
BREADTHS = {
    "local-authority": 1,
    "county": 2,
    "health-board": 2,
    "police-force-area": 2,
    "region": 3,
    "country": 4,
    "uk": 5,
}
KINDS = tuple(BREADTHS)

# The licences require these words wherever the data is offered.
ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right 2025. "
    "Contains Royal Mail data © Royal Mail copyright and database right 2025. "
    "Contains National Statistics data © Crown copyright and database right 2025. "
    "Source: Office for National Statistics, and Public Health Scotland, "
    "licensed under the Open Government Licence v3.0 "
    "(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/). "
    "Former local authority codes: mySociety, CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)."
)

REGION_COLUMNS = ("gss_code", "name", "kind", "parent_gss", "slug", "aliases", "vintage")
LINK_COLUMNS = ("child_gss", "parent_gss", "relation")
FORMER_COLUMNS = ("former_gss", "current_gss", "former_name", "change", "ended")
NAME_COLUMNS = ("gss_code", "language", "name", "source")


@dataclass(frozen=True, slots=True)
class Region:
    """One place with a GSS code.

    `parent` is the next region up the tree, None only for the UK. A police force area or health board hangs from its
    country; the councils in it are its `Regions.children`. `name` is English; `names`: its official ones in other
    languages, by BCP 47 tag.
    """

    code: str
    name: str
    kind: str
    slug: str
    aliases: tuple[str, ...]
    parent: str | None
    former_codes: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict, hash=False)

    def name_in(self, language: str) -> str:
        """Its official name in a language, by BCP 47 tag; where it has none, the English one."""
        return self.names.get(language, self.name)

    @property
    def keys(self) -> tuple[str, ...]:
        """Everything that means this region and no other, casefolded."""
        return tuple(key.casefold() for key in (self.code, self.slug, *self.aliases, *self.former_codes))


class Regions:
    """Every region and what lies inside what. Never changes once made.

    Methods that take a `code` want a current GSS code and raise KeyError for anything else; what people send goes to
    `get` first.
    """

    def __init__(self, found: Iterable[Region], links: Iterable[tuple[str, str]]) -> None:
        """`links` pair a council with a police force area or health board, which cross the tree."""
        self._regions = {region.code: region for region in found}
        self._by_key = {key: region for region in self for key in region.keys}
        self._words = {
            one.code: set(_words(" ".join((one.name, one.slug, *one.aliases, *one.names.values())))) for one in self
        }
        containers = {region.code: [region.parent] if region.parent else [] for region in self}
        for council, area in links:
            containers[council].append(area)
        self._children = {code: tuple(one for one in self if code in containers[one.code]) for code in containers}
        # One bit for each council: whether a region covers another is then one operation, for the UK as for Rutland.
        self._councils = dict.fromkeys(self._regions, 0)
        for place, authority in enumerate(self.search(kind="local-authority")):
            for code in _upwards(authority.code, containers):
                self._councils[code] |= 1 << place
        self._covering = {
            code: frozenset(other for other, theirs in self._councils.items() if not ours & ~theirs)
            for code, ours in self._councils.items()
        }

    @classmethod
    def load(cls, folder: Path) -> "Regions":
        """Read `regions.csv`, `former_codes.csv`, `names.csv` and `region_links.csv`; RegionDataError at the first
        fault.
        """
        lines = list(rows(folder / "regions.csv", REGION_COLUMNS))
        kinds = {line["gss_code"]: line["kind"].replace("_", "-") for line in lines}
        used: set[str] = set()
        former = _former_codes(folder, kinds, used)
        names = _names(folder, kinds)
        found = cls([_region(line, kinds, former, names, used) for line in lines], _links(folder, kinds))
        for line in lines:
            if not found._councils[line["gss_code"]]:
                raise line.error("gss_code", "has no council in it, so nothing could be said to cover it or not")
        return found

    def __iter__(self) -> Iterator[Region]:
        """Regions in the order of the file: from the UK down, then by code."""
        return iter(self._regions.values())

    def __len__(self) -> int:
        return len(self._regions)

    def __contains__(self, code: object) -> bool:
        """Whether `code` is a current GSS code, written as ONS writes it."""
        return code in self._regions

    def __getitem__(self, code: str) -> Region:
        return self._regions[code]

    def get(self, text: str) -> Region | None:
        """The region a GSS code, slug, alias or former code means, in any mix of capitals and otherwise exact."""
        return self._by_key.get(text.casefold())

    def children(self, code: str) -> tuple[Region, ...]:
        """What lies directly inside: the next level of the tree, or the councils of a police force area or board."""
        return self._children[code]

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The regions that contain this one, nearest (fewest councils) first.

        Of two with the very same councils, such as Scotland and Police Scotland, the broader kind contains the other.
        """
        extent = self._extent(code)
        wider = (other for other in self._covering[code] if self._extent(other) > extent)
        return tuple(sorted(wider, key=self._extent))

    def covering(self, code: str) -> frozenset[str]:
        """The region itself and all that reach every part of it: its ancestors, and any with the very same councils."""
        return self._covering[code]

    def within(self, code: str) -> frozenset[str]:
        """The regions that lie wholly inside this one: those that have it among their ancestors."""
        extent = self._extent(code)
        return frozenset(other for other in self.covered([code]) if self._extent(other) < extent)

    def covered(self, coverage: Iterable[str]) -> frozenset[str]:
        """Every region that `coverage`, taken together, reaches all of.

        Former codes in `coverage` stand for their successors, and unknown ones for nothing, so that content published
        before a reorganisation of councils still answers.
        """
        reached = self._reach(coverage)
        return frozenset(code for code, councils in self._councils.items() if not councils & ~reached)

    def breadth(self, code: str) -> int:
        """1 for a council up to 5 for the UK: what is narrower is more local help."""
        return BREADTHS[self._regions[code].kind]

    def match(
        self, coverage: Iterable[str], choices: Iterable[str], *, include_within: bool = False
    ) -> Literal["whole", "part"] | None:
        """How far a service for `coverage` serves someone who is in one of `choices`.

        `whole`: wherever among them they are. `part`: in some of them only or, with `include_within`, in some part of
        one. None: nowhere, and always so when there are no choices (a place outside the UK). `coverage` is read as
        `covered` does.
        """
        reached, places = self._reach(coverage), [self._councils[code] for code in choices]
        whole = [not place & ~reached for place in places]
        if whole and all(whole):
            return "whole"
        if any(whole) or (include_within and any(place & reached for place in places)):
            return "part"
        return None

    def search(self, q: str | None = None, *, kind: str | None = None, parent: str | None = None) -> tuple[Region, ...]:
        """Regions of this kind, directly inside `parent`, with every word of `q` in their names, slug or aliases.

        The last word may be unfinished; capitals and accents make no difference; None asks for no such thing.
        """
        found = self if parent is None else self.children(parent)
        return tuple(one for one in found if kind in (None, one.kind) and (q is None or self._says(one.code, q)))

    def _says(self, code: str, q: str) -> bool:
        *whole, last = _words(q) or [""]
        words = self._words[code]
        return bool(last) and words.issuperset(whole) and any(word.startswith(last) for word in words)

    def _extent(self, code: str) -> tuple[int, int]:
        """How many councils, then which kind: what sorts regions that contain one another."""
        return self._councils[code].bit_count(), KINDS.index(self._regions[code].kind)

    def _reach(self, coverage: Iterable[str]) -> int:
        """The councils of all of `coverage`, one bit each."""
        reached = 0
        for code in coverage:
            region = self.get(code)
            reached |= self._councils[region.code] if region else 0
        return reached


@functools.cache
def regions() -> Regions:
    """The project's own regions, read once."""
    return Regions.load(FOLDER)


def _region(
    line: Row, kinds: dict[str, str], former: dict[str, list[str]], names: dict[str, dict[str, str]], used: set[str]
) -> Region:
    code, parent = line.unused("gss_code", line["gss_code"], used), line["parent_gss"]
    kind = line.known("kind", kinds[code], KINDS)
    if parent or code != UNITED_KINGDOM:
        line.known("parent_gss", parent, kinds)
        if BREADTHS.get(kinds[parent], 0) <= BREADTHS[kind]:
            raise line.error("parent_gss", f"a {kinds[parent]} cannot contain a {kind}")
    return Region(
        code=code,
        name=line["name"],
        kind=kind,
        slug=line.unused("slug", line["slug"], used),
        aliases=tuple(line.unused("aliases", alias, used) for alias in line.items("aliases")),
        parent=parent or None,
        former_codes=tuple(former.get(code, ())),
        names=names.get(code, {}),
    )


def _names(folder: Path, kinds: dict[str, str]) -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = {}
    used: set[str] = set()
    for line in rows(folder / "names.csv", NAME_COLUMNS):
        code, language = line.known("gss_code", line["gss_code"], kinds), line["language"]
        line.unused("language", f"{code} {language}", used)
        for column in ("language", "name", "source"):
            line.unused(column, line[column], set())
        names.setdefault(code, {})[language] = line["name"]
    return names


def _former_codes(folder: Path, kinds: dict[str, str], used: set[str]) -> dict[str, list[str]]:
    former: dict[str, list[str]] = {}
    for line in rows(folder / "former_codes.csv", FORMER_COLUMNS):
        code = line.unused("former_gss", line["former_gss"], used)
        former.setdefault(line.known("current_gss", line["current_gss"], kinds), []).append(code)
    return former


def _links(folder: Path, kinds: dict[str, str]) -> list[tuple[str, str]]:
    links, used = [], set[str]()
    for line in rows(folder / "region_links.csv", LINK_COLUMNS):
        council, area, relation = (line[column] for column in LINK_COLUMNS)
        if kinds.get(council) != "local-authority":
            raise line.error("child_gss", f"{council!r} is not a known council")
        if relation not in ("police_force_area", "health_board") or kinds.get(area) != relation.replace("_", "-"):
            raise line.error("parent_gss", f"{area!r} is not a known {relation}")
        line.unused("child_gss", f"{council} {relation}", used)
        links.append((council, area))
    return links


def _upwards(code: str, containers: dict[str, list[str]]) -> Iterator[str]:
    yield code
    for container in containers[code]:
        yield from _upwards(container, containers)


def _words(text: str) -> list[str]:
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", plain.casefold())
