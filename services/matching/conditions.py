"""What must hold for a service to be right for someone, as a code and words an app can show.

A service's document has those that speak to anyone (`STRANGER`, nowhere in particular, and the victim as long as nobody
says who is asking); a result of `/help` has those that are left for one person, once their question has answered some.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce

from publishing import languages
from publishing.calendar_words import whole_day
from publishing.codes import code_list
from publishing.languages import one_of, say, to_say
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
# By the basis of the ages and whether there is a lower and an upper limit: some people, and those of them of such ages.
_OF_AGES = {
    ("user-age", True, False): to_say("{people} aged {low} or over"),
    ("user-age", False, True): to_say("{people} up to {high}"),
    ("user-age", True, True): to_say("{people} aged {low} to {high}"),
    ("age-in-image", True, False): to_say("{people} who were aged {low} or over when the image was made"),
    ("age-in-image", False, True): to_say("{people} who were up to {high} when the image was made"),
    ("age-in-image", True, True): to_say("{people} who were aged {low} to {high} when the image was made"),
    ("victim-age", True, False): to_say("{people} where the child or young person concerned is aged {low} or over"),
    ("victim-age", False, True): to_say("{people} where the child or young person concerned is up to {high}"),
    ("victim-age", True, True): to_say("{people} where the child or young person concerned is aged {low} to {high}"),
    ("intended-reader", True, False): to_say("Written with people aged {low} or over in mind. Anyone may use it."),
    ("intended-reader", False, True): to_say("Written with people up to {high} in mind. Anyone may use it."),
    ("intended-reader", True, True): to_say("Written with people aged {low} to {high} in mind. Anyone may use it."),
}


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
    whom = [say(listed.label(code)).lower() for code in listed.values if code in audiences]
    return [Condition("only-for-audience", say("Only for {people}.", people=one_of(whom)))]


def of_age(limits: AgeLimits, reader: Reader = STRANGER) -> list[Condition]:
    """What is left to check of ages for a reader whom the limits do not exclude."""
    if limits.turns_nobody_away:
        return list(_intended(limits))
    found = list(_limits_left(limits, reader))
    if not limits.is_known:
        text = say("Check who may use it: an age limit of this service isn't known.")
        found.append(Condition("check-eligibility", text))
    if limits.varies:
        found.append(Condition("age-varies-by-area", say("The age limits differ from area to area: check for yours.")))
    return found


def of_rules(rules: Sequence[Said], reader: Reader = STRANGER, place: Place | None = None) -> list[Condition]:
    """What is left to check where any of these may hold of a reader, and one of them must."""
    settled = next((rule for rule in rules if rule.bounds.fits(reader, place)), None)
    if settled or len(rules) == 1:
        return _of_rule(settled or rules[0], reader, place)
    people = reduce(lambda some, others: say("{some}; or for {others}", some=some, others=others), map(_people, rules))
    found = [Condition("eligibility", say("For {people}.", people=people))]
    left = (one for rule in rules for one in of_age(rule.bounds.limits, reader) if one.code in OF_WHATEVER_AGE)
    return [*found, *dict.fromkeys(left)]


def of_status(service: Service) -> str | None:
    """Why a service is not on offer on the day it is written for; None where it is. Whatever the day: all of it."""
    begins, ends = service.begins_on, service.ends_on
    texts = {
        "to-come": say("It begins on {day}.", day=whole_day(begins)) if begins else "",
        "ended": say("It ended on {day}.", day=whole_day(ends)) if ends else "",
        "paused": f"{_paused(service.paused_until)} {service.paused_words}".rstrip() if service.is_paused else "",
    }
    said = [texts.get(service.status(), "")] if service.as_of else texts.values()
    return " ".join(filter(None, said)) or None


def _paused(until: date | None) -> str:
    if until is None:
        return say("It is closed for now.")
    return say("It is closed for now, until {day}.", day=whole_day(until))


def of_circumstances(rule: Said) -> tuple[Condition, ...]:
    """Who people must be. Nobody is asked, so everybody is told."""
    return _of_circumstances(rule, languages.current())


@lru_cache(maxsize=4096)
def _of_circumstances(rule: Said, language: str) -> tuple[Condition, ...]:
    if not rule.circumstances:
        return ()
    return (Condition("only-for-circumstances", say("Only for {people}.", people=_circumstances(rule))),)


def of_way(label: str, rules: Sequence[Said], reader: Reader, place: Place | None) -> list[Condition]:
    """What is left to check of one way to a service; `label`: what to do to use it."""
    left = of_rules(rules, reader, place)
    return [Condition("way-only-for", say("{way}: {condition}", way=label, condition=one.text)) for one in left]


def of_place(coverage: Sequence[str], is_worldwide: bool, match: str = "not-asked") -> list[Condition]:
    """What is left to check of places. `coverage`: GSS codes, empty where not known; `match`: as in the contract."""
    if is_worldwide:
        return []
    if not coverage:
        text = say("Check availability where you live: it isn't known which areas have this.")
        return [Condition("check-availability", text)]
    if match == "part":
        return [Condition("part-of-area", _only_there(coverage, is_part=True))]
    if match == "not-asked" and regions().match(coverage, [UNITED_KINGDOM]) != "whole":
        return [Condition("only-in-area", _only_there(coverage, is_part=False))]
    return []


def _only_there(coverage: Sequence[str], *, is_part: bool) -> str:
    places = _names(coverage)
    if is_part and not places:
        return say("Only for people in certain areas: check that this includes you.")
    if is_part:
        return say("Only for people in {places}: check that this includes you.", places=places)
    return say("Only for people in {places}.", places=places) if places else say("Only for people in certain areas.")


def of_reader_place(outcode: Outcode | None, region: str | None) -> list[Condition]:
    """What to know of the place a reader named, by one of the two: that it is not in the UK, or may be wrong."""
    if region == OUTSIDE_UK or (outcode and not outcode.choices):
        text = say("This place is not in the United Kingdom. Only services that are open worldwide are known for it.")
        return [Condition("outside-the-uk", text)]
    if outcode and outcode.status in GUESSED:
        text = say("We don't have this postcode in our list. The place is a guess and may be wrong.")
        return [Condition("place-is-a-guess", text)]
    if outcode and outcode.status == LARGE_USERS:
        text = say("This postcode is for post boxes and large organisations. The place may be wrong.")
        return [Condition("large-users", text)]
    return []


def of_language(is_known: bool) -> list[Condition]:
    """`is_known`: it is known to speak the language asked for, where one was."""
    if is_known:
        return []
    text = say("Check the language: it isn't known whether this service speaks it.")
    return [Condition("language-not-known", text)]


def _of_rule(rule: Said, reader: Reader, place: Place | None) -> list[Condition]:
    found = [*of_age(rule.bounds.limits, reader), *of_circumstances(rule)]
    if rule.text:
        found.append(Condition("eligibility", rule.text))
    if rule.bounds.coverage:
        found += of_place(rule.bounds.coverage, False, rule.bounds.place_match(place) or "part")
    return found


def _people(rule: Said) -> str:
    """Whom a rule is of, in words that follow “for”."""
    limits, coverage, text = rule.bounds.limits, rule.bounds.coverage, (rule.text or "").removesuffix(".")
    people = _circumstances(rule) or say("people")
    if not limits.turns_nobody_away:
        people = _of_ages(limits, people) or people
    if coverage and (places := _names(coverage)):
        people = say("{people} in {places}", people=people, places=places)
    elif coverage:
        people = say("{people} in certain areas", people=people)
    return say("{people} ({condition})", people=people, condition=text) if text else people


def _circumstances(rule: Said) -> str:
    listed = code_list("circumstances")
    labels = [say(listed.label(code)) for code in listed.values if code in rule.circumstances]
    return one_of([label[:1].lower() + label[1:] for label in labels])


def _of_ages(limits: AgeLimits, people: str = "") -> str:
    """People of these ages, in words; empty where nothing limits them."""
    low, high = limits.minimum or None, limits.maximum
    words = _OF_AGES.get((limits.basis, low is not None, high is not None))
    return say(words, people=people, low=low, high=high) if words else ""


def _intended(limits: AgeLimits) -> Iterator[Condition]:
    if text := _of_ages(limits):
        yield Condition("intended-reader", text)


def _limits_left(limits: AgeLimits, reader: Reader) -> Iterator[Condition]:
    low, high, disputed = limits.minimum_left(reader), limits.maximum_left(reader), limits.disputed_left(reader)
    is_of_image, is_of_user = limits.basis == "age-in-image", limits.basis == "user-age"
    if is_of_image:
        if low is not None:
            text = say("Only if the person in the image was {age} or over when it was made.", age=low)
            yield Condition("age-in-image-over", text)
        if high is not None:
            text = say("Only if the person in the image was under {age} when it was made.", age=high + 1)
            yield Condition("age-in-image-under", text)
    else:
        if low is not None and is_of_user:
            yield Condition("minimum-age", say("For people aged {age} or over.", age=low))
        elif low is not None:
            text = say("Where the child or young person concerned is aged {age} or over.", age=low)
            yield Condition("minimum-age", text)
        if high is not None and is_of_user:
            yield Condition("maximum-age", say("For people under {age}.", age=high + 1))
        elif high is not None:
            text = say("Where the child or young person concerned is under {age}.", age=high + 1)
            yield Condition("maximum-age", text)
    if disputed is not None and is_of_image:
        text = say("Sources differ on whether it is for images of people aged {age}.", age=disputed)
        yield Condition("maximum-age-disputed", text)
    elif disputed is not None:
        text = say("Sources differ on whether it is for people aged {age}.", age=disputed)
        yield Condition("maximum-age-disputed", text)


def _names(coverage: Sequence[str]) -> str:
    """The places in words; empty where there are more than a few, which are not named."""
    language = languages.spoken()
    named = [region.name_in(language) for code in coverage if (region := regions().get(code))]
    return one_of(named) if 0 < len(named) <= MOST_NAMED else ""
