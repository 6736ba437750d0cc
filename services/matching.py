"""Why a service is in an answer: how its limits and coverage fit this reader, and whether somebody is there now.

Read from the keys a service was published with, so a result says exactly what the filters went by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publishing.edition import Entry, Shelf
from services import conditions
from services.ages import Reader
from services.channels import LIVE_KINDS
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


def explain(entry: Entry, shelf: Shelf, reader: Reader, place: Place | None) -> dict[str, Any]:
    """`match` in the contract: `age`, `region`, and the conditions that are left for this reader."""
    limits = shelf.value_of("age", entry.keys["age"][0])
    age = limits.match(reader) or "not-asked"
    region = _region_match(entry, place)
    left = conditions.of_age(limits, entry.keys["age_varies"], age)
    left += conditions.of_coverage(entry.keys["place"] != [UNKNOWN_PLACE])
    if region == "part":
        left.append(conditions.part_of_area())
    return {"age": age, "region": region, "conditions": left}


def opening(entry: Entry, shelf: Shelf, at: datetime) -> dict[str, Any]:
    """`open` in the contract: whether somebody answers at `at` on a phone, text, textphone, chat or video relay.

    True: on at least one, for certain. False: it has such channels and all are shut. None: not known, or none.
    """
    profiles = [shelf.value_of("channel", key) for key in entry.keys["channel"]]
    states = [profile.state(at) for profile in profiles if profile.kind in LIVE_KINDS]
    said = {state.is_open for state in states}
    is_open = True if True in said else False if said == {False} else None
    return {"is_open": is_open, "next_change_at": min((s.until for s in states if s.until), default=None)}


def _region_match(entry: Entry, place: Place | None) -> str:
    if place is None:
        return "not-asked"
    for coverage in entry.keys["coverage"]:
        found = regions().match(coverage, place.choices, include_within=place.include_within)
        if found:
            return found
    return WORLDWIDE if WORLDWIDE in entry.keys["place"] else UNKNOWN_PLACE
