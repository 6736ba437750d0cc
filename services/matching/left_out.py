"""What an answer does not have, how many and why: nothing is left out in silence."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from publishing.languages import say_count, to_say_count
from services.matching.channels import Wish
from services.matching.shelf import Services

# By the code of the reason: what is said of one service, and of several.
WORDS = {
    "not-for-age": to_say_count(
        "{count} service is left out. It is not for this age.",
        "{count} services are left out. They are not for this age.",
    ),
    "not-in-place": to_say_count(
        "{count} service is left out. It is not for this place.",
        "{count} services are left out. They are not for this place.",
    ),
    "not-of-type": to_say_count(
        "{count} service is left out. It gives another kind of help.",
        "{count} services are left out. They give another kind of help.",
    ),
    "not-for-audience": to_say_count(
        "{count} service is left out. It is for other people.",
        "{count} services are left out. They are for other people.",
    ),
    "no-such-way": to_say_count(
        "{count} service is left out. It can't be reached in this way.",
        "{count} services are left out. They can't be reached in this way.",
    ),
    "other-language": to_say_count(
        "{count} service is left out. It speaks another language.",
        "{count} services are left out. They speak other languages.",
    ),
    "known-otherwise": to_say_count(
        "{count} service is left out. It is known not to meet this.",
        "{count} services are left out. They are known not to meet this.",
    ),
    "fact-not-known": to_say_count(
        "{count} service is left out. Nobody has told us whether it does.",
        "{count} services are left out. Nobody has told us whether they do.",
    ),
    "shut": to_say_count(
        "{count} service is left out. It is shut at this time.",
        "{count} services are left out. They are shut at this time.",
    ),
    "hours-not-known": to_say_count(
        "{count} service is left out. Its hours are not known.",
        "{count} services are left out. Their hours are not known.",
    ),
    "not-on-offer": to_say_count(
        "{count} service is left out. It has ended, has not begun, or is closed for now.",
        "{count} services are left out. They have ended, have not begun, or are closed for now.",
    ),
    "other-words": to_say_count(
        "{count} service is left out. It doesn't have these words.",
        "{count} services are left out. They don't have these words.",
    ),
    "relay": to_say_count(
        "{count} service is left out. It is for people who use British Sign Language.",
        "{count} services are left out. They are for people who use British Sign Language.",
    ),
}
NOT_TRANSLATED = "not-translated"
IN_ENGLISH = to_say_count("{count} service is described in English.", "{count} services are described in English.")
CODES = {
    "age": "not-for-age",
    "age_in_image": "not-for-age",
    "region": "not-in-place",
    "outcode": "not-in-place",
    "type": "not-of-type",
    "audience": "not-for-audience",
    "channel": "no-such-way",
    "q": "other-words",
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`parameter`: without which this question would have had `count` more; None: of none. `code`: the reason."""

    parameter: str | None
    code: str
    count: int
    text: str


def services(parameter: str | None, code: str, count: int) -> LeftOut:
    return LeftOut(parameter, code, count, say_count(*WORDS[code], count))


def not_said(count: int) -> list[LeftOut]:
    """Of services that are given in English, though another language was asked for."""
    if not count:
        return []
    return [LeftOut("lang", NOT_TRANSLATED, count, say_count(*IN_ENGLISH, count))]


def not_on_offer(count: int) -> LeftOut:
    return services(None, "not-on-offer", count)


def because_of(
    parameter: str, wish: Wish, gone: Services, barred: Callable[[], Mapping[int, int]]
) -> Iterator[LeftOut]:
    """`gone`: what the same question without this parameter would have had as well; by reasons, none of them empty.

    `barred`: the ways that are not for whoever asks that.
    """
    if parameter in CODES:
        yield services(parameter, CODES[parameter], len(gone))
        return
    for code, bits in _by_reason(parameter, wish, barred(), gone):
        if count := (gone.bits & bits).bit_count():
            yield services(parameter, code, count)


def _by_reason(parameter: str, wish: Wish, barred: Mapping[int, int], gone: Services) -> list[tuple[str, int]]:
    everything = gone.shelf.everything
    if parameter == "open_at":
        unknown = gone.perhaps_reached_by(wish, wish.open_at, barred) if wish.open_at else 0
        return [("shut", everything & ~unknown), ("hours-not-known", unknown)]
    otherwise = "other-language" if parameter == "language" else "known-otherwise"
    unknown = gone.not_told(parameter, wish, barred) if parameter in ("language", *wish.facts()) else 0
    return [(otherwise, everything & ~unknown), ("fact-not-known", unknown)]
