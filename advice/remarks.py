"""Which words of a topic are ours and stand among a document's, told to whoever wrote them or is to approve them."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from advice.origins import EDITORS, strange
from advice.quoting import Document, as_compared, held
from publishing.wording import shortened

LONGEST = 200  # of a text that is named
NONE_HELD = (
    "It names no document that we hold, so readers are told that editors wrote all of it, and are shown no publisher, "
    "marking or date."
)


def remarks(document: Mapping[str, Any]) -> list[str]:
    """A sentence for each text of a topic's public document that is not quoted; nothing for other content."""
    if "added_text" not in document:
        return []
    source = held(document["document"]["sha256"] or "")
    return [*_texts(document, source), *_parts(document, source)] if source.is_held else [NONE_HELD]


def _texts(document: Mapping[str, Any], source: Document) -> Iterator[str]:
    for path in document["added"]:
        first, _, last = path.partition(".")
        place = f"{first} {last}".strip().replace("_", " ")
        if first == "document":
            yield f"What we say of the document's {last.replace('_', ' ')} is not what it says, so it is not shown."
        else:
            yield _told(f"The {place}", source, [document[first][last] if last else document[first]])


def _parts(document: Mapping[str, Any], source: Document) -> Iterator[str]:
    named = {
        "Step": document["steps"]["items"],
        "Reassurance": document["reassurances"],
        "Form": document["forms"]["items"],
        "Line of further help": document["further_help"]["items"],
    }
    for name, parts in named.items():
        for number, part in enumerate(parts, start=1):
            if part["origin"] == EDITORS:
                yield _told(f"{name} {number}", source, strange(source, part))


def _told(what: str, source: Document, words: list[str]) -> str:
    quoted = ", ".join(f"“{shortened(one, LONGEST)}”" for one in words)
    ours = f"{what} is not {source.publisher}'s, so readers are told that we added it."
    return f"{ours} Not a whole sentence of the document: {quoted}.{_odd(source, ' '.join(words))}"


def _odd(source: Document, words: str) -> str:
    """The first character, other than a plain one, that the document has nowhere: it may look like one of its own."""
    for character in words:
        if not character.isascii() and as_compared(character) not in source.text:
            name = unicodedata.name(character, "").lower()
            return f" It holds a character that the document does not: {name} (U+{ord(character):04X})."
    return ""
