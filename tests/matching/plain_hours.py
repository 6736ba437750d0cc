"""Opening hours told minute by minute from their spelling, slow and plain, to compare with.

Imports nothing of ours. It knows Europe/London and the bank holidays of December 2025 to January 2027, as the
governments published them.
"""

import re
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)
STEP = timedelta(minutes=15)
FIRST, LAST = datetime(2025, 12, 20, tzinfo=UTC), datetime(2027, 1, 14, tzinfo=UTC)
LIVE = ("phone", "text", "textphone", "webchat", "whatsapp", "signal", "messenger", "telegram", "bsl-video-relay")

EVERYWHERE = {
    *("2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-05-04", "2026-05-25", "2026-12-25"),
    *("2026-12-26", "2026-12-28", "2027-01-01"),
}
BANK_HOLIDAYS = {
    "england": EVERYWHERE | {"2026-04-06", "2026-08-31"},
    "wales": EVERYWHERE | {"2026-04-06", "2026-08-31"},
    "scotland": EVERYWHERE | {"2026-01-02", "2026-06-15", "2026-08-03", "2026-11-30", "2027-01-02", "2027-01-04"},
    "northern ireland": EVERYWHERE | {"2026-03-17", "2026-04-06", "2026-07-12", "2026-07-13", "2026-08-31"},
}


@cache
def read(text):
    """The spelling of an editor, lines parted by `;`: None where it says nothing, "always", or a dictionary."""
    if text in ("", "unknown", "By appointment"):
        return None
    if text == "Always open":
        return "always"
    found = {"text": text, "weekly": [], "dated": {}, "rule": "not known", "times": [], "nations": tuple(BANK_HOLIDAYS)}
    for line in text.split(";"):
        _read_line(found, line.strip())
    found["by_day"] = [[row for row in found["weekly"] if row[0] == day] for day in range(7)]
    return found


def _read_line(found, line):
    if line.startswith("Bank holidays: "):
        rule, _, nations = line.removeprefix("Bank holidays: ").partition(" (")
        found["rule"] = "times" if rule[0].isdigit() else rule
        found["times"] = [tuple(span.split("-")) for span in rule.split(", ")] if rule[0].isdigit() else []
        found["nations"] = tuple(nations.rstrip(")").lower().split(", ")) if nations else tuple(BANK_HOLIDAYS)
    elif re.match(r"\d{4}-", line):
        day, _, rest = line.partition(": ")
        found["dated"][day] = [] if rest == "closed" else [tuple(span.split("-")) for span in rest.split(", ")]
    elif " - " in line:
        (opens_day, opens), (closes_day, closes) = (end.split() for end in line.lower().split(" - "))
        found["weekly"].append((DAYS.index(opens_day), opens, DAYS.index(closes_day), closes))
    else:
        days, spans = line.lower().split(" ", 1)
        for day in _days(days):
            for opens, closes in (span.split("-") for span in spans.split(", ")):
                found["weekly"].append((day, opens, (day + (closes <= opens)) % 7, closes))


def _days(text):
    if text == "daily":
        return list(range(7))
    first, _, last = text.partition("-")
    return list(range(DAYS.index(first), DAYS.index(last or first) + 1))


@cache
def _at(day, clock):
    return datetime.combine(day, time()) + timedelta(hours=int(clock[:2]), minutes=int(clock[3:]))


@cache
def _kind(text, day):
    """What the bank holidays make of a date: usual, closed or doubtful; a date with hours of its own is dated."""
    hours = read(text)
    if day.isoformat() in hours["dated"]:
        return "dated"
    if hours["rule"] == "as usual":
        return "usual"
    holding = [day.isoformat() in BANK_HOLIDAYS[nation] for nation in hours["nations"]]
    if not any(holding):
        return "usual"
    is_certain = all(holding) and day.weekday() < 5
    return hours["rule"] if is_certain and hours["rule"] in ("closed", "times") else "doubtful"


@cache
def _weekly(text, day):
    """When the weekly rows that may reach into a date begin and end, and the date that each began on."""
    by_day = read(text)["by_day"]
    return [
        (_at(began, opens), _at(began + (closes_day - opens_day) % 7 * DAY, closes), began)
        for began in (day - back * DAY for back in range(7))
        for opens_day, opens, closes_day, closes in by_day[began.weekday()]
    ]


def _in_dated(hours, day, wall):
    return _in_spans(hours["dated"].get(day.isoformat(), []), day, wall)


def _in_spans(spans, day, wall):
    for opens, closes in spans:
        end = _at(day, closes) + (DAY if closes <= opens else timedelta())
        if _at(day, opens) <= wall < end:
            return True
    return False


def _state_on_the_wall(hours, wall):
    today, yesterday = wall.date(), wall.date() - DAY
    text = hours["text"]
    kind = _kind(text, today)
    if kind == "dated":
        return _in_dated(hours, today, wall)
    if kind == "closed":
        return False
    if kind == "times":
        return _in_spans(hours["times"], today, wall)
    certain = [kind == "usual"] if _in_dated(hours, yesterday, wall) else []
    before = _kind(text, yesterday)
    if before in ("times", "doubtful") and _in_spans(hours["times"], yesterday, wall):
        certain.append(before == "times" and kind == "usual")
    if kind == "doubtful" and _in_spans(hours["times"], today, wall):
        certain.append(False)
    for begin, end, began in _weekly(text, today):
        if not begin <= wall < end:
            continue
        owner = yesterday if today == end.date() != began else today
        if _kind(text, owner) in ("usual", "doubtful"):
            certain.append(kind == _kind(text, owner) == "usual")
    return True if any(certain) else None if certain else False


def state(hours, at):
    """Open, shut or not known (None) at a moment in UTC. `hours`: as `read` gives them."""
    if hours is None or hours == "always":
        return hours and True
    local = at.astimezone(LONDON)
    wall = local.replace(tzinfo=None, fold=0)
    if local.fold:  # The hour that comes twice was over the first time.
        wall = datetime.combine(wall.date(), time(1, 59))
    return _state_on_the_wall(hours, wall)


def together(states):
    return True if True in states else False if set(states) == {False} else None


@cache
def _states(text):
    """The state at each quarter of an hour; nothing in the data changes between two of them."""
    return [state(read(text), FIRST + number * STEP) for number in range((LAST - FIRST) // STEP)]


@cache
def _timeline(texts):
    return [together(states) for states in zip(*map(_states, texts), strict=True)]


@cache
def _changes(texts):
    timeline = _timeline(texts)
    return [number for number in range(1, len(timeline)) if timeline[number] is not timeline[number - 1]]


def open_then(channels, at):
    """Whether somebody is there at `at`, and when that changes: of channels as (kind, text of the hours)."""
    texts = tuple(sorted({text for kind, text in channels if kind in LIVE}))
    if not texts:
        return None, None
    number = (at - FIRST) // STEP
    later = next((change for change in _changes(texts) if change > number), None)
    return _timeline(texts)[number], None if later is None else FIRST + later * STEP


def then(text, at):
    """Whether these hours are open at `at`, not known being None, and when that changes."""
    number = (at - FIRST) // STEP
    later = next((change for change in _changes((text,)) if change > number), None)
    return _states(text)[number], None if later is None else FIRST + later * STEP


def next_opening(text, at):
    """The first moment after `at` at which these hours are open for certain; None: there is none to be seen."""
    number = (at - FIRST) // STEP
    return next(
        (FIRST + later * STEP for later in _changes((text,)) if later > number and _states(text)[later] is True), None
    )


def is_open(text, at):
    """Whether these hours are open at `at`, not known being None."""
    return _states(text)[(at - FIRST) // STEP]
