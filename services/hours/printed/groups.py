"""What stands together in a printed sentence: days with their times, runs from one day to another, closed days."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.hours.intervals import DAYS, HoursError
from services.hours.printed.times import is_twelve, spelt, spelt_time, times
from services.hours.printed.words import BEGIN_TIMES, Word

TELL_HOURS = ("time", "all_day", "closed")


@dataclass
class Group:
    """Days, or times, or a run from one day to another, that stand together.

    `label`: days of the month, in the words of an editor; `days` is empty then.
    """

    days: list[int] | None = None
    times: list[tuple[int, int]] | None = None
    run: str = ""
    is_closed: bool = False
    label: str = ""


def groups(sentence: list[Word]) -> Iterator[Group]:
    rest = sentence
    while rest:
        word = rest[0]
        if run := _run(rest):
            line, rest = run
            yield Group(run=line)
        elif word.name == "closed":
            rest = rest[1:]
            if not rest or rest[0].name != "day":
                raise HoursError("what is closed is not said")
            days, rest = _days(rest)
            if rest and rest[0].name in BEGIN_TIMES:
                raise HoursError("the times may be of the days that seem to be closed")
            yield Group(days=days, is_closed=True)
        elif word.name == "day":
            days, rest = _days(rest)
            is_closed = bool(rest) and rest[0].name == "closed"
            rest = rest[1:] if is_closed else rest
            if is_closed and rest and rest[0].name == "day":
                raise HoursError("closed may be said of the days before it, or of those after it")
            yield Group(days=days, is_closed=is_closed)
        elif word.name == "monthly":
            rest = rest[1:]
            yield Group(days=[], label=word.label)
        elif word.name in BEGIN_TIMES:
            found, rest = times(rest)
            yield Group(times=found)
        elif word.name == "and":
            rest = rest[1:]
        else:
            raise HoursError("a word that belongs nowhere")


def pairs(found: list[Group]) -> Iterator[tuple[str, list[int], str]]:
    """Days, by name and by number, with their times, which all stand before them or all after them."""
    said = [group for group in found if not group.is_closed and not group.run]
    if len(said) % 2:
        raise HoursError("days without times, or times without days")
    for one, other in zip(said[::2], said[1::2], strict=True):
        days, hours = (one, other) if said[0].days is not None else (other, one)
        if days.days is None or hours.times is None:
            raise HoursError("days without times, or times without days")
        named = days.label or ", ".join(DAYS[day][:3].capitalize() for day in days.days)
        yield named, days.days, spelt(hours.times)


def unfinished(said: list[Word]) -> list[Word]:
    """The end of some words to which the next may belong: since the last stop after hours, with no “and” last."""
    sentence: list[Word] = []
    for word in said:
        if word.name == "stop":
            sentence = [] if any(one.name in TELL_HOURS for one in sentence) else sentence
        else:
            sentence.append(word)
    while sentence and sentence[-1].name == "and":
        sentence.pop()
    return sentence


def ends_in_days(sentence: list[Word]) -> bool:
    """Whether it ends in days of which what follows may speak too: any but one run of days right after its times."""
    if not sentence or sentence[-1].name not in ("day", "monthly"):
        return False
    told = max((place for place, word in enumerate(sentence) if word.name in TELL_HOURS), default=-1)
    is_times_first = sentence[0].name in BEGIN_TIMES
    return not is_times_first or any(word.name == "and" for word in sentence[told + 1 :])


def are_without_times(sentence: list[Word]) -> bool:
    """Whether it ends in days and says no hours, so that those of the next sentence would be theirs."""
    return ends_in_days(sentence) and all(word.name not in TELL_HOURS for word in sentence)


def _run(rest: list[Word]) -> tuple[str, list[Word]] | None:
    """From a time on one day to a time on another: “6pm Friday to 8am Monday”."""
    names = [word.name for word in rest[:5]]
    if names not in (["time", "day", "to", "time", "day"], ["day", "time", "to", "day", "time"]):
        return None
    pairs = [sorted(pair, key=lambda word: word.name) for pair in (rest[0:2], rest[3:5])]
    spelt = []
    for day, time in pairs:
        if len(day.days) != 1 or time.half == "bare":
            raise HoursError("not one day, or not a whole time")
        if is_twelve(time) or (time.half and not time.minutes):
            raise HoursError("noon, or the midnight that begins the day, or that ends it?")
        spelt.append(f"{DAYS[next(iter(day.days))][:3].capitalize()} {spelt_time(time.minutes)}")
    return " - ".join(spelt), rest[5:]


def _days(rest: list[Word]) -> tuple[list[int], list[Word]]:
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
