"""What a channel is found by, as one value: every fact that a question asks of a channel must hold of the same one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from services.contacts import ContactError
from services.hours import Hours
from services.hours_state import State, state_at

# Somebody answers on these at once; a form, a page or a letter is never "open".
LIVE_KINDS = frozenset({"phone", "text", "textphone", "webchat", "bsl-video-relay"})


@dataclass(frozen=True, slots=True)
class Profile:
    """One channel's kind, languages, facts (`yes`, `no`, `unknown`) and hours. Many channels share a profile."""

    kind: str
    languages: tuple[str, ...]
    free: str
    on_phone_bill: str
    anonymous: str
    account_needed: str
    hours: Hours

    @classmethod
    def of(cls, channel) -> Self:
        return cls.from_key(key_of(channel))

    @classmethod
    def from_key(cls, key: Sequence) -> Self:
        kind, languages, free, on_phone_bill, anonymous, account_needed, hours = key
        return cls(
            kind, tuple(languages), free, on_phone_bill, anonymous, account_needed, Hours.from_json(hours)
        )  # fmt: skip

    def state(self, at: datetime) -> State:
        return state_at(self.hours, at)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks of a channel. `None` or empty: not asked. An unknown fact satisfies neither yes nor no."""

    kinds: Collection[str] = ()
    languages: Collection[str] = ()
    free: bool | None = None
    anonymous: bool | None = None
    no_account: bool | None = None
    off_phone_bill: bool | None = None
    open_at: datetime | None = None

    def fits(self, profile: Profile) -> bool:
        return (
            (not self.kinds or profile.kind in self.kinds)
            and (not self.languages or any(language in profile.languages for language in self.languages))
            and _says(self.free, profile.free)
            and _says(self.anonymous, profile.anonymous)
            and _says(self.no_account, _opposite(profile.account_needed))
            and _says(self.off_phone_bill, _opposite(profile.on_phone_bill))
            and (self.open_at is None or profile.state(self.open_at).is_open is True)
        )


def served(service) -> list:
    """The channels of a service that the public may see: published, and still judged fit to be."""
    return [channel for channel in service.channels.all() if channel.publish and _is_fit(channel)]


def key_of(channel) -> list:
    """The profile as it is stored in a publication's keys."""
    facts = (channel.free, channel.on_phone_bill, channel.anonymous, channel.account_needed)
    return [channel.kind, list(channel.languages), *facts, channel.hours]


def _is_fit(channel) -> bool:
    """A number that was put on the deny-list after it was published disappears at the next rendering."""
    try:
        return bool(channel.contact)
    except ContactError:
        return False


def _says(asked: bool | None, fact: str) -> bool:
    return asked is None or fact == ("yes" if asked else "no")


def _opposite(fact: str) -> str:
    return {"yes": "no", "no": "yes"}.get(fact, fact)
