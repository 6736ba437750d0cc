"""The ways of a service, ready to show: what to tap, and whether it can be used, the best for this reader first."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from helpapi_matcher.languages import Language
from helpapi_matcher.opening import Opening, State
from helpapi_matcher.rules import Rule

MESSAGING = {"whatsapp": "WhatsApp", "signal": "Signal", "messenger": "Messenger", "telegram": "Telegram"}
# Somebody answers on these at once, while they are open.
LIVE = frozenset({"phone", "text", "textphone", "webchat", *MESSAGING, "bsl-video-relay"})
# These can be used at any hour, whoever is there.
ANY_TIME = frozenset({"web", "web-form", "app", "social", "email", "post"})
# No hands are seen on these, so what a service signs it signs elsewhere.
UNSEEN = frozenset({"phone", "text", "textphone", "webchat", *MESSAGING, "email", "post"})
SIGN_LANGUAGE = "bfi"
TEXT_LANGUAGE = "en"  # which a service may speak where nobody has told us
HEARD, SIGNED = "phone", "bsl-video-relay"
# What comes first where nothing else decides: what answers now, then what can be filled in at any hour.
RANKS = {"open": 0, "by-appointment": 2, "not-known": 2, "any-time": 3, "shut": 5}
RANK_OF_FORMS, FORMS = 1, ("web-form", "app")
RANK_OF_SLOW, SLOW = 4, ("post", "in-person")  # letters, and doors that nobody knows to be open
# The parameters, with the members that tell them; two of these tell the opposite.
FACTS = {"free": "free", "anonymous": "anonymous", "no_account": "account_needed", "off_phone_bill": "on_phone_bill"}
OPPOSITE = ("no_account", "off_phone_bill")
# What to do, for a button, by the kind of way.
LABELS = {
    "phone": "Call {value}",
    "textphone": "Call {value} by textphone",
    "webchat": "Chat on its website",
    "web-form": "Fill in the form",
    "web": "Open the website",
    "app": "Use the app",
    "bsl-video-relay": "Call in British Sign Language: {value}",
}
AT_A_PLACE = {"post": "Write to {place}", "in-person": "Go to {place}"}
WORDS = {"any-time": "Any time", "by-appointment": "By appointment", "not-known": "Hours not known"}
ALWAYS = "Open now, all day and night"
# Until when a line is open, and from when on it is: by how far away that is.
OPEN_UNTIL = {
    "today": "Open now, until {time}",
    "midnight": "Open now, until midnight",
    "tomorrow": "Open now, until tomorrow at {time}",
    "this-week": "Open now, until {day} at {time}",
    "later": "Open now, until {day} {date} at {time}",
}
OPENS = {
    "today": "Shut. Opens at {time}",
    "midnight": "Shut. Opens at midnight",
    "tomorrow": "Shut. Opens tomorrow at {time}",
    "this-week": "Shut. Opens on {day} at {time}",
    "later": "Shut. Opens on {day} {date} at {time}",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of one way. Empty asks nothing. `facts`: what must be so, by the names of the parameters."""

    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    facts: tuple[tuple[str, bool], ...] = ()
    open_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return self == Wish()

    def without(self, parameter: str) -> "Wish":
        """All that is asked but this: `language`, or one of the facts."""
        languages = () if parameter == "language" else self.languages
        return Wish(self.kinds, languages, tuple(one for one in self.facts if one[0] != parameter), self.open_at)


class Openness(NamedTuple):
    """Whether a way can be used. `state`: of the code list open-states; `until`: when that changes.

    `opens`: when it will next open for certain, where it is shut.
    """

    state: str
    until: datetime | None = None
    opens: datetime | None = None


class Way:
    """One channel of a service. `only_for`: rules, one of which must hold; empty: for everybody."""

    def __init__(
        self,
        number: int,
        channel: Mapping[str, Any],
        of_service: Sequence[str],
        opening: Opening,
        only_for: tuple[Rule, ...],
        platforms: Mapping[str, str],
    ) -> None:
        """`of_service`: the languages of the service. `platforms`: the names of social platforms by their hosts."""
        self.number, self.kind, self.only_for = number, str(channel["kind"]), only_for
        own = channel["languages"] or []
        self.languages: list[str] = own or [c for c in of_service if self.kind not in UNSEEN or c != SIGN_LANGUAGE]
        self._channel, self._opening, self._platforms = channel, opening, platforms

    def label(self, language: Language) -> str:
        """What to do, ready for a button."""
        return _label(self._channel, self._platforms, language)

    def state(self, at: datetime) -> State:
        return self._opening.state(at)

    @property
    def zone(self) -> ZoneInfo:
        return self._opening.zone

    def is_usable(self, at: datetime) -> bool:
        """Whether it can be used for certain: it is open, or needs nobody to be there."""
        return self.kind in ANY_TIME or self.state(at).is_open is True

    def is_live(self, at: datetime) -> bool:
        """Whether somebody answers for certain."""
        return self.kind in LIVE and self.state(at).is_open is True

    def may_be_open(self, at: datetime) -> bool:
        """Whether nobody has told us if it can be used."""
        return self.kind not in ANY_TIME and self.state(at).is_open is None

    def tells(self, parameter: str) -> bool | None:
        """What is known of a fact, by the name of its parameter."""
        said = self._channel[FACTS[parameter]]
        if said not in ("yes", "no"):
            return None
        return (said == "yes") is not (parameter in OPPOSITE)

    def has(self, wish: Wish) -> bool:
        """Whether all that is wished for holds, but for the hours. A language that is not known may be ours."""
        spoken = self.languages or ([TEXT_LANGUAGE] if TEXT_LANGUAGE in wish.languages else [])
        return (
            (not wish.kinds or self.kind in wish.kinds)
            and (not wish.languages or not set(spoken).isdisjoint(wish.languages))
            and all(self.tells(name) is value for name, value in wish.facts)
        )

    def has_not_told(self, parameter: str) -> bool:
        """`parameter`: `language`, or a fact."""
        return not self.languages if parameter == "language" else self.tells(parameter) is None

    def meets(self, wish: Wish) -> list[str]:
        """What of it this way is known to meet, by the names of the parameters."""
        met = ["channel"] if self.kind in wish.kinds else []
        if not set(self.languages).isdisjoint(wish.languages):
            met.append("language")
        return met + [name for name, value in wish.facts if self.tells(name) is value]

    def suits(self, wish: Wish) -> bool:
        """Whether all that is wished for is known to hold."""
        wished = bool(wish.kinds) + bool(wish.languages) + len(wish.facts)
        is_usable = wish.open_at is None or self.is_usable(wish.open_at)
        return is_usable and len(self.meets(wish)) == wished

    def openness(self, at: datetime) -> Openness:
        if self.kind in ANY_TIME:
            return Openness("any-time")
        if self._opening.hours.state == "by-appointment":
            return Openness("by-appointment")
        state = self.state(at)
        if state.is_open is None:
            return Openness("not-known", state.until)
        if state.is_open:
            return Openness("open", state.until)
        return Openness("shut", state.until, self._opening.next(state.until))

    def words(self, openness: Openness, at: datetime, language: Language) -> str:
        """What is said of it at a moment."""
        state, until, opens = openness
        if state == "open":
            return _when(OPEN_UNTIL, until, at, self.zone, language) if until else language.say(ALWAYS)
        if state == "shut":
            return _when(OPENS, opens, at, self.zone, language) if opens else language.say("Shut now")
        return language.say(WORDS[state])

    def shown(self, openness: Openness, words: str | None, language: Language) -> dict[str, Any]:
        """As it stands on a card. `words`: of the openness, or None where a way before has said the same."""
        until = openness.until.isoformat() if openness.until else None
        return {
            "kind": self.kind,
            "label": self.label(language),
            **{name: self._channel[name] for name in ("value", "uri", "instructions")},
            "open": {"state": openness.state, "until": until, "words": words},
            **{name: self._channel[name] for name in ("free", "on_phone_bill", "anonymous", "account_needed")},
            "languages": self.languages or None,
        }


def ordered(ways: Sequence[Way], wish: Wish, at: datetime) -> list[tuple[Way, Openness]]:
    """The best for this reader first: known to meet what they prefer, open, free, then the editors' order.

    To those who sign, what has to be heard comes last, and to all others what has to be signed, unless they ask for it.
    """
    unfit = {HEARD if SIGN_LANGUAGE in wish.languages else SIGNED}.difference(wish.kinds)

    def place(one: tuple[Way, Openness]) -> tuple[bool, int, int, bool, int]:
        way, openness = one
        rank = RANK_OF_FORMS if way.kind in FORMS else RANKS[openness.state]
        if way.kind in SLOW and openness.state in ("any-time", "not-known"):
            rank = RANK_OF_SLOW
        return way.kind in unfit, -len(way.meets(wish)), rank, way.tells("free") is not True, way.number

    return sorted(((way, way.openness(at)) for way in ways), key=place)


def shown(ways: Sequence[tuple[Way, Openness]], at: datetime, language: Language) -> list[dict[str, Any]]:
    """The ways as they stand on a card. That hours are not known is said once."""
    found, is_told = [], False
    for way, openness in ways:
        is_unknown = openness.state == "not-known"
        words = None if is_unknown and is_told else way.words(openness, at, language)
        found.append(way.shown(openness, words, language))
        is_told = is_told or is_unknown
    return found


def _label(channel: Mapping[str, Any], platforms: Mapping[str, str], language: Language) -> str:
    value, kind, uri, say = str(channel["value"]), channel["kind"], channel["uri"], language.say
    if kind == "text" and (keyword := channel["keyword"]):
        return say("Text {keyword} to {value}", keyword=keyword, value=value)
    if kind == "text":
        return say("Text {value}", value=value)
    if kind == "email" and uri:
        return say("Email {value}", value=value)
    if kind in MESSAGING and value[0] in "+(@0123456789":
        return say("Message {value} on {app}", value=value, app=MESSAGING[kind])
    if kind in MESSAGING:
        return say("Send a message on {app}", app=MESSAGING[kind])
    if kind == "social" and uri:
        return say("Find it on {app}", app=_platform(uri, platforms))
    if kind in ("email", "social"):
        return value[:1].upper() + value[1:]
    if kind in AT_A_PLACE:
        return say(AT_A_PLACE[kind], place=_address(channel))
    return say(LABELS[kind], value=value) if kind in LABELS else value


def _address(channel: Mapping[str, Any]) -> str:
    """What a place is called, and where it is; its name once, where the address begins with it."""
    lines = [line.strip(" ,") for line in (channel["address"] or "").splitlines()]
    address = ", ".join(filter(None, [*lines, channel["postcode"]]))
    return ", ".join(filter(None, [channel["value"], address.removeprefix(f"{channel['value']}, ")]))


def _platform(address: str, platforms: Mapping[str, str]) -> str:
    rest = address.partition("://")[2] or address.removeprefix("//")
    host = re.split(r"[/?#:]", rest, maxsplit=1)[0].lower()
    return next((name for known, name in platforms.items() if host == known or host.endswith(f".{known}")), host)


def _when(words: Mapping[str, str], moment: datetime, at: datetime, zone: ZoneInfo, language: Language) -> str:
    """The one of `words` for a moment to come, as one would say it at `at`: “… 22:00”, “… tomorrow at 9:00”."""
    there, here = moment.astimezone(zone), at.astimezone(zone)
    days, is_midnight = (there.date() - here.date()).days, there.hour == there.minute == 0
    if days == 0 or (days == 1 and is_midnight):
        near = "midnight" if days else "today"
    else:
        near = "tomorrow" if days == 1 else "this-week" if days < 7 else "later"
    time = language.time(there.hour, there.minute)
    date = language.day_of_month(there.month, there.day)
    return language.say(words[near], time=time, day=language.weekday(there.weekday()), date=date)
