"""Several people at one thing: what they say about a submission, whom they ask, and who has a form open."""

from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from publishing import asking, commenting, lifecycle
from publishing.models import Asked, Comment, OpenForm, Publication, Submission
from tests import factories
from tests.admin_pages import as_sent
from tests.in_force import colleague
from tests.publishing.admin.desk import approve, change_number, page, said, signed_in, submission_page, submit, words

BODY = "The line closes at ten, not at nine."


@pytest.fixture
def waiting(desk, helpline) -> Submission:
    return submit(desk, helpline)


def say(client: Client, submission: Submission, text: str = BODY):
    shown = client.get(submission_page(submission))
    return client.post(submission_page(submission), {**as_sent(shown), "text": text, "say": "yes"}, follow=True)


def ask(client: Client, submission: Submission, who):
    return client.post(submission_page(submission), {"who": who.pk, "ask": "yes"}, follow=True)


def offered(client: Client, submission: Submission) -> list[str]:
    """Whom the page offers to ask."""
    form = client.get(submission_page(submission)).context["talk"].ask_form
    return [label for key, label in form.fields["who"].choices if key]


def test_what_somebody_says_stands_on_the_page_with_who_and_when(gate, desk, waiting):
    say(gate, waiting, f"{BODY}\nIs it?")

    shown = words(desk.get(submission_page(waiting)))
    assert "Comments (1)" in shown
    assert f"{timezone.localtime():%-d %B}" in shown.partition("Comments (1)")[2]
    assert f"{BODY} Is it?" in shown


def test_a_comment_approves_nothing_and_voids_nothing(gate, waiting):
    before = (waiting.digest, waiting.snapshot)
    say(gate, waiting)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.digest, waiting.snapshot) == (Submission.WAITING, *before)
    assert not Publication.objects.exists()
    assert "Published as edition 1" in said(approve(gate, waiting))[0]
    assert BODY not in Publication.objects.get().snapshot + str(Publication.objects.get().documents)


def test_no_page_changes_or_deletes_what_was_said():
    assert not site.is_registered(Comment)


def test_the_author_finds_what_was_said_until_they_answer(gate, desk, waiting):
    say(gate, waiting)
    assert BODY in words(desk.get("/admin/"))
    assert BODY not in words(gate.get("/admin/")), "they said it themselves"

    say(desk, waiting, "It is: I called.")
    assert "I called." in words(gate.get("/admin/")), "who commented is told of the answer"
    assert BODY not in words(desk.get("/admin/"))


def test_nobody_finds_what_was_said_once_it_is_decided(gate, desk, approver, waiting):
    say(gate, waiting)
    lifecycle.send_back(waiting, approver, "No.")

    assert "Said about what you submitted" not in words(desk.get("/admin/"))
    assert "no longer waiting" in said(say(desk, waiting, "Why?"))[0]
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<script>alert(1)</script>", "Plain text only"),
        ("Zero\u200bwidth", "Plain text only"),
        ("x" * 2001, "at most 2000 characters"),
        ("  ", "This field is required."),
    ],
)
def test_a_comment_that_is_not_taken_says_why_and_loses_nothing(gate, waiting, text, fault):
    answer = say(gate, waiting, text)

    assert fault in words(answer)
    assert as_sent(answer).get("text", "").strip() == text.strip()
    assert not Comment.objects.exists()


def test_numbers_that_nobody_may_publish_can_be_spoken_of(gate, waiting):
    say(gate, waiting, "0871 234 5678 costs money: take it out.")

    assert Comment.objects.exists()


@pytest.mark.parametrize("roles", [["Viewer"], ["People"]])
def test_who_may_neither_submit_nor_approve_says_nothing(waiting, roles):
    with pytest.raises(lifecycle.Refusal, match="not allowed to comment"):
        commenting.say(waiting, colleague("somebody", *roles), BODY)


def test_who_is_not_in_force_says_and_asks_nothing(waiting, approver, editor):
    editor.set_password("another")
    editor.save()

    with pytest.raises(lifecycle.Refusal, match="not in force"):
        commenting.say(waiting, editor, BODY)
    with pytest.raises(lifecycle.Refusal, match="not in force"):
        asking.ask(waiting, editor, approver)


def test_one_person_cannot_bury_what_others_say(waiting, editor, gate, monkeypatch):
    monkeypatch.setattr(commenting, "MOST_BY_ONE", 2)
    for text in ("One.", "Two."):
        commenting.say(waiting, editor, text)

    with pytest.raises(lifecycle.Refusal, match="2 times"):
        commenting.say(waiting, editor, "Three.")
    assert "is on the page" in said(say(gate, waiting))[0]


def test_ten_thousand_comments_make_no_page_longer_or_slower(gate, desk, waiting, approver):
    def asked_for(client, address) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        return len(queries)

    say(gate, waiting)
    one = [asked_for(gate, submission_page(waiting)), asked_for(desk, "/admin/")]
    Comment.objects.bulk_create(
        Comment(submission=waiting, by=approver, text=f"Number {n}.", at=timezone.now()) for n in range(10_000)
    )
    assert [asked_for(gate, submission_page(waiting)), asked_for(desk, "/admin/")] == one
    shown = words(gate.get(submission_page(waiting)))
    assert "Comments (10001)" in shown
    assert shown.count("Number ") == 51, "the last one stands above, too"


def test_who_is_asked_finds_it_first(gate, desk, waiting, approver):
    later = submit(desk, factories.service("Submitted later"))
    answer = ask(desk, waiting, approver)

    assert "finds this first" in said(answer)[0]
    assert "asked approver to look at this" in words(answer)
    listed = words(gate.get("/admin/")).partition("Waiting for your decision")[2]
    assert "Asked of you by editor: Someone to call" in listed
    assert listed.index("Someone to call") < listed.index(later.title)


def test_somebody_else_than_who_is_asked_may_still_decide(gate, desk, waiting):
    other = colleague("other", "Approver")
    ask(desk, waiting, other)

    assert "Published as edition 1" in said(approve(gate, waiting))[0]


def test_only_who_is_in_force_may_approve_and_had_no_hand_in_it_can_be_asked(gate, desk, helpline, approver, editor):
    hand = colleague("with-a-hand-in-it")
    change_number(signed_in(hand), helpline)
    colleague("writer", "Editor")
    changed = colleague("changed", "Approver")
    changed.set_password("another")
    changed.save()
    waiting = submit(desk, helpline)

    assert offered(desk, waiting) == ["approver"]
    for nobody in (hand, changed, editor):
        assert "This person can't decide on it now" in words(ask(desk, waiting, nobody))
    assert not Asked.objects.exists()


def test_who_neither_submitted_it_nor_may_approve_asks_nobody(waiting, approver):
    other = signed_in(colleague("other", "Editor"))

    assert offered(other, waiting) == []
    assert "can't ask anybody" in said(ask(other, waiting, approver))[0]
    assert not Asked.objects.exists()


def test_somebody_else_can_be_asked_instead(desk, gate, waiting, approver):
    other = colleague("other", "Approver")
    ask(desk, waiting, approver)
    ask(gate, waiting, other)

    assert Asked.objects.get().who == other
    assert "Asked of you" in words(signed_in(other).get("/admin/"))
    assert "Asked of you" not in words(gate.get("/admin/"))


def test_whoever_opens_a_form_that_somebody_has_open_is_told_since_when(desk, helpline, admin_in_force):
    desk.post(page(helpline, "open-form"), {"open": "yes"})
    since = f"{timezone.localtime():%H:%M}"

    assert f"Also open with editor (since {since})." in words(admin_in_force.get(page(helpline)))
    told = admin_in_force.post(page(helpline, "open-form"), {"open": "yes"}).content.decode()
    assert told.startswith("Also open with editor")
    assert "Also open" not in words(admin_in_force.get(page(factories.service("Another"))))
    assert "Also open with other" in words(desk.get(page(helpline)))


def test_who_has_left_or_was_not_heard_of_for_three_minutes_is_not_named(desk, helpline, admin_in_force):
    desk.post(page(helpline, "open-form"), {"open": "yes"})
    desk.post(page(helpline, "open-form"), {"left": "yes"})
    assert "Also open" not in words(admin_in_force.get(page(helpline)))

    desk.post(page(helpline, "open-form"), {"open": "yes"})
    OpenForm.objects.update(seen_at=timezone.now() - timedelta(minutes=4))
    assert "Also open" not in words(admin_in_force.get(page(helpline)))
    admin_in_force.post(page(helpline, "open-form"), {"open": "yes"})
    assert [one.by.username for one in OpenForm.objects.all()] == ["other"], "what is over is cleared away"


def test_a_form_that_stays_open_is_one_row_with_its_first_moment(desk, helpline):
    desk.post(page(helpline, "open-form"), {"open": "yes"})
    since = timezone.now() - timedelta(hours=1)
    OpenForm.objects.update(since=since)
    desk.post(page(helpline, "open-form"), {"open": "yes"})

    assert OpenForm.objects.get().since == since


def test_who_has_a_form_open_holds_up_nobody(desk, helpline, admin_in_force):
    desk.post(page(helpline, "open-form"), {"open": "yes"})

    change_number(admin_in_force, helpline)
    assert lifecycle.Edit.objects.get().by.username == "other"


def test_who_may_only_look_at_a_form_has_nothing_open(helpline):
    looker = signed_in(colleague("looker", "Approver"))
    assert looker.post(page(helpline, "open-form"), {"open": "yes"}).status_code == 404
    assert not OpenForm.objects.exists()


@pytest.fixture
def admin_in_force(db) -> Client:
    """Another editor."""
    return signed_in(colleague("other", "Editor"))
