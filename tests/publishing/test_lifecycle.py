"""Submitting, approving, sending back and withdrawing: what each does, and what makes no sense."""

import json

import pytest

from publishing import keeper, lifecycle, snapshots
from publishing.models import Publication, Record, Submission
from tests import factories as make
from tests.publishing.acts import document, edit, edit_unseen, publication, state, take_down


def test_what_is_submitted_is_frozen(editor):
    service = make.service(name="First name")

    [submission] = lifecycle.submit([service], by=editor)
    edit_unseen(service, name="Second name")

    submission.refresh_from_db()
    assert json.loads(submission.snapshot)["item"]["fields"]["name"] == "First name"
    assert submission.digest == snapshots.digest(submission.snapshot)


def test_what_is_frozen_is_the_row_and_not_the_object_in_memory(editor):
    service = make.service(name="In the database")
    service.name = "Only in memory"

    [submission] = lifecycle.submit([service], by=editor)

    assert submission.title == "In the database"
    assert json.loads(submission.snapshot)["item"]["fields"]["name"] == "In the database"


def test_approving_publishes_exactly_the_digest_that_was_submitted(editor, approver):
    service = make.service()
    [submission] = lifecycle.submit([service], by=editor)

    lifecycle.approve([submission], by=approver)

    assert publication(service).digest == submission.digest
    assert publication(service).snapshot == submission.snapshot
    assert snapshots.digest(publication(service).snapshot) == submission.digest


def test_all_that_is_approved_together_is_one_edition(publish):
    items = [make.organisation(), make.service(), make.topic(), make.notice()]

    number = publish(*items)

    assert [publication(item).edition for item in items] == [number] * 4


def test_one_refused_submission_stops_those_approved_with_it(editor, approver):
    fine, stale = make.service(), make.service()
    submissions = lifecycle.submit([fine, stale], by=editor)
    edit_unseen(stale, name="Changed")

    with pytest.raises(lifecycle.Refusal, match="edited since it was submitted"):
        lifecycle.approve(submissions, by=approver)

    assert not Publication.objects.exists()
    assert state(submissions[0]) == "waiting"


def test_the_version_counts_the_publications_of_an_item(publish, editor):
    service = make.service()
    publish(service)
    publish(edit(service, by=editor, summary="Another sentence."))

    assert publication(service).version == 2
    assert document(service)["version"] == 2


def test_an_approval_of_nothing_is_refused_and_makes_no_edition(publish, approver):
    number = publish(make.service())

    with pytest.raises(lifecycle.Refusal, match="nothing to approve"):
        lifecycle.approve([], by=approver)

    assert publish(make.service()) == number + 1


def test_a_submission_named_twice_is_approved_once(editor, approver):
    [submission] = lifecycle.submit([make.service()], by=editor)

    lifecycle.approve([submission, submission], by=approver)

    assert Record.objects.filter(action="approved").count() == 1


def test_an_item_named_twice_is_submitted_once(editor):
    service = make.service()

    assert len(lifecycle.submit([service, service], by=editor)) == 1


def test_a_later_submission_replaces_the_one_that_waits(editor):
    service = make.service()
    [first] = lifecycle.submit([service], by=editor)
    [second] = lifecycle.submit([service], by=editor)

    assert (state(first), state(second)) == ("void", "waiting")


def test_an_item_that_is_public_as_it_stands_cannot_be_submitted(publish, editor):
    service = make.service()
    publish(service)

    with pytest.raises(lifecycle.Refusal, match="no changes"):
        lifecycle.submit([service], by=editor)


def test_an_item_that_was_never_saved_cannot_be_submitted(editor):
    service = make.service()
    type(service).objects.filter(pk=service.pk).delete()

    with pytest.raises(lifecycle.Refusal, match="not saved"):
        lifecycle.submit([service], by=editor)


def test_rows_that_no_form_would_take_cannot_be_submitted(editor):
    service = make.service(channels=[{"kind": "phone", "value": "020 7946 0000"}])
    service.channels.update(value="not a number")

    with pytest.raises(lifecycle.Refusal, match="can't be submitted: Number, address or words"):
        lifecycle.submit([service], by=editor)


def test_a_slug_that_has_been_public_for_something_else_is_refused(publish, editor):
    gone = make.service(slug="a-line")
    publish(gone)
    gone.delete()

    with pytest.raises(lifecycle.Refusal, match="has been public for something else"):
        lifecycle.submit([make.service(slug="a-line")], by=editor)


def test_a_slug_that_became_public_for_something_else_while_waiting_is_refused(publish, editor, approver):
    service = make.service(slug="a-line")
    [submission] = lifecycle.submit([service], by=editor)
    edit_unseen(service, slug="elsewhere")
    other = make.service(slug="a-line")
    publish(other)
    other.delete()
    edit_unseen(service, slug="a-line")

    with pytest.raises(lifecycle.Refusal, match="has been public for something else"):
        lifecycle.approve([submission], by=approver)


def test_an_approved_submission_cannot_be_decided_again(editor, approver, colleague):
    [submission] = lifecycle.submit([make.service()], by=editor)
    lifecycle.approve([submission], by=approver)

    with pytest.raises(lifecycle.Refusal, match="no longer waiting: approved and published by approver"):
        lifecycle.approve([submission], by=colleague)
    with pytest.raises(lifecycle.Refusal, match="no longer waiting"):
        lifecycle.send_back(submission, by=colleague, reason="Too late.")


def test_sending_back_needs_a_reason(editor, approver):
    [submission] = lifecycle.submit([make.service()], by=editor)

    with pytest.raises(lifecycle.Refusal, match="Say why"):
        lifecycle.send_back(submission, by=approver, reason="  ")


def test_what_was_sent_back_is_not_public_and_keeps_the_reason(editor, approver):
    [submission] = lifecycle.submit([make.service()], by=editor)
    lifecycle.send_back(submission, by=approver, reason="The number is an old one.")

    submission.refresh_from_db()
    assert (submission.state, submission.reason) == (Submission.SENT_BACK, "The number is an old one.")
    assert not Publication.objects.exists()


def test_one_person_may_withdraw_and_the_reason_is_public(publish, editor, api):
    service = make.service(slug="a-line")
    publish(service, make.service())

    lifecycle.withdraw(publication(service), by=editor, reason="closed")
    keeper.refresh()

    response = api.get("/api/v1/services/a-line")
    told = (response.json()["reason_code"], response.json()["reason"])
    assert (response.status_code, told) == (410, ("closed", "It has closed, or is no longer on offer."))


@pytest.mark.parametrize("reason", ["", " ", "It has closed.", "closed: call 020 7946 0123", "over"])
def test_one_person_withdraws_for_a_reason_of_the_list_and_no_other(publish, editor, reason):
    service = make.service()
    publish(service, make.service())

    with pytest.raises(lifecycle.Refusal, match="Choose a reason"):
        lifecycle.withdraw(publication(service), by=editor, reason=reason)
    assert publication(service).state == "live"


def test_what_is_withdrawn_cannot_be_withdrawn_again(publish, editor):
    service = make.service()
    publish(service)
    take_down(publication(service), by=editor)

    with pytest.raises(lifecycle.Refusal, match="already been withdrawn"):
        take_down(publication(service), by=editor)


def test_a_replacement_must_be_public(publish, editor):
    service, draft = make.service(), make.service(slug="draft")
    publish(service)

    with pytest.raises(lifecycle.Refusal, match="“draft” is not a public service"):
        take_down(publication(service), by=editor, replacement=draft.slug)


def test_nothing_can_be_its_own_replacement(publish, editor):
    service = make.service(slug="a-line")
    publish(service)

    with pytest.raises(lifecycle.Refusal, match="is not a public service"):
        take_down(publication(service), by=editor, replacement="a-line")


def test_a_replacement_is_shown_where_the_withdrawn_item_was(publish, editor, api):
    old, new = make.service(slug="old"), make.service(slug="new")
    publish(old, new)

    take_down(publication(old), by=editor, replacement="new")
    keeper.refresh()

    assert api.get("/api/v1/services/old").json()["replacement"] == "https://help.example.org/api/v1/services/new"


def test_what_waited_when_its_item_was_withdrawn_cannot_bring_it_back(publish, editor, approver):
    service = make.service()
    publish(service)
    [submission] = lifecycle.submit([edit(service, by=editor, summary="A new sentence.")], by=editor)
    take_down(publication(service), by=editor)

    with pytest.raises(lifecycle.Refusal, match="no longer waiting"):
        lifecycle.approve([submission], by=approver)


def test_a_database_that_has_published_nothing_can_be_filled_without_an_approval(db):
    number = lifecycle.publish_first([make.service(), make.notice()], reason="The first content.")

    assert Publication.objects.filter(edition=number, state="live").count() == 2
    assert set(Record.objects.filter(edition=number).values_list("action", "by")) == {("published first", "")}


def test_a_database_that_has_published_anything_cannot_be_filled_without_an_approval(publish, editor):
    service = make.service()
    publish(service)
    take_down(publication(service), by=editor)

    with pytest.raises(lifecycle.Refusal, match="Only an empty database"):
        lifecycle.publish_first([make.service()], reason="Once more.")


def test_an_item_that_has_been_public_cannot_be_deleted(publish, editor):
    service = make.service()
    publish(service)

    with pytest.raises(lifecycle.Refusal, match="can't be deleted, only withdrawn"):
        lifecycle.delete(service, by=editor)
