"""What is done to several items from the list, after a page that asks."""

from publishing.models import Publication, Submission
from tests import factories
from tests.admin_pages import as_sent
from tests.publishing.admin.desk import SERVICES, page, press, said, served, words


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


def test_a_withdrawal_that_is_refused_asks_again_with_what_was_typed(desk, helpline, publish):
    organisation = factories.organisation("Its body")
    helpline.organisation = organisation
    helpline.save()
    publish(organisation, helpline)
    asked = press(desk, page(organisation, "withdraw"), reason="Wrong number since Monday.")

    assert "can't be withdrawn while public items belong to it: someone-to-call" in words(asked)
    assert as_sent(asked)["reason"] == "Wrong number since Monday."
    assert Publication.objects.get(pk=organisation.pk).state == Publication.LIVE


def test_what_is_public_of_the_kind_is_offered_as_a_replacement(desk, helpline, publish):
    publish(helpline, factories.service("Another"))
    factories.service("Never public")
    form = desk.get(page(helpline, "withdraw")).context["form"]

    assert form.fields["replacement"].choices == [("", "None"), ("another", "Another (another)")]


def test_a_replacement_that_is_not_public_is_refused_beside_it_and_the_reason_kept(desk, helpline, publish):
    publish(helpline)
    asked = press(desk, page(helpline, "withdraw"), reason="It has closed.", replacement="no-such-thing")

    assert "replacement" in asked.context["form"].errors
    assert as_sent(asked)["reason"] == "It has closed."
    assert Publication.objects.get().state == Publication.LIVE


def test_a_submission_that_is_refused_asks_again_with_its_note(desk, helpline, publish):
    publish(helpline)
    asked = press(desk, page(helpline, "submit"), note="A long account.")

    assert "“Someone to call” has no changes" in words(asked)
    assert as_sent(asked)["note"] == "A long account."


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
