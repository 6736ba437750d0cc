"""What editors tick: codes with their meanings. Works without JavaScript."""

from typing import Any

from django import forms
from django.utils.functional import Promise

from publishing.codes import code_list


class CodeChoices(forms.widgets.ChoiceWidget):
    """Codes of one list, each with its label and, if `described`, its description.

    Django's admin gives a group of inputs no accessible name and links no help to it, so the widget does both.
    `shape`: `list`, `row`, or `columns`; `folded` shows only what is ticked until it is opened.
    """

    template_name = "publishing/widgets/codes.html"
    role = "group"

    def __init__(self, codes: str, *, described: bool = True, shape: str = "list", folded: bool = False):
        super().__init__()
        self.codes, self.described, self.shape, self.folded = codes, described, shape, folded
        self.label: str | Promise | None = ""
        self.help: str | Promise = ""

    def explain(self, field: forms.Field) -> None:
        """Take over the help of the form field: it is shown above the choices."""
        self.label, self.help, field.help_text = field.label, field.help_text, ""

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **options)
        option["description"] = self._descriptions().get(str(value)) if self.described else ""
        return option

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
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

    def optgroups(self, *args: Any, **options: Any) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        return [group for group in super().optgroups(*args, **options) if group[1][0]["value"] != ""]
