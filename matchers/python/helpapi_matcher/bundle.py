"""A bundle, read once: everything public at one number, with what is needed to answer from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helpapi_matcher import codes
from helpapi_matcher.errors import BeingRestored
from helpapi_matcher.holidays import BankHolidays
from helpapi_matcher.hours import Hours
from helpapi_matcher.opening import Opening
from helpapi_matcher.outcodes import Outcodes
from helpapi_matcher.places import Regions
from helpapi_matcher.rules import Rule
from helpapi_matcher.service import Service, words_of
from helpapi_matcher.ways import Way
from helpapi_matcher.words import Words

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Topic:
    """Advice that is or was public. `document`: None where it was withdrawn."""

    uid: str
    slug: str
    document: Document | None


class Bundle:
    """Ready to be asked. It takes some tens of milliseconds to read, so keep it."""

    def __init__(self, parsed: Mapping[str, Any]) -> None:
        """`parsed`: the JSON of a bundle, or of all its parts together."""
        reference = parsed["reference"]
        self.edition: int = parsed["edition"]
        self.public_url: str = reference["public_url"]
        self.emergency: Document = reference["emergency"]
        self.codes = codes.read(reference["codes"])
        self.words = Words(self.codes)
        self.regions = Regions(reference["regions"])
        self.outcodes = Outcodes(reference["outcodes"], self.regions)
        self._holidays = BankHolidays(reference["bank_holidays"])
        self._platforms: Mapping[str, str] = reference["wording"]["platforms"]
        self._openings: dict[str, Opening] = {}
        entries = sorted(parsed["entries"], key=lambda one: (one["kind"], one["order"], one["uid"]))
        live = [one for one in entries if one["document"] is not None]
        organisations = {one["uid"]: one["document"] for one in live if one["kind"] == "organisation"}
        self.notices = [one["document"] for one in live if one["kind"] == "notice"]
        self.services = [self._service(one["document"], organisations) for one in live if one["kind"] == "service"]
        self.topics = [Topic(one["uid"], one["slug"], one["document"]) for one in entries if one["kind"] == "topic"]
        self._is_short = _is_short(self.services, self.topics)

    def openings(self) -> Iterable[Opening]:
        """The hours of all ways to all services, each once."""
        return self._openings.values()

    def topic(self, name: str) -> Topic | None:
        """That of a uid or a slug."""
        return next((one for one in self.topics if name in (one.uid, one.slug)), None)

    def always(self) -> dict[str, Any]:
        """What every answer begins with."""
        return {"emergency": self.emergency, "notices": self.notices}

    def require_whole(self) -> None:
        """BeingRestored where an answer would pass for help and there is none."""
        if self._is_short:
            raise BeingRestored("Help is being restored. In an emergency call 999.")

    def _service(self, document: Document, organisations: Mapping[str, Document]) -> Service:
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
        words = words_of(" ".join(self._names(document, organisations)))
        return Service(document, Rule.of_service(document, self.regions), ways, frozenset(words), self.regions)

    def _names(self, document: Document, organisations: Mapping[str, Document]) -> list[str]:
        organisation = document["organisation"] and organisations.get(document["organisation"]["uid"])
        of_body = [organisation["name"], organisation["also_known_as"] or ""] if organisation else []
        return [document["name"], *of_body, *map(self.codes["service-types"].label, document["types"])]

    def _opening(self, told: Document) -> Opening:
        """Ways with the same hours share what is worked out of them."""
        name = repr({member: value for member, value in told.items() if member not in ("text", "words")})
        if name not in self._openings:
            self._openings[name] = Opening(Hours(told, self._holidays))
        return self._openings[name]


def _is_short(services: Iterable[Service], topics: Iterable[Topic]) -> bool:
    """Whether there is no advice, or none of the services is on offer."""
    offered = [one.is_on_offer for one in services]
    return not any(one.document for one in topics) or (bool(offered) and not any(offered))


def minute(moment: datetime) -> datetime:
    """Answers are of whole minutes."""
    return moment.replace(second=0, microsecond=0)
