"""For whom a service, or one way to it, is: rules, one of which must hold of a reader with all that it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from helpapi_matcher.ages import Limits, Reader
from helpapi_matcher.places import Area, Place, Regions


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """`circumstances`: any of these, which nobody is asked for; `text`: what else must hold."""

    limits: Limits
    area: Area
    circumstances: tuple[str, ...]
    text: str

    @classmethod
    def read(cls, rule: Mapping[str, Any], regions: Regions) -> Self:
        """From a rule in a public document."""
        area = regions.area(one["code"] for one in rule["regions"])
        return cls(Limits.read(rule["age"]), area, tuple(rule["circumstances"]), rule["text"] or "")

    @classmethod
    def of_service(cls, service: Mapping[str, Any], regions: Regions) -> tuple[Self, ...]:
        """Those of a service: its own age and circumstances first, then whom it is for as well."""
        own = {"age": service["age"], "regions": [], "circumstances": service["circumstances"], "text": None}
        return tuple(cls.read(one, regions) for one in (own, *service["also_for"]))

    def place_match(self, place: Place | None) -> str | None:
        """How the rule's own places fit: `whole`, `part`, `not-asked`; None: the reader is certain to be elsewhere."""
        if not self.area.is_given or (place is None and self.area.is_whole_uk):
            return "whole"
        return "not-asked" if place is None else self.area.match(place)

    def takes(self, reader: Reader, place: Place | None) -> bool:
        """Whether the rule can hold of this reader there."""
        return self.limits.takes(reader) and self.place_match(place) is not None

    def fits(self, reader: Reader, place: Place | None) -> bool:
        """Whether nothing is left to check."""
        is_there = self.place_match(place) == "whole"
        is_plain = not self.circumstances and not self.text
        return is_there and is_plain and self.limits.takes(reader) and self.limits.fits(reader)


def taking(rules: Iterable[Rule], reader: Reader, place: Place | None) -> list[Rule]:
    """Those that can hold of this reader there."""
    return [one for one in rules if one.takes(reader, place)]
