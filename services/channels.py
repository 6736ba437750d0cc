"""What a channel is found by. All that a question asks of a channel must hold of one and the same one.

The channels of a service are told apart by a number, and what each says of itself stands with its number in front,
"0 phone", "0 speaks en", "0 free yes"; so a question is asked of the first channels of all services at once, then of
the second ones, and so on.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, Self

import orjson

from services.contacts import ContactError
from services.hours import Hours

# Somebody answers on these at once; a form, a page or a letter is never "open".
LIVE_KINDS = frozenset({"phone", "text", "textphone", "webchat", "bsl-video-relay"})
_OPPOSITE = {"yes": "no", "no": "yes"}


class Opening(NamedTuple):
    """When one of the channels of a service is open. `is_live`: somebody answers on it at once."""

    number: int
    is_live: bool
    hours: Hours

    @classmethod
    def from_key(cls, key: str) -> Self:
        number, kind, hours = key.split(" ", 2)
        return cls(int(number), kind in LIVE_KINDS, Hours.from_json(orjson.loads(hours)))


def served(service) -> list:
    """The channels of a service that the public may see: published, and still judged fit to be."""
    return [channel for channel in service.channels.all() if channel.publish and _is_fit(channel)]


def keys(channels: Sequence) -> dict[str, list]:
    """What the channels of one service are found by: their numbers, what they say, and when they are open."""
    told = dict.fromkeys((*_said(channel), _opening(channel)) for channel in channels)
    return {
        "channel": list(range(len(told))),
        "says": [f"{number} {said}" for number, (*says, _) in enumerate(told) for said in says],
        "opening": [f"{number} {opening}" for number, (*_, opening) in enumerate(told)],
    }


def asked(channel: Collection[str] = (), language: Collection[str] = (), **facts: bool) -> list[list[str]]:
    """What a channel must say of itself: one of each list. `facts`: the parameters that are true or false."""
    wanted = [list(channel), [f"speaks {code}" for code in language]]
    wanted += [[f"{name} {'yes' if value else 'no'}"] for name, value in facts.items()]
    return [any_of for any_of in wanted if any_of]


def _said(channel) -> Iterator[str]:
    """Its kind, languages and facts, by the names of the parameters. What is unknown is not said."""
    yield channel.kind
    yield from (f"speaks {code}" for code in channel.languages)
    facts = {
        "free": channel.free,
        "anonymous": channel.anonymous,
        "no_account": _OPPOSITE.get(channel.account_needed),
        "off_phone_bill": _OPPOSITE.get(channel.on_phone_bill),
    }
    yield from (f"{name} {said}" for name, said in facts.items() if said in _OPPOSITE)


def _opening(channel) -> str:
    return f"{channel.kind} {orjson.dumps(channel.hours, option=orjson.OPT_SORT_KEYS).decode()}"


def _is_fit(channel) -> bool:
    """A number that was put on the deny-list after it was published disappears at the next rendering."""
    try:
        return bool(channel.contact)
    except ContactError:
        return False
