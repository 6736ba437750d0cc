"""From a printed text to lines."""

from collections.abc import Iterator, Sequence

from services.hours.intervals import HoursError
from services.hours.printed.dates import Dated, taken_out
from services.hours.printed.groups import TELL_HOURS, are_without_times, ends_in_days, groups, pairs, unfinished
from services.hours.printed.times import spelt, times
from services.hours.printed.words import BEGIN_TIMES, Word, normalised, words

ALWAYS = "Always open"
ALWAYS_BUT = ["Daily 00:00-24:00", "Bank holidays: as usual"]  # but on some dates
TERM_TIME = "Term time only"
_PREFIXES = ("without", "with", "closed")


def lines(text: str) -> list[str] | None:
    """The same in lines that `services.hours.text` reads; None where it is not understood, or not in one way only."""
    try:
        rest, dated = taken_out(normalised(text))
        return [*_lines(rest, dated), *(f"{one.dates}: {line}" for one in dated for line in _dated(one))]
    except HoursError:
        return None


def _dated(one: Dated) -> list[str]:
    """What holds on some dates: closed, times of a day, or the hours of a week."""
    if one.hours == "closed":
        return ["closed"]
    said = _understood(one.hours)
    if one.is_of_days:
        found, rest = times(said)
        if rest or not found:
            raise HoursError("not the times of a day")
        return [spelt(found)]
    if any(word.name in ("holidays", "term", "year") for word in said):
        raise HoursError("what is said of bank holidays or of term time is said of the whole year")
    written = _lines(one.hours, ())
    if one.is_after and len(written) > 1:
        raise HoursError("of all these hours, or of the last ones?")
    return written


def _lines(plain: str, dated: Sequence[Dated]) -> list[str]:
    """Without dates. `dated`: what is said of these beside; then there may be no other hours."""
    said = _understood(plain)
    has_others = any(one.is_of_a_period for one in dated)
    names = {word.name for word in said} - {"and", "stop"}
    if not names and dated:
        return []
    is_daily = all(len(word.days) == 7 for word in said if word.name == "day")
    if "all_day" in names and is_daily and names <= {"all_day", "day", "year", "with", "holidays"}:
        if has_others:
            raise HoursError("open all the time, and at other times")
        return ALWAYS_BUT if dated else [ALWAYS]
    said, is_in_term_time, is_of_all = _term_time(said)
    said, holidays = _bank_holidays(said)
    written: list[str] = []
    opened: set[int] = set()
    closed: set[int] = set()
    for sentence in _sentences(said):
        found = list(groups(sentence))
        for named, days, hours in pairs(found):
            opened |= set(days)
            written.append(f"{named} {hours}")
        written += [group.run for group in found if group.run]
        closed |= {day for group in found if group.is_closed for day in group.days or ()}
    if (not written and not dated) or opened & closed:
        raise HoursError("no hours, or a day that is open and closed")
    if len(written) + has_others > 1 and not is_of_all:
        raise HoursError("in term time all of these hours, or some of them?")
    return [*written, *([TERM_TIME] if is_in_term_time else []), *holidays]


def _understood(plain: str) -> list[Word]:
    found = words(plain)
    if found is None:
        raise HoursError("a word that is not known")
    return found


def _term_time(said: list[Word]) -> tuple[list[Word], bool, bool]:
    """The words without those of term time, whether it is said, and whether for certain of all the hours.

    It is where it stands by itself, or before all of them. Anywhere else it may be of the hours beside it alone.
    """
    left = [word for word in said if word.name != "term"]
    if len(left) == len(said):
        return left, False, True
    place = next(place for place, word in enumerate(said) if word.name == "term")
    before, after = said[:place], said[place + 1 :]
    if any(word.name == "term" for word in after):
        raise HoursError("term time is said twice")
    is_alone = all(word.name == "stop" for word in (*before[-1:], *after[:1]))
    is_first = not before and all(word.name != "stop" for word in after)
    return left, True, is_alone or is_first


def _bank_holidays(said: list[Word]) -> tuple[list[Word], list[str]]:
    """The words without what is said of bank holidays, and the line that says it."""
    rules: set[str] = set()
    left: list[Word] = []
    rest = said
    while rest:
        word, rest = rest[0], rest[1:]
        after = rest[0].name if rest else ""
        if word.name == "holidays":
            _refuse_days_beside(left, rest)
        if word.name == "year":
            rules.add("as usual")
            left += [] if _has_days(said) else [Word("day", days=frozenset(range(7)))]
        elif word.name != "holidays":
            left.append(word)
        elif left and left[-1].name in ("without", "with", "closed"):
            rules.add("as usual" if left.pop().name == "with" else "closed")
        elif after == "closed":
            rules.add("closed")
            rest = rest[1:]
        elif after in BEGIN_TIMES and (not left or left[-1].name in ("and", "stop")):
            found, rest = times(rest)
            rules.add(spelt(found))
        else:
            raise HoursError("what holds on bank holidays is not said")
    if len(rules) > 1:
        raise HoursError("two things are said of bank holidays")
    return left, [f"Bank holidays: {rule}" for rule in rules]


def _refuse_days_beside(before: list[Word], after: list[Word]) -> None:
    """Refuse bank holidays that may share with the days or the times beside them what is said of either.

    “Sundays and bank holidays 12-4pm. Monday to Saturday 9am-5pm” would else open on Sundays at nine.
    """
    prefix = before[-1].name if before and before[-1].name in _PREFIXES else ""
    sentence = unfinished(before[:-1] if prefix else before)
    is_beside = not prefix or (prefix == "closed" and before[-2:-1] and before[-2].name == "day")
    if is_beside and ends_in_days(sentence):
        raise HoursError("bank holidays alone, or the days before them too?")
    is_timed = not prefix and bool(after) and after[0].name in BEGIN_TIMES
    rest = after if prefix else times(after)[1] if is_timed else after[1:]
    names = [word.name for word in rest]
    following = [name for name in names[: [*names, "stop"].index("stop")] if name != "and"]
    has_days, has_times = "day" in following or "monthly" in following, any(name in TELL_HOURS for name in following)
    is_times_first = bool(sentence) and sentence[0].name in BEGIN_TIMES
    if following and following[0] in ("day", "monthly"):
        is_unclear = is_times_first if is_timed else names[0] == "day"
        is_shared = bool(prefix) or not has_times or is_unclear
    else:
        is_waiting = bool(sentence) and prefix != "closed" and all(word.name not in TELL_HOURS for word in sentence)
        has_own_days = is_waiting or (is_times_first and has_days)
        is_shared = bool(following) and following[0] in BEGIN_TIMES and not has_own_days
    if is_shared or (prefix and not following and are_without_times(sentence)):
        raise HoursError("bank holidays alone, or what follows them too?")


def _has_days(said: Sequence[Word]) -> bool:
    return any(word.name == "day" for word in said)


def _sentences(said: list[Word]) -> Iterator[list[Word]]:
    """What stands between stops; days alone belong to times that stand alone in the next line."""
    sentence: list[Word] = []
    stopped_at = 0  # where in the sentence the line begins
    for word in [*said, Word("stop")]:
        if word.name != "stop":
            sentence.append(word)
            continue
        line, stopped_at = sentence[stopped_at:], len(sentence)
        if any(one.name in TELL_HOURS for one in sentence):
            if len(line) < len(sentence) and line[0].name in ("day", "monthly"):
                raise HoursError("days without times, before days with times of their own")
            yield sentence
            sentence, stopped_at = [], 0
    if sentence:
        if any(word.name != "and" for word in sentence):
            raise HoursError("days without times")
