"""Twelve questions that people ask of the real content, each with the full set of services that must come."""

import re
from random import Random

import pytest

from tests.matching.asking import ask, conditions, results  # noqa: F401
from tests.matching.editions import compiled, real_content
from tests.matching.plain_places import rows

EMERGENCY, POLICE_SCOTLAND = "Emergency services (999)", "Police Scotland (101)"
POLICE_ELSEWHERE = "Police (101) in England, Wales and Northern Ireland"
REPORT_REMOVE, STOPNCII = "Childline Report Remove", "StopNCII.org"
REVENGE_PORN_HELPLINE = "Revenge Porn Helpline"
FOR_CHILDREN = {"Internet Watch Foundation", "Take It Down"}

QUESTIONS = {
    # A child of 15 in Scotland whose images are about.
    "age=15&region=scotland&type=image-removal": {REPORT_REMOVE, *FOR_CHILDREN},
    # An adult; the images may be of a child they once were.
    "age=30&type=image-removal": {STOPNCII, REVENGE_PORN_HELPLINE, *FOR_CHILDREN},
    # Nineteen now, sixteen in the image.
    "age=19&age_in_image=16&region=scotland&type=image-removal": {REVENGE_PORN_HELPLINE, *FOR_CHILDREN},
    # Nineteen, and was not asked of the image.
    "age=19&type=image-removal": {STOPNCII, REVENGE_PORN_HELPLINE, *FOR_CHILDREN},
    # Nobody knows on which side of the border.
    "outcode=TD15&type=police-report": {POLICE_SCOTLAND, POLICE_ELSEWHERE},
    # Jersey is not in the UK.
    "outcode=JE2": {STOPNCII, "Take It Down"},
    # Three in the morning in Edinburgh, fifteen, wants to speak to somebody.
    "age=15&region=edinburgh&channel=phone&open_at=2026-11-24T03:00:00Z": {
        *(EMERGENCY, POLICE_SCOTLAND, "PAPYRUS HOPELINE247", "Samaritans", "Childline"),
    },
    # A deaf person of 17 in Scotland.
    "age=17&region=scotland&language=bfi": {
        *(EMERGENCY, POLICE_SCOTLAND, "NHS 24", "Victim Support Scotland", "999 BSL", "Rape Crisis Scotland Helpline"),
    },
    # A parent in Wales wants to protect their child of 14.
    "age=14&audience=parent-carer&region=wales&type=child-protection-report": {"CEOP Safety Centre", "NSPCC Helpline"},
    # Thoughts of suicide in Northern Ireland; no age was given.
    "region=northern-ireland&type=suicide-prevention": {
        "PAPYRUS HOPELINE247",
        "Samaritans",
        "Shout 85258",
        "Lifeline (Northern Ireland)",
    },
    # A man of 40 in Cardiff at the end of his tether.
    "age=40&region=cardiff&type=mental-health": {"Shout 85258", "NHS 111 Wales (press 2)", "Togetherall"},
    # Twenty, in Scotland, without money, and does not want to give a name.
    "age=20&region=scotland&free=true&anonymous=true": {
        *("Kooth", "Shout 85258", "Take It Down", "Rape Crisis Scotland Helpline"),
    },
}

# Those that ask nothing of a channel, which `/help` takes for a preference, nor who may use a service.
MATCHED = [question for question in QUESTIONS if not re.search("channel=|language=|free=|audience=", question)]


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), real_content)


@pytest.mark.parametrize("question", QUESTIONS)
def test_services_gives_exactly_those_who_can_help(ask, question):  # noqa: F811
    found = ask("services", question)

    assert {service["name"] for service in found["results"]} == QUESTIONS[question]


@pytest.mark.parametrize("question", MATCHED)
def test_help_gives_exactly_the_same(ask, question):  # noqa: F811
    assert set(results(ask("help", question))) == QUESTIONS[question]


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question not in MATCHED])
def test_a_preference_hides_nobody_from_help(ask, question):  # noqa: F811
    pairs = [pair for pair in question.split("&") if pair.partition("=")[0] in ("age", "region", "type")]

    assert set(results(ask("help", "&".join(pairs)))) <= set(results(ask("help", question)))


# Who asks, with the needs in their order and the first service of each of the first three.
FIRST = {
    "age=14&region=england": [EMERGENCY, REPORT_REMOVE, POLICE_ELSEWHERE],
    "age=14&region=england&language=bfi": [EMERGENCY, REPORT_REMOVE, POLICE_ELSEWHERE],
    "age=15&region=scotland": [EMERGENCY, REPORT_REMOVE, POLICE_SCOTLAND],
    "age=30&region=scotland": [EMERGENCY, REVENGE_PORN_HELPLINE, POLICE_SCOTLAND],
    "age=30&age_in_image=30&region=wales": [EMERGENCY, REVENGE_PORN_HELPLINE, POLICE_ELSEWHERE],
    "age=14&region=england&audience=professional": [EMERGENCY, REPORT_REMOVE, POLICE_ELSEWHERE],
    "age=14&region=scotland&audience=parent-carer": [EMERGENCY, REPORT_REMOVE, POLICE_SCOTLAND],
    "": [EMERGENCY, REPORT_REMOVE, POLICE_SCOTLAND],
}
HOURS = {"night": "2026-11-24T03:00:00Z", "day": "2026-11-24T12:00:00Z"}


@pytest.mark.parametrize("hour", HOURS)
@pytest.mark.parametrize("question", FIRST)
def test_what_stops_the_harm_is_first_at_any_hour(ask, question, hour):  # noqa: F811
    needs = ask("help", f"{question}&open_at={HOURS[hour]}".lstrip("&"))["needs"]

    assert [need["need"] for need in needs][:6] == ["danger", "images", "report", "talk", "recover", "secure"]
    assert [need["services"][0]["name"] for need in needs[:3]] == FIRST[question]


def test_each_service_stands_once(ask):  # noqa: F811
    names = [card["name"] for need in ask("help", "language=bfi")["needs"] for card in need["services"]]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("audience", ["parent-carer", "friend", "professional"])
def test_whoever_helps_a_child_is_told_what_to_pass_on(ask, audience):  # noqa: F811
    found = results(ask("help", f"age=14&region=england&audience={audience}"))

    passed_on = {name for name, card in found.items() if card["use"] == "pass-on"}
    assert {REPORT_REMOVE, "Childline", "Report Fraud"} <= passed_on
    assert found["NSPCC Helpline"]["use"] == "yourself"


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("age=15&type=image-removal", {}),
        ("age=19&age_in_image=16&type=image-removal", {}),
        (
            "age=19&type=image-removal",
            {
                STOPNCII: ["age-in-image-over"],
                "Internet Watch Foundation": ["age-in-image-under"],
                "Take It Down": ["age-in-image-under"],
            },
        ),
        (
            "age=19&region=scotland&type=peer-support",
            {
                "Kooth": ["age-varies-by-area", "check-availability"],
                "Togetherall": ["check-eligibility", "check-availability"],
            },
        ),
    ],
)
def test_each_has_the_conditions_that_are_left(ask, question, left):  # noqa: F811
    found = results(ask("help", question))

    told = {name: conditions(card) for name, card in found.items()}
    assert {name: codes for name, codes in told.items() if codes} == left


def test_both_police_routes_are_marked_part_on_the_border(ask):  # noqa: F811
    answer = ask("help", "outcode=TD15&type=police-report")

    assert [place["slug"] for place in answer["reader"]["place"]["choices"]] == ["northumberland", "scottish-borders"]
    assert {got["match"]["region"] for got in results(answer).values()} == {"part"}


def test_jersey_is_named_and_given_worldwide_help_alone(ask):  # noqa: F811
    answer = ask("help", "outcode=JE2")

    assert answer["reader"]["place"]["jurisdiction"] == "Jersey"
    assert {got["match"]["region"] for got in results(answer).values()} == {"worldwide"}


def test_a_misspelt_parameter_is_refused_with_the_right_name(api, edition):
    response = api.get("/api/v1/services?regoin=scotland")

    assert response.status_code == 400
    assert "“region”" in response.json()["errors"][0]["detail"]


AUDIENCES = ["", "&audience=victim", "&audience=parent-carer", "&audience=friend", "&audience=professional"]
OUTCODES = [row["outcode"] for row in rows("outcodes.csv") if row["status"] != "crown_dependency"]


def is_help(answer):
    return bool(answer["needs"] and answer["phases"] and answer["emergency"])


@pytest.mark.parametrize("region", ["uk", "england", "scotland", "wales", "northern-ireland", "edinburgh", "kent"])
@pytest.mark.parametrize("age", ["", "&age=0", "&age=9", "&age=15", "&age=17", "&age=18", "&age=40", "&age=120"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_help_is_never_empty_for_a_place_in_the_uk(ask, region, age, audience):  # noqa: F811
    assert is_help(ask("help", f"region={region}{age}{audience}"))


@pytest.mark.parametrize("age", ["&age=9", "&age=40"])
@pytest.mark.parametrize("audience", ["", "&audience=victim", "&audience=professional"])
def test_help_is_empty_in_no_region_of_all(ask, age, audience):  # noqa: F811
    regions = [row["gss_code"] for row in rows("regions.csv")]

    assert [region for region in regions if not is_help(ask("help", f"region={region}{age}{audience}"))] == []


@pytest.mark.parametrize("outcode", [*Random(20261124).sample(OUTCODES, 100), "TD15", "CH4", "ZZ1", "SW99"])  # noqa: S311
def test_help_is_never_empty_for_an_outcode_in_the_uk(ask, outcode):  # noqa: F811
    for audience in AUDIENCES:
        assert is_help(ask("help", f"outcode={outcode}&age=15{audience}"))


@pytest.mark.parametrize("age", range(18))
def test_no_child_is_ever_given_a_tool_for_adults(ask, age):  # noqa: F811
    found = set(results(ask("help", f"age={age}&type=image-removal")))

    assert found == {REPORT_REMOVE, *FOR_CHILDREN}


def test_what_is_for_adults_who_help_is_counted_for_a_child_and_not_given(ask):  # noqa: F811
    answer = ask("help", "age=15")

    assert {"NSPCC Helpline", "Professionals Online Safety Helpline"}.isdisjoint(results(answer))
    (others,) = [one for one in answer["left_out"] if one["code"] == "not-for-audience"]
    assert (others["parameter"], others["count"]) == ("audience", 2)


@pytest.mark.parametrize(("name", "region", "last"), [("PAPYRUS HOPELINE247", "scotland", 34), ("Meic", "wales", 24)])
def test_where_sources_differ_by_a_year_that_year_is_told_so_and_not_left_out(ask, name, region, last):  # noqa: F811
    told = {}
    for age in (last, last + 1, last + 2):
        found = results(ask("help", f"age={age}&region={region}")).get(name)
        told[age] = found and (found["match"]["age"], conditions(found))

    assert told == {
        last: ("fits", []),
        last + 1: ("depends", ["maximum-age-disputed"]),
        last + 2: None,
    }


def test_a_chatbot_is_never_somebody_who_is_there(ask):  # noqa: F811
    asked = "age=20&region=england&open_at=2026-11-27T03:00:00Z"

    (chat,) = [way for way in results(ask("help", asked))["The Cyber Helpline"]["ways"] if way["kind"] == "webchat"]
    assert chat["open"]["state"] == "not-known"
    found = ask("services", f"{asked}&channel=webchat")
    assert "The Cyber Helpline" not in {card["name"] for card in found["results"]}
    assert "hours-not-known" in {one["code"] for one in found["left_out"] if one["parameter"] == "open_at"}


@pytest.mark.parametrize("value", ["true", "false"])
def test_what_nobody_has_told_us_of_any_service_is_counted_as_not_known(ask, value):  # noqa: F811
    answer = ask("services", f"off_phone_bill={value}&free=true")

    told = {one["code"] for one in answer["left_out"] if one["parameter"] == "off_phone_bill"}
    assert (answer["results"], told) == ([], {"fact-not-known"})


@pytest.mark.parametrize("question", FIRST)
def test_in_plain_sentences_the_emergency_is_first_and_no_need_is_missing(api, ask, question):  # noqa: F811
    needs = ask("help", question)["needs"]
    answer = api.get(f"/api/v1/help?{question}", headers={"Accept": "text/plain"})

    text = answer.content.decode()
    assert (answer["Content-Type"], len(answer.content) <= 3000) == ("text/plain; charset=utf-8", True)
    assert "999" in text.splitlines()[0]
    wanted = [f"\n{need['label']}:\n- {need['services'][0]['name']}" for need in needs]
    assert [one for one in wanted if one not in text] == []
