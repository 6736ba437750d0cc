"""The full names of councils are read as they print them in the box for places; a former one names its successor."""

import pytest

from services.places import text
from services.places.regions import regions

# How councils style themselves, by the first letters of their codes.
STYLES = {
    "E06": ("{} Council", "{} Borough Council", "{} City Council", "City of {} Council", "Borough of {}"),
    "E07": ("{} District Council", "{} Borough Council", "{} City Council", "The Borough Council of {}", "{} Council"),
    "E08": ("{} Metropolitan Borough Council", "City of {} Metropolitan District Council", "{} City Council"),
    "E09": ("London Borough of {}", "Royal Borough of {}", "{} London Borough Council", "The London Borough of {}"),
    "E10": ("{} County Council", "The County Council of {}"),
    "N09": ("{} Council", "{} Borough Council", "{} District Council", "{} City Council"),
    "S12": ("{} Council", "The {} Council", "{} City Council"),
    "W06": ("{} Council", "{} County Council", "{} County Borough Council", "City and County of {}"),
}

# Names that no rule makes of the name in the list, and what the list calls it.
PRINTED = {
    "Comhairle nan Eilean Siar": "Na h-Eileanan Siar",
    "City of London Corporation": "City of London",
    "Westminster City Council": "Westminster",
    "City of Westminster": "Westminster",
    "Hull City Council": "Kingston upon Hull, City of",
    "Kingston upon Hull City Council": "Kingston upon Hull, City of",
    "Bristol City Council": "Bristol, City of",
    "County of Herefordshire District Council": "Herefordshire, County of",
    "Durham County Council": "County Durham",
    "Council of the Isles of Scilly": "Isles of Scilly",
    "Bath & North East Somerset Council": "Bath and North East Somerset",
    "Borough Council of King’s Lynn and West Norfolk": "King's Lynn and West Norfolk",
    "Metropolitan Borough of Sefton": "Sefton",
    "St Helens Council": "St. Helens",
    "Rutland County Council District Council": "Rutland",
    "CITY OF EDINBURGH COUNCIL": "City of Edinburgh",
    "  The  Moray\tCouncil ": "Moray",
    "Derry City & Strabane District Council": "Derry City and Strabane",
    "Armagh City, Banbridge and Craigavon Borough Council": "Armagh City, Banbridge and Craigavon",
    "Greater London": "London",
}

ABOLISHED = {
    "Allerdale": "Cumberland",
    "Allerdale Borough Council": "Cumberland",
    "Carlisle City Council": "Cumberland",
    "Corby": "North Northamptonshire",
    "Northampton Borough Council": "West Northamptonshire",
    "Taunton Deane": "Somerset",
    "Harrogate Borough Council": "North Yorkshire",
    "Waveney District Council": "East Suffolk",
    "Bournemouth": "Bournemouth, Christchurch and Poole",
}


@pytest.mark.parametrize("styles", STYLES.values(), ids=STYLES)
def test_every_council_is_read_by_its_full_name(styles):
    prefix = next(code for code, own in STYLES.items() if own is styles)
    councils = [one for one in regions() if one.code.startswith(prefix) and not one.name.startswith("City of ")]

    assert councils
    for council in councils:
        for style in styles:
            codes, problems = text.parse(style.format(council.name))
            assert (codes, problems) == ([council.code], []), style.format(council.name)


@pytest.mark.parametrize(("printed", "name"), PRINTED.items())
def test_names_that_follow_no_rule_are_read(printed, name):
    (code,), problems = text.parse(printed)

    assert (regions()[code].name, problems) == (name, [])


@pytest.mark.parametrize(("printed", "successor"), ABOLISHED.items())
def test_an_abolished_council_is_refused_with_its_successor(printed, successor):
    codes, (problem,) = text.parse(printed)

    assert codes == []
    assert problem.startswith(f"Line 1: “{printed}” has become part of {successor}. Write “{successor}")


def test_a_council_that_lost_its_code_and_no_ground_is_not_called_abolished():
    assert text.parse("Northumberland\nFife Council\nGateshead") == (["E06000057", "S12000047", "E08000037"], [])


@pytest.mark.parametrize("printed", ["Kent", "West Midlands"])
def test_a_name_of_several_places_is_still_asked_about(printed):
    codes, (problem,) = text.parse(printed)

    assert codes == [] and "more than one" in problem


@pytest.mark.parametrize(
    "printed", ["Council", "The Council", "City of", "Borough Council", "London Borough of", "Gotham City Council"]
)
def test_what_names_no_council_is_refused(printed):
    codes, problems = text.parse(printed)

    assert codes == [] and len(problems) == 1
