"""Every fact is served with its sources, and nothing that is held back or out of date is served."""

import re

import pytest

from tests.content.data import (
    DECIDED,
    NUMBERS,
    SERVICE_FACTS,
    SERVICES,
    SOURCES,
    UNKNOWN,
    channels_of,
    decided,
    every_service,
    published,
    texts,
)

pytestmark = pytest.mark.django_db


def stated_facts(slug: str):
    """Each known fact of a service and its published channels: its code, its channel, and the fact."""
    service = SERVICES[slug]
    for name, code in SERVICE_FACTS.items():
        if code == "conflict":
            continue  # for editors only
        yield code, None, service.get(name, UNKNOWN)
    yield "minimum-age", None, service["age"]["min"]
    yield "maximum-age", None, service["age"]["max"]
    for channel in published(slug):
        place = (channel["kind"], channel["value"])
        yield "value", place, channel
        yield "hours", place, channel["hours"]
        yield "cost", place, channel.get("cost", UNKNOWN)


def citation(source: dict) -> tuple:
    return source["publisher"], source["url"], source["dated"], source["source_class"], source["confidence"]


def citations_in_the_data(fact: dict) -> set[tuple]:
    confidence = fact.get("confidence", "unstated")
    found = set()
    for source in (SOURCES[id] for id in fact.get("sources", [])):
        date = source["date"].partition(" (")[0]
        dated = None if date == "undated" else date
        publisher = DECIDED["publishers"].get(source["id"], source["publisher"])
        found.add((publisher, source["url"], dated, source["class"], confidence))
    return found


def cited(service: dict) -> set[tuple]:
    """What a service is served with: code, channel and citation, for every source and every fact it is cited for."""
    places = {channel["uid"]: (channel["kind"], channel["value"]) for channel in service["channels"]}
    return {
        (code, source["channel"] and places[source["channel"]], citation(source))
        for source in service["sources"]
        for code in source["facts"]
    }


@every_service
def test_every_fact_is_served_with_all_its_sources(served, slug):
    found = cited(served[slug])

    for code, place, fact in stated_facts(slug):
        for expected in citations_in_the_data(fact):
            assert (code, place, expected) in found


@every_service
def test_no_source_is_served_for_a_fact_that_it_does_not_state(served, slug):
    stated = {(code, place, one) for code, place, fact in stated_facts(slug) for one in citations_in_the_data(fact)}
    for place in [None, *((channel["kind"], channel["value"]) for channel in published(slug))]:
        for code, entry in decided(slug, *(place or ())).items():
            stated |= {(code, place, one) for one in citations_in_the_data(entry)}

    assert cited(served[slug]) == stated


@every_service
def test_a_source_keeps_its_title_unless_it_was_reworded_on_purpose(served, slug):
    titles = {source["title"] for id, source in SOURCES.items() if id not in DECIDED["titles"]}

    assert {source["title"] for source in served[slug]["sources"]} <= titles | set(DECIDED["titles"].values())


@every_service
def test_no_text_of_a_service_holds_a_number_or_address_that_is_held_back(served, slug):
    held_back = {c["value"] for id in SERVICES for c in channels_of(id) if not c["publish"] and c["kind"] in NUMBERS}
    public = " | ".join(texts(served[slug]))

    assert len(held_back - {None}) == 7
    assert [value for value in held_back - {None} if value in public] == []


def normal(value: str) -> str:
    return re.sub(r"[^0-9]", "", value) if "@" not in value else value.casefold()


def superseded() -> list[dict]:
    return [old for service in SERVICES.values() for old in service.get("superseded_values", [])]


def test_no_channel_is_a_value_that_has_been_superseded(served):
    old = {normal(one["value"]) for one in superseded() if one["kind"] in NUMBERS}
    values = {normal(c["value"]) for s in served.values() for c in s["channels"] if c["kind"] in NUMBERS}

    assert len(old) == 11
    assert values & old == set()


def test_no_title_of_a_source_prints_a_superseded_value(served):
    titles = [source["title"].casefold() for service in served.values() for source in service["sources"]]
    old = [one["value"].casefold() for one in superseded()]

    assert [title for title in titles for value in old if value in title] == []
    assert [t for t in titles for o in superseded() if o["kind"] in NUMBERS and normal(o["value"]) in normal(t)] == []
