"""The ways on a card: what to tap, whether it can be used now, and the best for this reader first."""

import pytest

from tests.advice.asking import NOON, ON_TUESDAYS, OPEN_PHONE, PHONE, SHUT_ON_TUESDAYS, ask, cards, sheet
from tests.factories import service

RELAY_CALL = {"kind": "bsl-video-relay", "value": "by its app", "languages": ["bfi"], "free": "yes"}
FORM = {"kind": "web-form", "value": "https://www.example.org/form"}
CHAT = {"kind": "webchat", "value": "on its website"}
PAGE: dict[str, str] = {}


@pytest.fixture
def ways(api, publish):
    """The ways of a service with these channels, as the reader of a question is given them."""

    def ways(channels, query="", **fields):
        publish(sheet(), service("Helper", channels=channels, **fields))
        return cards(ask(api, f"{NOON}&{query}"))["Helper"]["ways"]

    return ways


def labels(ways):
    return [way["label"] for way in ways]


@pytest.mark.parametrize(
    ("channel", "label", "uri"),
    [
        (PHONE, "Call 0808 157 0123", "tel:+448081570123"),
        ({"kind": "text", "value": "020 7946 0123"}, "Text 020 7946 0123", "sms:+442079460123"),
        (CHAT, "Chat on its website", "https://www.example.org"),
        (FORM, "Fill in the form", "https://www.example.org/form"),
        ({"kind": "web-form", "value": "form on its website"}, "Fill in the form", "https://www.example.org"),
        ({"kind": "email", "value": "help@example.org"}, "Email help@example.org", "mailto:help@example.org"),
        ({"kind": "post", "value": "PO Box 1"}, "Write to PO Box 1", None),
        ({"kind": "in-person", "value": "any police station"}, "Go to any police station", None),
        (PAGE, "Open the website", "https://www.example.org"),
    ],
)
def test_a_way_says_what_to_do_and_leads_there(ways, channel, label, uri):
    found = ways([channel, PAGE])

    assert (label, uri) in [(way["label"], way["uri"]) for way in found if way["kind"] == channel.get("kind", "web")]


def test_a_text_carries_its_word(ways):
    (way,) = ways([{"kind": "text", "value": "85258", "keyword": "SHOUT"}])

    assert (way["label"], way["uri"]) == ("Text SHOUT to 85258", "sms:85258?body=SHOUT")


@pytest.mark.parametrize(
    ("channel", "state", "words"),
    [
        ({**PHONE, "hours": ON_TUESDAYS}, "open", "Open now, until 17:00"),
        (OPEN_PHONE, "open", "Open now, all day and night"),
        ({**PHONE, "hours": SHUT_ON_TUESDAYS}, "shut", "Shut. Opens tomorrow at 9:00"),
        (PHONE, "not-known", "Hours not known"),
        (PAGE, "any-time", "Any time"),
        (FORM, "any-time", "Any time"),
        ({"kind": "email", "value": "help@example.org"}, "any-time", "Any time"),
        ({"kind": "post", "value": "PO Box 1"}, "any-time", "Any time"),
    ],
)
def test_a_way_says_whether_it_can_be_used_now(ways, channel, state, words):
    (way,) = ways([channel])

    assert (way["open"]["state"], way["open"]["words"]) == (state, words)


def test_that_hours_are_not_known_is_said_once(ways):
    found = ways([PHONE, CHAT])

    assert [way["open"]["words"] for way in found] == ["Hours not known", None]


def test_open_lines_come_first_then_forms_then_hours_not_known_then_pages_and_shut_lines_last(ways):
    shut, unknown, form = {**PHONE, "hours": SHUT_ON_TUESDAYS}, CHAT, FORM

    found = ways([shut, PAGE, unknown, form, {**PHONE, "value": "0808 157 0199", "hours": ON_TUESDAYS}])

    states = [(way["kind"], way["open"]["state"]) for way in found]
    assert states == [
        ("phone", "open"),
        ("web-form", "any-time"),
        ("webchat", "not-known"),
        ("web", "any-time"),
        ("phone", "shut"),
    ]


def test_what_is_free_comes_first_of_its_like(ways):
    costly, free = {**OPEN_PHONE, "free": "no"}, {**OPEN_PHONE, "value": "0808 157 0199", "free": "yes"}

    assert labels(ways([costly, free])) == ["Call 0808 157 0199", "Call 0808 157 0123"]


@pytest.mark.parametrize(
    ("preference", "channel"),
    [
        ("channel=web", PAGE),
        ("language=cy", {"languages": ["cy"]}),
        ("free=true", {"free": "yes"}),
        ("anonymous=true", {"anonymous": "yes"}),
        ("no_account=true", {"account_needed": "no"}),
        ("off_phone_bill=true", {"on_phone_bill": "no"}),
    ],
)
def test_what_a_reader_prefers_comes_first_and_hides_nothing(api, publish, preference, channel):
    publish(sheet(), service("Helper", channels=[OPEN_PHONE, channel]), service("Other", channels=[OPEN_PHONE]))

    found = cards(ask(api, f"{NOON}&{preference}"))

    assert labels(found["Helper"]["ways"]) == ["Open the website", "Call 0808 157 0123"]
    name = preference.partition("=")[0]
    assert {name: card["meets"] for name, card in found.items()} == {"Helper": [name], "Other": []}
    assert ask(api, f"{NOON}&{preference}")["left_out"] == []


@pytest.mark.parametrize("value", ["free=false", "anonymous=false", "no_account=false", "off_phone_bill=false"])
def test_what_nobody_has_told_us_meets_nothing(api, publish, value):
    publish(sheet(), service("Helper"))

    assert cards(ask(api, value))["Helper"]["meets"] == []


@pytest.mark.parametrize("query", ["", "free=true", "free=true&no_account=true", "language=en", "language=cy"])
def test_a_signed_call_is_never_first_for_those_who_do_not_sign(ways, query):
    assert ways([RELAY_CALL, PHONE], query)[0]["kind"] == "phone"


@pytest.mark.parametrize("query", ["language=bfi", "channel=bsl-video-relay"])
def test_a_signed_call_is_first_for_those_who_ask_for_it(ways, query):
    assert ways([OPEN_PHONE, RELAY_CALL], query)[0]["kind"] == "bsl-video-relay"


def test_what_has_to_be_heard_is_last_for_those_who_sign_unless_they_ask_for_it(ways):
    assert ways([{**OPEN_PHONE, "free": "yes"}, CHAT], "language=bfi&free=true")[0]["kind"] == "webchat"


def test_a_phone_is_not_said_to_sign_because_its_service_does(ways):
    found = ways([OPEN_PHONE, PAGE], "language=bfi", languages=["en", "bfi"])

    assert [(way["kind"], way["languages"]) for way in found] == [("web", ["en", "bfi"]), ("phone", ["en"])]
