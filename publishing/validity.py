"""Whether an item's rows are what the forms would have accepted: rows can be changed by ways that no form sees."""

from django.core.exceptions import ValidationError
from django.db import models

from publishing import constraints
from publishing.models import Publishable
from publishing.registry import kind_of


def fault(item: Publishable) -> str:
    """What is wrong with the item, or with the first of its parts that is, in words; empty when all is well."""
    for row in (item, *(part for name in kind_of(item).parts for part in getattr(item, name).all())):
        try:
            row.full_clean()
        except ValidationError as error:
            return _in_words(row, error)
    return ""


def _in_words(row: models.Model, error: ValidationError) -> str:
    return " ".join(
        " ".join(messages) if field == "__all__" else f"{constraints.label(row, field)}: {' '.join(messages)}"
        for field, messages in error.message_dict.items()
    )
