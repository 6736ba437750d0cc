"""A contact detail that may be published, the error for one that must not, and a value as it would have been typed."""

import re
import unicodedata
from dataclasses import dataclass

from publishing import unseen

LONGEST_NUMBER, LONGEST_EMAIL, LONGEST_ADDRESS = 40, 254, 500
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 3, 200

# What word processors make of a hyphen, and the soft hyphen that they put where a line may break.
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"), "-")
AS_TYPED = {**DASHES, 0xAD: None}
PRINTED_NUMBER = re.compile(r"(1800[12][ .-]*)?\(?\+? ?\(?[0-9]([ .()-]*[0-9])*")
# What stands before a number and says no more than that it is one; and what a sentence leaves after it.
BEFORE_A_NUMBER = re.compile(r"[☎☏✆📞📱]\ufe0f? ?:? ?|(?:(?:tele)?phone|tel|t)?\.? ?:? ?", re.IGNORECASE)
AFTER_A_NUMBER = " .,;:"
# Points between the groups of a number, as some print them.
POINTS = dict.fromkeys(map(ord, "·•‧∙"), ".")


class ContactError(ValueError):
    """A contact detail that must not be published. `code` is for programs, the message for an editor."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Contact:
    """A contact detail that may be published.

    `value` is as printed, without outer spaces; every kind of space in it is an ordinary one.
    `dial` is E.164 (`+448001111`) or the digits of a short number; None for what is not dialled.
    `relay_prefix` is `18001`, `18002` or empty. `uri` is what an app opens; None for a description.
    """

    value: str
    dial: str | None = None
    relay_prefix: str = ""
    uri: str | None = None


def as_typed(value: str) -> str:
    """A number pasted from a word processor as it would have been typed: hyphens for dashes, nothing hidden."""
    typed = value.translate(AS_TYPED)
    return typed if PRINTED_NUMBER.fullmatch(with_ordinary_spaces(typed.strip())) else value


def number_as_typed(value: str) -> str:
    """The same of what is known to be a number: also without “Tel:” before it, or a full stop after it."""
    typed = with_ordinary_spaces(value.translate(AS_TYPED).translate(POINTS).strip())
    before = BEFORE_A_NUMBER.match(typed)
    typed = typed[before.end() if before else 0 :].rstrip(AFTER_A_NUMBER)
    return typed if PRINTED_NUMBER.fullmatch(typed) else as_typed(value)


def cleaned(value: str) -> str:
    """Without outer spaces, with ordinary ones inside; refuses nothing at all, too much, and what nobody can see."""
    value = value.strip()
    if not value:
        raise ContactError("empty", "There is nothing here. Fill it in, or delete the channel.")
    refuse_long(value, LONGEST_ADDRESS)
    value = as_typed(value)
    _refuse_hidden(value)
    return with_ordinary_spaces(value)


def with_ordinary_spaces(value: str) -> str:
    """Every kind of space as an ordinary one; the end of a line is none."""
    return "".join(" " if mark.isspace() and mark not in unseen.LINE_BREAKS else mark for mark in value)


def as_read(text: str) -> str:
    """The text as one reads it aloud: every digit 0 to 9, every dash a hyphen, every space one, nothing hidden."""
    if text.isascii() and text.isprintable():
        return text
    plain = unicodedata.normalize("NFKC", text).translate(DASHES)
    return "".join(
        str(unicodedata.digit(character)) if character.isdigit() and unicodedata.digit(character, None) is not None
        else " " if character.isspace()
        else character
        for character in plain
        if unicodedata.category(character) not in ("Cf", "Cc") or character.isspace()
    )  # fmt: skip


def refuse_long(value: str, longest: int) -> None:
    if len(value) > longest:
        raise ContactError("too-long", f"This is {len(value)} characters long. Shorten it to {longest} at most.")


def _refuse_hidden(value: str) -> None:
    """C is control, format (zero width, text direction), surrogate, private and unassigned characters."""
    for place, character in enumerate(value):
        if unicodedata.category(character).startswith(("C", "Zl", "Zp")):
            raise ContactError("hidden-character", f"This holds {unseen.named(value, place)}. Type it in by hand.")
