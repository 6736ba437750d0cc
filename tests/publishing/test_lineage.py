"""A node takes what follows from what it holds, and what two people put in force after a restore; nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from publishing import acts, bundle, keeper, lifecycle, restoring, sealing
from publishing.lifecycle import Refusal
from publishing.models import EditionNumber, Publication, Record, SealedEdition
from publishing.reading import Unservable
from tests import factories as make
from tests.publishing.acts import Backup, edit, put_in_force

pytestmark = pytest.mark.usefixtures("commits")


def slugs() -> list[str]:
    return sorted(item.slug for item in keeper.current().select("organisation"))


@pytest.fixture
def gone_back(publish):
    """“Kept” and “Lost” are served, and the database is at the edition before “Lost”."""
    publish(make.organisation("Kept"))
    backup = Backup()
    publish(make.organisation("Lost"))
    backup.restore()
    keeper.refresh()


def publish_without_asking(*items, editor, approver, monkeypatch) -> None:
    """As on a machine that knows of no node."""
    with monkeypatch.context() as alone:
        alone.setattr("publishing.agreement.disagreement", lambda: "")
        lifecycle.approve(lifecycle.submit(items, by=editor), by=approver)


def test_every_edition_names_the_one_before_it(publish):
    publish(make.organisation())
    publish(make.organisation())

    first, second = SealedEdition.objects.all()
    assert (first.number, second.number, second.before) == (1, 2, first.digest)
    assert keeper.current().digest == second.digest
    assert sealing.is_true(sealing.seal_of(second))


@pytest.mark.parametrize("editions", [1, 2, 5])
def test_a_database_that_went_back_is_not_taken_however_far_it_goes_on(
    gone_back, editor, approver, monkeypatch, caplog, editions
):
    for number in range(editions):
        publish_without_asking(
            make.organisation(f"New {number}"), editor=editor, approver=approver, monkeypatch=monkeypatch
        )
        keeper.refresh()

    assert slugs() == ["kept", "lost"]
    assert keeper.status().is_database_different
    said = [record.message for when in ("setup", "call") for record in caplog.get_records(when)]
    assert sum("goes on being served" in message for message in said) == 1


def test_while_the_database_is_behind_nothing_is_submitted_or_approved(publish, editor, approver):
    publish(make.organisation("Kept"))
    [waiting] = lifecycle.submit([make.organisation("Waiting")], by=editor)
    backup = Backup()
    publish(make.organisation("Lost"))
    backup.restore()

    with pytest.raises(Refusal, match=r"This node serves edition 2, and the database, at edition 1, does not follow"):
        lifecycle.approve([waiting], by=approver)
    with pytest.raises(Refusal, match="would reach nobody"):
        lifecycle.submit([make.organisation()], by=editor)


def test_a_command_knows_what_was_served_from_the_file_of_its_node(gone_back, editor, settings, tmp_path):
    settings.EDITIONS_FOLDER = tmp_path
    bundle.write(tmp_path, keeper.held(), datetime.now(UTC))
    keeper.forget()

    with pytest.raises(Refusal, match="This node serves edition 2"):
        lifecycle.submit([make.organisation()], by=editor)


def test_what_two_people_put_in_force_is_served(gone_back):
    assert put_in_force() == 3

    assert slugs() == ["kept"]
    assert (keeper.status().edition, keeper.status().is_database_different) == (3, False)
    line = Record.objects.get(action="put in force")
    assert (line.submitted_by, line.by) == ("first-person", "second-person")


def test_what_is_put_in_force_is_served_also_after_editions_that_nobody_took(gone_back, editor, approver, monkeypatch):
    for name in ("First", "Second", "Third"):
        publish_without_asking(make.organisation(name), editor=editor, approver=approver, monkeypatch=monkeypatch)
    keeper.refresh()
    assert slugs() == ["kept", "lost"]

    assert put_in_force() == 5

    assert slugs() == ["first", "kept", "second", "third"]


def test_what_is_in_force_is_gone_on_from(gone_back, publish):
    put_in_force()

    publish(make.organisation("New"))

    assert slugs() == ["kept", "new"]
    assert not keeper.status().is_database_different


def test_one_person_puts_nothing_in_force(gone_back, approver):
    with pytest.raises(Refusal, match="somebody else has to approve it"):
        acts.approve(acts.propose("put-in-force", {"above": 0}, by=approver), by=approver)
    with pytest.raises(Refusal, match="somebody else has to approve it"):
        restoring.put_in_force(by=approver, approved_by=approver)


def test_what_is_put_in_force_is_above_all_that_was_served(gone_back):
    assert put_in_force(above=411) == 412
    assert EditionNumber.objects.get().number == 412


def test_the_command_proposes_it_and_changes_nothing(gone_back, approver, capsys):
    call_command("put_in_force", "--by", "approver")

    said = capsys.readouterr().out
    assert "1 items, each held against the record, above edition 2." in said
    assert "Somebody else who may approve has to approve it" in said
    assert (EditionNumber.objects.get().number, SealedEdition.objects.count()) == (1, 1)


def test_what_the_record_does_not_prove_is_not_put_in_force(gone_back, approver):
    snapshot = Publication.objects.get().snapshot
    Publication.objects.update(snapshot=snapshot.replace("Kept", "Forged"))

    with pytest.raises(CommandError, match=r"not what was approved.*its snapshot is not the one"):
        call_command("put_in_force", "--by", "approver")


def test_an_edition_that_begins_a_history_follows_nothing_whatever_stands_before_it(publish):
    """As when somebody removes every seal, adds one of their own, and everything is then recompiled."""
    publish(make.organisation("Kept"))
    SealedEdition.objects.all().delete()
    lifecycle.recompile()
    SealedEdition.objects.filter(number=2).update(number=3)
    newest = SealedEdition.objects.get()
    SealedEdition.objects.create(number=2, digest="", before="", at=newest.at, mac="0" * 64)
    ours = sealing.sealed(replace(sealing.seal_of(newest), number=3, mac=""))
    SealedEdition.objects.filter(number=3).update(mac=ours.mac)

    keeper.refresh()

    assert (keeper.status().edition, keeper.status().is_database_different) == (1, True)


@pytest.mark.parametrize(
    "forged",
    [
        {"mac": "0" * 64}, {"digest": "0" * 64}, {"before": "0" * 64}, {"restored_from": 1}, {"number": 9},
        {"at": "2020-01-01T00:00:00Z"},
    ],
    ids=lambda forged: next(iter(forged)),
)  # fmt: skip
def test_a_seal_that_was_altered_is_not_taken(publish, editor, approver, monkeypatch, forged):
    publish(make.organisation("Kept"))
    lifecycle.approve(lifecycle.submit([make.organisation("New")], by=editor), by=approver)
    keeper.forget()
    SealedEdition.objects.filter(number=2).update(**forged)

    with pytest.raises(Unservable):
        keeper.refresh()
    assert keeper.held() is None


def test_an_edition_sealed_with_another_key_is_not_taken(publish, settings):
    publish(make.organisation("Kept"))
    settings.EDITION_KEY, ours = "another key", settings.EDITION_KEY
    SealedEdition.objects.update(mac=sealing.sealed(sealing.newest()).mac)
    settings.EDITION_KEY = ours
    keeper.forget()

    with pytest.raises(Unservable, match="not sealed with our key"):
        keeper.refresh()


def test_a_public_node_tells_the_digest_of_what_it_serves(publish, api):
    publish(make.organisation())

    told = api.get("/health/ready").json()

    assert (told["digest"], told["hidden"]) == (SealedEdition.objects.get().digest, 0)


def test_a_database_that_was_never_sealed_is_sealed_by_recompiling_it(publish, editor):
    organisation = make.organisation("Kept")
    publish(organisation, make.topic())
    SealedEdition.objects.all().delete()
    Publication.objects.update(fingerprint="")
    keeper.forget()
    with pytest.raises(Unservable, match="run recompile"):
        keeper.refresh()
    with pytest.raises(Refusal, match="run recompile first"):
        publish(edit(organisation, by=editor, name="Renamed"))

    assert lifecycle.recompile() == 2

    keeper.refresh()
    assert slugs() == ["kept"]


def test_what_the_record_does_not_prove_is_never_sealed_first(publish):
    publish(make.organisation("Kept"))
    SealedEdition.objects.all().delete()
    Record.objects.all().delete()

    with pytest.raises(Refusal, match="not what was approved"):
        lifecycle.recompile()


@pytest.mark.parametrize("forged", [{"mac": "0" * 64}, {"before": "0" * 64}])
def test_a_seal_that_was_altered_is_not_taken_for_that_of_the_edition_held(publish, forged):
    """Or the node would put it on its disk, and serve nothing when it starts again."""
    publish(make.organisation())
    keeper.refresh()
    held = keeper.current().seal
    SealedEdition.objects.filter(number=1).update(**forged)

    keeper.refresh()

    assert keeper.current().seal == held
    assert keeper.status().is_database_different
