"""Once a week, by mail, what somebody should look at again."""

import smtplib
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from publishing import lifecycle
from publishing.models import Record
from publishing.upkeep import Check
from tests import factories as make
from tests.in_force import colleague

pytestmark = pytest.mark.usefixtures("commits")


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel("2026-11-27T12:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def line(publish):
    made = make.service("Line", channels=[{"kind": "phone", "value": "0808 157 0123"}])
    publish(made)
    return made


def remind(**options) -> str:
    out = StringIO()
    call_command("remind_reviews", stdout=out, **options)
    return out.getvalue().strip()


def test_who_may_submit_is_told_once_a_week_and_sees_nobody_else(line, day):
    colleague("ann", "Editor", email="ann@example.org")
    colleague("ben", "Approver", email="ben@example.org")

    assert remind().startswith("Told 1 person. Reviews: never checked 1, numbers not tried for three months 1")
    [sent] = mail.outbox
    assert (sent.bcc, sent.to) == (["ann@example.org"], [])
    assert "Line (service), by 28 May 2027" in sent.body
    assert Record.objects.filter(action="reviews reminded").count() == 1

    assert remind() == "Sent already this week, on 27 November 2026, so nothing was sent."
    day.shift(7 * 24 * 3600)
    remind()
    assert len(mail.outbox) == 2


def test_a_trial_sends_and_records_nothing(line):
    colleague("ann", "Editor", email="ann@example.org")

    assert "Line (service)" in remind(dry_run=True)
    assert mail.outbox == []
    assert not Record.objects.filter(action="reviews reminded").exists()


def test_nothing_is_sent_where_nothing_is_due(line, editor):
    colleague("ann", "Editor", email="ann@example.org")
    lifecycle.check({line.pk: 1}, editor, Check(date(2026, 11, 27), "called"))

    assert remind() == "Nothing is to be looked at again, so nothing was sent."
    assert mail.outbox == []


def test_it_fails_where_nobody_can_be_told(line):
    with pytest.raises(CommandError, match="Nobody who may submit has an email address"):
        remind()


def test_it_fails_where_the_server_takes_no_mail_and_is_tried_again(line, monkeypatch):
    colleague("ann", "Editor", email="ann@example.org")

    def refuse(*words):
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        with pytest.raises(CommandError, match="could not be sent: SMTPServerDisconnected"):
            remind()
    assert remind().startswith("Told 1 person")


def test_it_fails_where_no_mail_server_is_set(line, settings):
    colleague("ann", "Editor", email="ann@example.org")
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    with pytest.raises(CommandError, match="HELPAPI_MAIL is not set"):
        remind()


def test_an_account_that_is_not_in_force_is_not_told(line):
    ann = colleague("ann", "Editor", email="ann@example.org")
    ann.email = "somebody@else.example"
    ann.save()

    with pytest.raises(CommandError, match="Nobody who may submit"):
        remind()
