"""How a service's rules and coverage fit one reader, and what is left for them to check."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.matching import conditions
from services.matching.ages import AgeLimits, Reader
from services.matching.conditions import Condition
from services.matching.place import Place
from services.matching.rules import Said, taking
from services.matching.shelf import UNKNOWN_PLACE, WORLDWIDE
from services.places.regions import regions


@dataclass(frozen=True, slots=True)
class Fit:
    """`age`, `region`: codes of the lists age-matches and region-matches; None: not for this reader."""

    age: str | None
    region: str | None
    conditions: tuple[Condition, ...]


def fit(
    rules: tuple[Said, ...], coverage: tuple[str, ...], is_worldwide: bool, reader: Reader, place: Place | None
) -> Fit:
    """`coverage`: empty where it is not known. What is left to check of rules comes before what is left of places."""
    age, of_rules = _of_one(rules[0], reader) if len(rules) == 1 else _of_several(rules, reader, place)
    region, of_place = _of_place(coverage, is_worldwide, place)
    return Fit(age, region, (*of_rules, *of_place))


def _of_one(rule: Said, reader: Reader) -> tuple[str | None, tuple[Condition, ...]]:
    """As most services have it: their own ages, wherever they are on offer."""
    age, left = _of_ages(rule.bounds.limits, reader)
    return age, (*left, *conditions.of_circumstances(rule)) if age and rule.circumstances else left


@lru_cache(maxsize=4096)
def _of_ages(limits: AgeLimits, reader: Reader) -> tuple[str | None, tuple[Condition, ...]]:
    match = limits.match(reader)
    return match, tuple(conditions.of_age(limits, reader)) if match else ()


@lru_cache(maxsize=4096)
def _of_several(
    rules: tuple[Said, ...], reader: Reader, place: Place | None
) -> tuple[str | None, tuple[Condition, ...]]:
    holding = taking(rules, reader, place)
    matches = {rule.bounds.limits.match(reader) for rule in holding}
    best = next((match for match in ("not-asked", "fits", "depends") if match in matches), None)
    return best, tuple(conditions.of_rules(holding, reader, place)) if best else ()


@lru_cache(maxsize=4096)
def _of_place(
    coverage: tuple[str, ...], is_worldwide: bool, place: Place | None
) -> tuple[str | None, tuple[Condition, ...]]:
    match = _region_match(coverage, is_worldwide, place)
    return match, tuple(conditions.of_place(coverage, is_worldwide, match)) if match else ()


def _region_match(coverage: Sequence[str], is_worldwide: bool, place: Place | None) -> str | None:
    if place is None:
        return "not-asked"
    found = regions().match(coverage, place.choices, include_within=place.include_within)
    if is_worldwide:
        return "whole" if found == "whole" else WORLDWIDE
    return found if coverage or not place.choices else UNKNOWN_PLACE
