"""One service, as far as matching goes."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from helpapi_matcher.ages import Reader
from helpapi_matcher.places import Place, Regions
from helpapi_matcher.rules import Rule, taking
from helpapi_matcher.ways import Way, Wish

ON_OFFER = "on-offer"


class Service:
    """What it is found by, and how it fits a reader."""

    def __init__(
        self,
        document: Mapping[str, Any],
        rules: tuple[Rule, ...],
        ways: tuple[Way, ...],
        words: frozenset[str],
        regions: Regions,
    ) -> None:
        """`document`: its public document, all of whose rules and ways are given. `words`: of its names and kinds."""
        self.document, self.rules, self.ways, self._words = document, rules, ways, words
        self.uid, self.slug, self.name = str(document["uid"]), str(document["slug"]), str(document["name"])
        self.types: tuple[str, ...] = tuple(document["types"])
        self.audiences: tuple[str, ...] = tuple(document["audiences"] or ())
        self.is_on_offer = document["status"] == ON_OFFER
        covers = document["coverage"]
        self.is_worldwide: bool = covers["is_worldwide"]
        self._is_placed: bool = covers["is_known"]
        self.area = regions.area([one["code"] for one in covers["regions"]] if self._is_placed else [])
        self.has_limited_ways = any(way.only_for for way in ways)

    def is_for(self, reader: Reader, place: Place | None) -> bool:
        """Whether a rule can hold of this reader, and a way can be for them."""
        return (reader.is_silent or bool(taking(self.rules, reader, place))) and not self._lacks_ways(reader, place)

    def _lacks_ways(self, reader: Reader, place: Place | None) -> bool:
        return bool(self.ways) and not self.open_ways(reader, place)

    def open_ways(self, reader: Reader, place: Place | None) -> list[Way]:
        """The ways that may be for this reader."""
        return [way for way in self.ways if not way.only_for or taking(way.only_for, reader, place)]

    def is_in(self, place: Place | None) -> bool:
        """Whether it serves one of the places where the reader may be. Where it is not known: somewhere in the UK."""
        if place is None or self.is_worldwide:
            return True
        if not self._is_placed:
            return bool(place.choices)
        return self.area.match(place) is not None

    def is_certain(self, reader: Reader, place: Place | None) -> bool:
        """Whether nothing is left to check for this reader there, of the service and of one way to it."""
        is_whole = self.area.is_whole_uk if place is None else self.area.match(Place(place.choices)) == "whole"
        has_way = not self.ways or any(
            not way.only_for or any(rule.fits(reader, place) for rule in way.only_for) for way in self.ways
        )
        return (is_whole or self.is_worldwide) and has_way and any(rule.fits(reader, place) for rule in self.rules)

    def gives(self, types: tuple[str, ...]) -> bool:
        """Whether it gives any of these kinds of help; yes where none is named."""
        return not types or not set(types).isdisjoint(self.types)

    def admits(self, audiences: tuple[str, ...]) -> bool:
        """Whether any of these people may use it; yes where none is named, and where nobody has told us."""
        return not audiences or not self.audiences or not set(audiences).isdisjoint(self.audiences)

    def is_reached_by(self, wish: Wish, reader: Reader, place: Place | None) -> bool:
        """Whether one way that is for the reader has all that is wished for, and can be used then."""
        at = wish.open_at
        return wish.is_empty or any(
            way.has(wish) and (at is None or way.is_usable(at)) for way in self.open_ways(reader, place)
        )

    def may_be_open(self, wish: Wish, at: datetime, reader: Reader, place: Place | None) -> bool:
        """Whether one way has all else of a wish, and nobody has told us if it is open then."""
        return any(way.has(wish) and way.may_be_open(at) for way in self.open_ways(reader, place))

    def has_not_told(self, parameter: str, wish: Wish, reader: Reader, place: Place | None) -> bool:
        """Whether one way has all else of a wish, and may have this as well."""
        rest, at = wish.without(parameter), wish.open_at
        return any(
            way.has(rest) and way.has_not_told(parameter) and (at is None or way.is_usable(at))
            for way in self.open_ways(reader, place)
        )

    def is_named(self, q: str | None) -> bool:
        """Whether its names, organisation or types hold every word of `q`; the last may be the beginning of a word."""
        words = words_of(q) if q else []
        if not words:
            return True
        *whole, last = words
        return self._words.issuperset(whole) and any(word.startswith(last) for word in self._words)


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation, in order."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
