"""Opening hours as an editor writes them: one line for each thing to say, such as "Mon-Thu 18:00-02:00".

Nothing is guessed, because a wrong guess would be served.
"""

import re
from contextlib import suppress

from services.hours import ALWAYS_OPEN, BY_APPOINTMENT, UNKNOWN, Hours
from services.hours.drafts import Draft
from services.hours.intervals import HoursError
from services.hours.lines import plain, read

_APPOINTMENT = re.compile(r"(?:strictly )?(?:by (?:prior )?)?appointments?(?: only)?\.?")
_OF_ITS_OWN = re.compile(r"zone ?:|bank holidays? ?: ?(?:[a-z ]+\(|[0-9])")


def parse(text: str) -> Hours:
    """The hours that some lines describe, or that a leaflet prints; no lines at all are unknown hours.

    Raises HoursError, which names the line and shows what would be right. A closing time at or before the opening
    time is on the next day.
    """
    try:
        return _parse(text)
    except HoursError:
        if as_printed := _as_printed(text):
            with suppress(HoursError):
                return _parse(as_printed)
        raise


def _as_printed(text: str) -> str | None:
    """The lines that a printed text means, with those that say something of a zone or of nations as they are."""
    own: list[str] = []
    rest: list[str] = []
    for line in text.splitlines():
        (own if _OF_ITS_OWN.match(plain(line)) else rest).append(line)
    from services.hours import printed  # its patterns take long to compile, and only a form needs them

    lines = printed.lines("\n".join(rest))
    return "\n".join([*lines, *own]) if lines else None


def _parse(text: str) -> Hours:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        return UNKNOWN
    if len(lines) == 1 and plain(lines[0][1]) == "always open":
        return ALWAYS_OPEN
    if len(lines) == 1 and _APPOINTMENT.fullmatch(plain(lines[0][1])):
        return BY_APPOINTMENT
    draft = Draft()
    for number, line in lines:
        try:
            read(draft, number, line)
        except HoursError as error:
            raise HoursError(f"Line {number}: {error}") from None
    if not draft.is_ever_open:
        raise HoursError(
            f"Line {lines[0][0]}: no line says when it is open in an ordinary week. Add one such as "
            "“Mon-Fri 09:00-17:00”; if that is not known, leave everything empty."
        )
    return draft.hours()
