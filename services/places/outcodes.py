"""Which regions the first half of a postcode may be in, from the files in `fixtures/regions`.

What was asked is never repeated in an error: it says where somebody is.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from publishing.languages import say, to_say
from services.places.files import FOLDER, Row, rows
from services.places.large_users import large_users
from services.places.regions import KINDS, UNITED_KINGDOM, Regions, regions

__all__ = ["GUESSED", "LARGE_USERS", "STATUSES", "Outcode", "OutcodeError", "Outcodes", "outcodes", "resolve"]

# What the files say, and how we say it. `live-no-location` is post boxes and large users only, by the file or by
# `large_users`; `not-current` is withdrawn but still on old letters; `area-fallback` is not in the list, so that its
# leading letters answer; `unknown` is when those are not known either, and the answer is the whole UK; `ireland` is
# when they are no letters of the UK, and it could be the routing key of an Eircode.
OUTCODE_STATUSES = {
    "live": "live",
    "live_no_location": "live-no-location",
    "not_current": "not-current",
    "crown_dependency": "crown-dependency",
}
AREA_STATUSES = {"uk": "area-fallback", "crown_dependency": "crown-dependency"}
STATUSES = (*OUTCODE_STATUSES.values(), "area-fallback", "unknown", "ireland")
GUESSED = ("area-fallback", "unknown")
LARGE_USERS = "live-no-location"
CROWN_DEPENDENCIES = {"GY": to_say("Guernsey"), "JE": to_say("Jersey"), "IM": to_say("Isle of Man")}

OUTCODE_COLUMNS = (
    *("outcode", "area", "status", "nations", "regions", "local_authorities", "la_postcodes"),
    *("weak_local_authorities", "postcodes", "source"),
)
SECTOR_COLUMNS = ("sector", "nations", "local_authorities", "la_postcodes")
AREA_COLUMNS = ("area", "status", "nations", "nation_postcodes", "regions", "region_postcodes", "live_outcodes")

_OUTWARD = "([A-Z]{1,2})[0-9][0-9A-Z]?"
_OUTCODE_OR_SECTOR = re.compile(rf"({_OUTWARD})(?:[ +]([0-9]))?", re.ASCII | re.IGNORECASE)
_ROUTING_KEY = re.compile("[ACDEFHKNPRTVWXY][0-9]{2}|D6W", re.ASCII | re.IGNORECASE)
_FULL_EIRCODE = re.compile(
    rf"\s*(?:{_ROUTING_KEY.pattern})[\s+-]*[0-9ACDEFHKNPRTVWXY]{{4}}\s*", re.ASCII | re.IGNORECASE
)
_FULL_POSTCODE = re.compile(rf"\s*{_OUTWARD}[\s+-]*[0-9][A-Z]{{2}}\s*", re.ASCII | re.IGNORECASE)

MESSAGES = {
    "malformed": to_say(
        "Send only the first half of a UK postcode, such as EH1, or the first three characters of an Eircode."
    ),
    "full-postcode": to_say("Do not send a full postcode. Send only its first half, such as EH1."),
    "full-eircode": to_say("Do not send a full Eircode. Send only its first three characters, such as D02."),
}


# For each kind of region its codes, each under itself.
Codes = dict[str, dict[str, str]]
# The nations and the choices of a sector.
Narrowed = tuple[tuple[str, ...], tuple[str, ...]]


class OutcodeError(ValueError):
    """Not an outcode. `code` is `malformed` or `full-postcode`; the message never holds what was sent."""

    def __init__(self, problem: str) -> None:
        super().__init__(say(MESSAGES[problem]))
        self.code = "full-postcode" if problem == "full-eircode" else problem


@dataclass(frozen=True, slots=True)
class Outcode:
    """Where the first half of a postcode may be.

    `nations` are GSS codes, most postcodes first. `choices` are the regions it may be in, as narrow as the data
    allows: councils, or else English regions and nations, or else the UK. Somebody is in one of them, not in all.
    A crown dependency and Ireland have neither, for they are not in the UK; only then is `jurisdiction` a name.
    """

    outcode: str
    status: str
    nations: tuple[str, ...]
    choices: tuple[str, ...]
    jurisdiction: str | None = None


_UNKNOWN = Outcode("", "unknown", nations=(), choices=(UNITED_KINGDOM,))
_IRELAND = Outcode("", "ireland", nations=(), choices=(), jurisdiction=to_say("Ireland"))


class Outcodes:
    """Every outcode, sector and postcode area of the files. Never changes once made."""

    def __init__(self, known: dict[str, Outcode], sectors: dict[str, Narrowed], areas: dict[str, Outcode]) -> None:
        """`areas` holds, under its letters, what answers for an outcode that is not in `known`.

        `sectors`: those that say more than their outcode does, by names such as `EH1 1`.
        """
        self._known, self.sectors, self.areas = known, sectors, areas

    @classmethod
    def load(cls, folder: Path, places: Regions) -> "Outcodes":
        """Read `outcodes.csv`, `sectors.csv` and `postcode_areas.csv`; RegionDataError at the first fault."""
        codes = {kind: {one.code: one.code for one in places.search(kind=kind)} for kind in KINDS}
        known = {one.outcode: one for one in _read_outcodes(folder, codes)}
        areas = {one.outcode: one for one in _read_areas(folder, codes, places)}
        return cls(known, dict(_read_sectors(folder, codes, known)), areas)

    def __iter__(self) -> Iterator[Outcode]:
        return iter(self._known.values())

    def __len__(self) -> int:
        return len(self._known)

    def resolve(self, text: str) -> Outcode:
        """The answer for an outcode, `EH1`, or a sector, `EH1 1` or `EH1+1`. OutcodeError for anything else.

        Capitals make no difference; a space before or after does. `EH11` is an outcode, never a sector of EH1.
        A sector that is not in the files is answered by its outcode, and so is one of large users. What the UK has, or
        might have by its first letters, is never Irish.
        """
        found = _OUTCODE_OR_SECTOR.fullmatch(text)
        if not found:
            raise OutcodeError(_problem(text))
        outcode, area, sector = (part and part.upper() for part in found.groups())
        elsewhere = _IRELAND if _ROUTING_KEY.fullmatch(outcode) else _UNKNOWN
        answer = self._known.get(outcode) or self.areas.get(area, elsewhere)
        nations, choices = answer.nations, answer.choices
        if answer.status != LARGE_USERS:
            nations, choices = self.sectors.get(f"{outcode} {sector}", (nations, choices))
        return replace(answer, outcode=outcode, nations=nations, choices=choices)


@functools.cache
def outcodes() -> Outcodes:
    """The project's own outcodes, read once."""
    return Outcodes.load(FOLDER, regions())


def resolve(text: str) -> Outcode:
    """`Outcodes.resolve` on the project's own files."""
    return outcodes().resolve(text)


def _problem(text: str) -> str:
    if _FULL_POSTCODE.fullmatch(text):
        return "full-postcode"
    return "full-eircode" if _FULL_EIRCODE.fullmatch(text) else "malformed"


def _read_outcodes(folder: Path, codes: Codes) -> Iterator[Outcode]:
    used: set[str] = set()
    lines = list(rows(folder / "outcodes.csv", OUTCODE_COLUMNS))
    found = [_read_outcode(line, codes, used) for line in lines]
    of_large_users = large_users(lines)
    for outcode, broad in found:
        yield replace(outcode, status=LARGE_USERS, choices=broad) if outcode.outcode in of_large_users else outcode


def _read_outcode(line: Row, codes: Codes, used: set[str]) -> tuple[Outcode, tuple[str, ...]]:
    """An outcode, and where it may be if only large users have it: never in one council for certain."""
    outcode = line.unused("outcode", line["outcode"], used)
    status = OUTCODE_STATUSES[line.known("status", line["status"], OUTCODE_STATUSES)]
    # Set aside by those who made the list: post boxes filed at a sorting office elsewhere.
    weak = line.codes("weak_local_authorities", codes["local-authority"])
    english = line.codes("regions", codes["region"])
    councils = line.codes("local_authorities", codes["local-authority"], counts="la_postcodes")
    nations = _nations(line, codes)
    every = tuple(dict.fromkeys((*councils, *weak)))
    broad = every if len(every) > 1 else english or nations
    return Outcode(outcode, status, nations, councils or nations, _jurisdiction(line)), broad


def _read_sectors(folder: Path, codes: Codes, known: dict[str, Outcode]) -> Iterator[tuple[str, Narrowed]]:
    used: set[str] = set()
    for line in rows(folder / "sectors.csv", SECTOR_COLUMNS):
        sector = line.unused("sector", line["sector"], used)
        line.known("sector", sector.partition(" ")[0], known)
        councils = line.codes("local_authorities", codes["local-authority"], counts="la_postcodes")
        nations = _nations(line, codes)
        yield sector, (nations, councils or nations)


def _read_areas(folder: Path, codes: Codes, places: Regions) -> Iterator[Outcode]:
    """For each postcode area, under its letters, what answers for an outcode of it that is not in the list."""
    used: set[str] = set()
    for line in rows(folder / "postcode_areas.csv", AREA_COLUMNS):
        area = line.unused("area", line["area"], used)
        status = AREA_STATUSES[line.known("status", line["status"], AREA_STATUSES)]
        nations = _nations(line, codes, counts="nation_postcodes")
        english = line.codes("regions", codes["region"], counts="region_postcodes")
        inside = {nation: tuple(code for code in english if nation in places.covering(code)) for nation in nations}
        choices = tuple(code for nation in nations for code in inside[nation] or (nation,))
        yield Outcode(area, status, nations, choices, _jurisdiction(line))


def _nations(line: Row, codes: Codes, counts: str | None = None) -> tuple[str, ...]:
    """The nations of a row: at least one, except that a crown dependency has none."""
    nations = line.codes("nations", codes["country"], counts)
    if bool(nations) == (line.cells.get("status") == "crown_dependency"):
        raise line.error("nations", "a crown dependency has none and any other place at least one")
    return nations


def _jurisdiction(line: Row) -> str | None:
    if line["status"] != "crown_dependency":
        return None
    return CROWN_DEPENDENCIES[line.known("area", line["area"], CROWN_DEPENDENCIES)]
