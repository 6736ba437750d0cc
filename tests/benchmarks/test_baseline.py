"""Plain DRF, with which the project is compared, means the same by a question."""

import json
import os
import subprocess
import sys

import orjson
import pytest
from django.conf import settings

from benchmarks.plain import LIST, NATIONS, address, plain, questions
from publishing.models import Publication
from publishing.sealing import REPRESENTATION
from tests import factories as make

ASKED = 60
AGES, PLACES, TYPES = (8, 15, 17, 18, 60), (None, "scotland", "leeds", "city-of-edinburgh"), (None, "image-removal")


@pytest.fixture
def plainly(content, publish) -> list[dict]:
    """What the project carries and some local services, as a plain directory would have them."""
    publish(
        make.service(coverage=["S12000036"], minimum_age=16, types=["image-removal"]),
        make.service(coverage=["E08000035", "S12000036"], maximum_age=17),
        make.service(coverage=[], coverage_known=False, minimum_age_known=False, maximum_age_known=False),
    )
    live = Publication.objects.filter(kind="service", state=Publication.LIVE)
    return [plain(orjson.loads(one.documents[REPRESENTATION]), one.keys) for one in live]


@pytest.fixture
def answers_of_drf(tmp_path):
    """Give status and body of each address, as plain DRF with these services answers."""

    def answers(services: list[dict], addresses: list[str]) -> list[tuple[int, dict]]:
        file = tmp_path / "plain.jsonl"
        file.write_text("".join(f"{json.dumps(one)}\n" for one in services))
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.baseline", str(file)],
            cwd=settings.BASE_DIR, env={**os.environ, "HELPAPI_HOME": str(tmp_path)}, text=True, check=True,
            input="\n".join(addresses), stdout=subprocess.PIPE,
        )  # fmt: skip
        return [(status, body) for status, body in map(json.loads, done.stdout.splitlines())]

    return answers


def test_it_finds_the_same_services_for_an_age_a_place_and_a_type(plainly, answers_of_drf, api):
    whole = [address(age, place, kind) for age in AGES for place in PLACES for kind in TYPES]
    asked = [one.replace("page_size=20", "page_size=100") for one in whole]
    for one, (status, theirs) in zip(asked, answers_of_drf(plainly, asked), strict=True):
        ours = api.get(one).json()
        assert (status, theirs["count"], uids(theirs)) == (200, ours["count"], uids(ours)), one


def test_it_shows_a_page_of_as_many_services_with_what_belongs_to_them(plainly, answers_of_drf):
    [(_, page)] = answers_of_drf(plainly, [address(15, "scotland", None)])
    assert len(page["results"]) == 20
    childline = next(one for one in page["results"] if one["slug"] == "childline")
    assert childline["organisation"]["slug"] == "nspcc"
    assert [one["code"] for one in childline["regions"]] == ["K02000001"]
    assert {one["code"] for one in childline["types"]} == {"emotional-support", "mental-health"}
    assert "0800 1111" in [one["value"] for one in childline["channels"]]


def test_every_question_of_the_mix_is_answered_by_both(plainly, answers_of_drf, api):
    asked = questions(plainly, ASKED)
    assert len(set(asked)) == ASKED
    for one, (status, theirs) in zip(asked, answers_of_drf(plainly, asked), strict=True):
        ours = api.get(one)
        assert (ours.status_code, status) == (200, 200), one
        assert len(theirs["results"]) == len(ours.json()["results"]) > 0, one


def test_the_mix_asks_of_every_nation_of_no_place_and_for_further_pages(plainly):
    asked = questions(plainly, ASKED)
    assert all(any(f"region={nation}&" in one for one in asked) for nation in NATIONS)
    assert any("region=" not in one for one in asked)
    assert any("&page=2&" in one for one in asked)
    assert all(one.startswith(f"{LIST}?age=") for one in asked)


def uids(page: dict) -> set[str]:
    return {one["uid"] for one in page["results"]}
