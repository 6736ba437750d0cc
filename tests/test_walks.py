"""Walks over pages of a real service while a publisher changes the list: each item once, or told to begin again."""

import itertools
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import servers
from benchmarks.servers import PROJECT, PUBLIC_URL, Service
from publishing.edition import LAID_OVER
from tests import prepared
from tests.drills import copy

PAGES = 40
PAUSES = (0, 0, 0.01, 0.05)  # seconds between two pages: some walks outrun what is published, some do not


class Walks:
    """What became of each: how many saw one edition whole, and how many were told to begin again."""

    def __init__(self, service: Service):
        self._service = service
        self.whole: list[tuple[int, list[str]]] = []
        self.told = 0

    def walk(self, pause: float) -> None:
        seen, editions, address = [], set(), "/api/v1/services?page_size=1"
        while address:
            status, body = self._service.get(address)
            told = json.loads(body)
            if status == 410:
                assert len(seen) == len(set(seen))
                assert self._service.get(told["restart"].removeprefix(PUBLIC_URL))[0] == 200
                self.told += 1
                return
            assert status == 200, body
            seen += [result["slug"] for result in told["results"]]
            address = told["next"] and told["next"].removeprefix(PUBLIC_URL)
            editions |= {int(number) for number in re.findall(r"edition=(\d+)", address or "")}
            time.sleep(pause)
        assert len(editions) == 1
        self.whole.append((*editions, seen))


def walked(home: Path, database: str, seconds: float, every: float) -> None:
    """Walk for so long, and hold each walk to what was published. `every`: seconds between two editions."""
    with Service(home, database, workers=1) as service, (home / "editions").open("w+") as lines:
        service.wait_until(lambda ready: ready["edition"])
        command = [sys.executable, "-m", "tests.reordering", str(seconds), str(every)]
        publisher = subprocess.Popen(
            command, cwd=PROJECT, env=servers.environment(home, database, "admin", poll=0), stdout=lines
        )
        walks = Walks(service)
        service.wait_until(lambda ready: ready["edition"] > 1)
        for pause in itertools.cycle(PAUSES):
            walks.walk(pause)
            if publisher.poll() is not None:
                break
        lines.seek(0)
        published = {int(number): slugs for number, *slugs in map(str.split, lines)}

    assert publisher.returncode == 0
    assert walks.whole and walks.told, "nothing was shown: too few walks came to their end, or none was overtaken"
    assert max(len(seen) for _, seen in walks.whole) >= PAGES
    for number, seen in walks.whole:
        if number > LAID_OVER:  # of any edition without what the next ones took down, which a node hears of at once
            assert any(set(slugs) - gone <= set(seen) <= set(slugs) for slugs, gone in _with_what_went(published)), seen
        else:
            assert sorted(seen) == published[number], number


def _with_what_went(published: dict[int, list[str]]) -> Iterator[tuple[list[str], set[str]]]:
    """The slugs of each edition, and those of them that a later one did not have."""
    for number, slugs in published.items():
        yield (
            slugs,
            {slug for slug in slugs if any(slug not in published[later] for later in published if later > number)},
        )


@pytest.fixture(params=[pytest.param("SQLite", marks=pytest.mark.long), "PostgreSQL"])
def database(request, tmp_path):
    """The address of one with the project's content, on SQLite in the home of the service."""
    if request.param == "SQLite":
        prepared.filled(tmp_path)
        yield ""
        return
    with copy(request.getfixturevalue("filled")) as database:
        yield database


def test_a_walk_sees_each_item_once_or_is_told_while_editions_come_as_fast_as_they_can(database, tmp_path):
    walked(tmp_path, database, seconds=6, every=0)


@pytest.mark.long
def test_a_walk_sees_each_item_once_or_is_told_while_an_edition_comes_every_tenth_of_a_second(database, tmp_path):
    walked(tmp_path, database, seconds=60, every=0.1)
