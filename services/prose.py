"""Phone numbers, web addresses and email addresses that stand in a text, judged as those of a channel are.

Every text that can become public is read (publishing/plain_text.py), because a reader dials what a sentence says.
What is refused: what the deny-list holds, in any spelling and within any link; numbers that cost; what looks like a
number or an address and is none; addresses made to look like another's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from services import contacts
from services.contacts import ContactError

NUMBER, ADDRESS, EMAIL = "number", "address", "email"
EMERGENCY = frozenset({"999", "112"})
# Members of public documents that hold a channel, hold no sentence, and hold things in which there are none.
OF_A_CHANNEL = frozenset({"value", "phone_as_printed"})
NO_SENTENCES = frozenset(
    {"uid", "slug", "href", "uri", "url", "dial", "website", "logo", "uprn", "charity_number", "document_sha256"}
)
WITHOUT_SENTENCES = frozenset({"sources"})

PRINTED = re.compile(r"(?<![\w.,/+-])[+(]*[0-9](?:[ .()-]{0,3}[0-9])*(?![\w]|[.,/-][0-9])")
LINK = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.|\b(?:tel|sms|smsto|mailto|javascript|data|vbscript):)\S+", re.I)
BARE_HOST = re.compile(r"(?<![\w@./-])(?:[\w-]+\.)+[^\W\d_]{2,}\b")
EMAIL_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+\.[^\s@<>()\[\],;:\"]+")
AFTER_A_LINK = ".,;:!?)]}>’”'\"…"
SCHEMES = ("https://", "http://")
# What opens a program with a number or an address in it, rather than a page.
NAMING = ("tel:", "sms:", "smsto:", "mailto:")
DIALS = re.compile(r"(?:tel|sms|smsto):", re.I)
TO_DIAL = re.compile(r"\b(?:tel|sms|smsto):/*((?:%2B|[+(])*[0-9]\S*)", re.I)
MORE_DIGITS = re.compile(r"[ .()-]{1,3}[0-9]")
SHORT_BEFORE = re.compile(r"\b(?:text|sms|call|dial|ring|phone|telephone)\b[^.;]{0,40}$", re.I)
DATE = re.compile(r"\b[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{2}){1,2}\b|\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
SHORTEST_NUMBER, LONGEST_NUMBER = 9, 15


@dataclass(frozen=True)
class Found:
    """A number or an address in a text. `text`: as it stands there; `value`: its normal form, to compare it by."""

    kind: str
    text: str
    value: str


@lru_cache(maxsize=4096)  # each text is judged when it is saved, submitted and approved, and again with its item
def fault(text: str) -> str:
    """What must not be published of a text's numbers and addresses, in words; empty when there is nothing."""
    try:
        _refuse(text)
    except ContactError as error:
        return str(error)
    return ""


def found(text: str) -> list[Found]:
    """The numbers and addresses of a text that has no fault, each once, in order. Short numbers by what is before."""
    plain = contacts.as_read(text)
    seen: dict[tuple[str, str], Found] = {}
    links = list(_links(plain))
    for link in links:
        seen.setdefault((ADDRESS, link.casefold()), Found(ADDRESS, link, link.casefold()))
    rest = _without(plain, links)
    for email in EMAIL_ADDRESS.findall(rest):
        email = email.rstrip(AFTER_A_LINK)
        seen.setdefault((EMAIL, email.casefold()), Found(EMAIL, email, email.casefold()))
    for match in PRINTED.finditer(EMAIL_ADDRESS.sub(" ", rest)):
        for number in _numbers(match[0], rest[: match.start()]):
            seen.setdefault((NUMBER, number.value), number)
    return list(seen.values())


def remarks(document: Mapping[str, Any]) -> list[str]:
    """The numbers that the sentences of a public document name, and that are none of its channels', each in words."""
    own = {one.value for text in _texts(document, OF_A_CHANNEL) for one in found(f"call {text}")}
    named = {one.value: one.text for one in named_in(document) if one.kind == NUMBER}
    return [
        f"The text names {text}, which is no channel of this. Is it right, and whose is it?"
        for value, text in named.items()
        if value not in own | EMERGENCY
    ]


def named_in(document: Mapping[str, Any]) -> list[Found]:
    """The numbers and addresses that the sentences of a public document name."""
    return [one for text in _texts(document, None) for one in found(text)]


def _texts(value: Any, members: frozenset[str] | None, member: str = "") -> Iterator[str]:
    """The texts in a document: those of `members`; or, with None, all others."""
    if isinstance(value, str):
        if (member in members) if members is not None else (member not in OF_A_CHANNEL | NO_SENTENCES):
            yield value
    elif isinstance(value, Mapping):
        for name, held in value.items():
            if name not in WITHOUT_SENTENCES:
                yield from _texts(held, members, name)
    elif isinstance(value, list | tuple):
        for held in value:
            yield from _texts(held, members, member)


def _numbers(printed: str, before: str) -> Iterator[Found]:
    form = contacts.normal_form(printed.strip())
    if form and ("+" in form or SHORT_BEFORE.search(before)):
        yield Found(NUMBER, printed.strip(), form)


def _refuse(text: str) -> None:
    plain = contacts.as_read(text)
    contacts.refuse_digits(plain)
    for email in EMAIL_ADDRESS.findall(unquote(plain)):
        contacts.refuse_denied(email.rstrip(AFTER_A_LINK))
    links = list(_links(plain))
    for link in links:
        _refuse_link(link)
    for match in TO_DIAL.finditer(plain):
        if not MORE_DIGITS.match(plain, match.end()):  # “Tel:020 7946 0123” is no link, and is judged as it is printed
            contacts.refuse_number(re.split(r"[?&;:]", unquote(match[1]), maxsplit=1)[0].rstrip(AFTER_A_LINK))
    rest = _without(plain, [link for link in links if not DIALS.match(link)])
    for host in BARE_HOST.findall(rest):
        _refuse_look_alike(host, host)
    for email in EMAIL_ADDRESS.findall(rest):
        _refuse_look_alike(email.partition("@")[2], email)
    for printed in _printed_numbers(EMAIL_ADDRESS.sub(" ", DATE.sub(" ", rest))):
        contacts.refuse_number(printed)


def _links(plain: str) -> Iterator[str]:
    for match in LINK.finditer(plain):
        yield match[0].rstrip(AFTER_A_LINK)


def _without(plain: str, links: list[str]) -> str:
    for link in links:
        plain = plain.replace(link, " ")
    return plain


def _refuse_link(link: str) -> None:
    lower = link.lower()
    if lower.startswith(NAMING):
        _refuse_look_alike(re.split(r"[?&]", unquote(link), maxsplit=1)[0].partition("@")[2], link)
        return  # a number in it is judged as those of the whole text are
    if lower.startswith("www."):
        link = f"https://{link}"
    elif not lower.startswith(SCHEMES):
        scheme = link.partition(":")[0][:20]
        raise ContactError("odd-scheme", f"{scheme}: addresses are never published here. Take out “{_short(link)}”.")
    host = re.split(r"[/?#]", link.partition("://")[2], maxsplit=1)[0]
    _refuse_look_alike(host.rpartition("@")[2], link)
    try:
        contacts.judge_url(link, allow_http=True)
    except ContactError as error:
        raise ContactError(error.code, f"“{_short(link)}”: {error}") from None


def _refuse_look_alike(host: str, whole: str) -> None:
    """Latin letters are all that the addresses of these services have; another letter may look the same and is not."""
    if not host.isascii() or "xn--" in host.lower():
        fault = f"“{_short(whole)}” holds letters that may look like those of another address."
        raise ContactError("look-alike", f"{fault} Type it in by hand, or take it out.")


def _printed_numbers(rest: str) -> Iterator[str]:
    """What is printed as a whole number: it begins with 0 or +, and is as long as one. Two may stand side by side."""
    for match in PRINTED.finditer(rest):
        printed = match[0].strip()
        digits = re.sub(r"[^0-9]", "", printed)
        if printed.lstrip("(").startswith(("0", "+")) and SHORTEST_NUMBER <= len(digits) <= LONGEST_NUMBER:
            yield printed
        elif re.fullmatch(r"118[0-9]{3}", digits):
            yield printed


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
