"""What of the made-up items is said in other languages: in Welsh, which our own words are in, and in Polish.

Nothing is really translated. Each letter stands for one of the English, so that what is quoted from a text still stands
in it; a few names are other words altogether, by which alone they are found.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from publishing import snapshots
from publishing.models import Publishable, Translation
from publishing.registry import kind_of
from publishing.translating import words
from publishing.translating.checking import LINK

WELSH, POLISH, SIGNED = "cy", "pl", "bfi"
LETTERS = {
    WELSH: str.maketrans("aeiouwyAEIOUWY", "âêîôûŵŷÂÊÎÔÛŴŶ"),
    POLISH: str.maketrans("acelnoszACELNOSZ", "ąćęłńóśżĄĆĘŁŃÓŚŻ"),
}
NAMES = {
    (WELSH, "Made-up line"): "Llinell gymorth ddychmygol",
    (POLISH, "Made-up line"): "Zmyślona linia",
    (POLISH, "Made-up body"): "Zmyślone biuro",
}
# By the names of made-up items, the languages that they are said in.
SAID = {
    "Made-up line": (WELSH, POLISH),
    "Made-up body": (WELSH, POLISH),
    "Made-up trust": (WELSH,),
    "Made-up topic": (WELSH, POLISH),
    "Every kind of way": (WELSH,),
    "Several kinds of people": (WELSH, POLISH),
    "Older in five places": (WELSH,),
    "Ways for some": (WELSH, POLISH),
    "Llinell Tŷ Ŵyn": (POLISH,),
    "Is paused": (WELSH,),
    "Small hours": (WELSH,),
    "Closed for good": (WELSH,),
    "A made-up line has moved.": (WELSH,),
}
FILM = {
    "video": "https://films.example.org/help.mp4",
    "captions": "https://films.example.org/help.vtt",
    "transcript": "https://films.example.org/help.txt",
}
FILMED = ("Made-up line", "Made-up topic")


def translations(items: Iterable[Publishable]) -> Iterator[Translation]:
    """Those of some items, to be published with them."""
    for item in items:
        name = str(getattr(item, "text", item))
        yield from (_made(item, language) for language in SAID.get(name, ()))
        if name in FILMED:
            yield _made(item, SIGNED, **FILM)


def said(text: str, language: str) -> str:
    """Addresses as they are, all else in other letters."""
    ends = [0, *(end for found in LINK.finditer(text) for end in found.span()), len(text)]
    parts = [text[start:end] for start, end in pairwise(ends)]
    return "".join(part if number % 2 else part.translate(LETTERS[language]) for number, part in enumerate(parts))


def _made(item: Publishable, language: str, **films: str) -> Translation:
    source = snapshots.hydrate(snapshots.take(item))
    made = Translation.of_item(item, kind_of(item).name, language)
    texts = () if films else words.of(source)
    made.texts = {text: NAMES.get((language, text)) or said(text, language) for text in texts}
    made.made_from = words.digest(source)
    for name, address in films.items():
        setattr(made, name, address)
    made.save()
    return made
