"""The home page, the record, and what each group of people may do."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.utils import timezone

from publishing.models import Publication, Record, Submission
from services.models import Organisation
from tests import factories
from tests.in_force import colleague, in_force
from tests.publishing.admin.desk import (
    OLD_NUMBER,
    REFUSED,
    SERVICES,
    SUBMISSIONS,
    change_number,
    page,
    press,
    save,
    signed_in,
    submission_page,
    submit,
    words,
)


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


def test_what_its_author_made_void_does_not_come_back_to_them(desk, helpline):
    submit(desk, helpline)
    save(desk, helpline, summary="Changed.")

    assert "Came back to you" not in words(desk.get("/admin/"))


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
    client = signed_in(colleague("person", "Approver"))

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


def test_nobody_withdraws_without_the_permission(helpline, publish):
    publish(helpline)
    person = User.objects.create_user("person", is_staff=True)
    person.user_permissions.add(*Permission.objects.filter(codename__in=["view_service", "change_service"]))
    client = signed_in(in_force(person))
    client.post(SERVICES, {"action": "withdraw_items", "_selected_action": [helpline.pk], "confirmed": "yes",
                           "reason": "closed"})  # fmt: skip

    assert "withdraw_items" not in dict(client.get(SERVICES).context["action_form"].fields["action"].choices)
    assert client.post(page(helpline, "withdraw"), {"confirmed": "yes", "reason": "closed"}).status_code == REFUSED
    assert Publication.objects.get().state == Publication.LIVE


def test_what_was_withdrawn_is_listed_by_its_name(desk, helpline, publish):
    publish(helpline, factories.service("Another"))
    press(desk, page(helpline, "withdraw"), reason="closed")

    assert "Someone to call (service), on" in words(desk.get("/admin/"))
