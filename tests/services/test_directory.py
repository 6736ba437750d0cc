"""A directory of three hundred services, typed in as printed: nine in ten go in without loss, and are public whole."""

import re
from collections import Counter
from datetime import date

import orjson
import pytest
import time_machine
from django.core.exceptions import ValidationError

from publishing import keeper, lifecycle
from services.editing.form_fields import CoverageFormField, HoursFormField
from services.hours import Hours
from services.hours.words import in_words
from services.models import Channel, Rule, Service
from tests.services.directory import COUNT, Entry, entries

TODAY = "2026-12-01T12:00:00Z"


class Lost(Exception):
    """The kind of a fact that has no place."""


def typed(field, value, kind: str):
    try:
        return field.clean(value)
    except ValidationError:
        raise Lost(kind) from None


def ways(entry: Entry, hours: dict) -> list[dict]:
    """The channels that an editor makes of what is printed, as the form's own errors say: one for each number, with
    what to press or dial among the instructions.
    """
    made = []
    for kind, value in entry.ways:
        for one in value.split(" / "):
            beside = re.search(r"\(?((?:press|ext) \d+)\)?$", one)
            number = one[: beside.start()].strip() if beside else one
            made.append({"kind": kind, "value": number, "instructions": beside[1].capitalize() if beside else ""})
    for one in made:
        if one["kind"] not in ("web", "email", "social"):
            one["hours"] = hours
        if one["kind"] == "in-person":
            one |= {"address": "1 High Street\nLeeds", "postcode": "LS1 4AP", "accessibility": "Level entrance."}
    return made


def put_in(entry: Entry) -> Service:
    """The rows of an entry, all of it judged as the form does; `Lost` where something that is printed has no place."""
    _, rules = entry.people
    if rules is None:
        raise Lost("people whom no rule describes")
    hours = typed(HoursFormField(), entry.hours, "hours of some weeks or holidays")
    coverage = typed(CoverageFormField(), [[], entry.council], "places")
    first, *others = rules
    days = {name: date.fromisoformat(value) if isinstance(value, str) else value for name, value in entry.days.items()}
    service = Service(
        name=entry.name, slug=entry.name.lower().replace(" ", "-"), summary="Somebody to talk to.",
        types=["emotional-support"], audiences=["victim"], coverage=coverage, coverage_known=True,
        minimum_age_known=True, maximum_age_known=True, languages=entry.languages, **first, **days,
    )  # fmt: skip
    parts = [Channel(service=service, position=at, **way) for at, way in enumerate(ways(entry, hours), start=1)]
    parts += [Rule(service=service, position=at, **rule) for at, rule in enumerate(others, start=1)]
    try:
        service.full_clean()
        service.save()
        for part in parts:
            part.full_clean()
            part.save()
    except ValidationError as error:
        service.delete()
        raise Lost(", ".join(error.message_dict)) from None
    return service


@pytest.mark.django_db
@time_machine.travel(TODAY)
def test_nine_in_ten_go_in_without_loss_and_what_is_said_of_them_is_public():
    kept, lost = {}, Counter()
    for entry in entries():
        try:
            kept[put_in(entry)] = entry
        except Lost as kind:
            lost[str(kind)] += 1

    assert len(kept) >= COUNT * 0.9, lost
    assert set(lost) == {"people whom no rule describes", "hours of some weeks or holidays", "value"}
    lifecycle.publish_first(list(kept), "a directory")
    keeper.refresh()
    for service, entry in kept.items():
        said(orjson.loads(keeper.current().find("service", service.slug).document), service, entry)


def said(document: dict, service: Service, entry: Entry) -> None:
    """What is printed is in the public document, each fact in a member of its own."""
    _, rules = entry.people
    for rule, public in zip(rules, [document, *document["also_for"]], strict=True):
        assert (public["age"]["minimum"], public["age"]["maximum"]) == (
            rule.get("minimum_age"), rule.get("maximum_age")
        )  # fmt: skip
        assert public["circumstances"] == rule.get("circumstances", [])
    assert [region["code"] for region in document["coverage"]["regions"]] == service.coverage
    assert sorted(document["languages"]) == sorted(entry.languages)
    assert (document["begins_on"], document["ends_on"]) == (
        entry.days.get("begins_on"), entry.days.get("ends_on")
    )  # fmt: skip
    is_paused, begins = entry.days.get("is_paused"), entry.days.get("begins_on")
    assert document["status"] == ("paused" if is_paused else "to-come" if begins else "on-offer")
    timed = [channel for channel in document["channels"] if channel["kind"] not in ("web", "email", "social")]
    for channel in timed:
        expected = HoursFormField().clean(entry.hours)
        assert (channel["hours"]["state"] == "unknown") == (not entry.hours)
        assert entry.hours or channel["hours"]["words"] == in_words(Hours.from_json(expected))
    printed = " ".join(value for _, value in entry.ways)
    assert sorted(filter(None, (channel["instructions"] for channel in document["channels"]))) == [
        found.capitalize() for found in re.findall(r"press 2|ext 12", printed)
    ]
    assert len(document["channels"]) == len(entry.ways) + printed.count(" / ")
