"""A bundle, read once: everything public at one number, with what is needed to answer from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helpapi_matcher import codes
from helpapi_matcher.errors import BeingRestored
from helpapi_matcher.holidays import BankHolidays
from helpapi_matcher.hours import Hours
from helpapi_matcher.languages import ENGLISH, Language
from helpapi_matcher.opening import Opening
from helpapi_matcher.outcodes import Outcodes
from helpapi_matcher.places import Regions
from helpapi_matcher.rules import Rule
from helpapi_matcher.service import Service, words_of
from helpapi_matcher.ways import Way
from helpapi_matcher.words import Words

Document = Mapping[str, Any]
LANGUAGES = "answer-languages"


@dataclass(frozen=True, slots=True)
class Topic:
    """Advice that is or was public. `document`: English; None where it was withdrawn. `translations`: by language."""

    uid: str
    slug: str
    document: Document | None
    translations: Mapping[str, Document]

    def said(self, language: str) -> Document | None:
        return self.translations.get(language, self.document)


class Bundle:
    """Ready to be asked. It takes some tens of milliseconds to read, so keep it."""

    def __init__(self, parsed: Mapping[str, Any]) -> None:
        """`parsed`: the JSON of a bundle, or of all its parts together."""
        reference = parsed["reference"]
        self.edition: int = parsed["edition"]
        self.public_url: str = reference["public_url"]
        self.codes = codes.read(reference["codes"])
        # A bundle from before there were other languages has no list of them.
        self.languages = self.codes[LANGUAGES].values if LANGUAGES in self.codes else (ENGLISH,)
        self._words = {tag: Words(self.codes, Language(tag, reference)) for tag in self.languages}
        self.regions = Regions(reference["regions"])
        self.outcodes = Outcodes(reference["outcodes"], self.regions)
        self._holidays = BankHolidays(reference["bank_holidays"])
        self._platforms: Mapping[str, str] = reference["wording"]["platforms"]
        self._openings: dict[str, Opening] = {}
        entries = sorted(parsed["entries"], key=lambda one: (one["kind"], one["order"], one["uid"]))
        live = [one for one in entries if one["document"] is not None]
        self._organisations = {one["uid"]: one for one in live if one["kind"] == "organisation"}
        self._notices = [one for one in live if one["kind"] == "notice"]
        self._translations = {one["uid"]: _translations(one) for one in live if one["kind"] == "service"}
        self._said: dict[tuple[str, str], Service] = {}
        self.services = [
            self._service(one["document"], self._found_by(one)) for one in live if one["kind"] == "service"
        ]
        self.topics = [
            Topic(one["uid"], one["slug"], one["document"], _translations(one))
            for one in entries
            if one["kind"] == "topic"
        ]
        self._is_short = _is_short(self.services, self.topics)

    def openings(self) -> Iterable[Opening]:
        """The hours of all ways to all services, each once."""
        return self._openings.values()

    def topic(self, name: str) -> Topic | None:
        """That of a uid or a slug."""
        return next((one for one in self.topics if name in (one.uid, one.slug)), None)

    def words(self, language: str) -> Words:
        """Our own words in one of `languages`."""
        return self._words[language]

    def always(self, language: str) -> dict[str, Any]:
        """What every answer begins with."""
        spoken = self.words(language).language
        notices = [_translations(one).get(language, one["document"]) for one in self._notices]
        return {"language": spoken.own, "emergency": spoken.emergency, "notices": notices}

    def is_said(self, service: Service, language: str) -> bool:
        """Whether there is a text of it in that language."""
        return language == ENGLISH or language in self._translations[service.uid]

    def said(self, service: Service, language: str) -> Service:
        """The same service, as its translation has it where there is one."""
        document = self._translations[service.uid].get(language)
        if document is None:
            return service
        name = (service.uid, language)
        if name not in self._said:
            self._said[name] = self._service(document, frozenset())
        return self._said[name]

    def require_whole(self) -> None:
        """BeingRestored where an answer would pass for help and there is none."""
        if self._is_short:
            raise BeingRestored("Help is being restored. In an emergency call 999.")

    def _service(self, document: Document, words: frozenset[str]) -> Service:
        """`words`: that it is found by."""
        languages = document["languages"] or ()
        ways = tuple(
            Way(
                number,
                channel,
                languages,
                self._opening(channel["hours"]),
                tuple(Rule.read(one, self.regions) for one in channel["only_for"]),
                self._platforms,
            )
            for number, channel in enumerate(document["channels"])
        )
        return Service(document, Rule.of_service(document, self.regions), ways, words, self.regions)

    def _found_by(self, entry: Document) -> frozenset[str]:
        """The words of its names in every language that it has."""
        names = self._names(entry["document"], ENGLISH)
        names += (name for tag, said in _translations(entry).items() for name in self._names(said, tag))
        return frozenset(words_of(" ".join(names)))

    def _names(self, document: Document, language: str) -> list[str]:
        entry = document["organisation"] and self._organisations.get(document["organisation"]["uid"])
        body = _translations(entry).get(language, entry["document"]) if entry else None
        of_body = [body["name"], body["also_known_as"] or ""] if body else []
        return [document["name"], *of_body, *map(self.codes["service-types"].label, document["types"])]

    def _opening(self, told: Document) -> Opening:
        """Ways with the same hours share what is worked out of them."""
        name = repr({member: value for member, value in told.items() if member not in ("text", "words")})
        if name not in self._openings:
            self._openings[name] = Opening(Hours(told, self._holidays))
        return self._openings[name]


def _translations(entry: Document) -> Mapping[str, Document]:
    """The documents of an entry in other languages, by their tags; none in a bundle from before there were any."""
    found: Mapping[str, Document] = entry.get("translations") or {}
    return found


def _is_short(services: Iterable[Service], topics: Iterable[Topic]) -> bool:
    """Whether there is no advice, or none of the services is on offer."""
    offered = [one.is_on_offer for one in services]
    return not any(one.document for one in topics) or (bool(offered) and not any(offered))


def minute(moment: datetime) -> datetime:
    """Answers are of whole minutes."""
    return moment.replace(second=0, microsecond=0)
