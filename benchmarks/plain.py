"""A public service as a plain directory would have it, and the questions that are asked of all of them.

Django must have been set up with the project's own settings by whoever makes one of a publication.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from random import Random
from typing import Any
from urllib.parse import urlencode

from services.places.regions import regions

Plain = dict[str, Any]  # one line of JSON for benchmarks/baseline
OLDEST = 120
LIST, PAGE_SIZE = "/api/v1/services", 20
AGES, NATIONS = range(8, 61), ("scotland", "wales", "northern-ireland", "england")
EACH_COUNCIL = 6  # of so many councils one is asked for
DEEPEST = 5  # pages that somebody may turn
_taken: dict[str, tuple[int | None, int | None]] = {}


def plain(document: Mapping[str, Any], keys: Mapping[str, Any]) -> Plain:
    """What a publication says that benchmarks/baseline has a field for."""
    youngest, oldest = ages(keys)
    return {
        **{name: document[name] for name in ("uid", "slug", "name", "summary", "organisation", "types", "urgency")},
        "minimum_age": youngest,
        "maximum_age": oldest,
        "breadth": keys["breadth"],
        "is_everywhere": bool(keys["place"]),
        "regions": [region["code"] for region in document["coverage"]["regions"]],
        "channels": [
            {name: channel[name] for name in ("kind", "value", "uri", "instructions", "free", "anonymous")}
            | {"hours": channel["hours"]["words"] or ""}
            for channel in document["channels"]
        ],
    }


def ages(keys: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """The youngest and the oldest reader it takes, who says no more than an age; None: no limit."""
    rules = [*keys["rule"], *(rule for _, rule in keys["placed_rule"])]
    if (known := repr(rules)) not in _taken:
        from services.matching.ages import Reader
        from services.matching.rules import Bounds

        bounds = [Bounds.of_stored(rule) for rule in rules]
        taken = [age for age in range(OLDEST + 1) if any(one.takes(Reader(age), None) for one in bounds)]
        _taken[known] = taken[0] or None, taken[-1] if taken[-1] < OLDEST else None
    return _taken[known]


def questions(services: Iterable[Plain], count: int) -> list[str]:
    """So many different addresses, the same ones each time: an age, a place, a type, and a page that is there.

    Half of them name a type, and one in five no place. Fewer only where there are no more.
    """
    counted, chance, found = Counted(services), Random(1), dict[str, None]()  # noqa: S311
    types = sorted(counted.of_type)
    councils = sorted(place.slug for place in regions() if place.kind == "local-authority")[::EACH_COUNCIL]
    for _ in range(count * 20):
        age = chance.choice(AGES)
        place = chance.choice([None, chance.choice(NATIONS), chance.choice(NATIONS), *chance.sample(councils, 2)])
        kind = chance.choice([None, chance.choice(types)])
        if pages := -(-counted.count(age, place, kind) // PAGE_SIZE):
            found[address(age, place, kind, chance.randint(1, min(pages, DEEPEST)))] = None
        if len(found) == count:
            break
    return list(found)


def address(age: int, place: str | None, kind: str | None, page: int = 1) -> str:
    asked = {"age": age, "region": place, "type": kind, "page": page, "page_size": PAGE_SIZE}
    return f"{LIST}?{urlencode({name: value for name, value in asked.items() if value is not None})}"


class Counted:
    """How many services there are for an age, in a place, of a type: an int with a bit for each service."""

    def __init__(self, services: Iterable[Plain]):
        self._of_age = defaultdict[int, int](int)
        self._in_region = defaultdict[str, int](int)
        self.of_type = defaultdict[str, int](int)
        self._anywhere = self._all = 0
        for position, one in enumerate(services):
            bit = 1 << position
            self._all |= bit
            self._anywhere |= bit if one["is_everywhere"] else 0
            for age in AGES:
                if (one["minimum_age"] or 0) <= age <= (OLDEST if one["maximum_age"] is None else one["maximum_age"]):
                    self._of_age[age] |= bit
            for code in one["regions"]:
                self._in_region[code] |= bit
            for kind in one["types"]:
                self.of_type[kind] |= bit

    def count(self, age: int, place: str | None, kind: str | None) -> int:
        found = self._of_age[age] & (self.of_type[kind] if kind else self._all)
        return (found & self._there(place)).bit_count()

    def _there(self, place: str | None) -> int:
        region = regions().get(place) if place else None
        if region is None:
            return self._all
        there = self._anywhere
        for code in regions().covering(region.code):
            there |= self._in_region[code]
        return there
