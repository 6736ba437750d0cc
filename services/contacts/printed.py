"""What directories print in the field of a phone number beside one number, and what to do with it instead.

Nothing is taken out in silence: which number is meant, and what the words around it say, is for the editor to decide.
"""

import re
from collections.abc import Callable, Iterator
from typing import NoReturn

from services.contacts.values import AS_TYPED, LONGEST_NUMBER, POINTS, ContactError, refuse_long

IsNumber = Callable[[str], bool]
# Groups of digits that stand together, as those of a number do, perhaps behind a relay prefix.
RUN = re.compile(r"\(?\+? ?\(?[0-9](?:[ .()-]{0,3}[0-9])*")
GROUP = re.compile(r"\(?\+? ?\(?[0-9]+\)?")
RELAY_ALONE = re.compile(r"1800[12]")
SHORTEST_WITHIN_A_RUN = 7  # digits: 111 is a number alone, and part of one among others
APART = re.compile(r"(?<=[0-9])[_*~'’](?=[0-9])")  # as a hyphen is
SHORT_ENDING = re.compile(r" ?(/|\bor\b|,|&|\bto\b|-) ?([0-9]{1,4})(?![0-9])", re.I)
FULL_WIDTH = re.compile("[０-９＋]")
LIKE_DIGITS = str.maketrans("oOlI|", "00111")
OUTSIDE = " .,;:/|&()–-"
HINT = "“{0}” {1}. {2}, and give {3} alone here."
# What stands beside a number, what it is, and where it belongs; the first that fits.
EXTENSION = re.compile(r"(?:;? ?\b(?:extn?|extension)\b|(?<=[0-9 ])x|#)[.:= ]*[0-9]+", re.I)
MENU = re.compile(
    r"\b(?:then |and )?(?:(?:press|choose|select|dial|pick|hit)(?: the)?(?: option| number| key)?|option|opt\.?)"
    r" ?[0-9#*]+(?:,? then [0-9#*]+)*|[,pw]+ ?[0-9#*]{1,2}\b(?! ?[ap]m)",
    re.I,
)
COST = re.compile(
    r"\b(?:free(?:phone|call| of charge)?|toll[ -]free|no charge|[0-9]+p|(?:local|national) rate)\b", re.I
)
HOURS = re.compile(
    r"\b(?:24/7|24 ?h(?:ou)?rs?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|daily|weekdays|[0-9]{1,2} ?[ap]m|open)\b", re.I
)
BELONGS = [
    (EXTENSION, "is an extension, not part of the number", "Put “{0}” into Instructions"),
    (MENU, "is what to do on getting through, not part of the number", "Put “{0}” into Instructions"),
    (COST, "says what it costs, and is not part of the number", "Say that with Free to use, or under Cost"),
    (HOURS, "says when somebody is there, and is not part of the number", "Put that into Opening hours"),
    (
        re.compile(r"\b(?:text ?phone|minicom|(?:text )?relay|type ?talk|textdirect|ngt)\b", re.I),
        "is not part of the number",
        "Choose the kind textphone",
    ),
    (re.compile(r"\b(?:text|sms)\b", re.I), "is not part of the number", "Choose the kind text"),
    (re.compile(r"\b(?:whatsapp|signal)\b", re.I), "is not part of the number", "Choose the kind of that name"),
    (re.compile(r"\bfax\b", re.I), "is not part of a number that people call", "Check that it takes calls"),
]


def refuse(value: str, is_number: IsNumber) -> NoReturn:
    """Say of a field that is not printed as one number what is in the way, and where it belongs."""
    if FULL_WIDTH.search(value):
        raise ContactError("not-a-number", "These digits are full-width characters. Type them in by hand.")
    _refuse_marks(value, is_number)
    value = APART.sub("-", value.translate({**AS_TYPED, **POINTS}))
    refuse_several(value, is_number)
    if number := next(_numbers(value, is_number), ""):
        _refuse_beside(value, number)
    refuse_long(value, LONGEST_NUMBER)
    fault = "A number is printed with digits, spaces, hyphens and brackets alone, like 0808 157 0123."
    raise ContactError("not-a-number", f"{fault} Take out any words, and give a second number its own channel.")


def refuse_several(value: str, is_number: IsNumber) -> None:
    """Refuse more numbers than one, each of them named, and one with the end of another."""
    numbers = list(dict.fromkeys(_numbers(value, is_number)))
    if len(numbers) > 1:
        named = " and ".join(f"“{number}”" for number in numbers)
        fault = f"This holds {len(numbers)} numbers, {named}."
        raise ContactError("several-numbers", f"{fault} Make one channel for each, and give one number here.")
    ending = SHORT_ENDING.match(value.partition(numbers[0])[2]) if numbers else None
    if ending and not MENU.match(ending[0].strip()):
        fault = f"“{ending[0].strip()}” looks like the end of another number than {numbers[0]}."
        raise ContactError("several-numbers", f"{fault} Make one channel for each, with every digit of it.")


def _refuse_marks(value: str, is_number: IsNumber) -> None:
    """One number whose digits are set apart, or stand in, by what no number is printed with."""
    if any(mark.isalpha() for mark in value):
        digits = value.translate(LIKE_DIGITS)
        if is_number(digits):
            fault = f"A letter stands where {digits} would have a digit."
            raise ContactError("not-a-number", f"{fault} Check each digit against the organisation's own page.")
        return
    apart = re.sub(r" +", " ", re.sub(r"[^0-9+ ]", " ", value)).strip()
    if is_number(apart):
        fault = "What stands between or around these digits is no part of a number."
        raise ContactError("more-than-a-number", f"{fault} Give it with spaces alone: {apart}.")


def _numbers(value: str, is_number: IsNumber) -> Iterator[str]:
    """The whole numbers in a field, as they stand there. The digits of a menu, an extension or hours are none."""
    for beside in (EXTENSION, MENU, HOURS):
        value = beside.sub(" | ", value)
    for run in RUN.finditer(value):
        if is_number(run[0].strip()):
            yield run[0].strip()
        else:
            yield from _numbers_within(run[0], is_number)


def _numbers_within(run: str, is_number: IsNumber) -> Iterator[str]:
    """The numbers that stand side by side in a run of digits, the longest first that begins at each group."""
    groups = list(GROUP.finditer(run))
    start = 0
    while start < len(groups):
        for stop in range(len(groups), start, -1):
            row = run[groups[start].start() : groups[stop - 1].end()].strip()
            if sum(map(str.isdigit, row)) >= SHORTEST_WITHIN_A_RUN and is_number(row):
                yield row
                start = stop
                break
        else:
            start += 1


def _refuse_beside(value: str, number: str) -> NoReturn:
    """What stands beside the one number of a field, by name."""
    beside = value.replace(number, " ", 1)
    if relay := RELAY_ALONE.search(beside):
        number, beside = f"{relay[0]} {number}", beside.replace(relay[0], " ", 1)
    for words, what, remedy in BELONGS:
        if found := words.search(beside):
            named = (beside[found.start() :] if words is HOURS else found[0]).strip(" ;()")
            raise ContactError("more-than-a-number", HINT.format(named, what, remedy.format(named), number))
    left = re.sub(r"\s+", " ", beside).strip(OUTSIDE)
    named = f"“{left}” is not part of the number." if left else "This holds more than the number."
    raise ContactError("more-than-a-number", f"{named} Give {number} alone here; what is worth saying goes elsewhere.")
