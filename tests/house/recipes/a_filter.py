"""A filter: whether a service is for people anywhere in the world. The steps, and what is seen once they are done."""

import pytest

from helpapi.contract.docs import document
from tests import factories
from tests.conftest import names
from tests.house.recipes.steps import COMMITTED, CONTRACT_WRITTEN, RECOMPILED, Insert, Slip, Step
from tests.matching import plain_matcher, tables
from tests.matching.editions import example_services

KEY = '        "worldwide": ["true" if service.is_worldwide else "false"],\n'
VERB = '''    def known_worldwide(self, worldwide: bool | None) -> Self:
        """Those for people anywhere in the world, or those that are not; all where nothing is said of it."""
        return self if worldwide is None else self.having(Key[str]("worldwide"), ["true" if worldwide else "false"])

'''
FIELD = """    worldwide: bool | None = flag("Services for people anywhere in the world, or only those that are not.")
"""
ROW = "| `worldwide=true` | – | – | – | – | – | – | – | – | – | not-asked | not-asked | – |\n"
PLAIN = """    if question.get("worldwide", service["worldwide"]) != service["worldwide"]:
        return None
"""
SOMEBODY = """    if random.random() < 0.06:
        asked["worldwide"] = random.random() < 0.5
"""
SHELF, QUESTIONS = "services/matching/shelf.py", "services/api/questions.py"
TOLD_BY = ("pytest", "tests/house/test_parameters.py", "tests/matching/test_every_parameter.py", COMMITTED)
STEPS = {
    f"`{SHELF}`: a key, in `keys`.": Step(
        (Insert(SHELF, KEY, before='        "urgency": service.urgency,\n'),),
        "Not every document has the key “worldwide”: it must be in the keys of its kind; then run recompile.",
        TOLD_BY,
    ),
    f"`{SHELF}`: a verb of `Services`, which asks for the key.": Step(
        (Insert(SHELF, VERB, before="    def reached_by(self, wish: Wish, barred"),),
        "ServiceList can't answer: 'Services' object has no attribute 'known_worldwide'.",
    ),
    f"`{QUESTIONS}`: a field of `MatchingQuestion`, with its bounds and words.": Step(
        (Insert(QUESTIONS, FIELD, before="    type: tuple[str, ...] = codes("),),
        "ServiceList can't answer: 'ServicesQuestion' object has no attribute 'worldwide'.",
    ),
    f"`{QUESTIONS}`: the verb, in `narrowed`.": Step(
        (Insert(QUESTIONS, ".known_worldwide(self.worldwide)", after=".of_type(self.type)"),),
        "ServiceList takes “worldwide”, and nothing in its answer reads it.",
    ),
    "`docs/matching.md`: a row that asks it, with whom it must find.": Step(
        (Insert("docs/matching.md", ROW, before="| `region=united-kingdom` |"),),
        "No row of docs/matching.md asks “worldwide”: add one to a table there, with whom it must find.",
        TOLD_BY,
    ),
    "`tests/matching/plain_matcher.py`: whom it leaves out, in plain words.": Step(
        (
            Insert(
                "tests/matching/plain_matcher.py", PLAIN, before="    held = holding(rules(service), question, is_user)"
            ),
        ),
        "tests/matching/plain_matcher.py does not read “worldwide”: say there, in plain words, whom it leaves out.",
        TOLD_BY,
    ),
    "`tests/matching/people.py`: somebody at random who asks it.": Step(
        (Insert("tests/matching/people.py", SOMEBODY, before="    for name in FLAGS:\n"),),
        "Nobody of tests/matching/people.py asks “worldwide”: let some do so.",
        TOLD_BY,
    ),
    "`docs/openapi.yaml`: `spectacular --file docs/openapi.yaml`.": Step(
        (CONTRACT_WRITTEN,), "+      - name: worldwide", TOLD_BY
    ),
    "Each database: `recompile`.": RECOMPILED,
}


SLIPS = [
    Slip(
        QUESTIONS,
        '"Services for people anywhere in the world, or only those that are not."',
        "flag() missing 1 required positional argument: 'help_text'",
    )
]


@pytest.mark.parametrize(("asked", "found"), [("true", ["Anywhere"]), ("false", ["Here"])])
def test_it_finds_those_and_no_others(publish, api, asked, found):
    publish(factories.topic(), factories.service("Anywhere", is_worldwide=True), factories.service("Here"))

    assert names(api.get(f"/api/v1/services?worldwide={asked}")) == found
    needs = api.get(f"/api/v1/help?worldwide={asked}").json()["needs"]
    assert [card["name"] for need in needs for card in need["services"]] == found


def test_the_plain_matcher_finds_the_same(db, api):
    example_services("places")
    plain = plain_matcher.results(tables.examples("places").values(), {"worldwide": True}, None)

    found = api.get("/api/v1/services?worldwide=true").json()["results"]

    assert {service["slug"] for service in found} == {result["slug"] for result in plain} != set()


def test_the_contract_has_it():
    for path in ("/api/v1/services", "/api/v1/help"):
        (one,) = [each for each in document()["paths"][path]["get"]["parameters"] if each["name"] == "worldwide"]
        assert one["schema"] == {"type": "boolean"}
