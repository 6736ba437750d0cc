"""What a database holds rows to, in words for people: its own messages name the constraint."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models


def in_words(row: models.Model, error: ValidationError) -> ValidationError:
    """The error of `validate_constraints`, with the labels of the fields in the place of a constraint's name.

    `clean` mostly says it better and first; this is for what it did not foresee.
    """
    named = {str(one.get_violation_error_message()): one for one in row._meta.constraints}
    faults = {
        name: [_said(row, named[message]) if message in named else message for message in messages]
        for name, messages in error.message_dict.items()
    }
    return ValidationError({NON_FIELD_ERRORS if name == "__all__" else name: told for name, told in faults.items()})


def label(row: models.Model, name: str) -> str:
    """What the form calls a field; of what is none, its name as words."""
    field: Any = next((one for one in row._meta.concrete_fields if one.name == name), None)
    return str(field.verbose_name) if field else name.replace("_", " ")


def _said(row: models.Model, constraint: models.BaseConstraint) -> str:
    condition = getattr(constraint, "condition", None)
    names: Iterable[str] = (
        condition.referenced_base_fields if condition is not None else getattr(constraint, "fields", ())
    )
    labels = ", ".join(f"“{label(row, name)}”" for name in sorted(names))
    return f"These do not fit together: {labels}. Change one of them." if labels else "This does not fit together."
