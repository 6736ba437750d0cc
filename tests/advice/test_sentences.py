"""The answer of /help in plain sentences."""

import pytest

from advice.models import Step
from publishing.emergency import EMERGENCY
from tests.advice.asking import NOON, ON_TUESDAYS, OPEN_PHONE, PHONE, ask, by_need, sheet
from tests.factories import notice, rule, service

LONGEST = 3000
MORE = "There is more help than fits here."


def text(api, query=NOON):
    return ask(api, query, accept="text/plain").content.decode()


def test_the_emergency_comes_first_then_notices_steps_and_who_can_help(api, publish):
    publish(
        sheet((Step, "stop", {}), (Step, "collect", {"condition": "coll", "phase": "next"})),
        notice("Do not use the old number."),
        service("Listener", channels=[{**OPEN_PHONE, "instructions": "Choose option 2."}]),
        service("Remover", types=["image-removal"]),
        service("Office", urgency=99, channels=[{**PHONE, "hours": ON_TUESDAYS}]),
    )

    assert text(api).splitlines() == [
        EMERGENCY["text"],
        EMERGENCY["covers"],
        "Do not use the old number.",
        "",
        "Written by the editors of this service.",
        "",
        "Right now:",
        "- stop",
        "",
        "Next:",
        "- coll: collect",
        "",
        "Stop the images:",
        "- Remover: Open the website: https://www.example.org",
        "",
        "Talk to someone now:",
        "- Listener: Call 0808 157 0123 (Open now, all day and night) – Choose option 2.",
        "- Office: Call 0808 157 0123 (Open now, until 17:00)",
    ]


def test_sentences_are_plain_text_and_kept_apart_from_json(api, publish):
    publish(sheet())

    sentences, json = ask(api, NOON, accept="text/plain"), ask(api, NOON, accept="application/json")

    assert sentences["Content-Type"] == "text/plain; charset=utf-8"
    assert json["Content-Type"].startswith("application/json")
    assert {sentences["Vary"], json["Vary"]} == {"Accept, Accept-Encoding, Accept-Language"}
    assert sentences["ETag"] != json["ETag"]


@pytest.mark.parametrize("accept", ["*/*", "application/json, text/plain", "text/html, */*;q=0.8"])
def test_only_those_who_ask_for_text_get_it(api, publish, accept):
    publish(sheet())

    assert ask(api, NOON, accept=accept)["Content-Type"].startswith("application/json")


def test_where_not_all_fits_the_first_of_each_need_comes_before_any_second(api, publish):
    kinds = {"Remover": "image-removal", "Police": "police-report", "Listener": "emotional-support"}
    long = "that has a long and careful name so that not all of them fit"
    publish(
        sheet(), *(service(f"{name} {n:02} {long}", types=[kind]) for n in range(10) for name, kind in kinds.items())
    )

    found = text(api)

    assert LONGEST - 300 < len(found.encode()) <= LONGEST
    assert found.endswith(f"\n{MORE}\n")
    shown = {name: found.count(f"- {name}") for name in kinds}
    assert min(shown.values()) == 6  # as many as of any need are shown
    assert shown["Remover"] - shown["Police"] in (0, 1)
    assert all(f"- {names[0]}" in found for names in by_need(ask(api, NOON)).values())


def test_where_all_of_it_fits_nothing_says_that_there_is_more(api, publish):
    publish(sheet(), service("Listener"))

    assert MORE not in text(api)


def test_what_follows_six_of_a_need_is_more_than_fits(api, publish):
    publish(sheet(), *(service(f"Listener {number}") for number in range(7)))

    assert MORE in text(api)


def test_what_is_left_to_check_is_said_with_each_service(api, publish):
    listener = service("Listener", circumstances=["women-and-girls"], minimum_age=18)
    texts = service("Texts", channels=[{"kind": "text", "value": "020 7946 0123"}, {}])
    rule(texts, channel=texts.channels.get(kind="text"), maximum_age=18)
    publish(sheet(), listener, texts)

    assert "- Listener: Open the website: https://www.example.org – Only for women and girls." in text(api, "age=20")
    nobody_known = text(api)
    assert "– For people aged 18 or over. – Only for women and girls." in nobody_known
    assert "Text 020 7946 0123: For people under 19." in nobody_known
    assert "020 7946 0123" not in text(api, "age=20")
