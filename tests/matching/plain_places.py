"""Places and outcodes straight from the CSV files, slow and plain, to compare with. Imports nothing of ours."""

import csv
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "regions"
UNITED_KINGDOM = "K02000001"
KINDS = ("local_authority", "county", "region", "country", "uk")
BREADTH = {"local_authority": 1, "county": 2, "police_force_area": 2, "health_board": 2, "region": 3}
BREADTH |= {"country": 4, "uk": 5}


@cache
def rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def kinds():
    return {row["gss_code"]: row["kind"] for row in rows("regions.csv")}


@cache
def named():
    """The code that every code, slug, alias and former code stands for."""
    found = {}
    for row in rows("regions.csv"):
        for name in (row["gss_code"], row["slug"], *filter(None, row["aliases"].split(";"))):
            found[name.lower()] = row["gss_code"]
    for row in rows("former_codes.csv"):
        found[row["former_gss"].lower()] = row["current_gss"]
    return found


@cache
def councils(code):
    """The councils that a place is made of."""
    if kinds()[code] == "local_authority":
        return frozenset([code])
    below = [row["gss_code"] for row in rows("regions.csv") if row["parent_gss"] == code]
    below += [row["child_gss"] for row in rows("region_links.csv") if row["parent_gss"] == code]
    return frozenset().union(*map(councils, below))


def how_far(coverage, choices, within=False):
    """`whole`, `part` or None: how far services for `coverage` serve somebody who is in one of `choices`."""
    return _how_far(tuple(coverage), tuple(choices), within)


@cache
def _how_far(coverage, choices, within):
    reached = frozenset().union(*map(councils, coverage))
    whole = [councils(choice) <= reached for choice in choices]
    if whole and all(whole):
        return "whole"
    if any(whole) or (within and any(councils(choice) & reached for choice in choices)):
        return "part"
    return None


@cache
def outcode(text):
    """Status, nations and choices of the first half of a postcode, or of a sector."""
    code, _, digit = text.upper().replace("+", " ").partition(" ")
    row = next((row for row in rows("outcodes.csv") if row["outcode"] == code), None)
    if row is None:
        return _area(re.match("[A-Z]+", code)[0])
    nations, local = _listed(row, "nations"), _listed(row, "local_authorities")
    sector = next((row for row in rows("sectors.csv") if digit and row["sector"] == f"{code} {digit}"), None)
    if sector:
        nations, local = _listed(sector, "nations"), _listed(sector, "local_authorities")
    return row["status"].replace("_", "-"), nations, local or nations


def _area(letters):
    row = next((row for row in rows("postcode_areas.csv") if row["area"] == letters), None)
    if row is None:
        return "unknown", (), (UNITED_KINGDOM,)
    if row["status"] == "crown_dependency":
        return "crown-dependency", (), ()
    nations, english = _listed(row, "nations"), _listed(row, "regions")
    choices = [code for nation in nations for code in (english if nation == "E92000001" and english else [nation])]
    return "area-fallback", nations, tuple(choices)


def _listed(row, column):
    return tuple(row[column].split(";")) if row[column] else ()
