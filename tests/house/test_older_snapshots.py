"""What was approved before a field came is read as if the field had been there, with the value that was meant."""

import json
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.migrations import AddField
from django.db.migrations.loader import MigrationLoader

from publishing import packages, snapshots
from publishing.models import Publishable
from publishing.registry import kinds
from tests import factories


def added() -> Iterator[tuple[str, str]]:
    """The label of the model and the name of each field of today that a migration added after making the model."""
    today = {model._meta.label for kind in kinds().values() for model in kind.models()}
    for (label, _), migration in MigrationLoader(None).disk_migrations.items():
        for change in migration.operations if label in packages.own() else ():
            if isinstance(change, AddField):
                model = apps.get_model(label, change.model_name)
                if model._meta.label in today and change.name in {field.name for field in model._meta.get_fields()}:
                    yield model._meta.label, change.name


@pytest.mark.parametrize(("label", "field"), sorted(added()))
def test_a_snapshot_from_before_a_field_came_is_read(db, label, field):
    model = apps.get_model(label)
    kind = next(kind for kind in kinds().values() if model in kind.models())
    data = json.loads(snapshots.take(factories.of_kind(kind.name)))
    if issubclass(model, Publishable):
        rows = [data["item"]]
    else:
        rows = [row for name in kind.parts if getattr(kind.model, name).rel.related_model is model
                for row in data["parts"][name]]  # fmt: skip
    assert [row["fields"].pop(field, field) for row in rows], "there is nothing to read"

    try:
        snapshots.hydrate(json.dumps(data))
    except snapshots.SnapshotError as error:
        pytest.fail(f"{error}: give it the value it has in older snapshots, in snapshot_defaults of {label}")
