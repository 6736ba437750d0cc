"""Whole postcodes, of places to go to or write to. Never of somebody who asks: of them only the first half is taken."""

import re

from services.places.outcodes import GUESSED, resolve

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?) ?([0-9][ABD-HJLNP-UW-Z]{2})", re.ASCII)


class PostcodeError(ValueError):
    """Not a postcode of the United Kingdom, in words for an editor."""


def read(text: str) -> str:
    """A postcode as Royal Mail prints it, `EH1 1YZ`; raises PostcodeError."""
    found = _POSTCODE.fullmatch(" ".join(text.upper().split()))
    if not found:
        raise PostcodeError(f"“{text}” is not a whole postcode. Give it like EH1 1YZ, or leave it empty.")
    outcode, inward = found.groups()
    known = resolve(outcode).status
    if known in GUESSED or known == "ireland":
        raise PostcodeError(f"No postcode begins with {outcode}. Check it against the organisation's own page.")
    if known == "not-current":
        raise PostcodeError(f"Postcodes that begin with {outcode} are no longer in use. Ask what it is now.")
    return f"{outcode} {inward}"
