"""The full names of councils, such as “City of York Council”, and the names of those that are no more.

A name is taken for a council only if it is one council's, however it styles itself. One that has become part of another
is told with its successor, and never replaced in silence: the successor serves more places.
"""

import re
import unicodedata
from functools import cache

from services.places.files import FOLDER, rows
from services.places.regions import FORMER_COLUMNS, Region, regions

COUNCILS = ("local-authority", "county")
_STYLE = "metropolitan|county|city|district|borough|unitary|royal|london"
_BEFORE = re.compile(
    rf"(?:the )?(?:(?:(?:{_STYLE})(?: and)? )*(?:council|city|county|borough|district) of(?: the)? )?(?:the )?"
)
_AFTER = re.compile(rf"(?: (?:{_STYLE}|council|corporation|authority|city of|county of))*")


def named(text: str) -> tuple[Region, ...]:
    """The councils that a full name may mean: one, or more where it does not say which."""
    found = _by_core().get(_core(text), ())
    counties = tuple(region for region in found if region.kind == "county")
    if "county" in _words(text).split() and counties:
        return counties
    return tuple(region for region in found if region.kind != "county") or found


def successor(text: str) -> Region | None:
    """What the council of this name has become part of; None where none is known."""
    return _former().get(_core(text))


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("&", " and ")
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark) and mark not in "'’.")
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


def _core(text: str) -> str:
    """The name without what a council calls itself: “City of York Council” and “York” are both “york”."""
    words = _words(text)
    bare = _BEFORE.sub("", words, count=1)
    whole = re.fullmatch(rf"(.+?){_AFTER.pattern}", bare)
    core = whole[1] if whole else bare
    return re.sub(r"^(?:county|city) ", "", core) or words


@cache
def _by_core() -> dict[str, tuple[Region, ...]]:
    found: dict[str, dict[str, Region]] = {}
    for kind in COUNCILS:
        for region in regions().search(kind=kind):
            for name in (region.name, region.slug, *region.aliases):
                found.setdefault(_core(name), {})[region.code] = region
    return {core: tuple(by_code.values()) for core, by_code in found.items()}


@cache
def _former() -> dict[str, Region]:
    lines = rows(FOLDER / "former_codes.csv", FORMER_COLUMNS)
    return {_core(line["former_name"]): regions()[line["current_gss"]] for line in lines}
