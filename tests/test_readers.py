"""Who asks, and what stands first for them: the real content, asked as the readers of tests/readers.yaml would."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from publishing import keeper
from publishing.codes import code_list
from publishing.emergency import EMERGENCY
from services.places.outcodes import outcodes
from services.places.regions import regions
from tests.matching.editions import compiled, real_content

READERS = yaml.safe_load(Path(__file__).with_name("readers.yaml").read_text(encoding="utf-8"))
MOMENTS = {"noon": "open_at=2026-01-20T12:00:00Z", "night": "open_at=2026-01-21T03:00:00Z"}
WHO_ASKS = ("", *(f"audience={code}" for code in code_list("audiences").values))
AGES = ("", "age=9", "age=14", "age=17&age_in_image=16", "age=19", "age=45", "age_in_image=15")
PLACES = ("", "region=england", "region=edinburgh", "outcode=CF10", "outcode=BT1", "outcode=TD15", "outcode=JE2")
NEVER_CUT = ("danger", "images", "report")
PREFERENCES = ("language=en", "language=cy", "language=bfi", "no_account=true", "free=true", "channel=phone")
PREFERENCES += ("anonymous=true", "off_phone_bill=true", MOMENTS["night"])
NATIONS = {"E92000001", "N92000002", "S92000003", "W92000004"}
# Bytes. Somebody whose postcode is in two nations is given the services of both, since they are in one of them.
# `language` on each of two dozen cards takes 400 of them uncompressed, and almost nothing compressed.
GZIPPED, PLAIN, OVER_A_BORDER, WITH_NOTHING_SAID = 14_000, 40 * 1024, 48_000, 60_000


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), real_content)


@pytest.fixture
def ask(api, edition, monkeypatch):
    monkeypatch.setattr(keeper, "current", lambda: edition)

    def ask(*parts: str, path: str = "/api/v1/help", **headers: str) -> Any:
        response = api.get(f"{path}?{query(parts)}", headers=headers)
        assert response.status_code == 200, (parts, response.content)
        return response if headers else response.json()

    return ask


def query(parts):
    return "&".join(part for part in parts if part)


def cards(answer):
    return {card["slug"]: card for need in answer["needs"] for card in need["services"]}


def everybody(*also):
    """Everyone there is a sample of; `also`: what each of them asks in turn, each with another of them."""
    asked = [query(parts) for parts in product(WHO_ASKS, AGES, PLACES)]
    return [(one, also[number % len(also)]) for number, one in enumerate(asked)] if also else asked


# What stands first.


@pytest.mark.parametrize("reader", READERS, ids=[reader["who"] for reader in READERS])
def test_a_reader_is_given_first_what_is_right_for_them(ask, reader):
    answer = ask(MOMENTS[reader["at"]], reader["asked"])
    first = {need["need"]: need["services"][0] for need in answer["needs"]}
    slugs = list(cards(answer))

    assert answer["emergency"] == EMERGENCY
    assert list(first) == list(reader["first"])
    for need, right in reader["first"].items():
        slug, _, label = (right or first[need]["slug"]).partition(", ")
        assert (first[need]["slug"], first[need]["ways"][0]["label"]) == (
            slug,
            label or first[need]["ways"][0]["label"],
        )
    assert set(reader.get("there", ())) <= set(slugs)
    assert not set(reader.get("not_there", ())) & set(slugs)
    assert set(reader.get("early", ())) <= set(slugs[:8])
    assert [slug for slug in slugs if slug in reader.get("in_order", ())] == reader.get("in_order", [])


@pytest.mark.parametrize("reader", READERS, ids=[reader["who"] for reader in READERS])
def test_a_reader_is_told_what_each_service_is_to_them(ask, reader):
    answer = ask(MOMENTS[reader["at"]], reader["asked"])
    shown, form = cards(answer), answer["topic"]["forms"]["items"][0]

    for member in ("use", "meets"):
        right = reader.get(member, {})
        assert {slug: shown[slug][member] for slug in right} == right
    assert set(reader.get("said", ())) <= {one["code"] for one in answer["reassurances"]}
    if "form" in reader:
        assert (form["code"], form["applies"]) == (reader["form"], "yes")


# What is so for everybody.


def test_all_ten_steps_of_the_sheet_are_in_every_answer(ask):
    for asked in everybody():
        steps = [step for phase in ask(asked)["phases"] for step in phase["steps"]]

        assert sorted(step["number"] for step in steps) == list(range(1, 11)), asked


def test_each_service_stands_once_in_the_order_of_need(ask):
    order = code_list("needs").values
    for asked in everybody():
        needs = ask(asked)["needs"]
        slugs = [card["slug"] for need in needs for card in need["services"]]

        assert len(slugs) == len(set(slugs)), asked
        assert [need["need"] for need in needs] == [code for code in order if code in {n["need"] for n in needs}], asked


@pytest.mark.parametrize("situation", code_list("situations").values)
def test_whatever_has_happened_images_come_before_report_and_nothing_is_hidden(ask, situation):
    for asked in everybody()[::7]:
        plain, told = ask(asked), ask(asked, f"situation={situation}")
        needs = [need["need"] for need in told["needs"] if need["need"] in NEVER_CUT]

        assert needs == [code for code in NEVER_CUT if code in needs], asked
        assert {need["need"]: need["count"] for need in told["needs"]} == {
            n["need"]: n["count"] for n in plain["needs"]
        }


def test_nothing_of_danger_images_and_report_is_cut_and_of_the_others_there_are_six_at_most(ask):
    for asked in everybody():
        for need in ask(asked)["needs"]:
            shown, is_whole = len(need["services"]), need["need"] in NEVER_CUT

            assert shown == (need["count"] if is_whole else min(need["count"], 6)), (asked, need["need"])
            assert (need["more"] is None) == (shown == need["count"]), (asked, need["need"])


def test_more_leads_to_every_service_of_a_need(ask):
    for asked in (one for one in everybody() if "TD15" in one or "region" not in one):
        found = ask(asked)
        for need in (need for need in found["needs"] if need["more"]):
            path, _, question = need["more"].partition("?")
            listed = ask(question, path=f"/api/{path.partition('/api/')[2]}")
            slugs = [card["slug"] for card in listed["results"] if card["need"] == need["need"]]

            assert listed["next"] is None
            assert {card["slug"] for card in need["services"]} < set(slugs), (asked, need["need"])
            assert len(slugs) >= need["count"], (asked, need["need"])


def test_a_preference_takes_no_service_away_and_brings_only_relays_for_those_who_sign(ask):
    for asked, preference in everybody(*PREFERENCES):
        plain, preferring = ask(asked), ask(asked, preference)
        counts = {need["need"]: need["count"] for need in preferring["needs"]}
        relays = counts.pop("relay", 0)

        assert counts == {need["need"]: need["count"] for need in plain["needs"]}, (asked, preference)
        assert bool(relays) == (preference == "language=bfi" and "JE2" not in asked), (asked, preference)
        if preference != MOMENTS["night"]:
            kept = [slug for slug, card in cards(preferring).items() if card["need"] != "relay"]
            assert kept == list(cards(plain)), (asked, preference)


def test_a_card_says_which_preferences_its_first_way_meets(ask):
    known = {"free": ("free", "yes"), "anonymous": ("anonymous", "yes"), "no_account": ("account_needed", "no")}
    known["off_phone_bill"] = ("on_phone_bill", "no")
    for asked, preference in everybody("language=cy", "channel=text", *(f"{name}=true" for name in known)):
        name, _, value = preference.partition("=")
        for card in cards(ask(asked, preference)).values():
            way = card["ways"][0] if card["ways"] else {"kind": None, "languages": None}
            if name in known:
                meets = way.get(known[name][0]) == known[name][1]
            else:
                meets = value in ([way["kind"]] if name == "channel" else way["languages"] or [])

            assert card["meets"] == ([name] if meets else []), (asked, preference, card["slug"])


def test_nobody_who_does_not_sign_is_given_a_signed_call_first_and_nobody_who_signs_a_voice_call(ask):
    for asked, preference in everybody(*PREFERENCES):
        unfit = {"phone"} if preference == "language=bfi" else {"bsl-video-relay"}
        for card in cards(ask(asked, preference)).values():
            kinds = {way["kind"] for way in card["ways"]}

            assert not kinds or kinds <= unfit or card["ways"][0]["kind"] not in unfit, (asked, card["slug"])


def test_hours_not_known_is_said_once_a_card_at_most_and_a_page_has_no_hours(ask):
    for asked in everybody()[::5]:
        for card in cards(ask(asked)).values():
            words = [way["open"]["words"] for way in card["ways"]]

            assert words.count("Hours not known") <= 1, (asked, card["slug"])
            assert {way["open"]["state"] for way in card["ways"] if way["kind"] in ("web", "web-form")} <= {"any-time"}


def test_the_answer_in_sentences_begins_with_the_emergency_and_is_short(ask):
    for asked, also in everybody(*MOMENTS.values(), *PREFERENCES):
        text = ask(asked, also, accept="text/plain").content

        assert text.startswith(EMERGENCY["text"].encode()), (asked, also)
        assert len(text) <= 3000, (asked, also)


def test_the_answer_in_sentences_names_the_first_service_of_each_need(ask):
    for asked in everybody()[::3]:
        text, needs = ask(asked, accept="text/plain").content.decode(), ask(asked)["needs"]

        assert [
            need["label"] for need in needs if f"{need['label']}:\n- {need['services'][0]['name']}" not in text
        ] == []


# How much is sent.


def too_much(ask, asked):
    """Whether this answer breaks a budget, as it is sent to those who take gzip and to others."""
    gzipped, plain = ask(asked, accept_encoding="gzip"), ask(asked, accept="application/json")
    reader = plain.json()["reader"]
    nations = {nation for choice in (reader["place"] or {}).get("choices", ()) for nation in nations_of(choice["code"])}
    is_plain = reader["age"] is not None and reader["place"] is not None
    most = (OVER_A_BORDER if len(nations) > 1 else PLAIN) if is_plain else WITH_NOTHING_SAID
    return len(gzipped.content) > GZIPPED or len(plain.content) > most


def nations_of(code):
    """The nation that a region is in; none of the whole United Kingdom, all of which is no border."""
    return NATIONS & {code, *regions().ancestors(code)}


def one_of_each_kind():
    """Outcodes that differ in what is known of them and in where they may be, one of each."""
    kinds = {(one.status, frozenset(one.nations), min(len(one.choices), 3)): one.outcode for one in outcodes()}
    return [*kinds.values(), "ZZ1"]


def test_a_sample_of_answers_is_small(ask):
    assert [asked for asked in everybody()[::2] if too_much(ask, asked)] == []


@pytest.mark.long
@pytest.mark.parametrize("who_asks", WHO_ASKS)
def test_every_answer_is_small(ask, who_asks):
    places = [f"region={region.slug}" for region in regions()] + [f"outcode={one}" for one in one_of_each_kind()]
    ages = ["", *(f"age={age}" for age in (*range(0, 121, 8), 9, 13, 14, 17, 18, 25)), "age=19&age_in_image=15"]
    asked = [query((who_asks, *parts)) for parts in product(ages, ["", *places])]

    assert [one for one in asked if too_much(ask, one)] == []
