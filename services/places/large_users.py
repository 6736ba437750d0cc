"""Which outcodes only post boxes and large users have, as far as the file of outcodes tells.

Nobody lives there: the post is filed at a sorting office, so the council of the file may be another one. The file marks
eleven. The other signs are worked out from its columns, and mark no outcode that people live in: better some that are
missed than a real place that is doubted.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from services.places.files import Row

STATUSES_IN_USE = ("live", "live_no_location")
HIGH = 77  # district numbers from here on stand apart where they are not for places
FEW = 150  # postcodes
GAP = 2  # between numbers that still belong together
MOST_SET_ASIDE = 1 / 8  # of the postcodes
FEWEST_NEIGHBOURS = 4
_PARTS = re.compile("([A-Z]+)([0-9]+)([A-Z]?)")


def large_users(lines: Iterable[Row]) -> frozenset[str]:
    """The outcodes in use of Great Britain that have one of three signs.

    An eighth of its postcodes or more have no council, or one that was set aside. Or its number is high and apart from
    the lower ones of its area, and it has few postcodes. Or, where letters divide a district (W1A), its one council
    comes first in none of its neighbours.
    """
    in_use = [line for line in lines if line["status"] in STATUSES_IN_USE]
    numbers: dict[str, set[int]] = defaultdict(set)
    districts: dict[str, list[Row]] = defaultdict(list)
    for line in in_use:
        area, number, letter = _parts(line)
        numbers[area].add(number)
        if letter:
            districts[f"{area}{number}"].append(line)
    return frozenset(
        line["outcode"]
        for line in in_use
        if line["local_authorities"]
        and (_is_set_aside(line) or _is_apart(line, numbers) or _is_odd_one_out(line, districts))
    )


def _is_set_aside(line: Row) -> bool:
    postcodes, placed = int(line["postcodes"]), sum(map(int, line.items("la_postcodes")))
    return postcodes - placed >= postcodes * MOST_SET_ASIDE


def _is_apart(line: Row, numbers: dict[str, set[int]]) -> bool:
    area, number, letter = _parts(line)
    if letter or int(line["postcodes"]) > FEW:
        return False
    while lower := [one for one in numbers[area] if number - GAP <= one < number]:
        number = min(lower)
    return number >= HIGH


def _is_odd_one_out(line: Row, districts: dict[str, list[Row]]) -> bool:
    area, number, _ = _parts(line)
    neighbours = [one for one in districts[f"{area}{number}"] if one is not line]
    councils, firsts = line.items("local_authorities"), {one.items("local_authorities")[:1] for one in neighbours}
    return len(councils) == 1 and len(neighbours) >= FEWEST_NEIGHBOURS and councils not in firsts


def _parts(line: Row) -> tuple[str, int, str]:
    found = _PARTS.fullmatch(line["outcode"])
    if not found:
        raise line.error("outcode", "is not the first half of a postcode")
    return found[1], int(found[2]), found[3]
