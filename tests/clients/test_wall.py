"""What `python -m tests.clients.wall` stands on: its programs ask everything, and its answers have grown."""

import json
import re

import pytest

from helpapi.contract.docs import document
from helpapi.contract.examples import FOLDER
from tests.clients.wall import answers
from tests.clients.wall.languages import HERE, LANGUAGES

OPERATIONS = {operation["operationId"] for path in document()["paths"].values() for operation in path.values()}
READERS = sorted(file for file in HERE.glob("*/[rR]eader.*"))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_every_program_calls_every_operation_and_one_that_is_refused(reader):
    assert set(re.findall(r"""\bread\(['"](\w+)['"]""", reader.read_text(encoding="utf-8"))) == {*OPERATIONS, "refused"}


def test_there_is_a_program_for_every_language_that_is_compiled():
    assert len(READERS) == len([language for language in LANGUAGES if language.make])
    assert all(language.make or language.not_compiled for language in LANGUAGES)


def test_an_answer_of_tomorrow_has_a_new_member_in_every_object_and_a_new_code_in_every_list():
    asked = document()["paths"]["/api/v1/help"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    answer = next(each["answer"] for each in json.loads((FOLDER / "getHelp.json").read_text(encoding="utf-8")))
    grown = answers.Document(document()).tomorrow(answer, asked)

    card = grown["needs"][0]["services"][0]
    assert answers.NEW_MEMBER.items() <= grown.items() and answers.NEW_MEMBER.items() <= card["ways"][0].items()
    assert (card["need"], card["types"]) == (answers.NEW_CODE, [answers.NEW_CODE])
    assert card["name"] == answer["needs"][0]["services"][0]["name"]
