"""What editors tick and type in: codes with their meanings, opening hours, places. All work without JavaScript."""

from collections.abc import Callable
from typing import Any

from django import forms

from publishing.codes import code_list
from services import coverage_text, hours_text, hours_words
from services.hours_intervals import HoursError
from services.regions import regions


class CodeChoices:
    """Codes of one list, each with its label and, if `described`, its description.

    Django's admin gives a group of inputs no accessible name and links no help to it, so the widget does both.
    `shape`: `list`, `row`, or `columns`; `folded` shows only what is ticked until it is opened.
    """

    template_name = "services/widgets/codes.html"
    role = "group"

    def __init__(self, codes: str, *, described: bool = True, shape: str = "list", folded: bool = False):
        super().__init__()
        self.codes, self.described, self.shape, self.folded = codes, described, shape, folded
        self.label = self.help = ""

    def explain(self, field: forms.Field) -> None:
        """Take over the help of the form field: it is shown above the choices."""
        self.label, self.help, field.help_text = field.label, field.help_text, ""

    def create_option(self, name, value, label, *args: Any, **options: Any) -> dict:
        option = super().create_option(name, value, label, *args, **options)
        option["description"] = self._descriptions().get(str(value)) if self.described else ""
        return option

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        ticked = [option["label"] for _, options, _ in context["widget"]["optgroups"] for option in options
                  if option["selected"]]  # fmt: skip
        context["widget"] |= {
            "role": self.role, "label": self.label, "help": self.help, "shape": self.shape, "folded": self.folded,
            "ticked": ", ".join(map(str, ticked)), "is_open": "aria-invalid" in context["widget"]["attrs"]
            or (self.is_required and not ticked),
        }  # fmt: skip
        return context

    def _descriptions(self) -> dict[str, str]:
        return {code.code: code.description for code in code_list(self.codes).codes}


class CodeCheckboxes(CodeChoices, forms.CheckboxSelectMultiple):
    """Any number of codes."""


class CodeRadios(CodeChoices, forms.RadioSelect):
    """One code; nothing is offered that stands for none."""

    role = "radiogroup"

    def optgroups(self, *args: Any, **options: Any) -> list:
        return [group for group in super().optgroups(*args, **options) if group[1][0]["value"] != ""]


class HoursTextarea(forms.Textarea):
    """Opening hours as lines, and below them what they mean in words."""

    template_name = "services/widgets/hours.html"

    def __init__(self, attrs: dict | None = None):
        super().__init__({"rows": 4, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
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

    def __init__(self, choices: Callable[[], list[tuple[str, str]]], attrs: dict | None = None):
        ticks = forms.CheckboxSelectMultiple(choices=choices)
        super().__init__({"places": ticks, "others": forms.Textarea({"rows": 4})}, attrs)

    def decompress(self, value: Any) -> list:
        return value or [[], ""]

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        context["widget"]["label"] = self.label
        context["widget"]["known"] = [
            (coverage_text.spelling(region), region.kind.replace("-", " ")) for region in regions()
        ]
        return context
