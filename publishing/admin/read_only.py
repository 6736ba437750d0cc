"""What people read who may look at a form and not change it: codes, places and opening hours in words."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Protocol, runtime_checkable

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import capfirst


@runtime_checkable
class Spoken(Protocol):
    """A field that says its value in words, as each kind does that is stored as JSON."""

    name: str
    verbose_name: str

    def __hash__(self) -> int: ...

    def in_words(self, value: Any) -> str: ...


class WordsToRead(BaseModelAdmin):  # type: ignore[type-arg]  # of any row; at run time it takes none
    """An admin class with fieldsets: Django would show stored JSON to those who may not change it."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [(title, {**options, "fields": self._to_read(options["fields"])}) for title, options in fieldsets]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        told = [name for name in flatten_fieldsets(self.get_fieldsets(request, obj)) if callable(name)]
        return [*super().get_readonly_fields(request, obj), *told]

    def _to_read(self, names: Iterable[Any]) -> list[Any]:
        stored = {field.name: field for field in self.model._meta.concrete_fields if isinstance(field, Spoken)}
        return [
            self._to_read(name) if isinstance(name, list | tuple) else _told(stored[name]) if name in stored else name
            for name in names
        ]


@cache
def _told(field: Spoken) -> Callable[[Model], str]:
    """What Django shows in the place of the field, with the field's own label and help."""

    def told(row: Model) -> str:
        return field.in_words(getattr(row, field.name)) or "-"

    told.__name__ = field.name
    return admin.display(description=capfirst(field.verbose_name))(told)
