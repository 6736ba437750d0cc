"""The regions of the project's own files, and what happens when a file is wrong."""

import re
import shutil
from collections import Counter

import pytest

from services.places.files import FOLDER
from services.places.regions import ATTRIBUTION, BREADTHS, KINDS, UNITED_KINGDOM, RegionDataError, Regions, regions

ENGLAND, NORTHERN_IRELAND, SCOTLAND, WALES = "E92000001", "N92000002", "S92000003", "W92000004"
EDINBURGH, LOTHIAN, POLICE_SCOTLAND = "S12000036", "S08000024", "S23000009"
KENT, POLICE_KENT, DOVER, MEDWAY, SOUTH_EAST = "E10000016", "E23000032", "E07000108", "E06000035", "E12000008"
CHESHIRE_WEST, FLINTSHIRE, NORTH_WEST = "E06000050", "W06000005", "E12000002"


@pytest.fixture
def broken(tmp_path):
    """Copies the data files, replaces one piece of text in one of them, and returns the folder."""

    def edit(file, old, new):
        folder = shutil.copytree(FOLDER, tmp_path / "regions")
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return edit


def slugs(codes):
    return [regions().get(code).slug for code in codes]


def test_all_the_regions_are_loaded():
    assert Counter(region.kind for region in regions()) == {
        "uk": 1,
        "country": 4,
        "region": 9,
        "county": 21,
        "local-authority": 361,
        "police-force-area": 44,
        "health-board": 21,
    }
    assert len(regions()) == 461


def test_regions_come_in_the_same_order_every_time():
    again = Regions.load(FOLDER)

    assert list(again) == list(regions())
    assert next(iter(again)).code == UNITED_KINGDOM


def test_the_files_are_read_once():
    assert regions() is regions()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("K02000001", UNITED_KINGDOM),
        ("k02000001", UNITED_KINGDOM),
        ("uk", UNITED_KINGDOM),
        ("United-Kingdom", UNITED_KINGDOM),
        ("GB-SCT", SCOTLAND),
        ("ni", NORTHERN_IRELAND),
        ("cymru", WALES),
        ("edinburgh", EDINBURGH),
        ("city-of-edinburgh", EDINBURGH),
        ("hull", "E06000010"),
        ("greater-london", "E12000007"),
        ("police-scotland", POLICE_SCOTLAND),
        ("nhs-lothian", LOTHIAN),
        ("western-isles", "S12000013"),
        ("londonderry", "N09000005"),
        ("ynys-mon", "W06000001"),
    ],
)
def test_a_region_is_found_by_code_slug_or_alias_in_any_capitals(text, code):
    assert regions().get(text).code == code


@pytest.mark.parametrize(
    ("former", "current"),
    [
        ("E08000016", "E08000038"),  # Barnsley, recoded
        ("e08000019", "E08000039"),  # Sheffield, recoded
        ("S12000043", "S12000049"),  # Glasgow, first of two old codes
        ("S12000046", "S12000049"),  # Glasgow, second
        ("E07000028", "E06000063"),  # Carlisle, merged into Cumberland
        ("E10000023", "E06000065"),  # the county of North Yorkshire
    ],
)
def test_a_former_code_means_its_successor(former, current):
    region = regions().get(former)

    assert region.code == current
    assert former.upper() in region.former_codes


@pytest.mark.parametrize(
    "text", ["", " uk", "uk ", "scot", "Scotland!", "City of Edinburgh", "durham", "E99999999", "EH1"]
)
def test_anything_but_the_exact_words_finds_nothing(text):
    assert regions().get(text) is None


def test_no_two_regions_share_a_code_slug_alias_or_former_code():
    keys = Counter(key for region in regions() for key in region.keys)

    assert [key for key, times in keys.items() if times > 1] == []
    assert all(regions().get(key) is region for region in regions() for key in region.keys)


def test_only_a_current_code_is_in_the_index():
    assert EDINBURGH in regions()
    assert "edinburgh" not in regions()
    assert "E08000016" not in regions()


@pytest.mark.parametrize(
    ("slug", "parent", "ancestors"),
    [
        ("edinburgh", "scotland", "nhs-lothian police-scotland scotland united-kingdom"),
        ("orkney", "scotland", "nhs-orkney police-scotland scotland united-kingdom"),
        ("nhs-lothian", "scotland", "police-scotland scotland united-kingdom"),
        ("police-scotland", "scotland", "scotland united-kingdom"),
        ("scotland", "united-kingdom", "united-kingdom"),
        ("united-kingdom", None, ""),
        ("belfast", "northern-ireland", "northern-ireland united-kingdom"),
        ("derry", "northern-ireland", "northern-ireland united-kingdom"),
        ("cardiff", "wales", "cardiff-and-vale-university-health-board police-south-wales wales united-kingdom"),
        ("flintshire", "wales", "betsi-cadwaladr-university-health-board police-north-wales wales united-kingdom"),
        ("dover", "kent", "kent police-kent south-east england united-kingdom"),
        ("medway", "south-east", "police-kent south-east england united-kingdom"),
        ("elmbridge", "surrey", "surrey police-surrey south-east england united-kingdom"),
        ("hackney", "london", "police-metropolitan london england united-kingdom"),
        ("city-of-london", "london", "police-city-of-london london england united-kingdom"),
        ("hull", "yorkshire-and-humber", "police-humberside yorkshire-and-the-humber england united-kingdom"),
        ("manchester", "north-west", "police-greater-manchester north-west england united-kingdom"),
        ("kent", "south-east", "police-kent south-east england united-kingdom"),
        ("police-kent", "england", "south-east england united-kingdom"),
    ],
)
def test_a_region_knows_its_parent_and_everything_it_lies_in_nearest_first(slug, parent, ancestors):
    region = regions().get(slug)

    assert region.parent == (regions().get(parent).code if parent else None)
    assert slugs(regions().ancestors(region.code)) == ancestors.split()


def test_what_is_within_a_region_is_what_has_it_as_an_ancestor():
    for region in regions():
        assert regions().within(region.code) == {
            other.code for other in regions() if region.code in regions().ancestors(other.code)
        }


def test_a_region_is_covered_by_itself_and_its_ancestors():
    assert regions().covering(EDINBURGH) == {EDINBURGH, LOTHIAN, POLICE_SCOTLAND, SCOTLAND, UNITED_KINGDOM}


def test_two_regions_with_the_same_councils_cover_each_other():
    assert regions().covering(SCOTLAND) == {SCOTLAND, POLICE_SCOTLAND, UNITED_KINGDOM}
    assert regions().covering(POLICE_SCOTLAND) == {SCOTLAND, POLICE_SCOTLAND, UNITED_KINGDOM}


def test_a_police_force_area_contains_its_councils_and_the_counties_they_make():
    within = regions().within(POLICE_KENT)

    assert {DOVER, MEDWAY, KENT} < within
    assert len(within) == 14
    assert POLICE_KENT not in within


def test_everything_lies_within_the_uk():
    assert len(regions().within(UNITED_KINGDOM)) == 460


def test_regions_that_overlap_lie_one_inside_the_other():
    areas = {
        region.code: {c for c in regions().within(region.code) if c[1:3] in ("06", "07", "08", "09", "12")}
        for region in regions()
        if region.kind != "local-authority"
    }

    assert not [
        (one, two)
        for one, ours in areas.items()
        for two, theirs in areas.items()
        if ours & theirs and ours - theirs and theirs - ours
    ]


def test_every_council_has_its_police_force_area_and_health_board():
    for council in regions().search(kind="local-authority"):
        kinds = Counter(regions().get(code).kind for code in regions().ancestors(council.code))
        assert kinds["police-force-area"] == (council.code[0] != "N")
        assert kinds["health-board"] == (council.code[0] in "SW")


def test_children_are_one_level_down():
    assert slugs(child.code for child in regions().children(UNITED_KINGDOM)) == [
        "england",
        "northern-ireland",
        "scotland",
        "wales",
    ]
    assert len(regions().children(KENT)) == 12
    assert {region.kind for region in regions().children("E12000007")} == {"local-authority"}
    assert regions().children(EDINBURGH) == ()


def test_children_of_a_health_board_are_its_councils():
    assert slugs(child.code for child in regions().children(LOTHIAN)) == [
        "east-lothian",
        "midlothian",
        "city-of-edinburgh",
        "west-lothian",
    ]


def test_a_wider_kind_of_region_has_the_greater_breadth():
    in_order = [EDINBURGH, KENT, SOUTH_EAST, ENGLAND, UNITED_KINGDOM]

    assert [regions().breadth(code) for code in in_order] == [1, 2, 3, 4, 5]
    assert regions().breadth(POLICE_SCOTLAND) == regions().breadth(LOTHIAN) == regions().breadth(KENT)
    assert set(BREADTHS) == set(KINDS)


@pytest.mark.parametrize("ask", ["ancestors", "covering", "within", "children", "breadth"])
def test_a_code_that_is_not_current_is_a_mistake_of_the_caller(ask):
    with pytest.raises(KeyError):
        getattr(regions(), ask)("E08000016")


TD15 = ("E06000057", "S12000026")
CH4 = (CHESHIRE_WEST, FLINTSHIRE)


@pytest.mark.parametrize(
    ("coverage", "choices", "answer", "with_within"),
    [
        ({EDINBURGH}, [EDINBURGH], "whole", "whole"),
        ({LOTHIAN}, [EDINBURGH], "whole", "whole"),
        ({POLICE_SCOTLAND}, [EDINBURGH], "whole", "whole"),
        ({SCOTLAND}, [EDINBURGH], "whole", "whole"),
        ({UNITED_KINGDOM}, [EDINBURGH], "whole", "whole"),
        ({ENGLAND}, [EDINBURGH], None, None),
        ({"S12000049"}, [EDINBURGH], None, None),
        ({EDINBURGH}, [SCOTLAND], None, "part"),
        ({SCOTLAND}, [UNITED_KINGDOM], None, "part"),
        ({POLICE_SCOTLAND}, [SCOTLAND], "whole", "whole"),
        ({POLICE_KENT}, [KENT], "whole", "whole"),
        ({KENT}, [POLICE_KENT], None, "part"),
        ({KENT, MEDWAY}, [POLICE_KENT], "whole", "whole"),
        ({SOUTH_EAST}, [POLICE_KENT], "whole", "whole"),
        ({ENGLAND, WALES}, [UNITED_KINGDOM], None, "part"),
        ({ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND}, [UNITED_KINGDOM], "whole", "whole"),
        ({SCOTLAND}, TD15, "part", "part"),
        ({ENGLAND}, TD15, "part", "part"),
        ({ENGLAND, SCOTLAND}, TD15, "whole", "whole"),
        ({UNITED_KINGDOM}, TD15, "whole", "whole"),
        ({WALES}, TD15, None, None),
        ({FLINTSHIRE}, CH4, "part", "part"),
        ({NORTH_WEST}, CH4, "part", "part"),
        ({ENGLAND, WALES}, CH4, "whole", "whole"),
        ({"W11000023", "E23000006"}, CH4, "whole", "whole"),  # Betsi Cadwaladr, Cheshire Police
        ({KENT}, [ENGLAND, WALES], None, "part"),
        ({ENGLAND}, [ENGLAND, WALES], "part", "part"),
        ({"N09000003"}, [NORTHERN_IRELAND], None, "part"),
        ({UNITED_KINGDOM}, [], None, None),
        (set(), [EDINBURGH], None, None),
    ],
)
def test_a_service_matches_the_whole_or_part_of_a_place_or_nothing(coverage, choices, answer, with_within):
    assert regions().match(frozenset(coverage), choices) == answer
    assert regions().match(frozenset(coverage), choices, include_within=True) == with_within


def test_coverage_by_a_former_code_reaches_its_successor():
    assert regions().match(frozenset({"E08000016"}), ["E08000038"]) == "whole"


def test_coverage_by_an_unknown_code_reaches_nothing():
    assert regions().match(frozenset({"E99999999"}), [EDINBURGH]) is None
    assert regions().match(frozenset({"E99999999", SCOTLAND}), [EDINBURGH]) == "whole"


def test_covered_regions_are_those_the_coverage_reaches_all_of():
    assert regions().covered({KENT}) == {KENT} | regions().within(KENT)
    assert regions().covered({KENT, MEDWAY}) == {POLICE_KENT} | regions().within(POLICE_KENT)
    assert regions().covered(()) == frozenset()


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("EDINB", ["city-of-edinburgh"]),
        ("city edinb", ["city-of-edinburgh"]),
        ("cit edinburgh", []),
        ("north east l", ["north-east-lincolnshire"]),
        ("kings lynn", ["kings-lynn-and-west-norfolk"]),
        ("outer hebrides", ["na-h-eileanan-siar"]),
        ("Ynys Môn", ["isle-of-anglesey"]),
        ("nhs loth", ["nhs-lothian"]),
        ("inburgh", []),
        ("!", []),
        ("", []),
    ],
)
def test_a_search_wants_whole_words_but_for_the_last(q, found):
    assert slugs(region.code for region in regions().search(q)) == found


def test_a_search_can_be_held_to_a_kind_and_a_parent():
    found = regions().search("north", kind="region", parent=ENGLAND)

    assert slugs(region.code for region in found) == ["north-east", "north-west"]
    assert len(regions().search(kind="local-authority", parent=SCOTLAND)) == 32
    assert len(regions().search(kind="health-board")) == 21
    assert regions().search(kind="county", parent=WALES) == ()
    assert len(regions().search()) == 461


def test_every_source_is_named_in_the_attribution():
    for name in ("OS data", "Royal Mail data", "National Statistics data", "Public Health Scotland", "mySociety"):
        assert name in ATTRIBUTION
    assert ATTRIBUTION in " ".join((FOLDER / "README.md").read_text(encoding="utf-8").replace("\n> ", " ").split())


LOTHIAN_ROW = "S08000024,NHS Lothian,health_board,S92000003,nhs-lothian,,"
BELFAST_ROW = "N09000003,Belfast,local_authority,N92000002,belfast,,"
KENT_ROW = "E10000016,Kent,county,E12000008,kent,,"


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("regions.csv", "parent_gss,slug", "parent,slug", "regions.csv, row 1, column parent_gss: is missing"),
        ("regions.csv", "kind,parent_gss", "parent_gss,kind", "regions.csv, row 1, column parent_gss: is not expected"),
        (
            "regions.csv",
            "aliases,vintage",
            "aliases,vintage,notes",
            "regions.csv, row 1, column notes: is not expected",
        ),
        ("regions.csv", "slug,aliases,vintage", "slug,aliases", "regions.csv, row 1, column vintage: is missing"),
        ("regions.csv", ",england,gb-eng,", ",england", "regions.csv, row 3, column aliases: 5 cells"),
        ("regions.csv", BELFAST_ROW, BELFAST_ROW.replace("N92000002", "N92000009"), "column parent_gss: 'N92000009'"),
        ("regions.csv", BELFAST_ROW, BELFAST_ROW.replace("N92000002", ""), "column parent_gss: '' is not known"),
        ("regions.csv", BELFAST_ROW, BELFAST_ROW.replace("N09000003", "N09000004"), "column gss_code: 'N09000004' is"),
        ("regions.csv", BELFAST_ROW, BELFAST_ROW.replace("belfast", "cardiff"), "column slug: 'cardiff' is used twice"),
        ("regions.csv", BELFAST_ROW, BELFAST_ROW.replace("belfast", ""), "column slug: is empty"),
        ("regions.csv", BELFAST_ROW, BELFAST_ROW.replace(",belfast,", ",belfast,UK"), "column aliases: 'UK' is used"),
        (
            "regions.csv",
            BELFAST_ROW,
            BELFAST_ROW.replace("local_authority", "town"),
            "column kind: 'town' is not known",
        ),
        ("regions.csv", KENT_ROW, KENT_ROW.replace("E12000008", "E10000016"), "column parent_gss: a county cannot"),
        ("regions.csv", KENT_ROW, KENT_ROW.replace("E12000008", "E07000108"), "column parent_gss: a local-authority"),
        ("regions.csv", "kingdom,uk;gb-ukm", "kingdom,uk;uk", "regions.csv, row 2, column aliases: 'uk' is used twice"),
        (
            "regions.csv",
            ",uk,,united",
            ",uk,E92000001,united",
            "row 2, column parent_gss: a country cannot contain a uk",
        ),
        (
            "former_codes.csv",
            "E06000028,E06000058",
            "E06000028,E06999999",
            "former_codes.csv, row 2, column current_gss",
        ),
        (
            "former_codes.csv",
            "E06000029,E06000058",
            "E06000028,E06000058",
            "former_codes.csv, row 3, column former_gss",
        ),
        ("former_codes.csv", "former_name,", "name,", "former_codes.csv, row 1, column former_name: is missing"),
        ("region_links.csv", "E06000001,E23000013", "E06999999,E23000013", "region_links.csv, row 2, column child_gss"),
        (
            "region_links.csv",
            "E06000001,E23000013",
            "E06000001,E23999999",
            "region_links.csv, row 2, column parent_gss",
        ),
        (
            "region_links.csv",
            "E06000001,E23000013",
            "E06000001,S08000024",
            "region_links.csv, row 2, column parent_gss",
        ),
        ("region_links.csv", "E06000002,E23000013", "E06000001,E23000013", "region_links.csv, row 3, column child_gss"),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_row_and_column(broken, file, old, new, complaint):
    with pytest.raises(RegionDataError) as raised:
        Regions.load(broken(file, old, new))

    assert file in str(raised.value)
    assert complaint in str(raised.value)


def test_a_former_code_that_is_in_use_is_a_fault(broken):
    with pytest.raises(RegionDataError, match="E06000001"):
        Regions.load(broken("former_codes.csv", "E06000028,E06000058", "E06000001,E06000058"))


def test_a_region_without_a_council_is_a_fault_because_anything_would_cover_it(broken):
    folder = broken(
        "regions.csv", LOTHIAN_ROW, f"S08999999,NHS Nowhere,health_board,S92000003,nhs-nowhere,,\n{LOTHIAN_ROW}"
    )

    with pytest.raises(RegionDataError, match="column gss_code: has no council in it"):
        Regions.load(folder)


def test_every_welsh_place_has_its_official_name():
    welsh = [one for one in regions() if one.code == WALES or one.parent == WALES]

    assert len(welsh) == 1 + 22 + 4 + 7
    assert [one.name for one in welsh if "cy" not in one.names] == []
    assert {one.name_in("cy") for one in regions() if one.kind in ("uk", "country")} == {
        *("Cymru", "Lloegr", "Yr Alban", "Gogledd Iwerddon", "Y Deyrnas Unedig"),
    }


@pytest.mark.parametrize(
    ("language", "name"), [("cy", "Caerdydd"), ("gd", "Cardiff"), ("en", "Cardiff"), ("pl", "Cardiff")]
)
def test_a_place_is_named_in_the_language_where_it_has_an_official_name_in_it(language, name):
    assert regions()["W06000015"].name_in(language) == name


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("ynys mon", ["isle-of-anglesey"]),
        ("YNYS MÔN", ["isle-of-anglesey"]),
        ("sir gaer", ["carmarthenshire"]),
        ("dun eid", ["city-of-edinburgh"]),
        ("ghaidhealtachd", ["highland"]),
        ("caerdydd", ["cardiff", "cardiff-and-vale-university-health-board"]),
    ],
)
def test_a_place_is_found_by_either_name(q, found):
    assert slugs(region.code for region in regions().search(q)) == found


def test_every_name_says_where_it_is_from():
    rows = (FOLDER / "names.csv").read_text(encoding="utf-8").splitlines()[1:]

    assert rows and all(row.rpartition(",")[2].strip('"') for row in rows)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("W06000015,cy", "W06999999,cy", "column gss_code: 'W06999999' is not known"),
        ("W06000016,cy", "W06000015,cy", "column language: 'W06000015 cy' is used twice"),
        (",Caerdydd,", ",,", "column name: is empty"),
    ],
)
def test_a_fault_in_the_names_is_refused(broken, old, new, complaint):
    with pytest.raises(RegionDataError, match=re.escape(complaint)):
        Regions.load(broken("names.csv", old, new))
