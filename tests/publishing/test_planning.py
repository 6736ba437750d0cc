"""Two people approve something for a moment to come; the command does exactly that then, or nothing, and says why."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from publishing import acts, keeper, lifecycle, planning, verifying, withdrawing
from publishing.models import Act, EditionNumber, Listing, Publication, Record, Submission
from tests import factories as make
from tests.in_force import colleague
from tests.publishing.acts import Backup, edit, edit_unseen, publication, put_in_force, state, take_down
from tests.publishing.admin.desk import (
    approve,
    decide,
    page,
    press,
    said,
    save,
    signed_in,
    state_in_list,
    submission_page,
    words,
)

pytestmark = pytest.mark.usefixtures("commits")
BEFORE, DAY = datetime(2026, 12, 1, 12, tzinfo=UTC), datetime(2026, 12, 3, 9, tzinfo=UTC)
TYPED = "2026-12-03T09:00"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(BEFORE, tick=False) as clock:
        yield clock


@pytest.fixture
def line(publish):
    service = make.service("Line")
    publish(service, make.service("Other"))
    return service


@pytest.fixture
def plan(line, editor, approver) -> Submission:
    """A new summary of a public line, approved for the 3rd."""
    return planned(edit(line, by=editor, summary="From the 3rd on."), editor, approver)


def planned(item, editor, approver, moment=DAY) -> Submission:
    [submission] = lifecycle.submit([item], by=editor, planned_for=moment)
    return lifecycle.approve_for_its_day(submission, by=approver)


def run(*options: str) -> str:
    out = StringIO()
    call_command("publish_planned", *options, stdout=out)
    keeper.refresh()
    return out.getvalue().strip()


def summary(api) -> str:
    keeper.refresh()
    return api.get("/api/v1/services/line").json()["result"]["summary"]


def is_public(item) -> bool:
    return publication(item).state == Publication.LIVE


def reason(one: Submission | Act) -> str:
    one.refresh_from_db()
    return f"{one.state}: {one.reason}"


def test_what_two_people_approved_for_a_day_becomes_public_on_it_and_not_before(api, line, editor, approver, clock):
    desk, gate = signed_in(editor), signed_in(approver)
    save(desk, line, summary="From the 3rd on.")
    before = summary(api)
    press(desk, page(line, "submit"), planned_for=TYPED)
    waiting = Submission.objects.get(state=Submission.WAITING)
    shown = words(gate.get(submission_page(waiting)))
    assert "becomes public on 3 December 2026, 09:00, exactly as you see it" in shown

    answer = approve(gate, waiting)
    assert "becomes public on 3 December 2026, 09:00, and not before" in said(answer)[0]
    assert state_in_list(desk, line) == "Approved, waits for its day (version 1 is public)"
    assert "Line (service) : on 3 December 2026, 09:00, as was approved" in words(desk.get("/admin/"))
    clock.move_to(DAY - timedelta(minutes=1))
    assert run() == "Nothing is due."
    assert summary(api) == before

    clock.move_to(DAY)
    assert run() == "Edition 2: “Line” is published as version 2, as planned for 3 December 2026, 09:00."
    assert summary(api) == "From the 3rd on."
    assert run() == "Nothing is due."
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by, publication(line).version) == (Submission.APPROVED, approver, 2)
    lines = Record.objects.filter(uid=line.pk, number__gt=Record.objects.get(action="planned").number - 1)
    assert [one.action for one in lines] == ["planned", "as planned", "approved"]
    assert {(one.by, one.submitted_by) for one in lines} == {("approver", "editor")}
    assert list(verifying.faults()) == []


def test_two_that_run_at_once_publish_it_once(plan, line, editor, approver, clock):
    clock.move_to(DAY)
    [seen_by_both] = planning.due()

    done = [lifecycle.publish_planned(seen_by_both) for _ in range(2)]
    assert [one.edition for one in done] == [2, 2]
    assert (publication(line).version, EditionNumber.objects.get().number) == (2, 2)


def test_a_trial_changes_nothing_and_a_day_that_was_missed_is_done_late(api, plan, clock):
    clock.move_to(DAY + timedelta(days=2))
    before = summary(api), Record.objects.count()

    assert "published as version 2" in run("--dry-run")
    assert (summary(api), Record.objects.count(), state(plan)) == (*before, "planned")
    assert "as planned for 3 December 2026, 09:00, which is 2\xa0days late." in run()
    assert summary(api) == "From the 3rd on."


def test_where_the_command_does_not_run_verify_and_the_home_page_say_so(plan, editor, clock):
    clock.move_to(DAY + timedelta(minutes=11))

    assert any("run publish_planned" in fault for fault in verifying.faults())
    assert "the command publish_planned has not run" in words(signed_in(editor).get("/admin/"))


def test_an_edit_makes_it_void_at_once_and_both_are_told(plan, line, editor, approver, clock):
    third = colleague("third")
    answer = save(signed_in(third), line, summary="Something else.")

    assert any("was waiting for its day" in message for message in said(answer))
    assert reason(plan).startswith("void: edited by third")
    for person in (editor, approver):
        assert "void by third" in words(signed_in(person).get("/admin/"))
    clock.move_to(DAY)
    assert run() == "Nothing is due."
    assert publication(line).version == 1


STEPS = {
    "an edit past the forms": (lambda line, editor, approver: edit_unseen(line, summary="Unseen."), "edited since"),
    "the approver's account disabled": (
        lambda line, editor, approver: type(approver).objects.filter(pk=approver.pk).update(is_active=False),
        "the account of approver, who approved it",
    ),
    "the editor's password reset": (
        lambda line, editor, approver: type(editor).objects.filter(pk=editor.pk).update(password="another"),
        "the account of editor, who submitted it",
    ),
    "the approver edits it": (
        lambda line, editor, approver: lifecycle.edited(line, by=approver),
        "has edited it since",
    ),
}


@pytest.mark.parametrize("step", STEPS)
def test_on_its_day_it_is_void_after(step, api, plan, line, editor, approver, clock):
    before = summary(api)
    do, why = STEPS[step]
    do(line, editor, approver)
    clock.move_to(DAY)

    assert "is void: not published on its day" in run()
    assert why in reason(plan)
    assert (summary(api), publication(line).version) == (before, 1)
    if "account" not in step and "password" not in step:
        for person in (editor, approver):
            assert "not published on its day" in words(signed_in(person).get("/admin/"))
        assert list(verifying.faults()) == []


def test_what_is_withdrawn_in_between_does_not_come_back(plan, line, clock):
    take_down(line)
    clock.move_to(DAY)

    assert run() == "Nothing is due."
    assert not is_public(line)
    assert reason(plan) == "void: the item was withdrawn after it was submitted"


def test_what_belongs_to_something_that_is_not_public_is_void_and_holds_up_nothing_else(editor, approver, plan, clock):
    body = make.organisation("Body")
    lonely = planned(make.service("Lonely", organisation=body), editor, approver)
    clock.move_to(DAY)

    told = run()
    assert "“Line” is published as version 2" in told
    assert "“Lonely” is void: not published on its day" in told
    assert state(lonely) == "void"


def test_a_body_and_its_service_that_are_planned_for_one_moment_both_become_public(editor, approver, clock):
    body = make.organisation("Body")
    service = planned(make.service("New", organisation=body), editor, approver)
    planned(body, editor, approver)
    clock.move_to(DAY)

    run()
    assert state(service) == "approved"


def test_one_that_breaks_holds_up_no_other_and_the_command_fails(plan, line, editor, approver, clock, monkeypatch):
    other = planned(make.service("Fine"), editor, approver)
    done = lifecycle.publish_planned
    monkeypatch.setattr(lifecycle, "publish_planned", lambda one: done(one) if one.pk == other.pk else 1 // 0)
    clock.move_to(DAY)

    with pytest.raises(CommandError, match="1 of 2 failed"):
        run()
    assert (state(plan), state(other)) == ("planned", "approved")
    monkeypatch.undo()
    run()
    assert state(plan) == "approved"


def test_a_crash_before_the_commit_leaves_the_old_edition(plan, line, clock, monkeypatch):
    clock.move_to(DAY)
    before = EditionNumber.objects.get().number, Record.objects.count()
    monkeypatch.setattr("publishing.listing.keep", lambda touched: 1 // 0)

    with pytest.raises(CommandError):
        run()
    assert (EditionNumber.objects.get().number, Record.objects.count(), state(plan)) == (*before, "planned")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2026-12-01T11:59", "This moment has passed: 1 December 2026, 11:59"),
        ("2028-01-01T09:00", "more than a year ahead"),
        ("2027-03-28T01:30", "may not exist"),  # when the clocks go forward
        ("2027-10-31T01:30", "may be ambiguous"),  # when they go back
        ("soon", "Enter a valid date/time"),
    ],
)
def test_a_moment_that_is_none_is_refused_at_its_field_and_nothing_typed_is_lost(desk_of_editor, line, typed, why):
    edit(line, summary="Another.")
    answer = press(desk_of_editor, page(line, "submit"), planned_for=typed, note="Kept.")

    assert why in words(answer)
    assert 'value="Kept."' in answer.content.decode() or "Kept." in words(answer)
    assert not Submission.objects.filter(uid=line.pk, state=Submission.WAITING).exists()


@pytest.fixture
def desk_of_editor(editor):
    return signed_in(editor)


def test_a_moment_in_summer_is_kept_as_the_clock_in_london_has_it(desk_of_editor, line):
    edit(line, summary="Another.")
    press(desk_of_editor, page(line, "submit"), planned_for="2027-07-01T09:00")

    assert Submission.objects.get(state=Submission.WAITING).planned_for == datetime(2027, 7, 1, 8, tzinfo=UTC)


def test_a_second_plan_for_the_same_is_refused_and_a_plan_can_be_called_off(plan, line, editor, approver, clock):
    desk, gate = signed_in(editor), signed_in(approver)
    answer = press(desk, page(line, "submit"), planned_for="2026-12-05T09:00")
    assert "approved already, to be published on 3 December 2026, 09:00" in words(answer)

    answer = gate.post(submission_page(plan), {"call_off": "yes"}, follow=True)
    assert "is called off" in said(answer)[0]
    assert reason(plan) == "void: called off by approver"
    assert "called off by approver" in words(desk.get("/admin/"))
    assert Listing.objects.get(uid=line.pk).state == Listing.EDITED
    clock.move_to(DAY)
    assert run() == "Nothing is due."


def test_who_may_not_approve_calls_off_nobody_elses_plan(plan):
    with pytest.raises(lifecycle.Refusal):
        lifecycle.call_off(plan, by=colleague("writer", "Editor"))
    assert state(plan) == "planned"


def test_nobody_approves_their_own_plan_or_one_whose_moment_has_passed(line, editor, approver, clock):
    [submission] = lifecycle.submit([edit(line, by=editor, summary="Mine.")], by=editor, planned_for=DAY)
    with pytest.raises(lifecycle.Refusal, match="somebody else has to approve it"):
        lifecycle.approve_for_its_day(submission, by=editor)
    with pytest.raises(lifecycle.Refusal, match="on its own page"):
        lifecycle.approve([submission], by=approver)
    clock.move_to(DAY)
    with pytest.raises(lifecycle.Refusal, match="has passed: 3 December 2026, 09:00"):
        lifecycle.approve_for_its_day(submission, by=approver)
    assert publication(line).version == 1


def test_what_is_for_a_day_is_not_approved_among_others_where_its_day_is_not_shown(line, editor, approver):
    [submission] = lifecycle.submit([edit(line, by=editor, summary="Later.")], by=editor, planned_for=DAY)
    asked = {"action": "approve_together", "_selected_action": submission.pk}
    answer = signed_in(approver).post("/admin/publishing/submission/", asked, follow=True)

    assert said(answer) == ["Some of these are to be published on a day to come. Approve those on their own pages."]
    assert state(submission) == "waiting"


WRITTEN = {
    "planned_for": DAY - timedelta(days=1),
    "snapshot": "{}",
    "digest": "0" * 64,
    "kind": "topic",
    "slug": "other",
}


@pytest.mark.parametrize("column", [*WRITTEN, "planned_by", "by"])
def test_a_plan_that_is_written_to_publishes_nothing(column, api, plan, line, clock):
    before = summary(api)
    value = WRITTEN.get(column) or colleague("somebody")
    Submission.objects.filter(pk=plan.pk).update(**{column: value})
    if column == "planned_for":
        clock.move_to(DAY - timedelta(days=1))
    else:
        clock.move_to(DAY)
    assert column == "snapshot" or any("not what the record says" in fault for fault in verifying.faults())

    assert "is void" in run()
    assert summary(api) == before


def test_what_nobody_approved_is_not_made_a_plan_nor_a_plan_published_at_once(plan, line, approver, editor):
    forged = lifecycle.submit([make.service("Forged")], by=editor, planned_for=DAY)[0]
    Submission.objects.filter(pk=forged.pk).update(state="planned", planned_by=approver, decided_by=approver)
    Submission.objects.filter(pk=plan.pk).update(state="waiting", planned_for=None)
    with pytest.raises(lifecycle.Refusal, match="not what the record says"):
        lifecycle.approve([Submission.objects.get(pk=plan.pk)], by=colleague("third"))
    with time_machine.travel(DAY):
        assert "“Forged” is void" in run()
    assert not Publication.objects.filter(slug="forged").exists()
    assert publication(line).version == 1


def test_a_plan_that_was_called_off_is_not_planned_again_by_a_write(plan, line, editor, approver, clock):
    lifecycle.call_off(plan, by=editor)
    Submission.objects.filter(pk=plan.pk).update(state="planned", decided_by=approver)
    clock.move_to(DAY)

    assert "is void" in run()
    assert publication(line).version == 1


def test_a_plan_that_somebody_takes_out_of_the_database_is_missed(plan):
    Submission.objects.filter(pk=plan.pk).update(state="void")

    assert any("was approved for a day to come, and does not wait" in fault for fault in verifying.faults())


def test_the_database_refuses_a_plan_of_one_person(plan, editor):
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=plan.pk).update(planned_by=editor)


def test_after_a_restore_nothing_that_may_have_been_called_off_is_done(plan, line, editor, publish, clock):
    backup = Backup()
    lifecycle.call_off(plan, by=editor)
    publish(make.service("Later"))
    backup.restore()
    clock.move_to(DAY)
    with pytest.raises(CommandError):
        run()

    put_in_force()
    assert run() == "Nothing is due."
    assert publication(line).version == 1


@pytest.fixture
def ending(line, editor, approver) -> Act:
    """It is approved that the line be taken down on the 3rd."""
    desk, gate = signed_in(editor), signed_in(approver)
    answer = press(desk, page(line, "withdraw"), reason="closed", on=TYPED)
    assert "To withdraw it on 3 December 2026, 09:00 is proposed" in said(answer)[0]
    act = Act.objects.get()
    assert "Not before 3 December 2026, 09:00" in words(gate.get(f"/admin/publishing/act/{act.pk}/change/"))
    assert "Approved for its day" in said(decide(gate, act))[0]
    act.refresh_from_db()
    return act


def test_what_is_to_be_taken_down_on_a_day_is_public_until_then(ending, line, approver, clock):
    assert (ending.state, is_public(line), run()) == (Act.PLANNED, True, "Nothing is due.")
    assert "on 3 December 2026, 09:00, as was approved" in words(signed_in(approver).get("/admin/"))
    clock.move_to(DAY)

    assert run().startswith("Edition 2: Take down")
    assert (is_public(line), run()) == (False, "Nothing is due.")
    ending.refresh_from_db()
    assert (ending.state, ending.decided_by, ending.edition) == (Act.DONE, approver, 2)
    assert list(verifying.faults()) == []


def test_it_is_void_where_another_version_is_public_by_then(ending, line, editor, approver, publish, clock):
    publish(edit(line, by=editor, summary="It goes on."))
    clock.move_to(DAY)

    assert "is void" in run()
    assert is_public(line)
    for person in (editor, approver):
        assert "what is public has changed since" in words(signed_in(person).get("/admin/"))


@pytest.mark.parametrize("column", ["details", "digest", "planned_by", "what"])
def test_an_act_that_is_written_to_takes_nothing_down(column, ending, line, editor, clock):
    details = {**ending.details, "on": BEFORE.isoformat()}
    values = {"details": details, "digest": "0" * 64, "planned_by": colleague("x"), "what": "confirm-content"}
    Act.objects.filter(pk=ending.pk).update(**{column: values[column]})
    if column != "details":
        clock.move_to(DAY)
    assert any("not what the record says" in fault for fault in verifying.faults())

    assert "is void" in run()
    assert is_public(line)


def test_a_second_day_is_refused_and_the_first_can_be_called_off_and_anybody_may_still_withdraw_at_once(
    ending, line, editor, clock
):
    desk = signed_in(editor)
    answer = press(desk, page(line, "withdraw"), reason="closed", on="2026-12-09T09:00")
    assert "to be taken down already, on 3 December 2026, 09:00" in words(answer)

    address = f"/admin/publishing/act/{ending.pk}/change/"
    assert "Call it off" in desk.get(address).content.decode()
    desk.post(address, {"refuse": "yes", "reason": "It stays."})
    clock.move_to(DAY)
    assert (run(), is_public(line)) == ("Nothing is due.", True)
    press(signed_in(editor), page(line, "withdraw"), reason="closed")
    assert not is_public(line)


def test_what_is_to_be_published_on_a_day_is_not_planned_to_be_taken_down(plan, line, editor):
    answer = press(signed_in(editor), page(line, "withdraw"), reason="closed", on="2026-12-09T09:00")

    assert "A new version is to be published on 3 December 2026, 09:00" in words(answer)
    assert not Act.objects.exists()


def test_nor_the_other_way_round(ending, line, editor):
    edit(line, by=editor, summary="Another.")
    answer = press(signed_in(editor), page(line, "submit"), planned_for="2026-12-02T09:00")

    assert "is to be taken down on 3 December 2026, 09:00" in words(answer)
    assert not Submission.objects.filter(state=Submission.WAITING).exists()


def test_one_person_alone_has_nothing_taken_down_on_a_day(line, editor, clock):
    details = withdrawing.details([publication(line)], "closed", on=DAY)
    act = withdrawing.propose_for_a_day(details, by=editor)
    with pytest.raises(lifecycle.Refusal, match="somebody else"):
        acts.approve(act, by=editor)
    Act.objects.filter(pk=act.pk).update(state="planned", planned_by=colleague("x"))
    clock.move_to(DAY)

    assert "is void" in run()
    assert is_public(line)
