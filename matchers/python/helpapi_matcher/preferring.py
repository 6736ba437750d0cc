"""Which language to ask for, from what a device says of itself."""

import re
from collections.abc import Iterable

from helpapi_matcher.bundle import Bundle
from helpapi_matcher.languages import ENGLISH

LONGEST_HEADER = 1000
_QUALITY = re.compile(r"[01]|[01]?\.\d*", re.ASCII)


def preferred(bundle: Bundle, languages: str | Iterable[str]) -> str:
    """The `lang` that somebody likes best, of those that the bundle knows; English where none is among them.

    `languages`: tags in order of preference, as a device lists them, or an Accept-Language header. It is read as the
    server reads one: by q-values, and each tag without its last parts where it is not known whole.
    """
    header = languages if isinstance(languages, str) else ",".join(languages)
    weights = _weights(header[:LONGEST_HEADER])
    for wanted in sorted((tag for tag in weights if weights[tag] > 0), key=lambda tag: -weights[tag]):
        parts = wanted.split("-")
        for length in range(len(parts), 0, -1):
            if (tag := "-".join(parts[:length])) in bundle.languages:
                return tag
    return ENGLISH


def _weights(header: str) -> dict[str, float]:
    """What a header names, in lower case, with its q-value. The unreadable is left out."""
    found: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        if name and _QUALITY.fullmatch(quality):
            found[name] = float(quality + "0")
    return found
