"""What was withdrawn stays down on every node, whatever a database says, until it is approved anew."""

import pytest
from django.db import transaction

from publishing import keeper, lifecycle, sealing, taken_down, verifying
from publishing.lifecycle import Refusal
from publishing.models import Publication, SealedEdition, TakenDown
from publishing.reading import Unservable
from tests import factories as make
from tests.publishing.acts import Backup, edit, publication, put_in_force, take_down

pytestmark = pytest.mark.usefixtures("commits")
ADDRESS = "/api/v1/organisations/bad"


@pytest.fixture
def bad(publish):
    bad = make.organisation("Bad", slug="bad")
    publish(bad)
    return bad


def withdraw(item) -> None:
    take_down(item, reason="wrong-contact")
    keeper.refresh()


def test_a_withdrawal_is_kept_on_the_disk_of_the_node(bad, editor, settings):
    withdraw(bad)

    [order] = taken_down.on_disk(settings.EDITIONS_FOLDER).values()
    assert (order.uid, order.version, order.reason) == (str(bad.pk), 1, "wrong-contact")


def test_no_edition_that_somebody_still_leafs_through_shows_it(publish, api):
    without = publish(make.organisation("Good"))
    bad = make.organisation("Bad", slug="bad")
    showing = publish(bad)

    withdraw(bad)

    assert api.get(f"/api/v1/organisations?page_size=1&page=2&edition={showing}").status_code == 410
    assert keeper.edition(showing, ["organisation"]) is None
    assert keeper.edition(without, ["organisation"])


def test_a_walk_that_began_before_a_node_took_something_down_begins_again(bad, publish, api):
    """It would pass over whatever follows: no new edition has come from the database, and the number is the same."""
    publish(make.organisation("Good"), make.organisation("Also good"))
    walk = api.get("/api/v1/organisations?page_size=1").json()["next"]
    SealedEdition.objects.update(digest="0" * 64)
    withdraw(bad)

    told = api.get(walk)

    assert told.status_code == 410, told.json()["results"]
    again = api.get(told.json()["restart"]).json()
    seen = [one["slug"] for one in again["results"]]
    while again["next"]:
        again = api.get(again["next"]).json()
        seen += [one["slug"] for one in again["results"]]
    assert seen == ["also-good", "good"]


def test_nor_one_from_before_a_restore_that_shows_a_later_version(bad, publish, api):
    backup = Backup()
    edit(bad, name="Bad in its second version")
    showing = publish(bad)
    backup.restore()
    put_in_force()
    keeper.refresh()

    withdraw(bad)

    assert api.get(ADDRESS).status_code == 410
    assert keeper.edition(showing, ["organisation"]) is None


def test_a_withdrawal_reaches_a_node_that_takes_no_edition_from_the_database(bad, publish, editor, api):
    backup = Backup()
    publish(make.organisation("Lost", slug="lost"))
    backup.restore()
    keeper.refresh()
    assert keeper.status().is_database_different

    withdraw(bad)

    answer = api.get(ADDRESS)
    assert answer.status_code == 410
    assert "A way to reach it was wrong." in answer.content.decode()
    assert api.get("/api/v1/organisations/lost").status_code == 200
    assert api.get("/health/ready").json()["hidden"] == 1
    assert [one["slug"] for one in api.get("/api/v1/organisations").json()["results"]] == ["lost"]


def test_a_withdrawal_reaches_the_nodes_though_the_database_has_been_altered(bad, publish, editor, api):
    Publication.objects.update(slug="elsewhere")
    SealedEdition.objects.update(digest="0" * 64)

    number = take_down(bad)
    keeper.refresh()

    assert number == 1
    assert api.get(ADDRESS).status_code == 410
    assert api.get("/api/v1/organisations/elsewhere").status_code == 404


def test_a_withdrawal_reaches_the_nodes_though_every_seal_was_removed(bad, api):
    keeper.refresh()
    SealedEdition.objects.all().delete()

    take_down(bad)
    keeper.refresh()

    assert api.get(ADDRESS).status_code == 410


def test_nothing_is_published_that_borrows_from_what_nodes_alone_have_taken_down(publish, editor):
    """The database was altered while it was withdrawn, and has been put right."""
    organisation = make.organisation("Bad", slug="bad")
    publish(organisation, make.notice(slug="notice"))
    Publication.objects.filter(slug="notice").update(fingerprint="0" * 64)
    take_down(organisation)
    held = Publication.objects.get(slug="notice")
    Publication.objects.filter(pk=held.pk).update(fingerprint=sealing.fingerprint(held))

    with pytest.raises(Refusal, match="belongs to an item that is not public yet"):
        publish(make.service(slug="of-bad", organisation=organisation))


def test_what_was_withdrawn_stays_down_after_a_restore(bad, editor, approver, api):
    backup = Backup()
    withdraw(bad)
    backup.restore()
    assert not TakenDown.objects.exists()

    put_in_force()

    assert api.get(ADDRESS).status_code == 410
    assert publication(bad).state == "withdrawn"
    assert TakenDown.objects.count() == 1


def test_what_cannot_be_public_without_it_stays_down_with_it(publish, editor, approver, api):
    organisation = make.organisation("Bad", slug="bad")
    service = make.service(slug="of-bad", organisation=organisation)
    publish(organisation, service)
    backup = Backup()
    publish(edit(service, by=editor, organisation=None))
    withdraw(organisation)
    backup.restore()

    put_in_force()

    assert api.get("/api/v1/services/of-bad").status_code == 410


def test_a_newer_approval_brings_it_back(bad, publish, editor, api):
    withdraw(bad)

    publish(edit(bad, by=editor, name="Good"))

    assert b"Good" in api.get(ADDRESS).content


def test_a_newer_approval_brings_it_back_though_the_database_has_forgotten_it_all(bad, publish, editor, approver, api):
    backup = Backup()
    for name in ("Second", "Third"):
        publish(edit(bad, by=editor, name=name))
    withdraw(bad)
    backup.restore()
    put_in_force()

    publish(edit(bad, by=editor, name="Good"))

    assert b"Good" in api.get(ADDRESS).content
    assert publication(bad).version == 4


@pytest.mark.parametrize(
    "forged", [{"version": 99}, {"reason": "Call 0808 157 0999."}, {"uid": "0" * 32}, {"mac": "x"}]
)
def test_an_order_that_was_altered_or_added_is_heeded_by_nobody(bad, editor, api, forged):
    withdraw(bad)
    order = TakenDown.objects.get()
    TakenDown.objects.all().delete()
    for name, value in forged.items():
        setattr(order, name, value)
    order.save(force_insert=True)

    assert taken_down.in_database() == {}


def test_a_line_on_disk_that_cannot_be_read_is_passed_over(bad, editor, settings):
    withdraw(bad)
    path = settings.EDITIONS_FOLDER / taken_down.NAME
    path.write_bytes(path.read_bytes() + b'{"uid": "torn')

    assert list(taken_down.on_disk(settings.EDITIONS_FOLDER)) == [str(bad.pk)]


def test_orders_go_over_to_a_new_key(bad, editor, settings):
    withdraw(bad)
    settings.EDITION_KEY, settings.EDITION_KEY_BEFORE = "the new key", settings.EDITION_KEY

    taken_down.keep(settings.EDITIONS_FOLDER, {})

    settings.EDITION_KEY_BEFORE = ""
    assert list(taken_down.on_disk(settings.EDITIONS_FOLDER)) == [str(bad.pk)]


def test_a_disk_that_is_full_holds_up_no_withdrawal(bad, editor, settings, tmp_path, api, caplog):
    (tmp_path / "a-file").touch()
    settings.EDITIONS_FOLDER = tmp_path / "a-file"

    withdraw(bad)

    assert api.get(ADDRESS).status_code == 410
    assert "could not be put on disk" in caplog.text


def test_as_many_orders_as_before_a_restore_are_still_new_ones(publish, api):
    """The node has seen one order; the database went back to none, and was given another meanwhile."""
    bad, worse = make.organisation("Bad", slug="bad"), make.organisation("Worse", slug="worse")
    publish(bad, worse)
    backup = Backup()
    withdraw(bad)
    seen = TakenDown.objects.get().pk
    backup.restore()

    with transaction.atomic():
        take_down(worse, reason="harmful")
        TakenDown.objects.update(id=seen)

    assert api.get("/api/v1/organisations/worse").status_code == 410


def test_what_was_withdrawn_before_anything_was_sealed_holds_up_no_first_seal(publish, api):
    bad, good = make.organisation("Bad", slug="bad"), make.organisation("Good", slug="good")
    publish(bad, good)
    SealedEdition.objects.all().delete()
    Publication.objects.update(fingerprint="")
    keeper.forget()
    with pytest.raises(Unservable):  # of the node that looks at once, when it has been committed
        take_down(bad, reason="wrong-contact")
    assert publication(bad).state == "live"

    lifecycle.recompile()
    keeper.refresh()

    assert publication(bad).state == "withdrawn"
    assert api.get(ADDRESS).status_code == 410
    assert list(verifying.faults()) == []
