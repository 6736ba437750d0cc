"""Back to edition N: what was public then is public again, and nothing else, because two people said so."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from publishing import acts, keeper, lifecycle
from publishing.models import Act, EditionNumber, Publication, Record, Submission
from tests import factories as make
from tests.admin_pages import as_sent
from tests.publishing.acts import document, edit, publication, state, take_down
from tests.publishing.admin.desk import decide, said, signed_in, words

BACK = "/admin/publishing/act/propose/back-to-edition/"


def public() -> dict[str, dict]:
    """What the public gets of each item, without what is other in every version."""
    found = {}
    for one in Publication.objects.filter(state=Publication.LIVE):
        told = json.loads(one.documents["v1.en"])
        found[one.slug] = {name: value for name, value in told.items() if name not in ("version", "published_at")}
    return found


@pytest.fixture
def back(editor, approver):
    """Go back to an edition, as two people; the number of the new one."""

    def back(number: int) -> int:
        act = acts.propose("back-to-edition", {"edition": number}, by=editor)
        return acts.approve(act, by=approver).edition

    return back


@pytest.fixture
def office(publish) -> dict:
    """Edition 1: an organisation with two services, a topic that names one, and a service of nobody."""
    body = make.organisation("The body")
    made = {
        "body": body,
        "first": make.service("First", organisation=body, channels=[{"kind": "phone", "value": "0808 157 0123"}]),
        "second": make.service("Second", organisation=body),
        "alone": make.service("Alone"),
        "topic": make.topic("Sextortion"),
    }
    publish(*made.values())
    return made


def test_everything_that_was_taken_down_comes_back_in_one_edition(office, back):
    before = public()
    take_down(office["first"], office["second"], office["body"])
    take_down(office["alone"], office["topic"])

    assert back(1) == 4
    assert public() == before
    assert set(Publication.objects.values_list("edition", flat=True)) == {4}


def test_what_was_changed_is_what_it_was_and_its_version_goes_on(office, back, publish, editor):
    before = public()
    publish(edit(office["alone"], by=editor, summary="Pay here."))
    publish(edit(office["body"], by=editor, name="Another name"))

    back(1)

    assert public() == before
    assert (publication(office["alone"]).version, document(office["first"])["organisation"]["name"]) == (3, "The body")


def test_what_came_later_is_taken_down(office, back, publish):
    body = make.organisation("Later body")
    publish(body, make.service("Later", organisation=body))

    back(1)

    assert {"later", "later-body"}.isdisjoint(public())
    assert Publication.objects.get(slug="later").reason == "other"


def test_a_service_that_went_to_a_later_organisation_is_back_with_its_own(office, back, publish, editor):
    later = make.organisation("Later body")
    publish(later, edit(office["first"], by=editor, organisation=later))

    back(1)

    assert public()["first"]["organisation"]["name"] == "The body"
    assert "later-body" not in public()


def test_what_was_withdrawn_then_is_withdrawn_again_in_the_words_of_then(office, back, publish):
    take_down(office["alone"], reason="harmful", words="It asked for money.")
    take_down(office["first"], reason="closed")
    publish(office["alone"], office["first"])

    back(3)

    assert set(public()) == {"the-body", "second", "sextortion"}
    assert publication(office["alone"]).reason == "harmful: It asked for money."
    assert publication(office["first"]).reason == "closed"


def test_one_persons_words_do_not_come_back_with_it(office, back, publish):
    take_down(office["alone"])
    Record.objects.filter(action="withdrawn").update(submitted_by="", reason="closed: Call 03069 990123.")
    _seal_anew()
    publish(office["alone"])

    back(2)

    assert publication(office["alone"]).reason == "closed"


def test_what_was_withdrawn_and_stays_so_is_left_as_it_is(office, back, publish, editor):
    take_down(office["alone"], reason="closed")
    publish(edit(office["first"], by=editor, summary="Another."))
    before = publication(office["alone"])

    back(2)

    after = publication(office["alone"])
    assert (after.edition, after.reason, after.version) == (before.edition, "closed", before.version)


def test_a_notice_that_was_over_stays_away(office, back, publish, editor):
    notice = make.notice(expires_at=timezone.now() + timedelta(hours=1))
    publish(notice)
    publish(edit(office["alone"], by=editor, summary="Another."))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        lifecycle.expire(publication(notice))
        back(2)

    assert publication(notice).state == "withdrawn"


def test_more_than_a_page_of_items_comes_back_in_one_act(publish, back):
    body = make.organisation()
    many = [make.service(f"Line {number}", organisation=body) for number in range(60)]
    publish(body, *many, make.topic())
    take_down(body, *many)

    number = back(1)

    assert Publication.objects.filter(state=Publication.LIVE, edition=number).count() == 61


def test_it_is_shown_as_a_difference_first(office, editor, publish):
    publish(edit(office["alone"], by=editor, summary="Pay here."))
    take_down(office["first"])
    publish(make.service("Later"))

    shown = dict(acts.preview("back-to-edition", {"edition": 1}))

    assert shown["Back to edition 1"] == ["2 items become what they were, and 1 are taken down."]
    assert shown["Changes back: service “alone”, from version 2 to what version 1 said"] == [
        "summary: Pay here. → Someone to talk to. (check: words that can turn its meaning)"
    ]
    assert shown["Comes back: service “first”, from version 1 to what version 1 said"] == []
    assert shown["Is taken down: service “later”, version 1"] == ["It will say: It has been taken down."]


def test_what_the_form_would_not_take_any_more_is_pointed_out(office, publish, editor):
    publish(edit(office["alone"], by=editor, checked_on=timezone.localdate()))
    publish(edit(office["alone"], by=editor, checked_on=None))
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        shown = dict(acts.preview("back-to-edition", {"edition": 2}))

    lines = shown["Changes back: service “alone”, from version 3 to what version 2 said"]
    assert "The form would not take it today: Checked on: This day is still to come" in lines[-1]


def test_what_happened_since_it_was_proposed_makes_it_void(office, editor, approver, publish):
    take_down(office["first"])
    act = acts.propose("back-to-edition", {"edition": 1}, by=editor)
    publish(make.service("Later"))

    with pytest.raises(lifecycle.Refusal, match="would not do what was shown"):
        acts.approve(act, by=approver)
    assert "first" not in public()


def test_nobody_goes_back_alone(office, editor):
    take_down(office["first"])
    act = acts.propose("back-to-edition", {"edition": 1}, by=editor)

    with pytest.raises(lifecycle.Refusal, match="somebody else"):
        acts.approve(act, by=editor)
    assert "first" not in public()


@pytest.mark.parametrize("number", [0, -1, 2, 99])
def test_there_is_no_way_to_an_edition_that_is_not_past(office, back, number):
    take_down(office["first"])

    with pytest.raises(lifecycle.Refusal, match="Choose an edition from 1 to 1"):
        back(number)


def test_where_nothing_would_change_there_is_nothing_to_propose(office, back, publish):
    take_down(office["first"])
    publish(office["first"])

    with pytest.raises(lifecycle.Refusal, match="as it was in edition 1"):
        back(1)


def test_a_version_that_was_altered_in_the_database_does_not_come_back(office, back):
    take_down(office["first"])
    old = Submission.objects.get(uid=office["first"].pk)
    Submission.objects.filter(pk=old.pk).update(snapshot=old.snapshot.replace("0808 157 0123", "0808 157 0999"))

    with pytest.raises(lifecycle.Refusal, match="not there any more"):
        back(1)


def test_what_borrows_from_something_that_was_altered_does_not_come_back(office, back):
    take_down(office["first"])
    Publication.objects.filter(pk=office["body"].pk).update(fingerprint="0" * 64)

    with pytest.raises(lifecycle.Refusal, match="has been altered"):
        back(1)


def test_a_record_that_was_altered_vouches_for_nothing(office, back):
    take_down(office["first"])
    Record.objects.filter(action="approved").update(digest="0" * 64)

    with pytest.raises(lifecycle.Refusal, match="record is not whole"):
        back(1)


def test_a_waiting_change_is_overtaken_and_the_rows_are_left(office, back, editor):
    take_down(office["first"])
    [waiting] = lifecycle.submit([edit(office["first"], by=editor, summary="Being written.")], by=editor)

    back(1)

    office["first"].refresh_from_db()
    assert (state(waiting), office["first"].summary) == ("void", "Being written.")


def test_whoever_wrote_what_was_gone_back_from_does_not_approve_it_afterwards(office, back, publish, editor, approver):
    publish(edit(office["alone"], by=editor, summary="Pay here."))
    edit(office["first"], by=approver, summary="Call me.")
    take_down(office["first"])
    back(1)

    for item, submitter, author in ((office["alone"], approver, editor), (office["first"], editor, approver)):
        [submission] = lifecycle.submit([item], by=submitter)
        with pytest.raises(lifecycle.Refusal, match="You have edited"):
            lifecycle.approve([submission], by=author)


def test_the_record_says_who_proposed_and_who_approved_each(office, back):
    take_down(office["first"])
    number = back(1)

    line = Record.objects.get(edition=number, action="approved")
    assert (line.slug, line.version, line.submitted_by, line.by) == ("first", 2, "editor", "approver")
    assert line.reason == "Back to edition 1"


def test_going_back_can_itself_be_undone(office, back, publish, editor):
    publish(make.service("Later"))
    before = public()
    back(1)
    back(2)

    assert public() == before
    assert EditionNumber.objects.get().number == 4


def test_two_people_do_it_on_the_pages_of_the_admin(office, api, editor, approver):
    take_down(office["first"], office["second"], office["body"])
    desk, gate = signed_in(editor), signed_in(approver)
    listed = desk.get(BACK)
    looked = desk.get(BACK, {"edition": 1})
    proposed = desk.post(BACK, {**as_sent(looked), "note": "An accident.", "propose": "yes"}, follow=True)

    assert "Edition 2" in words(listed)
    assert "Comes back: service “first”" in words(looked)
    assert "Proposed" in said(proposed)[0]
    decide(gate, Act.objects.latest("pk"))
    keeper.refresh()
    assert api.get("/api/v1/services/first").status_code == 200


def _seal_anew() -> None:
    """Give every line the mac that it would have, as if it had been written so."""
    from publishing import record

    before = ""
    for line in Record.objects.order_by("number"):
        line.mac = before = record._mac(line, before)
        line.save()
