"""A made-up language of tests, longer and accented, in which everything is translated that can be, and nothing else.

“Call {value}” is “⟦Ƈáłł ⟨{value}⟩ one two⟧” in it: so what stands outside brackets is no word of ours, or one that
nobody can translate. What is put in stands in brackets of its own.
"""

import gettext
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from publishing import catalogues, codes, emergency, languages
from publishing.api import negotiation

TAG = "en-x-pseudo"
ACCENTED = str.maketrans("aeiouyAEIOUYcCnszrldtg", "áéíóúýÁÉÍÓÚÝćĆñśźŕłđťğ")
PLACE = re.compile(r"({\w*})")
SAID = re.compile(r"⟦[^⟦⟧]*⟧")
PUT_IN = re.compile(r"⟨([^⟨⟩⟦⟧]*)⟩")


class Pseudo(gettext.GNUTranslations):
    """The catalogue of all words that translators are given."""

    def __init__(self) -> None:
        super().__init__()
        self.known = {text for words in catalogues.found() for text in (words.one, words.several) if text}

    def gettext(self, message: str) -> str:
        return pseudo(message) if message in self.known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def pseudo(text: str) -> str:
    parts = PLACE.split(text)
    longer = "".join(
        f"⟨{part}⟩" if PLACE.fullmatch(part) and part != "{}" else part.translate(ACCENTED) for part in parts
    )
    return f"⟦{longer} one two⟧"


@pytest.fixture
def speaks_pseudo(monkeypatch) -> Iterator[None]:
    """It can be asked for."""
    plain, catalogue = languages.words, Pseudo()
    known = codes.code_list(languages.LIST)
    made_up = replace(known, codes=(*known.codes, codes.Code(TAG, "⟦Pseudo⟧", "⟦Pseudo⟧")))
    monkeypatch.setitem(codes.lists(), languages.LIST, made_up)
    monkeypatch.setattr(languages, "words", lambda tag: catalogue if tag == TAG else plain(tag))
    _forget()
    yield
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for kept in (languages.own, languages.of_our_words, emergency._in, negotiation.preferred_language):
        kept.cache_clear()


def unsaid(text: str) -> Iterator[str]:
    """The parts of a text that stand in no brackets of ours, and what was put in between words of ours."""
    while found := SAID.search(text):
        yield from (part for part in PUT_IN.findall(found[0]) if any(letter.isalpha() for letter in part))
        text = f"{text[: found.start()]}⁂{text[found.end() :]}"
        text = re.sub(r"⟨[^⟨⟩⟦⟧]*⁂[^⟨⟩⟦⟧]*⟩", "⁂", text)
    yield from (part for part in text.split("⁂") if any(letter.isalpha() for letter in part))
