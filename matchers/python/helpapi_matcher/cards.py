"""A service as it stands in an answer: the card that a reader is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from helpapi_matcher import ways
from helpapi_matcher.ages import Reader
from helpapi_matcher.bundle import Bundle
from helpapi_matcher.languages import ENGLISH
from helpapi_matcher.places import Place
from helpapi_matcher.rules import taking
from helpapi_matcher.service import Service
from helpapi_matcher.ways import Way, Wish
from helpapi_matcher.words import Condition, Words

YOURSELF, PASS_ON = "yourself", "pass-on"
COMPILED = "compiled"
HEAD = ("uid", "slug", "language", "name", "organisation", "summary", "types")


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom cards are made. `lang`: the language that is asked for.

    `asking`: the audiences that a service must be for, or it says so. `wish`: what they would rather have; `filters`:
    what every service was found by. `at`: what the cards speak of.
    """

    lang: str
    reader: Reader
    place: Place | None
    asking: tuple[str, ...]
    wish: Wish
    at: datetime
    filters: Wish


def card(bundle: Bundle, asked: Asked, service: Service, need: str, use: str | None) -> dict[str, Any]:
    """`need`, `use`: of the code lists, as the answer has them."""
    words, service = bundle.words(asked.lang), bundle.said(service, asked.lang)
    document, reader = service.document, asked.reader
    if use == YOURSELF:
        reader = replace(reader, is_user=False)
    open_ways = service.open_ways(reader, asked.place)
    said = {"language": ENGLISH, **document}  # older documents do not say it
    best = ways.ordered(open_ways, asked.wish, asked.at)
    region = _region_match(service, asked.place)
    left = [
        *([] if use else words.of_audience(service.audiences, asked.asking)),
        *words.of_rules(taking(service.rules, reader, asked.place), reader, asked.place),
        *words.of_place(service.area, service.is_worldwide, region),
        *_of_ways(words, open_ways, reader, asked.place),
        *words.of_language(not asked.filters.languages or any(way.suits(asked.filters) for way in open_ways)),
    ]
    return {
        **{name: said[name] for name in HEAD},
        "need": need,
        "use": use,
        "conditions": [one.shown() for one in left],
        "match": {"age": _age_match(service, reader, asked.place), "region": region},
        "ways": ways.shown(best, asked.at, words.language),
        "meets": best[0][0].meets(asked.wish) if best else [],
        "checked_on": None if document["checked_how"] == COMPILED else document["checked_on"],
        "review_overdue": document["review_overdue"],
        "url": f"{bundle.public_url}/api/v1/services/{service.slug}",
    }


def _age_match(service: Service, reader: Reader, place: Place | None) -> str:
    """The best that a rule which may hold has."""
    matches = [one.limits.match(reader) for one in taking(service.rules, reader, place)]
    return next(match for match in ("not-asked", "fits", "depends") if match in matches)


def _region_match(service: Service, place: Place | None) -> str:
    if place is None:
        return "not-asked"
    found = service.area.match(place)
    if service.is_worldwide:
        return "whole" if found == "whole" else "worldwide"
    return found or "unknown"


def _of_ways(words: Words, open_ways: Sequence[Way], reader: Reader, place: Place | None) -> list[Condition]:
    """What is left to check of the ways that may be for this reader."""
    found = []
    for way in open_ways:
        if holding := taking(way.only_for, reader, place):
            found += words.of_way(way.label(words.language), holding, reader, place)
    return found
