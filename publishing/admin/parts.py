"""The ordered parts of an item in its form, numbered 1, 2, 3… when they are saved."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest
from django.utils.functional import cached_property

from publishing.admin.generic import PartFormSet, PartModelForm, PartsAdmin
from publishing.admin.plain_fields import PlainFields
from publishing.models import Part

FIRST, LAST = 1, 1000


class PartForm(PartModelForm):
    """One of the ordered parts of an item; an empty position is the number it has, or the last."""

    position = forms.IntegerField(
        required=False, min_value=FIRST, max_value=LAST - 1, help_text="Lower comes first. Empty: at the end."
    )

    def has_changed(self) -> bool:
        """A new part of which nothing but the position is given has not been filled in."""
        return any(name != "position" or not self.instance._state.adding for name in self.changed_data)

    def clean_position(self) -> int:
        given: int | None = self.cleaned_data["position"]
        return given if given is not None else self.initial["position"] or LAST


class OrderedFormSet(PartFormSet):
    """Parts that are numbered 1, 2, 3… when they are saved.

    A part that is given another's number goes before it on its way up, and after it on its way down.
    """

    def add_fields(self, form: PartModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.initial["position"] = self._standing.get(form.instance.pk)

    @cached_property
    def _standing(self) -> dict[UUID, int]:
        """Where each part that is held stands, whatever numbers it has been given so far."""
        return {part.pk: number for number, part in enumerate(self.get_queryset(), start=1)}

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        names = " and ".join(name for name in unique_check if name != self.fk.name)
        return f"Two of these have the same {names}. Give each its own."

    def save(self, commit: bool = True) -> list[Part]:
        saved = super().save(commit)
        if commit:
            self._number()
        return saved

    def _number(self) -> None:
        kept = [
            form.instance
            for form in sorted(self.forms, key=_place)
            if not is_deleted(form) and (form in self.initial_forms or form.has_changed())
        ]
        for number, part in enumerate(kept, start=1):
            part.position = number
        if kept:
            type(kept[0])._base_manager.bulk_update(kept, ["position"])


def is_deleted(form: PartModelForm) -> bool:
    return bool(form.cleaned_data.get(DELETION_FIELD_NAME))


def _place(form: PartModelForm) -> tuple[int, int]:
    """What sorts the forms of a set: the position wanted, and whether one is to be before or after another's there."""
    wanted, held = form.cleaned_data.get("position", LAST), form.initial["position"]
    return wanted, (wanted > (held or LAST)) - (wanted < (held or LAST))


class PartInline(PlainFields, PartsAdmin):
    """The parts of an item, each with all its fields below one another, in an order that editors set."""

    template = "admin/publishing/parts.html"
    formset = OrderedFormSet
    form = PartForm
    extra = 1
    before = ""

    def formfield_for_foreignkey(
        self, db_field: "models.ForeignKey[object, object]", request: HttpRequest, **options: object
    ) -> "forms.ModelChoiceField[models.Model] | None":
        """The choices are looked up once for all parts."""
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if field:
            field.choices = list(ModelChoiceIterator(field))
        return field

    class Media(PlainFields.Media):
        js = ["publishing/ordering.js", "publishing/parts.js"]
