"""The situations of docs/matching.md: each row of its table is asked of the API, of the real content."""

import pytest

from publishing.codes import code_list
from tests.matching.asking import ask  # noqa: F401
from tests.matching.editions import compiled, real_content
from tests.matching.tables import ABSENT, table

CASES = table("Situations and what they do")
READER = "region=england&age=14&open_at=2026-01-20T12:00Z"


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), real_content)


def listed(cell):
    return [one for one in cell.split(", ") if one not in ("", ABSENT)]


@pytest.fixture
def answer(ask, row):  # noqa: F811
    return ask("help", f"{row['asked']}&{READER}".lstrip("&"))


@pytest.fixture
def nothing_said(ask):  # noqa: F811
    return ask("help", READER)


every_row = pytest.mark.parametrize("row", CASES, ids=lambda row: row["asked"])


def test_every_situation_has_a_row():
    assert {row["asked"] for row in CASES} >= {f"situation={code}" for code in code_list("situations").values}


@every_row
def test_the_needs_come_in_the_order_of_the_row(answer, row):
    assert [need["need"] for need in answer["needs"]] == listed(row["needs"])


@every_row
def test_the_kinds_of_help_for_it_are_first(answer, row):
    slugs = {need["need"]: [card["slug"] for card in need["services"]] for need in answer["needs"]}

    assert slugs["report"] == listed(row["report"])
    assert slugs["secure"][0] == row["first of secure"]


@every_row
def test_the_forms_of_it_apply_and_are_first(answer, row):
    forms = answer["topic"]["forms"]["items"]

    applying = [form["code"] for form in forms if form["applies"] == "yes"]
    assert (applying, [form["code"] for form in forms][: len(applying)]) == (listed(row["forms"]),) * 2
    assert len(forms) == 3


@every_row
def test_the_steps_of_it_apply_and_no_step_is_hidden(answer, row):
    steps = [step for phase in answer["phases"] for step in phase["steps"]]

    applying = [step["code"] for step in steps if step["condition"] and step["applies"] == "yes"]
    assert applying == listed(row["steps"])
    assert {step["number"] for step in steps} == set(range(1, 11))


@every_row
def test_what_is_true_of_it_is_said(answer, nothing_said, row):
    said = {one["code"] for one in answer["reassurances"]} - {one["code"] for one in nothing_said["reassurances"]}

    assert said == set(listed(row["said more"]))


@every_row
def test_no_service_is_hidden(answer, nothing_said, row):
    told, usual = ({need["need"]: need["count"] for need in one["needs"]} for one in (answer, nothing_said))

    assert told == usual
    assert answer["left_out"] == nothing_said["left_out"]
