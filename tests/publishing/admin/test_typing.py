"""What is said of a text while it is typed, and what is taken out of it."""

import pytest
from django.test import Client

from publishing.models import Edit
from tests.in_force import colleague
from tests.publishing.admin.desk import REFUSED, SERVICES, page, said, save, signed_in, words

READ_BACK = f"{SERVICES}read-back/"


def read_back(client: Client, text: str, name: str = "channels-0-hours"):
    return client.post(READ_BACK, {"name": name, "text": text})


def test_hours_are_read_back_without_being_saved(desk, helpline):
    read = read_back(desk, "Mon-Fri 9am to 5.30pm").json()

    assert read == {"reading": "Monday to Friday 09:00 to 17:30. Hours on bank holidays not known.", "fault": ""}
    assert not Edit.objects.exists()


def test_a_fault_of_hours_is_told_as_it_is_at_saving(desk, helpline):
    told = read_back(desk, "Mon-Fri whenever").json()["fault"]

    assert told
    assert told in words(save(desk, helpline, **{"channels-0-hours": "Mon-Fri whenever"}))


@pytest.mark.parametrize("name", ["", "summary", "channels-0-nothing", "channels-x-hours", "nothing-0-hours"])
def test_a_name_that_is_read_as_it_stands_has_nothing_to_say(desk, helpline, name):
    assert read_back(desk, "Mon-Fri 9-5", name).json() == {"reading": "", "fault": ""}


def test_only_who_may_write_is_answered_and_only_with_a_token(db, desk, helpline):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(colleague("bea"))

    assert read_back(strict, "Always open").status_code == 403
    assert desk.get(READ_BACK).status_code == 405
    assert read_back(Client(), "Always open").status_code == 403
    assert read_back(signed_in(colleague("cay", "Approver")), "Always open").status_code in (403, REFUSED)


def test_what_nobody_sees_is_taken_out_and_it_is_said_what_and_where(desk, helpline):
    pasted = "Call us at any \u200btime, con\u00adfidentially.\ufeff"
    told = said(save(desk, helpline, summary=pasted, **{"channels-0-value": "0808\u200b 157 0456"}))

    helpline.refresh_from_db()
    assert helpline.summary == "Call us at any time, confidentially."
    assert helpline.channels.get().value == "0808 157 0456"
    assert (
        "Taken out of “Summary”, where nobody sees it: zero width space after “Call us at any”; soft hyphen after "
        "“at any time, con”; byte order mark after “at any time, confidentially.”." in told
    )
    assert "Taken out of “Number, address or words”, where nobody sees it: zero width space after “0808”." in told


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200e", "\U000e0041", "\x08"])
def test_what_changes_how_a_text_is_seen_is_refused_and_told_where(desk, helpline, hidden):
    answer = save(desk, helpline, summary=f"Call us {hidden}at any time.")

    assert "after “Call us”" in words(answer)
    helpline.refresh_from_db()
    assert helpline.summary == "Someone to talk to."


def test_a_space_that_a_source_has_is_left_as_it_is(desk, helpline):
    type(helpline).objects.filter(pk=helpline.pk).update(summary="Open\u00a024 hours.")
    save(desk, helpline, cost="Free")

    helpline.refresh_from_db()
    assert helpline.summary == "Open\u00a024 hours."


def test_the_form_is_sent_on_whole_beside_what_is_taken_out(desk, helpline):
    answer = save(desk, helpline, summary="", description="A\u200bB")

    assert "AB" in words(answer)
    assert desk.get(page(helpline)).status_code == 200
