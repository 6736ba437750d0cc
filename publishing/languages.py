"""The language of an answer: which one is asked for, and our own words in it.

`speaking` sets it for what is done inside, and `say` translates. English needs no catalogue: its words stand in the
code. The others are GNU gettext's, in fixtures/words; a word that a catalogue lacks is said in English.

A catalogue is given whole sentences, with names in braces for what varies, so that each language may order its own; the
names of days, months and places are in publishing/calendar_words.py and services/places.
"""

import gettext
import logging
import struct
from collections.abc import Sequence
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from publishing import yaml_files
from publishing.codes import code_list
from publishing.edition import ENGLISH as ENGLISH

LIST = "answer-languages"
READERS = 2  # of all that is public, whoever wrote it
unread_too = True  # what people have not read is said; the settings decide (publishing/apps.py)
FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "words"
SIGNED = frozenset({"bfi"})  # has no written form
RIGHT_TO_LEFT = frozenset({"ar", "ur"})  # of those listed, as CLDR has it; a test asks babel
log = logging.getLogger("helpapi.languages")
_current: ContextVar[str] = ContextVar("language", default=ENGLISH)
current = _current.get  # the tag of the language that is spoken now; each answer asks often


def tags() -> tuple[str, ...]:
    """The BCP 47 tags that `lang` takes, English first."""
    return code_list(LIST).values


class speaking:
    """Have what is done inside speak this language. Each thread has its own."""

    __slots__ = ("_before", "_tag")

    def __init__(self, tag: str):
        self._tag = tag

    def __enter__(self) -> None:
        self._before = _current.set(self._tag)

    def __exit__(self, *raised: object) -> None:
        _current.reset(self._before)


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


def to_say_count(one: str, several: str) -> tuple[str, str]:
    """The same of words that `say_count` says later."""
    return one, several


def all_of(words: Sequence[str]) -> str:
    """“a, b and c”."""
    return say("{words} and {last}", words=_in_a_row(words[:-1]), last=words[-1]) if len(words) > 1 else "".join(words)


def one_of(words: Sequence[str]) -> str:
    """“a, b or c”. Not by CLDR: some languages change the word that follows their “or”, and say it in another way."""
    return say("{words} or {last}", words=_in_a_row(words[:-1]), last=words[-1]) if len(words) > 1 else "".join(words)


def _in_a_row(words: Sequence[str]) -> str:
    return say(", ").join(words)


@cache
def words(tag: str) -> gettext.NullTranslations:
    """The catalogue of a language; one that says everything in English where there is none, or none that can be read.

    Nor is one used that people have not read, unless whoever runs this says so (`unread_too`).
    A word of it is never worth an answer: errors, too, are said from here.
    """
    try:
        with (FOLDER / f"{tag}.mo").open("rb") as file:
            catalogue = gettext.GNUTranslations(file)
        return catalogue if unread_too or is_read(tag) else gettext.NullTranslations()
    except FileNotFoundError:
        return gettext.NullTranslations()
    except (OSError, ValueError, LookupError, struct.error):
        log.exception("fixtures/words/%s.mo cannot be read; what it says is said in English", tag)
        return gettext.NullTranslations()


def is_read(tag: str) -> bool:
    """Whether two people have read all our words in a language, and stand for them (fixtures/words/read_by.yaml)."""
    try:
        told = yaml_files.read(FOLDER / "read_by.yaml").get(tag) or ()
        return len({one["who"].strip().casefold() for one in told if one["day"]}) >= READERS
    except Exception:  # whatever is wrong with it, English is right
        log.exception("fixtures/words/read_by.yaml cannot be read; what has not been read is said in English")
        return False


@cache
def own(tag: str) -> str:
    """The language of our own words where this one is asked for."""
    return tag if isinstance(words(tag), gettext.GNUTranslations) else ENGLISH


@cache
def of_our_words() -> tuple[str, ...]:
    """The languages besides English that our own words are in."""
    return tuple(tag for tag in tags() if own(tag) != ENGLISH)


def spoken() -> str:
    """The language of our own words now."""
    return own(_current.get())


def direction(tag: str) -> str:
    """`rtl` or `ltr`, as HTML has it."""
    return "rtl" if tag.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
