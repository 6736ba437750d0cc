"""Several people ask the same process at once: each is answered, whatever is worked out for the others meanwhile."""

import random
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client

from publishing import keeper
from services.places.regions import regions
from tests.matching.editions import compiled, real_content

PEOPLE, QUESTIONS = 4, 60
OFTEN = 1e-6  # seconds after which another thread may go on


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), real_content)


@pytest.fixture
def turns_change_often():
    usual = sys.getswitchinterval()
    sys.setswitchinterval(OFTEN)
    yield
    sys.setswitchinterval(usual)


def statuses(seed: int) -> list[int]:
    """What one person's client is told, who asks about a new hour of the year and a new place each time."""
    chance, client = random.Random(seed), Client(raise_request_exception=False)  # noqa: S311
    places = [region.code for region in regions()]
    return [
        client.get(
            f"/api/v1/services?page_size=1&region={chance.choice(places)}"
            f"&open_at=2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}T{chance.randrange(24):02}:00Z"
        ).status_code
        for _ in range(QUESTIONS)
    ]


def test_many_who_ask_at_once_of_other_hours_and_places_are_each_answered(edition, monkeypatch, turns_change_often):
    monkeypatch.setattr(keeper, "current", lambda: edition)

    with ThreadPoolExecutor(PEOPLE) as people:
        told = [status for found in people.map(statuses, range(PEOPLE)) for status in found]

    assert told.count(200) == PEOPLE * QUESTIONS
