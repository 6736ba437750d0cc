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


def nations_of(service):
    """The nations that a service is for, in whole or in part; None: anywhere, or not known."""
    if service["worldwide"] or service["coverage"] is None:
        return None
    nations = [code for code, kind in kinds().items() if kind == "country"]
    return [code for code in nations if how_far(service["coverage"], [code], within=True)]


@cache
def outcode(text):
    """Status, nations and choices of the first half of a postcode, or of a sector."""
    code, _, digit = text.upper().replace("+", " ").partition(" ")
    row = next((row for row in rows("outcodes.csv") if row["outcode"] == code), None)
    if row is None:
        return _unlisted(code)
    if row["status"] == "live_no_location" or _is_for_large_users(row):
        return _of_large_users(row)
    nations, local = _listed(row, "nations"), _listed(row, "local_authorities")
    sector = next((row for row in rows("sectors.csv") if digit and row["sector"] == f"{code} {digit}"), None)
    if sector:
        nations, local = _listed(sector, "nations"), _listed(sector, "local_authorities")
    return row["status"].replace("_", "-"), nations, local or nations


def _of_large_users(row):
    """Two councils or more, those set aside too; else its English region, else its nation."""
    councils = [*_listed(row, "local_authorities"), *_listed(row, "weak_local_authorities")]
    nations = _listed(row, "nations")
    broad = _listed(row, "regions") if row["status"] == "live" else ()
    return "live-no-location", nations, tuple(councils) if len(councils) > 1 else broad or nations


def _is_for_large_users(row):
    if row["status"] != "live" or not row["local_authorities"]:
        return False
    area, number, letter = _split(row["outcode"])
    postcodes, placed = int(row["postcodes"]), sum(int(n) for n in row["la_postcodes"].split(";"))
    if placed <= postcodes * 7 / 8:
        return True
    in_use = [one for one in rows("outcodes.csv") if one["status"].startswith("live") and one["area"] == area]
    if letter:
        others = [one for one in in_use if one is not row and _split(one["outcode"])[:2] == (area, number)]
        firsts = [one["local_authorities"].split(";")[0] for one in others if _split(one["outcode"])[2]]
        return (
            len(firsts) >= 4 and row["local_authorities"] not in [*firsts, ""] and ";" not in row["local_authorities"]
        )
    taken = {_split(one["outcode"])[1] for one in in_use}
    while number >= 77 and {number - 1, number - 2} & taken:
        number -= 1 if number - 1 in taken else 2
    return number >= 77 and postcodes <= 150


def _split(code):
    area, number, letter = re.fullmatch("([A-Z]+)([0-9]+)([A-Z]?)", code).groups()
    return area, int(number), letter


def _unlisted(code):
    letters = re.match("[A-Z]+", code)[0]
    if letters not in [row["area"] for row in rows("postcode_areas.csv")]:
        if code == "D6W" or (len(code) == 3 and code[0] in "ACDEFHKNPRTVWXY" and code[1:].isdecimal()):
            return "ireland", (), ()
    return _area(letters)


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
