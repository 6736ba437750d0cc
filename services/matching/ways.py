"""The ways of a service, ready to show: what to tap, and whether it can be used now, the best for this reader first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from publishing.calendar_words import at as clock_time
from publishing.calendar_words import day_of_month, weekday
from publishing.languages import say, to_say
from services.contacts import platform
from services.hours import BY_APPOINTMENT, Hours
from services.hours.state import state_at
from services.matching.channels import ANY_TIME_KINDS, SIGN_LANGUAGES, Wish, spoken
from services.matching.rules import Said
from services.premises import in_one_line

SEARCHED = 8  # changes of a line's state that are looked at for its next opening
# What comes first where nothing else decides: what answers now, then what can be filled in at any hour.
RANKS = {"open": 0, "by-appointment": 2, "not-known": 2, "any-time": 3, "shut": 5}
RANK_OF_FORMS, FORMS = 1, ("web-form", "app")
RANK_OF_SLOW, SLOW = 4, ("post", "in-person")  # letters, and doors that nobody knows to be open
APPS = {"whatsapp": "WhatsApp", "signal": "Signal", "messenger": "Messenger", "telegram": "Telegram"}
HEARD, SIGNED = "phone", "bsl-video-relay"
# What to do, for a button, by the kind of way.
LABELS = {
    "phone": to_say("Call {value}"),
    "textphone": to_say("Call {value} by textphone"),
    "webchat": to_say("Chat on its website"),
    "web-form": to_say("Fill in the form"),
    "web": to_say("Open the website"),
    "app": to_say("Use the app"),
    "bsl-video-relay": to_say("Call in British Sign Language: {value}"),
}
AT_A_PLACE = {"post": to_say("Write to {place}"), "in-person": to_say("Go to {place}")}
# Until when a line is open, and from when on it is: by how far away that is.
OPEN_UNTIL = {
    "today": to_say("Open now, until {time}"),
    "midnight": to_say("Open now, until midnight"),
    "tomorrow": to_say("Open now, until tomorrow at {time}"),
    "this-week": to_say("Open now, until {day} at {time}"),
    "later": to_say("Open now, until {day} {date} at {time}"),
}
OPENS = {
    "today": to_say("Shut. Opens at {time}"),
    "midnight": to_say("Shut. Opens at midnight"),
    "tomorrow": to_say("Shut. Opens tomorrow at {time}"),
    "this-week": to_say("Shut. Opens on {day} at {time}"),
    "later": to_say("Shut. Opens on {day} {date} at {time}"),
}
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
            return Openness("any-time", None, say("Any time"))
        if self.hours == BY_APPOINTMENT:
            return Openness("by-appointment", None, say("By appointment"))
        state = state_at(self.hours, at)
        if state.is_open is None:
            return Openness("not-known", state.until, say("Hours not known"))
        zone = ZoneInfo(self.hours.zone)
        if state.is_open:
            words = when(OPEN_UNTIL, state.until, at, zone) if state.until else say("Open now, all day and night")
            return Openness("open", state.until, words)
        opens = next_opening(self.hours, state.until)
        return Openness("shut", state.until, when(OPENS, opens, at, zone) if opens else say("Shut now"))

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
    if kind == "text" and (keyword := channel["keyword"]):
        return say("Text {keyword} to {value}", keyword=keyword, value=value)
    if kind == "text":
        return say("Text {value}", value=value)
    if kind == "email" and channel["uri"]:
        return say("Email {value}", value=value)
    if kind in APPS and value[0] in "+(@0123456789":
        return say("Message {value} on {app}", value=value, app=APPS[kind])
    if kind in APPS:
        return say("Send a message on {app}", app=APPS[kind])
    if kind == "social" and channel["uri"]:
        return say("Find it on {app}", app=platform(channel["uri"]))
    if kind in ("email", "social"):
        return str(value[:1].upper() + value[1:])
    if kind in AT_A_PLACE:
        return say(AT_A_PLACE[kind], place=place(channel))
    return say(LABELS[kind], value=value) if kind in LABELS else str(value)


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


def when(words: Mapping[str, str], moment: datetime, at: datetime, zone: ZoneInfo) -> str:
    """The one of `words` for a moment to come, as one would say it at `at`: “… 22:00”, “… tomorrow at 9:00”."""
    there, here = moment.astimezone(zone), at.astimezone(zone)
    days, is_midnight = (there.date() - here.date()).days, there.hour == there.minute == 0
    if days == 0 or (days == 1 and is_midnight):
        near = "midnight" if days else "today"
    else:
        near = "tomorrow" if days == 1 else "this-week" if days < 7 else "later"
    time = clock_time(there.hour, there.minute, padded=False)
    date = day_of_month(there.month, there.day) if near == "later" else ""
    return say(words[near], time=time, day=weekday(there.weekday()), date=date)
