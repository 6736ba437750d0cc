"""Making rows what they were, and making documents anew."""

import pytest

from publishing import lifecycle, rendering, snapshots
from publishing.models import EditionNumber, Publication, Submission
from services.models import Channel, Organisation
from tests import factories as make
from tests.publishing.acts import document, edit, edit_unseen, publication, state, take_down


@pytest.fixture
def service(publish):
    """A public service with two channels, and a source that speaks of the second."""
    service = make.service(name="Public", channels=[{}, {"value": "https://second.example.org"}])
    make.source(service, channel=service.channels.last())
    publish(service)
    return service


def is_as_published(item) -> bool:
    return snapshots.take(item) == publication(item).snapshot


def test_discarding_edits_brings_back_the_items_own_fields(service, editor):
    edit(service, by=editor, name="Edited", minimum_age=13)

    lifecycle.discard_edits(service, by=editor)

    assert is_as_published(service)


@pytest.mark.parametrize(
    "change",
    [
        lambda service: service.channels.first().delete(),
        lambda service: make.channel(service, position=0, value="https://added.example.org"),
        lambda service: service.channels.all().delete(),
        lambda service: [
            Channel.objects.filter(pk=channel.pk).update(position=3 - channel.position)
            for channel in service.channels.all()
        ],
        lambda service: service.sources.update(channel=service.channels.first()),
        lambda service: service.sources.update(channel=None),
    ],
    ids=["a part deleted", "a part added", "all parts deleted", "parts swapped", "a link moved", "a link cut"],
)
def test_discarding_edits_brings_back_the_parts(service, editor, change):
    change(service)
    assert not is_as_published(service)

    lifecycle.discard_edits(service, by=editor)

    assert is_as_published(service)


def test_discarding_edits_brings_back_a_row_that_was_deleted(service, editor):
    type(service).objects.filter(pk=service.pk).delete()

    lifecycle.discard_edits(service, by=editor)

    assert is_as_published(service)


def test_discarding_edits_voids_what_waits(service, editor):
    [waiting] = lifecycle.submit([edit(service, by=editor, name="Edited")], by=editor)

    lifecycle.discard_edits(service, by=editor)

    assert state(waiting) == "void"


def test_discarding_edits_publishes_nothing(service, editor):
    before = EditionNumber.objects.get().number
    edit(service, by=editor, name="Edited")

    lifecycle.discard_edits(service, by=editor)

    assert EditionNumber.objects.get().number == before


def test_edits_of_what_is_not_public_cannot_be_discarded(editor):
    with pytest.raises(lifecycle.Refusal, match="not public"):
        lifecycle.discard_edits(make.service(), by=editor)


def test_edits_cannot_be_discarded_when_the_slug_has_been_given_away(publish, editor):
    service = make.service(slug="a-line")
    publish(service)
    edit_unseen(service, slug="elsewhere")
    make.service(slug="a-line")

    with pytest.raises(lifecycle.Refusal, match="slug has been given to something else"):
        lifecycle.discard_edits(service, by=editor)


def test_edits_cannot_be_discarded_when_what_the_item_belongs_to_is_gone(publish, editor):
    organisation = make.organisation()
    service = make.service(organisation=organisation)
    publish(organisation, service)
    edit(service, by=editor, organisation=None)
    Organisation.objects.all().delete()

    with pytest.raises(lifecycle.Refusal, match="belongs to has been deleted"):
        lifecycle.discard_edits(service, by=editor)
    service.refresh_from_db()
    assert service.organisation is None


def test_going_back_makes_a_submission_that_needs_an_approval(service, publish, editor, approver):
    publish(edit(service, by=editor, name="Second name"))

    submission = lifecycle.go_back(service, 1, by=editor)

    assert document(service)["name"] == "Second name"
    lifecycle.approve([submission], by=approver)
    assert (document(service)["name"], publication(service).version) == ("Public", 3)


def test_going_back_to_a_version_that_never_was_is_refused(service, editor):
    with pytest.raises(lifecycle.Refusal, match="no version 7"):
        lifecycle.go_back(service, 7, by=editor)


def test_going_back_to_what_is_public_keeps_the_edits(service, editor):
    edit(service, by=editor, name="Edited")

    with pytest.raises(lifecycle.Refusal, match="no changes"):
        lifecycle.go_back(service, 1, by=editor)
    service.refresh_from_db()
    assert service.name == "Edited"


def test_a_version_that_cannot_be_read_any_more_is_refused_by_name(service, editor):
    Submission.objects.update(snapshot="{}")

    with pytest.raises(lifecycle.Refusal, match="can't be read any more: the text is not a snapshot"):
        lifecycle.go_back(service, 1, by=editor)


def test_recompiling_what_has_not_changed_makes_no_edition(service):
    before = EditionNumber.objects.get().number

    assert lifecycle.recompile() is None
    assert EditionNumber.objects.get().number == before


def test_recompiling_makes_documents_anew_from_what_was_approved(service, editor):
    edit(service, by=editor, name="Not approved")
    Publication.objects.update(documents={"v1.en": "{}"})

    number = lifecycle.recompile()

    assert document(service)["name"] == "Public"
    assert (publication(service).edition, publication(service).version) == (number, 1)


def test_recompiling_touches_only_what_reads_otherwise(service, publish):
    other = make.service()
    publish(other)
    before = publication(other).edition
    Publication.objects.filter(pk=service.pk).update(documents={})

    number = lifecycle.recompile()

    assert (publication(service).edition, publication(other).edition) == (number, before)


def test_recompiling_leaves_what_is_withdrawn_withdrawn(service, editor):
    take_down(publication(service), by=editor)

    assert lifecycle.recompile() is None
    assert publication(service).documents == {}


def test_a_preview_writes_nothing(service):
    before = EditionNumber.objects.get().number

    shown = rendering.preview(snapshots.take(service), version=2)

    assert '"name":"Public"' in shown.documents["v1.en"]
    assert (EditionNumber.objects.get().number, publication(service).version) == (before, 1)
