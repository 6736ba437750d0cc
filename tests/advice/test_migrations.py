"""The rows of steps that were for certain audiences become limits of their details, and the other way round."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from advice.upgrades import FOR_SOME, FOR_THE_VICTIM

BEFORE, AFTER = [("advice", "0001_initial")], [("advice", "0004_steps_are_for_everybody")]
EVERYBODY = ["victim", "parent-carer", "friend", "professional"]
pytestmark = pytest.mark.django_db(transaction=True)


def migrate(to):
    """The models of an app as they are at this migration."""
    return MigrationExecutor(connection).migrate(to).apps


@pytest.fixture
def old():
    """The models as they were, in tables as they were; afterwards the tables are as they are."""
    yield migrate(BEFORE)
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes("advice"))


def with_steps(models, **audiences):
    """A topic with a step of each name that has two details and is for these audiences."""
    topic = models.get_model("advice", "Topic").objects.create(title="A", slug="a")
    for position, (code, whom) in enumerate(audiences.items(), start=1):
        models.get_model("advice", "Step").objects.create(
            topic=topic, position=position, code=code, text="A. B. C.", action="A.", details=["B.", "C."], phase="next",
            audiences=whom,
        )  # fmt: skip


def test_steps_for_some_become_steps_with_limits_and_again_steps_for_some(old):
    given = {"all": EVERYBODY, "victim": ["victim"], "two": ["victim", "friend"]}
    with_steps(old, **given)

    limits = migrate(AFTER).get_model("advice", "DetailLimit").objects.select_related("step")

    assert [
        (one.step.code, one.code, one.detail, one.audiences, one.reason) for one in limits.order_by("position")
    ] == [
        ("victim", "limit-1", "B.", ["victim"], FOR_THE_VICTIM),
        ("victim", "limit-2", "C.", ["victim"], FOR_THE_VICTIM),
        ("two", "limit-3", "B.", ["victim", "friend"], FOR_SOME),
        ("two", "limit-4", "C.", ["victim", "friend"], FOR_SOME),
    ]
    steps = migrate(BEFORE).get_model("advice", "Step").objects
    assert dict(steps.values_list("code", "audiences")) == given


def test_a_limited_step_with_nothing_to_limit_stops_the_migration_by_name(old):
    with_steps(old, keep=["victim"])
    steps = old.get_model("advice", "Step").objects
    steps.update(details=[])

    with pytest.raises(RuntimeError, match="“keep” is not for everybody"):
        migrate(AFTER)

    steps.all().delete()
