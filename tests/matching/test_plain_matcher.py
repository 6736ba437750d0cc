"""Thousands of people at random: the API against a slow and plain matcher that shares no code with it."""

from datetime import datetime
from random import Random, SystemRandom
from urllib.parse import urlsplit

import orjson
import pytest
import time_machine

from publishing import keeper
from tests.matching import people, plain_matcher, tables
from tests.matching.editions import compiled, example_services, real_content, together
from tests.matching.plain_content import services, topic

pytestmark = pytest.mark.django_db
SERVICES = [*services().values(), *tables.examples().values()]
ORDERINGS = ("urgency", "open", "name")


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition")
    real = compiled(django_db_blocker, folder, real_content)
    examples = compiled(django_db_blocker, folder, lambda: example_services(*tables.ABOUT))
    return together(real, examples)


@pytest.fixture
def client(api, edition, monkeypatch):
    monkeypatch.setattr(keeper, "current", lambda: edition)
    return api


def expected_help(asked, at):
    found = plain_matcher.results(SERVICES, asked, at)
    grouped = plain_matcher.groups(found, asked)
    return {
        "groups": [(code, len(here), [shown(result) for result in here[:10]]) for code, here in grouped],
        "steps": plain_matcher.steps(topic(), asked, grouped),
        "reassurances": plain_matcher.reassurances(topic(), asked),
        "conditions": [] if grouped else ["nothing-matches", *plain_matcher.untold(SERVICES, asked)],
        "reader": ["outside-the-uk"] if plain_matcher.choices(asked) == () else [],
    }


def shown(result):
    return tuple(result[name] for name in ("slug", "age", "region", "conditions", "is_open", "until"))


def told_help(answer):
    return {
        "groups": [(group["type"], group["count"], list(map(told, group["results"]))) for group in answer["groups"]],
        "steps": [(phase["phase"], list(map(told_step, phase["steps"]))) for phase in answer["advice"]["phases"]],
        "reassurances": [said["code"] for said in answer["reassurances"]],
        "conditions": codes(answer),
        "reader": codes(answer["reader"]),
    }


def told(result):
    match, until = result["match"], result["open"]["next_change_at"]
    until = until and datetime.fromisoformat(until)
    return result["service"]["slug"], match["age"], match["region"], codes(match), result["open"]["is_open"], until


def told_step(step):
    return step["code"], [service["slug"] for service in step["services"]]


def codes(holder):
    return [condition["code"] for condition in holder["conditions"]]


def read(response):
    assert response.status_code == 200, response.content
    return orjson.loads(response.content)


def check(client, random):
    """One person: `/help`, asked in an address or in a body; `/services` in some order; and what `more` leads to."""
    asked, now = people.question(random), people.moment(random)
    at = now if asked.get("open_at", people.NOW) == people.NOW else asked["open_at"]
    with time_machine.travel(now, tick=False):
        if random.random() < 0.2:
            body = people.in_a_body(asked)
            answer = read(client.post("/api/v1/help", body, content_type="application/json"))
        else:
            answer = read(client.get("/api/v1/help", people.spelt(asked)))
        assert told_help(answer) == expected_help(asked, at), (asked, now)
        check_services(client, asked, at, random.choice(ORDERINGS))
        check_more(client, asked, at, answer)


def check_services(client, asked, at, ordering):
    parameters = {**people.spelt(asked), "ordering": ordering, "page_size": 100}
    listed = [service["slug"] for service in read(client.get("/api/v1/services", parameters))["results"]]
    found = plain_matcher.results(SERVICES, asked, at)
    if ordering == "urgency":
        found.sort(key=lambda result: result["standing"])
    if ordering == "name":
        found.sort(key=lambda result: result["standing"][-1])
    assert listed == [result["slug"] for result in found], (asked, at, ordering)


def check_more(client, asked, at, answer):
    for group in answer["groups"]:
        if group["more"] is None:
            continue
        assert group["count"] > len(group["results"]) == 10
        address = urlsplit(group["more"])
        rest = []
        while address:
            page = read(client.get(f"{address.path}?{address.query}"))
            rest += [service["slug"] for service in page["results"]]
            address = page["next"] and urlsplit(page["next"])
        found = plain_matcher.results(SERVICES, {**asked, "type": [group["type"]]}, at)
        assert rest == [result["slug"] for result in found[10:]], (asked, at)


def draw(client, count, seed):
    """Ask for people at random, the same ones again from the same seed, which a failure prints."""
    print(f"seed {seed}")
    random = Random(seed)  # noqa: S311
    for _ in range(count):
        check(client, random)


def test_the_api_and_the_plain_matcher_answer_3000_people_alike(client):
    draw(client, 3000, seed=20261124)


@pytest.mark.long
def test_the_api_and_the_plain_matcher_answer_25000_people_alike(client):
    draw(client, 25_000, seed=SystemRandom().randrange(2**32))
