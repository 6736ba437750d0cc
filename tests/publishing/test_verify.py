"""Verifying: all that is public is held against what people decided, and one right restore hides nothing after it."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from publishing import agreement, bundle, keeper, lifecycle, record, taken_down, verifying
from publishing.lifecycle import Refusal
from publishing.models import Borrowing, Publication, Record, SealedEdition
from tests import factories as make
from tests.publishing.acts import Backup, edit, publication, put_in_force, take_down

pytestmark = pytest.mark.usefixtures("commits")


@pytest.fixture
def content(publish, editor):
    """An organisation, two of its services, one of them withdrawn, and a topic."""
    organisation = make.organisation("An organisation", slug="organisation")
    kept, gone = (make.service(slug=slug, organisation=organisation) for slug in ("kept", "gone"))
    publish(organisation, kept, gone, make.topic())
    take_down(gone)
    keeper.refresh()
    return kept


def faults() -> list[str]:
    return list(verifying.faults())


def test_what_people_decided_is_whole(content, publish, editor):
    publish(edit(content, by=editor, summary="Something else."))

    assert faults() == []


def test_another_number_with_its_digest_is_found(content):
    document = publication(content).documents["v1.en"].replace("0808", "0909")
    Publication.objects.filter(pk=content.pk).update(documents={"v1.en": document}, digest="0" * 64)

    assert any("kept" in fault for fault in faults())


def test_a_row_put_back_as_it_once_was_is_found(content, publish, editor):
    older = Publication.objects.get(pk=content.pk)
    publish(edit(content, by=editor, summary="Corrected."))
    older.save()

    assert any(fault.startswith("service kept: is version 1, and what was approved is version 2") for fault in faults())


def test_a_withdrawn_item_that_was_made_live_again_is_found(content, publish, editor):
    older = Publication.objects.get(pk=content.pk)
    take_down(older)
    older.save()

    assert "service kept: has been taken down, and the database shows it" in faults()


def test_an_account_that_was_changed_past_the_admin_is_found(content, editor):
    User.objects.filter(pk=editor.pk).update(password="another")

    assert faults() == ["account editor: was changed by other ways than the admin, and is not in force"]


def test_an_account_that_was_made_past_the_admin_is_found(content):
    User.objects.create_superuser("root")

    assert faults() == ["account root: was made by other ways than the admin, and is not in force"]


def test_an_item_that_is_gone_is_found(content):
    Publication.objects.filter(slug="gone").delete()

    assert "service gone: was withdrawn in edition 2, and is not there" in faults()


def test_what_is_borrowed_otherwise_is_found(content):
    Borrowing.objects.all().delete()

    assert f"{content.pk}: what it borrows from others is not what its snapshot says" in faults()


def test_a_seal_that_is_missing_is_found(content, publish):
    publish(make.notice())
    SealedEdition.objects.filter(number=2).delete()

    assert faults() == ["edition 3: does not follow edition 1 as it was sealed"]


def test_after_a_right_restore_all_is_whole_and_what_is_altered_then_is_found(content, publish, editor, approver):
    backup = Backup()
    publish(edit(content, by=editor, summary="After the backup."))
    backup.restore()
    assert faults()

    put_in_force()

    assert faults() == []
    Record.objects.filter(number=3).update(by="somebody")
    assert "line 3 has been altered or added, or the line before it was" in faults()


def test_lines_cut_off_after_a_restore_are_missed(content, publish, editor, approver):
    backup = Backup()
    publish(edit(content, by=editor, summary="After the backup."))
    backup.restore()
    put_in_force()
    publish(edit(content, by=editor, summary="After the restore."))

    Record.objects.order_by("number").last().delete()

    assert any("the record should reach line" in fault for fault in faults())


def test_a_file_that_is_a_little_behind_is_in_order(content, publish, settings, tmp_path):
    settings.EDITIONS_FOLDER = tmp_path
    bundle.write(tmp_path, keeper.held(), datetime.now(UTC))
    taken_down.keep(tmp_path, taken_down.in_database())
    publish(make.notice())
    keeper.forget()

    assert faults() == []


class Node:
    """What a node says of itself."""

    def __init__(self, monkeypatch, **said):
        monkeypatch.setattr(verifying, "LAG_SECONDS", 0)
        monkeypatch.setattr(agreement, "ask_nodes", lambda: [agreement.Served("Node 2", **said)])


def test_a_node_that_serves_the_newest_edition_is_in_order(content, monkeypatch):
    Node(monkeypatch, number=2, digest=SealedEdition.objects.latest("number").digest)

    assert faults() == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"number": 2, "digest": "0" * 64}, "Node 2 serves edition 2, and not edition 2 as sealed"),
        ({"number": 1, "digest": "0" * 64}, "Node 2 serves edition 1, and not edition 2 as sealed"),
        ({"fault": "it is away"}, "Node 2 did not say what it serves: it is away"),
    ],
    ids=["another digest", "another number", "away"],
)
def test_a_node_that_serves_anything_else_is_named(content, monkeypatch, said, fault):
    Node(monkeypatch, **said)

    assert faults() == [fault]


def test_nothing_is_published_while_a_node_is_ahead_of_the_database(content, monkeypatch, editor):
    Node(monkeypatch, number=9, digest="9" * 64)

    with pytest.raises(Refusal, match="Node 2 serves edition 9"):
        lifecycle.submit([make.notice()], by=editor)


@pytest.mark.parametrize("key", ["EDITION_KEY", "RECORD_KEY"])
def test_a_key_is_changed_without_a_fault_and_what_is_altered_then_is_found(content, publish, settings, editor, key):
    setattr(settings, f"{key}_BEFORE", getattr(settings, key))
    setattr(settings, key, "the new key")
    publish(make.notice())
    assert faults() == []

    call_command(f"change_{key.lower()}", "--by", "editor")
    setattr(settings, f"{key}_BEFORE", "")
    keeper.refresh()

    assert faults() == []
    assert Record.objects.filter(action=f"{key.lower().replace('_', ' ')} changed").exists()
    SealedEdition.objects.filter(number=2).update(digest="0" * 64)
    Record.objects.filter(number=2).update(by="somebody")
    assert "edition 2: its seal is not ours" in faults()
    assert "line 2 has been altered or added, or the line before it was" in faults()


@pytest.mark.parametrize("command", ["change_edition_key", "change_record_key"])
def test_what_was_altered_is_not_sealed_anew(content, settings, editor, command):
    SealedEdition.objects.filter(number=2).update(digest="0" * 64)
    Record.objects.filter(number=2).update(by="somebody")

    with pytest.raises(Exception, match="Run verify first"):
        call_command(command, "--by", "editor")


def test_a_crash_while_the_records_key_is_changed_leaves_it_whole(content, settings, editor, monkeypatch):
    settings.RECORD_KEY, settings.RECORD_KEY_BEFORE = "the new key", settings.RECORD_KEY
    with monkeypatch.context() as crashed:
        crashed.setattr(record, "_keep_head", lambda number: None)
        call_command("change_record_key", "--by", "editor")

    assert faults() == []


def test_a_recompiled_item_is_mended(content):
    Publication.objects.filter(pk=content.pk).update(documents={"v1.en": "{}"})
    assert faults()

    lifecycle.recompile()
    keeper.refresh()

    assert faults() == []
