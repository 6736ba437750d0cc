"""Whether a translation may stand for the English: all of it is there, and every number and address is the same."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from publishing.models import Translation

LINK = re.compile(r"\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:/\S*)?|\S+@\S+\.\S+", re.I)
AFTER_A_LINK = ".,;:!?)]}>’”'\"…"
DIGITS = re.compile(r"\d+")
FAR_FROM_EACH_OTHER = 10  # times as long as the English, or more, is no translation
SHORT = 40  # characters, of which a translation may be many times as long


def check(translation: "Translation") -> None:
    """ValidationError by field for what stands in its way to the public, the English as it is now at hand."""
    from publishing.translating import sources, words  # they read models, which ask this

    item = sources.item_of(translation)
    if item is None:
        raise ValidationError("There is no such item any more.")
    english = words.of(item)
    faults = [*_faults(translation, english)]
    if translation.texts and translation.made_from != words.digest(item):
        faults.append("The English has changed since this was made. Look at what is new, and save it again.")
    if faults:
        raise ValidationError({"texts": faults[:10]})


def _faults(translation: "Translation", english: Iterable[str]) -> Iterator[str]:
    texts = translation.texts
    if not isinstance(texts, dict) or not all(isinstance(text, str) for pair in texts.items() for text in pair):
        yield "Must be texts by the English texts that they stand for."
        return
    if not texts and translation.films() is None:
        yield "Give the words, or the address of a film or a recording that says the same."
    missing = [text for text in english if not texts.get(text, "").strip()]
    if texts and missing:
        yield f"{len(missing)} of the texts are not translated yet, the first of them “{missing[0][:80]}”."
    yield from filter(None, (of_pair(text, texts[text]) for text in english if text in texts))


def of_pair(english: str, text: str) -> str:
    """What a translation of one text has otherwise that must be the same, in words; empty when all is well."""
    for name, find in (("address", links), ("number", numbers)):
        before, after = Counter(find(english)), Counter(find(text))
        if lost := before - after:
            return f"The {name} {next(iter(lost))} is missing where “{english[:60]}” is translated."
        if added := after - before:
            return f"The {name} {next(iter(added))} is not in “{english[:60]}”, which this translates."
    if len(text) > FAR_FROM_EACH_OTHER * max(len(english), SHORT):
        return f"This is far longer than “{english[:60]}”, which it translates."
    return ""


def links(text: str) -> list[str]:
    """The web and email addresses in a text, as they are compared."""
    return [found.rstrip(AFTER_A_LINK).casefold() for found in LINK.findall(text)]


def numbers(text: str) -> list[str]:
    """The numbers in a text besides those in its addresses, in plain digits, each as it is spaced."""
    plain = LINK.sub(" ", text)
    return ["".join(str(unicodedata.digit(digit)) for digit in found) for found in DIGITS.findall(plain)]
