"""Opening hours as leaflets and websites print them, put into the lines that `services.hours.text` reads.

Every word must be understood: days beside times in either order, what is closed, and what holds on bank holidays. A
text with any other word, or that can be read in two ways, is left to the editor.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.hours.intervals import DAY, DAYS, HoursError, clock

ALWAYS = "Always open"
_BEGIN_TIMES = ("time", "between", "all_day")
_NOON = DAY // 2
_EVENING = 6  # from this hour on, "6-10pm" may begin in the morning

_DAY_NAME = (
    r"mon(?:day)?s?|tue(?:s(?:day)?)?s?|wed(?:s|nes(?:day)?s?)?|thu(?:r(?:s(?:day)?)?)?s?|fri(?:day)?s?"
    r"|sat(?:urday)?s?|sun(?:day)?s?|mo|tu|we|th|fr|sa|su"
)
_WORDS = (
    ("noon", r"(?:12 ?)?(?:noon|midday)\b"),
    ("midnight", r"(?:12 ?)?midnight\b"),
    ("all_day", r"(?:24 ?(?:hours?|hrs?)(?: a day| per day)?|all day|round the clock|24 ?/ ?7|24 ?x ?7)(?![0-9a-z])"),
    ("year", r"(?:every day of the year|365 days(?: a| of the| per)? ?(?:year)?)\b"),
    ("daily", r"(?:every ?day|daily|each day|every (?:morning|evening|night)|all week|7 ?/ ?7)(?![0-9a-z])"),
    ("week", r"(?:7|seven) days(?:(?: a| per)? week)?(?![0-9a-z])"),
    ("time", r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))? ?(?P<half>am|pm)?(?: ?(?:hrs?|h)\b)?(?![0-9a-z])"),
    ("clock", r"(?P<hours>[01][0-9]|2[0-4])(?P<minutes>[0-5][0-9])(?: ?(?:hrs?|h)\b)?(?![0-9a-z])"),
    ("weekdays", r"(?:weekdays?|working days?|m ?- ?f)\b"),
    ("weekends", r"(?:the )?weekends?\b"),
    ("holidays", r"(?:(?:public|bank)(?: (?:and|&|or) (?:public|bank))? (?:holidays?|hols?)|ph)\b"),
    ("day", rf"(?:{_DAY_NAME})(?![a-z])"),
    ("without", r"(?:except(?:ing)?(?: for| on)?|excluding|excl?\.?|but not|not including|not|apart from)(?![a-z])"),
    ("with", r"(?:including|incl?\.?)(?![a-z])"),
    ("closed", r"(?:closed|shut|off)\b"),
    ("to", r"(?:-|to\b|until\b|till?\b|thro?ugh\b|thru\b|up to\b)"),
    ("between", r"between\b"),
    ("and", r"(?:,|and\b|&|\+|/)"),
    ("stop", r"(?:;|\n|\||•|\.(?= |\n|$))"),
    (
        "filler",
        r"(?:opening|opens?|hours?|times?|hrs?|from|on|at|the|our|are|is|we|we're|phone|telephone|lines?|helpline|office"
        r"|available|every|each|only|uk time|(?:a|per|each) day)(?![a-z])|[:()\[\] ]",
    ),
)
_TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _WORDS))
_FULL_STOPS = re.compile(r"\b([ap])\. ?m\b\.?")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


@dataclass(frozen=True)
class _Word:
    """A word of the text. `minutes`: since midnight, of a time; `half`: its am or pm, if it has one."""

    name: str
    days: frozenset[int] = frozenset()
    minutes: int = 0
    half: str = ""
    hour: int = 0


@dataclass
class _Group:
    """Days, or times, or a run from one day to another, that stand together."""

    days: list[int] | None = None
    times: list[tuple[int, int]] | None = None
    run: str = ""
    is_closed: bool = False


def lines(text: str) -> list[str] | None:
    """The same in lines that `services.hours.text` reads; None where it is not understood, or not in one way only."""
    words = _words(text)
    if words is None:
        return None
    try:
        return _lines(words)
    except HoursError:
        return None


def _lines(words: list[_Word]) -> list[str] | None:
    names = {word.name for word in words} - {"and", "stop"}
    is_daily = all(len(word.days) == 7 for word in words if word.name == "day")
    if "all_day" in names and is_daily and names <= {"all_day", "day", "year", "with", "holidays"}:
        return [ALWAYS]
    words, holidays = _bank_holidays(words)
    written: list[str] = []
    opened: set[int] = set()
    closed: set[int] = set()
    for sentence in _sentences(words):
        groups = list(_groups(sentence))
        if not groups:
            continue
        for days, times in _pairs(groups):
            opened |= set(days)
            written.append(f"{', '.join(DAYS[day][:3].capitalize() for day in days)} {_spelt(times)}")
        written += [group.run for group in groups if group.run]
        closed |= {day for group in groups if group.is_closed for day in group.days or ()}
    if not written or opened & closed:
        return None
    return [*written, *holidays]


def _words(text: str) -> list[_Word] | None:
    plain = unicodedata.normalize("NFKC", text).lower().replace("\r", "\n").replace("’", "'")
    plain = _FULL_STOPS.sub(r"\1m", _DASHES.sub("-", plain))
    plain = re.sub(r"[^\S\n]+", " ", plain).strip()
    found, at = [], 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if not match:
            return None
        word = _word(match)
        if word is None:
            return None
        found.append(word)
        at = match.end()
    return [word for word in found if word.name != "filler"]


def _word(match: "re.Match[str]") -> _Word | None:
    name = next(name for name, _ in _WORDS if match[name] is not None)
    match name:
        case "time":
            hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"] or ""
            if minute > 59 or hour * 60 + minute > DAY or (half and not 1 <= hour <= 12):
                return None
            is_bare = not half and match["minute"] is None
            whole = hour % 12 + (12 if half == "pm" else 0) if half else hour
            return _Word("time", minutes=whole * 60 + minute, half=half or ("bare" if is_bare else ""), hour=hour)
        case "clock":
            return _Word("time", minutes=int(match["hours"]) * 60 + int(match["minutes"]))
        case "noon":
            return _Word("time", minutes=_NOON, half="pm", hour=12)
        case "midnight":
            return _Word("time", minutes=0, half="am", hour=12)
        case "all_day":
            return _Word("all_day")
        case "daily" | "week":
            return _Word("day", days=frozenset(range(7)))
        case "weekdays":
            return _Word("day", days=frozenset(range(5)))
        case "weekends":
            return _Word("day", days=frozenset({5, 6}))
        case "day":
            return _Word("day", days=frozenset({["mo", "tu", "we", "th", "fr", "sa", "su"].index(match["day"][:2])}))
    return _Word(name)


def _bank_holidays(words: list[_Word]) -> tuple[list[_Word], list[str]]:
    """The words without what is said of bank holidays, and the line that says it."""
    rules: set[str] = set()
    left: list[_Word] = []
    rest = words
    while rest:
        word, rest = rest[0], rest[1:]
        after = rest[0].name if rest else ""
        if word.name == "year":
            rules.add("as usual")
            left += [] if _has_days(words) else [_Word("day", days=frozenset(range(7)))]
        elif word.name != "holidays":
            left.append(word)
        elif left and left[-1].name in ("without", "with", "closed"):
            rules.add("as usual" if left.pop().name == "with" else "closed")
        elif after == "closed":
            rules.add("closed")
            rest = rest[1:]
        elif after in _BEGIN_TIMES and (not left or left[-1].name in ("and", "stop")):
            times, rest = _times(rest)
            rules.add(_spelt(times))
        else:
            raise HoursError("what holds on bank holidays is not said")
    if len(rules) > 1:
        raise HoursError("two things are said of bank holidays")
    return left, [f"Bank holidays: {rule}" for rule in rules]


def _has_days(words: Sequence[_Word]) -> bool:
    return any(word.name == "day" for word in words)


def _sentences(words: list[_Word]) -> Iterator[list[_Word]]:
    """What stands between stops; days alone belong to the times that follow in the next line."""
    sentence: list[_Word] = []
    for word in [*words, _Word("stop")]:
        if word.name != "stop":
            sentence.append(word)
        elif any(one.name in ("time", "all_day", "closed") for one in sentence):
            yield sentence
            sentence = []
    if sentence:
        if any(word.name != "and" for word in sentence):
            raise HoursError("days without times")


def _groups(sentence: list[_Word]) -> Iterator[_Group]:
    rest = sentence
    while rest:
        word = rest[0]
        if run := _run(rest):
            line, rest = run
            yield _Group(run=line)
        elif word.name == "closed":
            rest = rest[1:]
            if not rest or rest[0].name != "day":
                raise HoursError("what is closed is not said")
            days, rest = _days(rest)
            if rest and rest[0].name in _BEGIN_TIMES:
                raise HoursError("the times may be of the days that seem to be closed")
            yield _Group(days=days, is_closed=True)
        elif word.name == "day":
            days, rest = _days(rest)
            is_closed = bool(rest) and rest[0].name == "closed"
            rest = rest[1:] if is_closed else rest
            if is_closed and rest and rest[0].name == "day":
                raise HoursError("closed may be said of the days before it, or of those after it")
            yield _Group(days=days, is_closed=is_closed)
        elif word.name in _BEGIN_TIMES:
            times, rest = _times(rest)
            yield _Group(times=times)
        elif word.name == "and":
            rest = rest[1:]
        else:
            raise HoursError("a word that belongs nowhere")


def _pairs(groups: list[_Group]) -> Iterator[tuple[list[int], list[tuple[int, int]]]]:
    """Days with their times, which all stand before them or all after them."""
    said = [group for group in groups if not group.is_closed and not group.run]
    if len(said) % 2:
        raise HoursError("days without times, or times without days")
    for one, other in zip(said[::2], said[1::2], strict=True):
        days, times = (one, other) if said[0].days is not None else (other, one)
        if days.days is None or times.times is None:
            raise HoursError("days without times, or times without days")
        yield days.days, times.times


def _run(rest: list[_Word]) -> tuple[str, list[_Word]] | None:
    """From a time on one day to a time on another: “6pm Friday to 8am Monday”."""
    names = [word.name for word in rest[:5]]
    if names not in (["time", "day", "to", "time", "day"], ["day", "time", "to", "day", "time"]):
        return None
    pairs = [sorted(pair, key=lambda word: word.name) for pair in (rest[0:2], rest[3:5])]
    spelt = []
    for day, time in pairs:
        if len(day.days) != 1 or time.half == "bare":
            raise HoursError("not one day, or not a whole time")
        if time.half and not time.minutes:
            raise HoursError("the midnight that begins the day, or that ends it?")
        spelt.append(f"{DAYS[next(iter(day.days))][:3].capitalize()} {_clock(time.minutes)}")
    return " - ".join(spelt), rest[5:]


def _days(rest: list[_Word]) -> tuple[list[int], list[_Word]]:
    days: list[int] = []
    while rest and rest[0].name == "day":
        word, rest = rest[0], rest[1:]
        if len(rest) > 1 and rest[0].name == "to" and rest[1].name == "day" and len(word.days) == 1:
            (start,), (last,) = word.days, rest[1].days if len(rest[1].days) == 1 else (None,)
            if last is None:
                raise HoursError("not one day")
            days += [(start + step) % 7 for step in range((last - start) % 7 + 1)]
            rest = rest[2:]
        else:
            days += sorted(word.days)
        while len(rest) > 1 and rest[0].name == "and" and rest[1].name in ("and", "day"):
            rest = rest[1:]
    if len(set(days)) < len(days):
        raise HoursError("a day twice")
    return days, rest


def _times(rest: list[_Word]) -> tuple[list[tuple[int, int]], list[_Word]]:
    times: list[tuple[int, int]] = []
    while rest and rest[0].name in _BEGIN_TIMES:
        if rest[0].name == "all_day":
            times, rest = [*times, (0, DAY)], rest[1:]
        else:
            link = ("and", "to") if rest[0].name == "between" else ("to",)
            rest = rest[1:] if rest[0].name == "between" else rest
            if len(rest) < 3 or rest[0].name != "time" or rest[1].name not in link or rest[2].name != "time":
                raise HoursError("not an opening and a closing time")
            times.append(_interval(rest[0], rest[2]))
            rest = rest[3:]
        while len(rest) > 1 and rest[0].name == "and" and rest[1].name in ("and", "time", "between"):
            rest = rest[1:]
    return times, rest


def _interval(opening: _Word, closing: _Word) -> tuple[int, int]:
    """Minutes since midnight. An hour without am or pm is told by the other, where only one reading makes sense."""
    opens, closes = opening.minutes, closing.minutes
    if closing.half == "bare" and closing.hour > 12 and opening.half in ("", "bare"):
        return opens, closes
    if closing.half == "bare" or (opening.half == "bare" and not closing.half):
        raise HoursError("morning or afternoon?")
    if closing.half and not opening.half and opening.hour and opening.hour <= 12:
        opening = _Word("time", minutes=opens, half="bare", hour=opening.hour)
    if opening.half == "bare":
        opens = _told_by(opening, closing)
    if not closing.half and opening.half in ("am", "pm") and closing.hour and closing.hour <= 12:
        raise HoursError("morning or afternoon?")
    if closes < opens and not closing.half and 0 < closing.hour < 10:
        raise HoursError("morning or afternoon?")
    if closes == 0 and opens:
        closes = DAY
    if opens == closes or opens >= DAY:
        raise HoursError("it closes when it opens")
    return opens, closes


def _told_by(opening: _Word, closing: _Word) -> int:
    hour, minute = opening.hour % 12, opening.minutes % 60
    morning, evening = hour * 60 + minute, (hour + 12) * 60 + minute
    if closing.half == "am":
        if morning < closing.minutes:
            return morning
        raise HoursError("morning or evening?")
    if evening >= closing.minutes:
        return morning
    if hour >= _EVENING:
        raise HoursError("morning or evening?")
    return evening


def _spelt(times: list[tuple[int, int]]) -> str:
    return ", ".join(f"{clock(opens)}-{_clock(closes)}" for opens, closes in times)


def _clock(minutes: int) -> str:
    return "24:00" if minutes == DAY else clock(minutes)
