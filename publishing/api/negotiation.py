"""What a client says it can take, read without trusting that it was written as the standard has it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote

from publishing import languages

LONGEST_HEADER = 1000  # characters of an Accept-Language that are read
QUALITY = re.compile(r"[01]|[01]?\.\d*", re.ASCII)
JSON_TYPES = ("application/json", "application/problem+json")


def weights(header: str) -> Mapping[str, float]:
    """What an Accept or Accept-Encoding header names, in lower case, with its q-value. The unreadable is left out."""
    found: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        if name and QUALITY.fullmatch(quality):
            found[name] = float(quality + "0")
    return found


@lru_cache(maxsize=256)
def takes_json(accept: str) -> bool:
    """Whether JSON is among what an Accept header takes: the closest range decides. No usable header takes all."""
    known = weights(accept)
    if not any("/" in name for name in known):
        return True
    anything = known.get("application/*", known.get("*/*", 0.0))
    return any(known.get(name, anything) > 0 for name in JSON_TYPES)


@lru_cache(maxsize=256)
def prefers_text(accept: str) -> bool:
    """Whether an Accept header asks for plain text by name, and likes it better than JSON."""
    known = weights(accept)
    anything = known.get("application/*", known.get("*/*", 0.0))
    return known.get("text/plain", 0.0) > max(known.get(name, anything) for name in JSON_TYPES)


@lru_cache(maxsize=256)
def prefers_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header takes gzip, and likes it no less than the plain bytes."""
    known = weights(accept_encoding)
    gzip = known.get("gzip", known.get("*", 0.0))
    return gzip > 0 and gzip >= known.get("identity", 0.0)


def named_language(query: str) -> str | None:
    """The language in which an address itself asks to be answered, where that is one of ours."""
    for pair in query.split("&"):
        if pair.startswith("lang=") and (tag := unquote(pair[5:])) in languages.tags():
            return tag
    return None


def language(query: str, accept_language: str) -> str:
    """What a request asks for before its question is read: `lang` in its query, or else what its header likes best."""
    named = named_language(query) if "lang=" in query else None  # as most do not
    return named or (preferred_language(accept_language) if accept_language else languages.ENGLISH)


def varies(query: str, *others: str) -> str:
    """The headers that an answer depends on, as Vary has them; not that of the language where the address names it."""
    is_named = "lang=" in query and named_language(query)
    return ", ".join([*others, "Accept-Encoding", *([] if is_named else ["Accept-Language"])])


@lru_cache(maxsize=256)
def preferred_language(accept_language: str) -> str:
    """That of ours which an Accept-Language header likes best (RFC 4647, lookup); English where it names none.

    The many spellings of the header are few languages, so what is kept by language stays small.
    """
    known = weights(accept_language[:LONGEST_HEADER])
    for wanted in sorted((tag for tag in known if known[tag] > 0), key=lambda tag: -known[tag]):
        parts = wanted.split("-")
        for length in range(len(parts), 0, -1):
            if (tag := "-".join(parts[:length])) in languages.tags():
                return tag
    return languages.ENGLISH
