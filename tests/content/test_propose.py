"""What a release corrects of content that stands: it waits for a second person, beside what editors changed."""

import re

import pytest
from django.core.management import CommandError
from django.test import Client

from helpapi.seed import merging
from publishing import lifecycle, snapshots
from publishing.models import Publication, Submission
from services.models import Channel, Service
from tests import factories
from tests.carrying import bring_in
from tests.content.test_load_seed import folder, load, replace  # noqa: F401  (a fixture)
from tests.in_force import colleague

pytestmark = pytest.mark.django_db
SUMMARY = "Confidential support for children and young people with anything that worries them."
ENTRY = "- id: childline\n"
OURS = "Somebody to talk to for children."


@pytest.fixture
def loaded(db) -> None:
    """An earlier release has brought its content in."""
    bring_in()


def corrected(folder, **changes: str) -> None:  # noqa: F811
    """Let the next release say otherwise of Childline."""
    path = folder / "supplement.yaml"
    for name, value in changes.items():
        text = path.read_text(encoding="utf-8")
        head, entry, rest = text.partition(ENTRY)
        was = next(line for line in rest.splitlines() if line.startswith(f"  {name}: "))
        path.write_text(f"{head}{entry}{rest.replace(was, f'  {name}: {value}', 1)}", encoding="utf-8")


def waiting() -> list[str]:
    return list(Submission.objects.filter(state="waiting").values_list("title", flat=True))


def test_what_a_release_corrects_is_proposed_and_what_editors_changed_stays(loaded, folder, editor, approver, publish):  # noqa: F811
    childline = Service.objects.get(slug="childline")
    childline.summary = OURS
    childline.save()
    publish(childline)
    assert load("--propose", by="editor").endswith("service childline (summary).\n"), "nothing is corrected as yet"

    corrected(folder, name="Childline UK", summary="Support for children and young people.")
    said = load("--propose", by="editor", folder=folder)

    assert "Proposed: service childline (name). Left as editors have it: summary." in said
    assert "Submitted in the name of editor: another person has to approve it." in said
    assert waiting() == ["Childline UK"]
    assert Publication.objects.get(slug="childline").edition == 2, "nothing is public by itself"
    home = Client()
    home.force_login(approver)
    assert "Childline UK" in home.get("/admin/").content.decode()
    assert "a change of it waits to be approved" in load("--propose", by="editor", folder=folder)

    lifecycle.approve(Submission.objects.filter(state="waiting"), by=approver)
    held = Service.objects.get(slug="childline")
    assert (held.name, held.summary) == ("Childline UK", OURS)

    # What an editor changed before the first correction is an editor's at the second, too.
    corrected(folder, name="Childline for all", summary=SUMMARY)
    assert "Proposed: service childline (name).\n" in load("--propose", by="editor", folder=folder)
    (second,) = Submission.objects.filter(state="waiting")
    lifecycle.send_back(second, by=approver, reason="It is called Childline UK.")
    lifecycle.discard_edits(Service.objects.get(slug="childline"), by=editor)
    said = load("--propose", by="editor", folder=folder)
    assert "the same was proposed before, and sent back" in said
    assert waiting() == []
    assert Service.objects.get(slug="childline").name == "Childline UK"


def test_a_part_that_an_editor_deleted_stays_away_and_another_is_corrected(loaded, folder, editor, approver, publish):  # noqa: F811
    childline = Service.objects.get(slug="childline")
    Channel.objects.get(service=childline, kind="email").delete()
    publish(childline)
    Service.objects.filter(slug="breathing-space").update(name="Breathing Space, being edited")
    replace(folder / "supplement.yaml", "note: Needs a Childline account.", "note: Needs an account of Childline.")
    replace(folder / "supplement.yaml", "  name: Breathing Space\n", "  name: Breathing Space, Scotland\n")

    said = load("--propose", by="editor", folder=folder)

    assert re.search(r"Proposed: service childline \(channels, Web chat: [^;]*\(editor_note\)\)\.\n", said), said
    assert "service breathing-space (name; not proposed, because somebody is editing it)" in said
    lifecycle.approve(Submission.objects.filter(state="waiting"), by=approver)
    assert Channel.objects.get(service=childline, kind="webchat").editor_note == "Needs an account of Childline."
    assert not Channel.objects.filter(service=childline, kind="email").exists()


def test_a_part_that_is_new_in_the_data_comes_and_one_that_is_no_longer_there_goes():
    """Of three snapshots: what the data said, what stands, what the data says."""
    service = factories.service()
    first, _ = (factories.channel(service, position=place) for place in (1, 2))
    said = snapshots.take(service)
    first.delete()
    third = factories.channel(service, position=3, value="0808 800 5000")
    says = snapshots.take(service)

    merged = merging.merge(said, said, says)
    assert snapshots.written(merged.snapshot) == says
    assert merged.taken == [f"channels, {first} (no longer in the data)", f"channels, {third} (new)"]
    assert merged.kept == []


@pytest.mark.parametrize("standing", ["changed", "deleted"])
def test_a_part_that_both_changed_stays_as_editors_have_it(standing):
    service = factories.service()
    one = factories.channel(service, position=1)
    said = snapshots.take(service)
    Channel.objects.filter(pk=one.pk).update(cost="25p")
    says = snapshots.take(service)
    if standing == "deleted":
        one.delete()
    else:
        Channel.objects.filter(pk=one.pk).update(cost="free")
    held = snapshots.take(service)

    merged = merging.merge(said, held, says)

    assert snapshots.written(merged.snapshot) == held
    assert merged.taken == []
    assert merged.kept == [f"channels, {one} ({'cost' if standing == 'changed' else 'deleted here'})"]


def test_somebody_has_to_stand_for_what_is_proposed():
    with pytest.raises(CommandError, match="--propose needs --by"):
        load("--propose")


def test_who_may_not_submit_may_not_propose(loaded, folder):  # noqa: F811
    colleague("reader", "Approver")
    corrected(folder, name="Childline UK")

    assert "not proposed, because" in load("--propose", by="reader", folder=folder)
    assert waiting() == []


def test_a_start_says_that_the_release_has_other_content(loaded, folder):  # noqa: F811
    corrected(folder, name="Childline UK")

    said = load("--if-empty", folder=folder)

    assert "Differs from the data files: service childline (name)." in said
    assert said.endswith("python3 -m helpapi load_seed --propose --by USERNAME\n")
    assert Service.objects.get(slug="childline").name == "Childline"
