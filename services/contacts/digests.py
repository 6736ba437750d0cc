"""The digest by which a number or address is recalled: the same however it is written, and not to be dialled.

Apps work it out of what they hold (matchers/), so this is part of the contract: docs/keep-a-copy.md.
"""

import hashlib
import re

from services.contacts.apps import MESSAGING_KINDS
from services.contacts.judging import NUMBER_KINDS

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(//)?")


def value_digest(kind: str, value: str) -> str:
    """The SHA-256, in hexadecimal, of the kind, a colon and the value in its normal form.

    `kind`: of the code list channel-kinds.
    """
    return hashlib.sha256(f"{kind}:{normal(kind, value)}".encode()).hexdigest()


def normal(kind: str, value: str) -> str:
    """Of a number its digits, as they are dialled in the UK; else the address in small letters, without its scheme, a
    leading `www.` and a slash at its end.
    """
    if kind in NUMBER_KINDS or (kind in MESSAGING_KINDS and value[:1] in "+(0123456789"):
        digits = re.sub(r"[^0-9+]", "", value)
        for abroad in ("+44", "0044"):
            if digits.startswith(abroad):
                return "0" + digits.removeprefix(abroad).removeprefix("0")
        return digits.replace("+", "")
    return _SCHEME.sub("", value.strip().lower()).removeprefix("www.").rstrip("/")
