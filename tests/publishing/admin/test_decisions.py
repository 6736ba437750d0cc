"""Approving and sending back."""

from publishing import lifecycle
from publishing.models import Publication, Submission
from services.models import Channel
from tests import factories
from tests.admin_pages import as_sent
from tests.in_force import colleague
from tests.publishing.acts import take_down
from tests.publishing.admin.desk import (
    NEW_NUMBER,
    OLD_NUMBER,
    SUBMISSIONS,
    answers,
    approve,
    change_number,
    said,
    served,
    signed_in,
    submission_page,
    submit,
    words,
)


def test_another_person_approves_and_it_is_public(desk, gate, api, helpline):
    answer = approve(gate, submit(desk, helpline))

    assert "Published as edition 1" in said(answer)[0]
    assert served(api).json()["result"]["channels"][0]["value"] == OLD_NUMBER


def test_nobody_approves_what_they_submitted(desk, editor, helpline):
    answer = approve(desk, submit(desk, helpline))

    assert "somebody else has to approve it" in said(answer)[0]
    assert not Publication.objects.exists()


def test_nobody_approves_what_they_edited_since_it_was_published(desk, gate, helpline):
    change_number(gate, helpline)
    answer = approve(gate, submit(desk, helpline))

    assert "You have edited" in said(answer)[0]
    assert not Publication.objects.exists()


def test_an_edit_behind_the_forms_back_is_found_at_approval(desk, gate, helpline):
    submission = submit(desk, helpline)
    Channel.objects.update(value=NEW_NUMBER)

    assert "has been edited since it was submitted" in said(approve(gate, submission))[0]
    assert not Publication.objects.exists()


def test_sending_back_needs_a_reason(desk, gate, helpline):
    submission = submit(desk, helpline)
    answer = gate.post(submission_page(submission), {"send_back": "yes", "reason": ""})

    assert "This field is required." in words(answer)
    submission.refresh_from_db()
    assert submission.state == Submission.WAITING


def test_what_is_sent_back_reaches_its_author_with_the_reason(desk, gate, helpline):
    submission = submit(desk, helpline)
    gate.post(submission_page(submission), {"send_back": "yes", "reason": "The number is wrong."})

    assert "sent back by approver" in words(desk.get("/admin/"))
    assert "The number is wrong." in words(desk.get("/admin/"))


def test_whoever_decides_second_is_told_who_decided_first(desk, gate, colleague, helpline):
    submission = submit(desk, helpline)
    opened = as_sent(gate.get(submission_page(submission)))
    lifecycle.send_back(submission, colleague, "The number is wrong.")
    answer = gate.post(submission_page(submission), {**opened, "approve": "yes"})

    assert "no longer waiting: sent back by colleague" in said(answer)[0]


def test_what_was_withdrawn_while_the_page_was_open_does_not_come_back(desk, gate, editor, helpline, publish):
    publish(helpline)
    change_number(desk, helpline)
    submission = submit(desk, helpline)
    opened = as_sent(gate.get(submission_page(submission)))
    take_down(Publication.objects.get(), by=editor)

    assert "no longer waiting" in said(gate.post(submission_page(submission), {**opened, "approve": "yes"}))[0]
    assert Publication.objects.get().state == Publication.WITHDRAWN


def test_approving_what_was_withdrawn_says_so_first(desk, gate, editor, helpline, publish):
    publish(helpline)
    take_down(Publication.objects.get(), by=editor, reason="wrong-contact")

    assert "This was withdrawn. A wrong contact." in words(gate.get(submission_page(submit(desk, helpline))))


def test_an_approval_that_shows_nothing_it_has_seen_is_refused(desk, gate, helpline):
    submission = submit(desk, helpline)

    assert "not what you were shown" in said(gate.post(submission_page(submission), {"approve": "yes"}))[0]
    assert not Publication.objects.exists()


def test_an_editor_without_the_permission_cannot_approve(helpline, desk):
    person = colleague("person", "Editor")
    submission = submit(desk, helpline)
    shown = signed_in(person).get(submission_page(submission))

    assert "Approve and publish" not in words(shown)
    sent = {f"digest-{submission.pk}": submission.digest, "approve": "yes"}
    assert "not allowed" in said(signed_in(person).post(submission_page(submission), sent))[0]


def test_several_are_approved_as_one_edition_after_all_was_shown(desk, gate):
    organisation = factories.organisation("A charity")
    service = factories.service("Its helpline", organisation=organisation)
    chosen = [submit(desk, organisation).pk, submit(desk, service).pk]
    asked = gate.post(SUBMISSIONS, {"action": "approve_together", "_selected_action": chosen})
    assert "Its helpline (service), submitted by editor" in words(asked)

    unanswered = gate.post(SUBMISSIONS, {**as_sent(asked), "_selected_action": chosen})
    assert "answer what is asked" in said(unanswered)[0]
    assert not Publication.objects.exists()
    gate.post(SUBMISSIONS, {**as_sent(asked), **answers(asked), "_selected_action": chosen})
    assert list(Publication.objects.values_list("slug", "edition")) == [("a-charity", 1), ("its-helpline", 1)]


def test_one_that_cannot_be_approved_holds_up_the_whole_edition(desk, gate, helpline):
    chosen = [submit(desk, helpline).pk, submit(desk, factories.service("Another")).pk]
    asked = gate.post(SUBMISSIONS, {"action": "approve_together", "_selected_action": chosen})
    change_number(desk, helpline)

    gate.post(SUBMISSIONS, {**as_sent(asked), **answers(asked), "_selected_action": chosen})
    assert not Publication.objects.exists()


def test_what_is_risky_is_not_approved_before_its_questions_are_answered(desk, gate, helpline):
    submission = submit(desk, helpline)
    asked = gate.get(submission_page(submission))
    (question,) = (field for field in asked.context["checklist"] if field.name == "contacts")
    assert "tried it" in question.label

    others = {name: "on" for name in answers(asked) if name != question.html_name}
    again = gate.post(submission_page(submission), {**as_sent(asked), **others, "approve": "yes"})
    assert said(again) == ["Nothing is published yet: answer what is asked before you approve."]
    assert "Tick this when it is so" in words(again)
    assert not Publication.objects.exists()


def test_what_an_approver_answered_is_kept_with_the_version(desk, gate, helpline):
    submission = submit(desk, helpline)
    approve(gate, submission)

    assert "Answered: " in words(desk.get(submission_page(submission)))
    assert "or tried it" in words(desk.get(submission_page(submission)))


def test_submissions_that_wait_come_first(desk, helpline, publish):
    submit(desk, factories.service("First"))
    publish(helpline)

    listed = desk.get(SUBMISSIONS).context["cl"].result_list
    assert [submission.state for submission in listed] == [Submission.WAITING, Submission.APPROVED]
