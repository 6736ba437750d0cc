"""The form field of short texts in order: one a line."""

from typing import Any

from django import forms


class LinesFormField(forms.CharField):
    """Lines for the editor, a list of texts for the model; empty lines and outer spaces mean nothing."""

    def __init__(self, **options: Any):
        super().__init__(
            **{"required": False, "widget": forms.Textarea({"rows": 3, "class": "vLargeTextField"}), **options}
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: str) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: str) -> bool:
        return not self.disabled and self.clean(data) != initial
