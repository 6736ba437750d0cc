"""The words of printed hours, one by one. Every one must be known; what says nothing of the hours is left out."""

import re
import unicodedata
from dataclasses import dataclass

from services.hours.intervals import DAY, DAYS
from services.hours.lines import TERM_TIME
from services.hours.months import WEEKS
from services.hours.spelling import read_weeks

BEGIN_TIMES = ("time", "between", "all_day")
_NOON = DAY // 2

_DAY_NAME = (
    r"mon(?:day)?s?|tue(?:s(?:day)?)?s?|wed(?:s|nes(?:day)?s?)?|thu(?:r(?:s(?:day)?)?)?s?|fri(?:day)?s?"
    r"|sat(?:urday)?s?|sun(?:day)?s?|mo|tu|we|th|fr|sa|su"
)
_WEEK = r"(?:first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)"
_WORDS = (
    (
        "term",
        rf"{TERM_TIME}(?![a-z])|(?:closed|except(?:ing)?|excluding|excl\.?|not|but not|outside)"
        r"(?: (?:in|during|for|on|the))* school holidays?\b|school holidays? ?:? ?closed\b",
    ),
    (
        "monthly",
        rf"(?:(?:every|each) (?=[^\n;]*\bmonth\b)|(?<!every )(?<!each )(?:on )?(?:the )?)"
        rf"(?P<weeks>{_WEEK}(?: ?(?:,|&|and) ?{_WEEK})*) (?P<month_day>{_DAY_NAME})(?![a-z])"
        r"(?: ?(?:of|in) (?:(?:the|each|every|a) )?month\b| monthly\b)?",
    ),
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
class Word:
    """A word of the text. `minutes`: since midnight, of a time; `half`: its am or pm, if it has one.

    `hour`: of a time in digits. `label`: days of the month, in the words of an editor.
    """

    name: str
    days: frozenset[int] = frozenset()
    minutes: int = 0
    half: str = ""
    hour: int = 0
    label: str = ""


def normalised(text: str) -> str:
    """In lower case, with one kind of dash, apostrophe and space, and no full stops in “a.m.”."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("\r", "\n").replace("’", "'")
    plain = _FULL_STOPS.sub(r"\1m", _DASHES.sub("-", plain))
    return re.sub(r"[^\S\n]+", " ", plain).strip()


def words(plain: str) -> list[Word] | None:
    """The words of a normalised text; None where one is not known."""
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


def _word(match: "re.Match[str]") -> Word | None:
    name = next(name for name, _ in _WORDS if match[name] is not None)
    match name:
        case "time":
            hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"] or ""
            if minute > 59 or hour * 60 + minute > DAY or (half and not 1 <= hour <= 12):
                return None
            is_bare = not half and match["minute"] is None
            whole = hour % 12 + (12 if half == "pm" else 0) if half else hour
            return Word("time", minutes=whole * 60 + minute, half=half or ("bare" if is_bare else ""), hour=hour)
        case "clock":
            return Word("time", minutes=int(match["hours"]) * 60 + int(match["minutes"]))
        case "monthly":
            weeks = [WEEKS[number] for number in read_weeks(re.sub(r"and|&", ",", match["weeks"]))]
            day = DAYS[next(iter(_days_named(match["month_day"])))].capitalize()
            return Word("monthly", label=f"{', '.join(weeks).capitalize()} {day} of the month")
        case "noon":
            return Word("time", minutes=_NOON, half="pm")
        case "midnight":
            return Word("time", minutes=0, half="am")
        case "all_day":
            return Word("all_day")
        case "daily" | "week":
            return Word("day", days=frozenset(range(7)))
        case "weekdays":
            return Word("day", days=frozenset(range(5)))
        case "weekends":
            return Word("day", days=frozenset({5, 6}))
        case "day":
            return Word("day", days=_days_named(match["day"]))
    return Word(name)


def _days_named(name: str) -> frozenset[int]:
    return frozenset({["mo", "tu", "we", "th", "fr", "sa", "su"].index(name[:2])})
