"""Which differences could harm somebody, so that an approver sees them first, and answers for them.

Each kind of content says of each of its public members what a change of it could do (`Kind.dangers`); a check finds
the members that it has forgotten. A text that can do no harm by where it stands may do so by what it says: a number
or an address in it, or a word that turns its meaning.
"""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from typing import Any


class Danger(Enum):
    """Why an approver must look, the most dangerous first. NONE: a change sends nobody to the wrong place."""

    ADVICE = "words of advice"
    IDENTITY = "who it says it is"
    PEOPLE = "whom it is for"
    PLACES = "where it is for"
    CONDITIONS = "its conditions"
    REACHING = "how to reach it"
    IN_TEXT = "a number or address in the text"
    TURNED = "words that can turn its meaning"
    OPENING = "when somebody is there"
    SHOWING = "what it costs and shows"
    ORDER = "where and how soon it is shown"
    NONE = ""


# Of an item that is new: whom it sends where.
OF_WHAT_IS_NEW = {
    Danger.ADVICE, Danger.PEOPLE, Danger.PLACES, Danger.CONDITIONS, Danger.REACHING, Danger.IN_TEXT,
}  # fmt: skip
RANK = {danger: rank for rank, danger in enumerate(Danger)}
# By the path of a member: "channels.value"; "age.*" with all that is or will be within it; "channels[]" a whole one of
# a list, added or removed.
Dangers = Mapping[Danger, Collection[str]]
ALIKE = 0.8  # how much of a name is the same where only its spelling was changed
# A year alone is no number to call.
_CONTACT = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|\b[\w-]+\.(?:uk|org|com|net)\b\S*"
    r"|(?<!\d)(?!(?:19|20)\d\d\b(?! ?\d))\+?\d(?:[ ()-]{0,2}\d){2,}"
)
# Who may and must not, what it costs, and what somebody who blackmails would have a reader do.
_TURNING = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|without|unless|except|only|instead|stop|avoid|ignore|cannot|\w+n't"
    r"|pay\w*|paid|money|fees?|free|cash|gift cards?|vouchers?|bitcoin|crypto\w*|bank details"
    r"|send\w*|sent|share|shares|forward|upload\w*|delet\w+|erase\w*|reply\w*|meet|meeting|negotiat\w+|agree|obey"
    r"|secret\w*|keep quiet|tell|tells|told|police|parents?|passwords?|click|download|install|log ?in"
    r"|under|over|aged?|adults?|child(?:ren)?|(?:fe)?male|men|women|boys|girls|\d{1,2}s?)\b|£",
)


def declared(dangers: Dangers, path: str) -> Danger | None:
    """What a kind says of the member at `path`; None where it says nothing."""
    return next((danger for danger, paths in dangers.items() for own in paths if is_meant(path, own)), None)


def danger_of(dangers: Dangers, members: Sequence[str], before: Any, after: Any, is_new: bool = False) -> Danger:
    """Why this difference is dangerous.

    `members`: the names of the members that lead to it, without the items of lists. A text that is harmless is looked
    through for numbers, addresses and words that turn a meaning; so is a whole item, unless the kind says of it what
    it is. `is_new`: all of the document is, and has to be read anyway, so that little of it is marked.
    """
    danger = declared(dangers, ".".join(members))
    if (danger is Danger.IDENTITY and _is_respelt(before, after)) or (is_new and danger not in OF_WHAT_IS_NEW):
        danger = danger and Danger.NONE
    if danger is None or (danger is Danger.NONE and not members[-1].endswith("[]")):
        return Danger.NONE if _speaks_of_time(members) else _danger_of_texts(before, after, is_new)
    return danger


def danger_of_order(dangers: Dangers, members: Sequence[str]) -> Danger:
    """Why another order of a list is dangerous: advice is followed in the order in which it stands."""
    whole = declared(dangers, f"{'.'.join(members)}[]")
    return Danger.ADVICE if whole is Danger.ADVICE else Danger.NONE


def is_meant(path: str, own: str) -> bool:
    """`own` names a member, with what is in its list where that holds plain values; or all within it."""
    whole = path.removesuffix("[]")
    return own in (path, whole) or (own.endswith(".*") and f"{whole}.".startswith(own[:-1]))


def _danger_of_texts(before: Any, after: Any, is_new: bool) -> Danger:
    if _in_texts(_CONTACT, before) != _in_texts(_CONTACT, after):
        return Danger.IN_TEXT
    is_turned = not is_new and _in_texts(_TURNING, before) != _in_texts(_TURNING, after)
    return Danger.TURNED if is_turned else Danger.NONE


def _is_respelt(before: Any, after: Any) -> bool:
    if not isinstance(before, str) or not isinstance(after, str):
        return False
    return difflib.SequenceMatcher(None, before.casefold(), after.casefold(), autojunk=False).ratio() >= ALIKE


def _speaks_of_time(members: Sequence[str]) -> bool:
    return members[-1].endswith(("_on", "_at", "date"))


def _in_texts(pattern: re.Pattern[str], value: Any) -> list[str]:
    """What of a text, or of any text of an item of a list, is of this pattern, in order and in small letters."""
    if isinstance(value, dict):
        texts = [text for name, text in value.items() if not _speaks_of_time([name])]
        return [word for text in texts for word in _in_texts(pattern, text)]
    if isinstance(value, list):
        return [word for item in value for word in _in_texts(pattern, item)]
    return pattern.findall(value.casefold().replace("’", "'")) if isinstance(value, str) else []
