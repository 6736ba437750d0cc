from datetime import UTC, datetime

import pytest
import time_machine

from advice.models import Form, Reassurance, Step
from publishing import keeper
from publishing.emergency import EMERGENCY
from publishing.models import Publication
from services.matching.shelf import Services
from tests.advice.asking import NOON, ON_TUESDAYS, PHONE, TUESDAY_NOON, ask, by_need, cards, sheet
from tests.factories import notice, service, topic
from tests.publishing.acts import take_down


def said(answer):
    return [reassurance["code"] for reassurance in answer["reassurances"]]


def steps(answer):
    return [(phase["phase"], [step["code"] for step in phase["steps"]]) for phase in answer["phases"]]


# What was understood, and what always comes.


def test_every_answer_has_the_emergency_notice_and_the_notices(api, publish):
    publish(sheet(), notice("Do not use the old number."))

    answer = ask(api)

    assert answer["emergency"] == EMERGENCY
    assert answer["emergency"]["ways"][0]["uri"] == "tel:999"
    assert [one["text"] for one in answer["notices"]] == ["Do not use the old number."]


def test_the_answer_says_what_was_understood_of_the_reader(api, publish):
    publish(sheet())

    reader = ask(api, f"age=19&age_in_image=16&region=GB-SCT&audience=friend&situation=paid&free=true&{NOON}")["reader"]

    assert reader["place"]["region"]["slug"] == "scotland"
    assert {name: value for name, value in reader.items() if name != "place"} == {
        "age": 19,
        "age_in_image": 16,
        "audience": "friend",
        "situations": ["paid"],
        "preferences": {
            **{"channel": [], "language": []},
            **{"free": True, "anonymous": None, "no_account": None, "off_phone_bill": None},
        },
        "open_at": "2026-01-20T12:00:00+00:00",
    }


def test_without_a_word_it_is_the_person_being_blackmailed_who_asks(api, publish):
    publish(sheet())

    reader = ask(api)["reader"]

    assert (reader["audience"], reader["place"], reader["age"]) == ("victim", None, None)


@pytest.mark.parametrize("parameter", ["q=help", "ordering=open", "page=1", "page_size=10", "edition=1"])
def test_help_takes_no_words_no_ordering_and_no_pages(api, publish, parameter):
    publish(sheet())

    problem = api.get(f"/api/v1/help?{parameter}").json()

    assert [error["code"] for error in problem["errors"]] == ["unknown-parameter"]


def test_only_one_person_asks(api, publish):
    publish(sheet())

    assert api.get("/api/v1/help?audience=victim&audience=friend").status_code == 400


# Reassurances.


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["to-the-victim", "to-anyone"]),
        ("audience=victim", ["to-the-victim", "to-anyone"]),
        ("audience=parent-carer", ["to-parents", "to-anyone"]),
        ("audience=professional", ["to-anyone"]),
    ],
)
def test_a_reassurance_is_said_to_those_it_speaks_to(api, publish, query, codes):
    publish(
        sheet(
            (Reassurance, "to-the-victim", {"audiences": ["victim"]}),
            (Reassurance, "to-parents", {"audiences": ["parent-carer"]}),
            (Reassurance, "to-anyone", {}),
        )
    )

    assert said(ask(api, query)) == codes


@pytest.mark.parametrize("query", ["region=scotland", "region=edinburgh", "outcode=EH1", "outcode=TD1"])
def test_what_is_true_only_in_scotland_is_said_to_those_known_to_be_there(api, publish, query):
    publish(sheet((Reassurance, "scottish", {"coverage": ["S92000003"]})))

    assert said(ask(api, query)) == ["scottish"]


@pytest.mark.parametrize("query", ["", "region=uk", "region=wales", "outcode=TD15", "outcode=ZZ1", "outcode=JE2"])
def test_what_is_true_only_in_scotland_is_said_to_nobody_else(api, publish, query):
    publish(sheet((Reassurance, "scottish", {"coverage": ["S92000003"]})))

    assert said(ask(api, query)) == []
    assert said(ask(api, f"{query}&include=within" if query else "")) == []


@pytest.mark.parametrize("query", ["", "audience=victim", "audience=professional", "situation=paid"])
def test_only_those_who_say_so_are_told_that_they_have_told_the_police(api, publish, query):
    sentence = {"precondition": "reader-has-contacted-police"}
    made = sheet((Reassurance, "first-step", sentence))
    made.introduction = "You have already taken the first step by contacting the police."
    made.save()
    publish(made)

    response = api.get(f"/api/v1/help?{query}")

    assert b"contacting the police" not in response.content
    assert b"first-step" not in response.content
    assert said(ask(api, "situation=told-police")) == ["first-step"]


# The topic and its steps.


def test_the_form_that_has_happened_is_the_first_of_all_forms(api, publish):
    publish(sheet((Form, "faked", {"image_origin": "stolen-hacked-or-faked"})))

    def forms(query):
        return [(form["code"], form["applies"]) for form in ask(api, query)["topic"]["forms"]["items"]]

    assert forms("") == [("a-form", "check"), ("faked", "check")]
    assert forms("situation=faked") == [("faked", "yes"), ("a-form", "check")]


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


def test_a_step_with_a_condition_is_there_to_be_checked(api, publish):
    publish(sheet((Step, "stop", {}), (Step, "collect", {"condition": "coll"})))

    (phase,) = ask(api)["phases"]

    assert [(step["code"], step["condition"], step["applies"]) for step in phase["steps"]] == [
        ("stop", None, "yes"),
        ("collect", "coll", "check"),
    ]


def test_a_step_names_the_services_for_this_reader_that_it_points_to(api, publish):
    publish(
        sheet((Step, "remove", {"service_types": ["image-removal"]}), (Step, "stop", {})),
        service("For adults", types=["image-removal"], age_basis="age-in-image", minimum_age=18),
        service("Remover", types=["image-removal"]),
        service("Listener", types=["emotional-support"]),
    )

    def named(query):
        return [(step["code"], step["services"]) for step in ask(api, query)["phases"][0]["steps"]]

    assert named("age=15") == [("remove", ["remover"]), ("stop", [])]
    assert named("age_in_image=20") == [("remove", ["for-adults", "remover"]), ("stop", [])]


def test_while_a_topic_is_withdrawn_people_are_still_told_who_can_help(api, publish, approver):
    publish(sheet((Step, "stop", {})), topic("Another"), service("Listener"))
    take_down(Publication.objects.get(slug="sextortion"), by=approver)
    keeper.refresh()

    answer = ask(api, "topic=sextortion")

    assert (answer["topic"], answer["phases"], answer["reassurances"]) == (None, [], [])
    assert by_need(answer) == {"talk": ["Listener"]}


def test_a_topic_that_is_not_there_is_refused_by_name(api, publish):
    publish(sheet())

    problem = api.get("/api/v1/help?topic=something-else")

    assert problem.status_code == 400
    assert [(error["parameter"], error["code"]) for error in problem.json()["errors"]] == [("topic", "unknown-value")]


def test_where_nobody_can_help_the_steps_and_the_emergency_still_come(api, publish):
    publish(sheet((Step, "stop", {})), service("Listener", minimum_age=18))

    answer = ask(api, "age=15")

    assert answer["needs"] == []
    assert [one["code"] for one in answer["left_out"]] == ["not-for-age"]
    assert (steps(answer), answer["emergency"]) == ([("right-now", ["stop"])], EMERGENCY)


@pytest.mark.parametrize(("verb", "asked"), [("for_person", "age=15"), ("in_place", "region=wales")])
def test_a_service_that_is_not_for_the_reader_is_an_error_and_never_an_answer(api, publish, monkeypatch, verb, asked):
    publish(sheet(), service("Adults in Scotland", minimum_age=18, coverage=["S92000003"]))
    monkeypatch.setattr(Services, verb, lambda services, *asked: services)

    response = api.get(f"/api/v1/help?{asked}")

    assert (response.status_code, response.json()["emergency"]) == (500, EMERGENCY)


# How long an answer may be kept.


def test_an_answer_to_now_is_the_same_for_its_own_minute_only(api, publish):
    publish(sheet())
    with time_machine.travel(TUESDAY_NOON, tick=False):
        first = api.get("/api/v1/help?open_at=now")
    with time_machine.travel(datetime(2026, 1, 20, 12, 1, tzinfo=UTC), tick=False):
        later = api.get("/api/v1/help?open_at=now", headers={"If-None-Match": first["ETag"]})

    assert (later.status_code, later.json()["reader"]["open_at"]) == (200, "2026-01-20T12:01:00+00:00")


def test_an_answer_is_made_anew_when_a_line_shuts(api, publish):
    publish(sheet(), service("Office", channels=[{**PHONE, "hours": ON_TUESDAYS}]))
    with time_machine.travel(datetime(2026, 1, 20, 16, 59, tzinfo=UTC), tick=False):
        first = api.get("/api/v1/help")
    with time_machine.travel(datetime(2026, 1, 20, 16, 59, 50, tzinfo=UTC), tick=False):
        same = api.get("/api/v1/help", headers={"If-None-Match": first["ETag"]})
    with time_machine.travel(datetime(2026, 1, 20, 17, tzinfo=UTC), tick=False):
        later = api.get("/api/v1/help", headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same["Cache-Control"].split(", ")[1]) == (304, "max-age=10")
    assert cards(later.json())["Office"]["ways"][0]["open"]["state"] == "shut"


def test_an_answer_is_made_anew_at_midnight_for_it_says_tomorrow(api, publish):
    publish(sheet(), service("Office", channels=[{**PHONE, "hours": ON_TUESDAYS}]))
    with time_machine.travel(datetime(2026, 1, 18, 23, 59, tzinfo=UTC), tick=False):
        first = api.get("/api/v1/help")
    with time_machine.travel(datetime(2026, 1, 19, 0, 0, tzinfo=UTC), tick=False):
        later = api.get("/api/v1/help", headers={"If-None-Match": first["ETag"]})

    words = [cards(answer.json())["Office"]["ways"][0]["open"]["words"] for answer in (first, later)]
    assert words == ["Shut. Opens on Tuesday at 9:00", "Shut. Opens tomorrow at 9:00"]
