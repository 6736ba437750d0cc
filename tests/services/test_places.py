"""The places of docs/matching.md: each row of its tables is asked of the API."""

from urllib.parse import parse_qsl

import pytest

from services.api.reference import place
from services.places.regions import regions
from tests.matching.asking import ask, conditions, encoded, present, results  # noqa: F401
from tests.matching.editions import compiled, example_services
from tests.matching.tables import examples, table

NAMES = list(examples("places"))
CASES = table("Places and what they match")
OUTCODES = table("Outcodes and what they tell")
REFUSED = table("Questions that are refused")
WORDS = {"world": "worldwide", "?": "unknown"}
CONDITIONS = {"part": ["part-of-area"], "unknown": ["check-availability"]}
JURISDICTIONS = {"JE": "Jersey", "GY": "Guernsey", "IM": "Isle of Man"}
OF_STATUS = {
    "crown-dependency": ["outside-the-uk"],
    "ireland": ["outside-the-uk"],
    "area-fallback": ["place-is-a-guess"],
    "unknown": ["place-is-a-guess"],
    "live-no-location": ["large-users"],
}


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), lambda: example_services("places"))


def match(cell):
    """The region match and the codes of the conditions that a cell of the table stands for."""
    code = WORDS.get(cell, cell)
    return code, CONDITIONS.get(code, [])


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["asked"])
def test_help_gives_the_services_of_the_row_each_with_its_match_and_conditions(ask, row):  # noqa: F811
    found = results(ask("help", encoded(row["asked"])))

    told = {name: (got["match"]["region"], conditions(got)) for name, got in found.items()}
    assert told == {name: match(row[name]) for name in present(row, NAMES)}


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["asked"])
def test_services_gives_the_services_of_the_row(ask, row):  # noqa: F811
    found = ask("services", encoded(row["asked"]))["results"]

    assert {service["name"] for service in found} == present(row, NAMES)


@pytest.mark.parametrize("row", OUTCODES, ids=lambda row: row["outcode"])
def test_help_says_what_it_understood_of_an_outcode(ask, row):  # noqa: F811
    told = ask("help", outcode=row["outcode"])["reader"]["place"]

    understood = {name: told[name] for name in ("region", "outcode", "status", "jurisdiction", "choices")}
    assert understood == {
        "region": None,
        "outcode": row["outcode"].partition(" ")[0],
        "status": row["status"],
        "jurisdiction": "Ireland" if row["status"] == "ireland" else JURISDICTIONS.get(row["outcode"][:2]),
        "choices": places(row["may be in"]),
    }


@pytest.mark.parametrize("row", OUTCODES, ids=lambda row: row["outcode"])
def test_regions_name_the_nations_an_outcode_may_be_in(ask, row):  # noqa: F811
    assert ask("regions", outcode=row["outcode"])["outcode"]["nations"] == places(row["nations"])


@pytest.mark.parametrize("row", OUTCODES, ids=lambda row: row["outcode"])
def test_a_place_that_is_not_in_the_uk_or_may_be_wrong_has_a_condition(ask, row):  # noqa: F811
    told, listed = (
        ask("help", outcode=row["outcode"])["reader"]["place"],
        ask("regions", outcode=row["outcode"])["outcode"],
    )

    assert [one["code"] for one in told["conditions"]] == OF_STATUS.get(row["status"], [])
    assert listed["conditions"] == told["conditions"]


def test_somewhere_outside_the_uk_is_no_region_and_has_a_condition(ask):  # noqa: F811
    told = ask("help", region="outside-uk")["reader"]["place"]

    assert (told["region"], told["choices"], [one["code"] for one in told["conditions"]]) == (
        None,
        [],
        ["outside-the-uk"],
    )


def test_no_region_lies_in_what_is_outside_the_uk(api, edition):
    problem = api.get("/api/v1/regions?parent=outside-uk").json()

    assert [(fault["parameter"], fault["code"]) for fault in problem["errors"]] == [("parent", "unknown-value")]


@pytest.mark.parametrize("address", ["help", "services"])
@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["asked"])
def test_a_question_that_cannot_be_meant_is_refused_by_name_and_never_repeated(api, edition, row, address):
    response = api.get(f"/api/v1/{address}?{encoded(row['asked'])}")

    problem = response.json()
    assert (response.status_code, len(problem["errors"])) == (400, 1)
    named = None if row["parameter"] == "–" else row["parameter"]
    assert (problem["errors"][0]["parameter"], problem["errors"][0]["code"]) == (named, row["code"])
    if row["parameter"] == "outcode":
        answer = f"{response.headers} {response.content.decode()}"
        assert dict(parse_qsl(encoded(row["asked"])))["outcode"].strip() not in answer.replace("such as EH1", "")


def test_a_misspelt_region_is_met_with_the_right_name(api, edition):
    problem = api.get("/api/v1/services?regoin=scotland").json()

    assert problem["errors"][0]["detail"] == "There is no such parameter. Did you mean “region”?"


def test_without_a_place_a_service_for_part_of_the_uk_says_which(ask):  # noqa: F811
    found = results(ask("help"))

    texts = {name: [condition["text"] for condition in got["conditions"]] for name, got in found.items()}
    assert {got["match"]["region"] for got in found.values()} == {"not-asked"}
    assert texts == {
        **{name: [] for name in ("UK", "Nations", "World", "Scots abroad")},
        "Scotland": ["Only for people in Scotland."],
        "E&W": ["Only for people in England or Wales."],
        "North East": ["Only for people in North East."],
        "Kent": ["Only for people in Kent."],
        "Kent Police": ["Only for people in Kent."],
        "Lothian": ["Only for people in NHS Lothian."],
        "Edinburgh": ["Only for people in City of Edinburgh."],
        "Somewhere": ["Check availability where you live: it isn't known which areas have this."],
    }


def test_a_document_has_the_conditions_of_somebody_who_named_no_place(ask):  # noqa: F811
    for card in results(ask("help")).values():
        assert ask(f"services/{card['slug']}")["result"]["conditions"] == card["conditions"]


def test_a_service_for_part_of_the_choices_names_its_places(ask):  # noqa: F811
    found = results(ask("help", outcode="TD15"))["Scotland"]

    text = "Only for people in Scotland: check that this includes you."
    assert [condition["text"] for condition in found["conditions"]] == [text]


def places(cell):
    return [place(regions().get(slug)) for slug in cell.split(", ") if slug != "–"]
