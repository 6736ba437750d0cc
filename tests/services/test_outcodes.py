"""What the first half of a postcode is answered with, read by hand from the files, and what is refused."""

import shutil
from collections import Counter

import pytest

from services.places.files import FOLDER
from services.places.outcodes import LARGE_USERS, STATUSES, OutcodeError, Outcodes, outcodes, resolve
from services.places.regions import UNITED_KINGDOM, RegionDataError, regions

E, N, S, W = "E92000001", "N92000002", "S92000003", "W92000004"

EXPECTED = [
    # in one nation
    ("AB10", "live", [S], ["S12000033"]),
    ("B1", "live", [E], ["E08000025"]),
    ("CA6", "live", [E], ["E06000063"]),
    ("CF3", "live", [W], ["W06000015", "W06000022", "W06000018"]),
    ("CF10", "live", [W], ["W06000015"]),
    ("CH5", "live", [W], ["W06000005"]),
    ("CR0", "live", [E], ["E09000008", "E09000029"]),
    ("E1", "live", [E], ["E09000030", "E09000001", "E09000012"]),
    ("E20", "live", [E], ["E09000025", "E09000012", "E09000031", "E09000030"]),
    ("EH1", "live", [S], ["S12000036"]),
    ("EH11", "live", [S], ["S12000036"]),
    ("G1", "live", [S], ["S12000049"]),
    ("HS1", "live", [S], ["S12000013"]),
    ("IV27", "live", [S], ["S12000017"]),
    ("KA27", "live", [S], ["S12000021"]),
    ("KW15", "live", [S], ["S12000023"]),
    ("L1", "live", [E], ["E08000012"]),
    ("LA1", "live", [E], ["E07000121"]),
    ("LE1", "live", [E], ["E06000016", "E07000129"]),
    ("M1", "live", [E], ["E08000003"]),
    ("NE1", "live", [E], ["E08000021"]),
    ("NG1", "live", [E], ["E06000018"]),
    ("PL1", "live", [E], ["E06000026"]),
    ("S1", "live", [E], ["E08000039"]),
    ("SA1", "live", [W], ["W06000011", "W06000012"]),
    ("TD14", "live", [S], ["S12000026"]),
    ("TN8", "live", [E], ["E07000111", "E07000215", "E07000065"]),
    ("TR21", "live", [E], ["E06000053"]),
    ("YO1", "live", [E], ["E06000014"]),
    ("ZE1", "live", [S], ["S12000027"]),
    # with an overlap that is set aside
    ("DE1", "live", [E], ["E06000015"]),
    ("EC3A", "live", [E], ["E09000001"]),
    ("PH33", "live", [S], ["S12000017"]),
    ("SW1A", "live", [E], ["E09000033"]),
    # in two nations
    ("CH1", "live", [E, W], ["E06000050", "W06000005"]),
    ("CH4", "live", [E, W], ["E06000050", "W06000005"]),
    ("DG16", "live", [S, E], ["S12000006", "E06000063"]),
    ("GL16", "live", [E, W], ["E07000080", "W06000021"]),
    ("HR3", "live", [E, W], ["E06000019", "W06000023"]),
    ("HR5", "live", [E, W], ["E06000019", "W06000023"]),
    ("LD7", "live", [W, E], ["W06000023", "E06000051"]),
    ("LD8", "live", [W, E], ["W06000023", "E06000019"]),
    ("LL14", "live", [W, E], ["W06000006", "E06000051"]),
    ("NP7", "live", [W, E], ["W06000021", "W06000023", "E06000019"]),
    ("NP16", "live", [W, E], ["W06000021", "E07000080"]),
    ("NP25", "live", [W, E], ["W06000021", "E06000019", "E07000080"]),
    ("SY5", "live", [E, W], ["E06000051", "W06000023"]),
    ("SY10", "live", [E, W], ["E06000051", "W06000023", "W06000006"]),
    ("SY13", "live", [E, W], ["E06000051", "W06000006", "E06000049", "E06000050"]),
    ("SY22", "live", [W, E], ["W06000023", "E06000051"]),
    ("TD5", "live", [S, E], ["S12000026", "E06000057"]),
    ("TD9", "live", [S, E], ["S12000026", "E06000063"]),
    ("TD12", "live", [S, E], ["S12000026", "E06000057"]),
    ("TD15", "live", [E, S], ["E06000057", "S12000026"]),
    # withdrawn, in one nation and in two
    ("BS17", "not-current", [E], ["E06000025"]),
    ("DN55", "not-current", [E], ["E08000017"]),
    ("ME99", "not-current", [E], ["E07000110", "E06000035"]),
    ("NP5", "not-current", [W, E], ["W06000021", "E06000019", "E07000080"]),
    ("NP6", "not-current", [W, E], ["W06000021", "W06000022", "E07000080", "W06000020"]),
    ("OX8", "not-current", [E], ["E07000181", "E07000079", "E07000180"]),
    ("W1", "not-current", [E], ["E09000033"]),
    ("W1M", "not-current", [E], ["E09000033"]),
    ("WD2", "not-current", [E], ["E07000103", "E07000098", "E07000102", "E07000240", "E09000015"]),
    # post boxes only
    ("BN91", "live-no-location", [E], [E]),
    ("BT58", "live-no-location", [N], [N]),
    ("BT99", "live-no-location", [N], [N]),
    ("SR43", "live-no-location", [E], [E]),
    # Northern Ireland
    ("BT1", "live", [N], [N]),
    ("BT9", "live", [N], [N]),
    # not in the list: the area answers
    ("EH98", "area-fallback", [S], [S]),
    ("AL99", "area-fallback", [E], ["E12000006"]),
    ("SW1", "area-fallback", [E], ["E12000007"]),
    ("BT98", "area-fallback", [N], [N]),
    ("CF98", "area-fallback", [W], [W]),
    ("ZE9", "area-fallback", [S], [S]),
    ("TD99", "area-fallback", [S, E], [S, "E12000001", "E12000002"]),
    ("CH98", "area-fallback", [E, W], ["E12000002", W]),
    ("SY98", "area-fallback", [E, W], ["E12000005", "E12000002", W]),
    # not in the list, nor is the area
    ("ZZ1", "unknown", [], [UNITED_KINGDOM]),
    ("QX99", "unknown", [], [UNITED_KINGDOM]),
    ("BF1", "unknown", [], [UNITED_KINGDOM]),
]


@pytest.mark.parametrize(("text", "status", "nations", "choices"), EXPECTED)
def test_an_outcode_is_answered_with_everywhere_it_may_be(text, status, nations, choices):
    answer = resolve(text)

    assert (answer.outcode, answer.status) == (text, status)
    assert list(answer.nations) == nations
    assert list(answer.choices) == choices
    assert answer.jurisdiction is None


@pytest.mark.parametrize(
    ("text", "jurisdiction"),
    [
        ("GY1", "Guernsey"),
        ("GY9", "Guernsey"),
        ("GY10", "Guernsey"),
        ("JE2", "Jersey"),
        ("IM1", "Isle of Man"),
        ("IM99", "Isle of Man"),
        ("IM1 1", "Isle of Man"),
        ("GY99", "Guernsey"),  # not in the list
        ("JE9", "Jersey"),  # not in the list
    ],
)
def test_a_crown_dependency_has_a_name_and_no_region(text, jurisdiction):
    answer = resolve(text)

    assert (answer.status, answer.jurisdiction) == ("crown-dependency", jurisdiction)
    assert answer.nations == answer.choices == ()


@pytest.mark.parametrize("text", ["A65", "C15", "D02", "d02", "D6W", "F12", "H91", "K67", "P12", "R95", "T12", "V94"])
def test_a_routing_key_of_an_eircode_is_in_ireland(text):
    answer = resolve(text)

    assert (answer.outcode, answer.status, answer.jurisdiction) == (text.upper(), "ireland", "Ireland")
    assert answer.nations == answer.choices == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        *(("E17", "live"), ("N16", "live"), ("W12", "live")),
        *(("E91", "area-fallback"), ("N91", "area-fallback"), ("W91", "area-fallback")),
        *(("A1", "unknown"), ("D2W", "unknown"), ("O12", "unknown"), ("J22", "unknown"), ("HH1", "unknown")),
    ],
)
def test_what_is_or_may_be_in_the_uk_or_is_no_routing_key_is_not_in_ireland(text, status):
    answer = resolve(text)

    assert (answer.status, answer.jurisdiction) == (status, None)
    assert answer.choices


OF_LARGE_USERS = [
    # letters divide the district, and the one council comes first in no other part of it
    *("EC2P", "EC3P", "EC4P", "W1A"),
    # an eighth of its postcodes are placed nowhere, or where only post boxes are
    *("BD98", "L70", "L71", "L75", "LE21", "N1P", "N81", "NE85", "NE88", "NE98", "NG80", "PR0", "S95", "SE1P", "WV98"),
    # a high number apart from the others, and few postcodes
    *("AB99", "B99", "BD97", "BD99", "BL78", "BN88", "BN95", "BS98", "BS99", "CA95", "CF91", "CF95", "CF99", "CH88"),
    *("CH99", "CM92", "CM98", "CM99", "CR90", "CW98", "DE99", "DH97", "DH98", "DH99", "DL98", "E98", "EH91", "EH95"),
    *("EH99", "G90", "IP98", "IV99", "KY99", "L80", "LE87", "LE94", "LE95", "LS88", "LS98", "LS99", "M90", "M99"),
    *("MK77", "NE92", "NE99", "NG90", "NP90", "NR99", "PL95", "RH77", "S96", "S97", "S99", "SA80", "SA99", "SL95"),
    *("SN99", "SO97", "SS99", "SW95", "SY99", "WA88", "WD99", "WF90", "WR99", "YO90"),
]


def test_the_outcodes_of_large_users_are_told_from_the_file():
    with (FOLDER / "outcodes.csv").open(encoding="utf-8") as lines:
        in_use = {line.split(",")[0] for line in lines if ",live," in line}

    assert sorted(one.outcode for one in outcodes() if one.status == LARGE_USERS and one.outcode in in_use) == sorted(
        OF_LARGE_USERS
    )


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("W1A", ["E09000019", "E09000033"]),
        ("W1A 1", ["E09000019", "E09000033"]),
        ("NE98", ["E08000037", "E08000021"]),
        ("WV98", ["E07000239", "E08000031"]),
        ("BS98", ["E12000009"]),
        ("EH91", [S]),
        ("CF99", [W]),
    ],
)
def test_large_users_are_in_no_council_for_certain(text, choices):
    answer = resolve(text)

    assert answer.status == LARGE_USERS
    assert list(answer.choices) == choices


# Few postcodes, high numbers, or post boxes among the houses; and people live there.
@pytest.mark.parametrize(
    "text", ["B98", "BT82", "CF83", "G84", "IV63", "LL78", "N1C", "NE71", "PA78", "SA73", "SW1A", "TR25", "W1J", "ZE3"]
)
def test_an_outcode_where_people_live_is_not_of_large_users(text):
    assert resolve(text).status == "live"


def test_nothing_in_the_uk_matches_a_crown_dependency():
    assert regions().match(frozenset({UNITED_KINGDOM}), resolve("JE2").choices, include_within=True) is None


@pytest.mark.parametrize(
    ("text", "outcode", "nations", "choices"),
    [
        ("TD15 1", "TD15", [E, S], ["E06000057", "S12000026"]),
        ("TD15 2", "TD15", [E], ["E06000057"]),
        ("CH4 0", "CH4", [W], ["W06000005"]),
        ("CH4 7", "CH4", [E], ["E06000050"]),
        ("CH4+8", "CH4", [E, W], ["E06000050", "W06000005"]),
        ("NP16 5", "NP16", [W], ["W06000021"]),
        ("NP16 7", "NP16", [E, W], ["E07000080", "W06000021"]),
        ("HR3 5", "HR3", [W, E], ["W06000023", "E06000019"]),
        ("SY10 1", "SY10", [E], ["E06000051"]),
        ("sy10 7", "SY10", [E, W], ["E06000051", "W06000023", "W06000006"]),
        ("AB12 4", "AB12", [S], ["S12000034"]),
        ("CR0 4", "CR0", [E], ["E09000008", "E09000029"]),
        ("EH1 1", "EH1", [S], ["S12000036"]),  # its outcode has one council, so no sector is listed
        ("TD15 8", "TD15", [E, S], ["E06000057", "S12000026"]),  # no such sector
        ("TD99 1", "TD99", [S, E], [S, "E12000001", "E12000002"]),
        ("BT1 1", "BT1", [N], [N]),
    ],
)
def test_a_sector_narrows_its_outcode(text, outcode, nations, choices):
    answer = resolve(text)

    assert answer.outcode == outcode
    assert list(answer.nations) == nations
    assert list(answer.choices) == choices


def test_an_outcode_of_more_digits_is_not_a_sector_of_a_shorter_one():
    assert resolve("CR0").choices != resolve("CR0 1").choices
    assert resolve("SY1").choices == ("E06000051",)
    assert resolve("SY10").outcode == "SY10"
    assert resolve("SY1 0").outcode == "SY1"


@pytest.mark.parametrize("text", ["td15", "Td15", "tD15"])
def test_capitals_make_no_difference(text):
    assert resolve(text) == resolve("TD15")


@pytest.mark.parametrize("text", ["A9", "O99", "AA9", "AA99", "A9A", "AA9A"])
def test_every_form_of_outcode_is_answered_even_when_it_does_not_exist(text):
    assert resolve(text).status == "unknown"


MALFORMED = [
    *("", " ", "EH", "1", "EH1 ", " EH1", "EH1\n", "\tEH1", "EH1  1", "EH1-1", "EH1 12", "EH1 1A", "EH111", "EH11A"),
    *(
        "EHH1",
        "1EH",
        "EH1AA",
        "E1 AA",
        "É1",
        "EH\uff11",
        "\u017fW1",
        "EH1,EH2",
        "EH1 OR 1=1",
        "K02000001",
        "edinburgh",
        "EH1" * 99,
    ),
]


@pytest.mark.parametrize("text", MALFORMED)
def test_what_is_not_an_outcode_is_refused_as_malformed(text):
    with pytest.raises(OutcodeError) as raised:
        resolve(text)

    assert raised.value.code == "malformed"
    text = "Send only the first half of a UK postcode, such as EH1, or the first three characters of an Eircode."
    assert str(raised.value) == text


@pytest.mark.parametrize(
    "text",
    [
        *("SW1A 1AA", "SW1A1AA", "sw1a 1aa", "sw1a1aa", "Sw1a+1aA", "SW1A  1AA", "SW1A-1AA", " SW1A 1AA ", "SW1A\t1AA"),
        *("M1 1AE", "M11AE", "B33 8TH", "B338TH", "CR2 6XH", "CR26XH", "DN55 1PT", "DN551PT", "W1A 0AX", "BT1 5GS"),
    ],
)
def test_a_full_postcode_is_refused_and_not_repeated(text):
    with pytest.raises(OutcodeError) as raised:
        resolve(text)

    error = raised.value
    assert error.code == "full-postcode"
    assert str(error) == "Do not send a full postcode. Send only its first half, such as EH1."
    assert error.args == (str(error),)
    assert error.__context__ is None


@pytest.mark.parametrize("text", ["D02 X285", "D02X285", "d02-x285", "D6W F2E1", "A65 F4E2", "H91 E2K3", "E91 VX02"])
def test_a_full_eircode_is_refused_and_not_repeated(text):
    with pytest.raises(OutcodeError) as raised:
        resolve(text)

    assert raised.value.code == "full-postcode"
    assert str(raised.value) == "Do not send a full Eircode. Send only its first three characters, such as D02."


def test_a_refusal_is_an_ordinary_value_error():
    assert issubclass(OutcodeError, ValueError)


def test_all_the_outcodes_are_loaded():
    assert Counter(answer.status for answer in outcodes()) == {
        "live": 2944 - len(OF_LARGE_USERS),
        "live-no-location": 11 + len(OF_LARGE_USERS),
        "not-current": 131,
        "crown-dependency": 26,
    }
    assert len(outcodes()) == 3112


def test_every_outcode_of_the_files_is_reached_by_its_own_name():
    assert [answer.outcode for answer in outcodes() if resolve(answer.outcode) != answer] == []


def test_every_choice_lies_in_one_of_the_nations_and_every_nation_has_a_choice():
    for answer in outcodes():
        inside = {nation for nation in answer.nations for code in answer.choices if nation in regions().covering(code)}
        assert inside == set(answer.nations)
        assert all(regions().covering(code) & set(answer.nations) for code in answer.choices)


def test_every_sector_is_a_part_of_its_outcode():
    names = [line.split(",")[0] for line in (FOLDER / "sectors.csv").read_text(encoding="utf-8").splitlines()[1:]]

    assert len(names) == 5670
    for name in names:
        whole, part = resolve(name.split()[0]), resolve(name)
        assert set(part.choices) <= set(whole.choices)
        assert set(part.nations) <= set(whole.nations)


def test_every_postcode_area_answers_for_an_outcode_it_has_not_heard_of():
    areas = [
        line.split(",")[0] for line in (FOLDER / "postcode_areas.csv").read_text(encoding="utf-8").splitlines()[1:]
    ]

    assert len(areas) == 124
    answers = [resolve(f"{area}9X") for area in areas]
    assert Counter(answer.status for answer in answers) == {"area-fallback": 121, "crown-dependency": 3}
    assert all(answer.choices for answer in answers if answer.status == "area-fallback")


def test_every_status_is_one_of_the_closed_set():
    assert {resolve(text).status for text in ("EH1", "BN91", "W1", "JE2", "EH98", "ZZ1", "D02")} == set(STATUSES)


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


AB1_ROW = "AB1,AB,not_current,S92000003,,S12000033;S12000034,2499;156,,2655"
GY1_ROW = "GY1,GY,crown_dependency,,,,,,1312"
SECTOR_ROW = "AB12 3,S92000003,S12000033;S12000034,285;9"
AREA_ROW = "AB,uk,S92000003,17407,,,34"


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("outcodes.csv", "weak_local_authorities,", "", "row 1, column weak_local_authorities: is missing"),
        ("outcodes.csv", AB1_ROW, AB1_ROW.replace("AB1,", "AB2,"), "row 3, column outcode: 'AB2' is used twice"),
        ("outcodes.csv", AB1_ROW, AB1_ROW.replace("AB1,", ","), "row 2, column outcode: is empty"),
        ("outcodes.csv", AB1_ROW, AB1_ROW.replace("not_current", "gone"), "row 2, column status: 'gone' is not known"),
        ("outcodes.csv", AB1_ROW, AB1_ROW.replace("S92000003", "S92"), "row 2, column nations: 'S92' is not known"),
        (
            "outcodes.csv",
            AB1_ROW,
            AB1_ROW.replace("S92000003", ""),
            "row 2, column nations: a crown dependency has none",
        ),
        ("outcodes.csv", AB1_ROW, AB1_ROW.replace("S92000003,", "S92000003,E12"), "row 2, column regions: 'E12'"),
        ("outcodes.csv", AB1_ROW, AB1_ROW.replace("S12000033", "S99"), "row 2, column local_authorities: 'S99'"),
        ("outcodes.csv", AB1_ROW, AB1_ROW.replace("S12000033", "S92000003"), "row 2, column local_authorities"),
        ("outcodes.csv", AB1_ROW, AB1_ROW.replace("S12000033", "S12000034"), "column local_authorities: names a code"),
        ("outcodes.csv", AB1_ROW, AB1_ROW.replace("S12000033;", "S12000033;;"), "row 2, column local_authorities: ''"),
        ("outcodes.csv", AB1_ROW, AB1_ROW.replace(";156", ""), "row 2, column la_postcodes: 1 numbers for the 2 codes"),
        ("outcodes.csv", AB1_ROW, AB1_ROW.replace(";156", ";x"), "row 2, column la_postcodes: holds something"),
        ("outcodes.csv", AB1_ROW, AB1_ROW.replace("156,,", "156,S99,"), "row 2, column weak_local_authorities: 'S99'"),
        ("outcodes.csv", GY1_ROW, GY1_ROW.replace("dependency,", "dependency,E92000001"), "column nations: a crown"),
        ("outcodes.csv", GY1_ROW, GY1_ROW.replace("GY1,GY", "GY1,AB"), "column area: 'AB' is not known"),
        ("sectors.csv", "la_postcodes", "postcodes", "row 1, column la_postcodes: is missing"),
        ("sectors.csv", SECTOR_ROW, SECTOR_ROW.replace("AB12", "AB98"), "row 2, column sector: 'AB98' is not known"),
        ("sectors.csv", SECTOR_ROW, SECTOR_ROW.replace("AB12 3", "AB12 4"), "row 3, column sector: 'AB12 4' is used"),
        ("sectors.csv", SECTOR_ROW, SECTOR_ROW.replace("S92000003", ""), "row 2, column nations: a crown"),
        ("sectors.csv", SECTOR_ROW, SECTOR_ROW.replace("S12000033", "S99"), "row 2, column local_authorities: 'S99'"),
        ("sectors.csv", SECTOR_ROW, SECTOR_ROW.replace(";9", ";9;1"), "row 2, column la_postcodes: 3 numbers"),
        ("postcode_areas.csv", "live_outcodes", "outcodes", "row 1, column live_outcodes: is missing"),
        ("postcode_areas.csv", AREA_ROW, AREA_ROW.replace("uk", "live"), "row 2, column status: 'live' is not known"),
        ("postcode_areas.csv", AREA_ROW, AREA_ROW.replace("AB,", "AL,"), "row 3, column area: 'AL' is used twice"),
        ("postcode_areas.csv", AREA_ROW, AREA_ROW.replace("17407", "1;2"), "row 2, column nation_postcodes: 2 numbers"),
        ("postcode_areas.csv", AREA_ROW, AREA_ROW.replace("17407,", "17407,E12000001"), "column region_postcodes: 0"),
        ("postcode_areas.csv", AREA_ROW, AREA_ROW.replace("AB,uk", "AB,crown_dependency"), "row 2, column nations"),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_row_and_column(broken, file, old, new, complaint):
    with pytest.raises(RegionDataError) as raised:
        Outcodes.load(broken(file, old, new), regions())

    assert str(raised.value).startswith(f"{file}, row ")
    assert complaint in str(raised.value)
