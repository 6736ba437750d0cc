"""What editors tick and type in: codes with their meanings, opening hours, places. All work without JavaScript."""

from typing import Any

from django import forms

from services.hours import text as hours_text
from services.hours import words as hours_words
from services.hours.intervals import HoursError
from services.places import text as coverage_text
from services.places.regions import regions


class HoursTextarea(forms.Textarea):
    """Opening hours as lines, and below them what they mean in words."""

    template_name = "services/widgets/hours.html"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({"rows": 4, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        try:
            context["widget"]["words"] = hours_words.in_words(hours_text.parse(value or "")) if value else ""
        except HoursError:
            context["widget"]["words"] = ""
        return context


class CoveragePicker(forms.MultiWidget):
    """Ticks for the largest places, a box for the others, and a search that fills the box where there is JavaScript.

    `label`: what the whole of it is called, taken from its field.
    """

    template_name = "services/widgets/coverage.html"
    label = ""

    class Media:
        js = ["services/coverage.js"]

    def __init__(self, choices: list[tuple[str, str]], attrs: dict[str, Any] | None = None):
        ticks = forms.CheckboxSelectMultiple(choices=choices)
        super().__init__({"places": ticks, "others": forms.Textarea({"rows": 4})}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        return value or [[], ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["label"] = self.label
        context["widget"]["known"] = [
            (coverage_text.spelling(region), region.kind.replace("-", " ")) for region in regions()
        ]
        return context
