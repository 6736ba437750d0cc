"""The names of things by their bytes: of entries, of all of them together, of the reference, and of a value."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

NUMBERS = ("phone", "text", "textphone")
MESSAGING = ("whatsapp", "signal", "messenger", "telegram")  # of these either a number or an address is given
ABROAD = ("+44", "0044")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(//)?")


def as_json(value: Any) -> bytes:
    """Compact JSON in UTF-8, the bytes of an answer."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    """The SHA-256 of the compact JSON of an entry, or of a reference, in hexadecimal digits."""
    return hashlib.sha256(as_json(value)).hexdigest()


def contents(entries: Iterable[Mapping[str, Any]]) -> str:
    """The name of everything that is public: of all entries, live and withdrawn, whatever their order."""
    return hashlib.sha256("\n".join(sorted(map(digest, entries))).encode()).hexdigest()


def of_value(kind: str, value: str) -> str:
    """The name of a number or an address, by which a recall tells it without repeating it."""
    return hashlib.sha256(f"{kind}:{normal_form(kind, value)}".encode()).hexdigest()


def normal_form(kind: str, value: str) -> str:
    """Of a number its digits, as they are dialled in the UK; else the address in small letters, without its scheme, a
    leading `www.` and a slash at its end.
    """
    if kind in NUMBERS or (kind in MESSAGING and value[:1] in "+(0123456789"):
        digits = re.sub(r"[^0-9+]", "", value)
        abroad = next((prefix for prefix in ABROAD if digits.startswith(prefix)), "")
        if abroad:
            return "0" + digits.removeprefix(abroad).removeprefix("0")
        return digits.replace("+", "")
    return _SCHEME.sub("", value.strip().lower()).removeprefix("www.").rstrip("/")
