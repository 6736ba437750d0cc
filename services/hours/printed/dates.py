"""What a printed text says of dates, taken out of it: “closed 25 December”, “From 1 April 2027: Mon-Fri 8am-8pm”."""

import re
from typing import NamedTuple

from services.hours import dates
from services.hours.intervals import HoursError
from services.hours.lines import plain
from services.hours.printed.groups import are_without_times, ends_in_days, unfinished
from services.hours.printed.words import words

_CLOSED = r"(?:closed|shut|except(?:ing)?(?: for)?|excluding|apart from|but not|not including|not)"
_BEFORE_A_DATE = r"(?: on| in| for| over| during)*(?: the)?"
# Where a date was taken out that is closed: with “closed” before it, and after it.
_BEFORE, _AFTER = "\x01", "\x02"
_END = rf"\)?(?= ?[{_BEFORE}{_AFTER}]|$|[,)])"
_START = r"(?:^|(?<=[ ,(]))\(?"
_LABEL = (
    r"(?:(?:our )?(?:new |summer|winter|spring|autumn|christmas|xmas|easter|seasonal|holiday)?(?: ?opening)?"
    r"(?: ?hours| ?times| ?period| ?season)?[ :,(]*)?"
)
_ANY = re.compile(rf"(?<![a-z0-9]){dates.PHRASE}")
_CLOSED_BEFORE = re.compile(rf"{_START}{_CLOSED}{_BEFORE_A_DATE} {dates.PHRASE}{_END}")
_HOLIDAYS = r"(?P<holidays>(?:bank|public) holidays?)"
_HOLIDAYS_AND = re.compile(rf"(?P<closed>{_CLOSED}{_BEFORE_A_DATE}) {_HOLIDAYS},(?={dates.PHRASE}{_END})")
_AND_HOLIDAYS = re.compile(rf"(?P<closed>{_CLOSED}{_BEFORE_A_DATE}) (?P<told>{dates.PHRASE}),{_HOLIDAYS}")
_CLOSED_AFTER = re.compile(rf"{_START}(?:on )?{dates.PHRASE}\)?[ :,]*(?:(?:we are )?closed|shut){_END}")
_A_DATE_LAST = re.compile(rf"{dates.PHRASE}[ ,:()]*(?:(?:on|in|for|over|during|the)[ ,]*)*")
_SAYS_CLOSED = re.compile(rf"\b(?:{_CLOSED}|off)\b")
_LEADING = re.compile(rf"{_LABEL}(?:on )?{dates.PHRASE}\)?[ ,:]+(?P<hours>.+)")
_TRAILING = re.compile(rf"(?P<hours>.+?)[ ,:(]+(?:on |in )?{dates.PHRASE}\)?")
_NEXT = re.compile(rf",+(?={dates.PHRASE}[ :])")
_STOP = re.compile(r"[;|•]|(?<!\bexcl)(?<!\bincl)(?<!\bexc)(?<!\binc)\.(?= |$)")
_OF_ALL = re.compile(r"holiday|\bph\b|term")


class Dated(NamedTuple):
    """What holds on some dates, in their spelling: "closed", or hours as they are printed.

    `is_of_days`: on single days. `is_after`: the dates stand after the hours.
    """

    dates: str
    hours: str
    is_of_days: bool
    is_after: bool = False

    @property
    def is_of_a_period(self) -> bool:
        """Whether these are other hours for a while."""
        return not self.is_of_days and self.hours != "closed"


def taken_out(text: str) -> tuple[str, list[Dated]]:
    """The text without what it says of dates, and that; HoursError where it may be said of two things."""
    found: list[Dated] = []
    lines = [_of_line(line, found) for line in text.split("\n")]
    return "\n".join(lines), found


def _of_line(line: str, found: list[Dated]) -> str:
    if not _ANY.search(plain(line)):
        return line
    left = []
    is_in_a_period = False
    for clause in _STOP.split(line):
        if not _ANY.search(plain(clause)):
            if is_in_a_period and clause.strip() and not _OF_ALL.search(clause):
                raise HoursError("these hours may still be those of the period before them")
            left.append(clause)
            continue
        rest, told = _of_clause(plain(clause))
        is_in_a_period = any(one.is_of_a_period for one in told)
        found += told
        left.append(rest)
    return "; ".join(left)


def _of_clause(clause: str) -> tuple[str, list[Dated]]:
    """The clause without its dates, and what it says of them."""
    rest, found = _closed(clause)
    if not _ANY.search(rest):
        return rest, found
    while match := _LEADING.fullmatch(rest):
        following = _NEXT.search(match["hours"])
        hours = match["hours"][: following.start()] if following else match["hours"]
        found.append(_dated(match, hours))
        if not following:
            return "", found
        rest = match["hours"][following.end() :]
    if match := _TRAILING.fullmatch(rest):
        if found or (match["hours"].strip(" ,:(") != "closed" and _SAYS_CLOSED.search(match["hours"])):
            raise HoursError("open on these dates, or closed?")
        return "", [*found, _dated(match, match["hours"], is_after=True)]
    raise HoursError("what holds on these dates is not said")


def _closed(clause: str) -> tuple[str, list[Dated]]:
    """The clause without the dates on which it is closed, and these."""
    clause = _HOLIDAYS_AND.sub(r"\g<closed> \g<holidays>,\g<closed> ", clause)
    clause = _AND_HOLIDAYS.sub(r"\g<closed> \g<holidays>,\g<closed> \g<told>", clause)
    found = []
    while match := _CLOSED_BEFORE.search(clause) or _CLOSED_AFTER.search(clause):
        other = _CLOSED_AFTER.search(clause)
        if other and other != match and other.start() < match.start() < other.end():
            raise HoursError("closed may be said of the dates before it, or of those after it")
        found.append(_dated(match, "closed"))
        mark = _BEFORE if match.re is _CLOSED_BEFORE else _AFTER
        clause = f"{clause[: match.start()]} {mark} {clause[match.end() :]}"
    _refuse_what_may_be_closed_too(clause)
    return re.sub(f" [{_BEFORE}{_AFTER}] ", " ", clause).strip(" ,:"), found


def _refuse_what_may_be_closed_too(clause: str) -> None:
    """Refuse dates, days and times beside closed dates, where these marks are, that may be closed as well."""
    parts = re.split(f"([{_BEFORE}{_AFTER}])", clause)
    for place in range(1, len(parts), 2):
        head, tail = parts[place - 1], parts[place + 1]
        dates_before, date_after = list(_ANY.finditer(head)), _ANY.search(tail)
        if parts[place] == _BEFORE and any(map(_ANY.search, parts[place + 1 :: 2])):
            raise HoursError("are the dates after these closed too?")
        if parts[place] == _BEFORE and are_without_times(unfinished(words(head) or [])):
            raise HoursError("the hours of the days before these dates are not said")
        if parts[place] == _AFTER:
            if dates_before and _A_DATE_LAST.fullmatch(head, dates_before[-1].start()):
                raise HoursError("are the dates before these closed too?")
            before = unfinished(words(head[dates_before[-1].end() if dates_before else 0 :]) or [])
            if ends_in_days(before) or (before and before[-1].name == "holidays"):
                raise HoursError("are the days before these dates closed too?")
        following = words(tail[: date_after.start()] if date_after else tail) or []
        after = [word.name for word in following if word.name != "and"]
        if after and after[0] not in ("closed", "without", "term"):
            raise HoursError("is what follows these dates closed too, or said of them alone?")


def _dated(match: "re.Match[str]", hours: str, is_after: bool = False) -> Dated:
    if _ANY.search(hours):
        raise HoursError("dates within the hours of other dates")
    told = dates.read(match)
    return Dated(dates.spelt(told), hours.strip(" ,:("), is_of_days=bool(told.days), is_after=is_after)
