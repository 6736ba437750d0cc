"""Model fields for places and opening hours: validated values, stored as JSON."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from publishing.fields import TextsField
from services.editing.form_fields import CoverageFormField, HoursFormField
from services.hours import Hours, HoursError
from services.hours import words as hours_words
from services.places import text as coverage_text
from services.places.regions import regions

UNITED_KINGDOM = "K02000001"
UNKNOWN_HOURS = {"state": "unknown"}


def unknown_hours() -> dict[str, str]:
    return dict(UNKNOWN_HOURS)


class CoverageField(TextsField):
    """The ONS (GSS) codes of the places a service covers, sorted, each once; UK-wide is the UK's code alone."""

    def in_words(self, value: list[str]) -> str:
        return coverage_text.as_text(value)

    def clean(self, value: Any, model_instance: models.Model | None) -> list[str]:
        codes: list[str] = super().clean(coverage(value), model_instance)
        return codes

    def formfield(self, **options: Any) -> CoverageFormField:
        return CoverageFormField(**{**_shown(self), **options})


def coverage(value: Any) -> list[str]:
    """The codes in `value`, validated and in order; former codes, slugs and names are refused."""
    if not isinstance(value, list):
        raise ValidationError("Must be a list of region codes.")
    for code in value:
        region = regions().get(code) if isinstance(code, str) else None
        if region is None or region.code != code:
            raise ValidationError(f"“{code}” is not a current ONS region code.")
    if UNITED_KINGDOM in value and len(set(value)) > 1:
        raise ValidationError("United Kingdom includes every other place: choose it alone, or leave it out.")
    return sorted(set(value))


class HoursField(models.JSONField):
    """Opening hours in the canonical JSON of `services.hours`; unknown by default."""

    def __init__(self, *args: Any, **options: Any):
        options.setdefault("default", unknown_hours)
        super().__init__(*args, **options)

    def in_words(self, value: dict[str, Any]) -> str:
        return hours_words.in_words(Hours.from_json(value))

    def clean(self, value: Any, model_instance: models.Model | None) -> dict[str, Any]:
        try:
            hours: dict[str, Any] = super().clean(Hours.from_json(value).to_json(), model_instance)
        except HoursError as error:
            raise ValidationError(str(error)) from None
        return hours

    def formfield(self, **options: Any) -> HoursFormField:
        return HoursFormField(**{**_shown(self), **options})


def _shown(field: "models.JSONField[Any, Any]") -> dict[str, Any]:
    return {"label": capfirst(field.verbose_name), "help_text": field.help_text, "initial": field.default}
