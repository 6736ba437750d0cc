"""Which differences could send somebody to the wrong place, so that an approver sees them first.

Each kind of content says of each of its public members what a change of it could do (`Kind.dangers`); a check finds
the members that it has forgotten.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from typing import Any


class Danger(Enum):
    """Why an approver must look, the most dangerous first. NONE: a change sends nobody to the wrong place."""

    REACHING = "how to reach it"
    IN_TEXT = "a number or address in the text"
    SHOWING = "what it costs and shows"
    PEOPLE = "whom it is for"
    PLACES = "where it is for"
    OPENING = "when somebody is there"
    ORDER = "how soon it is shown"
    CONDITIONS = "its conditions"
    NONE = ""


RANK = {danger.value: rank for rank, danger in enumerate(Danger)}
# By the path of a member: "channels.value"; "age.*" with all that is or will be within it; "channels[]" a whole one of
# a list, added or removed.
Dangers = Mapping[Danger, Collection[str]]
_CONTACT = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\b[\w-]+\.(?:uk|org|com|net)\b\S*|\+?\d[\d ()-]*\d")


def declared(dangers: Dangers, path: str) -> Danger | None:
    """What a kind says of the member at `path`; None where it says nothing."""
    return next((danger for danger, paths in dangers.items() for own in paths if is_meant(path, own)), None)


def danger_of(dangers: Dangers, members: Sequence[str], before: Any, after: Any) -> str:
    """Why this difference is dangerous, in words; empty where it is not.

    `members`: the names of the members that lead to it, without the items of lists. A text that is harmless is looked
    through for numbers and addresses; so is a whole item, unless the kind says of it what it is.
    """
    danger = declared(dangers, ".".join(members))
    if danger is None or (danger is Danger.NONE and not members[-1].endswith("[]")):
        is_contact = not _speaks_of_time(members) and _contacts(before) != _contacts(after)
        danger = Danger.IN_TEXT if is_contact else Danger.NONE
    words: str = danger.value
    return words


def is_meant(path: str, own: str) -> bool:
    return path == own or (own.endswith(".*") and f"{path.removesuffix('[]')}.".startswith(own[:-1]))


def _speaks_of_time(members: Sequence[str]) -> bool:
    return members[-1].endswith(("_on", "_at", "date"))


def _contacts(value: Any) -> list[str]:
    """The numbers and addresses in a text, or in any text of an item of a list."""
    if isinstance(value, dict):
        return [contact for name, text in value.items() if not _speaks_of_time([name]) for contact in _contacts(text)]
    if isinstance(value, list):
        return [contact for item in value for contact in _contacts(item)]
    return _CONTACT.findall(value) if isinstance(value, str) else []
