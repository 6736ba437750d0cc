"""Boxes that fit their texts and the screen, and codes to tick with their meanings."""

from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.forms import Field, Textarea
from django.http import HttpRequest

from publishing.admin.read_only import WordsToRead
from publishing.fields import CodesField
from publishing.form_fields import SentenceField, TextField
from publishing.widgets import CodeCheckboxes, CodeChoices

MANY = 20  # codes of a list whose labels must say it all, or they would push everything else off the screen


class PlainFields(WordsToRead):
    """An admin class: codes to tick with their meanings, and boxes that fit their texts and the screen."""

    class Media:
        css = {"all": ["publishing/admin.css"]}

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest, **options: Any
    ) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **{**_form_field(db_field), **options})
        if field and isinstance(field.widget, CodeChoices):
            field.widget.explain(field)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False  # a red cross beside a choice reads as "take this choice away"
        return field


def _form_field(db_field: "models.Field[Any, Any]") -> dict[str, Any]:
    if isinstance(db_field, CodesField):
        is_long = len(db_field.choices_now()) > MANY
        shape = "columns" if is_long else "list"
        return {"widget": CodeCheckboxes(db_field.codes, described=not is_long, shape=shape, folded=True)}
    if isinstance(db_field, models.TextField):
        return {"form_class": TextField, "widget": Textarea({"rows": 3, "class": "vLargeTextField"})}
    # Sentences are wrapped; names, numbers and addresses stay on their one line.
    if isinstance(db_field, models.CharField) and not db_field.choices and db_field.max_length in range(250, 301):
        return {"form_class": SentenceField, "widget": Textarea({"rows": 2, "class": "vLargeTextField"})}
    return {}
