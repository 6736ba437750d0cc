"""The advice sheet is served whole and word for word."""

import hashlib
import re

import pytest

from tests.content.data import CODES, DECIDED, FIXTURES, SEED, SHEET, texts

pytestmark = pytest.mark.django_db


def test_the_sheet_in_the_repository_is_the_one_the_data_was_made_from(topic):
    digest = hashlib.sha256((FIXTURES / "sheet.txt").read_bytes()).hexdigest()

    assert digest == SEED["document"]["source_sha256"] == topic["document"]["sha256"]


@pytest.mark.parametrize("line", [line for line in SHEET.splitlines() if line.strip()])
def test_every_line_of_the_sheet_is_in_what_is_served(topic, line):
    left = line.removeprefix("- ").replace("**", "")
    for text in sorted(set(texts(words_of_the_source(topic))), key=len, reverse=True):
        left = left.replace(text, "")

    assert left.strip() == ""


def words_of_the_source(value):
    """The same without what is ours; short codes are left out by their names."""
    ours = (
        "editorial",
        "origin",
        "added",
        "added_text",
        "limits",
        "precondition",
        "code",
        "slug",
        "language",
        "audiences",
        "regions",
        "number",
        "service",
    )
    if isinstance(value, dict):
        return {name: words_of_the_source(one) for name, one in value.items() if name not in ours}
    return [words_of_the_source(one) for one in value] if isinstance(value, list) else value


def test_no_word_of_the_sheet_is_said_to_be_added(topic):
    parts = (
        *topic["steps"]["items"],
        *topic["forms"]["items"],
        *topic["reassurances"],
        *topic["further_help"]["items"],
    )

    assert topic["added"] == []
    assert {part["origin"] for part in parts} == {"document"}


def test_the_ten_steps_are_served_whole_and_in_the_order_of_the_sheet(topic):
    advice = SHEET.partition("Our advice is to:")[2].partition("OFFICIAL")[0]
    bullets = [line.removeprefix("- ") for line in advice.splitlines() if line.strip()]

    assert [step["text"] for step in topic["steps"]["items"]] == bullets
    assert [step["number"] for step in topic["steps"]["items"]] == list(range(1, 11))


def test_the_parts_of_a_step_are_those_of_the_data(topic):
    for said, expected in zip(topic["steps"]["items"], SEED["content"]["advice"]["steps"], strict=True):
        for name in ("action", "reasons", "condition", "details"):
            assert said[name] == expected[name]
        editorial = expected["editorial"]
        assert said["editorial"] == {
            "subject": editorial["topic"],
            "phase": editorial["phase"],
            "situation": DECIDED["situations"].get(said["code"]),
            "service_types": editorial.get("refers_to_service_types", []),
        }


def test_only_the_victim_is_told_to_save_images_and_everybody_else_all_the_rest(topic):
    limited = {step["code"]: step["limits"] for step in topic["steps"]["items"] if step["limits"]}

    ((code, (limit,)),) = limited.items()
    assert (code, limit["detail"], limit["audiences"]) == ("preserve-evidence", "Save messages and images", ["victim"])
    assert limit["age"] is None
    assert limit["reason"] == DECIDED["limited_details"]["preserve-evidence"][0]["reason"]


def test_a_step_that_the_data_has_for_some_is_limited_and_no_other(topic):
    some = [step["id"] for step in SEED["content"]["advice"]["steps"] if len(step["editorial"]["audience"]) < 4]

    assert [step["code"] for step in topic["steps"]["items"] if step["limits"]] == some


def test_what_the_sheet_prints_in_bold_is_what_is_emphasised(topic):
    served = [phrase for sentence in topic["reassurances"] for phrase in sentence["emphasis"]]

    assert served == re.findall(r"\*\*(.+?)\*\*", SHEET)


def test_a_reassurance_keeps_its_precondition(topic):
    said = {sentence["code"]: sentence["precondition"] for sentence in topic["reassurances"]}

    assert said == {sentence["id"]: sentence["precondition"] for sentence in SEED["content"]["reassurance"]}


def test_a_reassurance_is_for_those_it_was_decided_to_be_for(topic):
    for said in topic["reassurances"]:
        decision = DECIDED["reassurances"].get(said["code"], {})
        assert said["audiences"] == decision.get("audiences")
        assert said["regions"] == [CODES[nation] for nation in decision.get("regions", [])]


def test_every_entry_of_the_sheet_leads_to_its_service(topic):
    expected = {s["seed_entry"]: s["id"] for s in SEED["services"] if s["seed_entry"].startswith("help-")}

    assert {entry["code"]: entry["service"]["slug"] for entry in topic["further_help"]["items"]} == expected
    assert len(expected) == 14


def test_the_marking_is_kept_and_what_the_sheet_does_not_say_is_null(topic):
    document = topic["document"]

    assert (document["publisher"], document["marking"]) == ("Police Scotland", "OFFICIAL")
    assert len(document["marking_positions"]) == SHEET.count("OFFICIAL") == 2
    assert [document[name] for name in ("date", "version", "review_date", "author", "licence")] == [None] * 5
