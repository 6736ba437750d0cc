import weakref
from datetime import UTC, datetime

import orjson
import pytest
import time_machine

from publishing import bundle, keeper, lifecycle, reading
from publishing.edition import Edition
from publishing.models import Publication, SealedEdition
from publishing.reading import Unservable
from publishing.registry import layouts
from tests import factories as make
from tests.publishing.acts import Backup, edit, take_down


def slugs(kind: str = "organisation") -> list[str]:
    return sorted(item.slug for item in keeper.current().select(kind))


def test_a_check_that_finds_nothing_new_keeps_the_edition(publish):
    publish(make.organisation())
    held = keeper.current()

    keeper.refresh()

    assert keeper.current() is held


def test_a_check_without_news_is_one_statement(publish, django_assert_num_queries):
    publish(make.organisation())

    with django_assert_num_queries(1):
        keeper.refresh()


def test_only_what_changed_is_made_anew(publish):
    organisation = make.organisation()
    publish(organisation, make.topic())
    before = keeper.current()
    organisation.name = "Another name"
    organisation.save()

    publish(organisation)

    assert keeper.current().select("topic").shelf is before.select("topic").shelf
    assert keeper.current().select("organisation").shelf is not before.select("organisation").shelf


def test_what_was_worked_out_of_an_item_is_kept_until_it_changes(publish):
    same, other = make.organisation("Same"), make.organisation("Other")
    publish(same, other)
    shelf = keeper.current().select("organisation").shelf
    shelf.of_items["worked out"] = {str(same.uid): "of the same", str(other.uid): "of the other"}
    other.name = "Another name"
    other.save()

    publish(other)

    newer = keeper.current().select("organisation").shelf
    assert newer.of_items == {"worked out": {str(same.uid): "of the same"}}
    assert len(shelf.of_items["worked out"]) == 2


def test_several_editions_since_the_last_check_arrive_as_the_newest(editor, approver, publish):
    publish(make.organisation("One"))
    for name in ("Two", "Three"):
        lifecycle.approve(lifecycle.submit([make.organisation(name)], by=editor), by=approver)

    keeper.refresh()

    assert keeper.current().number == 3
    assert slugs() == ["one", "three", "two"]


def test_the_editions_before_are_held_for_a_while(publish, settings):
    for _ in range(settings.EDITIONS_KEPT + 1):
        publish(make.organisation())

    assert [keeper.edition(number, ["organisation"]) is not None for number in (1, 2, 3, 4)] == [
        False,
        True,
        True,
        True,
    ]


def test_an_edition_that_is_no_longer_held_leaves_the_memory(publish, settings):
    publish(make.organisation())
    first = weakref.ref(keeper.current())

    for _ in range(settings.EDITIONS_KEPT):
        publish(make.organisation())

    assert first() is None


def test_an_older_number_is_refused_and_reported(publish):
    publish(make.organisation("Kept"))
    backup = Backup()
    publish(make.organisation("Lost"))
    backup.restore()

    keeper.refresh()

    assert slugs() == ["kept", "lost"]
    assert keeper.status().is_database_different
    assert keeper.status().edition == 2


def test_a_process_that_began_with_a_file_takes_what_the_database_says_when_it_is_back(publish, tmp_path):
    publish(make.organisation("One"))
    path = bundle.write(tmp_path, keeper.current(), datetime.now(UTC))
    publish(make.organisation("Two"))
    keeper.forget()
    keeper._keeper.hold_file(bundle.read(path))
    assert (slugs(), keeper.status().source) == (["one"], "file")

    keeper.refresh()

    assert (slugs(), keeper.status().source) == (["one", "two"], "database")


def test_a_file_of_the_same_edition_gives_way_to_the_database(publish, tmp_path):
    publish(make.organisation("One"))
    held = bundle.read(bundle.write(tmp_path, keeper.current(), datetime.now(UTC)))
    keeper.forget()
    keeper._keeper.hold_file(held)

    keeper.refresh()

    assert (keeper.status().edition, keeper.status().source) == (1, "database")


def test_a_file_newer_than_the_database_goes_on_being_served(publish, tmp_path):
    publish(make.organisation("Kept"))
    backup = Backup()
    publish(make.organisation("Lost"))
    held = bundle.read(bundle.write(tmp_path, keeper.current(), datetime.now(UTC)))
    backup.restore()
    keeper.forget()
    keeper._keeper.hold_file(held)

    keeper.refresh()

    assert slugs() == ["kept", "lost"]
    assert (keeper.status().source, keeper.status().is_database_different) == ("file", True)


def test_a_file_never_takes_the_place_of_what_the_database_said(publish, tmp_path):
    publish(make.organisation())

    assert not keeper._keeper.hold_file(Edition(99, [], layouts()))
    assert keeper.status().edition == 1


def served_names() -> list[str]:
    return [orjson.loads(item.document)["name"] for item in keeper.current().select("organisation")]


def held_by_a_new_process() -> tuple[str, list[str]]:
    keeper.forget()
    keeper.refresh()
    return keeper.current().digest, served_names()


def test_a_document_that_was_altered_otherwise_than_by_publishing_changes_nothing_that_is_held(publish, editor):
    one, two = make.organisation("One", slug="one"), make.organisation("Two")
    publish(one, two)
    older = Publication.objects.get(uid=one.pk)
    publish(edit(one, by=editor, name="One renamed"))
    Publication.objects.filter(uid=one.pk).update(documents=older.documents)

    publish(edit(two, by=editor, name="Two renamed"))

    assert served_names() == ["One renamed", "Two renamed"]
    with pytest.raises(Unservable, match="not what was sealed"):
        held_by_a_new_process()


def test_what_was_read_in_part_is_read_anew_as_a_whole(publish, editor, monkeypatch, caplog):
    one, two = make.organisation("One"), make.organisation("Two")
    publish(one, two)
    whole = reading._published

    def torn(publications):
        items = list(whole(publications))
        return items if "WHERE" not in str(publications.query) else items[1:]

    monkeypatch.setattr(reading, "_published", torn)
    publish(edit(one, by=editor, name="One new"), edit(two, by=editor, name="Two new"))

    assert "does not fit what was held before" in caplog.text
    assert served_names() == ["One new", "Two new"]


def test_withdrawing_makes_a_new_edition_whose_age_begins_anew(publish, editor, tmp_path):
    organisation = make.organisation()
    with time_machine.travel(datetime(2026, 3, 1, 12, 0, tzinfo=UTC), tick=False):
        publish(organisation)
    with time_machine.travel(datetime(2026, 3, 1, 18, 0, tzinfo=UTC), tick=False):
        take_down(Publication.objects.get(uid=organisation.pk), by=editor)
        keeper.refresh()
        assert keeper.status().age == 0
        held_by_a_new_process()
        assert keeper.status().age == 0
        file = bundle.write(tmp_path, keeper.current(), datetime.now(UTC))
    assert bundle.read(file).published_at == datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


def test_a_publication_without_its_document_stops_the_edition_and_not_the_service(publish, editor, approver):
    good, broken = make.organisation("Good"), make.organisation("Broken")
    publish(good)
    submissions = lifecycle.submit([broken], by=editor)
    lifecycle.approve(submissions, by=approver)
    Publication.objects.filter(uid=broken.pk).update(documents={})

    with pytest.raises(Unservable, match="broken"):
        keeper.refresh()
    assert slugs() == ["good"]


def test_status_tells_the_ages_of_the_edition_and_of_the_last_check(publish):
    with time_machine.travel(datetime(2026, 3, 1, 12, 0, tzinfo=UTC), tick=False):
        publish(make.organisation())
    with time_machine.travel(datetime(2026, 3, 1, 12, 5, tzinfo=UTC), tick=False):
        keeper.refresh()
    with time_machine.travel(datetime(2026, 3, 1, 12, 6, tzinfo=UTC), tick=False):
        assert keeper.status() == keeper.Status(
            edition=1, age=360.0, source="database", checked=60.0, is_database_different=False,
            digest=SealedEdition.objects.get().digest, hidden=0,
        )  # fmt: skip


def test_a_process_that_holds_nothing_says_so():
    assert keeper.status() == keeper.Status(None, None, None, None, False)


@pytest.mark.django_db
def test_ready_tells_what_is_served(api, publish):
    publish(make.topic())

    response = api.get("/health/ready")

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    body = response.json()
    assert (body["edition"], body["source"], body["database_differs"]) == (1, "database", False)
    assert 0 <= body["checked_seconds_ago"] < 60
    assert 0 <= body["edition_age_seconds"] < 60


def test_ready_is_503_while_there_is_nothing_to_serve(api):
    response = api.get("/health/ready")

    assert response.status_code == 503
    told = response.json()
    assert told["database_differs"] is False
    assert [told[name] for name in ("edition", "edition_age_seconds", "source", "checked_seconds_ago")] == [None] * 4
    assert told["emergency"]["ways"][0]["value"] == "999"


def test_live_touches_nothing(api):
    assert api.get("/health/live").status_code == 200


@pytest.mark.django_db
def test_whatever_says_that_it_is_of_the_database_says_when_that_answered(publish, monkeypatch):
    """Orders to take down are still being read then, over a connection that may break."""
    publish(make.organisation())
    keeper.forget()
    seen = []
    monkeypatch.setattr(keeper.Keeper, "_heed", lambda self, newest: seen.append(keeper.status()))

    keeper.refresh()

    assert [(status.source, status.checked is None) for status in seen] == [("database", False)]
