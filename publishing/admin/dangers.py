"""Which differences could send somebody to the wrong place, so that an approver sees them first.

They are known by the names that the contract gives to members, whatever the kind of content.
"""

import re
from collections.abc import Sequence
from typing import Any

REACHING = "how to reach it"
SHOWING = "what it costs and shows"
OPENING = "when somebody is there"
PEOPLE = "whom it is for"
PLACES = "where it is for"
ORDER = "how soon it is shown"
CONDITIONS = "its conditions"
IN_TEXT = "a number or address in the text"
MOST_DANGEROUS_FIRST = (REACHING, IN_TEXT, SHOWING, PEOPLE, PLACES, OPENING, ORDER, CONDITIONS)
RANK = {danger: rank for rank, danger in enumerate(MOST_DANGEROUS_FIRST)}

_BY_NAME = {
    REACHING: {"value", "dial", "relay_prefix", "uri", "url", "website", "url_as_printed",
               "phone_as_printed"},
    SHOWING: {"cost", "free", "on_phone_bill", "anonymous", "account_needed", "may_tell", "confidentiality"},
    OPENING: {"hours"},
    PEOPLE: {"age", "audiences", "precondition"},
    PLACES: {"coverage", "regions"},
    ORDER: {"urgency"},
    CONDITIONS: {"conditions", "condition"},
}  # fmt: skip
_WITHIN_A_CHANNEL = {"kind", "instructions"}
_CONTACT = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\b[\w-]+\.(?:uk|org|com|net)\b\S*|\+?\d[\d ()-]*\d")


def danger_of(members: Sequence[str], before: Any, after: Any, is_whole: bool) -> str:
    """Why this difference is dangerous, in words; empty where it is not.

    `members`: the names of the members that lead to it, without the items of lists. `is_whole`: an item of a list
    has been added or removed, with everything in it.
    """
    own = members[-1]
    if members[0] == "sources":  # nobody is sent to a source, but its address is public
        return IN_TEXT if own == "url" and not is_whole else ""
    if members[0] == "channels" and (is_whole or own in _WITHIN_A_CHANNEL):
        return REACHING
    for danger, names in _BY_NAME.items():
        if own in names or (danger in (OPENING, PEOPLE, PLACES, CONDITIONS) and names & set(members)):
            return danger
    if not _speaks_of_time(members) and _contacts(before) != _contacts(after):
        return IN_TEXT
    return ""


def _speaks_of_time(members: Sequence[str]) -> bool:
    return "hours" in members or members[-1].endswith(("_on", "_at", "date"))


def _contacts(value: Any) -> list[str]:
    """The numbers and addresses in a text, or in any text of an item of a list."""
    if isinstance(value, dict):
        return [contact for name, text in value.items() if not _speaks_of_time([name]) for contact in _contacts(text)]
    if isinstance(value, list):
        return [contact for item in value for contact in _contacts(item)]
    return _CONTACT.findall(value) if isinstance(value, str) else []
