"""Form fields for opening hours and places: what an editor types, and the value it means."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from publishing.form_fields import MeaningField
from services.editing.widgets import CoveragePicker, HoursTextarea
from services.hours import Hours
from services.hours import text as hours_text
from services.hours import words as hours_words
from services.hours.intervals import HoursError
from services.places import text as coverage_text
from services.places.regions import regions


class HoursFormField(MeaningField, forms.CharField):
    """Opening hours as lines for the editor, the canonical JSON of `services.hours` for the model."""

    widget = HoursTextarea

    def __init__(self, **options: Any):
        # Empty lines above count, so that the line an error names is the line on the screen.
        super().__init__(**{"required": False, "strip": False, **options})

    def prepare_value(self, value: Any) -> Any:
        return hours_words.as_text(Hours.from_json(value)) if isinstance(value, dict) else value

    def reading(self, typed: Any, value: Any) -> str:
        hours = Hours.from_json(value)
        return "" if hours_words.as_text(hours).split() == str(typed).split() else self.in_words(value)

    def in_words(self, value: Any) -> str:
        return hours_words.in_words(Hours.from_json(value))

    def clean(self, value: Any) -> dict[str, Any]:
        try:
            return hours_text.parse(super().clean(value)).to_json()
        except HoursError as error:
            raise ValidationError(str(error)) from None


class CoverageFormField(MeaningField, forms.MultiValueField):
    """Ticks for the UK and its nations, and lines for all other places; a list of GSS codes for the model."""

    def __init__(self, **options: Any):
        options.setdefault("required", False)
        ticks = forms.MultipleChoiceField(choices=large_places, required=False)
        lines = forms.CharField(required=False, strip=False)
        super().__init__(fields=[ticks, lines], widget=CoveragePicker(large_places()), **options)
        self.widget.label = self.label

    def prepare_value(self, value: Any) -> Any:
        """Ticks and lines: the widget shows what was typed, or a stored value split in two."""
        if value and isinstance(value[0], str):
            large = [code for code, _ in large_places()]
            lines = coverage_text.as_text([code for code in value if code not in large])
            return [[code for code in value if code in large], lines]
        return value

    def reading(self, typed: Any, value: Any) -> str:
        lines = (typed or ([], ""))[1]
        named = {line.strip() for line in str(lines or "").splitlines() if line.strip()}
        known = coverage_text.as_text(coverage_text.parse(lines)[0]).splitlines() if named else []
        return "" if named == set(known) else ", ".join(known)

    def compress(self, data_list: list[Any]) -> list[str]:
        ticked, lines = data_list or ([], "")
        codes, problems = coverage_text.parse(lines)
        if problems:
            raise ValidationError(problems)
        return sorted({*ticked, *codes})


def large_places() -> list[tuple[str, str]]:
    """The UK and its nations, as choices."""
    return [(region.code, region.name) for region in regions() if region.kind in ("uk", "country")]
