"""A form as a reader would get it, before it is saved."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry

from publishing.models import Edit, Listing, Record, Submission
from services.models import Channel, Service
from tests import factories
from tests.admin_pages import as_sent
from tests.in_force import colleague
from tests.publishing.admin.desk import NEW_NUMBER, REFUSED, SERVICES, page, served, signed_in, words

ANSWER = 'class="reader-answer"'


def asked(client, item, reader=None, **changes):
    """The answer for a reader, of what a form would hold that nobody has saved."""
    address, form = page(item), as_sent(client.get(page(item)))
    return client.post(
        address.replace("/change/", "/as-reader/"),
        {**form, **changes, **{f"reader-{name}": value for name, value in (reader or {}).items()}},
    )


def test_a_draft_is_shown_to_a_reader_as_the_whole_answer_and_nothing_is_kept(desk, helpline, publish, api):
    other = factories.service("Another line", minimum_age=18)
    publish(helpline, other, factories.topic(slug="sextortion"))
    before = [model.objects.count() for model in (Edit, LogEntry, Record, Submission)]
    listed = Listing.objects.get(pk=helpline.pk).sought

    shown = words(asked(desk, helpline, {"age": "15", "place": "Glasgow City"}, **{"channels-0-value": NEW_NUMBER}))

    assert "This service Someone to call" in shown and f"Call {NEW_NUMBER}" in shown
    assert "Stop." in shown and "999" in shown
    assert "Another line" not in shown
    assert "1 service is left out. It is not for this age." in shown
    assert Channel.objects.get(service=helpline).value != NEW_NUMBER
    assert before == [model.objects.count() for model in (Edit, LogEntry, Record, Submission)]
    assert Listing.objects.get(pk=helpline.pk).sought == listed
    assert NEW_NUMBER not in served(api).content.decode()


def test_it_says_what_would_change_for_whom(desk, helpline, publish):
    publish(helpline)

    shown = words(asked(desk, helpline, {"age": "17"}, maximum_age="16"))

    assert "No longer shown to whoever asks for somebody 17 or over." in shown
    assert "This reader is not given it." in shown


def test_a_new_service_is_previewed_before_it_is_ever_saved(desk):
    form = as_sent(desk.get(f"{SERVICES}add/"))
    typed = {"name": "Newest line", "slug": "newest", "summary": "It listens.", "types": ["emotional-support"],
             "coverage_places": ["K02000001"], "coverage_known": "on", "channels-0-kind": "web",
             "channels-0-value": "https://www.example.org"}  # fmt: skip

    shown = words(desk.post(f"{SERVICES}add/as-reader/", {**form, **typed}))

    assert "This service Newest line" in shown
    assert "Newly shown to everybody" in shown
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("changes", "reader", "fault"),
    [
        ({"name": ""}, {}, "Name : This field is required."),
        ({"channels-0-value": "0900 123"}, {}, "09 numbers charge premium rates"),
        ({}, {"age": "200"}, "less than or equal to 120"),
        ({}, {"place": "Nowhere at all"}, "is not the name of a place"),
        ({}, {"place": "Edinbrugh"}, "“Edinbrugh” is not the name of a place in the list. Did you mean “"),
    ],
)
def test_what_is_wrong_is_said_and_no_answer_is_made_up(desk, helpline, changes, reader, fault):
    shown = asked(desk, helpline, reader, **changes)

    assert fault in words(shown)
    assert ANSWER not in shown.content.decode()


@pytest.mark.parametrize("place", ["Leeds", "scotland", "EH1", "glasgow city", "outside-uk"])
def test_a_place_is_named_as_one_would(desk, helpline, place):
    assert ANSWER in asked(desk, helpline, {"place": place}).content.decode()


def test_the_moment_and_who_asks_count(desk, publish):
    line = factories.service(
        "Office line", audiences=["friend"],
        channels=[{"kind": "phone", "value": "0808 157 0123"}],
    )  # fmt: skip
    tuesday = datetime(2026, 12, 1, 10, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M")

    assert "This reader is not given it." in words(asked(desk, line, {"audience": "victim"}))
    shown = words(
        asked(desk, line, {"audience": "friend", "open_at": tuesday}, **{"channels-0-hours": "Tue 09:00-17:00"})
    )
    assert "To use yourself" in shown and "Open now" in shown


@pytest.mark.parametrize("make", [factories.organisation, factories.topic, factories.notice, factories.whole_service])
def test_every_kind_has_its_preview(desk, publish, make):
    item = make()
    assert "The answer" in words(asked(desk, item))
    publish(item)
    assert "The answer" in words(asked(desk, item))


def test_whoever_may_not_change_it_gets_no_preview_and_a_look_leads_to_the_form(desk, helpline):
    address = page(helpline, "as-reader")

    assert signed_in(colleague("looks-on", "Approver")).post(address, {}).status_code == REFUSED
    assert desk.get(address, follow=True).redirect_chain == [("../change/", 302)]
