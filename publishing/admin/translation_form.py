"""The form of a translation: each English text beside a field for what is to stand for it.

The names of its fields follow from the English, and the English goes with them: where it is changed while somebody
types, what they typed comes back beside the old English, and is kept.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from publishing import languages, plain_text
from publishing.admin.slugs import SlugForm
from publishing.form_fields import SentenceField, TextField
from publishing.models import Publishable, Translation
from publishing.translating import checking, words

SHOWN = "shown_from"  # the hidden field with the digest of the English that the form showed
ENGLISH = "english-"  # before the name of a field: the hidden field with the English of it
CHANGED_MEANWHILE = (
    "The English has changed since you opened this, so nothing is saved yet. What you typed is kept: look at what is "
    "marked, and save again."
)


class Beside(forms.Textarea):
    """A box for the translation beside the English, with what the English was where it has changed."""

    template_name = "publishing/widgets/beside.html"

    def __init__(self, english: str, tag: str):
        lines = min(2 + len(english) // 60 + english.count("\n"), 14)
        super().__init__({"rows": lines, "lang": tag, "dir": languages.direction(tag), "class": "vLargeTextField"})
        self.english = english
        self.told: dict[str, str] = {}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "english": self.english, "english_name": f"{ENGLISH}{name}", **self.told}


def name_of(english: str) -> str:
    """The name of the field for what stands for this."""
    return f"text-{hashlib.sha256(english.encode()).hexdigest()[:20]}"


class TranslationForm(SlugForm):
    """`item`: whose English it shows; None where it is gone. Work may be saved before all of it is there."""

    item: ClassVar[Publishable | None] = None
    english: ClassVar[Mapping[str, str]] = {}  # by the names of fields
    instance: Translation

    def __init__(self, data: QueryDict | None = None, *args: Any, **options: Any):
        super().__init__(data, *args, **options)
        self.shown_from = words.digest(self.item) if self.item else ""
        self.has_changed_meanwhile = data is not None and data.get(SHOWN, "") != self.shown_from
        self.leftover = {} if data is None else dict(_typed_for_old(data, set(self.english.values())))
        known = {**self.instance.texts, **self.leftover}
        former = words.former(self.item, known) if self.item else {}
        for name, text in self.english.items():
            here = self.instance.texts.get(text, "")
            self.initial[name] = here
            widget: Any = self.fields[name].widget
            old = former.get(text, "") if not here else ""
            widget.told = {
                "is_new": "" if here else "yes", "was": old, "was_text": known.get(old, ""),
                "fault": checking.of_pair(text, here) if here else "",
            }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        texts = {english: given[name] for name, english in self.english.items() if given.get(name, "").strip()}
        for name, english in self.english.items():
            text = texts.get(english, "")
            if text and (fault := checking.of_pair(english, text) or plain_text.fault(text)):
                self.add_error(name, fault)
        if self.has_changed_meanwhile:
            self.add_error(None, CHANGED_MEANWHILE)
        if not self.errors:
            self.instance.texts = {**self._kept(texts), **texts}
            self.instance.made_from = self.shown_from
        return given

    def _kept(self, texts: Mapping[str, str]) -> dict[str, str]:
        """What stood for English that is there no more, as long as something new is not translated."""
        if self.item is None or not words.missing(self.item, texts):
            return {}
        known = {**self.instance.texts, **self.leftover}
        now = set(self.english.values())
        return {
            english: text for english, text in known.items()
            if english not in now and not (checking.of_pair(english, text) or plain_text.fault([english, text]))
        }  # fmt: skip


def for_translation(row: Translation, item: Publishable | None) -> type[TranslationForm]:
    """The form with a field for each text of the item, first those that have no translation or another English now."""
    found = {} if item is None or row.language in languages.SIGNED else words.places(item)
    named = {name_of(text): text for text in sorted(found, key=lambda text: text in row.texts)}
    fields = {
        name: (TextField if "\n" in text else SentenceField)(
            label="; ".join(found[text].where), required=False, strip=False, widget=Beside(text, row.language)
        )
        for name, text in named.items()
    }
    return type("TranslationForm", (TranslationForm,), {**fields, "item": item, "english": named})


def _typed_for_old(data: QueryDict, now: set[str]) -> Iterator[tuple[str, str]]:
    """What was typed for English that is there no more. The name of a field proves the English that goes with it."""
    for key in data:
        english, text = (str(data.get(name, "")).replace("\r\n", "\n") for name in (key, key.removeprefix(ENGLISH)))
        if key == f"{ENGLISH}{name_of(english)}" and english not in now and text.strip():
            yield english, text
