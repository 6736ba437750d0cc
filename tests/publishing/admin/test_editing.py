"""Saving and deleting, alone and beside another editor."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from publishing.models import Edit, Notice, Publication, Submission
from services.models import Service
from tests import factories
from tests.admin_pages import as_sent, errors
from tests.publishing.acts import take_down
from tests.publishing.admin.desk import (
    NEW_NUMBER,
    OLD_NUMBER,
    SERVICES,
    SUBMISSIONS,
    change_number,
    page,
    press,
    said,
    save,
    served,
    submission_page,
    submit,
    words,
)


def test_a_save_that_changes_something_is_one_edit_by_its_author(desk, editor, helpline):
    save(desk, helpline, summary="Somebody to call.", **{"channels-0-value": NEW_NUMBER})

    assert list(Edit.objects.filter(uid=helpline.pk).values_list("by", flat=True)) == [editor.pk]


def test_a_change_of_a_channel_alone_is_an_edit(desk, helpline):
    change_number(desk, helpline)

    assert Edit.objects.filter(uid=helpline.pk).count() == 1


def test_a_save_that_changes_nothing_is_no_edit(desk, helpline):
    save(desk, helpline)

    assert not Edit.objects.exists()


def test_a_review_date_is_no_edit(desk, helpline):
    save(desk, helpline, review_due_on="01/02/2030")

    helpline.refresh_from_db()
    assert helpline.review_due_on.year == 2030
    assert not Edit.objects.exists()


def test_an_item_that_is_added_is_an_edit_by_its_author(desk, editor):
    form = as_sent(desk.get("/admin/publishing/notice/add/"))
    desk.post("/admin/publishing/notice/add/", {**form, "text": "Don't use it.", "slug": "old-number"})

    assert list(Edit.objects.values_list("by", flat=True)) == [editor.pk]


def test_the_end_of_a_notice_is_typed_in_uk_time(desk):
    form = as_sent(desk.get("/admin/publishing/notice/add/"))
    sent = {**form, "text": "Don't use it.", "slug": "old-number", "expires_at": "2030-06-01T10:00"}
    desk.post("/admin/publishing/notice/add/", sent)

    notice = Notice.objects.get()
    assert notice.expires_at == datetime(2030, 6, 1, 9, tzinfo=UTC)
    assert as_sent(desk.get(page(notice)))["expires_at"] == "2030-06-01T10:00"


def test_an_edit_reaches_nobody_outside(desk, api, helpline, publish):
    publish(helpline)
    before = served(api).content
    change_number(desk, helpline)

    assert served(api).content == before


def test_looking_at_the_pages_of_an_item_opens_no_transaction(desk, helpline, publish, monkeypatch):
    publish(helpline)
    change_number(desk, helpline)
    submission = submit(desk, helpline)
    addresses = [page(helpline, name) for name in ("change", "preview", "differences", "versions", "submit", "withdraw",
                                                   "discard", "delete")]  # fmt: skip
    addresses += ["/admin/", SERVICES, SUBMISSIONS, submission_page(submission), "/admin/publishing/record/"]
    monkeypatch.setattr("django.db.transaction.Atomic.__enter__", refuse)

    for address in addresses:
        assert desk.get(address).status_code in (200, 302), address


def refuse(*_):
    raise AssertionError("a transaction was opened")


def test_an_edit_that_voids_a_submission_warns_its_author_at_once(desk, gate, helpline):
    submission = submit(desk, helpline)

    assert "submitted by editor" in said(change_number(gate, helpline))[0]
    submission.refresh_from_db()
    assert submission.state == Submission.VOID


def test_whoever_submitted_finds_on_the_home_page_that_it_was_voided(desk, gate, helpline):
    submit(desk, helpline)
    change_number(gate, helpline)

    assert "Someone to call (service): void by approver" in words(desk.get("/admin/"))


def test_what_was_never_public_can_be_deleted_and_its_submission_is_void(desk, helpline):
    submission = submit(desk, helpline)
    desk.post(page(helpline, "delete"), {"post": "yes"})

    submission.refresh_from_db()
    assert not Service.objects.exists()
    assert submission.state == Submission.VOID


def test_what_was_public_is_not_deleted_from_its_page(desk, helpline, publish):
    publish(helpline)
    answer = desk.post(page(helpline, "delete"), {"post": "yes"}, follow=True)

    assert "can't be deleted, only withdrawn" in said(answer)[0]
    assert Service.objects.count() == 1


def test_what_was_public_is_not_deleted_from_the_list_nor_anything_with_it(desk, helpline, publish):
    publish(helpline)
    chosen = [helpline.pk, factories.service().pk]
    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    answer = desk.post(SERVICES, data, follow=True)

    assert "can't be deleted, only withdrawn" in said(answer)[0]
    assert Service.objects.count() == 2


def test_a_withdrawn_item_is_not_deleted_either(desk, helpline, publish, editor):
    publish(helpline)
    take_down(Publication.objects.get(), by=editor)
    desk.post(page(helpline, "delete"), {"post": "yes"})

    assert Service.objects.count() == 1


def test_a_notice_that_is_over_already_is_refused(desk):
    form = as_sent(desk.get("/admin/publishing/notice/add/"))
    sent = {**form, "text": "Don't use it.", "slug": "old-number", "expires_at": "2020-06-01T10:00"}

    found = errors(desk.post("/admin/publishing/notice/add/", sent))
    assert found == {"expires_at": ["This is over already. Give a time to come, or leave it empty."]}


@pytest.mark.parametrize("name", ["checked_on", "channels-0-checked_on"])
def test_nothing_has_been_checked_on_a_day_to_come(desk, helpline, name):
    tomorrow = str(timezone.localdate() + timedelta(days=2))

    found = errors(save(desk, helpline, **{name: tomorrow}))
    assert found == {name: ["This day is still to come. Give the day on which it was checked."]}


def test_a_notice_gets_its_slug_from_its_words(desk):
    form = as_sent(desk.get("/admin/publishing/notice/add/"))
    desk.post("/admin/publishing/notice/add/", {**form, "text": "Do not use the old number.", "slug": ""})

    assert Notice.objects.get().slug == "do-not-use-the-old-number"


def test_saving_says_that_it_is_not_public_and_where_to_submit_it(desk, helpline, publish):
    publish(helpline)
    assert not any("The public does not see this yet" in word for word in said(save(desk, helpline)))

    told = said(save(desk, helpline, summary="Changed."))
    assert any(f'The public does not see this yet. <a href="{page(helpline, "submit")}">' in word for word in told)


def test_deleting_is_offered_only_of_what_was_never_public(desk, helpline, publish):
    assert 'class="deletelink"' in desk.get(page(helpline)).content.decode()
    publish(helpline)

    assert 'class="deletelink"' not in desk.get(page(helpline)).content.decode()


def test_a_number_named_in_a_sentence_is_told_to_who_writes_it_and_to_who_approves_it(desk, gate, helpline):
    described = save(desk, helpline, description=f"Or call {NEW_NUMBER}, or {OLD_NUMBER}.")

    (told,) = [one for one in said(described) if "The text names" in one]
    assert told == f"The text names {NEW_NUMBER}, which is no channel of this. Is it right, and whose is it?"
    assert told in words(gate.get(submission_page(submit(desk, helpline))))


def test_a_refused_number_in_a_sentence_is_said_at_its_field_and_what_was_typed_is_kept(desk, helpline):
    refused = save(desk, helpline, description="Or text 07786 209 697.")

    assert "07786209697 is old or wrong and is never published." in words(refused)
    assert "Or text 07786 209 697." in words(refused)


def test_nobody_is_shown_the_name_of_a_constraint_or_of_a_field(helpline):
    row = Service(name="A name", slug="a-name", summary="A sentence.", types=["emotional-support"], is_worldwide=True)
    row.clean = lambda: None  # as if it had foreseen nothing
    with pytest.raises(ValidationError) as told:
        row.full_clean()

    assert told.value.messages == [
        "These do not fit together: “Where it serves is known”, “Worldwide”. Change one of them."
    ]


def test_a_row_that_no_form_would_take_is_refused_by_the_names_of_the_form(desk, helpline):
    Service.objects.filter(pk=helpline.pk).update(summary="")

    assert "Summary: This field cannot be blank." in words(press(desk, page(helpline, "submit"), note=""))


def test_a_value_that_no_form_would_have_taken_does_not_close_the_form(desk, helpline):
    Service.objects.filter(pk=helpline.pk).update(languages=["xx"], coverage=["nowhere"], audiences=["nobody"])

    assert "nowhere" in words(desk.get(page(helpline)))
