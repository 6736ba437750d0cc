"""The field for a moment to come: typed as the clock in the United Kingdom has it, kept in UTC."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from publishing import planning


class MomentField(forms.DateTimeField):
    """May be left empty. What is past, too far ahead, or comes twice or never as the clocks change, is refused."""

    def __init__(self, label: str, help_text: str):
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(label=label, help_text=help_text, required=False, widget=widget)

    def clean(self, value: Any) -> datetime | None:
        moment: datetime | None = super().clean(value)
        if moment and (fault := planning.fault(moment)):
            raise ValidationError(fault)
        return moment
