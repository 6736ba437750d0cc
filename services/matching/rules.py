"""For whom a service, or one way to it, is: any number of rules, one of which must hold of a reader.

A rule is of ages, of a place, and of circumstances. Ages and places are matched; circumstances are never asked for, so
what is left of them is a condition in words. The first rule of a service is its own age limits, wherever it serves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple, Self

from services.matching.ages import AgeLimits, Reader
from services.matching.place import Place
from services.models import Channel, Rule, Service
from services.places.regions import UNITED_KINGDOM, regions


@dataclass(frozen=True, slots=True)
class Bounds:
    """What of a rule a question can be matched with.

    `coverage`: GSS codes; empty: wherever the service is. `is_conditional`: circumstances or words are left to check.
    """

    limits: AgeLimits
    coverage: tuple[str, ...] = ()
    is_conditional: bool = False

    @classmethod
    def of_stored(cls, stored: Mapping[str, Any]) -> Self:
        return cls(AgeLimits(**stored["limits"]), tuple(stored["coverage"]), stored["is_conditional"])

    def place_match(self, place: Place | None) -> str | None:
        """How the rule's own places fit: `whole`, `part`, `not-asked`; None: the reader is certain to be elsewhere."""
        if not self.coverage or (place is None and regions().match(self.coverage, [UNITED_KINGDOM]) == "whole"):
            return "whole"
        if place is None:
            return "not-asked"
        return regions().match(self.coverage, place.choices, include_within=place.include_within)

    def takes(self, reader: Reader, place: Place | None) -> bool:
        """Whether the rule can hold of this reader there."""
        return self.limits.takes(reader) and self.place_match(place) is not None

    def fits(self, reader: Reader, place: Place | None) -> bool:
        """Whether nothing is left to check for a reader whom it takes."""
        is_there = self.place_match(place) == "whole"
        return is_there and not self.is_conditional and self.limits.takes(reader) and self.limits.fits(reader)


class PlacedRule(NamedTuple):
    """One of the rules of a service that are of certain places, which are told apart by a number."""

    number: int
    rule: Bounds

    @classmethod
    def of_stored(cls, stored: Sequence[Any]) -> Self:
        return cls(stored[0], Bounds.of_stored(stored[1]))


@dataclass(frozen=True, slots=True)
class Said:
    """A rule as a reader is told it. `circumstances`: any of these, of the code list; `text`: what else must hold."""

    bounds: Bounds
    circumstances: tuple[str, ...] = ()
    text: str = ""

    @classmethod
    def of(cls, rule: Mapping[str, Any]) -> Self:
        """From a rule in a public document."""
        coverage = tuple(region["code"] for region in rule["regions"])
        circumstances, text = tuple(rule["circumstances"]), rule["text"] or ""
        return cls(Bounds(AgeLimits(**rule["age"]), coverage, bool(circumstances or text)), circumstances, text)

    @classmethod
    def of_service(cls, service: Mapping[str, Any]) -> tuple[Self, ...]:
        """Those of a service, from its public document, its own first."""
        own = {"age": service["age"], "regions": [], "circumstances": service["circumstances"], "text": None}
        return tuple(map(cls.of, [own, *service["also_for"]]))


def limits_of(rule: Rule) -> AgeLimits:
    """An age that a rule does not give is no limit of it."""
    return AgeLimits(rule.age_basis, rule.minimum_age, True, rule.maximum_age, True)


def own(service: Service) -> Bounds:
    return Bounds(AgeLimits.of(service), is_conditional=bool(service.circumstances))


def also_for(service: Service) -> list[Rule]:
    """The rules of people whom it is for as well."""
    return [rule for rule in service.rules.all() if rule.channel_id is None and rule.holds_on(service.as_of)]


def only_for(channel: Channel) -> list[Rule]:
    """The rules of people whom one way to a service is for; empty: of everybody whom the service is for."""
    return [rule for rule in channel.service.rules.all() if rule.channel_id == channel.pk]


def keys(service: Service) -> dict[str, list[Any]]:
    """What a service is found by for a reader: a `rule` must hold, or a `placed_rule` with the `rule_place` of its
    number.
    """
    rules = [own(service), *map(bounds, also_for(service))]
    placed = [rule for rule in rules if rule.coverage]
    return {
        "rule": [asdict(rule) for rule in rules if not rule.coverage],
        "placed_rule": [[number, asdict(replace(rule, coverage=()))] for number, rule in enumerate(placed)],
        "rule_place": [[number, *rule.coverage] for number, rule in enumerate(placed)],
    }


def taking(rules: Iterable[Said], reader: Reader, place: Place | None) -> list[Said]:
    """Those that can hold of this reader there."""
    return [rule for rule in rules if rule.bounds.takes(reader, place)]


def bounds(rule: Rule) -> Bounds:
    return Bounds(limits_of(rule), tuple(rule.coverage), bool(rule.circumstances or rule.text))
