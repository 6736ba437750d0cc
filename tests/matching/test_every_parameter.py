"""Every parameter that people are matched by is held to a table, and to the plain matcher."""

import re
from functools import cache
from pathlib import Path
from random import Random
from typing import ClassVar

import pytest

from advice.questions import HelpQuestion
from services.api.questions import ServicesQuestion
from tests.matching import people, plain_help, plain_matcher
from tests.matching.tables import PAGE, examples

HERE = Path(__file__).parent
# These say in which language, in what order or which part of an answer; `q` has tests of its own.
NOT_MATCHED = {"lang", "topic", "page", "page_size", "edition", "ordering", "as_of", "q"}
PARAMETERS = sorted({*HelpQuestion.parameters(), *ServicesQuestion.parameters()} - NOT_MATCHED)
ASKED = [PAGE, HERE.parent / "test_questions.py"]  # what is asked, each with whom it must find


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_row_asks_it(name):
    assert any(re.search(rf'[`"&]{name}=', file.read_text(encoding="utf-8")) for file in ASKED), (
        f"No row of docs/matching.md asks “{name}”: add one to a table there, with whom it must find."
    )


@pytest.mark.parametrize("name", PARAMETERS)
def test_somebody_at_random_asks_it(name):
    random = Random(1)  # noqa: S311

    assert any(name in people.question(random) for _ in range(2000)), (
        f"Nobody of tests/matching/people.py asks “{name}”: let some do so."
    )


class Noted(dict):
    """A question that notes which parameters are looked for in it."""

    read: ClassVar[set[str]] = set()

    def __contains__(self, name):
        self.read.add(name)
        return super().__contains__(name)

    def __getitem__(self, name):
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.read.add(name)
        return super().get(name, default)


@cache
def read_in_plain_words() -> set[str]:
    """What the plain matcher looks for when twenty people ask it about the page's examples of channels."""
    random = Random(1)  # noqa: S311
    for _ in range(20):
        asked, at = people.question(random), people.moment(random)
        plain_matcher.results(examples("channels").values(), Noted(people.of_services(asked)), at)
        plain_help.needs(examples("channels").values(), Noted(people.of_help(asked)), at)
    return Noted.read


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_plain_matcher_reads_it(name):
    assert name in read_in_plain_words(), (
        f"tests/matching/plain_matcher.py does not read “{name}”: say there, in plain words, whom it leaves out."
    )
