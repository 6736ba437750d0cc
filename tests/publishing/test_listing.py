"""What lists keep of an item is what there is, whatever was done to it."""

import pytest
from django.core.management import call_command

from publishing import acts, lifecycle, snapshots
from publishing.models import Listing, Publication, Submission
from publishing.registry import kind_of, kinds
from publishing.states import states_of
from tests import factories as make
from tests.publishing.acts import edit, edit_unseen, put_in_force, take_down
from tests.publishing.newsroom import Newsroom

pytestmark = pytest.mark.usefixtures("commits")


def kept() -> dict:
    return {one.uid: (one.state, one.public_version) for one in Listing.objects.all()}


def computed(*items) -> dict:
    rows = [row for kind in kinds().values() for row in kind.model._base_manager.filter(pk__in=[i.pk for i in items])]
    return {uid: (state.code, state.public_version) for uid, state in states_of(rows).items()}


def test_every_verb_keeps_where_its_items_stand(editor, approver, api):
    helpline, other, notice = make.service("A line"), make.service("Another"), make.notice()
    items = (helpline, other, notice)

    def now(*expected: str) -> None:
        assert kept() == computed(*items)
        assert [kept()[item.pk][0] for item in items] == list(expected)

    for item in items:
        lifecycle.edited(item, by=editor)
    now("not-public", "not-public", "not-public")
    submitted = lifecycle.submit(items, by=editor)
    now("waiting", "waiting", "waiting")
    lifecycle.send_back(submitted[1], by=approver, reason="Not yet.")
    now("waiting", "not-public", "waiting")
    lifecycle.approve([submitted[0], submitted[2]], by=approver)
    now("public", "not-public", "public")
    edit(helpline, by=editor, summary="Changed.")
    now("edited", "not-public", "public")
    lifecycle.discard_edits(helpline, by=editor)
    now("public", "not-public", "public")
    edit(helpline, by=editor, summary="Changed again.")
    [submitted_again] = lifecycle.submit([helpline], by=editor)
    edit(helpline, by=editor, summary="And again.")
    now("edited", "not-public", "public")
    assert Submission.objects.get(pk=submitted_again.pk).state == Submission.VOID
    lifecycle.approve(lifecycle.submit([helpline, other], by=editor), by=approver)
    now("public", "public", "public")
    lifecycle.go_back(helpline, 1, by=editor)
    now("waiting", "public", "public")
    take_down(other, notice)
    now("waiting", "withdrawn", "withdrawn")
    acts.approve(acts.propose("back-to-edition", {"edition": 1}, by=editor), by=approver)
    now("public", "withdrawn", "public")
    lifecycle.withdraw(Publication.objects.get(pk=notice.pk), by=editor, reason="closed")
    now("public", "withdrawn", "withdrawn")
    put_in_force(50)
    now("public", "withdrawn", "withdrawn")


def test_of_what_is_deleted_nothing_is_kept(editor):
    draft = make.service()
    lifecycle.edited(draft, by=editor)
    lifecycle.delete(draft, by=editor)

    assert kept() == {}


def test_whatever_people_do_lists_know_it(api):
    newsroom = Newsroom(seed=3)
    for item in newsroom.items:
        lifecycle.edited(item)
    newsroom.edit_unseen = newsroom.edit  # of what is changed past all of this, lists hear at the next recompile
    seen = set()
    for _ in range(60):
        newsroom.act()
        seen |= {state for state, _ in kept().values()}

    assert kept() == computed(*newsroom.items)
    assert len(seen) > 3


def test_a_recompile_lists_what_was_changed_past_all_doors(publish, api):
    line, gone = make.service(), make.service()
    publish(line, gone)
    edit_unseen(line, summary="By hand.")
    unseen = make.service()
    type(gone).objects.filter(pk=gone.pk).delete()
    assert kept()[line.pk][0] == "public"

    lifecycle.recompile()

    assert kept() == computed(line, unseen)
    assert kept()[line.pk][0] == "edited"


def test_what_was_there_before_an_update_is_listed_after_it(publish):
    line, draft = make.service(), make.service()
    publish(line)
    Listing.objects.all().delete()

    call_command("migrate", verbosity=0)

    assert kept() == computed(line, draft)


def test_many_are_read_with_as_many_queries_as_one(django_assert_num_queries):
    services = [make.whole_service() for _ in range(5)]
    kind = kind_of(services[0])

    with django_assert_num_queries(1 + len(kind.parts)):
        texts = {row.pk: snapshots.of_rows(kind, row) for row in snapshots.with_parts(kind)}
    assert texts == {service.pk: snapshots.take(service) for service in services}
