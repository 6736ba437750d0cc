"""Messaging apps and social accounts: which link or number may be published, and what a tap on it opens."""

import pytest

from services.contacts import MESSAGING_KINDS, ContactError, judge
from tests.advice.asking import NOON, ON_TUESDAYS, SHUT_ON_TUESDAYS, ask, cards, sheet
from tests.conftest import names
from tests.factories import service

USER = "#eu/aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1f"
OPENED = [
    ("whatsapp", "020 7946 0123", "https://wa.me/442079460123"),
    ("whatsapp", "+44 (0)20 7946 0123", "https://wa.me/442079460123"),
    ("whatsapp", "0044 20 7946 0123", "https://wa.me/442079460123"),
    ("whatsapp", "+353 1800 247 247", "https://wa.me/3531800247247"),
    ("whatsapp", "https://wa.me/442079460123", "https://wa.me/442079460123"),
    ("whatsapp", "https://wa.me/+442079460123", "https://wa.me/442079460123"),
    ("whatsapp", "wa.me/442079460123", "https://wa.me/442079460123"),
    ("whatsapp", "https://api.whatsapp.com/send?phone=442079460123", "https://wa.me/442079460123"),
    ("signal", "020 7946 0123", "https://signal.me/#p/+442079460123"),
    ("signal", "https://signal.me/#p/+442079460123", "https://signal.me/#p/+442079460123"),
    ("signal", f"https://signal.me/{USER}", f"https://signal.me/{USER}"),
    ("messenger", "https://m.me/example.line", "https://m.me/example.line"),
    ("messenger", "m.me/example.line", "https://m.me/example.line"),
    ("messenger", "https://www.messenger.com/t/example.line", "https://m.me/example.line"),
    ("telegram", "https://t.me/example_line", "https://t.me/example_line"),
    ("telegram", "@example_line", "https://t.me/example_line"),
    ("social", "https://www.instagram.com/example", "https://www.instagram.com/example"),
    ("social", "https://www.tiktok.com/@example", "https://www.tiktok.com/@example"),
    ("social", "https://www.youtube.com/@example", "https://www.youtube.com/@example"),
    ("social", "@example on Snapchat", None),
    ("social", "https://www.tiktok.com/@example.line?lang=en", "https://www.tiktok.com/@example.line?lang=en"),
    ("social", "https://www.facebook.com/profile.php?id=1000", "https://www.facebook.com/profile.php?id=1000"),
]

REFUSED = [
    ("whatsapp", "07786 209697", "superseded"),
    ("whatsapp", "https://wa.me/447786209697", "superseded"),
    ("whatsapp", "wa.me/+447786209697", "superseded"),
    ("whatsapp", "https://api.whatsapp.com/send?phone=447786209697", "superseded"),
    ("signal", "https://signal.me/#p/+447786209697", "superseded"),
    ("telegram", "https://t.me/447786209697", "superseded"),
    ("messenger", "https://m.me/447786209697", "superseded"),
    ("social", "https://www.facebook.com/447786209697", "superseded"),
    ("whatsapp", "070 1234 5678", "premium-rate"),
    ("whatsapp", "https://wa.me/447012345678", "premium-rate"),
    ("signal", "https://signal.me/#p/+449012345678", "premium-rate"),
    ("whatsapp", "07700 900123", "not-a-number"),
    ("whatsapp", "https://wa.me/447700900123", "not-a-number"),
    ("whatsapp", "https://wa.me/02079460123", "not-a-number"),
    ("whatsapp", "85258", "not-a-number"),
    ("signal", "999", "not-a-number"),
    ("whatsapp", "18001 020 7946 0123", "odd-relay"),
    ("whatsapp", "020 7946 0123 or 0131 496 0123", "several-numbers"),
    ("whatsapp", "020 7946 0123 (text only)", "more-than-a-number"),
    ("whatsapp", "020 7946\u200b0123", "hidden-character"),
    ("whatsapp", "on our website", "not-a-number"),
    ("whatsapp", "https://wa.me/message/ABCDEF", "odd-link"),
    ("whatsapp", "https://wa.me/442079460123?text=Hello", "odd-link"),
    ("whatsapp", "https://chat.whatsapp.com/ABCDEFGHIJ", "odd-link"),
    ("whatsapp", "http://wa.me/442079460123", "not-https"),
    ("whatsapp", "whatsapp://send?phone=442079460123", "odd-scheme"),
    ("whatsapp", "https://wa.me.example.org/442079460123", "odd-link"),
    ("whatsapp", "https://w\u0430.me/442079460123", "odd-characters"),
    ("whatsapp", "https://wa.me@example.org/442079460123", "has-credentials"),
    ("signal", "https://signal.group/#abcdef", "odd-link"),
    ("signal", "https://signal.me/#eu/short", "odd-link"),
    ("messenger", "example", "odd-link"),
    ("messenger", "https://m.me/example?ref=1", "odd-link"),
    ("telegram", "https://t.me/+AbCdEf", "odd-link"),
    ("telegram", "https://t.me/joinchat/AbCdEf", "odd-link"),
    ("telegram", "example", "odd-link"),
    ("social", "https://www.instagram.com/", "odd-link"),
    ("social", "https://www.instagram.com.example.org/example", "odd-link"),
    ("social", "https://example.org/example", "odd-link"),
    ("social", "https://xn--nstagram-5ya.com/example", "look-alike"),
    ("social", "instagram.com/example", "not-an-address"),
    ("social", "https://www.facebook.com/l.php?u=https://example.org", "odd-link"),
    ("social", "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa", "odd-link"),
    ("social", "https://l.facebook.com/l.php?u=https%253A%252F%252Fexample.org", "odd-link"),
    ("social", "https://www.youtube.com/redirect?q=https://example.org", "odd-link"),
    ("social", "https://www.youtube.com/redirect?q=//example.org", "odd-link"),
    ("social", "https://www.youtube.com/redirect?q=example.org", "odd-link"),
    ("social", "https://www.linkedin.com/redir/https%3A%2F%2Fexample.org", "odd-link"),
]

OF_ANOTHER_KIND = [
    ("https://wa.me/442079460123", "whatsapp"),
    ("https://api.whatsapp.com/send?phone=442079460123", "whatsapp"),
    (f"https://signal.me/{USER}", "signal"),
    ("https://m.me/example", "messenger"),
    ("https://t.me/example_line", "telegram"),
    ("https://www.instagram.com/example", "social"),
    ("https://m.facebook.com/example", "social"),
]


def refusal(kind, value):
    with pytest.raises(ContactError) as caught:
        judge(kind, value)
    return caught.value


@pytest.mark.parametrize(("kind", "value", "uri"), OPENED)
def test_an_account_is_kept_as_printed_and_opens_its_app(kind, value, uri):
    contact = judge(kind, value)

    assert (contact.value, contact.dial, contact.uri) == (value, None, uri)


@pytest.mark.parametrize(("kind", "value", "code"), REFUSED)
def test_a_doubtful_account_is_refused_for_its_true_reason(kind, value, code):
    assert refusal(kind, value).code == code


@pytest.mark.parametrize("kind", ["web", "webchat", "web-form", "app"])
@pytest.mark.parametrize(("value", "right"), OF_ANOTHER_KIND)
def test_a_link_to_an_app_is_no_website_and_is_told_its_kind(kind, value, right):
    error = refusal(kind, value)

    assert error.code == "other-kind"
    assert f"Choose the kind {right}" in str(error)


@pytest.mark.parametrize("value", ["https://wa.me/447786209697", "https://example.org/call/447786209697"])
def test_a_stale_number_within_any_link_is_refused(value):
    assert refusal("web", value).code == "superseded"


@pytest.mark.parametrize("kind", sorted(MESSAGING_KINDS))
@pytest.mark.parametrize(("hours", "state"), [(ON_TUESDAYS, "open"), (SHUT_ON_TUESDAYS, "shut")])
def test_messages_are_answered_only_while_somebody_is_there(api, publish, kind, hours, state):
    value = {"messenger": "m.me/example", "telegram": "@example_line"}.get(kind, "020 7946 0123")
    publish(sheet(), service("Helper", channels=[{"kind": kind, "value": value, "hours": hours}]))

    (way,) = cards(ask(api, NOON))["Helper"]["ways"]
    assert way["open"]["state"] == state
    assert names(api.get(f"/api/v1/services?{NOON}")) == (["Helper"] if state == "open" else [])


def test_a_social_account_can_be_seen_at_any_time(api, publish):
    publish(sheet(), service("Helper", channels=[{"kind": "social", "value": "https://www.instagram.com/example"}]))

    (way,) = cards(ask(api, NOON))["Helper"]["ways"]
    assert (way["label"], way["open"]["state"]) == ("Find it on Instagram", "any-time")


def test_plain_text_gives_the_link_of_an_app_to_type(api, publish):
    publish(sheet(), service("Helper", channels=[{"kind": "whatsapp", "value": "020 7946 0123"}]))

    text = api.get("/api/v1/help", headers={"accept": "text/plain"}).content.decode()
    assert "Message 020 7946 0123 on WhatsApp: https://wa.me/442079460123" in text


def test_no_hands_are_seen_in_messages_so_a_service_that_signs_does_so_elsewhere(api, publish):
    message = {"kind": "whatsapp", "value": "020 7946 0123"}
    publish(service("Helper", channels=[message], languages=["en", "bfi"]))

    assert names(api.get("/api/v1/services?language=bfi")) == []
    assert names(api.get("/api/v1/services?language=bfi&channel=whatsapp")) == []
