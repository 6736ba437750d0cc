"""The places of a copy: every region, and every outcode and sector, packed so that a phone can hold them.

Regions are rows in the order of their file; everything else names one by its number in that order, from 0.

Outcodes are told by `areas` (the letters that they begin with), and two texts of lines:

    known     AB a0,a1,9s 1:01:2 10:0 …     an area; its places in base 36, commas between; then its outcodes: what
                                            follows the letters, a digit in base 36 for each place that it may be in
                                            (the first, the second … of the area's), and the number of its status,
                                            which is left out where it is 0
    sectors   AB12 41 90 …                  an outcode; then each sector of it that says more than it does: the
                                            sector's digit, and a digit for each place (of the outcode's)

The nations of an outcode are those of its places, in their order. What is in the files otherwise is refused, for it
would be lost.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from string import ascii_lowercase, digits
from typing import Any

from services.places.outcodes import LARGE_USERS, STATUSES, Outcode, Outcodes
from services.places.regions import Region, Regions

DIGITS = digits + ascii_lowercase
CROSSING = ("police-force-area", "health-board")  # these lie across the tree


class Lost(ValueError):
    """The files say something that packing them would lose; names the outcode."""


def packed_regions(places: Regions) -> list[list[Any]]:
    """`[code, name, kind, slug, aliases, former codes, parent, police areas and health boards it lies in]` of each."""
    across = [area for area in places if area.kind in CROSSING]
    held = {area.code: {inner.code for inner in places.children(area.code)} for area in across}
    return [
        [
            *(one.code, one.name, one.kind, one.slug, one.aliases, one.former_codes, one.parent),
            [area.code for area in across if one.code in held[area.code]],
        ]
        for one in places
    ]


def packed_outcodes(found: Outcodes, places: Regions) -> dict[str, Any]:
    """`statuses`: by their numbers. `areas`: `[status, jurisdiction, nations, choices]` by the letters."""
    numbers = {region.code: number for number, region in enumerate(places)}
    return {
        "statuses": STATUSES,
        "areas": {
            letters: [
                STATUSES.index(area.status),
                area.jurisdiction,
                [numbers[code] for code in area.nations],
                [numbers[code] for code in area.choices],
            ]
            for letters, area in found.areas.items()
        },
        "known": "\n".join(_known(found, places, numbers)),
        "sectors": "\n".join(_sectors(found, places)),
    }


def _known(found: Outcodes, places: Regions, numbers: dict[str, int]) -> Iterator[str]:
    for letters, here in groupby(found, key=lambda one: one.outcode.rstrip(ascii_lowercase.upper()).rstrip(digits)):
        outcodes = list(here)
        choices = list(dict.fromkeys(code for one in outcodes for code in one.choices))
        named = ",".join(_in_base_36(numbers[code]) for code in choices)
        yield " ".join([letters, named, *(_entry(one, letters, choices, found, places) for one in outcodes)])


def _entry(one: Outcode, letters: str, choices: Sequence[str], found: Outcodes, places: Regions) -> str:
    if one.nations != _nations(one.choices, places) or one.jurisdiction != found.areas[letters].jurisdiction:
        raise Lost(one.outcode)
    status = STATUSES.index(one.status)
    return f"{one.outcode.removeprefix(letters)}:{_of(choices, one.choices)}{f':{status}' if status else ''}"


def _sectors(found: Outcodes, places: Regions) -> Iterator[str]:
    for outcode, sectors in groupby(found.sectors.items(), key=lambda sector: sector[0].partition(" ")[0]):
        whole = found.resolve(outcode)
        if whole.status == LARGE_USERS:
            continue  # the sector is answered by its outcode
        told = []
        for name, (nations, choices) in sectors:
            if nations != _nations(choices, places) or not set(choices) <= set(whole.choices):
                raise Lost(name)
            if choices != whole.choices:
                told.append(name.partition(" ")[2] + _of(whole.choices, choices))
        if told:
            yield " ".join([outcode, *told])


def _nations(choices: Sequence[str], places: Regions) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_nation(places[code], places).code for code in choices))


def _nation(region: Region, places: Regions) -> Region:
    while region.kind != "country" and region.parent:
        region = places[region.parent]
    return region


def _of(named: Sequence[str], choices: Sequence[str]) -> str:
    return "".join(DIGITS[named.index(code)] for code in choices)


def _in_base_36(number: int) -> str:
    high, low = divmod(number, len(DIGITS))
    return (_in_base_36(high) if high else "") + DIGITS[low]
