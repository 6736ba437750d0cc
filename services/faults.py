"""What editors are told is wrong with a value, as a fault of its field; and what a database holds ages to."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

OLDEST = 120
Judged = TypeVar("Judged")


def ages_in_order(name: str) -> list[models.BaseConstraint]:
    """What a database holds the two ages of a model to; `name`: what the constraints' names begin with."""
    low, high = Q(minimum_age__isnull=True), Q(maximum_age__isnull=True)
    return [
        models.CheckConstraint(
            condition=low | high | Q(minimum_age__lte=F("maximum_age")), name=f"{name}_age_range_ordered"
        ),
        models.CheckConstraint(
            condition=(low | Q(minimum_age__lte=OLDEST)) & (high | Q(maximum_age__lte=OLDEST)),
            name=f"{name}_ages_are_of_people",
        ),
    ]


def faults_of_ages(low: int | None, high: int | None) -> dict[str, str]:
    """What is wrong with a youngest and an oldest age in whole years, by the names of their fields."""
    errors: dict[str, str] = {}
    if low is not None and high is not None and low > high:
        errors["maximum_age"] = f"Oldest age must be {low} or more, because the youngest age is {low}."
    for name, age in (("minimum_age", low), ("maximum_age", high)):
        if age is not None and age > OLDEST:
            errors[name] = f"Must be {OLDEST} or less."
    return errors


def kindly(field: str, judge: Callable[[str], Judged], value: str) -> Judged:
    """What `judge` makes of a value; what it has against it is a fault of the field."""
    try:
        return judge(value)
    except ValueError as error:
        raise ValidationError({field: str(error)}) from None
