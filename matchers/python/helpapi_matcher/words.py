"""What is left to check before a service is right for somebody: conditions, each a code and words to show."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpapi_matcher.ages import Limits, Reader
from helpapi_matcher.codes import Codes
from helpapi_matcher.outcodes import GUESSED, LARGE_USERS, Outcode
from helpapi_matcher.places import OUTSIDE_UK, Area, Place
from helpapi_matcher.rules import Rule

OF_WHATEVER_AGE = ("maximum-age-disputed", "check-eligibility", "age-varies-by-area")
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Condition:
    """`code`: of the code list `conditions`."""

    code: str
    text: str

    def shown(self) -> dict[str, str]:
        return {"code": self.code, "text": self.text}


class Words:
    """Conditions in words, with the labels of the code lists."""

    def __init__(self, codes: Mapping[str, Codes]) -> None:
        self._audiences, self._circumstances = codes["audiences"], codes["circumstances"]

    def of_audience(self, audiences: Collection[str], asking: Collection[str]) -> list[Condition]:
        """Whom it is for, unless everybody who is asking is among them. `audiences`: empty where not known."""
        if not audiences or set(asking) <= set(audiences):
            return []
        whom = [label.lower() for label in self._audiences.labels_of(tuple(audiences))]
        return [Condition("only-for-audience", f"Only for {_one_of(whom)}.")]

    def of_rules(self, rules: Sequence[Rule], reader: Reader, place: Place | None) -> list[Condition]:
        """What is left to check where any of these may hold of a reader, and one of them must."""
        settled = next((one for one in rules if one.fits(reader, place)), None)
        if settled or len(rules) == 1:
            return self._of_rule(settled or rules[0], reader, place)
        found = [Condition("eligibility", f"For {'; or for '.join(map(self._people, rules))}.")]
        left = (one for rule in rules for one in of_age(rule.limits, reader) if one.code in OF_WHATEVER_AGE)
        return [*found, *dict.fromkeys(left)]

    def of_circumstances(self, rule: Rule) -> list[Condition]:
        """Who people must be. Nobody is asked, so everybody is told."""
        if not rule.circumstances:
            return []
        return [Condition("only-for-circumstances", f"Only for {self._who(rule)}.")]

    def of_way(self, label: str, rules: Sequence[Rule], reader: Reader, place: Place | None) -> list[Condition]:
        """What is left to check of one way to a service; `label`: what to do to use it."""
        return [Condition("way-only-for", f"{label}: {one.text}") for one in self.of_rules(rules, reader, place)]

    def _of_rule(self, rule: Rule, reader: Reader, place: Place | None) -> list[Condition]:
        found = [*of_age(rule.limits, reader), *self.of_circumstances(rule)]
        if rule.text:
            found.append(Condition("eligibility", rule.text))
        if rule.area.is_given:
            found += of_place(rule.area, False, rule.place_match(place) or "part")
        return found

    def _people(self, rule: Rule) -> str:
        """Whom a rule is of, in words that follow “for”."""
        limits = rule.limits
        ages = "" if limits.turns_nobody_away else _ages(limits.minimum or None, limits.maximum)
        if ages and limits.is_of_image:
            ages = f"who were {ages} when the image was made"
        elif ages and limits.basis != "user-age":
            ages = f"where the child or young person concerned is {ages}"
        where = f"in {_names(rule.area)}" if rule.area.is_given else ""
        text = f"({rule.text.removesuffix('.')})" if rule.text else ""
        return " ".join(filter(None, [self._who(rule) or "people", ages, where, text]))

    def _who(self, rule: Rule) -> str:
        labels = self._circumstances.labels_of(rule.circumstances)
        return _one_of([label[:1].lower() + label[1:] for label in labels])


def of_age(limits: Limits, reader: Reader) -> list[Condition]:
    """What is left to check of ages for a reader whom the limits do not exclude."""
    if limits.turns_nobody_away:
        ages = _ages(limits.minimum or None, limits.maximum)
        words = f"Written with people {ages} in mind. Anyone may use it."
        return [Condition("intended-reader", words)] if ages else []
    found = list(_limits_left(limits, reader))
    if not limits.is_known:
        found.append(Condition("check-eligibility", "Check who may use it: an age limit of this service isn't known."))
    if limits.varies:
        found.append(Condition("age-varies-by-area", "The age limits differ from area to area: check for yours."))
    return found


def of_place(area: Area, is_worldwide: bool, match: str) -> list[Condition]:
    """What is left to check of places. `area`: not given where it is not known; `match`: as a card says it."""
    if is_worldwide:
        return []
    if not area.is_given:
        text = "Check availability where you live: it isn't known which areas have this."
        return [Condition("check-availability", text)]
    if match == "part":
        return [Condition("part-of-area", f"Only for people in {_names(area)}: check that this includes you.")]
    if match == "not-asked" and not area.is_whole_uk:
        return [Condition("only-in-area", f"Only for people in {_names(area)}.")]
    return []


def of_reader_place(outcode: Outcode | None, region: str | None) -> list[Condition]:
    """What to know of the place a reader named: that it is not in the UK, or may be wrong."""
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


def _limits_left(limits: Limits, reader: Reader) -> Iterator[Condition]:
    low, high, disputed = limits.minimum_left(reader), limits.maximum_left(reader), limits.disputed_left(reader)
    if limits.is_of_image:
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
        whose = "images of people" if limits.is_of_image else "people"
        yield Condition("maximum-age-disputed", f"Sources differ on whether it is for {whose} aged {disputed}.")


def _ages(low: int | None, high: int | None) -> str:
    """A range of ages in words; empty where nothing limits it."""
    if low is None:
        return "" if high is None else f"up to {high}"
    return f"aged {low} or over" if high is None else f"aged {low} to {high}"


def _names(area: Area) -> str:
    """The places in words; where there are more than a few, they are not named."""
    return _one_of(area.names) if 0 < len(area.names) <= MOST_NAMED else "certain areas"


def _one_of(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
