"""In which order help comes, each service once, and what is said of what does not come."""

from urllib.parse import parse_qsl

import pytest

from publishing import keeper, lifecycle
from tests.advice.asking import (
    NOON,
    OPEN_PHONE,
    PHONE,
    SHUT_ON_TUESDAYS,
    ask,
    by_need,
    cards,
    follow,
    left_out,
    names,
    sheet,
)
from tests.factories import service
from tests.matching.editions import compiled

SCOTLAND, WALES = ["S92000003"], ["W92000004"]
SHUT_PHONE = {**PHONE, "hours": SHUT_ON_TUESDAYS}
RELAY = {"types": ["relay"], "channels": [{"languages": ["bfi"]}], "audiences": []}


def order(answer):
    return [name for names in by_need(answer).values() for name in names]


# Each service once, in the order of need.


def test_a_service_stands_once_in_the_first_need_that_it_meets(api, publish):
    publish(
        sheet(),
        service("Listener", types=["emotional-support"], urgency=1),
        service("Both", types=["emotional-support", "image-removal"], urgency=2),
        service("Police", types=["victim-support", "police-report"], urgency=3),
    )

    assert by_need(ask(api)) == {"images": ["Both"], "report": ["Police"], "talk": ["Listener"]}


def test_editors_may_name_the_need_of_a_service(api, publish):
    publish(sheet(), service("Expert", types=["victim-support", "cyber-security-guidance"], need="secure"))

    assert by_need(ask(api)) == {"secure": ["Expert"]}
    assert cards(ask(api))["Expert"]["need"] == "secure"


def test_what_fits_for_certain_comes_before_what_is_open(api, publish):
    publish(
        sheet(),
        service("Adults", minimum_age=18, channels=[OPEN_PHONE], urgency=1),
        service("Somewhere", coverage=[], coverage_known=False, channels=[OPEN_PHONE], urgency=1),
        service("Anyone", channels=[SHUT_PHONE], urgency=9),
    )

    assert order(ask(api, NOON)) == ["Anyone", "Adults", "Somewhere"]
    assert order(ask(api, f"{NOON}&age=30"))[0] == "Adults"


def test_what_can_be_used_now_comes_before_hours_not_known_and_what_is_shut_comes_last(api, publish):
    publish(
        sheet(),
        service("Shut", channels=[SHUT_PHONE], urgency=1),
        service("Not told", channels=[PHONE], urgency=2),
        service("Page", channels=[SHUT_PHONE, {}], urgency=4),
        service("Open", channels=[OPEN_PHONE], urgency=3),
    )

    assert order(ask(api, NOON)) == ["Open", "Page", "Not told", "Shut"]


def test_then_the_order_of_the_editors_then_the_more_local_then_the_name(api, publish):
    publish(
        sheet(),
        service("Beta", urgency=2),
        service("Alpha", urgency=2),
        service("Local", urgency=2, coverage=SCOTLAND),
        service("Urgent", urgency=1),
    )

    assert order(ask(api, "region=scotland")) == ["Urgent", "Local", "Alpha", "Beta"]


def test_an_adult_is_given_the_tool_for_recent_images_before_the_one_for_old_ones(api, publish):
    publish(
        sheet(),
        service("For children", types=["image-removal"], age_basis="age-in-image", maximum_age=17, urgency=1),
        service("For adults", types=["image-removal"], age_basis="age-in-image", minimum_age=18, urgency=2),
    )

    assert order(ask(api, "age=30")) == order(ask(api, "age=30&audience=friend")) == ["For adults", "For children"]
    assert order(ask(api)) == ["For children", "For adults"]
    assert order(ask(api, "age=30&age_in_image=16")) == ["For children"]


@pytest.mark.parametrize(
    ("situation", "needs"),
    [
        ("shared", ["images", "report", "talk", "secure"]),
        ("account-taken", ["images", "report", "secure", "talk"]),
        ("bulk-email", ["images", "secure", "report", "talk"]),
    ],
)
def test_what_has_happened_moves_a_need_up(api, publish, situation, needs):
    kinds = ["image-removal", "police-report", "emotional-support", "cyber-security-guidance"]
    publish(sheet(), *(service(kind, types=[kind]) for kind in kinds))

    assert list(by_need(ask(api, f"situation={situation}"))) == needs


def test_those_who_paid_are_given_the_police_and_fraud_first_of_those_to_report_to(api, publish):
    publish(
        sheet(),
        service("Child protection", types=["child-protection-report"], urgency=1),
        service("Fraud", types=["fraud-cyber-report"], urgency=2),
    )

    assert order(ask(api)) == ["Child protection", "Fraud"]
    assert order(ask(api, "situation=paid")) == order(ask(api, "situation=asked-for-more"))
    assert order(ask(api, "situation=paid")) == ["Fraud", "Child protection"]


# Who asks.


@pytest.mark.parametrize("helper", ["parent-carer", "friend", "professional"])
def test_a_helper_is_given_what_to_use_and_what_to_pass_on(api, publish, helper):
    publish(
        sheet(),
        service("For the victim", audiences=["victim"]),
        service("For both", audiences=["victim", "parent-carer", "friend", "professional"]),
        service("For helpers", audiences=["parent-carer", "friend", "professional"]),
        service("For nobody knows whom", audiences=[]),
    )

    found = cards(ask(api, f"audience={helper}"))

    assert {name: card["use"] for name, card in found.items()} == {
        "For the victim": "pass-on",
        "For both": "pass-on",
        "For nobody knows whom": "pass-on",
        "For helpers": "yourself",
    }
    assert [card["conditions"] for card in found.values()] == [[]] * 4


def test_the_person_being_blackmailed_is_given_what_is_theirs_and_the_rest_is_counted(api, publish):
    publish(sheet(), service("Theirs"), service("For helpers", audiences=["friend"]))

    answer = ask(api)

    assert [(name, card["use"]) for name, card in cards(answer).items()] == [("Theirs", None)]
    assert left_out(answer) == {("audience", "not-for-audience"): 1}


def test_limits_of_the_age_of_a_user_do_not_judge_a_helper_and_those_of_the_child_do(api, publish):
    publish(
        sheet(),
        service("For adult helpers", audiences=["parent-carer"], minimum_age=18),
        service("About children", audiences=["parent-carer"], age_basis="victim-age", maximum_age=17),
        service("For adults", minimum_age=18),
    )

    assert order(ask(api, "age=14&audience=parent-carer")) == ["About children", "For adult helpers"]
    assert order(ask(api, "age=30&audience=parent-carer")) == ["For adults", "For adult helpers"]


# What is left out.


@pytest.mark.parametrize(
    ("query", "counted"),
    [
        ("age=15", {("age", "not-for-age"): 1}),
        ("age_in_image=20", {("age_in_image", "not-for-age"): 1}),
        ("region=wales", {("region", "not-in-place"): 2}),
        ("outcode=CF10", {("outcode", "not-in-place"): 2}),
        ("type=image-removal", {("type", "not-of-type"): 3}),
        ("age=15&region=wales", {("region", "not-in-place"): 2, ("age", "not-for-age"): 1}),
    ],
)
def test_what_a_parameter_leaves_out_is_counted(api, publish, query, counted):
    publish(
        sheet(),
        service("Adults", minimum_age=18),
        service("Scots", coverage=SCOTLAND),
        service("Scots too", coverage=SCOTLAND),
        service("Old images", types=["image-removal"], age_basis="age-in-image", maximum_age=17),
    )

    assert left_out(ask(api, query)) == counted


def test_what_is_left_out_is_said_in_words(api, publish):
    publish(
        sheet(), service("Adults", minimum_age=18), service("Also", minimum_age=21), service("Scots", coverage=WALES)
    )

    texts = [one["text"] for one in ask(api, "age=15&region=scotland")["left_out"]]

    assert texts == [
        "2 services are left out. They are not for this age.",
        "1 service is left out. It is not for this place.",
    ]


def test_relays_are_for_those_who_sign_and_counted_for_others(api, publish):
    publish(sheet(), service("Listener"), service("Relay", **RELAY))

    assert by_need(ask(api)) == {"talk": ["Listener"]}
    assert left_out(ask(api)) == {("language", "relay"): 1}
    assert by_need(ask(api, "language=bfi")) == {"talk": ["Listener"], "relay": ["Relay"]}
    assert ask(api, "language=bfi")["left_out"] == []


# Six of a need, and more.


@pytest.fixture(scope="module")
def edition_of_many(django_db_setup, django_db_blocker, tmp_path_factory):
    def publish():
        channels = [PHONE if number % 3 else OPEN_PHONE for number in range(25)]
        services = [service(f"Number {number:02}", channels=[channel]) for number, channel in enumerate(channels)]
        removers = [service(f"Remover {number}", types=["image-removal"]) for number in range(8)]
        lifecycle.publish_first([sheet(), *services, *removers], "for needs with more than six")

    return compiled(django_db_blocker, tmp_path_factory.mktemp("many"), publish)


@pytest.fixture
def many(edition_of_many, monkeypatch):
    """That edition and no other is held."""
    monkeypatch.setattr(keeper, "current", lambda: edition_of_many)
    monkeypatch.setattr(keeper, "edition", {edition_of_many.number: edition_of_many}.get)


def talk(answer):
    return next(need for need in answer["needs"] if need["need"] == "talk")


def test_a_need_has_six_at_most_and_says_how_many_there_are(api, many):
    assert (talk(ask(api))["count"], len(talk(ask(api))["services"])) == (25, 6)


def test_what_stops_the_images_is_never_cut(api, many):
    images = ask(api)["needs"][0]

    assert (images["need"], images["count"], len(images["services"]), images["more"]) == ("images", 8, 8, None)


@pytest.mark.parametrize(
    "query", ["", "age=15&region=scotland", "type=emotional-support", "outcode=EH1&audience=victim", "lang=en"]
)
def test_more_gives_all_of_the_need_in_the_same_order(api, many, query):
    need = talk(ask(api, query))

    listed = [card["name"] for card in follow(api, need["more"])]

    assert (listed[:6], len(listed)) == (names(need), 25)


def test_more_is_a_question_of_services(api, many):
    address, _, query = talk(ask(api, "age=15&region=scotland&audience=friend&free=true"))["more"].partition("?")

    assert address == "https://help.example.org/api/v1/services"
    assert sorted(parse_qsl(query)) == [
        ("age", "15"),
        ("ordering", "open"),
        ("region", "scotland"),
        *(("type", kind) for kind in ("emotional-support", "mental-health", "peer-support", "suicide-prevention")),
    ]


def test_a_question_in_a_body_has_the_same_answer_and_no_address_of_more(api, many):
    asked = ask(api, f"age=15&type=emotional-support&{NOON}")
    posted = api.post(
        "/api/v1/help",
        {"age": 15, "type": ["emotional-support"], "open_at": "2026-01-20T12:00:00Z"},
        content_type="application/json",
    ).json()

    assert [need.pop("more") for need in posted["needs"]] == [None]
    assert [bool(need.pop("more")) for need in asked["needs"]] == [True]
    assert posted == asked


def test_more_has_what_editors_put_under_a_need_of_other_kinds(api, publish):
    services = [service(f"Listener {number}") for number in range(6)]
    publish(sheet(), *services, service("Nurse", types=["health"], need="talk", urgency=99))

    need = talk(ask(api))

    assert "Nurse" not in names(need)
    assert "Nurse" in [card["name"] for card in follow(api, need["more"])]
