"""What takes two people: proposed by one, approved by another exactly as shown, or not done at all."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from publishing import acts, lifecycle
from publishing.models import Act, Record
from tests.admin_pages import as_sent
from tests.publishing.admin.desk import REFUSED, said, signed_in, words


@pytest.fixture
def world(monkeypatch):
    """What the act of these tests is about: it says how many there are, and makes one more."""
    world = {"count": 1, "done": []}

    def perform(details, proposed_by, approved_by):
        world["count"] += 1
        world["done"].append((details["what"], proposed_by.username, approved_by.username))

    kind = acts.ActKind(
        "add-one", "Add one", lambda details: [(f"There are {world['count']}", [details["what"]])], perform
    )
    monkeypatch.setitem(acts._kinds, "add-one", kind)
    return world


@pytest.fixture
def act(world, editor) -> Act:
    return acts.propose("add-one", {"what": "a chair"}, by=editor, note="We are five.")


def state(act: Act) -> str:
    return Act.objects.get(pk=act.pk).state


def page(act: Act) -> str:
    return f"/admin/publishing/act/{act.pk}/change/"


def press(client, act: Act, button: str, **answers):
    return client.post(page(act), {**as_sent(client.get(page(act))), **answers, button: "yes"}, follow=True)


def test_nothing_happens_until_a_second_person_approves_it(act, world, editor, approver):
    assert world["done"] == []
    acts.approve(act, by=approver)
    assert (world["done"], state(act)) == ([("a chair", "editor", "approver")], "done")


def test_nobody_approves_what_they_proposed(act, world, editor):
    with pytest.raises(lifecycle.Refusal, match="somebody else"):
        acts.approve(act, by=editor)
    assert (world["done"], state(act)) == ([], "waiting")


def test_the_database_keeps_the_two_people_apart_as_well(act, editor):
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(state="done", decided_by=editor, decided_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(state="done", decided_by=None)


def test_what_would_do_something_else_by_now_is_void(act, world, approver):
    world["count"] = 2

    with pytest.raises(lifecycle.Refusal, match="would not do what was shown"):
        acts.approve(act, by=approver)
    assert (world["done"], state(act)) == ([], "void")


def test_details_that_were_altered_in_the_database_are_not_carried_out(act, world, approver):
    Act.objects.filter(pk=act.pk).update(details={"what": "a trap"})

    with pytest.raises(lifecycle.Refusal):
        acts.approve(act, by=approver)
    assert world["done"] == []


def test_an_act_that_was_exchanged_since_it_was_shown_is_not_approved(act, world, editor, approver):
    other = acts.propose("add-one", {"what": "a trap"}, by=editor)
    Act.objects.filter(pk=act.pk).update(details=other.details, digest=other.digest)

    with pytest.raises(lifecycle.Refusal, match="not what you were shown"):
        acts.approve(act, by=approver)
    assert world["done"] == []


@pytest.mark.parametrize("decision", ["approve", "refuse"])
def test_what_was_decided_is_decided(act, world, approver, decision):
    acts.refuse(act, by=approver, reason="Enough chairs.")

    with pytest.raises(lifecycle.Refusal, match="no longer waiting: refused"):
        acts.approve(act, by=approver) if decision == "approve" else acts.refuse(act, by=approver, reason="No.")
    assert world["done"] == []


def test_who_proposed_may_take_it_back_and_nobody_refuses_without_a_reason(act, editor, approver):
    with pytest.raises(lifecycle.Refusal, match="Say why"):
        acts.refuse(act, by=approver, reason=" ")
    acts.refuse(act, by=editor, reason="A mistake.")
    assert state(act) == "refused"


def test_the_same_is_proposed_once(act, world, editor):
    with pytest.raises(lifecycle.Refusal, match="proposed already"):
        acts.propose("add-one", {"what": "a chair"}, by=editor)


def test_neither_is_done_without_the_permission(act, world, django_user_model):
    passer_by = django_user_model.objects.create_user("passer-by", is_staff=True)

    with pytest.raises(lifecycle.Refusal, match="not allowed"):
        acts.approve(act, by=passer_by)
    with pytest.raises(lifecycle.Refusal, match="not allowed"):
        acts.propose("add-one", {"what": "a chair"}, by=passer_by)


def test_every_step_is_a_line_of_the_record(act, world, approver, editor):
    acts.approve(act, by=approver)
    acts.refuse(acts.propose("add-one", {"what": "a table"}, by=editor), by=approver, reason="No room.")

    lines = Record.objects.filter(kind="add-one").order_by("number")
    lines = lines.values_list("action", "submitted_by", "by", "reason")
    assert list(lines) == [
        ("act proposed", "editor", "editor", "We are five."),
        ("act approved", "editor", "approver", "There are 1"),
        ("act proposed", "editor", "editor", "There are 2"),
        ("act refused", "editor", "approver", "No room."),
    ]


def test_the_page_shows_what_it_would_do_and_carries_it_out(act, world, approver):
    gate = signed_in(approver)

    assert "There are 1 a chair" in words(gate.get(page(act)))
    assert "Approved and done" in said(press(gate, act, "approve"))[0]
    assert world["done"] == [("a chair", "editor", "approver")]


def test_the_page_offers_who_proposed_it_no_approval(act, world, editor):
    desk = signed_in(editor)

    assert "Approve and do it" not in desk.get(page(act)).content.decode()
    desk.post(page(act), {"approve": "yes", "digest": act.digest})
    assert (world["done"], state(act)) == ([], "waiting")
    press(desk, act, "refuse", reason="A mistake.")
    assert state(act) == "refused"


def test_nobody_writes_an_act_by_hand(act, approver):
    gate = signed_in(approver)

    assert gate.get("/admin/publishing/act/add/").status_code == REFUSED
    assert gate.post(f"/admin/publishing/act/{act.pk}/delete/", {"post": "yes"}).status_code == REFUSED
    assert "Add one" in words(gate.get("/admin/publishing/act/"))
