"""Thousands of people at random: the API against a slow and plain matcher that shares no code with it."""

from datetime import datetime
from random import Random, SystemRandom
from urllib.parse import urlencode, urlsplit

import orjson
import pytest
import time_machine

from publishing import keeper
from tests.matching import people, plain_help, plain_matcher, tables
from tests.matching.asking import conditions
from tests.matching.editions import compiled, example_services, real_content, together
from tests.matching.plain_content import services, topic

SERVICES = [*services().values(), *tables.examples().values()]
ORDERINGS = ("urgency", "open", "alphabetical")
OF_STEPS = "detail-withheld"  # counts no services


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition")
    real = compiled(django_db_blocker, folder, real_content)
    examples = compiled(django_db_blocker, folder, lambda: example_services(*tables.ABOUT))
    return together(real, examples)


@pytest.fixture
def client(api, edition, monkeypatch):
    monkeypatch.setattr(keeper, "current", lambda: edition)
    monkeypatch.setattr(keeper, "edition", lambda number, kinds: edition)  # of which a walk's links speak
    return api


def expected_help(asked, at):
    needs = plain_help.needs(SERVICES, asked, at)
    return {
        "needs": [(code, count, list(map(shown, cards))) for code, count, cards, _ in needs],
        "steps": plain_help.steps(topic(), needs),
        "reassurances": plain_help.reassurances(topic(), asked),
        "left_out": plain_help.left_out(SERVICES, asked),
        "reader": plain_matcher.reader_conditions(asked),
    }


def shown(card):
    return tuple(card[name] for name in ("slug", "age", "region", "use", "conditions", "ways", "meets"))


def told_help(answer):
    return {
        "needs": [(need["need"], need["count"], list(map(told, need["services"]))) for need in answer["needs"]],
        "steps": [(phase["phase"], list(map(told_step, phase["steps"]))) for phase in answer["phases"]],
        "reassurances": [said["code"] for said in answer["reassurances"]],
        "left_out": left_out(answer),
        "reader": [one["code"] for one in (answer["reader"]["place"] or {"conditions": []})["conditions"]],
    }


def told(card):
    match, ways = card["match"], list(map(told_way, card["ways"]))
    return card["slug"], match["age"], match["region"], card["use"], conditions(card), ways, card["meets"]


def told_way(way):
    until = way["open"]["until"]
    return (
        way["kind"],
        way["open"]["state"],
        until and datetime.fromisoformat(until),
        way["open"]["words"],
    )


def told_step(step):
    return step["code"], step["services"]


def left_out(answer):
    return {(one["parameter"], one["code"]): one["count"] for one in answer["left_out"] if one["code"] != OF_STEPS}


def read(response):
    assert response.status_code == 200, response.content
    return orjson.loads(response.content)


def walk(client, address):
    """The pages of a list from an address on."""
    while address:
        parts = urlsplit(address)
        page = read(client.get(f"{parts.path}?{parts.query}"))
        yield page
        address = page["next"]


def check(client, random):
    """One person: `/help`, asked in an address or in a body, and what `more` leads to; `/services` in some order."""
    person, now = people.question(random), people.moment(random)
    at = now if person.get("open_at", people.NOW) == people.NOW else person["open_at"]
    with time_machine.travel(now, tick=False):
        asked = people.of_help(person)
        if random.random() < 0.2:
            body = people.in_a_body(asked)
            answer = read(client.post("/api/v1/help", body, content_type="application/json"))
        else:
            answer = read(client.get("/api/v1/help", people.spelt(asked)))
        assert told_help(answer) == expected_help(asked, at), (asked, now)
        check_services(client, people.of_services(person), at, random.choice(ORDERINGS))
        if random.random() < 0.2:
            check_more(client, asked, at, answer)


def check_services(client, asked, at, ordering):
    parameters = {**people.spelt(asked), "ordering": ordering, "page_size": 100}
    pages = list(walk(client, f"/api/v1/services?{urlencode(parameters, doseq=True)}"))
    found = plain_matcher.results(SERVICES, asked, at)
    if ordering == "urgency":
        found.sort(key=lambda result: result["standing"])
    if ordering == "alphabetical":
        found.sort(key=lambda result: result["standing"][-1])
    listed = [(card["slug"], conditions(card)) for page in pages for card in page["results"]]
    assert listed == [(result["slug"], result["conditions"]) for result in found], (asked, at, ordering)
    assert left_out(pages[0]) == plain_matcher.left_out(SERVICES, asked, at), (asked, at)


def check_more(client, asked, at, answer):
    """Where not all services of a need are shown, `more` leads to all that are for the person who is blackmailed."""
    counted = plain_help.needs(SERVICES, asked, at)
    for need, (_, count, cards, here) in zip(answer["needs"], counted, strict=True):
        if need["more"] is None:
            continue
        assert count > len(cards) == plain_help.MOST
        listed = {card["slug"] for page in walk(client, need["more"]) for card in page["results"]}
        named = {service["slug"] for service, _, use in here if not service["need"] and use != "yourself"}
        assert named <= listed, (asked, at)


def draw(client, count, seed):
    """Ask for people at random, the same ones again from the same seed, which a failure prints."""
    print(f"seed {seed}")
    random = Random(seed)  # noqa: S311
    for _ in range(count):
        check(client, random)


def test_the_api_and_the_plain_matcher_answer_400_people_alike(client):
    draw(client, 400, seed=20261124)


@pytest.mark.long
def test_the_api_and_the_plain_matcher_answer_25000_people_alike(client):
    draw(client, 25_000, seed=SystemRandom().randrange(2**32))
