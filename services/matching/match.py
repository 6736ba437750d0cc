"""How a service's rules and coverage fit one reader, and what is left for them to check."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Protocol, TypeVar

from publishing.edition import Shelf
from publishing.languages import current
from services.matching import conditions
from services.matching.ages import Reader
from services.matching.conditions import Condition
from services.matching.place import Place
from services.matching.rules import Said, taking
from services.matching.shelf import UNKNOWN_PLACE, WORLDWIDE, kept, met
from services.places.regions import regions

Part = tuple[str | None, tuple[Condition, ...]]  # a match, and what is left to check of it
T = TypeVar("T", bound=Hashable)
_SORTS: dict[Hashable, int] = {}  # of all services that this process has held
_NUMBERS = count()  # `next` gives no two threads the same


@dataclass(frozen=True, slots=True)
class Fit:
    """`age`, `region`: codes of the lists age-matches and region-matches; None: not for this reader."""

    age: str | None
    region: str | None
    conditions: tuple[Condition, ...]


class Fitted(Protocol):
    """What of a service decides whom it fits. `coverage`: empty where it is not known.

    `rules_sort`, `place_sort`: the same for all services with these rules, and with these places (`sort`).
    """

    @property
    def rules(self) -> tuple[Said, ...]: ...
    @property
    def coverage(self) -> tuple[str, ...]: ...
    @property
    def is_worldwide(self) -> bool: ...
    @property
    def rules_sort(self) -> int: ...
    @property
    def place_sort(self) -> int: ...


def sort(*facts: Hashable) -> int:
    """A number for these facts, in this process."""
    return _SORTS.setdefault(facts, next(_NUMBERS))


class Fits:
    """How the services of one shelf fit one reader in one place. Equal ones are one object, kept with the shelf.

    Most services have rules that hang on no place, so ages and places are kept apart.
    """

    def __init__(self, shelf: Shelf, reader: Reader, place: Place | None):
        self._shelf, self._reader, self._place = shelf, reader, place
        self._language = current()  # of what is left to check
        self._of_ages: dict[int, Part] = kept(shelf, "fits of ages", (reader, self._language), dict)
        self._of_places: dict[int, Part] = kept(shelf, "fits of places", (place, self._language), dict)
        self._fits: dict[tuple[int, int], Fit] = shelf.memo.setdefault("fits", {})

    def of(self, one: Fitted) -> Fit:
        """What is left to check of rules comes before what is left of places."""
        of_rules = self._of_ages.get(one.rules_sort) if len(one.rules) == 1 else self._of_several(one)
        if of_rules is None:
            of_rules = self._of_ages[one.rules_sort] = self._one(_of_one(one.rules[0], self._reader))
        of_place = self._of_places.get(one.place_sort)
        if of_place is None:
            found = _of_place(one.coverage, one.is_worldwide, self._place)
            of_place = self._of_places[one.place_sort] = self._one(found)
        pair = id(of_rules), id(of_place)  # each lives as long as the shelf
        fit = self._fits.get(pair)
        if fit is None:
            (age, left), (region, there) = of_rules, of_place
            fit = self._fits[pair] = self._one(Fit(age, region, (*left, *there)))
        return fit

    def _of_several(self, one: Fitted) -> Part:
        known: dict[int, Part] = kept(self._shelf, "fits of rules", (self._reader, self._place, self._language), dict)
        found = known.get(one.rules_sort)
        if found is None:
            found = known[one.rules_sort] = self._one(_of_several(one.rules, self._reader, self._place))
        return found

    def _one(self, value: T) -> T:
        """The value as it was first met."""
        return met(self._shelf, value, value)


def _of_one(rule: Said, reader: Reader) -> Part:
    """As most services have it: their own ages, wherever they are on offer."""
    limits = rule.bounds.limits
    match = limits.match(reader)
    if not match:
        return None, ()
    return match, (*conditions.of_age(limits, reader), *conditions.of_circumstances(rule))


def _of_several(rules: tuple[Said, ...], reader: Reader, place: Place | None) -> Part:
    holding = taking(rules, reader, place)
    matches = {rule.bounds.limits.match(reader) for rule in holding}
    best = next((match for match in ("not-asked", "fits", "depends") if match in matches), None)
    return best, tuple(conditions.of_rules(holding, reader, place)) if best else ()


def _of_place(coverage: tuple[str, ...], is_worldwide: bool, place: Place | None) -> Part:
    match = _region_match(coverage, is_worldwide, place)
    return match, tuple(conditions.of_place(coverage, is_worldwide, match)) if match else ()


def _region_match(coverage: Sequence[str], is_worldwide: bool, place: Place | None) -> str | None:
    if place is None:
        return "not-asked"
    found = regions().match(coverage, place.choices, include_within=place.include_within)
    if is_worldwide:
        return "whole" if found == "whole" else WORLDWIDE
    return found if coverage or not place.choices else UNKNOWN_PLACE
