"""The times of printed hours. An hour without am or pm is told by the other one, where only one reading makes sense."""

from services.hours.intervals import DAY, HoursError, clock, may_be_a_slip, spelt_times
from services.hours.printed.words import BEGIN_TIMES, Word

_EVENING = 6  # from this hour on, "6-10pm" may begin in the morning
_BEFORE_NOON = range(9, 12)  # "8-12pm" may be until midnight


def times(rest: list[Word]) -> tuple[list[tuple[int, int]], list[Word]]:
    """The times that come first, in minutes since midnight, and the words that are left."""
    found: list[tuple[int, int]] = []
    while rest and rest[0].name in BEGIN_TIMES:
        if rest[0].name == "all_day":
            found, rest = [*found, (0, DAY)], rest[1:]
        else:
            link = ("and", "to") if rest[0].name == "between" else ("to",)
            rest = rest[1:] if rest[0].name == "between" else rest
            if len(rest) < 3 or rest[0].name != "time" or rest[1].name not in link or rest[2].name != "time":
                raise HoursError("not an opening and a closing time")
            found.append(_interval(rest[0], rest[2]))
            rest = rest[3:]
        while len(rest) > 1 and rest[0].name == "and" and rest[1].name in ("and", "time", "between"):
            rest = rest[1:]
    return found, rest


def _interval(opening: Word, closing: Word) -> tuple[int, int]:
    """Minutes since midnight. An hour without am or pm is told by the other, where only one reading makes sense."""
    opens, closes = opening.minutes, closing.minutes
    if closing.half == "bare" and closing.hour > 12 and opening.half in ("", "bare"):
        return opens, closes
    if closing.half == "bare" or (opening.half == "bare" and not closing.half):
        raise HoursError("morning or afternoon?")
    if closing.half and not opening.half and opening.hour and opening.hour <= 12:
        opening = Word("time", minutes=opens, half="bare", hour=opening.hour)
    if opening.half == "bare":
        opens = _told_by(opening, closing)
    if not closing.half and opening.half in ("am", "pm") and closing.hour and closing.hour <= 12:
        raise HoursError("morning or afternoon?")
    if not closing.half and ((closes < opens and 0 < closing.hour < 10) or may_be_a_slip(opens, closes)):
        raise HoursError("morning or afternoon?")
    if (closes - opens) % DAY > DAY // 2 and (is_twelve(opening) or (is_twelve(closing) and closing.half == "pm")):
        raise HoursError("noon or midnight?")
    if closes == 0 and opens:
        closes = DAY
    if opens == closes or opens >= DAY:
        raise HoursError("it closes when it opens")
    return opens, closes


def is_twelve(time: Word) -> bool:
    """Whether it is 12am or 12pm, which people mix up; noon and midnight are clear."""
    return time.hour == 12 and time.half in ("am", "pm")


def _told_by(opening: Word, closing: Word) -> int:
    hour, minute = opening.hour % 12, opening.minutes % 60
    if closing.half == "am" and not hour:
        raise HoursError("noon or midnight?")
    if is_twelve(closing) and closing.half == "pm" and hour not in _BEFORE_NOON:
        raise HoursError("until noon or midnight?")
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


def spelt(times: list[tuple[int, int]]) -> str:
    return ", ".join(spelt_times(opens, closes) for opens, closes in times)


def spelt_time(minutes: int) -> str:
    return "24:00" if minutes == DAY else clock(minutes)
