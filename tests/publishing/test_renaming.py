"""A field is renamed by a real migration: what was frozen before is upgraded, or refused, but never read as empty."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from publishing import registry, snapshots
from publishing.edition import Layout
from publishing.models import Publishable
from publishing.registry import Kind
from publishing.serializers import PublicSerializer
from publishing.snapshots import SnapshotError

BEFORE, AFTER = [("renaming", "0001_initial")], [("renaming", "0002_rename_maximum_age")]
pytestmark = pytest.mark.django_db(transaction=True)


def kind_of(model) -> Kind:
    """The kind named “allowance”, of the model as it is, or as it was."""
    return Kind(
        name="allowance", plural="allowances", model=model, address=None, layout=Layout(orders={}),
        serializer=PublicSerializer, keys=lambda item, lenders: {}, dangers={},
    )  # fmt: skip


@pytest.fixture
def model(settings, monkeypatch):
    """The model as it is now, with an app, a kind and upgrades for this test alone; its tables go afterwards."""
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.renaming"]
    monkeypatch.setattr(registry, "_kinds", dict(registry.kinds()))
    monkeypatch.setattr(snapshots, "_upgrades", dict(snapshots._upgrades))
    from tests.renaming.models import Allowance

    yield Allowance
    MigrationExecutor(connection).migrate([("renaming", None)])


@pytest.fixture
def frozen_before(model) -> str:
    """A snapshot that was taken before the migration, of an item for people up to 17."""
    old = MigrationExecutor(connection).migrate(BEFORE).apps.get_model("renaming", "Allowance")
    old.shape, old.not_in_snapshot = 1, Publishable.not_in_snapshot
    registry.register(kind_of(old))
    text = snapshots.take(old.objects.create(slug="teens", maximum_age=17))
    MigrationExecutor(connection).migrate(AFTER)
    registry.register(kind_of(model))
    return text


def renamed(data: dict) -> dict:
    fields = dict(data["item"]["fields"])
    fields["oldest_age"] = fields.pop("maximum_age")
    return {**data, "item": {**data["item"], "fields": fields}}


def test_a_snapshot_from_before_the_renaming_is_upgraded_and_keeps_its_value(frozen_before):
    snapshots.upgrades("allowance", 1)(renamed)

    assert '"maximum_age":17' in frozen_before
    assert snapshots.hydrate(frozen_before).oldest_age == 17


def test_without_an_upgrade_the_snapshot_is_refused_by_name(frozen_before):
    with pytest.raises(SnapshotError, match="no upgrade of “allowance” from shape 1"):
        snapshots.hydrate(frozen_before)


def test_a_renaming_that_forgot_to_raise_the_shape_is_refused_by_the_fields_name(frozen_before, model, monkeypatch):
    monkeypatch.setattr(model, "shape", 1)

    with pytest.raises(SnapshotError, match=r"renaming\.allowance: unknown field “maximum_age”"):
        snapshots.hydrate(frozen_before)


def test_an_upgrade_that_drops_the_value_is_refused_by_the_fields_name(frozen_before):
    snapshots.upgrades("allowance", 1)(lambda data: {**data, "item": {**data["item"], "fields": {"slug": "teens"}}})

    with pytest.raises(SnapshotError, match=r"renaming\.allowance: missing field “checked_on”"):
        snapshots.hydrate(frozen_before)


def test_the_row_itself_was_renamed_with_its_value(frozen_before, model):
    assert model.objects.get().oldest_age == 17
    assert '"oldest_age":17' in snapshots.take(model.objects.get())
