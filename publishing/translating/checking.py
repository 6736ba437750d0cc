"""Whether a translation may stand for the English: all of it is there, and every number and address is the same.

What is wrong whenever it is saved, and what only keeps it from being submitted: work may be kept before it is whole.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError

from publishing.wording import shortened

if TYPE_CHECKING:
    from publishing.models import Translation

LINK = re.compile(r"\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:/\S*)?|\S+@\S+\.\S+", re.I)
AFTER_A_LINK = ".,;:!?)]}>’”'\"…"
DIGITS = re.compile(r"\d+")
FAR_FROM_EACH_OTHER = 10  # times as long as the English, or more, is no translation
SHORT = 40  # characters, of which a translation may be many times as long


def check(translation: "Translation") -> None:
    """ValidationError by field for what is wrong, whether or not the translation is whole yet."""
    faults: dict[str, list[str]] = {}
    if found := [*_of_texts(translation.texts)]:
        faults["texts"] = found[:10]
    for name, words in of_films(translation):
        faults.setdefault(name, []).append(words)
    if words := of_address(translation.source):
        faults.setdefault("source", []).append(words)
    if faults:
        raise ValidationError(faults)


def unfinished(translations: "Sequence[Translation]") -> dict[UUID, str]:
    """What each lacks that must be there before it is submitted, in words; none of one that is whole."""
    from publishing.translating import sources, words  # they read models, which ask this

    found: dict[UUID, str] = {}
    items = sources.items([(one.kind, one.of) for one in translations])
    for one in translations:
        item = items.get(one.of)
        if item is None:
            found[one.pk] = "There is no such item any more."
        elif not one.texts and one.films() is None:
            found[one.pk] = "Give the words, or the address of a film or a recording that says the same."
        elif one.texts and (missing := words.missing(item, one.texts)):
            count = "One of the texts is" if len(missing) == 1 else f"{len(missing)} of the texts are"
            found[one.pk] = f"{count} not translated yet, the first of them “{shortened(missing[0], 80)}”."
        elif one.made_from != words.digest(item):
            found[one.pk] = "The English has changed since this was made. Look at what is new, and save it again."
    return found


def _of_texts(texts: object) -> Iterator[str]:
    if not isinstance(texts, dict) or not all(isinstance(text, str) for pair in texts.items() for text in pair):
        yield "Must be texts by the English texts that they stand for."
        return
    yield from filter(None, (of_pair(english, text) for english, text in texts.items()))


def of_films(translation: "Translation") -> Iterator[tuple[str, str]]:
    """What is wrong with its films and recordings, each with the name of the field."""
    for name in translation.FILMS:
        if words := of_address(getattr(translation, name)):
            yield name, words
    if translation.video and not translation.captions:
        yield "captions", "Give its captions too: who can't hear needs them."
    if (translation.video or translation.audio) and not translation.transcript:
        yield "transcript", "Give a transcript too, for who can neither see nor hear it."
    for name in ("captions", "transcript"):
        if getattr(translation, name) and not (translation.video or (translation.audio and name == "transcript")):
            yield name, "There is no film or recording here that this belongs to."


def of_address(address: str) -> str:
    """What is wrong with a web address that readers are sent to; empty where it is well or there is none."""
    parts = urlsplit(address) if address.isprintable() else None
    if not address or (parts and parts.scheme == "https" and parts.hostname and "@" not in parts.netloc):
        return ""
    return "Give the whole address, beginning with https://, without a user name."


def of_pair(english: str, text: str) -> str:
    """What a translation of one text has otherwise that must be the same, in words; empty when all is well."""
    for name, find in (("address", links), ("number", numbers)):
        before, after = Counter(find(english)), Counter(find(text))
        if lost := before - after:
            return f"The {name} {next(iter(lost))} is missing where “{shortened(english, 60)}” is translated."
        if added := after - before:
            return f"The {name} {next(iter(added))} is not in “{shortened(english, 60)}”, which this translates."
    if len(text) > FAR_FROM_EACH_OTHER * max(len(english), SHORT):
        return f"This is far longer than “{shortened(english, 60)}”, which it translates."
    return ""


def links(text: str) -> list[str]:
    """The web and email addresses in a text, as they are compared."""
    return [found.rstrip(AFTER_A_LINK).casefold() for found in LINK.findall(text)]


def numbers(text: str) -> list[str]:
    """The numbers in a text besides those in its addresses, in plain digits, each as it is spaced."""
    plain = LINK.sub(" ", text)
    return ["".join(str(unicodedata.digit(digit)) for digit in found) for found in DIGITS.findall(plain)]
