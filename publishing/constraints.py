"""What a database holds rows to: told without asking it where that can be, and in words for people.

Its own messages name the constraint.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import F, Q

Truth = bool | None  # None: not known, as of whatever is compared with NULL
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq, "lt": operator.lt, "lte": operator.le, "gt": operator.gt, "gte": operator.ge,
}  # fmt: skip

_COMPARED = (models.BooleanField, models.IntegerField, models.CharField, models.TextField)


class _CannotTell(Exception):
    """Whether a condition holds is the database's to say."""


def is_kept(row: models.Model, constraint: models.BaseConstraint) -> bool:
    """Whether it is certain that the row keeps to a constraint, as it is in memory; False: ask the database.

    It is where fields are compared with whole numbers, truth values and each other, and texts for being the same, which
    every database does as Python does. What comes out as unknown is kept to, as a database has it.
    """
    if not isinstance(constraint, models.CheckConstraint) or not isinstance(constraint.condition, Q):
        return False
    try:
        return _truth(constraint.condition, row) is not False
    except _CannotTell:
        return False


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


def _truth(condition: Q, row: models.Model) -> Truth:
    """Of three values, as SQL has it."""
    if condition.connector not in (Q.AND, Q.OR):
        raise _CannotTell
    found = [_truth(one, row) if isinstance(one, Q) else _compared(one, row) for one in condition.children]
    decisive = condition.connector == Q.OR
    joined: Truth = decisive if decisive in found else None if None in found else not decisive
    return joined if joined is None else joined is not condition.negated


def _compared(child: Any, row: models.Model) -> Truth:
    """`child`: a lookup and what it is held against."""
    if not isinstance(child, tuple):
        raise _CannotTell
    path, asked = child
    name, _, lookup = path.partition("__")
    held, lookup = _held(row, name), lookup or "exact"
    if lookup == "isnull":
        return (held is None) is asked
    others = list(asked) if lookup == "in" and isinstance(asked, list | tuple) else [asked]
    others = [_held(row, _name(one)) if isinstance(one, F) else _plain(one) for one in others]
    compare = operator.eq if lookup == "in" else _COMPARISONS.get(lookup)
    if compare is None or (None in others and not isinstance(asked, F)):
        raise _CannotTell
    if held is None or others == [None]:
        return None
    if any(type(one) is not type(held) for one in others) or (isinstance(held, str) and compare is not operator.eq):
        raise _CannotTell
    return any([compare(held, one) for one in others])


def _held(row: models.Model, name: str) -> Any:
    for field in row._meta.concrete_fields:
        if field.name == name and isinstance(field, _COMPARED):
            return _plain(getattr(row, field.attname))
    raise _CannotTell


def _name(field: F) -> str:
    name: str = field.name  # type: ignore[attr-defined]  # the types of Django do not have it
    return name


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    raise _CannotTell
