"""What people read who may look at a form and not change it: codes, places and opening hours in words."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Field, JSONField, Model
from django.utils.text import capfirst

from publishing.codes import code_list
from publishing.fields import CodesField
from services import coverage_text, hours_words
from services.fields import CoverageField, HoursField
from services.hours import Hours


class WordsToRead:
    """Of an admin class with fieldsets: Django shows stored JSON to those who may not change it."""

    def get_fieldsets(self, request, obj: Model | None = None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [(title, {**options, "fields": self._to_read(options["fields"])}) for title, options in fieldsets]

    def get_readonly_fields(self, request, obj: Model | None = None) -> list:
        told = [name for name in flatten_fieldsets(self.get_fieldsets(request, obj)) if callable(name)]
        return [*super().get_readonly_fields(request, obj), *told]

    def _to_read(self, names) -> list:
        stored = {field.name: field for field in self.model._meta.concrete_fields if isinstance(field, JSONField)}
        return [
            self._to_read(name) if isinstance(name, list | tuple) else _told(stored[name]) if name in stored else name
            for name in names
        ]


@cache
def _told(field: Field) -> Callable[[Model], str]:
    """What Django shows in the place of the field, with the field's own label and help."""

    def told(row: Model) -> str:
        return _in_words(field, getattr(row, field.name)) or "-"

    told.__name__ = field.name
    told.short_description = capfirst(field.verbose_name)
    return told


def _in_words(field: Field, value: Any) -> str:
    if isinstance(field, HoursField):
        return hours_words.in_words(Hours.from_json(value))
    if isinstance(field, CoverageField):
        return coverage_text.as_text(value)
    if isinstance(field, CodesField):
        return ", ".join(map(code_list(field.codes).label, value))
    return "\n".join(value)
