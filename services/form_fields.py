"""Form fields for opening hours, places and texts: what an editor types, and the value it means."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from services import coverage_text, hours_text, hours_words
from services.hours import Hours
from services.hours_intervals import HoursError
from services.regions import regions
from services.widgets import CoveragePicker, HoursTextarea


class HoursFormField(forms.CharField):
    """Opening hours as lines for the editor, the canonical JSON of `services.hours` for the model."""

    widget = HoursTextarea

    def __init__(self, **options: Any):
        # Empty lines above count, so that the line an error names is the line on the screen.
        super().__init__(**{"required": False, "strip": False, **options})

    def prepare_value(self, value: Any) -> Any:
        return hours_words.as_text(Hours.from_json(value)) if isinstance(value, dict) else value

    def clean(self, value: str) -> dict:
        try:
            return hours_text.parse(super().clean(value)).to_json()
        except HoursError as error:
            raise ValidationError(str(error)) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _has_changed(self, initial, data)


class CoverageFormField(forms.MultiValueField):
    """Ticks for the UK and its nations, and lines for all other places; a list of GSS codes for the model."""

    def __init__(self, **options: Any):
        options.setdefault("required", False)
        ticks = forms.MultipleChoiceField(choices=large_places, required=False)
        lines = forms.CharField(required=False, strip=False)
        super().__init__(fields=[ticks, lines], widget=CoveragePicker(large_places), **options)
        self.widget.label = self.label

    def prepare_value(self, value: Any) -> Any:
        """Ticks and lines: the widget shows what was typed, or a stored value split in two."""
        if value and isinstance(value[0], str):
            large = [code for code, _ in large_places()]
            lines = coverage_text.as_text([code for code in value if code not in large])
            return [[code for code in value if code in large], lines]
        return value

    def compress(self, data_list: list) -> list[str]:
        ticked, lines = data_list or ([], "")
        codes, problems = coverage_text.parse(lines)
        if problems:
            raise ValidationError(problems)
        return sorted({*ticked, *codes})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _has_changed(self, initial, data)


class TextField(forms.CharField):
    """Text of several lines. Browsers send every line end as two characters; the one that was stored comes back."""

    def to_python(self, value: Any) -> str:
        return re.sub(r"\r\n?", "\n", super().to_python(value))


class SentenceField(forms.CharField):
    """A text too long for one line on the screen, but without line ends."""

    def to_python(self, value: Any) -> str:
        return re.sub(r"\s*[\r\n]+\s*", " ", super().to_python(value))


def large_places() -> list[tuple[str, str]]:
    """The UK and its nations, as choices."""
    return [(region.code, region.name) for region in regions() if region.kind in ("uk", "country")]


def _has_changed(field: forms.Field, initial: Any, data: Any) -> bool:
    """Whether what was typed means something else than the value there was; what means nothing counts as a change."""
    try:
        return not field.disabled and field.clean(data) != initial
    except ValidationError:
        return True
