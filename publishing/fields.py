"""Model fields that hold validated codes, and short texts in order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from publishing.codes import code_list
from publishing.form_fields import LinesFormField
from publishing.wording import closest

if TYPE_CHECKING:
    _Texts = models.JSONField[list[str], list[str]]
else:
    _Texts = models.JSONField


class TextsField(_Texts):
    """A JSON list of texts."""

    def __init__(self, *args: Any, **options: Any):
        options.setdefault("default", list)
        super().__init__(*args, **options)


class CodesField(TextsField):
    """Some codes of one list, each once, in the list's own order.

    `codes`: the name of a code list (publishing/codes.py). An empty list is refused unless `blank`.
    """

    def __init__(self, *args: Any, codes: str = "", **options: Any):
        self.codes = codes
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "codes": self.codes}

    def choices_now(self) -> list[tuple[str, str]]:
        return code_list(self.codes).choices()

    def clean(self, value: Any, model_instance: models.Model | None) -> list[str]:
        codes: list[str] = super().clean(self._ordered(value), model_instance)
        return codes

    def in_words(self, value: list[str]) -> str:
        return ", ".join(map(code_list(self.codes).label, value))

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


class LinesField(TextsField):
    """Short texts in order; edited one a line."""

    def __init__(self, *args: Any, **options: Any):
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def in_words(self, value: list[str]) -> str:
        return "\n".join(value)

    def clean(self, value: Any, model_instance: models.Model | None) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(line, str) and line.strip() for line in value):
            raise ValidationError("Must be a list of texts, none of them empty.")
        lines: list[str] = super().clean(value, model_instance)
        return lines

    def formfield(self, **options: Any) -> LinesFormField:
        return LinesFormField(
            **{"label": self.verbose_name.capitalize(), "help_text": self.help_text, "initial": list, **options}
        )


class ByEnglish(models.JSONField):
    """What stands for each English text. Two versions are compared text by text (`entries`), and never as JSON."""

    def entries(self, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        """What differs: the English, and what stood and stands for it, empty where nothing does.

        Where the English itself was changed, what stood for the old one is told beside it.
        """
        gone = [text for text in before if text not in after]
        for english, text in after.items():
            if english in before:
                if text != before[english]:
                    yield english, before[english], text
            elif old := closest(english, gone):
                gone.remove(old)
                yield f"{english} (before: {old})", before[old], text
            else:
                yield english, "", text
        yield from ((english, before[english], "") for english in gone)

    def in_words(self, value: Mapping[str, str]) -> str:
        return "\n\n".join(f"{english}\n{text}" for english, text in value.items())


if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField


class DigestField(_Text):
    """A digest of the English that something was made from, which people are told by its beginning."""

    default_validators = [RegexValidator(r"\A(?:[0-9a-f]{64}|unknown)\Z", "Is no digest.")]

    def in_words(self, value: str) -> str:
        return f"English with the digest {value[:8]}…" if value else ""


def code_field(codes: str, label: str, only: Sequence[str] = (), **options: Any) -> "models.CharField[str, str]":
    """One code of the list `codes`; the choices are looked up when asked, so a new code makes no migration.

    `only`: the codes of the list that may be chosen here; empty: all.
    """
    return models.CharField(label, max_length=40, choices=_Choices(codes, *only), **options)


class _Choices:
    """A callable that Django writes into no migration's values: it is deconstructed as itself."""

    def __init__(self, codes: str, *only: str):
        self.codes, self.only = codes, only

    def __call__(self) -> list[tuple[str, str]]:
        return [choice for choice in code_list(self.codes).choices() if not self.only or choice[0] in self.only]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Choices) and (other.codes, other.only) == (self.codes, self.only)

    def __hash__(self) -> int:
        return hash((self.codes, self.only))

    def deconstruct(self) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        return "publishing.fields._Choices", (self.codes, *self.only), {}
