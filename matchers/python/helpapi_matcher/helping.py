"""What to do and who can help this reader, in order of need."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from helpapi_matcher import left_out, needs, steps
from helpapi_matcher.ages import Reader
from helpapi_matcher.bundle import Bundle, Topic, minute
from helpapi_matcher.cards import PASS_ON, YOURSELF, Asked, card
from helpapi_matcher.errors import Fault, Refused
from helpapi_matcher.languages import ENGLISH
from helpapi_matcher.left_out import LeftOut, because_of_question
from helpapi_matcher.outcodes import Outcode
from helpapi_matcher.questions import SIGNS, VICTIM, HelpQuestion, read_help
from helpapi_matcher.service import Service
from helpapi_matcher.ways import Wish
from helpapi_matcher.words import Words

DEFAULT_TOPIC = "sextortion"
URGENT = ("danger",)  # whoever is there calls
# What must be true of the reader, by the code lists `preconditions` and `image-origins`.
PRECONDITIONS = {"told-police": "reader-has-contacted-police"}
IMAGE_ORIGINS = {"faked": "stolen-hacked-or-faked"}
PREFERENCES = ("channel", "language", "free", "anonymous", "no_account", "off_phone_bill")


def help(bundle: Bundle, question: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The answer to what may be sent to /api/v1/help; Refused where it cannot be understood.

    `now`: an aware moment; the answer is of its minute, or of `open_at`.
    """
    asked = read_help(bundle, question, now)
    bundle.require_whole()
    topic = bundle.topic(asked.topic or DEFAULT_TOPIC)
    if topic is None and asked.topic:
        raise Refused([Fault("topic", "unknown-value")])
    found = _Help(bundle, asked, asked.open_at or minute(now), topic)
    return {
        **bundle.always(asked.lang),
        "reader": found.reader_understood(),
        "reassurances": found.reassurances(),
        "topic": found.about(),
        "phases": found.phases,
        "needs": [found.need(code) for code in found.needs],
        "left_out": [one.shown() for one in found.left_out()],
    }


class _Help:
    """One reader's question, answered at one moment."""

    def __init__(self, bundle: Bundle, question: HelpQuestion, at: datetime, topic: Topic | None) -> None:
        self.bundle, self.question, self.at = bundle, question, at
        self.topic = topic.said(question.lang) if topic else None
        self.words = bundle.words(question.lang)
        self._codes = bundle.codes["needs"]
        asking, wish = (question.who_asks,), question.preferences
        self.asked = Asked(question.lang, question.reader, question.place, asking, wish, at, Wish())
        self.relays = [one for one in bundle.services if needs.need_met(one, self._codes) == needs.RELAY]
        signs = SIGNS in question.language
        self.everyone = [one for one in bundle.services if signs or one not in self.relays]
        self.found = [one for one in self.everyone if one.is_on_offer and takes(question, one)]
        by_need = needs.by_need(self.found, self._codes)
        codes = needs.moved(by_need, question.situation)
        self.needs = {code: self._in_order(code, by_need[code]) for code in codes}
        self.phases = self._phases()

    def reader_understood(self) -> dict[str, Any]:
        """What was understood of the reader, so that an app can show it and a mistake is seen."""
        asked = self.question
        return {
            "age": asked.age,
            "age_in_image": asked.age_in_image,
            "audience": asked.who_asks,
            "place": _place_understood(self.bundle, self.words, asked.region, asked.outcode),
            "situations": list(asked.situation),
            "preferences": {name: _plain(getattr(asked, name)) for name in PREFERENCES},
            "open_at": asked.open_at.isoformat() if asked.open_at else None,
        }

    def reassurances(self) -> list[dict[str, Any]]:
        """Those true for this reader: said to them, true where they are, and of what they said has happened."""
        true = {None, *(PRECONDITIONS.get(one) for one in self.question.situation)}
        said = self.topic["reassurances"] if self.topic else []
        return [
            _of(one, "code", "origin", "text", "emphasis")
            for one in said
            if one["precondition"] in true
            and (not one["audiences"] or self.question.who_asks in one["audiences"])
            and self._is_true_there(one["regions"])
        ]

    def about(self) -> dict[str, Any] | None:
        """Which advice this is, with the forms that the offence takes, first those that were said to have happened."""
        if self.topic is None:
            return None
        happened = {origin for one, origin in IMAGE_ORIGINS.items() if one in self.question.situation}
        forms = [
            {**_of(one, "code", "origin", "text"), "applies": _applies(one["editorial"]["image_origin"] in happened)}
            for one in self.topic["forms"]["items"]
        ]
        own = ("title", "definition", "forms")
        return {
            **_of({"language": ENGLISH, **self.topic}, "uid", "slug", "language", "title", "definition"),
            "forms": {
                "lead_in": self.topic["forms"]["lead_in"],
                "items": sorted(forms, key=lambda one: one["applies"] != "yes"),
            },
            "publisher": self.topic["document"]["publisher"],
            "added": [path for path in self.topic.get("added", ()) if path.startswith(own)],
            **_of(self.topic, "added_text", "media"),
            "url": f"{self.bundle.public_url}/api/v1/advice/{self.topic['slug']}",
        }

    def need(self, code: str) -> dict[str, Any]:
        """A need with the cards of its services."""
        services = self.needs[code]
        return {
            "need": code,
            "label": self.words.label("needs", code),
            "count": len(services),
            "services": [
                card(self.bundle, self.asked, one, code, _use(self.question, one, code))
                for one in needs.cut(code, services)
            ],
            "more": None,
        }

    def left_out(self) -> Iterator[LeftOut]:
        """What this reader is not given, and why: services, and parts of the advice."""
        question, language = self.question, self.words.language
        yield from because_of_question(self.bundle, question, Wish(), self.everyone, takes)
        others = sum(
            one.is_on_offer and one not in self.found and _is_for_others(question, one) for one in self.everyone
        )
        if others:
            yield left_out.services(language, "audience", "not-for-audience", others)
        relays = sum(one.is_on_offer and one not in self.found and takes(question, one) for one in self.relays)
        if relays:
            yield left_out.services(language, "language", "relay", relays)
        withheld = sum(len(step["withheld"]) for phase in self.phases for step in phase["steps"])
        yield from left_out.details(language, withheld)
        if self.topic and self.topic.get("language", ENGLISH) != question.lang:
            text = self.words.say("The advice is in English.")
            yield LeftOut("lang", left_out.NOT_TRANSLATED, 1, text)
        shown = [one for code, services in self.needs.items() for one in needs.cut(code, services)]
        yield from left_out.not_said(self.bundle, question.lang, shown)

    def _in_order(self, need: str, services: Sequence[Service]) -> list[Service]:
        """First the kinds of help for what has happened; then what fits for certain; then what can be used now.

        Of what does not fit for certain, first what fits if the image is a recent one, as it mostly is.
        """
        first = needs.first_types(need, self.question.situation)
        return sorted(
            services,
            key=lambda one: (bool(first) and not one.gives(first), self._fit(one), self._use_now(one)),
        )

    def _fit(self, service: Service) -> int:
        reader = self._user(service)
        if service.is_certain(reader, self.question.place):
            return 0
        return 1 if service.is_certain(reader.with_recent_image, self.question.place) else 2

    def _use_now(self, service: Service) -> int:
        ways = service.open_ways(self._user(service), self.question.place)
        if any(way.is_usable(self.at) for way in ways):
            return 0
        return 1 if any(way.may_be_open(self.at) for way in ways) else 2

    def _user(self, service: Service) -> Reader:
        """Whoever would use a service: the person being blackmailed, if they may."""
        is_passed_on = not self.question.is_helper or _is_for_victim(self.question, service)
        return self.question.reader if is_passed_on else self.question.helper

    def _phases(self) -> list[dict[str, Any]]:
        """All steps by phase."""
        found: dict[str, list[dict[str, Any]]] = {phase: [] for phase in self.bundle.codes["phases"].values}
        for step in self.topic["steps"]["items"] if self.topic else []:
            found.setdefault(step["editorial"]["phase"], []).append(self._step(step))
        return [
            {"phase": phase, "label": self.words.label("phases", phase), "steps": steps.applying_first(here)}
            for phase, here in found.items()
            if here
        ]

    def _step(self, step: Mapping[str, Any]) -> dict[str, Any]:
        has_happened = step["editorial"]["situation"] in self.question.situation
        return {
            **steps.shown(step, self.question.who_asks, self.question.reader),
            "applies": _applies(step["condition"] is None or has_happened),
            "services": self._named(tuple(step["editorial"]["service_types"])),
        }

    def _named(self, types: tuple[str, ...]) -> list[str]:
        """The slugs of the services shown that give these kinds of help."""
        if not types:
            return []
        return [one.slug for code, here in self.needs.items() for one in needs.cut(code, here) if one.gives(types)]

    def _is_true_there(self, regions: Sequence[str]) -> bool:
        """What is true only in some places is said only to those who are known to be there."""
        place = self.question.place
        return not regions or (place is not None and self.bundle.regions.area(regions).match(place) == "whole")


def takes(question: HelpQuestion, service: Service) -> bool:
    """Whether a service is given: to the person being blackmailed what they may use; to a helper what they may, too."""
    if _is_for_victim(question, service):
        return True
    return question.is_helper and _is_for_others(question, service) and service.admits((question.who_asks,))


def _is_for_victim(question: HelpQuestion, service: Service) -> bool:
    return service.admits(VICTIM) and _is_found(question, service, question.reader)


def _is_for_others(question: HelpQuestion, service: Service) -> bool:
    """Whether it is for anyone else who helps, and the person being blackmailed may not use it."""
    return not service.admits(VICTIM) and _is_found(question, service, question.helper)


def _is_found(question: HelpQuestion, service: Service, reader: Reader) -> bool:
    return service.is_for(reader, question.place) and service.is_in(question.place) and service.gives(question.type)


def _use(question: HelpQuestion, service: Service, need: str) -> str | None:
    """Who is to use a service that stands in a need; None: nobody else asks."""
    if not question.is_helper:
        return None
    if need in URGENT and service.admits((question.who_asks,)):
        return YOURSELF
    return PASS_ON if service.admits(VICTIM) else YOURSELF


def _place_understood(bundle: Bundle, words: Words, region: str | None, found: Outcode | None) -> dict[str, Any] | None:
    """Where a reader is or may be; None where nothing is said of it."""
    if region is None and found is None:
        return None
    here = bundle.regions.get(region) if region else None
    choices = found.choices if found else (here,) if here else ()
    language, jurisdiction = words.language, found.jurisdiction if found else None
    return {
        "region": here.shown(language.name(here)) if here else None,
        "outcode": found.outcode if found else None,
        "status": found.status if found else None,
        "jurisdiction": words.say(jurisdiction) if jurisdiction else None,
        "choices": [one.shown(language.name(one)) for one in choices],
        "conditions": [one.shown() for one in words.of_reader_place(found, region)],
    }


def _applies(is_so: bool) -> str:
    return "yes" if is_so else "check"


def _of(held: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Members of a document, of those that are there."""
    return {name: held[name] for name in names if name in held}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
