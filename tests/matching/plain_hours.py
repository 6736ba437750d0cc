"""Opening hours told minute by minute from their spelling, slow and plain, to compare with.

Imports nothing of ours. It knows Europe/London and the bank holidays of December 2025 to January 2027, as the
governments published them, with what was proclaimed since.
"""

import re
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

LONDON = ZoneInfo("Europe/London")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ORDINALS = ("first", "second", "third", "fourth", "fifth")
DAY = timedelta(days=1)
STEP = timedelta(minutes=15)
FIRST, LAST = datetime(2025, 12, 20, tzinfo=UTC), datetime(2027, 1, 31, tzinfo=UTC)
LIVE = ("phone", "text", "textphone", "webchat", "whatsapp", "signal", "messenger", "telegram", "bsl-video-relay")
PROCLAIMED = Path(__file__).resolve().parents[2] / "fixtures" / "bank_holidays.yaml"

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


NATIONS = {
    "E92000001": "England",
    "N92000002": "Northern Ireland",
    "S92000003": "Scotland",
    "W92000004": "Wales",
}


@cache
def read(text):
    """The spelling of an editor, lines parted by `;`: None where it says nothing, "always", or a dictionary."""
    if text in ("", "unknown", "By appointment"):
        return None
    if text == "Always open":
        return "always"
    found = {"text": text, "week": _no_hours(), "periods": {}, "dated": {}, "yearly": {}, "terms": False}
    found |= {"rule": "not known", "times": [], "nations": tuple(BANK_HOLIDAYS)}
    for line in re.sub(r"([0-9]+)(?::([0-9]{2}))?([ap])m", _of_24, text).replace(", day and night", "").split(";"):
        _read_line(found, line.strip())
    return found


def _of_24(clock):
    """9am as 09:00."""
    return f"{int(clock[1]) % 12 + 12 * (clock[3] == 'p'):02}:{clock[2] or '00'}"


def _no_hours():
    return {"weekly": [], "monthly": []}


def _read_line(found, line):
    if line.startswith("Bank holidays: "):
        rule, _, nations = line.removeprefix("Bank holidays: ").partition(" (")
        found["rule"] = "times" if rule[0].isdigit() else rule
        found["times"] = _spans(rule) if rule[0].isdigit() else []
        found["nations"] = tuple(nations.rstrip(")").lower().split(", ")) if nations else tuple(BANK_HOLIDAYS)
    elif line == "Term time only":
        found["terms"] = True
    elif ": " in line:
        days, _, rest = line.partition(": ")
        _read_dates(found, days, rest)
    else:
        _read_hours(found["week"], line)


def _read_dates(found, days, rest):
    """A date; a day of every year; or a period, told by its first and last day, as text that sorts: (first, last)."""
    is_yearly = days.startswith("Every year ")
    ends = [_date(end) for end in re.sub(r"^(Every year|From|Until) ", "", days).split(" - ")]
    if days.startswith("From "):
        _read_hours(found["periods"].setdefault((*ends, None), _no_hours()), rest)
    elif days.startswith("Until "):
        _read_hours(found["periods"].setdefault((None, *ends), _no_hours()), rest)
    elif len(ends) == 2:
        _read_hours(found["periods"].setdefault(tuple(ends), _no_hours()), rest)
    else:
        found["yearly" if is_yearly else "dated"][ends[0]] = [] if rest == "closed" else _spans(rest)


def _date(text):
    """A date as 2026-12-25, a day of every year as 12-25."""
    if re.match(r"\d{4}-", text):
        return text
    day, month, *year = text.split()
    return "-".join([*year, f"{MONTHS.index(month) + 1:02}", f"{int(day):02}"])


def _read_hours(week, line):
    if line == "closed":
        return
    if match := re.fullmatch(r"(.*) (\w+) of the month (.*)", line):
        names = re.split(", | and ", match[1].lower())
        week["monthly"] += [
            (name, DAYS.index(match[2].lower()[:3]), span) for name in names for span in _spans(match[3])
        ]
    elif " - " in line:
        (opens_day, opens), (closes_day, closes) = (end.split() for end in line.lower().split(" - "))
        week["weekly"].append((DAYS.index(opens_day), opens, DAYS.index(closes_day), closes))
    else:
        days, spans = re.fullmatch(r"([a-z, -]+) (\d.*)", line.lower()).groups()
        for day in _days(days):
            for opens, closes in _spans(spans):
                week["weekly"].append((day, opens, (day + (closes <= opens)) % 7, closes))


def _spans(text):
    return [tuple(span.replace("24:00", "00:00").split("-")) for span in text.split(", ")]


def _days(text):
    if text == "daily":
        return list(range(7))
    return [day for part in text.split(",") for day in _from_to(*part.strip().partition("-")[::2])]


def _from_to(first, last):
    return range(DAYS.index(first), DAYS.index(last or first) + 1)


@cache
def _at(day, clock):
    return datetime.combine(day, time()) + timedelta(hours=int(clock[:2]), minutes=int(clock[3:]))


def _own(hours, day):
    """What is said of a date itself: its spans, [] where it is closed; None where nothing is."""
    date, of_year = day.isoformat(), day.isoformat()[5:]
    period = _period(hours["text"], day)
    is_closed = period is not None and hours["periods"][period] == _no_hours()
    if date in hours["dated"]:
        return hours["dated"][date]
    if is_closed and len(period[0] or period[1]) == 10:
        return []
    return hours["yearly"].get(of_year, [] if is_closed else None)


@cache
def _period(text, day):
    """The period that a date lies in: best one with a year and both ends, then one with a year, then a yearly one."""
    found = [(_worth(*ends), ends) for ends in read(text)["periods"] if _lies_in(day, *ends)]
    return max(found)[1] if found else None


def _worth(first, last):
    return 0 if len(first or last) == 5 else 2 if first and last else 1


def _lies_in(day, first, last):
    written = day.isoformat() if len(first or last) == 10 else day.isoformat()[5:]
    if first and last and last < first:
        return written >= first or written <= last
    return (first or "") <= written <= (last or "9")


@cache
def _kind(text, day):
    """What the bank holidays make of a date: usual, closed or doubtful; a date with hours of its own is dated."""
    hours = read(text)
    if _own(hours, day) is not None:
        return "dated"
    if hours["rule"] == "as usual":
        return "usual"
    holding = [day.isoformat() in BANK_HOLIDAYS[nation] | _proclaimed(nation) for nation in hours["nations"]]
    if not any(holding):
        return "usual"
    is_certain = all(holding) and day.weekday() < 5
    return hours["rule"] if is_certain and hours["rule"] in ("closed", "times") else "doubtful"


def _proclaimed(nation):
    """The further bank holidays of a nation, from the file of these."""
    return frozenset(str(one["date"]) for one in _entries(PROCLAIMED) if nation.title() in one["nations"])


@cache
def _entries(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))


@cache
def _weekly(text, day):
    """When what may reach into a date begins and ends, the date that each began on, and the period that it is of."""
    found = []
    for period, week in [(None, read(text)["week"]), *read(text)["periods"].items()]:
        for began in (day - back * DAY for back in range(8)):
            found += [
                (
                    _at(began, opens),
                    _at(began + _days_on(opens_day, opens, closes_day, closes) * DAY, closes),
                    began,
                    period,
                )
                for opens_day, opens, closes_day, closes in week["weekly"]
                if opens_day == began.weekday()
            ]
            found += [
                (_at(began, opens), _at(began, closes) + (DAY if closes <= opens else timedelta()), began, period)
                for name, weekday, (opens, closes) in week["monthly"]
                if weekday == began.weekday() and name in _weeks_of_month(began)
            ]
    return found


def _days_on(opens_day, opens, closes_day, closes):
    days = (closes_day - opens_day) % 7
    return 7 if not days and closes <= opens else days


def _weeks_of_month(day):
    """What one calls the week of the month that a date's weekday is in: “second”, and perhaps “last”."""
    names = {ORDINALS[sum(1 for back in range(1, 5) if (day - back * 7 * DAY).month == day.month)]}
    return names if (day + 7 * DAY).month == day.month else names | {"last"}


def _is_untold(hours, day):
    """Nobody says what is ordinary, and the date lies in no period."""
    return hours["week"] == _no_hours() and _period(hours["text"], day) is None


def _in_dated(hours, day, wall):
    return _in_spans(_own(hours, day) or [], day, wall)


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
        return (
            None
            if hours["terms"] and _in_spans(hours["times"], today, wall)
            else _in_spans(hours["times"], today, wall)
        )
    certain = [kind == "usual"] if _in_dated(hours, yesterday, wall) else []
    before = _kind(text, yesterday)
    if before in ("times", "doubtful") and _in_spans(hours["times"], yesterday, wall):
        certain.append(before == "times" and kind == "usual" and not hours["terms"])
    if kind == "doubtful" and _in_spans(hours["times"], today, wall):
        certain.append(False)
    if _is_untold(hours, today):
        certain.append(False)
    for begin, end, began, period in _weekly(text, today):
        if not begin <= wall < end:
            continue
        owner = yesterday if today == end.date() != began else today
        if _period(text, owner) == period and _kind(text, owner) in ("usual", "doubtful"):
            certain.append(kind == _kind(text, owner) == "usual" and not hours["terms"])
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


def counting(text, nations):
    """The same hours, where bank holidays are those of the nations by these codes if they name none themselves.

    `nations`: None, or all four, say nothing of them.
    """
    if text in ("", "unknown", "Always open", "By appointment") or not nations or len(nations) == len(NATIONS):
        return text
    lines = text.split("; ")
    if not any(line.startswith("Bank holidays: ") for line in lines):
        lines.append("Bank holidays: not known")
    named = ", ".join(sorted(NATIONS[code] for code in nations))
    return "; ".join(
        f"{line} ({named})" if line.startswith("Bank holidays: ") and "(" not in line else line for line in lines
    )


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
