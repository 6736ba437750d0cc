"""What must hold for a service to be right for someone, as a code and words an app can show.

A service's document has those that speak to anyone (`STRANGER`, nowhere in particular, and the victim as long as nobody
says who is asking); a result of `/help` has those that are left for one person, once their question has answered some.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from publishing.codes import code_list
from services.hours.intervals import MONTHS
from services.matching.ages import AgeLimits, Reader
from services.matching.place import OUTSIDE_UK, Place
from services.matching.rules import Said
from services.models import Service
from services.places.outcodes import GUESSED, LARGE_USERS, Outcode
from services.places.regions import UNITED_KINGDOM, regions

STRANGER = Reader()
VICTIM = ("victim",)
OF_WHATEVER_AGE = ("maximum-age-disputed", "check-eligibility", "age-varies-by-area")
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Condition:
    """`code`: of the code list `conditions`."""

    code: str
    text: str


def of_audience(audiences: Collection[str], asking: Collection[str] = VICTIM) -> list[Condition]:
    """Whom it is for, unless everybody who is asking is among them. `audiences`: empty where not known."""
    if not audiences or set(asking) <= set(audiences):
        return []
    listed = code_list("audiences")
    whom = [listed.label(code).lower() for code in listed.values if code in audiences]
    return [Condition("only-for-audience", f"Only for {_one_of(whom)}.")]


def of_age(limits: AgeLimits, reader: Reader = STRANGER) -> list[Condition]:
    """What is left to check of ages for a reader whom the limits do not exclude."""
    if limits.turns_nobody_away:
        return list(_intended(limits))
    found = list(_limits_left(limits, reader))
    if not limits.is_known:
        found.append(Condition("check-eligibility", "Check who may use it: an age limit of this service isn't known."))
    if limits.varies:
        found.append(Condition("age-varies-by-area", "The age limits differ from area to area: check for yours."))
    return found


def of_rules(rules: Sequence[Said], reader: Reader = STRANGER, place: Place | None = None) -> list[Condition]:
    """What is left to check where any of these may hold of a reader, and one of them must."""
    settled = next((rule for rule in rules if rule.bounds.fits(reader, place)), None)
    if settled or len(rules) == 1:
        return _of_rule(settled or rules[0], reader, place)
    found = [Condition("eligibility", f"For {'; or for '.join(map(_people, rules))}.")]
    left = (one for rule in rules for one in of_age(rule.bounds.limits, reader) if one.code in OF_WHATEVER_AGE)
    return [*found, *dict.fromkeys(left)]


def of_status(service: Service) -> str | None:
    """Why a service is not on offer on the day it is written for; None where it is. Whatever the day: all of it."""
    begins, ends = service.begins_on, service.ends_on
    until = f", until {_day(service.paused_until)}" if service.paused_until else ""
    texts = {
        "to-come": f"It begins on {_day(begins)}." if begins else "",
        "ended": f"It ended on {_day(ends)}." if ends else "",
        "paused": f"It is closed for now{until}. {service.paused_words}".rstrip() if service.is_paused else "",
    }
    said = [texts.get(service.status(), "")] if service.as_of else texts.values()
    return " ".join(filter(None, said)) or None


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=4096)
def of_circumstances(rule: Said) -> tuple[Condition, ...]:
    """Who people must be. Nobody is asked, so everybody is told."""
    return (Condition("only-for-circumstances", f"Only for {_circumstances(rule)}."),) if rule.circumstances else ()


def of_way(label: str, rules: Sequence[Said], reader: Reader, place: Place | None) -> list[Condition]:
    """What is left to check of one way to a service; `label`: what to do to use it."""
    return [Condition("way-only-for", f"{label}: {one.text}") for one in of_rules(rules, reader, place)]


def of_place(coverage: Sequence[str], is_worldwide: bool, match: str = "not-asked") -> list[Condition]:
    """What is left to check of places. `coverage`: GSS codes, empty where not known; `match`: as in the contract."""
    if is_worldwide:
        return []
    if not coverage:
        text = "Check availability where you live: it isn't known which areas have this."
        return [Condition("check-availability", text)]
    if match == "part":
        return [Condition("part-of-area", f"Only for people in {_names(coverage)}: check that this includes you.")]
    if match == "not-asked" and regions().match(coverage, [UNITED_KINGDOM]) != "whole":
        return [Condition("only-in-area", f"Only for people in {_names(coverage)}.")]
    return []


def of_reader_place(outcode: Outcode | None, region: str | None) -> list[Condition]:
    """What to know of the place a reader named, by one of the two: that it is not in the UK, or may be wrong."""
    if region == OUTSIDE_UK or (outcode and not outcode.choices):
        text = "This place is not in the United Kingdom. Only services that are open worldwide are known for it."
        return [Condition("outside-the-uk", text)]
    if outcode and outcode.status in GUESSED:
        text = "We don't have this postcode in our list. The place is a guess and may be wrong."
        return [Condition("place-is-a-guess", text)]
    if outcode and outcode.status == LARGE_USERS:
        text = "This postcode is for post boxes and large organisations. The place may be wrong."
        return [Condition("large-users", text)]
    return []


def of_language(is_known: bool) -> list[Condition]:
    """`is_known`: it is known to speak the language asked for, where one was."""
    if is_known:
        return []
    return [Condition("language-not-known", "Check the language: it isn't known whether this service speaks it.")]


def _of_rule(rule: Said, reader: Reader, place: Place | None) -> list[Condition]:
    found = [*of_age(rule.bounds.limits, reader), *of_circumstances(rule)]
    if rule.text:
        found.append(Condition("eligibility", rule.text))
    if rule.bounds.coverage:
        found += of_place(rule.bounds.coverage, False, rule.bounds.place_match(place) or "part")
    return found


def _people(rule: Said) -> str:
    """Whom a rule is of, in words that follow “for”."""
    limits = rule.bounds.limits
    ages = "" if limits.turns_nobody_away else _ages(limits.minimum or None, limits.maximum)
    if ages and limits.basis == "age-in-image":
        ages = f"who were {ages} when the image was made"
    elif ages and limits.basis != "user-age":
        ages = f"where the child or young person concerned is {ages}"
    where = f"in {_names(rule.bounds.coverage)}" if rule.bounds.coverage else ""
    text = f"({rule.text.removesuffix('.')})" if rule.text else ""
    return " ".join(filter(None, [_circumstances(rule) or "people", ages, where, text]))


def _circumstances(rule: Said) -> str:
    listed = code_list("circumstances")
    labels = [listed.label(code) for code in listed.values if code in rule.circumstances]
    return _one_of([label[:1].lower() + label[1:] for label in labels])


def _ages(low: int | None, high: int | None) -> str:
    """A range of ages in words; empty where nothing limits it."""
    if low is None:
        return "" if high is None else f"up to {high}"
    return f"aged {low} or over" if high is None else f"aged {low} to {high}"


def _intended(limits: AgeLimits) -> Iterator[Condition]:
    if ages := _ages(limits.minimum or None, limits.maximum):
        yield Condition("intended-reader", f"Written with people {ages} in mind. Anyone may use it.")


def _limits_left(limits: AgeLimits, reader: Reader) -> Iterator[Condition]:
    low, high, disputed = limits.minimum_left(reader), limits.maximum_left(reader), limits.disputed_left(reader)
    is_of_image = limits.basis == "age-in-image"
    if is_of_image:
        whose = "Only if the person in the image was"
        if low is not None:
            yield Condition("age-in-image-over", f"{whose} {low} or over when it was made.")
        if high is not None:
            yield Condition("age-in-image-under", f"{whose} under {high + 1} when it was made.")
    else:
        whom = "For people" if limits.basis == "user-age" else "Where the child or young person concerned is"
        if low is not None:
            yield Condition("minimum-age", f"{whom} aged {low} or over.")
        if high is not None:
            yield Condition("maximum-age", f"{whom} under {high + 1}.")
    if disputed is not None:
        whom = "images of people" if is_of_image else "people"
        yield Condition("maximum-age-disputed", f"Sources differ on whether it is for {whom} aged {disputed}.")


def _names(coverage: Sequence[str]) -> str:
    """The places in words; where there are more than a few, they are not named."""
    named = [region.name for code in coverage if (region := regions().get(code))]
    if not 0 < len(named) <= MOST_NAMED:
        return "certain areas"
    return _one_of(named)


def _one_of(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
