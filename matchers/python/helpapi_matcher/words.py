"""What is left to check before a service is right for somebody: conditions, each a code and words to show."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from helpapi_matcher.ages import Limits, Reader
from helpapi_matcher.codes import Codes
from helpapi_matcher.languages import Language
from helpapi_matcher.outcodes import GUESSED, LARGE_USERS, Outcode
from helpapi_matcher.places import OUTSIDE_UK, Area, Place
from helpapi_matcher.rules import Rule

OF_WHATEVER_AGE = ("maximum-age-disputed", "check-eligibility", "age-varies-by-area")
MOST_NAMED = 4
# By the basis of the ages and whether there is a lower and an upper limit: some people, and those of them of such ages.
OF_AGES = {
    ("user-age", True, False): "{people} aged {low} or over",
    ("user-age", False, True): "{people} up to {high}",
    ("user-age", True, True): "{people} aged {low} to {high}",
    ("age-in-image", True, False): "{people} who were aged {low} or over when the image was made",
    ("age-in-image", False, True): "{people} who were up to {high} when the image was made",
    ("age-in-image", True, True): "{people} who were aged {low} to {high} when the image was made",
    ("victim-age", True, False): "{people} where the child or young person concerned is aged {low} or over",
    ("victim-age", False, True): "{people} where the child or young person concerned is up to {high}",
    ("victim-age", True, True): "{people} where the child or young person concerned is aged {low} to {high}",
    ("intended-reader", True, False): "Written with people aged {low} or over in mind. Anyone may use it.",
    ("intended-reader", False, True): "Written with people up to {high} in mind. Anyone may use it.",
    ("intended-reader", True, True): "Written with people aged {low} to {high} in mind. Anyone may use it.",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """`code`: of the code list `conditions`."""

    code: str
    text: str

    def shown(self) -> dict[str, str]:
        return {"code": self.code, "text": self.text}


class Words:
    """Conditions in words of one language, with the labels of the code lists."""

    def __init__(self, codes: Mapping[str, Codes], language: Language) -> None:
        self.language, self.say = language, language.say
        self._codes = codes

    def label(self, name: str, code: str) -> str:
        """That of a code of a list."""
        return self.say(self._codes[name].label(code))

    def of_audience(self, audiences: Collection[str], asking: Collection[str]) -> list[Condition]:
        """Whom it is for, unless everybody who is asking is among them. `audiences`: empty where not known."""
        if not audiences or set(asking) <= set(audiences):
            return []
        whom = [label.lower() for label in self._labels("audiences", audiences)]
        return [Condition("only-for-audience", self.say("Only for {people}.", people=self.language.one_of(whom)))]

    def of_age(self, limits: Limits, reader: Reader) -> list[Condition]:
        """What is left to check of ages for a reader whom the limits do not exclude."""
        if limits.turns_nobody_away:
            text = self._of_ages(limits)
            return [Condition("intended-reader", text)] if text else []
        found = list(self._limits_left(limits, reader))
        if not limits.is_known:
            text = self.say("Check who may use it: an age limit of this service isn't known.")
            found.append(Condition("check-eligibility", text))
        if limits.varies:
            text = self.say("The age limits differ from area to area: check for yours.")
            found.append(Condition("age-varies-by-area", text))
        return found

    def of_rules(self, rules: Sequence[Rule], reader: Reader, place: Place | None) -> list[Condition]:
        """What is left to check where any of these may hold of a reader, and one of them must."""
        settled = next((one for one in rules if one.fits(reader, place)), None)
        if settled or len(rules) == 1:
            return self._of_rule(settled or rules[0], reader, place)
        people = reduce(self._or_for, map(self._people, rules))
        found = [Condition("eligibility", self.say("For {people}.", people=people))]
        left = (one for rule in rules for one in self.of_age(rule.limits, reader) if one.code in OF_WHATEVER_AGE)
        return [*found, *dict.fromkeys(left)]

    def of_circumstances(self, rule: Rule) -> list[Condition]:
        """Who people must be. Nobody is asked, so everybody is told."""
        if not rule.circumstances:
            return []
        return [Condition("only-for-circumstances", self.say("Only for {people}.", people=self._who(rule)))]

    def of_way(self, label: str, rules: Sequence[Rule], reader: Reader, place: Place | None) -> list[Condition]:
        """What is left to check of one way to a service; `label`: what to do to use it."""
        return [
            Condition("way-only-for", self.say("{way}: {condition}", way=label, condition=one.text))
            for one in self.of_rules(rules, reader, place)
        ]

    def of_place(self, area: Area, is_worldwide: bool, match: str) -> list[Condition]:
        """What is left to check of places. `area`: not given where it is not known; `match`: as a card says it."""
        if is_worldwide:
            return []
        if not area.is_given:
            text = self.say("Check availability where you live: it isn't known which areas have this.")
            return [Condition("check-availability", text)]
        if match == "part":
            return [Condition("part-of-area", self._only_there(area, is_part=True))]
        if match == "not-asked" and not area.is_whole_uk:
            return [Condition("only-in-area", self._only_there(area, is_part=False))]
        return []

    def of_reader_place(self, outcode: Outcode | None, region: str | None) -> list[Condition]:
        """What to know of the place a reader named: that it is not in the UK, or may be wrong."""
        if region == OUTSIDE_UK or (outcode and not outcode.choices):
            text = "This place is not in the United Kingdom. Only services that are open worldwide are known for it."
            return [Condition("outside-the-uk", self.say(text))]
        if outcode and outcode.status in GUESSED:
            text = "We don't have this postcode in our list. The place is a guess and may be wrong."
            return [Condition("place-is-a-guess", self.say(text))]
        if outcode and outcode.status == LARGE_USERS:
            text = "This postcode is for post boxes and large organisations. The place may be wrong."
            return [Condition("large-users", self.say(text))]
        return []

    def of_language(self, is_known: bool) -> list[Condition]:
        """`is_known`: it is known to speak the language asked for, where one was."""
        if is_known:
            return []
        text = self.say("Check the language: it isn't known whether this service speaks it.")
        return [Condition("language-not-known", text)]

    def _of_rule(self, rule: Rule, reader: Reader, place: Place | None) -> list[Condition]:
        found = [*self.of_age(rule.limits, reader), *self.of_circumstances(rule)]
        if rule.text:
            found.append(Condition("eligibility", rule.text))
        if rule.area.is_given:
            found += self.of_place(rule.area, False, rule.place_match(place) or "part")
        return found

    def _people(self, rule: Rule) -> str:
        """Whom a rule is of, in words that follow “for”."""
        people, text = self._who(rule) or self.say("people"), rule.text.removesuffix(".")
        if not rule.limits.turns_nobody_away:
            people = self._of_ages(rule.limits, people) or people
        if rule.area.is_given and (places := self._names(rule.area)):
            people = self.say("{people} in {places}", people=people, places=places)
        elif rule.area.is_given:
            people = self.say("{people} in certain areas", people=people)
        return self.say("{people} ({condition})", people=people, condition=text) if text else people

    def _or_for(self, some: str, others: str) -> str:
        return self.say("{some}; or for {others}", some=some, others=others)

    def _who(self, rule: Rule) -> str:
        labels = self._labels("circumstances", rule.circumstances)
        return self.language.one_of([label[:1].lower() + label[1:] for label in labels])

    def _of_ages(self, limits: Limits, people: str = "") -> str:
        """People of these ages, in words; empty where nothing limits them."""
        low, high = limits.minimum or None, limits.maximum
        text = OF_AGES.get((limits.basis, low is not None, high is not None))
        return self.say(text, people=people, low=low, high=high) if text else ""

    def _limits_left(self, limits: Limits, reader: Reader) -> Iterator[Condition]:
        low, high, disputed = limits.minimum_left(reader), limits.maximum_left(reader), limits.disputed_left(reader)
        if limits.is_of_image:
            over = ("age-in-image-over", "Only if the person in the image was {age} or over when it was made.")
            under = ("age-in-image-under", "Only if the person in the image was under {age} when it was made.")
            unsure = "Sources differ on whether it is for images of people aged {age}."
        else:
            is_of_user = limits.basis == "user-age"
            whom = "For people" if is_of_user else "Where the child or young person concerned is"
            over, under = ("minimum-age", f"{whom} aged {{age}} or over."), ("maximum-age", f"{whom} under {{age}}.")
            unsure = "Sources differ on whether it is for people aged {age}."
        if low is not None:
            yield Condition(over[0], self.say(over[1], age=low))
        if high is not None:
            yield Condition(under[0], self.say(under[1], age=high + 1))
        if disputed is not None:
            yield Condition("maximum-age-disputed", self.say(unsure, age=disputed))

    def _only_there(self, area: Area, *, is_part: bool) -> str:
        places = self._names(area)
        if is_part and not places:
            return self.say("Only for people in certain areas: check that this includes you.")
        if is_part:
            return self.say("Only for people in {places}: check that this includes you.", places=places)
        if not places:
            return self.say("Only for people in certain areas.")
        return self.say("Only for people in {places}.", places=places)

    def _names(self, area: Area) -> str:
        """The places in words; empty where there are more than a few, which are not named."""
        names = [self.language.own_name(one) for one in area.regions]
        return self.language.one_of(names) if 0 < len(names) <= MOST_NAMED else ""

    def _labels(self, name: str, codes: Collection[str]) -> list[str]:
        return [self.say(label) for label in self._codes[name].labels_of(tuple(codes))]
