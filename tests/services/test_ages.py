"""The ages of docs/matching.md: each row of its table is asked of the API."""

import pytest

from tests.matching.asking import ask, conditions, present, results  # noqa: F401
from tests.matching.editions import compiled, example_services
from tests.matching.tables import examples, table

NAMES = list(examples("ages"))
CASES = table("Ages and what they match")
WORDS = {row["word"]: row["condition"] for row in table("Words in the table of ages") if row["condition"]}


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), lambda: example_services("ages"))


def question(row):
    given = {"age": row["age"], "age_in_image": row["in image"]}
    return {name: value for name, value in given.items() if value}


def match(row, cell):
    """The age match and the codes of the conditions that a cell of the table stands for."""
    left = [WORDS[word] for word in cell.split() if word != "yes"]
    if not question(row):
        return "not-asked", left
    return "fits" if left in ([], ["intended-reader"]) else "depends", left


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['age']}-{row['in image']}")
def test_help_gives_the_services_of_the_row_each_with_its_match_and_conditions(ask, row):  # noqa: F811
    found = results(ask("help", **question(row)))

    told = {name: (got["match"]["age"], conditions(got)) for name, got in found.items()}
    assert told == {name: match(row, row[name]) for name in present(row, NAMES)}


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['age']}-{row['in image']}")
def test_services_gives_the_services_of_the_row(ask, row):  # noqa: F811
    found = ask("services", **question(row))["results"]

    assert {service["name"] for service in found} == present(row, NAMES)


def test_a_document_has_the_conditions_of_somebody_who_said_nothing(ask):  # noqa: F811
    row = next(row for row in CASES if not question(row))

    slugs = {name: service["slug"] for name, service in examples("ages").items()}
    found = {name: conditions(ask(f"services/{slug}")["result"]) for name, slug in slugs.items()}

    assert found == {name: match(row, row[name])[1] for name in NAMES}


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("Adults", ["For people aged 18 or over."]),
        ("Under 18s", ["For people under 18."]),
        ("For a child", ["Where the child or young person concerned is under 18."]),
        ("Images of adults", ["Only if the person in the image was 18 or over when it was made."]),
        ("Images of children", ["Only if the person in the image was under 18 when it was made."]),
        ("Campaign", ["Written with people aged 13 to 21 in mind. Anyone may use it."]),
        (
            "Up to 34 or 35",
            [
                "For people aged 13 or over.",
                "For people under 35.",
                "Sources differ on whether it is for people aged 35.",
            ],
        ),
        (
            "Images up to 17 or 18",
            [
                "Only if the person in the image was under 18 when it was made.",
                "Sources differ on whether it is for images of people aged 18.",
            ],
        ),
        ("Not told", ["Check who may use it: an age limit of this service isn't known."]),
    ],
)
def test_conditions_are_in_words_an_app_can_show(ask, name, texts):  # noqa: F811
    found = {service["name"]: service for service in ask("services")["results"]}[name]

    assert [condition["text"] for condition in found["conditions"]] == texts
