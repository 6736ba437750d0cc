"""Whether an item's rows are what the forms would have accepted: rows can be changed by ways that no form sees."""

from django.core.exceptions import ValidationError

from publishing.models import Publishable
from publishing.registry import kind_of


def fault(item: Publishable) -> str:
    """What is wrong with the item, or with the first of its parts that is, in words; empty when all is well."""
    try:
        item.full_clean()
        for name in kind_of(item).parts:
            for part in getattr(item, name).all():
                part.full_clean()
    except ValidationError as error:
        return _in_words(error)
    return ""


def _in_words(error: ValidationError) -> str:
    return " ".join(
        " ".join(messages) if field == "__all__" else f"{field.replace('_', ' ')}: {' '.join(messages)}"
        for field, messages in error.message_dict.items()
    )
