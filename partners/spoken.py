"""What a copy carries of other languages, so that a matcher says what the server says and needs no catalogue for it.

Of a catalogue it is what stands in answers, and the labels of codes: found in the code of the rooms that say it, as
translators are given it. Numbers, days and times are carried as they come out, not as rules.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from advice import help
from publishing import calendar_words, languages
from publishing.codes import lists
from publishing.edition import ENGLISH
from publishing.emergency import EMERGENCY, emergency
from services.matching import conditions, left_out, ways
from services.places import outcodes
from services.places.regions import regions

ROOMS: tuple[ModuleType, ...] = (help, conditions, left_out, ways, outcodes, languages)
COUNTED = ("say_count", "to_say_count")
COUNTS = 200  # from here on a number takes the form of one between 100 and 199
A_DAY, A_MINUTE = 29, 59  # that no month's and no hour's own name has in it


def other_languages() -> dict[str, dict[str, Any]]:
    """By BCP 47 tag, where it has anything that is not the English: the notice, names of places, and our own words."""
    found = {}
    for tag in languages.tags():
        with languages.speaking(tag):
            names = {one.code: one.name_in(tag) for one in regions() if one.name_in(tag) != one.name}
            words = _words(tag) if languages.spoken() != ENGLISH else None
            if names or words or emergency() != EMERGENCY:
                found[tag] = {"emergency": emergency(), "regions": names, "words": words}
    return found


def _words(tag: str) -> dict[str, Any]:
    """In the language that is spoken: `said` by the English; `counted` by the English of one, a form for each digit of
    `plurals`, which has one for every number below `COUNTS`. `dates` by months, `times` by hours.
    """
    catalogue, pairs = languages.words(tag), sorted(set(_pairs()))
    forms = {one: [catalogue.ngettext(one, several, count) for count in range(COUNTS)] for one, several in pairs}
    kinds = list(zip(*forms.values(), strict=True))
    distinct = list(dict.fromkeys(kinds))
    said = {text: catalogue.gettext(text) for text in sorted(_texts() - forms.keys())}
    return {
        "said": {text: other for text, other in said.items() if other != text},
        "counted": {one: [kind[place] for kind in distinct] for place, one in enumerate(forms)},
        "plurals": "".join(str(distinct.index(kind)) for kind in kinds),
        "days": [calendar_words.weekday(day) for day in range(7)],
        "dates": [calendar_words.day_of_month(month, A_DAY).replace(str(A_DAY), "{day}") for month in range(1, 13)],
        "times": [
            calendar_words.at(hour, A_MINUTE, padded=False).replace(str(A_MINUTE), "{minute}") for hour in range(24)
        ],
    }


def _texts() -> set[str]:
    """All that answers may say but for counts, and more that no catalogue has."""
    labels = {code.label for one in lists().values() if one.name != languages.LIST for code in one.codes}
    return labels | {node.value for node in _code() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _pairs() -> Iterator[tuple[str, str]]:
    """What is said of one thing, and of several."""
    for node in _code():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in COUNTED:
            texts = [one.value for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if len(texts) == 2:
                yield texts[0], texts[1]


def _code() -> Iterator[ast.AST]:
    for module in ROOMS:
        yield from ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")))
