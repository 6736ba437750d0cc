"""The places of docs/matching.md: each row of its tables is asked of the API."""

from urllib.parse import parse_qsl

import pytest

from services.places import place
from services.regions import regions
from tests.matching.asking import ask, encoded, present, results  # noqa: F401
from tests.matching.editions import compiled, example_services
from tests.matching.tables import examples, table

NAMES = list(examples("places"))
CASES = table("Places and what they match")
OUTCODES = table("Outcodes and what they tell")
REFUSED = table("Questions that are refused")
WORDS = {"world": "worldwide", "?": "unknown"}
CONDITIONS = {"part": ["part-of-area"], "unknown": ["check-availability"]}
JURISDICTIONS = {"JE": "Jersey", "GY": "Guernsey", "IM": "Isle of Man"}


pytestmark = pytest.mark.django_db


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

    told = {name: (got["match"]["region"], codes(got["match"])) for name, got in found.items()}
    assert told == {name: match(row[name]) for name in present(row, NAMES)}


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["asked"])
def test_services_gives_the_services_of_the_row(ask, row):  # noqa: F811
    found = ask("services", encoded(row["asked"]))["results"]

    assert {service["name"] for service in found} == present(row, NAMES)


@pytest.mark.parametrize("row", OUTCODES, ids=lambda row: row["outcode"])
def test_help_says_what_it_understood_of_an_outcode(ask, row):  # noqa: F811
    told = ask("help", outcode=row["outcode"])["reader"]["outcode"]

    assert told == {
        "outcode": row["outcode"].partition(" ")[0],
        "status": row["status"],
        "jurisdiction": JURISDICTIONS.get(row["outcode"][:2]),
        "nations": places(row["nations"]),
        "choices": places(row["may be in"]),
    }


@pytest.mark.parametrize("row", OUTCODES, ids=lambda row: row["outcode"])
def test_only_a_place_outside_the_uk_has_a_condition_of_its_own(ask, row):  # noqa: F811
    told = ask("help", outcode=row["outcode"])["reader"]

    is_outside = row["status"] == "crown-dependency"
    assert codes(told) == (["outside-the-uk"] if is_outside else [])


@pytest.mark.parametrize("address", ["help", "services"])
@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["asked"])
def test_a_question_that_cannot_be_meant_is_refused_by_name_and_never_repeated(api, edition, row, address):
    response = api.get(f"/api/v1/{address}?{encoded(row['asked'])}")

    problem = response.json()
    assert (response.status_code, len(problem["errors"])) == (400, 1)
    assert (problem["errors"][0]["parameter"], problem["errors"][0]["code"]) == (row["parameter"], row["code"])
    if row["parameter"] == "outcode":
        answer = f"{response.headers} {response.content.decode()}"
        assert dict(parse_qsl(encoded(row["asked"])))["outcode"].strip() not in answer.replace("such as EH1", "")


def test_a_misspelt_region_is_met_with_the_right_name(api, edition):
    problem = api.get("/api/v1/services?regoin=scotland").json()

    assert problem["errors"][0]["detail"] == "There is no such parameter. Did you mean “region”?"


def test_without_a_place_a_service_for_part_of_the_uk_says_which(ask):  # noqa: F811
    found = {name: got["match"] for name, got in results(ask("help")).items()}

    texts = {name: [condition["text"] for condition in got["conditions"]] for name, got in found.items()}
    assert {got["region"] for got in found.values()} == {"not-asked"}
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
    found = results(ask("help"))

    for result in found.values():
        assert result["service"]["conditions"] == result["match"]["conditions"]


def test_a_service_for_part_of_the_choices_names_its_places(ask):  # noqa: F811
    found = results(ask("help", outcode="TD15"))["Scotland"]

    text = "Only for people in Scotland: check that this includes you."
    assert [condition["text"] for condition in found["match"]["conditions"]] == [text]


def places(cell):
    return [place(regions().get(slug)) for slug in cell.split(", ") if slug != "–"]


def codes(holder):
    return [condition["code"] for condition in holder["conditions"]]
