"""What is done to several items from the list, after a page that asks."""

from datetime import timedelta

from django.utils import timezone

from publishing.models import Act, Publication, Submission
from tests import factories
from tests.admin_pages import as_sent
from tests.publishing.admin.desk import SERVICES, decide, page, press, said, served, words


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


def test_withdrawing_takes_the_item_down_at_once_in_words_of_ours(desk, api, helpline, publish):
    publish(helpline, factories.service("Another"))
    press(desk, page(helpline, "withdraw"), reason="closed")

    told = served(api).json()
    assert (told["status"], told["reason_code"], told["replacement"]) == (410, "closed", None)
    assert told["reason"] == "It has closed, or is no longer on offer."


def test_words_and_a_replacement_wait_for_somebody_else(desk, gate, api, helpline, publish):
    publish(helpline, factories.service("Another"))
    press(desk, page(helpline, "withdraw"), reason="closed", words="It has moved.", replacement="another")
    first = served(api).json()
    decide(gate, Act.objects.get())
    second = served(api).json()

    assert (first["reason"], first["replacement"]) == ("It has closed, or is no longer on offer.", None)
    assert (second["reason_code"], second["reason"]) == ("closed", "It has moved.")
    assert second["replacement"].endswith("/services/another")


def test_the_last_of_a_need_is_proposed_and_taken_down_by_somebody_else(desk, gate, api, helpline, publish):
    publish(helpline)
    asked = press(desk, page(helpline, "withdraw"), reason="closed")

    assert "the last of what is for United Kingdom" in said(asked)[0]
    assert served(api).status_code == 200
    assert "Take down , proposed by editor" in words(gate.get("/admin/"))
    decide(gate, Act.objects.get())
    assert served(api).status_code == 410


def test_several_items_at_once_are_proposed_together(desk, gate, publish):
    several = [factories.service(f"Line {number}") for number in range(4)]
    publish(*several)
    chosen = {"action": "withdraw_items", "_selected_action": [one.pk for one in several[:3]]}
    sent = {**as_sent(desk.post(SERVICES, chosen)), **chosen, "reason": "other"}
    answer = desk.post(SERVICES, sent, follow=True)

    assert "takes two people" in said(answer)[0]
    assert Publication.objects.filter(state=Publication.LIVE).count() == 4
    page_of_act = words(gate.get(f"/admin/publishing/act/{Act.objects.get().pk}/change/"))
    assert all(f"Service “line-{number}” Version 1, which is public now, is taken down" in page_of_act
               for number in range(3))  # fmt: skip
    decide(gate, Act.objects.get())
    assert list(Publication.objects.filter(state=Publication.LIVE).values_list("slug", flat=True)) == ["line-3"]


def test_a_withdrawal_that_is_refused_asks_again_with_what_was_typed(desk, helpline, publish):
    organisation = factories.organisation("Its body")
    helpline.organisation = organisation
    helpline.save()
    publish(organisation, helpline)
    asked = press(desk, page(organisation, "withdraw"), reason="wrong-contact", words="Wrong since Monday.")

    assert "can't be withdrawn while public items belong to it: someone-to-call" in words(asked)
    assert (as_sent(asked)["reason"], as_sent(asked)["words"]) == ("wrong-contact", "Wrong since Monday.")
    assert Publication.objects.get(pk=organisation.pk).state == Publication.LIVE


def test_words_that_are_refused_leave_the_item_public(desk, helpline, publish):
    publish(helpline, factories.service("Another"))
    asked = press(desk, page(helpline, "withdraw"), reason="closed", words="<b>Moved</b>")

    assert "Plain text only" in words(asked)
    assert Publication.objects.get(pk=helpline.pk).state == Publication.LIVE


def test_what_is_public_of_the_kind_is_offered_as_a_replacement(desk, helpline, publish):
    publish(helpline, factories.service("Another"))
    factories.service("Never public")
    form = desk.get(page(helpline, "withdraw")).context["form"]

    assert form.fields["replacement"].choices == [("", "None"), ("another", "Another (another)")]


def test_a_replacement_that_is_not_public_is_refused_beside_it_and_the_reason_kept(desk, helpline, publish):
    publish(helpline)
    asked = press(desk, page(helpline, "withdraw"), reason="closed", replacement="no-such-thing")

    assert "replacement" in asked.context["form"].errors
    assert as_sent(asked)["reason"] == "closed"
    assert Publication.objects.get().state == Publication.LIVE


def test_a_submission_that_is_refused_asks_again_with_its_note(desk, helpline, publish):
    publish(helpline)
    asked = press(desk, page(helpline, "submit"), note="A long account.")

    assert "“Someone to call” has no changes" in words(asked)
    assert as_sent(asked)["note"] == "A long account."


def test_a_review_date_is_set_for_all_chosen_items(desk, helpline):
    day = timezone.localdate() + timedelta(days=300)
    data = {"action": "set_review_date", "_selected_action": [helpline.pk], "confirmed": "yes",
            "review_due_on": str(day)}  # fmt: skip
    desk.post(SERVICES, data)

    helpline.refresh_from_db()
    assert helpline.review_due_on == day


def test_nothing_in_the_list_of_content_approves(desk):
    factories.service()
    actions = dict(desk.get(SERVICES).context["action_form"].fields["action"].choices)

    assert not [name for name in actions if "approve" in name or "publish" in name]
