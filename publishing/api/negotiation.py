"""What a client says it can take, read without trusting that it was written as the standard has it."""

import re
from collections.abc import Mapping
from functools import lru_cache

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
