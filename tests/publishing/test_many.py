"""What is done to many items at once asks the database a few things, and holds each of them to account."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import lifecycle, record, sweep
from publishing.models import Edit, Publication, Record, Submission
from publishing.reasons import Reason
from services.models import Rule, Service
from tests import factories as make
from tests.publishing.acts import edit_unseen

MANY = 60
BATCHED = 12  # the embedded database takes some dozens of long rows in one statement


def statements(act, *arguments, **options) -> int:
    with CaptureQueriesContext(connection) as asked:
        act(*arguments, **options)
    return len(asked)


@pytest.fixture
def services(publish):
    """Makes so many services, which are run by public organisations and have parts of every kind."""
    bodies = [make.organisation() for _ in range(3)]
    publish(*bodies)

    def services(count: int) -> list:
        return [make.whole_service(organisation=bodies[number % len(bodies)]) for number in range(count)]

    return services


def test_to_publish_many_asks_hardly_more_than_to_publish_one(services, editor, approver):
    def asked(count: int) -> list[int]:
        items = services(count)
        submitting = statements(lifecycle.submit, items, by=editor)
        waiting = list(Submission.objects.filter(state="waiting"))
        first = statements(lifecycle.approve, waiting, by=approver)
        for item in items:
            edit_unseen(item, summary="Changed.")
        again = statements(lifecycle.submit, items, by=editor)
        waiting = list(Submission.objects.filter(state="waiting"))
        return [submitting, first, again, statements(lifecycle.approve, waiting, by=approver)]

    one, ten, many = (asked(count) for count in (1, 10, MANY))

    assert ten == one
    assert [few + BATCHED >= more for few, more in zip(one, many, strict=True)] == [True] * 4, (one, many)


def test_to_fill_an_empty_database_asks_hardly_more_for_many(db):
    def asked(count: int) -> int:
        body = make.organisation()
        items = [body, *(make.whole_service(organisation=body) for _ in range(count))]
        with lifecycle.trial():
            return statements(lifecycle.publish_first, items, "The first content.")

    assert asked(MANY) <= asked(1) + BATCHED


def test_to_look_through_many_asks_hardly_more(services):
    services(1)
    few = statements(sweep.sweep)
    services(MANY)

    assert statements(sweep.sweep) <= few + BATCHED


def test_to_take_down_many_asks_hardly_more_than_to_take_down_one(services, publish, editor, approver):
    def asked(count: int) -> int:
        items = services(count)
        publish(*items)
        held = list(Publication.objects.filter(pk__in=[item.pk for item in items]))
        reason = Reason("closed")
        return statements(lifecycle.withdraw_as_two, held, proposed_by=editor, approved_by=approver, reason=reason)

    assert asked(MANY) <= asked(1) + BATCHED


def change_unseen(submission: Submission, by) -> None:
    Service.objects.filter(pk=submission.uid).update(summary="Changed.")


def set_unseen(**values):
    return lambda submission, by: Submission.objects.filter(pk=submission.pk).update(**values)


# By what is refused: how an item, or a submission with who approves it, comes to that; and words of the refusal.
NOT_SUBMITTED = {
    "its words": (lambda one: edit_unseen(one, summary="Call <b>us</b>."), "Summary: Plain text only"),
    "its address": (lambda one: edit_unseen(one, slug="taken"), "“taken” has been public for something else"),
    "a part of it": (
        lambda one: Rule.objects.filter(service=one).update(channel=make.channel(make.service())),
        "Choose a channel of this service",
    ),
    "it is gone": (lambda one: Service.objects.filter(pk=one.pk).delete(), "is not saved"),
}
NOT_APPROVED = {
    "edited since": (change_unseen, "has been edited since it was submitted"),
    "edited by them": (lambda one, by: Edit.objects.create(uid=one.uid, by=by), "You have edited"),
    "submitted by them": (lambda one, by: set_unseen(by=by)(one, by), "You submitted"),
    "submitted by nobody": (set_unseen(by=None), "Nobody is recorded"),
    "not as recorded": (
        lambda one, by: Record.objects.filter(uid=one.uid).update(reason="Another."),
        "not what the record says",
    ),
    "another digest": (set_unseen(digest="0" * 64), "its digest does not fit"),
    "decided already": (set_unseen(state="void"), "no longer waiting: void"),
}
PLACES = pytest.mark.parametrize("place", [0, MANY - 1], ids=["the first", "the last"])


@PLACES
@pytest.mark.parametrize("fault", NOT_SUBMITTED)
def test_of_many_the_last_is_refused_as_the_first_is(services, editor, publish, place, fault):
    spoil, said = NOT_SUBMITTED[fault]
    gone = make.service(slug="taken")
    publish(gone)
    edit_unseen(gone, slug="free")
    items = services(MANY)
    spoil(items[place])

    with pytest.raises(lifecycle.Refusal, match=said):
        lifecycle.submit(items, by=editor)

    assert not Submission.objects.filter(state="waiting").exists()


@PLACES
@pytest.mark.parametrize("fault", NOT_APPROVED)
def test_one_that_may_not_be_approved_holds_up_all(services, editor, approver, place, fault):
    spoil, said = NOT_APPROVED[fault]
    waiting = lifecycle.submit(services(MANY), by=editor)
    before = Publication.objects.count()
    spoil(waiting[place], approver)

    with pytest.raises(lifecycle.Refusal, match=said) as refused:
        lifecycle.approve(waiting, by=approver)

    assert f"“{waiting[place].title}”" in str(refused.value)
    assert Publication.objects.count() == before


@pytest.mark.usefixtures("commits")
def test_the_record_is_whole_after_many_at_once(services, editor, approver):
    lifecycle.approve(lifecycle.submit(services(MANY), by=editor), by=approver)

    assert list(record.faults()) == []
    assert Record.objects.filter(action="approved").count() == MANY + 3
    assert set(Publication.objects.values_list("version", flat=True)) == {1}
