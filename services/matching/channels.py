"""What a channel is found by. All that a question asks of a channel must hold of one and the same one.

The channels of a service are told apart by a number, and what each says of itself stands with its number in front,
"0 phone", "0 speaks en", "0 free yes"; so a question is asked of the first channels of all services at once, then of
the second ones, and so on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import NamedTuple, Self

import orjson

from publishing.edition import Key
from services.contacts import MESSAGING_KINDS, ContactError
from services.hours import NATIONS, Hours
from services.matching import rules
from services.matching.rules import Bounds
from services.models import Channel, Service
from services.places.regions import regions

# Somebody answers on these at once, while they are open.
LIVE_KINDS = frozenset({"phone", "text", "textphone", "webchat", *MESSAGING_KINDS, "bsl-video-relay"})
# These can be used at any hour, whoever is there.
ANY_TIME_KINDS = frozenset({"web", "web-form", "app", "social", "email", "post"})
TEXT_LANGUAGE, UNKNOWN_LANGUAGE = "en", "?"  # of our own words; of a service whose languages nobody has told us
# No hands are seen on these, so what a service signs it signs elsewhere.
UNSEEN_KINDS = frozenset({"phone", "text", "textphone", "webchat", *MESSAGING_KINDS, "email", "post"})
SIGN_LANGUAGES = frozenset({"bfi"})
_OPPOSITE = {"yes": "no", "no": "yes"}


class ChannelHours(NamedTuple):
    """When one of the channels of a service is open."""

    number: int
    kind: str
    hours: Hours

    @classmethod
    def from_key(cls, key: str) -> Self:
        number, kind, hours = key.split(" ", 2)
        return cls(int(number), kind, Hours.from_json(orjson.loads(hours)))


class ChannelRule(NamedTuple):
    """For whom one of the channels of a service is: one of its rules must hold, if it has any."""

    number: int
    rule: Bounds

    @classmethod
    def from_key(cls, key: str) -> Self:
        number, rule = key.split(" ", 1)
        return cls(int(number), Bounds.of_stored(orjson.loads(rule)))


NUMBER, SAYS, OPENING = Key[int]("channel"), Key[str]("says"), Key("opening", ChannelHours.from_key)
WAY_FOR = Key("way_for", ChannelRule.from_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of one channel, all of which must hold of it. Empty and None ask nothing.

    An unknown fact satisfies neither true nor false. Where nobody has told us the languages of a service, it may speak
    the one in which it is described.
    """

    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    open_at: datetime | None = None
    free: bool | None = None
    anonymous: bool | None = None
    no_account: bool | None = None
    off_phone_bill: bool | None = None

    def wanted(self) -> list[list[str]]:
        """What the channel must say of itself: one of each list."""
        spoken = [f"speaks {code}" for code in self.languages]
        if TEXT_LANGUAGE in self.languages:
            spoken.append(f"speaks {UNKNOWN_LANGUAGE}")
        any_of = [list(self.kinds), spoken]
        any_of += [[f"{name} {'yes' if value else 'no'}"] for name, value in self.facts().items()]
        return [said for said in any_of if said]

    def without(self, parameter: str) -> "Wish":
        """All that is asked but this: `language`, or one of the facts."""
        return replace(self, **({"languages": ()} if parameter == "language" else {parameter: None}))

    def facts(self) -> dict[str, bool]:
        """The facts that are asked, by the names of the parameters."""
        asked = {
            "free": self.free,
            "anonymous": self.anonymous,
            "no_account": self.no_account,
            "off_phone_bill": self.off_phone_bill,
        }
        return {name: value for name, value in asked.items() if value is not None}


ANY_WAY = Wish()


def served(service: Service) -> list[Channel]:
    """The channels of a service that the public may see: published, there that day, and still judged fit to be."""
    there = (channel for channel in service.channels.all() if channel.holds_on(service.as_of))
    return [channel for channel in there if channel.publish and _is_fit(channel)]


def keys(channels: Sequence[Channel], languages: Sequence[str]) -> dict[str, list[int] | list[str]]:
    """What the channels of one service are found by: their numbers, what they say, when they are open and for whom.

    `languages`: of the service as a whole, which a channel speaks unless it says itself what it speaks.
    """
    told = dict.fromkeys((tuple(_said(one, languages)), _opening(one), tuple(_for_whom(one))) for one in channels)
    return {
        "channel": list(range(len(told))),
        "says": [f"{number} {said}" for number, (says, _, _) in enumerate(told) for said in says],
        "opening": [f"{number} {opening}" for number, (_, opening, _) in enumerate(told)],
        "way_for": [f"{number} {rule}" for number, (_, _, its_rules) in enumerate(told) for rule in its_rules],
    }


def hours_of(channel: Channel) -> Hours:
    """The hours of a channel as they are published.

    Where no editor names the nations whose bank holidays count, they are those that the service is for, if it is known
    to be for some of the four only.
    """
    hours = Hours.from_json(channel.hours)
    if hours.state != "weekly" or hours.bank_holiday_nations:
        return hours
    return replace(hours, bank_holiday_nations=_nations(channel.service))


def _nations(service: Service) -> tuple[str, ...]:
    if service.is_worldwide or not service.coverage_known:
        return ()
    found = tuple(code for code in NATIONS if regions().match(service.coverage, [code], include_within=True))
    return found if len(found) < len(NATIONS) else ()


def spoken(kind: str, own: Sequence[str], of_service: Sequence[str]) -> list[str]:
    """The languages of a channel: its own, or those of the service, signed ones only where hands are seen."""
    return list(own) or [code for code in of_service if kind not in UNSEEN_KINDS or code not in SIGN_LANGUAGES]


def _said(channel: Channel, languages: Sequence[str]) -> Iterator[str]:
    """Its kind, languages and facts, by the names of the parameters. What is unknown is not said."""
    yield channel.kind
    yield from (f"speaks {code}" for code in spoken(channel.kind, channel.languages, languages) or [UNKNOWN_LANGUAGE])
    facts = {
        "free": channel.free,
        "anonymous": channel.anonymous,
        "no_account": _OPPOSITE.get(channel.account_needed),
        "off_phone_bill": _OPPOSITE.get(channel.on_phone_bill),
    }
    yield from (f"{name} {said}" for name, said in facts.items() if said in _OPPOSITE)


def _opening(channel: Channel) -> str:
    return f"{channel.kind} {orjson.dumps(hours_of(channel).to_json(), option=orjson.OPT_SORT_KEYS).decode()}"


def _for_whom(channel: Channel) -> Iterator[str]:
    for rule in rules.only_for(channel):
        yield orjson.dumps(asdict(rules.bounds(rule)), option=orjson.OPT_SORT_KEYS).decode()


def _is_fit(channel: Channel) -> bool:
    """A number that was put on the deny-list after it was published disappears at the next rendering."""
    try:
        return bool(channel.contact)
    except ContactError:
        return False
