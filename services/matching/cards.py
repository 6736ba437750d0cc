"""A service as it stands in an answer: the card that a reader is shown, put together from its published document.

What is the same for everybody is written once a shelf, and the ways once an opening. So is a whole card, for all whom
the service fits in the same way; a question finds out which way that is, and writes what only it decides.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

import orjson
from django.conf import settings

from publishing.edition import ENGLISH, Published, Shelf
from publishing.languages import current
from publishing.upkeep import COMPILED
from services.matching import ways
from services.matching.ages import Reader
from services.matching.channels import ANY_WAY, Wish
from services.matching.conditions import Condition, of_audience, of_language, of_way
from services.matching.match import Fit, Fits, sort
from services.matching.needs import need_of
from services.matching.opening import stretch
from services.matching.place import Place
from services.matching.rules import Said, taking
from services.matching.shelf import WORLDWIDE
from services.matching.ways import Way

ADDRESS = "/api/v1/services"
CARDS_KEPT = 8192  # with a shelf, some 2 kB each
_NUMBERS = count()  # `next` gives no two threads the same
YOURSELF, PASS_ON = "yourself", "pass-on"
HEAD = ("uid", "slug", "language", "name", "organisation", "summary", "types")


@dataclass(frozen=True, slots=True)
class Face:
    """What a card says to everybody, and what it is worked out from.

    `head`: its first members, as JSON. Whom it fits: services/matching/match.py.
    """

    head: bytes
    name: str
    upkeep: Mapping[str, Any]
    need: str
    rules: tuple[Said, ...]
    coverage: tuple[str, ...]
    is_worldwide: bool
    rules_sort: int
    place_sort: int
    audiences: tuple[str, ...]
    ways: tuple[Way, ...]
    has_limited_ways: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom cards are made. `asking`: the audiences that a service must be for, or it says so. `wish`: what they
    would rather have; `filters`: what every service was found by. `at`: the moment that the cards speak of.
    """

    reader: Reader
    place: Place | None
    asking: tuple[str, ...]
    wish: Wish
    at: datetime
    filters: Wish = ANY_WAY


class Cards:
    """The cards of the services on one shelf, for one question."""

    def __init__(self, shelf: Shelf, asked: Asked):
        self._asked = asked
        self._helped = Reader(asked.reader.age, asked.reader.age_in_image, is_user=False)
        now = stretch(shelf, asked.at)
        self._language = current()
        self._shelf, self._since = shelf, now.since
        self._written: dict[str, bytes] = now.memo.setdefault(self._language, {})
        self._faces: dict[str, Face] = shelf.of_items.setdefault(f"faces {self._language}", {})
        self._fits = Fits(shelf, asked.reader, asked.place)
        self._fits_helped: Fits | None = None
        is_plain = asked.wish == ANY_WAY and not asked.filters.languages
        self._kept: dict[Hashable, orjson.Fragment] | None = self._kept_cards() if is_plain else None

    def card(self, item: Published, need: str | None = None, use: str | None = None) -> orjson.Fragment:
        return self.cards([item], need, use)[0]

    def cards(
        self, items: Iterable[Published], need: str | None = None, use: str | None = None
    ) -> list[orjson.Fragment]:
        """`need`, `use`: of the code lists, as the answer has them.

        ValueError for a service that is not for this reader: no answer is better than one that explains it away.
        """
        found: list[orjson.Fragment] = []
        kept, like = self._kept, self._kind_of_card(need, use)
        for item in items:
            face = self._face(item)
            fit = self._fit(item, face, use)
            if kept is None or face.has_limited_ways:
                found.append(self._card(item, face, fit, need, use))
                continue
            card = kept.get(key := (like, item.uid, id(fit)))  # a fit lives as long as the shelf does
            if card is None:
                card = kept[key] = self._card(item, face, fit, need, use)
            found.append(card)
        return found

    def _card(self, item: Published, face: Face, found: Fit, need: str | None, use: str | None) -> orjson.Fragment:
        reader = self._reader(use)
        shown, meets = self._ways(item, face, reader)
        rest = {
            "need": need or face.need,
            "use": use,
            "conditions": self._left(found, face, reader, use),
            "match": {"age": found.age, "region": found.region},
            "ways": orjson.Fragment(shown),
            "meets": meets,
            **face.upkeep,
            "url": f"{settings.PUBLIC_URL}{ADDRESS}/{item.slug}",
        }
        return orjson.Fragment(face.head[:-1] + b"," + orjson.dumps(rest)[1:])

    def spoken(self, item: Published, use: str | None = None) -> str:
        """The name of a service, its best way for this reader, and what is left to check, in words."""
        face, reader = self._face(item), self._reader(use)
        found = ways.ordered(self._open_to(face, reader), self._asked.wish, self._asked.at)
        best = f"{face.name}: {ways.in_words(*found[0])}" if found else face.name
        left = self._left(self._fit(item, face, use), face, reader, use)
        return " – ".join([best, *(one.text for one in left)])

    def _reader(self, use: str | None) -> Reader:
        return self._helped if use == YOURSELF else self._asked.reader

    def _fit(self, item: Published, face: Face, use: str | None) -> Fit:
        found = (self._of_helped() if use == YOURSELF else self._fits).of(face)
        if found.age is None or found.region is None:
            raise ValueError(f"{item.slug} was found for somebody whom it is not for")
        return found

    def _of_helped(self) -> Fits:
        if self._fits_helped is None:
            self._fits_helped = Fits(self._shelf, self._helped, self._asked.place)
        return self._fits_helped

    def _kind_of_card(self, need: str | None, use: str | None) -> int:
        """A number for what is the same of all cards in one place of an answer."""
        kinds: dict[Hashable, int] = self._shelf.memo.setdefault("kinds of cards", {})
        return kinds.setdefault((self._since, self._asked.asking, need, use, self._language), next(_NUMBERS))

    def _kept_cards(self) -> dict[Hashable, orjson.Fragment]:
        """Those of the shelf for whoever asks, at any opening; what a card is like names nobody."""
        found: dict[Hashable, orjson.Fragment] = self._shelf.memo.setdefault("cards", {})
        if len(found) >= CARDS_KEPT:
            found.clear()
            self._shelf.memo.pop("kinds of cards", None)
        return found

    def _left(self, found: Fit, face: Face, reader: Reader, use: str | None) -> list[Condition]:
        """What is left for this reader to check."""
        asked = self._asked
        of_people = [] if use else of_audience(face.audiences, asked.asking)
        is_spoken = not asked.filters.languages or self._speaks(face, reader)
        return [*of_people, *found.conditions, *self._left_of_ways(face, reader), *of_language(is_spoken)]

    def _open_to(self, face: Face, reader: Reader) -> tuple[Way, ...]:
        """The ways that may be for this reader."""
        place = self._asked.place
        return tuple(way for way in face.ways if not way.only_for or taking(way.only_for, reader, place))

    def _left_of_ways(self, face: Face, reader: Reader) -> Iterator[Condition]:
        """What is left for this reader to check of the ways that may be for them."""
        place = self._asked.place
        for way in face.ways if face.has_limited_ways else ():
            if holding := taking(way.only_for, reader, place):
                yield from of_way(way.label, holding, reader, place)

    def _ways(self, item: Published, face: Face, reader: Reader) -> tuple[bytes, list[str]]:
        """The ways as JSON, and which preferences the first of them meets.

        Kept for an opening where none is said, and all ways are for everybody.
        """
        if face.has_limited_ways:
            found = ways.ordered(self._open_to(face, reader), self._asked.wish, self._asked.at)
            return ways.written(found), found[0][0].meets(self._asked.wish) if found else []
        if self._asked.wish == ANY_WAY:
            written = self._written.get(item.uid)
            if written is None:
                written = ways.written(ways.ordered(face.ways, ANY_WAY, self._asked.at))
                self._written[item.uid] = written
            return written, []
        found = ways.ordered(face.ways, self._asked.wish, self._asked.at)
        return ways.written(found), found[0][0].meets(self._asked.wish) if found else []

    def _speaks(self, face: Face, reader: Reader) -> bool:
        """Whether one way is known to have all that was asked, its language among it."""
        return any(way.suits(self._asked.filters) for way in self._open_to(face, reader))

    def _face(self, item: Published) -> Face:
        found = self._faces.get(item.uid)
        if found is None:
            found = self._faces[item.uid] = _face(item, self._language)
        return found


def _upkeep(service: Mapping[str, Any]) -> dict[str, Any]:
    """What a card says of it; less until `recompile` after an update. To have compiled it is not to have checked it."""
    is_checked = service.get("checked_how") != COMPILED
    return {
        "checked_on": service["checked_on"] if is_checked else None,
        "review_overdue": service.get("review_overdue", False),
    }


def _face(item: Published, language: str) -> Face:
    service: Mapping[str, Any] = orjson.loads(item.said(language))
    its_ways = tuple(Way.of(number, one, service) for number, one in enumerate(service["channels"]))
    known = {"language": ENGLISH, **service}  # as it was before there were others, until `recompile`
    head = {name: known[name] for name in HEAD}
    named = item.keys["need"]
    rules, coverage = Said.of_service(service), tuple(next(iter(item.keys["coverage"]), ()))
    is_worldwide = WORLDWIDE in item.keys["place"]
    return Face(
        head=orjson.dumps(head),
        name=service["name"],
        upkeep=_upkeep(service),
        need=need_of(service["types"], named[0] if named else ""),
        rules=rules,
        coverage=coverage,
        is_worldwide=is_worldwide,
        rules_sort=sort(rules),
        place_sort=sort(coverage, is_worldwide),
        audiences=tuple(service["audiences"] or ()),
        ways=its_ways,
        has_limited_ways=any(way.only_for for way in its_ways),
    )
