"""Form fields for texts: what an editor types, and the value it means."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class TextField(forms.CharField):
    """Text of several lines. Browsers send every line end as two characters; the one that was stored comes back."""

    def to_python(self, value: Any) -> str:
        return re.sub(r"\r\n?", "\n", super().to_python(value) or "")


class SentenceField(forms.CharField):
    """A text too long for one line on the screen, but without line ends."""

    def to_python(self, value: Any) -> str:
        return re.sub(r"\s*[\r\n]+\s*", " ", super().to_python(value) or "")


class MeaningField(forms.Field):
    """Changed where what was typed means something else than the value there was, or means nothing."""

    def reading(self, typed: Any, value: Any) -> str:
        """What was typed, as it was understood, where that is not plain from what was typed; else empty."""
        return ""

    def in_words(self, value: Any) -> str:
        """What the value says, for whoever typed it to read; empty where there is nothing to say beyond the text."""
        return ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return not self.disabled and self.clean(data) != initial
        except ValidationError:
            return True


class LinesFormField(MeaningField, forms.CharField):
    """Lines for the editor, a list of texts for the model; empty lines and outer spaces mean nothing."""

    def __init__(self, **options: Any):
        super().__init__(
            **{"required": False, "widget": forms.Textarea({"rows": 3, "class": "vLargeTextField"}), **options}
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: str) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]
