"""Somebody of 15 in Cardiff who asks in Welsh: our words in Welsh, the content in English, which says so."""

import pytest
import time_machine

from publishing import keeper
from tests.matching.editions import compiled, real_content

NIGHT = "2026-11-24T03:00:00Z"
ASKED = "/api/v1/help?age=15&region=caerdydd"
WELSH = {"Accept-Language": "cy-GB, cy;q=0.9, en;q=0.5"}


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), real_content)


@pytest.fixture
def answer(api, edition, monkeypatch):
    monkeypatch.setattr(keeper, "current", lambda: edition)
    with time_machine.travel(NIGHT, tick=False):
        yield api.get(ASKED, headers=WELSH)


def test_needs_phases_and_buttons_are_welsh(answer):
    told = answer.json()

    assert [need["label"] for need in told["needs"]][:4] == [
        *("Mewn perygl nawr", "Stopio'r delweddau", "Rhoi gwybod amdano", "Siarad â rhywun nawr"),
    ]
    assert [phase["label"] for phase in told["phases"]][:2] == ["Nawr", "Nesaf"]
    ways = [way for need in told["needs"] for card in need["services"] for way in card["ways"]]
    assert {"Ffoniwch 0800 1111", "Tecstiwch SHOUT i 85258"} <= {way["label"] for way in ways}
    assert {"Ar agor nawr, ddydd a nos", "Unrhyw bryd"} <= {way["open"]["words"] for way in ways}


def test_the_place_has_its_welsh_name(answer):
    assert answer.json()["reader"]["place"]["region"]["name"] == "Caerdydd"


def test_what_is_left_out_is_told_in_welsh(answer):
    said = {(one["parameter"] == "lang", one["text"]) for one in answer.json()["left_out"]}

    texts = [text for is_in_english, text in said if not is_in_english]
    assert texts and all("wedi'i adael allan" in text or "wedi'u gadael allan" in text for text in texts)
    assert (True, "Mae'r cyngor yn Saesneg.") in said


def test_it_says_that_it_is_welsh(answer):
    assert (answer["Content-Language"], answer.json()["language"]) == ("cy, en", "cy")


def test_the_sheet_s_sentences_are_not_translated(answer):
    steps = [step["action"] for phase in answer.json()["phases"] for step in phase["steps"]]

    assert "Stop all communication with the offender immediately." in steps


def test_plain_sentences_are_welsh_and_fit(answer, api):
    text = api.get(ASKED, headers={**WELSH, "Accept": "text/plain"}).content

    assert len(text) <= 3000
    assert "Siarad â rhywun nawr:" in text.decode() and "Ffoniwch 0800 1111" in text.decode()


def test_a_fault_is_told_in_welsh(api, answer):
    (fault,) = api.get("/api/v1/help?age=200&lang=cy").json()["errors"]

    assert fault["detail"] == "Disgwylir: rhif cyfan o 0 i 120."


def test_a_question_in_a_body_names_its_language_there(api, answer):
    asked = {"lang": "cy", "age": 200}
    response = api.post("/api/v1/help", asked, content_type="application/json", headers={"Accept-Language": "en"})

    assert response["Content-Language"] == "cy"
    assert response.json()["title"] == "Nid oes modd deall y cwestiwn yn fanwl gywir"
