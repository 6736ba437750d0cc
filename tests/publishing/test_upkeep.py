"""That something is still correct is said by one person, on record; nothing else of it changes, and it is proven."""

from datetime import date
from io import StringIO
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command

from publishing import keeper, lifecycle, verifying
from publishing.models import Edit, EditionNumber, Publication, Record
from publishing.upkeep import Check
from tests import factories as make
from tests.in_force import colleague
from tests.publishing.acts import edit, edit_unseen, publication, put_in_force, state, take_down
from tests.sealed import seal_what_is_there

pytestmark = pytest.mark.usefixtures("commits")
DAY, DUE, DAY_AFTER = "2026-11-27T12:00:00Z", "2027-05-28T12:00:00Z", "2027-05-29T00:10:00Z"
CALLED = Check(date(2026, 11, 27), "called")


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def line(publish):
    made = make.service("Line", channels=[{"kind": "phone", "value": "0808 157 0123"}])
    publish(made)
    return made


def check(*items, by, how="called", on=CALLED.on, due_on=None) -> int | None:
    asked = {item.pk: publication(item).version for item in items}
    return lifecycle.check(asked, by, Check(on, how), due_on)


def turn() -> str:
    out = StringIO()
    call_command("turn_dates", stdout=out)
    keeper.refresh()
    return out.getvalue().strip()


def says(api, slug="line") -> list:
    keeper.refresh()
    served = api.get(f"/api/v1/services/{slug}").json()["result"]
    card = next(card for card in api.get("/api/v1/services").json()["results"] if card["slug"] == slug)
    told = [served[name] for name in ("checked_on", "checked_how", "review_overdue")]
    by_somebody = None if served["checked_how"] == "compiled" else served["checked_on"]
    assert [card[name] for name in ("checked_on", "review_overdue")] == [by_somebody, told[2]]
    return told


def refused(*words, **options) -> str:
    before = EditionNumber.objects.get().number, Record.objects.count()
    with pytest.raises(lifecycle.Refusal) as refusal:
        check(*words, **options)
    assert (EditionNumber.objects.get().number, Record.objects.count()) == before
    return str(refusal.value)


def test_one_person_says_that_it_is_still_correct_and_readers_see_it(line, editor, api):
    assert says(api) == [None, None, False]

    number = check(line, by=editor)

    assert says(api) == ["2026-11-27", "called", False]
    made = Record.objects.get(action="checked")
    assert (made.by, made.edition, made.slug, made.reason) == (
        editor.username, number, "line", "called on 2026-11-27; again by 2027-05-28",
    )  # fmt: skip
    assert list(verifying.faults()) == []


def test_many_items_are_one_edition_and_a_line_each(line, publish, editor):
    others = [make.service() for _ in range(9)]
    publish(*others)
    before = EditionNumber.objects.get().number

    assert check(line, *others, by=editor, how="page-read") == before + 1
    assert Record.objects.filter(action="checked", edition=before + 1).count() == 10


def test_only_the_day_and_the_way_are_new_in_the_document(line, editor):
    edit_unseen(line, summary="Not yet approved.")
    before = publication(line)

    check(line, by=editor)

    after = publication(line)
    assert (after.version, after.snapshot, after.digest, after.published_at) == (
        before.version, before.snapshot, before.digest, before.published_at,
    )  # fmt: skip
    assert after.documents["v1.en"] == before.documents["v1.en"].replace(
        '"checked_on":null,"checked_how":null', '"checked_on":"2026-11-27","checked_how":"called"', 1
    )


def test_unpublished_edits_stay_unpublished_and_what_waits_can_still_be_approved(line, editor, approver, colleague):
    edit(line, by=editor, summary="It listens.")
    [waiting] = lifecycle.submit([line], by=editor)
    edits = Edit.objects.count()

    check(line, by=colleague)

    assert (state(waiting), Edit.objects.count()) == ("waiting", edits)
    assert "It listens." not in publication(line).documents["v1.en"]
    lifecycle.approve([waiting], by=colleague)  # who checks has not edited


def test_what_somebody_wrote_into_the_database_is_not_said_to_be_correct(line, editor):
    Publication.objects.filter(pk=line.pk).update(snapshot="Nothing that was approved.")

    assert "run verify" in refused(line, by=editor).lower()


def test_a_new_version_has_not_been_checked(line, editor, publish, api):
    check(line, by=editor)
    publish(edit(line, by=editor, summary="It listens."))

    assert says(api) == [None, None, False]
    assert list(verifying.faults()) == []


def test_of_two_days_the_later_is_told(publish, editor, api):
    item = make.service("Line", checked_on=date(2026, 11, 20))
    publish(item)
    assert says(api) == ["2026-11-20", None, False]

    check(item, by=editor, on=date(2026, 11, 10))
    assert says(api) == ["2026-11-20", None, False]

    check(item, by=editor)
    assert says(api) == ["2026-11-27", "called", False]


def test_it_is_overdue_when_the_day_has_passed_by_the_command_and_not_before(line, editor, api):
    check(line, by=editor)
    line.refresh_from_db()
    assert line.review_due_on == date(2027, 5, 28)
    with time_machine.travel(DUE, tick=False):
        assert turn() == "Nothing begins or ends today."
        assert says(api)[2] is False
    with time_machine.travel(DAY_AFTER, tick=False):
        assert says(api)[2] is False
        assert "“line” is as it was approved for today" in turn()
        assert says(api) == ["2026-11-27", "called", True]
        assert turn() == "Nothing begins or ends today."
        check(line, by=editor, on=date(2027, 5, 29))
        assert says(api) == ["2027-05-29", "called", False]
    assert list(verifying.faults()) == []


def test_verify_says_what_has_not_been_turned(line, editor):
    check(line, by=editor)
    with time_machine.travel("2027-05-30T12:00:00Z", tick=False):
        assert any("its review was due on 2027-05-28" in fault for fault in verifying.faults())


def test_every_item_that_becomes_public_has_a_day_to_be_looked_at_again(line, publish, editor):
    line.refresh_from_db()
    assert line.review_due_on == date(2027, 5, 28)
    far = make.service(review_due_on=date(2087, 1, 1))
    publish(far)
    far.refresh_from_db()
    assert far.review_due_on == date(2027, 11, 28)


def test_a_change_of_what_is_overdue_leaves_it_overdue_unless_it_says_that_it_was_checked(line, editor, publish, api):
    check(line, by=editor)
    with time_machine.travel(DAY_AFTER, tick=False):
        turn()
        line.refresh_from_db()
        publish(edit(line, by=editor, summary="It listens."))
        assert says(api) == [None, None, True]
        publish(edit(line, by=editor, checked_on=date(2027, 5, 29)))
        assert says(api) == ["2027-05-29", None, False]


def test_another_day_to_look_again_is_within_a_year(line, editor):
    check(line, by=editor, due_on=date(2027, 1, 1))
    line.refresh_from_db()
    assert line.review_due_on == date(2027, 1, 1)

    assert "still to come" in refused(line, by=editor, due_on=date(2026, 11, 27))
    assert "within a year" in refused(line, by=editor, due_on=date(2027, 11, 29))


def test_a_review_day_that_is_set_is_public_only_as_overdue_and_on_record(line, editor, api):
    lifecycle.set_review_day([line], editor, date(2026, 12, 1))

    set_on = Record.objects.get(action="review date set")
    assert (set_on.by, set_on.slug, set_on.reason) == (editor.username, "line", "again by 2026-12-01")
    keeper.refresh()
    assert "2026-12-01" not in api.get("/api/v1/services/line").text
    with time_machine.travel("2026-12-02T01:00:00Z", tick=False):
        turn()
        assert says(api)[2] is True


def test_what_nobody_looks_at_is_not_put_off_for_ever(line, editor, api):
    lifecycle.set_review_day([line], editor, date(2027, 11, 28))
    with time_machine.travel("2027-11-20T12:00:00Z", tick=False):
        with pytest.raises(lifecycle.Refusal, match="“line” must be within a year of the last: by 28 November 2027"):
            lifecycle.set_review_day([line], editor, date(2027, 11, 29))
    with time_machine.travel("2027-11-29T12:00:00Z", tick=False):
        turn()
        with pytest.raises(lifecycle.Refusal, match="Or check it"):
            lifecycle.set_review_day([line], editor, date(2027, 12, 24))
        assert says(api)[2] is True
        check(line, by=editor, on=date(2027, 11, 29))
        lifecycle.set_review_day([line], editor, date(2028, 11, 1))


def test_who_may_not_submit_may_not_check(line, approver, editor):
    only_approves = colleague("only-approves", "Approver")
    assert "not allowed to check" in refused(line, by=only_approves)
    editor.email = "somebody@else.example"
    editor.save()  # changed past the admin, so that the account is not in force
    assert "not in force" in refused(line, by=editor)
    for act in (lambda: lifecycle.set_review_day([line], only_approves, date(2027, 1, 1)),
                lambda: lifecycle.take_back_check({line.pk: 1}, only_approves)):  # fmt: skip
        with pytest.raises(lifecycle.Refusal, match="not allowed"):
            act()


def test_what_cannot_be_said_is_refused(line, editor, publish):
    assert "still to come" in refused(line, by=editor, on=date(2026, 11, 28))
    assert "choose from the list" in refused(line, by=editor, how="compiled")
    assert "choose from the list" in refused(line, by=editor, how="guessed")
    check(line, by=editor)
    assert "has been checked since" in refused(line, by=editor, on=date(2026, 11, 26))
    draft = make.service()
    with pytest.raises(lifecycle.Refusal, match="not public"):
        lifecycle.check({draft.pk: 1}, editor, CALLED)
    take_down(line)
    assert "not public" in refused(line, by=editor)


def test_it_is_said_of_the_version_that_was_looked_at(line, editor, publish):
    publish(edit(line, by=editor, summary="It listens."))

    with pytest.raises(lifecycle.Refusal, match="published anew since you looked"):
        lifecycle.check({line.pk: 1}, editor, CALLED)


def test_ten_thousand_at_once_are_refused_before_anything_is_read(editor, line, django_assert_max_num_queries):
    many = {uuid4(): 1 for _ in range(10_000)}
    with django_assert_max_num_queries(20), pytest.raises(lifecycle.Refusal, match="At most 200"):
        lifecycle.check(many, editor, CALLED)


def test_to_say_the_same_again_changes_nothing(line, editor):
    number, lines = check(line, by=editor), Record.objects.count()

    assert check(line, by=editor) is None
    assert (EditionNumber.objects.get().number, Record.objects.count()) == (number, lines)


def test_a_check_can_be_taken_back_and_is_then_due(line, editor, api):
    check(line, by=editor)

    lifecycle.take_back_check({line.pk: 1}, editor)

    assert says(api) == [None, None, False]
    line.refresh_from_db()
    assert line.review_due_on == date(2026, 11, 27)
    assert list(verifying.faults()) == []


@pytest.mark.parametrize("name, value", [("on", "2026-11-20"), ("how", "organisation-confirmed"), ("on", None),
                                         ("due_on", "2029-01-01"), ("is_overdue", True)])  # fmt: skip
def test_a_check_that_is_written_into_the_database_is_found_and_not_served(line, editor, api, name, value):
    check(line, by=editor)
    before = says(api)
    held = publication(line)
    held.keys["upkeep"][name] = value
    Publication.objects.filter(pk=line.pk).update(keys=held.keys)

    assert [fault for fault in verifying.faults() if "service line" in fault]
    assert says(api) == before
    with pytest.raises(lifecycle.Refusal, match="has been altered"):
        check(line, by=editor, how="page-read")


def test_a_check_whose_line_is_gone_or_changed_is_found(line, editor):
    check(line, by=editor)
    Record.objects.filter(action="checked").update(reason="page-read on 2026-11-27; again by 2027-05-28")

    faults = list(verifying.faults())
    assert "service line: says that it was called on 2026-11-27, and the record that it was not checked" in faults


def test_what_was_overdue_when_a_restored_database_is_put_in_force_says_so(line, editor, api):
    check(line, by=editor)
    with time_machine.travel(DAY_AFTER, tick=False):
        put_in_force(above=50)
        assert says(api) == ["2026-11-27", "called", True]
        assert list(verifying.faults()) == []


def test_what_was_published_before_there_were_checks_is_due_half_a_year_after_it_was(line, editor, api):
    held = publication(line)
    del held.keys["upkeep"]
    held.documents["v1.en"] = held.documents["v1.en"].replace('"checked_how":null,"review_overdue":false,', "", 1)
    held.save()
    seal_what_is_there()
    keeper.forget()
    assert api.get("/api/v1/services").json()["results"][0]["review_overdue"] is False

    call_command("recompile", stdout=StringIO())

    assert says(api) == [None, None, False]
    assert publication(line).keys["upkeep"]["due_on"] == "2027-05-28"
    assert list(verifying.faults()) == []
