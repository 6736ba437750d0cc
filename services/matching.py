"""Why a service is in an answer: how its limits and coverage fit this reader, and whether somebody is there now.

Read from the keys a service was published with, so a result says exactly what the filters went by.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publishing.edition import Entry, Shelf
from services import conditions
from services.ages import AgeLimits, Reader
from services.opening import together
from services.regions import regions
from services.shelf import UNKNOWN_PLACE, WORLDWIDE


@dataclass(frozen=True)
class Place:
    """Where the reader is or may be: region codes, one of which it is; empty for a place outside the UK."""

    choices: tuple[str, ...]
    include_within: bool = False

    @classmethod
    def of(cls, question: Mapping[str, Any]) -> "Place | None":
        within = question.get("include") == "within"
        if "region" in question:
            return cls((question["region"],), within)
        return cls(question["outcode"].choices, within) if "outcode" in question else None


def explain(entry: Entry, reader: Reader, place: Place | None, asking: Collection[str]) -> dict[str, Any]:
    """`match` in the contract: `age`, `region`, and the conditions that are left for this reader.

    `asking`: the audiences of those who ask, the victim where nobody says. ValueError for a service that is not for
    this reader: it should not have been found, and no answer at all is better than one that explains it away.
    """
    limits = AgeLimits(**entry.keys["age"])
    coverage = next(iter(entry.keys["coverage"]), [])
    is_worldwide = WORLDWIDE in entry.keys["place"]
    age, region = limits.match(reader), _region_match(coverage, is_worldwide, place)
    if age is None or region is None:
        raise ValueError(f"{entry.slug} was found for somebody whom it is not for")
    return {
        "age": age,
        "region": region,
        "conditions": [
            *conditions.of_audience(entry.keys["audience"], asking),
            *conditions.of_age(limits, reader),
            *conditions.of_place(coverage, is_worldwide, region),
        ],
    }


def opening(entry: Entry, shelf: Shelf, at: datetime) -> dict[str, Any]:
    """`open` in the contract: whether somebody answers at `at` on a phone, text, textphone, chat or video relay.

    True: on at least one, for certain. False: it has such channels and all are shut. None: not known, or none.
    `next_change_at` is when that answer becomes another, so a channel that shuts while another is open is no change.
    """
    openings = [shelf.value_of("opening", key) for key in entry.keys["opening"]]
    is_open, until = together(tuple({one.hours for one in openings if one.is_live}), at)
    return {"is_open": is_open, "next_change_at": until}


def _region_match(coverage: Sequence[str], is_worldwide: bool, place: Place | None) -> str | None:
    """None: not for somebody there."""
    if place is None:
        return "not-asked"
    found = regions().match(coverage, place.choices, include_within=place.include_within)
    if is_worldwide:
        return "whole" if found == "whole" else WORLDWIDE
    return found if coverage or not place.choices else UNKNOWN_PLACE
