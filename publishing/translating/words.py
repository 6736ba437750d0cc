"""What of an item is words, to be said in another language, and what else a translation hangs on.

Each kind declares both (`Kind.words`, `Kind.unsaid`). A word that stands in an item twice is one word: what is quoted
from a text is then quoted from its translation too. Pure: nothing here asks the database.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from publishing.models import Part, Publishable
from publishing.registry import kind_of
from publishing.wording import closest, shortened

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """Where one text stands: in words, once for each place; and how long it may be, None where it does not matter."""

    where: tuple[str, ...]
    longest: int | None


def of(item: Publishable) -> dict[str, tuple[str, ...]]:
    """The English texts of an item that can become public, in order, each with where it stands, such as “Summary”."""
    found: dict[str, tuple[str, ...]] = {}
    for row, name in _fields(item):
        where = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # of a column, not a relation
        for text in _texts(getattr(row, name)):
            found[text] = tuple(dict.fromkeys((*found.get(text, ()), where)))
    return found


def places(item: Publishable) -> dict[str, Place]:
    """The same texts in the same order, each with its places in full: “Instructions of Phone: 0808 157 0456”."""
    found: dict[str, Place] = {}
    for row, name in _fields(item):
        field = row._meta.get_field(name)
        label, longest = str(field.verbose_name), getattr(field, "max_length", None)  # type: ignore[union-attr]  # as above
        for text in _texts(getattr(row, name)):
            held = found.get(text, Place((), None))
            where = tuple(dict.fromkeys((*held.where, f"{label}{_of(row, text)}")))
            found[text] = Place(where, min(filter(None, (held.longest, longest)), default=None))
    return found


def former(item: Publishable, texts: Texts) -> dict[str, str]:
    """By English texts that have no translation among these, what each was most likely when there was one."""
    gone = [text for text in texts if text not in of(item)]
    return {text: old for text in missing(item, texts) if (old := closest(text, gone))}


def digest(item: Publishable) -> str:
    """Of the English that a translation is made from: its words, and the numbers and addresses beside them.

    A new number makes every translation one of something else, for its words may speak of the old one.
    """
    unsaid = kind_of(item).unsaid
    beside = [[str(getattr(row, name)) for name in unsaid.get(type(row), ())] for row in _rows(item)]
    return hashlib.sha256(json.dumps([list(of(item)), beside]).encode()).hexdigest()


def missing(item: Publishable, texts: Texts) -> list[str]:
    """The English texts of an item that have no translation among these."""
    return [text for text in of(item) if not texts.get(text, "").strip()]


def put_in(item: Publishable, texts: Texts) -> None:
    """Have a hydrated item say all of its words in another language. KeyError where one is missing."""
    for row, name in list(_fields(item)):
        value = getattr(row, name)
        said = [texts[text] for text in value] if isinstance(value, list) else texts[value] if value.strip() else value
        setattr(row, name, said)


def _fields(item: Publishable) -> Iterator[tuple[Publishable | Part, str]]:
    words = kind_of(item).words
    for row in _rows(item):
        for name in words.get(type(row), ()):
            yield row, name


def _rows(item: Publishable) -> Iterator[Publishable | Part]:
    yield item
    for name in kind_of(item).parts:
        yield from (part for part in getattr(item, name).all() if part.is_public)


def _of(row: Publishable | Part, text: str) -> str:
    """Of which part, in words that are not the text itself."""
    if not isinstance(row, Part):
        return ""
    named = shortened(str(row), 60)
    kind = str(row._meta.verbose_name).capitalize()
    return f" of {kind} {row.number}" if not named or named[:20] == text[:20] else f" of {kind}: {named}"


def _texts(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value.strip() else []
