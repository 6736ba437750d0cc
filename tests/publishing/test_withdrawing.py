"""How much one person may take down alone, and who is told of it."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from publishing import acts, confirming, keeper, lifecycle, reasons, withdrawing
from publishing.models import Publication, Record
from tests import factories as make
from tests.in_force import in_force
from tests.publishing.acts import edit, publication, take_down
from tests.publishing.test_following import eventually
from tests.sealed import seal_what_is_there


@pytest.fixture
def lines(publish) -> list:
    """Nine services that meet one need all over the UK, and a topic."""
    made = [make.service(f"Line {number}", slug=f"line-{number}") for number in range(9)]
    publish(*made, make.topic("Sextortion"))
    return made


def live() -> set[str]:
    return set(Publication.objects.filter(state=Publication.LIVE).values_list("slug", flat=True))


def withdraw_alone(item, by, reason="wrong-contact") -> int:
    return lifecycle.withdraw(publication(item), by=by, reason=reason)


def test_one_person_takes_down_five_items_in_an_hour_and_no_sixth(lines, editor):
    for line in lines[:5]:
        withdraw_alone(line, editor)

    with pytest.raises(lifecycle.TakesTwo, match="5 items within an hour"):
        withdraw_alone(lines[5], editor)
    assert "line-5" in live()


def test_somebody_else_may_go_on_and_they_themselves_an_hour_later(lines, editor, approver):
    for line in lines[:5]:
        withdraw_alone(line, editor)

    withdraw_alone(lines[5], approver)
    with time_machine.travel(timezone.now() + timedelta(minutes=59)), pytest.raises(lifecycle.TakesTwo):
        withdraw_alone(lines[6], editor)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        withdraw_alone(lines[6], editor)
    assert {"line-5", "line-6"}.isdisjoint(live())


def test_the_hour_goes_by_the_record_whatever_the_clock_said(lines, editor):
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        for line in lines[:5]:
            withdraw_alone(line, editor)

    with pytest.raises(lifecycle.TakesTwo):
        withdraw_alone(lines[5], editor)


def test_bringing_back_and_taking_down_again_counts_too(lines, editor, publish):
    for _ in range(5):
        withdraw_alone(lines[0], editor)
        publish(lines[0])

    with pytest.raises(lifecycle.TakesTwo):
        withdraw_alone(lines[0], editor)


def test_what_two_people_took_down_counts_for_neither(lines, editor, approver):
    take_down(*lines[:5], by=editor, and_by=approver)

    withdraw_alone(lines[5], editor)
    withdraw_alone(lines[6], approver)
    assert live() == {"line-7", "line-8", "sextortion"}


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"types": ["image-removal"]}, "the need “Stop the images”"),
        ({"need": "danger"}, "the need “In danger now”"),
        ({"coverage": ["S12000036"]}, "for Scotland"),
        ({"coverage": ["W06000015"]}, "for Wales"),
    ],
)
def test_the_last_of_a_need_or_a_nation_takes_two(lines, publish, editor, approver, fields, words):
    last = make.service("The last one", **fields)
    publish(last)

    with pytest.raises(lifecycle.TakesTwo, match=words):
        withdraw_alone(last, editor)
    take_down(last, by=editor, and_by=approver)
    assert "the-last-one" not in live()


def test_the_last_but_one_does_not(lines, publish, editor):
    pair = [make.service(f"Remover {number}", types=["image-removal"]) for number in range(2)]
    publish(*pair)

    withdraw_alone(pair[0], editor)
    with pytest.raises(lifecycle.TakesTwo):
        withdraw_alone(pair[1], editor)


def test_a_topic_takes_two(lines, editor):
    topic = Publication.objects.get(kind="topic")

    with pytest.raises(lifecycle.TakesTwo, match="the advice “sextortion”"):
        lifecycle.withdraw(topic, by=editor, reason="harmful")


def test_an_organisation_and_its_services_are_taken_down_together(publish, lines):
    body = make.organisation()
    theirs = [make.service(organisation=body) for _ in range(2)]
    publish(body, *theirs)

    number = take_down(body, *theirs)

    assert set(Publication.objects.filter(edition=number).values_list("state", flat=True)) == {"withdrawn"}
    assert Publication.objects.filter(edition=number).count() == 3


def test_what_was_proposed_is_void_once_an_item_has_another_version(lines, editor, approver, publish):
    held = Publication.objects.filter(slug__in=["line-0", "line-1"])
    act = acts.propose("withdraw", withdrawing.details(held, "closed"), by=editor)
    publish(edit(lines[0], by=editor, summary="The number was put right."))

    with pytest.raises(lifecycle.Refusal, match="would not do what was shown"):
        acts.approve(act, by=approver)
    assert {"line-0", "line-1"} <= live()


def test_only_a_notice_whose_time_is_over_expires(publish):
    notice = make.notice(expires_at=timezone.now() + timedelta(hours=1))
    publish(notice, make.service("A line"))

    for item in Publication.objects.all():
        with pytest.raises(lifecycle.Refusal, match="not over"):
            lifecycle.expire(item)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        lifecycle.expire(publication(notice))
    assert (publication(notice).state, publication(notice).reason) == ("withdrawn", "over")


def test_one_persons_own_words_of_before_are_not_shown(publish, api):
    publish(make.service("A line"), make.topic())
    Publication.objects.filter(slug="a-line").update(
        state="withdrawn", documents={}, reason="Text 03069 990123 instead.", replacement="a-trap"
    )
    seal_what_is_there()
    keeper.forget()

    told = api.get("/api/v1/services/a-line").json()

    assert (told["reason_code"], told["reason"], told["replacement"]) == ("other", "It has been taken down.", None)


@pytest.mark.parametrize("stored", ["closed", "closed: It has moved.", "other: Ask: them.", "harmful: Two\nlines."])
def test_a_reason_is_read_as_it_was_written(stored):
    assert str(reasons.read(stored)) == stored


def told() -> list:
    """The mail that a thread has sent by now."""
    assert eventually(lambda: mail.outbox)
    return mail.outbox


@pytest.fixture
def people(editor, approver):
    for user in (editor, approver, User.objects.create_user("passer-by")):
        user.email = f"{user.username}@example.org"
        user.save()
        in_force(user)


@pytest.mark.usefixtures("commits")
def test_everyone_who_may_approve_is_told_of_a_withdrawal(publish, editor, people, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    lines = [make.service(slug=f"line-{number}") for number in range(2)]
    publish(*lines)

    withdraw_alone(lines[0], editor)

    [message] = told()
    assert message.subject == "Taken down: service line-0"
    assert "edition 2, by editor:\n\nservice line-0: A wrong contact." in message.body
    assert (message.to, sorted(message.bcc)) == ([], ["approver@example.org", "editor@example.org"])


@pytest.mark.usefixtures("commits")
def test_everyone_who_may_approve_is_told_of_a_change_of_an_account(editor, people, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    with lifecycle.locked():
        confirming.note(editor, "cat", "password")

    [message] = told()
    assert message.subject == "Account changed: editor"
    assert "cat changed the account editor: password." in message.body


@pytest.mark.usefixtures("commits")
def test_a_mail_server_that_fails_holds_up_nothing(publish, editor, people, monkeypatch, caplog):
    def fails(message):
        raise smtplib.SMTPServerDisconnected("gone, with approver@example.org")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fails)
    lines = [make.service(slug=f"line-{number}") for number in range(2)]
    publish(*lines)

    assert withdraw_alone(lines[0], editor) == 2
    assert eventually(lambda: "nobody could be told by mail" in caplog.text)
    assert "approver@example.org" not in caplog.text
    assert live() == {"line-1"}


@pytest.mark.usefixtures("commits")
def test_nobody_is_told_of_what_was_undone(publish, editor, people, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    lines = [make.service(slug=f"line-{number}") for number in range(2)]
    publish(*lines)

    with lifecycle.trial():
        withdraw_alone(lines[0], editor)
    assert mail.outbox == []


def test_the_record_names_who_took_it_down_and_who_proposed_it(lines, editor, approver):
    withdraw_alone(lines[0], editor)
    take_down(lines[1], by=editor, and_by=approver, words="It has moved.")

    found = Record.objects.filter(action="withdrawn").values_list("slug", "submitted_by", "by", "reason")
    assert list(found) == [
        ("line-0", "", "editor", "wrong-contact"),
        ("line-1", "editor", "approver", "closed: It has moved."),
    ]
