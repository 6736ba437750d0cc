"""What editors and approvers see and do on the way from a form to the public."""

import html
import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from publishing import keeper, lifecycle
from publishing.models import Edit, Publication, Record, Submission
from services.models import Channel, Organisation, Service
from tests import factories
from tests.admin_pages import as_sent

SERVICES = "/admin/services/service/"
SUBMISSIONS = "/admin/publishing/submission/"
REFUSED = 404  # the house answers what is forbidden as it answers what isn't there
OLD_NUMBER, NEW_NUMBER = "0808 157 0123", "0808 157 0456"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(editor) -> Client:
    return signed_in(editor)


@pytest.fixture
def gate(approver) -> Client:
    return signed_in(approver)


@pytest.fixture
def helpline(db) -> Service:
    return factories.service("Someone to call", channels=[{"kind": "phone", "value": OLD_NUMBER}])


def page(item, name: str = "change") -> str:
    return f"/admin/{item._meta.label_lower.replace('.', '/')}/{item.pk}/{name}/"


def served(api: Client, slug: str = "someone-to-call"):
    """The public's answer, as every process gives it within a second."""
    keeper.refresh()
    return api.get(f"/api/v1/services/{slug}")


def words(response) -> str:
    """What a page says, on one line and without its markup."""
    assert response.status_code == 200, response
    main = response.content.decode().partition('id="main"')[2] or response.content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def said(response) -> list[str]:
    """The messages on a page."""
    return [str(message) for message in response.context["messages"]]


def save(client: Client, item, **changes):
    """Open the item's form, type the changes, and press Save."""
    form = as_sent(client.get(page(item)))
    return client.post(page(item), {**form, **changes}, follow=True)


def press(client: Client, address: str, **answers):
    """Fill in the form of a page that asks first, and press its button."""
    return client.post(address, {**as_sent(client.get(address)), **answers}, follow=True)


def change_number(client: Client, service: Service, number: str = NEW_NUMBER):
    return save(client, service, **{"channels-0-value": number})


def submit(client: Client, item, note: str = "") -> Submission:
    press(client, page(item, "submit"), note=note)
    return Submission.objects.get(uid=item.pk, state=Submission.WAITING)


def submission_page(submission: Submission) -> str:
    return f"{SUBMISSIONS}{submission.pk}/change/"


def approve(client: Client, submission: Submission):
    sent = as_sent(client.get(submission_page(submission)))
    return client.post(submission_page(submission), {**sent, "approve": "yes"}, follow=True)


def state_in_list(client: Client, item) -> str:
    listed = client.get(f"/admin/{item._meta.label_lower.replace('.', '/')}/").context["cl"].result_list
    return next(row.state_in_list.words for row in listed if row.pk == item.pk)


# Where an item stands


def test_the_list_says_where_an_item_stands_at_every_step(desk, gate, helpline, publish):
    assert state_in_list(desk, helpline) == "Not public"
    publish(helpline)
    assert state_in_list(desk, helpline) == "Public, version 1"
    change_number(desk, helpline)
    assert state_in_list(desk, helpline) == "Public with unpublished edits, version 1"
    approve(gate, submit(desk, helpline))
    assert state_in_list(desk, helpline) == "Public, version 2"
    press(desk, page(helpline, "withdraw"), reason="It has closed.")
    assert state_in_list(desk, helpline) == "Withdrawn"


def test_the_list_says_that_an_item_waits_and_what_is_public_meanwhile(desk, helpline, publish):
    publish(helpline)
    change_number(desk, helpline)
    submit(desk, helpline)

    assert state_in_list(desk, helpline) == "Waiting for approval (version 1 is public)"


def test_an_edit_that_is_taken_back_by_hand_is_no_unpublished_edit(desk, helpline, publish):
    publish(helpline)
    change_number(desk, helpline)
    change_number(desk, helpline, OLD_NUMBER)

    assert state_in_list(desk, helpline) == "Public, version 1"


@pytest.mark.parametrize("state", ["not-public", "public", "edited", "waiting", "withdrawn"])
def test_the_list_can_be_narrowed_to_a_state(desk, editor, publish, state):
    made = {name: factories.service(name) for name in ("not-public", "public", "edited", "waiting", "withdrawn")}
    publish(*(made[name] for name in ("public", "edited", "withdrawn")))
    save(desk, made["edited"], summary="Changed.")
    lifecycle.submit([made["waiting"]], editor)
    lifecycle.withdraw(Publication.objects.get(slug="withdrawn"), editor, "It has closed.")

    assert [row.name for row in desk.get(f"{SERVICES}?state={state}").context["cl"].result_list] == [state]


def test_a_longer_list_of_drafts_costs_no_more_queries(desk):
    factories.service()
    desk.get(SERVICES)
    with CaptureQueriesContext(connection) as few:
        desk.get(SERVICES)
    for _ in range(10):
        factories.service()
    with CaptureQueriesContext(connection) as many:
        desk.get(SERVICES)

    assert len(many) == len(few)


# Editing


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


# Two editors of one item


def test_the_second_of_two_editors_is_told_and_keeps_what_they_typed(desk, gate, helpline):
    mine = {**as_sent(desk.get(page(helpline))), "summary": "What I typed."}
    save(gate, helpline, name="Their name")

    again = desk.post(page(helpline), mine)

    assert "approver changed this since you opened it" in words(again)
    assert f'<a href="{page(helpline)}" target="_blank"' in again.content.decode()
    assert as_sent(again)["summary"] == "What I typed."
    helpline.refresh_from_db()
    assert (helpline.name, helpline.summary) == ("Their name", "Someone to talk to.")


def test_saving_again_after_the_warning_is_a_choice_that_holds(desk, gate, helpline):
    mine = {**as_sent(desk.get(page(helpline))), "summary": "What I typed."}
    save(gate, helpline, name="Their name")
    again = as_sent(desk.post(page(helpline), mine))

    assert desk.post(page(helpline), again).status_code == 302
    helpline.refresh_from_db()
    assert (helpline.name, helpline.summary) == ("Someone to call", "What I typed.")


def test_what_was_typed_into_a_channel_that_somebody_deleted_is_not_lost(desk, gate, helpline):
    factories.channel(helpline, position=2, value="https://chat.example.org")
    mine = {**as_sent(desk.get(page(helpline))), "channels-0-instructions": "Choose option 2."}
    save(gate, helpline, **{"channels-0-DELETE": "on"})

    again = as_sent(desk.post(page(helpline), mine))
    assert desk.post(page(helpline), again).status_code == 302
    assert set(helpline.channels.values_list("value", "instructions")) == {
        (OLD_NUMBER, "Choose option 2."),
        ("https://chat.example.org", ""),
    }


def test_an_edit_that_voids_a_submission_warns_its_author_at_once(desk, gate, helpline):
    submission = submit(desk, helpline)

    assert "submitted by editor" in said(change_number(gate, helpline))[0]
    submission.refresh_from_db()
    assert submission.state == Submission.VOID


def test_whoever_submitted_finds_on_the_home_page_that_it_was_voided(desk, gate, helpline):
    submit(desk, helpline)
    change_number(gate, helpline)

    assert "Someone to call (service): void by approver" in words(desk.get("/admin/"))


# Deleting


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
    lifecycle.withdraw(Publication.objects.get(), editor, "It has closed.")
    desk.post(page(helpline, "delete"), {"post": "yes"})

    assert Service.objects.count() == 1


# Actions of the list


def test_submitting_asks_for_a_note_and_says_what_it_did(desk, helpline):
    other = factories.service("Another")
    asked = desk.post(SERVICES, {"action": "submit_for_approval", "_selected_action": [helpline.pk, other.pk]})
    sent = {**as_sent(asked), "note": "Both checked by phone."}
    sent["_selected_action"] = [helpline.pk, other.pk]

    assert "2 items submitted for approval" in said(desk.post(SERVICES, sent, follow=True))[0]
    assert set(Submission.objects.values_list("note", flat=True)) == {"Both checked by phone."}


def test_one_item_that_is_refused_does_not_hold_up_the_others(desk, helpline, publish):
    publish(helpline)
    other = factories.service("Another")
    data = {"action": "submit_for_approval", "_selected_action": [helpline.pk, other.pk], "confirmed": "yes"}
    answers = said(desk.post(SERVICES, data, follow=True))

    assert any("“Someone to call” has no changes" in answer for answer in answers)
    assert any("1 item submitted for approval: “Another”" in answer for answer in answers)


def test_withdrawing_needs_a_reason(desk, helpline, publish):
    publish(helpline)
    press(desk, page(helpline, "withdraw"), reason=" ")

    assert Publication.objects.get().state == Publication.LIVE


def test_withdrawing_takes_the_item_down_with_its_reason_and_replacement(desk, api, helpline, publish):
    publish(helpline, factories.service("Another"))
    press(desk, page(helpline, "withdraw"), reason="It has closed.", replacement="another")

    answer = served(api)
    assert answer.status_code == 410
    assert "It has closed." in answer.content.decode()
    assert answer.json()["replacement"].endswith("/services/another")


def test_a_review_date_is_set_for_all_chosen_items(desk, helpline):
    data = {"action": "set_review_date", "_selected_action": [helpline.pk], "confirmed": "yes",
            "review_due_on": "2030-02-01"}  # fmt: skip
    desk.post(SERVICES, data)

    helpline.refresh_from_db()
    assert str(helpline.review_due_on) == "2030-02-01"


def test_nothing_in_the_list_of_content_approves(desk):
    factories.service()
    actions = dict(desk.get(SERVICES).context["action_form"].fields["action"].choices)

    assert not [name for name in actions if "approve" in name or "publish" in name]


# What an approver is shown


def changes_shown(client: Client, submission: Submission) -> list:
    return client.get(submission_page(submission)).context["review"].changes


def test_a_changed_number_comes_first_and_is_marked(desk, gate, helpline, publish):
    publish(helpline)
    save(desk, helpline, name="Another name", summary="Changed.", **{"channels-0-value": NEW_NUMBER})
    submission = submit(desk, helpline)

    first = changes_shown(gate, submission)[0]
    assert (first.before, first.after, first.danger) == (OLD_NUMBER, NEW_NUMBER, "how to reach it")
    shown = words(gate.get(submission_page(submission)))
    assert shown.index("⚠ Check: how to reach it") < shown.index("Another name", shown.index("⚠ Check: how"))


@pytest.mark.parametrize(
    ("changes", "danger"),
    [
        ({"minimum_age": "13"}, "whom it is for"),
        ({"coverage_places": ["S92000003"]}, "where it is for"),
        ({"urgency": "3"}, "how soon it is shown"),
        ({"description": "Call 0808 157 0789 now."}, "a number or address in the text"),
        ({"channels-0-kind": "textphone"}, "how to reach it"),
    ],
)
def test_what_could_send_somebody_to_the_wrong_place_is_marked(desk, gate, helpline, publish, changes, danger):
    publish(helpline)
    save(desk, helpline, **changes)

    assert changes_shown(gate, submit(desk, helpline))[0].danger == danger


def test_a_change_of_words_is_not_marked(desk, gate, helpline, publish):
    publish(helpline)
    save(desk, helpline, summary="Somebody who listens.")

    assert [change.danger for change in changes_shown(gate, submit(desk, helpline))] == [""]


def test_a_channel_put_in_at_the_top_leaves_the_others_unchanged(desk, gate, helpline, publish):
    publish(helpline)
    helpline.channels.update(position=2)
    factories.channel(helpline, position=1, value="https://chat.example.org")

    changes = changes_shown(gate, submit(desk, helpline))
    assert [(change.what, "web https://chat.example.org" in change.path[1]) for change in changes] == [("added", True)]


def test_another_order_is_shown_as_another_order(desk, gate, helpline, publish):
    second = factories.channel(helpline, position=2, value="https://chat.example.org")
    publish(helpline)
    Channel.objects.filter(pk=second.pk).update(position=0)

    (change,) = changes_shown(gate, submit(desk, helpline))
    assert change.what == "moved"
    assert change.after.startswith("1. web https://chat.example.org")


def test_everything_about_a_new_item_is_new(desk, gate, helpline):
    submission = submit(desk, helpline)
    changes = changes_shown(gate, submission)

    assert {change.what for change in changes} == {"added"}
    assert OLD_NUMBER in changes[0].after
    assert "Everything below is new to the public" in words(gate.get(submission_page(submission)))


def test_what_only_editors_see_is_listed_apart_and_last(desk, gate, helpline, publish):
    publish(helpline)
    save(desk, helpline, summary="Changed.", editor_note="Ask them again in May.")
    review = gate.get(submission_page(submit(desk, helpline))).context["review"]

    assert [change.path[-1] for change in review.changes] == ["summary"]
    assert [(change.path[-1], change.after) for change in review.for_editors] == [
        ("editor note", "Ask them again in May.")
    ]


def test_a_channel_that_is_kept_from_the_public_is_for_editors_only(desk, gate, helpline, publish):
    publish(helpline)
    factories.channel(helpline, position=2, value="0808 157 0999", kind="phone", publish=False)
    review = gate.get(submission_page(submit(desk, helpline))).context["review"]

    assert review.changes == []
    assert [change.what for change in review.for_editors] == ["added"]


def test_what_is_marked_in_a_text_is_what_changed_in_it(desk, gate, helpline, publish):
    publish(helpline)
    save(desk, helpline, summary="Someone to write to.")
    page_shown = gate.get(submission_page(submit(desk, helpline))).content.decode()

    assert "<del>talk</del>" in page_shown
    assert "<ins>write</ins>" in page_shown


def test_texts_of_editors_are_never_markup(desk, gate, helpline):
    save(desk, helpline, summary="<script>alert(1)</script>")
    submission = submit(desk, helpline)

    for address in (submission_page(submission), page(helpline, "preview"), page(helpline, "differences")):
        assert "<script>alert" not in gate.get(address).content.decode()


def test_the_preview_is_the_document_that_is_then_served(desk, gate, api, helpline):
    shown = json.loads(desk.get(page(helpline, "preview")).context["preview"].text)
    approve(gate, submit(desk, helpline))
    public = served(api).json()["result"]

    assert {**shown, "published_at": None} == {**public, "published_at": None}


def test_a_service_whose_organisation_is_not_public_can_be_looked_at_and_says_so(desk, gate):
    organisation = factories.organisation("A charity")
    service = factories.service(organisation=organisation)
    submission = submit(desk, service)

    assert "can't be public before organisation “a-charity”" in words(gate.get(submission_page(submission)))
    assert "can't be public before organisation “a-charity”" in words(desk.get(page(service, "preview")))


# Deciding


def test_another_person_approves_and_it_is_public(desk, gate, api, helpline):
    answer = approve(gate, submit(desk, helpline))

    assert "Published as edition 1" in said(answer)[0]
    assert served(api).json()["result"]["channels"][0]["value"] == OLD_NUMBER


def test_nobody_approves_what_they_submitted_superusers_included(desk, editor, helpline):
    assert editor.is_superuser
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
    opened = as_sent(gate.get(submission_page(submit(desk, helpline))))
    lifecycle.withdraw(Publication.objects.get(), editor, "The number is wrong.")
    again = submit(desk, helpline)
    opened[f"digest-{again.pk}"] = next(value for name, value in opened.items() if name.startswith("digest-"))

    assert "is not what you were shown" in said(gate.post(submission_page(again), {**opened, "approve": "yes"}))[0]
    assert Publication.objects.get().state == Publication.WITHDRAWN


def test_an_approval_that_shows_nothing_it_has_seen_is_refused(desk, gate, helpline):
    submission = submit(desk, helpline)

    assert "not what you were shown" in said(gate.post(submission_page(submission), {"approve": "yes"}))[0]
    assert not Publication.objects.exists()


def test_an_editor_without_the_permission_cannot_approve(helpline, desk):
    person = User.objects.create_user("person", is_staff=True)
    person.groups.add(Group.objects.get(name="Editor"))
    submission = submit(desk, helpline)
    shown = signed_in(person).get(submission_page(submission))

    assert "Approve and publish" not in words(shown)
    sent = {f"digest-{submission.pk}": shown.context["seen"], "approve": "yes"}
    assert "not allowed" in said(signed_in(person).post(submission_page(submission), sent))[0]


def test_several_are_approved_as_one_edition_after_all_was_shown(desk, gate):
    organisation = factories.organisation("A charity")
    service = factories.service("Its helpline", organisation=organisation)
    chosen = [submit(desk, organisation).pk, submit(desk, service).pk]
    asked = gate.post(SUBMISSIONS, {"action": "approve_together", "_selected_action": chosen})
    assert "Its helpline (service), submitted by editor" in words(asked)

    gate.post(SUBMISSIONS, {**as_sent(asked), "_selected_action": chosen})
    assert list(Publication.objects.values_list("slug", "edition")) == [("a-charity", 1), ("its-helpline", 1)]


def test_one_that_cannot_be_approved_holds_up_the_whole_edition(desk, gate, helpline):
    chosen = [submit(desk, helpline).pk, submit(desk, factories.service("Another")).pk]
    asked = gate.post(SUBMISSIONS, {"action": "approve_together", "_selected_action": chosen})
    change_number(desk, helpline)

    gate.post(SUBMISSIONS, {**as_sent(asked), "_selected_action": chosen})
    assert not Publication.objects.exists()


def test_submissions_that_wait_come_first(desk, helpline, publish):
    submit(desk, factories.service("First"))
    publish(helpline)

    listed = desk.get(SUBMISSIONS).context["cl"].result_list
    assert [submission.state for submission in listed] == [Submission.WAITING, Submission.APPROVED]


# Versions


@pytest.fixture
def two_versions(desk, helpline, publish) -> Service:
    publish(helpline, note="The first.")
    change_number(desk, helpline)
    publish(helpline, note="A new number.")
    return helpline


def test_every_version_says_who_submitted_and_who_approved_it(desk, two_versions):
    versions = desk.get(page(two_versions, "versions")).context["versions"]

    assert [(v.version, v.edition, v.by.username, v.decided_by.username, v.note) for v in versions] == [
        (2, 2, "editor", "approver", "A new number."),
        (1, 1, "editor", "approver", "The first."),
    ]


def test_any_two_versions_are_compared(desk, two_versions):
    review = desk.get(f"{page(two_versions, 'versions')}?one=2&other=1").context["review"]

    assert (review.changes[0].before, review.changes[0].after) == (OLD_NUMBER, NEW_NUMBER)


@pytest.mark.parametrize("query", ["one=1", "one=1&other=1", "one=x&other=9", "one=1&other=99"])
def test_a_comparison_of_what_is_not_there_shows_the_list(desk, two_versions, query):
    assert desk.get(f"{page(two_versions, 'versions')}?{query}").context["review"] is None


def test_a_withdrawal_stands_among_the_versions_with_its_reason(desk, two_versions):
    press(desk, page(two_versions, "withdraw"), reason="It has closed.")

    assert "by editor: It has closed." in words(desk.get(page(two_versions, "versions")))


def test_going_back_makes_a_submission_and_changes_nothing_public(desk, gate, api, two_versions):
    press(desk, f"{page(two_versions, 'versions')}1/")
    public = served(api).json()["result"]
    assert public["channels"][0]["value"] == NEW_NUMBER

    approve(gate, Submission.objects.get(state=Submission.WAITING))
    public = served(api).json()["result"]
    assert (public["channels"][0]["value"], public["version"]) == (OLD_NUMBER, 3)


def test_looking_at_the_page_to_go_back_changes_nothing(desk, two_versions):
    desk.get(f"{page(two_versions, 'versions')}1/")

    assert two_versions.channels.get().value == NEW_NUMBER


def test_a_version_that_never_was_is_not_found(desk, two_versions):
    assert desk.get(f"{page(two_versions, 'versions')}9/").status_code == 404


def test_discarding_makes_the_rows_what_is_public(desk, two_versions):
    change_number(desk, two_versions, OLD_NUMBER)
    press(desk, page(two_versions, "discard"))

    assert two_versions.channels.get().value == NEW_NUMBER


def test_discarding_is_refused_when_somebody_wrote_more_meanwhile(desk, gate, two_versions):
    save(desk, two_versions, summary="Mine.")
    opened = as_sent(desk.get(page(two_versions, "discard")))
    save(gate, two_versions, summary="Theirs.")
    answer = desk.post(page(two_versions, "discard"), opened, follow=True)

    assert "approver changed this since you opened the page" in said(answer)[0]
    two_versions.refresh_from_db()
    assert two_versions.summary == "Theirs."


# The record, the home page and the groups


@pytest.mark.parametrize("name", ["record", "submission"])
def test_nobody_writes_the_record_or_submissions_by_hand(desk, helpline, publish, name):
    publish(helpline)
    model = {"record": Record, "submission": Submission}[name]
    address = f"/admin/publishing/{name}/"
    row, count = model.objects.first(), model.objects.count()

    assert desk.get(f"{address}add/").status_code == REFUSED
    assert desk.post(f"{address}{row.pk}/delete/", {"post": "yes"}).status_code == REFUSED
    desk.post(address, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    desk.post(f"{address}{row.pk}/change/", {"slug": "other", "state": "approved"})
    assert model.objects.count() == count
    assert model.objects.get(pk=row.pk).slug == row.slug


def test_the_home_page_shows_an_approver_what_others_submitted(desk, gate, helpline):
    submit(desk, helpline, note="A new line.")

    assert "Someone to call (service), submitted by editor" in words(gate.get("/admin/"))
    assert "Waiting for your decision" not in words(desk.get("/admin/"))


def test_the_home_page_shows_editors_what_they_have_not_submitted(desk, gate, helpline, publish):
    publish(helpline)
    change_number(desk, helpline)

    assert "Someone to call : public with unpublished edits" in words(desk.get("/admin/"))
    assert "unpublished edits" not in words(gate.get("/admin/"))


@pytest.mark.parametrize(("days", "said_of_it"), [(-1, "overdue since"), (30, "due on"), (31, None)])
def test_the_home_page_shows_reviews_that_are_due_within_thirty_days(desk, days, said_of_it):
    today = timezone.localdate()
    factories.service("Reviewed", review_due_on=today + timedelta(days=days))
    home = words(desk.get("/admin/"))

    assert (said_of_it in home) if said_of_it else ("Reviewed" not in home)


def permissions(group: str) -> set[str]:
    return {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Permission.objects.filter(group__name=group).select_related("content_type")
    }


@pytest.mark.django_db
def test_editors_edit_and_submit_and_cannot_approve():
    content = {"services.change_service", "services.delete_channel", "advice.add_step", "publishing.change_notice"}
    steps = {"publishing.submit_item", "publishing.withdraw_item", "publishing.view_record"}

    assert content | steps <= permissions("Editor")
    assert "publishing.approve_item" not in permissions("Editor")
    assert not [name for name in permissions("Editor") if name.startswith(("auth.", "admin.", "sessions."))]


@pytest.mark.django_db
def test_approvers_look_approve_and_withdraw_and_change_no_content():
    assert {"services.view_service", "advice.view_topic", "publishing.approve_item", "publishing.withdraw_item"} <= (
        permissions("Approver")
    )
    assert {name.partition(".")[2].partition("_")[0] for name in permissions("Approver")} == {
        "view", "approve", "withdraw"
    }  # fmt: skip


@pytest.mark.django_db
def test_what_was_added_to_a_group_by_hand_is_taken_back_by_the_next_migrate():
    group, before = Group.objects.get(name="Approver"), permissions("Approver")
    group.permissions.set(Permission.objects.filter(codename__in=["change_service", "change_user"]))
    call_command("migrate", verbosity=0)

    assert permissions("Approver") == before


def test_an_approver_sees_an_item_and_cannot_change_it(helpline):
    person = User.objects.create_user("person", is_staff=True)
    person.groups.add(Group.objects.get(name="Approver"))
    client = signed_in(person)

    assert "Not public" in words(client.get(page(helpline)))
    assert client.post(page(helpline), {"name": "Other"}).status_code == REFUSED
    assert [client.get(page(helpline, name)).status_code for name in ("submit", "discard")] == [REFUSED, REFUSED]


def test_the_pages_hold_no_script_or_style_of_their_own(desk, gate, two_versions):
    change_number(desk, two_versions, OLD_NUMBER)
    submission = submit(desk, two_versions)
    addresses = [page(two_versions, name) for name in ("change", "preview", "differences", "versions", "withdraw")]

    for address in [*addresses, submission_page(submission), "/admin/", SUBMISSIONS]:
        shown = gate.get(address).content.decode()
        assert not re.search(r"<script(?![^>]*\b(src|type=.application/json.))|<style|\sstyle=|\son\w+=", shown), (
            address
        )


@pytest.mark.django_db
def test_an_organisation_can_be_looked_at_in_the_same_way(desk):
    organisation = Organisation.objects.create(name="A charity", slug="a-charity")

    assert "Everything below is new" in words(desk.get(page(organisation, "differences")))
