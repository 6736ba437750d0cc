"""Content is plain text: whoever shows it may print it as it stands, and a page that forgets to escape runs nothing.

What could be markup is refused and not stripped, so that what two people approved is what is public.
"""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from publishing import unseen

# “under < 18” is no markup; a browser begins a tag, an end tag, a comment or an instruction with these.
MARKUP = re.compile(r"<[A-Za-z/!?]")
# Control characters but for line ends and tabs, and what nobody sees: marks of direction, spaces without width, tags.
# The two joiners (U+200C, U+200D) are left, because Persian and the languages of India are not spelt without them.
HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e0fff]"
)

LOST = "\ufffd"  # stands where a character could not be read
Judge = Callable[[str], str]
_judges: list[Judge] = []


def also_ask(judge: Judge) -> None:
    """Ask `judge` too of every text that can become public: in words what is wrong with it, or empty.

    An app tells what it knows of, and `publishing` does not: which numbers are wrong, for example.
    """
    if judge not in _judges:
        _judges.append(judge)


def fault(value: Any) -> str:
    """Why a value (a text, or anything with texts in it) must not become public; empty when it may."""
    texts = list(dict.fromkeys(_texts(value)))
    if words := _markup(texts):
        return words
    return next((words for text in texts for judge in _judges if (words := judge(text))), "")


def _markup(value: Any) -> str:
    for text in _texts(value):
        if MARKUP.search(text):
            return "Plain text only: take out what is between < and >."
        if text.isascii() and text.isprintable():
            continue
        if hidden := HIDDEN.search(text):
            return f"Plain text only: this holds {unseen.named(text, hidden.start())}. Type it in by hand."
        if words := _wrongly_read(text):
            return words
    return ""


def _wrongly_read(text: str) -> str:
    """What is wrong with a text that was read in the wrong encoding on its way here, and what it was, if one can tell.

    Only whole words are looked at, so that one foreign word between others is not taken for damage.
    """
    if LOST in text:
        at = next(word for word in text.split() if LOST in word)
        return f"A character of “{at}” was lost on the way here. Type the word in by hand."
    for word in () if text.isascii() else text.split():
        if (meant := _meant(word)) != word:
            return f"“{word}” was read in the wrong encoding. Did you mean “{meant}”? Type it in by hand."
    return ""


def _meant(word: str) -> str:
    from ftfy import fix_encoding  # who only serves judges no text

    return fix_encoding(word)


def check(row: models.Model, exclude: Collection[str], unread: Collection[str]) -> None:
    """ValidationError by field for whatever a row holds that must not become public; `unread` need only be plain."""
    fields = [field for field in row._meta.concrete_fields if field.name not in exclude]
    values = {field.name: field.value_from_object(row) for field in fields}
    faults = {
        name: words
        for name, value in values.items()
        if isinstance(value, str | dict | list | tuple) and (words := (_markup if name in unread else fault)(value))
    }
    if faults:
        raise ValidationError(faults)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for pair in value.items():
            yield from _texts(pair)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
