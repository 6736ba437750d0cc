"""What editors find an item by: its words, and its numbers however they are spelt.

A text is taken apart in the same way where it is kept and where it is asked for. What is kept are single words, each
once; whoever asks gives words or pieces of them, and all must be there. A number that is written in groups is one word.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from django.db.models import Model, Q, QuerySet

from publishing.models import Listing, Part, Publishable
from publishing.registry import Kind

MOST_ASKED, LONGEST_ASKED = 12, 200
# Five digits or more, or what begins as a whole number does. Not what ends or begins within a word.
NUMBER = re.compile(
    r"(?<![^\W_])\(?(?:\+ ?\(?\d|0(?=(?:[ .()‐-―−-]*\d){2})|\d(?=(?:[ .()‐-―−-]*\d){4}))(?:[ .()‐-―−-]*\d)+(?![^\W_])"
)
WORD = re.compile(r"\+?[^\W_]+")

ReadNumber = Callable[[str], str]
_read_number: list[ReadNumber] = []


def read_numbers_with(reader: ReadNumber) -> None:
    """Let `reader` say what a number, written in any way, is: two spellings of one number must come to the same."""
    _read_number[:] = [reader]


def words(text: str) -> list[str]:
    """The words and numbers of a text in their order, without capitals and accents."""
    if not text.isascii():
        text = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    plain = text.casefold()
    return WORD.findall(NUMBER.sub(lambda found: f" {_number(found[0])} ", plain))


def asked(text: str) -> list[str]:
    """What somebody looks for; no more of it than is sensible."""
    return list(dict.fromkeys(words(text[:LONGEST_ASKED])))[:MOST_ASKED]


def sought(kind: Kind, item: Publishable) -> str:
    """All that the item is found by, to be kept. `item`: with its parts, as snapshots are taken of it."""
    rows = [item, *(part for name in kind.parts for part in getattr(item, name).all())]
    texts = [*(text for row in rows for text in _texts(row)), *kind.sought(item)]
    return " ".join(sorted({word for text in texts for word in words(text)}))


def narrowed(items: QuerySet[Publishable], kind: str, text: str, through: Sequence[str] = ()) -> QuerySet[Publishable]:
    """Those that have every word of `text`, each in their own words or in a field of another row, named in `through`.

    Nothing but punctuation finds nothing.
    """
    looked_for = asked(text)
    for word in looked_for:
        own = Listing.objects.filter(kind=kind, sought__contains=word).values("uid")
        found = Q(pk__in=own)
        for field in through:
            found |= Q(**{f"{field}__icontains": word})
        items = items.filter(found)
    return items if looked_for else items.none()


def _texts(row: Publishable | Part | Model) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        yield from [value] if isinstance(value, str) else value if _is_list_of_texts(value) else []


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _number(text: str) -> str:
    return _read_number[0](text) if _read_number else re.sub(r"[^\d+]", "", text)
