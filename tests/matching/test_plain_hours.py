"""The plain hours against ours, over every case of the spelling and moments at random."""

from random import Random

import pytest

from services.hours.state import state_at
from services.hours.text import parse
from tests.matching import people, plain_hours
from tests.services.hours_cases import CASES

IN_LONDON = [text for text in CASES if "Zone:" not in text]


@pytest.mark.parametrize("text", IN_LONDON)
def test_the_plain_hours_say_the_same_at_moments_at_random(text):
    random = Random(text)  # noqa: S311
    hours, plain = parse(text), plain_hours.read(text.replace("\n", ";"))

    moments = [people.moment(random) for _ in range(150)]

    assert [state_at(hours, at).is_open for at in moments] == [plain_hours.state(plain, at) for at in moments]
