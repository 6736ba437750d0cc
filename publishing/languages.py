"""The language of an answer: which one is asked for, and our own words in it.

`speaking` sets it for what is done inside, and `say` translates. English needs no catalogue: its words stand in the
code. The others are GNU gettext's, in fixtures/words; a word that a catalogue lacks is said in English.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from publishing.codes import code_list
from publishing.edition import ENGLISH as ENGLISH

LIST = "answer-languages"
FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "words"
RIGHT_TO_LEFT = frozenset({"ar", "ur"})  # of those listed, as CLDR has it; a test asks babel
_current: ContextVar[str] = ContextVar("language", default=ENGLISH)


def tags() -> tuple[str, ...]:
    """The BCP 47 tags that `lang` takes, English first."""
    return code_list(LIST).values


def current() -> str:
    """The tag of the language that is spoken now."""
    return _current.get()


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Have what is done inside speak this language. Each thread has its own."""
    before = _current.set(tag)
    try:
        yield
    finally:
        _current.reset(before)


def say(text: str, **values: object) -> str:
    """Words of ours in the language spoken now; `values` are put in by their names, in braces."""
    tag = _current.get()
    said = text if tag == ENGLISH else words(tag).gettext(text)
    return said.format(**values) if values else said


def say_count(one: str, several: str, count: int, **values: object) -> str:
    """The same of so many things, in the form that the language has for that number; `{count}` is put in."""
    tag = _current.get()
    said = words(tag).ngettext(one, several, count) if tag != ENGLISH else one if count == 1 else several
    return said.format(count=count, **values)


def to_say(text: str) -> str:
    """Marks words that stand in a table and are said later, so that they are found for translators."""
    return text


@cache
def words(tag: str) -> gettext.NullTranslations:
    """The catalogue of a language; one that says everything in English where there is none."""
    try:
        with (FOLDER / f"{tag}.mo").open("rb") as file:
            return gettext.GNUTranslations(file)
    except FileNotFoundError:
        return gettext.NullTranslations()


def own(tag: str) -> str:
    """The language of our own words where this one is asked for."""
    return tag if (FOLDER / f"{tag}.mo").exists() else ENGLISH


def direction(tag: str) -> str:
    """`rtl` or `ltr`, as HTML has it."""
    return "rtl" if tag.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
