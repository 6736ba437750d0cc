"""Where the first half of a postcode may be. An error never repeats what was asked: it says where somebody is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from helpapi_matcher.errors import Fault
from helpapi_matcher.places import UNITED_KINGDOM, Region, Regions

GUESSED, LARGE_USERS = ("area-fallback", "unknown"), "live-no-location"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_ANY_CASE = re.ASCII | re.IGNORECASE
_OUTWARD = "([A-Z]{1,2})[0-9][0-9A-Z]?"
_OUTCODE_OR_SECTOR = re.compile(rf"({_OUTWARD})(?:[ +]([0-9]))?", _ANY_CASE)
_ROUTING_KEY = re.compile("[ACDEFHKNPRTVWXY][0-9]{2}|D6W", _ANY_CASE)
_FULL_EIRCODE = re.compile(rf"\s*(?:{_ROUTING_KEY.pattern})[\s+-]*[0-9ACDEFHKNPRTVWXY]{{4}}\s*", _ANY_CASE)
_FULL_POSTCODE = re.compile(rf"\s*{_OUTWARD}[\s+-]*[0-9][A-Z]{{2}}\s*", _ANY_CASE)


@dataclass(frozen=True, slots=True)
class Outcode:
    """`choices`: somebody is in one of them; none of them outside the UK, where alone `jurisdiction` is a name."""

    outcode: str
    status: str
    nations: tuple[Region, ...]
    choices: tuple[Region, ...]
    jurisdiction: str | None = None


class NoOutcode(ValueError):
    """What was sent is none; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def fault(self, parameter: str) -> Fault:
        return Fault(parameter, self.code)


class Outcodes:
    """Every outcode, sector and area of the reference."""

    def __init__(self, packed: Mapping[str, Any], regions: Regions) -> None:
        listed, statuses = regions.listed, packed["statuses"]
        self._areas = {
            letters: Outcode("", statuses[status], _of(listed, nations), _of(listed, choices), jurisdiction)
            for letters, (status, jurisdiction, nations, choices) in packed["areas"].items()
        }
        self._known: dict[str, Outcode] = {}
        for line in packed["known"].split("\n"):
            letters, named, *entries = line.split(" ")
            here = [listed[int(number, len(DIGITS))] for number in named.split(",") if number]
            for entry in entries:
                rest, digits, status = (*entry.split(":"), "0")[:3]
                choices = tuple(here[DIGITS.index(one)] for one in digits)
                self._known[letters + rest] = Outcode(
                    "", statuses[int(status)], _nations(choices, regions), choices, self._areas[letters].jurisdiction
                )
        self._sectors: dict[str, tuple[Region, ...]] = {}
        for line in packed["sectors"].split("\n"):
            outcode, *sectors = line.split(" ")
            for sector, *digits in sectors:
                self._sectors[f"{outcode} {sector}"] = tuple(
                    self._known[outcode].choices[DIGITS.index(one)] for one in digits
                )
        whole = regions.get(UNITED_KINGDOM)
        self._unknown = Outcode("", "unknown", (), (whole,) if whole else ())
        self._ireland = Outcode("", "ireland", (), (), "Ireland")
        self._regions = regions

    def resolve(self, text: str) -> Outcode:
        """The answer for an outcode, `EH1`, or a sector, `EH1 1` or `EH1+1`. NoOutcode for anything else."""
        found = _OUTCODE_OR_SECTOR.fullmatch(text)
        if not found:
            raise NoOutcode(_problem(text))
        outcode, area, sector = (part and part.upper() for part in found.groups())
        elsewhere = self._ireland if _ROUTING_KEY.fullmatch(outcode) else self._unknown
        answer = self._known.get(outcode) or self._areas.get(area, elsewhere)
        if choices := self._sectors.get(f"{outcode} {sector}"):
            answer = replace(answer, choices=choices, nations=_nations(choices, self._regions))
        return replace(answer, outcode=outcode)


def _of(listed: tuple[Region, ...], numbers: list[int]) -> tuple[Region, ...]:
    return tuple(listed[number] for number in numbers)


def _nations(choices: tuple[Region, ...], regions: Regions) -> tuple[Region, ...]:
    return tuple(dict.fromkeys(regions.nation(one) for one in choices))


def _problem(text: str) -> str:
    is_whole = _FULL_POSTCODE.fullmatch(text) or _FULL_EIRCODE.fullmatch(text)
    return "full-postcode" if is_whole else "malformed"
