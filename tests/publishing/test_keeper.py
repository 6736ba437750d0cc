import weakref
from datetime import UTC, datetime
from io import StringIO

import orjson
import pytest
import time_machine
from django.core.management import CommandError, call_command

from publishing import bundle, keeper, lifecycle, reading, rendering, restoring
from publishing.edition import Edition
from publishing.models import EditionNumber, Publication, Record
from publishing.reading import Unservable
from publishing.registry import layouts
from tests import factories as make
from tests.publishing.acts import edit


def slugs(kind: str = "organisation") -> list[str]:
    return sorted(entry.slug for entry in keeper.current().select(kind))


def restored_to(number: int, *gone) -> None:
    """The database as a restore from a backup leaves it: at an earlier edition, without what came later."""
    Publication.objects.filter(uid__in=[item.pk for item in gone]).delete()
    counter = EditionNumber.objects.get()
    counter.number = number
    rendering.seal(counter)


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

    assert [keeper.edition(number) is not None for number in (1, 2, 3, 4)] == [False, True, True, True]


def test_an_edition_that_is_no_longer_held_leaves_the_memory(publish, settings):
    publish(make.organisation())
    first = weakref.ref(keeper.current())

    for _ in range(settings.EDITIONS_KEPT):
        publish(make.organisation())

    assert first() is None


def test_an_older_number_is_refused_and_reported(publish):
    kept, lost = make.organisation("Kept"), make.organisation("Lost")
    publish(kept)
    publish(lost)
    restored_to(1, lost)

    keeper.refresh()

    assert slugs() == ["kept", "lost"]
    assert keeper.status().is_database_different
    assert keeper.status().edition == 2


def test_after_a_restore_the_counter_moved_forward_is_served_whole(publish):
    kept, lost = make.organisation("Kept"), make.organisation("Lost")
    publish(kept)
    publish(lost)
    restored_to(1, lost)
    keeper.refresh()

    assert restoring.move_forward(above=2) == 3

    keeper.refresh()
    assert slugs() == ["kept"]
    assert (keeper.status().edition, keeper.status().is_database_different) == (3, False)
    assert Record.objects.order_by("number").last().action == "moved forward"


def moved_forward(*words: str) -> str:
    out = StringIO()
    call_command("move_counter_forward", *words, stdout=out)
    return out.getvalue()


def test_the_counter_is_moved_above_the_newest_file_of_the_node(publish, settings, tmp_path):
    settings.EDITIONS_FOLDER = tmp_path
    publish(make.organisation())
    bundle.write(tmp_path, Edition(7, [], layouts()), datetime.now(UTC))

    assert "is now edition 8" in moved_forward()
    assert EditionNumber.objects.get().number == 8


def test_a_trial_of_moving_the_counter_changes_nothing(publish):
    publish(make.organisation())

    assert "is now edition 10" in moved_forward("--above", "9", "--dry-run")
    assert EditionNumber.objects.get().number == 1


def test_moving_the_counter_twice_does_nothing_the_second_time(publish):
    publish(make.organisation())
    moved_forward("--above", "9")

    assert "nothing to do" in moved_forward("--above", "9")
    assert EditionNumber.objects.get().number == 10


@pytest.mark.django_db
def test_a_database_that_never_published_is_not_moved():
    with pytest.raises(CommandError, match="Is this the database"):
        moved_forward("--above", "9")


@pytest.mark.django_db
def test_moving_the_counter_needs_a_number_where_there_is_no_file(settings, tmp_path):
    settings.EDITIONS_FOLDER = tmp_path

    with pytest.raises(CommandError, match="give --above"):
        moved_forward()


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
    kept, lost = make.organisation("Kept"), make.organisation("Lost")
    publish(kept)
    publish(lost)
    held = bundle.read(bundle.write(tmp_path, keeper.current(), datetime.now(UTC)))
    restored_to(1, lost)
    keeper.forget()
    keeper._keeper.hold_file(held)

    keeper.refresh()

    assert slugs() == ["kept", "lost"]
    assert (keeper.status().source, keeper.status().is_database_different) == ("file", True)


def test_a_file_never_takes_the_place_of_what_the_database_said(publish, tmp_path):
    publish(make.organisation())

    assert not keeper._keeper.hold_file(Edition(99, [], layouts()))
    assert keeper.status().edition == 1


def test_what_was_read_is_never_mixed_with_another_history(publish):
    kept, lost = make.organisation("Kept"), make.organisation("Lost")
    publish(kept)
    publish(lost)
    restored_to(2, lost)

    publish(make.organisation("New"))

    assert slugs() == ["kept", "new"]


class Backup:
    """Everything that is public now, to be put back as a restore does."""

    def __init__(self):
        self._counter, self._publications = EditionNumber.objects.get(), list(Publication.objects.all())

    def restore(self) -> None:
        Publication.objects.all().delete()
        Publication.objects.bulk_create(self._publications)
        self._counter.save()


@pytest.fixture
def two_histories(publish, editor):
    """Three organisations are published; A is renamed (edition 2); the backup of edition 1 is restored."""
    items = {name: make.organisation(name, slug=name.lower()) for name in "ABC"}
    publish(*items.values())
    backup = Backup()

    def rename(letter: str, name: str) -> int:
        return publish(edit(items[letter], by=editor, name=name))

    rename("A", "A of another history")
    backup.restore()
    return rename


def served_names() -> list[str]:
    return [orjson.loads(entry.document)["name"] for entry in keeper.current().select("organisation")]


def held_by_a_new_process() -> tuple[str, list[str]]:
    keeper.forget()
    keeper.refresh()
    return keeper.current().digest, served_names()


def test_another_edition_of_the_same_number_is_not_taken_and_is_reported(two_histories, caplog):
    assert two_histories("B", "B new") == 2

    assert served_names() == ["A of another history", "B", "C"]
    assert keeper.status().is_database_different
    assert "the database is at edition 2, and not the one that was served" in caplog.text


def test_what_was_served_of_another_history_gives_way_when_the_counter_has_moved(two_histories):
    two_histories("B", "B new")

    restoring.move_forward(above=2)
    keeper.refresh()

    assert (keeper.status().edition, keeper.status().is_database_different) == (3, False)
    assert served_names() == ["A", "B new", "C"]


def test_two_histories_are_never_mixed_however_their_numbers_go_on(two_histories):
    two_histories("B", "B new")
    two_histories("C", "C new")

    held = keeper.current().digest, served_names()

    assert held == held_by_a_new_process()
    assert held[1] == ["A", "B new", "C new"]
    assert not keeper.status().is_database_different


def test_what_was_altered_otherwise_than_by_publishing_is_read_anew_as_a_whole(publish, editor, caplog):
    service, other = make.organisation("One", slug="one"), make.organisation("Two")
    publish(service, other)
    older = Publication.objects.get(uid=service.pk)
    publish(edit(service, by=editor, name="One renamed"))
    Publication.objects.filter(uid=service.pk).update(documents=older.documents, digest=older.digest)

    publish(edit(other, by=editor, name="Two renamed"))

    assert "does not fit what was held before" in caplog.text
    assert served_names() == ["One", "Two renamed"]
    assert (keeper.current().digest, served_names()) == held_by_a_new_process()


def test_what_was_read_in_part_is_read_anew_as_a_whole(publish, editor, monkeypatch):
    one, two = make.organisation("One"), make.organisation("Two")
    publish(one, two)
    whole = reading._newer_than

    def torn(number: int):
        newest, entries = whole(number)
        return newest, entries if number < 0 else entries[1:]

    monkeypatch.setattr(reading, "_newer_than", torn)
    publish(edit(one, by=editor, name="One new"), edit(two, by=editor, name="Two new"))

    assert served_names() == ["One new", "Two new"]


def test_an_edition_from_before_there_were_digests_is_followed_by_one_that_has_it(publish):
    publish(make.organisation("One"))
    EditionNumber.objects.update(digest="", at=None)
    assert held_by_a_new_process()[1] == ["One"]
    assert not keeper.status().is_database_different

    publish(make.organisation("Two"))

    assert EditionNumber.objects.get().digest == keeper.current().digest
    assert (keeper.current().digest, served_names()) == held_by_a_new_process()


def test_withdrawing_makes_a_new_edition_whose_age_begins_anew(publish, editor, tmp_path):
    organisation = make.organisation()
    with time_machine.travel(datetime(2026, 3, 1, 12, 0, tzinfo=UTC), tick=False):
        publish(organisation)
    with time_machine.travel(datetime(2026, 3, 1, 18, 0, tzinfo=UTC), tick=False):
        lifecycle.withdraw(Publication.objects.get(uid=organisation.pk), by=editor, reason="Closed.")
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
            edition=1, age=360.0, source="database", checked=60.0, is_database_different=False
        )


def test_a_process_that_holds_nothing_says_so():
    assert keeper.status() == keeper.Status(None, None, None, None, False)


@pytest.mark.django_db
def test_ready_tells_what_is_served(api, publish):
    publish(make.organisation())

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
    assert told["emergency"]["phone"] == "999"


def test_live_touches_nothing(api):
    assert api.get("/health/live").status_code == 200
