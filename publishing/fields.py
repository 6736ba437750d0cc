"""Model fields that hold validated codes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from publishing.codes import code_list


class CodesField(models.JSONField):
    """Some codes of one list, each once, in the list's own order; stored as a JSON list.

    `codes`: the name of a code list (publishing/codes.py). An empty list is refused unless `blank`.
    """

    def __init__(self, *args: Any, codes: str = "", **options: Any):
        self.codes = codes
        options.setdefault("default", list)
        super().__init__(*args, **options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "codes": self.codes}

    def choices_now(self) -> list[tuple[str, str]]:
        return code_list(self.codes).choices()

    def clean(self, value: Any, model_instance: models.Model | None) -> list[str]:
        return super().clean(self._ordered(value), model_instance)

    def _ordered(self, value: Any) -> list[str]:
        known = [code for code, _ in self.choices_now()]
        if not isinstance(value, Iterable) or isinstance(value, str | dict):
            raise ValidationError(f"Must be a list of codes from “{self.codes}”.")
        chosen = list(value)
        if odd := [str(code) for code in chosen if code not in known]:
            raise ValidationError(f"Not in the list “{self.codes}”: {', '.join(odd)}.")
        return [code for code in known if code in chosen]

    def formfield(self, **options: Any) -> forms.MultipleChoiceField:
        defaults = {
            "choices": self.choices_now,
            "required": not self.blank,
            "label": self.verbose_name.capitalize(),
            "help_text": self.help_text,
            "widget": forms.CheckboxSelectMultiple,
            "initial": list,
        }
        return forms.MultipleChoiceField(**{**defaults, **options})


def code_field(codes: str, **options: Any) -> models.CharField:
    """One code of the list `codes`; the choices are looked up when asked, so a new code makes no migration."""
    return models.CharField(max_length=40, choices=_Choices(codes), **options)


class _Choices:
    """A callable that Django writes into no migration's values: it is deconstructed as itself."""

    def __init__(self, codes: str):
        self.codes = codes

    def __call__(self) -> list[tuple[str, str]]:
        return code_list(self.codes).choices()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Choices) and other.codes == self.codes

    def __hash__(self) -> int:
        return hash(self.codes)

    def deconstruct(self):
        return "publishing.fields._Choices", (self.codes,), {}
