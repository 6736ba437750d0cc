import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import time_machine

from advice import help
from advice.models import Reassurance, Step
from publishing import keeper, lifecycle
from publishing.codes import code_list
from publishing.models import Publication
from services import conditions
from services.shelf import Services
from tests.factories import notice, service, topic

TUESDAY_NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
OFFICE = {
    "state": "weekly",
    "zone": "Europe/London",
    "weekly": [{"opens_day": "tuesday", "opens": "09:00", "closes_day": "tuesday", "closes": "17:00"}],
    "exceptions": [],
    "bank_holidays": "as-usual",
    "bank_holiday_nations": [],
}
PHONE = {"kind": "phone", "value": "0808 157 0123"}
OPEN_PHONE = {**PHONE, "hours": {"state": "always-open"}}
EVERYONE = ["victim", "parent-carer", "friend", "professional"]


def sheet(*parts):
    """The default topic with these reassurances and steps, as (class, code, fields)."""
    made = topic("Sextortion")
    Reassurance.objects.all().delete()
    Step.objects.all().delete()
    for position, (kind, code, fields) in enumerate(parts, start=1):
        if kind is Step:
            fields = {"action": code, "phase": "right-now", "audiences": EVERYONE, **fields}
        kind.objects.create(topic=made, position=position, code=code, text=code, **fields)
    return made


def ask(api, query=""):
    response = api.get(f"/api/v1/help?{query}")
    assert response.status_code == 200, response.content
    return response.json()


def said(answer):
    return [reassurance["code"] for reassurance in answer["reassurances"]]


def steps(answer):
    return [(phase["phase"], [step["code"] for step in phase["steps"]]) for phase in answer["advice"]["phases"]]


def names(group):
    return [result["service"]["name"] for result in group["results"]]


def by_type(answer):
    return [(group["type"], names(group)) for group in answer["groups"]]


# What was understood, and what always comes.


def test_every_answer_has_the_emergency_notice_and_the_notices(api, publish):
    publish(sheet(), notice("Do not use the old number."))

    answer = ask(api)

    assert answer["emergency"]["phone"] == "999"
    assert [one["text"] for one in answer["notices"]] == ["Do not use the old number."]


def test_the_answer_says_what_was_understood_of_the_reader(api, publish):
    publish(sheet())

    reader = ask(api, "age=19&age_in_image=16&region=GB-SCT&audience=friend&open_at=2026-01-20T12:00:00Z")["reader"]

    assert reader == {
        "age": 19,
        "age_in_image": 16,
        "region": {"code": "S92000003", "name": "Scotland", "slug": "scotland", "kind": "country"},
        "outcode": None,
        "audiences": ["friend"],
        "open_at": "2026-01-20T12:00:00+00:00",
        "conditions": [],
    }


def test_the_age_in_the_image_may_be_given_alone(api, publish):
    publish(sheet())

    assert ask(api, "age_in_image=16")["reader"]["age_in_image"] == 16


# Reassurances.


def test_without_an_audience_the_victim_is_spoken_to(api, publish):
    publish(
        sheet(
            (Reassurance, "to-the-victim", {"audiences": ["victim"]}),
            (Reassurance, "to-parents", {"audiences": ["parent-carer"]}),
            (Reassurance, "to-anyone", {}),
        )
    )

    assert said(ask(api)) == ["to-the-victim", "to-anyone"]
    assert said(ask(api, "audience=victim")) == ["to-the-victim", "to-anyone"]
    assert said(ask(api, "audience=parent-carer")) == ["to-parents", "to-anyone"]


def test_several_readers_are_told_only_what_is_true_for_all_of_them(api, publish):
    publish(
        sheet(
            (Reassurance, "to-the-victim", {"audiences": ["victim"]}),
            (Reassurance, "to-both", {"audiences": ["victim", "friend"]}),
        )
    )

    assert said(ask(api, "audience=victim&audience=friend")) == ["to-both"]


@pytest.mark.parametrize("query", ["region=scotland", "region=edinburgh", "outcode=EH1", "outcode=TD1"])
def test_what_is_true_only_in_scotland_is_said_to_those_known_to_be_there(api, publish, query):
    publish(sheet((Reassurance, "scottish", {"coverage": ["S92000003"]})))

    assert said(ask(api, query)) == ["scottish"]


@pytest.mark.parametrize("query", ["", "region=uk", "region=wales", "outcode=TD15", "outcode=ZZ1", "outcode=JE2"])
def test_what_is_true_only_in_scotland_is_said_to_nobody_else(api, publish, query):
    publish(sheet((Reassurance, "scottish", {"coverage": ["S92000003"]})))

    assert said(ask(api, query)) == []
    assert said(ask(api, f"{query}&include=within" if query else "")) == []


@pytest.mark.parametrize("query", ["", "audience=victim", "audience=professional", "region=scotland"])
def test_nobody_is_told_that_they_have_contacted_the_police(api, publish, query):
    sentence = {"precondition": "reader-has-contacted-police"}
    made = sheet((Reassurance, "first-step", sentence))
    made.introduction = "You have already taken the first step by contacting the police."
    made.save()
    publish(made)

    response = api.get(f"/api/v1/help?{query}")

    assert b"contacting the police" not in response.content
    assert b"first-step" not in response.content


# Steps.


def test_steps_come_by_phase_and_in_order(api, publish):
    publish(
        sheet(
            (Step, "later", {"phase": "longer-term"}),
            (Step, "first", {}),
            (Step, "then", {"phase": "next"}),
            (Step, "second", {}),
        )
    )

    assert steps(ask(api)) == [("right-now", ["first", "second"]), ("next", ["then"]), ("longer-term", ["later"])]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["stop"]),
        ("audience=victim", ["stop", "save-images"]),
        ("audience=parent-carer", ["stop"]),
        ("audience=friend", ["stop"]),
        ("audience=professional", ["stop"]),
        ("audience=victim&audience=parent-carer", ["stop"]),
        ("audience=victim&age=15", ["stop", "save-images"]),
    ],
)
def test_a_step_for_the_victim_alone_is_shown_to_nobody_else(api, publish, query, codes):
    publish(sheet((Step, "stop", {}), (Step, "save-images", {"audiences": ["victim"]})))

    assert steps(ask(api, query)) == [("right-now", codes)]


def test_a_step_names_the_services_it_points_to_as_they_are_in_the_groups(api, publish):
    remover = service("Remover", types=["image-removal"])
    publish(
        sheet((Step, "remove", {"service_types": ["image-removal"]}), (Step, "stop", {})),
        remover,
        service("Listener", types=["emotional-support"]),
    )

    (phase,) = ask(api)["advice"]["phases"]

    named = {"uid": str(remover.uid), "slug": "remover"}
    assert [(step["code"], step["services"]) for step in phase["steps"]] == [("remove", [named]), ("stop", [])]


def test_a_step_points_only_to_services_for_this_reader(api, publish):
    adults = service("For adults", types=["image-removal"], age_basis="age-in-image", minimum_age=18)
    publish(sheet((Step, "remove", {"service_types": ["image-removal"]})), adults)

    (phase,) = ask(api, "age=15")["advice"]["phases"]

    assert phase["steps"][0]["services"] == []


def test_while_the_topic_is_withdrawn_people_are_still_told_who_can_help(api, publish, approver):
    publish(sheet((Step, "stop", {})), service("Listener"))
    lifecycle.withdraw(Publication.objects.get(kind="topic"), approver, reason="A sentence in it is wrong.")
    keeper.refresh()

    answer = ask(api)

    assert answer["advice"] == {"topic": None, "phases": []}
    assert by_type(answer) == [("emotional-support", ["Listener"])]


def test_a_topic_that_is_not_there_is_not_found(api, publish):
    publish(sheet())

    assert api.get("/api/v1/help?topic=sextortion").status_code == 200
    assert api.get("/api/v1/help?topic=something-else").status_code == 404


# Groups.


def test_there_is_one_group_for_each_type_and_a_service_stands_in_each_of_its_own(api, publish):
    publish(
        sheet(),
        service("Both", types=["image-removal", "emotional-support"], urgency=1),
        service("Listener", types=["emotional-support"], urgency=2),
    )

    assert by_type(ask(api)) == [("image-removal", ["Both"]), ("emotional-support", ["Both", "Listener"])]


@time_machine.travel(TUESDAY_NOON, tick=False)
def test_inside_groups_and_between_them_those_where_somebody_is_there_come_first(api, publish):
    publish(
        sheet(),
        service("Urgent", types=["image-removal"], urgency=1),
        service("Shut", types=["emotional-support"], urgency=2, channels=[PHONE]),
        service("Local", types=["emotional-support"], urgency=3, channels=[OPEN_PHONE], coverage=["S92000003"]),
        service("Alpha", types=["emotional-support"], urgency=3, channels=[{**PHONE, "hours": OFFICE}]),
        service("Beta", types=["emotional-support"], urgency=3, channels=[OPEN_PHONE]),
    )

    assert by_type(ask(api)) == [
        ("emotional-support", ["Local", "Alpha", "Beta", "Shut"]),
        ("image-removal", ["Urgent"]),
    ]
    listed = api.get("/api/v1/services?ordering=open").json()["results"]
    assert [service["name"] for service in listed] == ["Local", "Alpha", "Beta", "Urgent", "Shut"]


@pytest.mark.parametrize("kind", ["web", "web-form", "email", "app", "post", "in-person"])
def test_a_page_a_form_or_a_letter_is_never_somebody_who_is_there(api, publish, kind):
    value = {"email": "help@example.org", "post": "PO Box 1", "in-person": "A place"}.get(
        kind, "https://www.example.org"
    )
    publish(
        sheet(),
        service("Page", urgency=1, channels=[{"kind": kind, "value": value, "hours": {"state": "always-open"}}]),
        service("Line", urgency=2, channels=[OPEN_PHONE]),
    )

    (group,) = ask(api)["groups"]

    assert [(got["service"]["name"], got["open"]["is_open"]) for got in group["results"]] == [
        ("Line", True),
        ("Page", None),
    ]


@pytest.fixture
def twenty_five(publish):
    services = [service(f"Number {number:02}", channels=[PHONE if number % 3 else OPEN_PHONE]) for number in range(25)]
    return publish(sheet(), *services, service("Other", types=["image-removal"]))


def test_a_group_has_ten_at_most_and_says_how_many_there_are(api, twenty_five):
    group = next(group for group in ask(api)["groups"] if group["type"] == "emotional-support")

    assert (group["count"], len(group["results"])) == (25, 10)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "age=15&region=scotland",
        "type=emotional-support&type=image-removal",
        "outcode=EH1&audience=victim",
        "lang=en",
    ],
)
def test_more_gives_exactly_the_rest(api, twenty_five, query):
    group = next(group for group in ask(api, query)["groups"] if group["type"] == "emotional-support")
    found = names(group)
    address = group["more"]
    while address:
        page = api.get(address.removeprefix("https://help.example.org")).json()
        found += [service["name"] for service in page["results"]]
        address = page["next"]

    order = [number for number in range(25) if number % 3 == 0] + [number for number in range(25) if number % 3]
    assert found == [f"Number {number:02}" for number in order]


def test_more_is_the_question_of_services_with_that_type(api, twenty_five):
    group = next(group for group in ask(api, "age=15&topic=sextortion")["groups"] if group["count"] > 10)

    address, _, query = group["more"].partition("?")
    asked = dict(parse_qsl(query))
    assert address == "https://help.example.org/api/v1/services"
    assert asked | {"as_of": ""} == {
        **{"age": "15", "type": "emotional-support", "ordering": "open", "page": "2", "page_size": "10"},
        **{"edition": str(twenty_five), "as_of": ""},
    }


def test_there_is_no_more_where_the_group_is_whole(api, twenty_five):
    group = next(group for group in ask(api)["groups"] if group["type"] == "image-removal")

    assert group["more"] is None


def test_a_question_in_a_body_has_the_same_answer_and_no_address_of_more(api, twenty_five):
    asked = api.get("/api/v1/help?age=15&type=emotional-support").json()
    posted = api.post(
        "/api/v1/help", {"age": 15, "type": ["emotional-support"]}, content_type="application/json"
    ).json()

    assert [group.pop("more") for group in posted["groups"]] == [None]
    assert [bool(group.pop("more")) for group in asked["groups"]] == [True]
    assert posted == asked


def test_where_nothing_matches_a_condition_says_so_and_the_steps_still_come(api, publish):
    publish(sheet((Step, "stop", {})), service("Listener"))

    answer = ask(api, "channel=post")

    assert answer["groups"] == []
    assert [condition["code"] for condition in answer["conditions"]] == ["nothing-matches"]
    assert (steps(answer), answer["emergency"]["phone"]) == ([("right-now", ["stop"])], "999")


@pytest.mark.parametrize(("verb", "asked"), [("for_age", "age=15"), ("in_place", "region=wales")])
def test_a_service_that_is_not_for_the_reader_is_an_error_and_never_an_answer(api, publish, monkeypatch, verb, asked):
    publish(sheet(), service("Adults in Scotland", minimum_age=18, coverage=["S92000003"]))
    monkeypatch.setattr(Services, verb, lambda services, **asked: services)

    response = api.get(f"/api/v1/help?{asked}")

    assert (response.status_code, response.json()["emergency"]["phone"]) == (500, "999")


@pytest.mark.parametrize("parameter", ["q=help", "ordering=open", "page=1", "page_size=10", "edition=1"])
def test_help_takes_no_words_no_ordering_and_no_pages(api, publish, parameter):
    publish(sheet())

    problem = api.get(f"/api/v1/help?{parameter}").json()

    assert [error["code"] for error in problem["errors"]] == ["unknown-parameter"]


def test_every_condition_is_in_the_code_list_and_the_other_way_round():
    listed = set(code_list("conditions").values)

    sources = [Path(module.__file__).read_text() for module in (conditions, help)]
    assert {code for text in sources for code in re.findall(r'Condition\("([a-z-]+)"', text)} == listed


# How long an answer may be kept.


def test_an_answer_to_now_is_the_same_for_its_own_minute_only(api, publish):
    publish(sheet())
    with time_machine.travel(TUESDAY_NOON, tick=False):
        first = api.get("/api/v1/help?open_at=now")
    with time_machine.travel(datetime(2026, 1, 20, 12, 1, tzinfo=UTC), tick=False):
        later = api.get("/api/v1/help?open_at=now", headers={"If-None-Match": first["ETag"]})

    assert (later.status_code, later.json()["reader"]["open_at"]) == (200, "2026-01-20T12:01:00+00:00")


def test_an_answer_is_made_anew_when_a_line_shuts(api, publish):
    publish(sheet(), service("Office", channels=[{**PHONE, "hours": OFFICE}]))
    with time_machine.travel(datetime(2026, 1, 20, 16, 59, tzinfo=UTC), tick=False):
        first = api.get("/api/v1/help")
    with time_machine.travel(datetime(2026, 1, 20, 16, 59, 50, tzinfo=UTC), tick=False):
        same = api.get("/api/v1/help", headers={"If-None-Match": first["ETag"]})
    with time_machine.travel(datetime(2026, 1, 20, 17, tzinfo=UTC), tick=False):
        later = api.get("/api/v1/help", headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same["Cache-Control"].split(", ")[1]) == (304, "max-age=10")
    (group,) = later.json()["groups"]
    assert group["results"][0]["open"] == {"is_open": False, "next_change_at": "2026-01-27T09:00:00+00:00"}
