"""What can be told of a row without asking the database is what the database says."""

import random

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from publishing import constraints
from publishing.registry import kinds

CHECKS = [
    (model, one)
    for kind in kinds().values()
    for model in kind.models()
    for one in model._meta.constraints
    if isinstance(one, models.CheckConstraint)
]
VALUES = {
    models.BooleanField: [True, False],
    models.PositiveSmallIntegerField: [None, 0, 11, 12, 99, 100, 120, 121],
    models.CharField: ["", "user-age", "age-in-image", "victim-age", "warning", "information", "other"],
    models.TextField: ["", "words"],
}


def values_of(field: models.Field) -> list:
    return next(values for kind, values in VALUES.items() if isinstance(field, kind))


def says_the_database(constraint: models.CheckConstraint, row: models.Model) -> bool:
    try:
        constraint.validate(type(row), row)
    except ValidationError:
        return False
    return True


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "constraint"), CHECKS, ids=[one.name for _, one in CHECKS])
def test_a_row_keeps_to_what_the_database_says_it_keeps_to(model, constraint):
    named = [model._meta.get_field(name) for name in sorted(constraint.condition.referenced_base_fields)]
    chance, seen = random.Random(1), set()  # noqa: S311
    for _ in range(40):
        row = model(**{field.name: chance.choice(values_of(field)) for field in named})

        kept = constraints.is_kept(row, constraint)

        assert kept == says_the_database(constraint, row), [getattr(row, field.name) for field in named]
        seen.add(kept)
    assert seen == {True, False}


@pytest.mark.parametrize(
    "condition",
    [
        Q(slug__startswith="a"),
        Q(slug__lt="b"),
        Q(slug__in=[None]),
        Q(slug=None),
        Q(slug=1),
        Q(checked_on="2026-01-02"),
        Q(urgency__lte=True),
        Q(organisation__name="Body"),
        Q(slug="a") ^ Q(slug="b"),
        Q(types=[]),
        Q(urgency__lte=F("slug")),
    ],
)
def test_of_anything_else_the_database_is_asked(condition):
    row = kinds()["service"].model(slug="a", checked_on="2026-01-02")

    assert not constraints.is_kept(row, models.CheckConstraint(condition=condition, name="any"))


def test_of_what_is_unique_the_database_is_asked():
    row = kinds()["service"].model(slug="a")

    assert not constraints.is_kept(row, models.UniqueConstraint(fields=["slug"], name="any"))
