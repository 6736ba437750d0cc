"""What a service says of itself and of its channels is what the data says, value by value."""

import json
import re

import pytest

from tests.content.data import (
    CODES,
    DAYS,
    DECIDED,
    DETAILS,
    RELAYS,
    SEED,
    SERVICE_FACTS,
    SERVICES,
    SUPPLEMENT,
    UNKNOWN,
    data,
    decided,
    every_service,
    published,
    texts,
)

FOR_EDITORS = "conflicts_with_seed"
# What the data says of their hours is true of a machine, or of a part of what is reached there, alone.
UNTOLD = [
    {name: one[name] for name in ("service", "channel")} for one in DECIDED["machines"] + DECIDED["partial_hours"]
]

pytestmark = pytest.mark.django_db


def test_every_service_and_relay_of_the_data_is_served_and_nothing_else(served):
    assert (len(SEED["services"]), len(SUPPLEMENT["services"]), len(RELAYS)) == (16, 20, 2)
    assert len(served) == 38
    assert set(served) == {*SERVICES, *RELAYS}


def in_public(slug: str, name: str, text: str | None) -> str | None:
    return DECIDED["words"].get(f"{slug}.{name}", text)


def test_who_people_must_be_is_what_was_decided(served):
    assert {slug: said["circumstances"] for slug, said in served.items() if said["circumstances"]} == {
        one["service"]: one["codes"] for one in DECIDED["circumstances"]
    }


@every_service
def test_a_service_says_of_itself_what_the_data_says(served, slug):
    said, expected = served[slug], SERVICES[slug]

    for name in ("name", "origin"):
        assert said[name] == expected[name]
    assert said["summary"] == in_public(slug, "summary", expected["summary"])
    assert said["description"] == DECIDED["descriptions"].get(slug)
    assert said["operator"] == expected["operator"]["value"]
    assert said["cost"] == expected["cost_of_service"]["value"]
    assert said["confidentiality"] == in_public(slug, "confidentiality", expected["confidentiality"]["value"])
    assert sorted(said["types"]) == sorted(expected["types"]["value"])
    assert sorted(said["audiences"]) == sorted(expected["audience"]["value"])
    assert sorted(said["languages"] or []) == sorted(expected["languages"]["value"] or [])
    assert (said["languages"] is None) == (expected["languages"]["status"] == "unknown")


@every_service
def test_an_age_limit_is_a_number_or_known_to_be_none_or_not_known(served, slug):
    said, expected = served[slug]["age"], SERVICES[slug]["age"]

    assert said["basis"] == expected["basis"]
    assert said["maximum_disputed"] == (slug in DECIDED["disputed_maximum_ages"])
    assert said["varies"] == SERVICES[slug].get("age_varies_by_area", False)
    for end, name in (("min", "minimum"), ("max", "maximum")):
        assert said[name] == expected[end]["value"]
        assert said[f"{name}_known"] == (expected[end]["status"] != "unknown")


@every_service
def test_a_service_covers_the_nations_of_the_data(served, slug):
    said, expected = served[slug]["coverage"], SERVICES[slug]["regions"]
    codes = sorted(CODES[nation] for nation in expected["value"] or [])

    assert said["is_known"] == (expected["status"] != "unknown")
    assert said["is_worldwide"] == expected.get("worldwide", False)
    assert sorted(r["code"] for r in said["regions"]) == (["K02000001"] if len(codes) == 4 else codes)


@every_service
def test_everything_else_a_service_says_of_itself_is_a_detail(served, slug):
    expected = []
    for name in set(DETAILS) - {FOR_EDITORS}:
        value = SERVICES[slug].get(name, {"value": []})["value"]
        values = [value] if isinstance(value, str) else value
        expected += [(SERVICE_FACTS[name], in_public(slug, name, text)) for text in values]

    assert sorted((detail["about"], detail["text"]) for detail in served[slug]["details"]) == sorted(expected)


@every_service
def test_a_service_is_reached_by_its_published_channels_in_their_order(served, slug):
    said = [(channel["kind"], channel["value"]) for channel in served[slug]["channels"]]

    assert said == [(channel["kind"], channel["value"]) for channel in published(slug)]


def nations_of_the_data(slug):
    """Whose bank holidays count: those of the nations that a service is for, where it is for some of the four only."""
    said = SERVICES[slug]["regions"]
    codes = sorted(CODES[nation] for nation in said["value"] or [])
    return [] if said["status"] == "unknown" or said.get("worldwide") or len(codes) == 4 else codes


@every_service
def test_a_channel_costs_and_opens_as_the_data_says(served, slug):
    for said, expected in zip(served[slug]["channels"], published(slug), strict=True):
        hours = expected["hours"]
        state = "always-open" if hours.get("always_open") else "weekly" if "weekly" in hours else "unknown"
        if {"service": slug, "channel": {"kind": said["kind"], "value": said["value"]}} in UNTOLD:
            state = "unknown"
        assert said["cost"] == expected.get("cost", UNKNOWN)["value"]
        assert said["hours"]["state"] == state
        assert said["hours"]["text"] == hours.get("text")
        assert intervals(said["hours"]["weekly"]) == [i for row in hours.get("weekly", []) for i in expanded(row)]
        rule = "closed" if "excluding bank holidays" in (hours.get("text") or "") else "unknown"
        assert said["hours"]["bank_holidays"] == (rule if state == "weekly" else None)
        assert said["hours"]["bank_holiday_nations"] == (nations_of_the_data(slug) if state == "weekly" else [])


def intervals(weekly: list[dict]) -> list[tuple]:
    return [(row["opens_day"], row["opens"], row["closes_day"], row["closes"]) for row in weekly]


def expanded(row: dict) -> list[tuple]:
    if "from" in row:
        (opens_day, opens), (closes_day, closes) = row["from"].split(), row["to"].split()
        return [(full(opens_day), opens, full(closes_day), closes)]
    later = row.get("closes_next_day", False) or row["closes"] == "24:00"
    closes = "00:00" if row["closes"] == "24:00" else row["closes"]
    return [(full(day), row["opens"], DAYS[(DAYS.index(full(day)) + later) % 7], closes) for day in row["days"]]


def full(day: str) -> str:
    return next(name for name in DAYS if name.startswith(day))


@every_service
def test_a_fact_that_nobody_decided_to_read_out_of_the_data_is_unknown(served, slug):
    for said in served[slug]["channels"]:
        facts = decided(slug, said["kind"], said["value"])
        assert said["on_phone_bill"] == "unknown"
        for code in ("free", "anonymous", "account-needed"):
            assert said[code.replace("-", "_")] == facts.get(code, {"value": "unknown"})["value"]
        assert sorted(said["languages"] or []) == sorted(facts.get("languages", {"value": []})["value"])


@pytest.mark.parametrize("entry", [e for e in DECIDED["facts"] if e["fact"] == "free"], ids=lambda e: e["service"])
def test_a_channel_is_called_free_only_where_the_data_says_so_without_a_condition(entry):
    service = SERVICES.get(entry["service"]) or {"channels": [{"kind": "web", **relay_channel(entry["service"])}]}
    (channel,) = [c for c in service["channels"] if (c["kind"], c["value"]) == tuple(entry["channel"].values())]
    cost = channel.get("cost") or service["cost_of_service"]

    assert cost["value"] in ("free", "free, including from mobiles without credit", "free, even without credit")
    assert set(entry["sources"]) <= set(cost["sources"])


def relay_channel(slug: str) -> dict:
    return {**RELAYS[slug]["web"], "cost": RELAYS[slug]["cost"]}


@every_service
def test_a_note_for_readers_is_shown_and_a_note_for_editors_is_not(served, slug):
    told = DECIDED["notes"]["shown"] + DECIDED["partial_hours"]
    shown = {tuple(n["channel"].values()): n["show"] for n in told if n["service"] == slug}
    for said in served[slug]["channels"]:
        place = (said["kind"], said["value"])
        rule = decided(slug, *place).get("not-for", {"value": None})["value"]
        assert said["instructions"] == shown.get(place, rule)


@every_service
def test_a_service_stands_in_the_band_and_says_before_one_tries_it_what_was_decided(served, slug):
    (order,) = [band["order"] for band in DECIDED["urgency"] if slug in band["services"]]

    assert served[slug]["urgency"] == order
    assert served[slug]["eligibility_note"] == DECIDED["eligibility"].get(slug)


def test_the_first_service_of_all_is_999(served):
    assert min(served.values(), key=lambda service: service["urgency"])["slug"] == "emergency-999"


@pytest.mark.parametrize("slug", RELAYS)
def test_a_relay_is_served_as_a_service_of_its_own(served, slug):
    said, expected = served[slug], RELAYS[slug]
    web = [expected["web"]["value"]] if expected["web"]["value"] else []

    assert (said["name"], said["summary"], said["cost"]) == (
        expected["name"], expected["what"]["value"], expected["cost"]["value"]
    )  # fmt: skip
    assert (said["types"], said["audiences"], said["origin"]) == (["relay"], None, "supplement")
    assert (said["age"]["minimum_known"], said["age"]["maximum_known"]) == (False, False)
    assert [region["code"] for region in said["coverage"]["regions"]] in (["K02000001"], ["S92000003"])
    assert [channel["value"] for channel in said["channels"]] == web
    assert [channel["hours"]["state"] for channel in said["channels"]] == ["always-open" for _ in web]
    assert [detail["text"] for detail in said["details"]] == [
        expected[n]["value"] for n in ("not_for",) if n in expected
    ]


def test_a_service_that_we_do_not_know_how_to_reach_says_so(served):
    unreached = {slug: said["eligibility_note"] for slug, said in served.items() if not said["channels"]}

    assert list(unreached) == ["contactscotland-bsl"]
    assert "can be reached through it" in unreached["contactscotland-bsl"]


def test_an_organisation_is_named_as_the_data_names_the_operator(answers, served):
    organisations = {body["slug"]: body["name"] for body in answers["organisations?page_size=100"]["results"]}

    assert organisations == {body["id"]: body["name"] for body in data("organisations.yaml")}
    for service in served.values():
        if service["organisation"]:
            assert service["organisation"]["name"] in service["operator"]


def test_everything_is_said_to_be_compiled_on_its_day_and_nothing_to_have_been_called(answers, served):
    day = data("supplement.yaml")["compiled"]

    assert {(one["checked_on"], one["checked_how"], one["review_overdue"]) for one in served.values()} == {
        (day, "compiled", False)
    }
    assert not [
        code for code in ("called", "page-read", "organisation-confirmed") if f'"{code}"' in json.dumps(answers)
    ]


def test_the_data_never_speaks_of_itself_in_public(answers):
    for text in texts(answers):
        assert not re.search(r"\(seed\)|the seed\b|sourced|sheet layout|undetermined", text, re.IGNORECASE), text


# What editors write to one another: of how good the data is, of what is still to be done, of how the sheet is laid out.
NOTES = (
    *(
        "sign-off",
        "not confirmed",
        "unconfirmed",
        "to be confirmed",
        "we have no",
        "we do not have",
        "(seed)",
        "replaced",
    ),
    *(
        "differs from the sheet",
        "the sheet says",
        "mirror",
        "sources differ",
        "code file",
        "site header",
        "quoting takeitdown",
    ),
    *("undated", "superseded", "held back", "address is not known", "address of its own", "copy of 20", "2018 copy"),
)


def test_no_public_document_holds_a_note_to_editors(documents):
    """But for the conditions, whose words are those of their code list."""
    for address, document in documents.items():
        told = [text.casefold() for text in texts(_without_conditions(document))]
        assert [(address, text) for text in told for note in NOTES if note in text] == []


def test_no_code_list_holds_a_note_to_editors():
    told = [
        text.casefold() for name, codes in data("codes.yaml").items() if name != "conditions" for text in texts(codes)
    ]

    assert [text for text in told for note in NOTES if note in text] == []


def test_where_a_service_differs_from_the_sheet_only_editors_read(answers, served):
    assert [slug for slug in SERVICES if FOR_EDITORS in SERVICES[slug]], "nothing differs, so nothing is tried"
    assert [slug for slug, said in served.items() for detail in said["details"] if detail["about"] == "conflict"] == []
    assert [slug for slug, said in served.items() for source in said["sources"] if "conflict" in source["facts"]] == []


def _without_conditions(value):
    if isinstance(value, dict):
        return {name: _without_conditions(one) for name, one in value.items() if name != "conditions"}
    return [_without_conditions(one) for one in value] if isinstance(value, list) else value
