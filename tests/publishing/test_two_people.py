"""Nothing becomes public unless two people meant exactly that."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from publishing import lifecycle, permission, snapshots
from publishing.models import Publication, Submission
from tests import factories as make
from tests.publishing.acts import edit, edit_unseen, publication, state, take_down

EDITED = "You have edited .* since it was last published"


def refused(submission, by, words: str) -> None:
    with pytest.raises(lifecycle.Refusal, match=words):
        lifecycle.approve([submission], by=by)
    assert not Publication.objects.filter(digest=submission.digest).exists()


def test_nobody_approves_what_they_submitted(editor):
    [submission] = lifecycle.submit([make.service()], by=editor)

    refused(submission, editor, "somebody else has to approve it")


def test_nobody_approves_what_they_edited(editor, approver):
    service = edit(make.service(), by=approver, summary="Edited by the approver.")
    [submission] = lifecycle.submit([service], by=editor)

    refused(submission, approver, EDITED)


def test_an_edit_before_that_of_somebody_else_still_counts(editor, approver):
    service = edit(make.service(), by=approver, summary="The approver's sentence.")
    edit(service, by=editor, description="The editor's sentence.")
    [submission] = lifecycle.submit([service], by=editor)

    refused(submission, approver, EDITED)


def test_an_edit_between_submission_and_approval_counts_though_it_changed_nothing_public(editor, approver):
    service = make.service()
    [submission] = lifecycle.submit([service], by=editor)
    edit(service, by=approver, review_due_on="2030-01-01")

    refused(submission, approver, EDITED)


def test_who_submitted_first_cannot_approve_what_another_submitted_again(editor, approver):
    service = make.service()
    lifecycle.submit([service], by=approver)
    [again] = lifecycle.submit([service], by=editor)

    refused(again, approver, EDITED)


def test_who_submitted_since_the_last_publication_cannot_approve_what_another_submitted_again(
    publish, editor, approver
):
    service = make.service()
    publish(service)
    edit_unseen(service, summary="Nobody is recorded for this.")
    lifecycle.submit([service], by=approver)
    [again] = lifecycle.submit([service], by=editor)

    refused(again, approver, EDITED)


def test_who_submitted_what_is_published_now_may_approve_what_comes_next(publish, editor, approver):
    service = make.service()
    publish(service)
    edit(service, by=approver, summary="Second.")

    lifecycle.approve(lifecycle.submit([service], by=approver), by=editor)

    assert publication(service).version == 2


def test_who_discarded_edits_or_went_back_counts_as_an_editor(publish, editor, approver, colleague):
    service = make.service()
    publish(service)
    publish(edit(service, by=editor, summary="Second."))
    submission = lifecycle.go_back(service, 1, by=colleague)

    refused(submission, colleague, "somebody else")
    assert colleague.pk in permission.editors_since_publication(service.pk)


def test_edits_before_the_last_publication_no_longer_count(publish, editor, approver, colleague):
    service = edit(make.service(), by=approver, summary="The approver's sentence.")
    lifecycle.approve(lifecycle.submit([service], by=editor), by=colleague)
    edit(service, by=editor, description="The editor's sentence.")

    lifecycle.approve(lifecycle.submit([service], by=editor), by=approver)

    assert publication(service).version == 2


def test_an_approval_stamped_ahead_hides_no_later_edit(publish, editor, approver):
    service = make.service()
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        publish(service)
    edit(service, by=approver, summary="Edited.")
    [submission] = lifecycle.submit([service], by=editor)

    refused(submission, approver, EDITED)


def test_what_nobody_is_recorded_as_having_submitted_cannot_be_approved(editor, approver):
    [submission] = lifecycle.submit([make.service()], by=editor)
    Submission.objects.update(by=None)

    refused(submission, approver, "Nobody is recorded")


def test_a_forged_snapshot_is_refused(editor, approver):
    [submission] = lifecycle.submit([make.service(name="Meant")], by=editor)
    Submission.objects.update(snapshot=submission.snapshot.replace("Meant", "Forged"))

    refused(submission, approver, "not what was submitted")


def test_a_forged_digest_is_refused(editor, approver):
    [submission] = lifecycle.submit([make.service()], by=editor)
    Submission.objects.update(digest="0" * 64)

    refused(submission, approver, "not what was submitted")


def test_a_forged_snapshot_with_its_digest_is_refused(editor, approver):
    [submission] = lifecycle.submit([make.service(name="Meant")], by=editor)
    forged = submission.snapshot.replace("Meant", "Forged")
    Submission.objects.update(snapshot=forged, digest=snapshots.digest(forged))

    refused(submission, approver, "edited since it was submitted")
    assert not Publication.objects.exists()


@pytest.mark.parametrize("forged", [{"kind": "topic"}, {"kind": "no-such-kind"}, {"uid": "0" * 32}])
def test_a_submission_moved_to_another_item_is_refused(editor, approver, forged):
    [submission] = lifecycle.submit([make.service()], by=editor)
    Submission.objects.update(**forged)

    refused(submission, approver, "edited since it was submitted")


def test_the_address_is_the_one_in_the_snapshot_whatever_the_submission_says(editor, approver):
    service = make.service(slug="meant")
    [submission] = lifecycle.submit([service], by=editor)
    Submission.objects.update(slug="forged")

    lifecycle.approve([submission], by=approver)

    assert publication(service).slug == "meant"


def test_an_edit_voids_the_submission(editor, colleague):
    service = make.service()
    [submission] = lifecycle.submit([service], by=editor)
    edit(service, by=colleague, summary="Edited afterwards.")

    assert state(submission) == "void"


def test_an_edit_of_a_part_voids_the_submission(editor, colleague):
    service = make.service()
    [submission] = lifecycle.submit([service], by=editor)
    service.channels.update(value="https://elsewhere.example.org")
    lifecycle.edited(service, by=colleague)

    assert state(submission) == "void"


def test_an_unrecorded_edit_after_the_submission_is_found_when_it_is_approved(editor, approver):
    service = make.service()
    [submission] = lifecycle.submit([service], by=editor)
    edit_unseen(service, summary="Slipped in.")

    refused(submission, approver, "edited since it was submitted")


def test_an_unrecorded_edit_of_a_part_is_found_when_it_is_approved(editor, approver):
    service = make.service()
    [submission] = lifecycle.submit([service], by=editor)
    service.channels.update(value="https://elsewhere.example.org")

    refused(submission, approver, "edited since it was submitted")


def test_an_item_deleted_since_it_was_submitted_cannot_be_approved(editor, approver):
    service = make.service()
    [submission] = lifecycle.submit([service], by=editor)
    type(service).objects.filter(pk=service.pk).delete()

    refused(submission, approver, "edited since it was submitted")


def test_an_edit_recorded_after_the_item_is_gone_voids_its_submission(editor):
    service = make.service()
    [submission] = lifecycle.submit([service], by=editor)
    type(service).objects.filter(pk=service.pk).delete()
    lifecycle.edited(service, by=editor)

    assert state(submission) == "void"


def test_bringing_back_what_was_withdrawn_takes_two_people(publish, editor, approver):
    service = make.service()
    publish(service)
    take_down(publication(service), by=approver)
    [submission] = lifecycle.submit([service], by=editor)

    with pytest.raises(lifecycle.Refusal, match="somebody else"):
        lifecycle.approve([submission], by=editor)
    lifecycle.approve([submission], by=approver)
    held = publication(service)
    assert (held.state, held.version, held.reason) == ("live", 2, "")


def test_nobody_who_is_deactivated_can_do_anything(publish, editor, colleague):
    service = make.service()
    publish(service)
    [submission] = lifecycle.submit([edit(service, by=editor, summary="Second.")], by=editor)
    colleague.is_active = False
    colleague.save()
    acts = [
        lambda: lifecycle.submit([service], by=colleague),
        lambda: lifecycle.approve([submission], by=colleague),
        lambda: lifecycle.send_back(submission, by=colleague, reason="No."),
        lambda: take_down(publication(service), by=colleague),
        lambda: lifecycle.discard_edits(service, by=colleague),
        lambda: lifecycle.go_back(service, 1, by=colleague),
    ]

    for act in acts:
        with pytest.raises(lifecycle.Refusal, match="Your account is not allowed"):
            act()


def test_nobody_without_the_permission_can_submit_or_approve(editor, django_user_model):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    service = make.service()
    [submission] = lifecycle.submit([service], by=editor)

    with pytest.raises(lifecycle.Refusal, match="not allowed to submit"):
        lifecycle.submit([service], by=reader)
    refused(submission, reader, "not allowed to approve")
    refused(submission, None, "not allowed to approve")


def test_the_database_itself_refuses_an_approver_who_submitted(editor):
    [submission] = lifecycle.submit([make.service()], by=editor)

    with pytest.raises(IntegrityError):
        Submission.objects.filter(pk=submission.pk).update(state="approved", decided_by=editor)


def test_the_database_itself_refuses_an_approval_by_nobody(editor):
    [submission] = lifecycle.submit([make.service()], by=editor)

    with pytest.raises(IntegrityError):
        Submission.objects.filter(pk=submission.pk).update(state="approved", decided_by=None)
