"""The ways of a service, ready to show: what to tap, and whether it can be used now, the best for this reader first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from services.contacts import platform
from services.hours import BY_APPOINTMENT, Hours
from services.hours.intervals import DAYS, MONTHS
from services.hours.state import state_at
from services.matching.channels import ANY_TIME_KINDS, SIGN_LANGUAGES, Wish, spoken
from services.matching.rules import Said
from services.premises import in_one_line

NOT_KNOWN = "Hours not known"
SEARCHED = 8  # changes of a line's state that are looked at for its next opening
# What comes first where nothing else decides: what answers now, then what can be filled in at any hour.
RANKS = {"open": 0, "by-appointment": 2, "not-known": 2, "any-time": 3, "shut": 5}
RANK_OF_FORMS, FORMS = 1, ("web-form", "app")
RANK_OF_SLOW, SLOW = 4, ("post", "in-person")  # letters, and doors that nobody knows to be open
APPS = {"whatsapp": "WhatsApp", "signal": "Signal", "messenger": "Messenger", "telegram": "Telegram"}
HEARD, SIGNED = "phone", "bsl-video-relay"
_FACTS = {"free": "free", "anonymous": "anonymous", "no_account": "account_needed", "off_phone_bill": "on_phone_bill"}
_MEMBERS = ("free", "on_phone_bill", "anonymous", "account_needed", "languages")


@dataclass(frozen=True)
class Openness:
    """Whether a way can be used. `state`: of the code list open-states; `until`: when that changes, UTC."""

    state: str
    until: datetime | None
    words: str


@dataclass(frozen=True)
class Way:
    """One channel of a service, from its published document.

    `languages`: empty where nobody has told us. `only_for`: rules, one of which must hold; empty: for everybody.
    """

    number: int
    kind: str
    hours: Hours
    languages: frozenset[str]
    facts: Mapping[str, str]
    shown: Mapping[str, Any] = field(repr=False)
    only_for: tuple[Said, ...] = ()

    @classmethod
    def of(cls, number: int, channel: Mapping[str, Any], service: Mapping[str, Any]) -> "Way":
        languages = spoken(channel["kind"], channel["languages"] or (), service["languages"] or ())
        hours = {name: value for name, value in channel["hours"].items() if name not in ("text", "words")}
        if hours["state"] != "weekly":
            hours = {"state": hours["state"]}
        shown = {
            "kind": channel["kind"],
            "label": label(channel),
            "value": channel["value"],
            "uri": channel["uri"],
            "instructions": channel["instructions"],
        }
        facts = {name: channel[member] for name, member in _FACTS.items()}
        last = {**{name: channel[name] for name in _MEMBERS}, "languages": languages or None}
        return cls(
            number, channel["kind"], Hours.from_json(hours), frozenset(languages), facts,
            {"first": shown, "last": last}, tuple(map(Said.of, channel["only_for"])),
        )  # fmt: skip

    @property
    def label(self) -> str:
        return str(self.shown["first"]["label"])

    def openness(self, at: datetime) -> Openness:
        if self.kind in ANY_TIME_KINDS:
            return Openness("any-time", None, "Any time")
        if self.hours == BY_APPOINTMENT:
            return Openness("by-appointment", None, "By appointment")
        state = state_at(self.hours, at)
        if state.is_open is None:
            return Openness("not-known", state.until, NOT_KNOWN)
        zone = ZoneInfo(self.hours.zone)
        if state.is_open:
            until = f", until {when(state.until, at, zone)}" if state.until else ", all day and night"
            return Openness("open", state.until, f"Open now{until}")
        opens = next_opening(self.hours, state.until)
        return Openness(
            "shut", state.until, f"Shut. Opens {when(opens, at, zone, 'at ', 'on ')}" if opens else "Shut now"
        )

    def meets(self, wish: Wish) -> list[str]:
        """The preferences that this way is known to meet, by the names of the parameters."""
        met = ["channel"] if self.kind in wish.kinds else []
        if not self.languages.isdisjoint(wish.languages):
            met.append("language")
        wanted = wish.facts()
        return met + [name for name, value in wanted.items() if self.facts[name] == known(name, value)]

    def suits(self, wish: Wish) -> bool:
        """Whether all that is wished for is known to hold of this way."""
        wished = bool(wish.kinds) + bool(wish.languages) + len(wish.facts())
        is_usable = wish.open_at is None or self.openness(wish.open_at).state in ("open", "any-time")
        return is_usable and len(self.meets(wish)) == wished


def known(fact: str, value: bool) -> str:
    """What a document says where a parameter's fact holds: two of them ask for the opposite of what it says."""
    return "yes" if value is not (fact in ("no_account", "off_phone_bill")) else "no"


def label(channel: Mapping[str, Any]) -> str:
    """What to do, ready for a button."""
    value, kind = channel["value"], channel["kind"]
    if kind == "text":
        return f"Text {channel['keyword']} to {value}" if channel["keyword"] else f"Text {value}"
    if kind == "email":
        return f"Email {value}" if channel["uri"] else value[:1].upper() + value[1:]
    if kind in APPS:
        return f"Message {value} on {APPS[kind]}" if value[0] in "+(@0123456789" else f"Send a message on {APPS[kind]}"
    if kind == "social":
        return f"Find it on {platform(channel['uri'])}" if channel["uri"] else value[:1].upper() + value[1:]
    words = {
        "phone": f"Call {value}",
        "textphone": f"Call {value} by textphone",
        "webchat": "Chat on its website",
        "web-form": "Fill in the form",
        "web": "Open the website",
        "app": "Use the app",
        "post": f"Write to {place(channel)}",
        "in-person": f"Go to {place(channel)}",
        "bsl-video-relay": f"Call in British Sign Language: {value}",
    }
    return words.get(kind, str(value))


def place(channel: Mapping[str, Any]) -> str:
    """What a place is called, and where it is; its name once, where the address begins with it."""
    address = in_one_line(channel["address"], channel["postcode"])
    return ", ".join(filter(None, [channel["value"], address.removeprefix(f"{channel['value']}, ")]))


def ordered(ways: tuple[Way, ...], wish: Wish, at: datetime) -> list[tuple[Way, Openness]]:
    """The best for this reader first: known to meet what they prefer, open, free, then the editors' order.

    To those who sign, what has to be heard comes last, and to all others what has to be signed, unless they ask for it.
    """
    found = [(way, way.openness(at)) for way in ways]
    unfit = {SIGNED if SIGN_LANGUAGES.isdisjoint(wish.languages) else HEARD}.difference(wish.kinds)

    def place(one: tuple[Way, Openness]) -> tuple[bool, int, int, bool, int]:
        way, openness = one
        rank = RANK_OF_FORMS if way.kind in FORMS else RANKS[openness.state]
        if way.kind in SLOW and openness.state in ("any-time", "not-known"):
            rank = RANK_OF_SLOW
        return way.kind in unfit, -len(way.meets(wish)), rank, way.facts["free"] != "yes", way.number

    return sorted(found, key=place)


def written(ways: list[tuple[Way, Openness]]) -> bytes:
    """The ways as they stand on a card. That hours are not known is said once."""
    told, out = False, []
    for way, openness in ways:
        words: str | None = openness.words
        if openness.state == "not-known":
            told, words = True, None if told else words
        is_open = {"state": openness.state, "until": openness.until, "words": words}
        out.append({**way.shown["first"], "open": is_open, **way.shown["last"]})
    return orjson.dumps(out)


def in_words(way: Way, openness: Openness) -> str:
    """A way in words alone: with an address to type, when a line is open, and what to do on getting through."""
    shown = way.shown["first"]
    address = f": {shown['uri']}" if (shown["uri"] or "").startswith("https:") else ""
    hours = "" if openness.state == "any-time" else f" ({openness.words})"
    then = f" – {shown['instructions']}" if shown["instructions"] else ""
    return f"{shown['label']}{address}{hours}{then}"


def next_opening(hours: Hours, moment: datetime | None) -> datetime | None:
    """The first moment from `moment` on at which a line opens for certain; None: none is near."""
    for _ in range(SEARCHED):
        if moment is None:
            return None
        state = state_at(hours, moment)
        if state.is_open:
            return moment
        moment = state.until
    return None


def when(moment: datetime, at: datetime, zone: ZoneInfo, of_time: str = "", of_day: str = "") -> str:
    """A moment to come, as one would say it at `at`: “22:00”, “tomorrow at 9:00”, “Monday at 9:00”.

    `of_time`, `of_day`: what comes before a bare time, and before a day of the week.
    """
    there, here = moment.astimezone(zone), at.astimezone(zone)
    time = f"{there.hour}:{there.minute:02}"
    days = (there.date() - here.date()).days
    if days == 0 or (days == 1 and time == "0:00"):
        return f"{of_time}{'midnight' if days else time}"
    if days == 1:
        return f"tomorrow at {time}"
    day = f"{of_day}{DAYS[there.weekday()].capitalize()}"
    return f"{day} at {time}" if days < 7 else f"{day} {there.day} {MONTHS[there.month - 1]} at {time}"
