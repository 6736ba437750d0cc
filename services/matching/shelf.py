"""What services are found by: their keys, and the verbs that ask for them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import datetime
from functools import partial, reduce
from operator import and_, or_
from typing import Any, Self, TypeVar

from publishing.codes import code_list
from publishing.edition import InTurn, Key, Layout, Published, Selection, Shelf, V, by_name
from publishing.registry import Lender, Lenders
from services.matching import channels, opening, rules
from services.matching.ages import Reader
from services.matching.channels import ANY_WAY, Wish
from services.matching.place import Place
from services.matching.rules import Bounds, PlacedRule
from services.models import ON_OFFER, Service
from services.places.regions import BREADTHS, UNITED_KINGDOM, regions

UNKNOWN_PLACE, WORLDWIDE = "unknown", "worldwide"
Judge = Callable[[Bounds, Reader, Place | None], bool]
WIDEST = max(BREADTHS.values())
READERS_KEPT, BYTES_KEPT = 4096, 2**23  # of what is worked out for a reader, and of its bitmaps
T = TypeVar("T")
_ORDERING = {"unknown": WIDEST + 1, "worldwide": WIDEST + 2}

RULE, PLACED_RULE = Key("rule", Bounds.of_stored), Key("placed_rule", PlacedRule.of_stored)
RULE_PLACE = Key[tuple[Any, ...]]("rule_place", tuple)
COVERAGE, PLACE = Key[tuple[str, ...]]("coverage", tuple), Key[str]("place")
TYPE, NEED, AUDIENCE = Key[str]("type"), Key[str]("need"), Key[str]("audience")
STATUS = Key[str]("status")
ORGANISATION, WORD = Key[str]("organisation"), Key[str]("word")


class Services(Selection):
    """Some of the public services. Every verb gives a narrower selection; what it is given is trusted."""

    def on_offer(self) -> Self:
        """Those that can be used: that have begun, have not ended, and are not closed for now."""
        return self.only(self._known(STATUS).get(ON_OFFER, 0))

    def for_person(self, reader: Reader, place: Place | None) -> Self:
        """Those with a rule that can hold of somebody of this age there, whose image was made at that one.

        A limit of an age that was not given, or that is not known, excludes only where it excludes for certain; so do
        the limits of every way to reach a service. Where a service serves: `in_place`.
        Source: HSDS 3.0 `service.minimum_age`, `service.maximum_age`.
        """

        def for_person() -> int:
            found = self.shelf.everything if reader.is_silent else self._with_rule(Bounds.takes, reader, place)
            barred = self._without_a_way(Bounds.takes, reader, place)
            return found & ~barred if barred else found

        return self.only(kept(self.shelf, "for person", (reader, place), for_person))

    def barred(self, reader: Reader, place: Place | None) -> Mapping[int, int]:
        """By the number of a channel, the places on the shelf of services whose channel is not for this reader."""
        return self._ruled_out(Bounds.takes, reader, place)

    def _ruled_out(self, judge: Judge, reader: Reader, place: Place | None) -> Mapping[int, int]:
        """By the number of a channel, those whose channel has rules, and `judge` says yes to none. Kept for a while."""
        ways = self._known(channels.WAY_FOR)
        if not ways:
            return {}

        def ruled_out() -> Mapping[int, int]:
            ruled, open_to = defaultdict[int, int](int), defaultdict[int, int](int)
            for (number, rule), services in ways.items():
                ruled[number] |= services
                open_to[number] |= services if judge(rule, reader, place) else 0
            found = {number: services & ~open_to[number] for number, services in ruled.items()}
            return met(self.shelf, tuple(found.items()), found)

        return kept(self.shelf, "ruled out", (judge, reader, place), ruled_out)

    def _without_a_way(self, judge: Judge, reader: Reader, place: Place | None) -> int:
        """The places on the shelf of those all of whose channels are ruled out."""
        barred = self._ruled_out(judge, reader, place)
        some = left = 0
        for number, services in self.shelf.values(channels.NUMBER).items() if any(barred.values()) else ():
            some |= services & barred.get(number, 0)
            left |= services & ~barred.get(number, 0)
        return some & ~left

    def in_place(self, place: Place | None) -> Self:
        """Those that serve one of the regions the reader may be in; all where nothing is said of it.

        Worldwide services serve everywhere; where the coverage is unknown it is somewhere in the UK.
        """
        if place is None:
            return self

        def here() -> int:
            found = self.any_of(PLACE, (WORLDWIDE, UNKNOWN_PLACE) if place.choices else (WORLDWIDE,))
            for code in place.choices:
                found |= self._serving(code, place.include_within)
            return found

        return self.only(kept(self.shelf, "in place", place, here))

    def _serving(self, region: str, in_part: bool) -> int:
        """The places on the shelf of services known to serve a region: an item of its index, made when first asked."""
        item = ("serving", region, in_part)
        bits: int | None = self.shelf.memo.get(item)
        if bits is None:
            match = partial(regions().match, choices=(region,), include_within=in_part)
            bits = Services(self.shelf).where(COVERAGE, lambda coverage: match(coverage) is not None).bits
            self.shelf.memo[item] = bits
        return bits

    def certain(self, reader: Reader, place: Place | None) -> int:
        """The places on the shelf of those of which nothing is left to check for this reader there."""
        whole = self.shelf.everything
        for region in place.choices if place else (UNITED_KINGDOM,):
            whole &= self._serving(region, in_part=False)
        everywhere = whole if place is None or place.choices else 0
        here = everywhere | self.any_of(PLACE, (WORLDWIDE,))
        return here & self._with_rule(Bounds.fits, reader, place) & ~self._without_a_way(Bounds.fits, reader, place)

    def _with_rule(self, judge: Judge, reader: Reader, place: Place | None) -> int:
        """The places on the shelf of those with a rule that `judge` says yes to. What hangs on no place is kept."""

        def with_rule() -> int:
            return Services(self.shelf).where(RULE, lambda rule: judge(rule, reader, None)).bits

        bits = kept(self.shelf, "rules", (judge, reader), with_rule)
        return bits | self._with_placed_rule(judge, reader, place) if self._known(PLACED_RULE) else bits

    def _with_placed_rule(self, judge: Judge, reader: Reader, place: Place | None) -> int:
        """The places on the shelf of those with a rule of certain places that `judge` says yes to."""

        def by_number() -> dict[int, int]:
            found = defaultdict[int, int](int)
            for (number, rule), services in self._known(PLACED_RULE).items():
                found[number] |= services if judge(rule, reader, None) else 0
            return found

        found, there = 0, self._of_placed_rules(place, is_whole=judge is Bounds.fits)
        for number, services in kept(self.shelf, "placed rules", (judge, reader), by_number).items():
            found |= services & there.get(number, 0)
        return found

    def _of_placed_rules(self, place: Place | None, is_whole: bool) -> Mapping[int, int]:
        """By the number of a rule, those whose rule of it may be of this place; `is_whole`: is, for certain."""
        if place is None:
            return self._in_rule_places(UNITED_KINGDOM if is_whole else None, False)
        in_part = place.include_within and not is_whole
        each = [self._in_rule_places(region, in_part) for region in place.choices]
        join = and_ if is_whole else or_
        numbers = {number for found in each for number in found}
        return {number: reduce(join, (found.get(number, 0) for found in each)) for number in numbers}

    def _in_rule_places(self, region: str | None, in_part: bool) -> Mapping[int, int]:
        """By the number of a rule, those whose rule of it is of a region; None: all. Made when first asked."""
        item = ("rule places", region, in_part)
        found: dict[int, int] | None = self.shelf.memo.get(item)
        if found is None:
            found = self.shelf.memo[item] = defaultdict(int)
            for (number, *coverage), services in self.shelf.values(RULE_PLACE).items():
                if region is None or regions().match(coverage, (region,), include_within=in_part) is not None:
                    found[number] |= services
        return found

    def _known(self, key: Key[V]) -> Mapping[V, int]:
        """The values of a key that has few, looked up once a shelf."""
        found: Mapping[V, int] | None = self.shelf.memo.get(key.name)
        if found is None:
            found = self.shelf.memo[key.name] = self.shelf.values(key)
        return found

    def of_type(self, types: Collection[str]) -> Self:
        """Those that give any of these kinds of help; all where none is named."""
        return self.having(TYPE, types) if types else self

    def for_audience(self, audiences: Collection[str]) -> Self:
        """Those that any of these people may use; all where none is named."""
        return self.having(AUDIENCE, audiences) if audiences else self

    def reached_by(self, wish: Wish, barred: Mapping[int, int]) -> Self:
        """Those with one channel of which all that is asked holds. `barred`: which are not for this reader."""
        if wish == ANY_WAY:
            return self
        usable = opening.stretch(self.shelf, wish.open_at).open if wish.open_at else None
        return self.only(self._with_a_channel(wish, usable, barred))

    def perhaps_reached_by(self, wish: Wish, at: datetime, barred: Mapping[int, int]) -> int:
        """The places on the shelf of those with one channel that meets the wish and may be open at `at`."""
        return self._with_a_channel(wish, opening.stretch(self.shelf, at).unknown, barred)

    def not_told(self, parameter: str, wish: Wish, barred: Mapping[int, int]) -> int:
        """The places on the shelf of those with one channel that has all else of a wish and may have this as well."""
        usable = opening.stretch(self.shelf, wish.open_at).open if wish.open_at else self.shelf.values(channels.NUMBER)
        untold = {number: here & ~self._told(number, parameter) for number, here in usable.items()}
        return self._with_a_channel(wish.without(parameter), untold, barred)

    def _told(self, number: int, parameter: str) -> int:
        """The places on the shelf of those of whose channel of this number we know what the parameter asks."""
        if parameter == "language":
            return ~self.any_of(channels.SAYS, [f"{number} speaks {channels.UNKNOWN_LANGUAGE}"])
        return self.any_of(channels.SAYS, [f"{number} {parameter} {said}" for said in ("yes", "no")])

    def _with_a_channel(self, wish: Wish, of_number: Mapping[int, int] | None, barred: Mapping[int, int]) -> int:
        wanted, found = wish.wanted(), 0
        for number in self.shelf.values(channels.NUMBER):
            here = (self.bits if of_number is None else of_number.get(number, 0)) & ~barred.get(number, 0)
            for any_of in wanted:
                here &= self.any_of(channels.SAYS, (f"{number} {said}" for said in any_of))
            found |= here
        return found

    def naming(self, q: str | None) -> Self:
        """Those whose names, organisation or types hold every word of `q`; the last may be the beginning of a word."""
        return self.with_words(WORD, words_of(q)) if q else self

    def first(self, bits: int) -> InTurn:
        """All of them: first those of `bits`, then the others, each in the standing order."""
        return InTurn(self.shelf, (self.bits & bits, self.bits & ~bits))


def met(shelf: Shelf, what: Hashable, value: T) -> T:
    """The value as it was first met on this shelf, for it is the same for many readers; `what` names it."""
    known: dict[Hashable, T] = shelf.memo.setdefault("met", {})
    return known.setdefault(what, value)


def kept(shelf: Shelf, name: str, asked: Hashable, work_out: Callable[[], T]) -> T:
    """What is worked out for a reader, kept with the shelf for a while; of a large shelf, of fewer readers."""
    known: dict[Hashable, T] = shelf.memo.setdefault(name, {})
    found = known.get(asked)
    if found is None:
        found = work_out()
        if len(known) >= min(READERS_KEPT, 8 * BYTES_KEPT // (len(shelf.items) + 1)):
            known.clear()
        known[asked] = found
    return found


def keys(service: Service, lenders: Lenders) -> dict[str, Any]:
    """What a hydrated service is found and ordered by. Lists are for finding, single values for ordering."""
    organisation = lenders.get(service.organisation_id) if service.organisation_id else None
    names = [service.name, *_names(organisation), *(code_list("service-types").label(code) for code in service.types)]
    return {
        **rules.keys(service),
        "coverage": [service.coverage] if service.coverage_known else [],
        "place": [WORLDWIDE] if service.is_worldwide else [] if service.coverage_known else [UNKNOWN_PLACE],
        "status": [service.status()],
        "type": service.types,
        "need": [service.need] if service.need else [],
        "audience": service.audiences or list(code_list("audiences").values),
        **channels.keys(channels.served(service), service.languages),
        "organisation": [str(organisation.uid)] if organisation else [],
        "word": sorted(set(words_of(" ".join(names)))),
        "urgency": service.urgency,
        "breadth": breadth(service),
        "name": service.name.casefold(),
    }


def breadth(service: Service) -> int:
    """Narrower coverage is more local help: it sorts first among services of the same urgency."""
    if service.is_worldwide:
        return _ORDERING["worldwide"] * 1000
    if not service.coverage_known:
        return _ORDERING["unknown"] * 1000
    return max(regions().breadth(code) for code in service.coverage) * 1000 + len(service.coverage)


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation, in order."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))


def _names(organisation: Lender | None) -> list[str]:
    if organisation is None:
        return []
    return [organisation.document["name"], organisation.document["also_known_as"] or ""]


def _by_urgency(item: Published) -> tuple[int, int, str, str]:
    return item.keys["urgency"], item.keys["breadth"], item.keys["name"], item.uid


LAYOUT = Layout(
    orders={"urgency": _by_urgency, "alphabetical": by_name},
    decoded=(RULE, PLACED_RULE, RULE_PLACE, COVERAGE, channels.OPENING, channels.WAY_FOR),
    words=(WORD,),
)
