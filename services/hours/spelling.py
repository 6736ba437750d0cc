"""Days and times as an editor spells them, in a line that `services.hours.text` has made plain."""

import re

from services.hours.intervals import DAY, DAYS, WEEK, HoursError, Interval, may_be_a_slip, must_be_said_in_full
from services.hours.months import WEEKS, MonthlyInterval

TIME = r"[0-9]{1,2}(?:[:.][0-9]{2})? ?(?:[ap]m)?"
_DAY_NUMBERS = {name: number for number, full in enumerate(DAYS) for name in (full, full + "s", full[:3])}
_DAY_NUMBERS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_WEEK_NUMBERS = {name: number for number, name in enumerate(WEEKS)} | {"1st": 0, "2nd": 1, "3rd": 2, "4th": 3, "5th": 4}
_LONG_RUN = re.compile(rf"([a-z]+) ({TIME})-([a-z]+) ({TIME})([ ,]day,night)?")
_TWELVE = re.compile(r"12(?:[:.][0-9]{2})? ?([ap]m)")
_WEEKLY = re.compile(r"([a-z][a-z ,-]*?) ?:? ?([0-9].*)")
_WEEK_OF_MONTH, _DAY = "|".join(_WEEK_NUMBERS), "|".join(sorted(_DAY_NUMBERS, key=len, reverse=True))
# "Every second Tuesday" is every other one, unless it is of the month.
_MONTHLY = re.compile(
    r"(?:(?:every|each) (?=[^\n;]*\bmonth\b)|(?:on )?(?:the )?)"
    rf"(?P<weeks>(?:{_WEEK_OF_MONTH})(?: ?[,-] ?(?:{_WEEK_OF_MONTH}))*)"
    rf" (?P<monthly_day>{_DAY})(?![a-z])(?: ?(?:of|in) (?:(?:the|each|every|a) )?month| monthly)?"
    r" ?:? ?(?P<times>[0-9].*)"
)


def read_week(plain: str) -> list[Interval] | list[MonthlyInterval]:
    """What a line says of every week, or of every month."""
    if match := _MONTHLY.fullmatch(plain):
        day = read_day(match["monthly_day"])
        times = read_times(match["times"])
        return [MonthlyInterval(week, day, one) for week in read_weeks(match["weeks"]) for one in times]
    if run := _LONG_RUN.fullmatch(plain):
        return [_read_run(*run.group(1, 2, 3, 4), is_in_full=bool(run[5]))]
    if match := _WEEKLY.fullmatch(plain):
        times = read_times(match[2])
        return [
            Interval(day * DAY + opens, day * DAY + closes) for day in _read_days(match[1]) for opens, closes in times
        ]
    raise HoursError(
        f"“{plain}” is not understood. Write days and times such as “Mon-Fri 09:00-17:00”, “Daily 08:00-24:00”, “Fri "
        "18:00 - Mon 06:00” or “First Tuesday of the month 18:00-20:00”, and leave out the days that are closed."
    )


def read_weeks(plain: str) -> list[int]:
    """The places in WEEKS that “1st,3rd” names."""
    if "-" in plain:
        raise HoursError("name each week of the month, such as “First, second and third Monday 10:00-12:00”.")
    return [_WEEK_NUMBERS[name.strip()] for name in plain.split(",")]


def _read_run(opens_day: str, opens: str, closes_day: str, closes: str, *, is_in_full: bool) -> Interval:
    start = read_day(opens_day) * DAY + _read_time(opens)
    length = (read_day(closes_day) * DAY + _read_time(closes, is_closing=True) - start) % WEEK
    if not length:
        raise HoursError("it closes when it opens. Write “Fri 18:00 - Mon 06:00”, or “Daily 00:00-24:00” for all week.")
    _refuse_noon_or_midnight(opens, closes, length)
    if not is_in_full and must_be_said_in_full(start, start + length):
        raise HoursError(
            "is it open in the nights between? Write “Mon-Fri 09:00-17:00” for hours of each day, or “Mon 09:00 - Fri "
            "17:00, day and night”."
        )
    return Interval(start, start + length)


def _read_days(plain: str) -> list[int]:
    if plain in ("daily", "every day"):
        return list(range(7))
    days = []
    for part in plain.split(","):
        first, dash, last = part.partition("-")
        start = read_day(first)
        days += [(start + step) % 7 for step in range((read_day(last) - start) % 7 + 1 if dash else 1)]
    return days


def read_day(name: str) -> int:
    """0 for Monday."""
    if name not in _DAY_NUMBERS:
        raise HoursError(f"“{name}” is not a day. Write days such as “Mon-Thu 18:00-02:00” or “Mon, Wed 09:00-17:00”.")
    return _DAY_NUMBERS[name]


def read_times(plain: str) -> list[Interval]:
    """Times of one day, in minutes since its midnight."""
    intervals = []
    for part in plain.split(","):
        opening, dash, closing = part.partition("-")
        if not dash:
            raise HoursError(f"“{part}” is not an opening and a closing time. Write them such as 09:00-17:00.")
        opens, closes = _read_time(opening), _read_time(closing, is_closing=True)
        if closes == opens:
            raise HoursError("it closes when it opens. Write 00:00-24:00 for a whole day.")
        found = Interval(opens, closes if closes > opens else closes + DAY)
        _refuse_unclear(opening, closing, found)
        intervals.append(found)
    return intervals


def _refuse_unclear(opening: str, closing: str, found: Interval) -> None:
    """Refuse times of which one may be in the morning or the afternoon: 9:00-5:00, 09:00-05:00, 6.30-9.30pm."""
    has_half, closes_with_half = opening.endswith("m"), closing.endswith("m")
    if closes_with_half and not has_half and re.match(r"(?:0?[1-9]|1[0-2])(?![0-9])", opening):
        raise HoursError(f"is “{opening}” in the morning or the afternoon? Write am or pm beside it, or 09:00-17:00.")
    is_short = re.match(r"[1-9][:.]" if not has_half else r"(?:[1-9]|1[0-2])[:.]", closing)
    is_unclear = (found.closes > DAY and is_short) or may_be_a_slip(found.opens, found.closes % DAY)
    if is_unclear and not closes_with_half:
        raise HoursError(
            f"is “{closing}” in the morning or the afternoon? Write 09:00-17:00, or 9am-5am if it is open all night."
        )
    _refuse_noon_or_midnight(opening, closing, found.closes - found.opens)


def _refuse_noon_or_midnight(opening: str, closing: str, length: int) -> None:
    """Refuse 12am and 12pm where hours are so long that the other may be meant; 8am-12am is until midnight."""
    opens, closes = _TWELVE.fullmatch(opening), _TWELVE.fullmatch(closing)
    if length > DAY // 2 and (opens or (closes and (closes[1] == "pm" or length > DAY))):
        raise HoursError(
            f"is “{opening if opens else closing}” noon or midnight? Write 12:00 for noon; midnight is 00:00 to open "
            "and 24:00 to close."
        )


def _read_time(plain: str, is_closing: bool = False) -> int:
    """Minutes since midnight. A bare hour is refused: in "9-5" the 5 would be the early morning."""
    match = re.fullmatch(r"([0-9]{1,2})(?:[:.]([0-9]{2}))? ?([ap]m)?", plain)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if match and match[3]:
        hour = hour % 12 + (12 if match[3] == "pm" else 0) if 1 <= hour <= 12 else 99
    elif match and not match[2]:
        hour = 99
    if minute > 59 or hour * 60 + minute > (DAY if is_closing else DAY - 1):
        raise HoursError(f"“{plain}” is not a time. Write 09:00, 17:30, 9am or 5.30pm; 24:00 is the end of a day.")
    return hour * 60 + minute
