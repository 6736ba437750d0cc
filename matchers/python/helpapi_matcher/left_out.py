"""What an answer does not have, how many and why: nothing is left out in silence."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from helpapi_matcher.bundle import Bundle
from helpapi_matcher.languages import Language
from helpapi_matcher.questions import Question
from helpapi_matcher.service import Service
from helpapi_matcher.ways import FACTS, Wish

# By the code of the reason: what is said of one service, and of several.
WORDS = {
    "not-for-age": (
        "{count} service is left out. It is not for this age.",
        "{count} services are left out. They are not for this age.",
    ),
    "not-in-place": (
        "{count} service is left out. It is not for this place.",
        "{count} services are left out. They are not for this place.",
    ),
    "not-of-type": (
        "{count} service is left out. It gives another kind of help.",
        "{count} services are left out. They give another kind of help.",
    ),
    "not-for-audience": (
        "{count} service is left out. It is for other people.",
        "{count} services are left out. They are for other people.",
    ),
    "no-such-way": (
        "{count} service is left out. It can't be reached in this way.",
        "{count} services are left out. They can't be reached in this way.",
    ),
    "other-language": (
        "{count} service is left out. It speaks another language.",
        "{count} services are left out. They speak other languages.",
    ),
    "known-otherwise": (
        "{count} service is left out. It is known not to meet this.",
        "{count} services are left out. They are known not to meet this.",
    ),
    "fact-not-known": (
        "{count} service is left out. Nobody has told us whether it does.",
        "{count} services are left out. Nobody has told us whether they do.",
    ),
    "shut": (
        "{count} service is left out. It is shut at this time.",
        "{count} services are left out. They are shut at this time.",
    ),
    "hours-not-known": (
        "{count} service is left out. Its hours are not known.",
        "{count} services are left out. Their hours are not known.",
    ),
    "not-on-offer": (
        "{count} service is left out. It has ended, has not begun, or is closed for now.",
        "{count} services are left out. They have ended, have not begun, or are closed for now.",
    ),
    "other-words": (
        "{count} service is left out. It doesn't have these words.",
        "{count} services are left out. They don't have these words.",
    ),
    "relay": (
        "{count} service is left out. It is for people who use British Sign Language.",
        "{count} services are left out. They are for people who use British Sign Language.",
    ),
}
NOT_TRANSLATED = "not-translated"
IN_ENGLISH = ("{count} service is described in English.", "{count} services are described in English.")
WITHHELD = (
    "{count} part of a step is left out. The step says why.",
    "{count} parts of steps are left out. The step says why.",
)
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

    def shown(self) -> dict[str, Any]:
        return {"parameter": self.parameter, "code": self.code, "count": self.count, "text": self.text}


def services(language: Language, parameter: str | None, code: str, count: int) -> LeftOut:
    return LeftOut(parameter, code, count, language.say_count(*WORDS[code], count))


def details(language: Language, count: int) -> list[LeftOut]:
    """Of parts of steps that are withheld."""
    return [LeftOut("audience", "detail-withheld", count, language.say_count(*WITHHELD, count))] if count else []


def not_said(bundle: Bundle, lang: str, shown: Iterable[Service]) -> list[LeftOut]:
    """Of services that are given in English, though another language was asked for."""
    count = sum(not bundle.is_said(one, lang) for one in shown)
    text = bundle.words(lang).language.say_count(*IN_ENGLISH, count)
    return [LeftOut("lang", NOT_TRANSLATED, count, text)] if count else []


def because_of_question(
    bundle: Bundle,
    question: Question,
    wish: Wish,
    services_there: Sequence[Service],
    takes: Callable[[Any, Service], bool],
) -> Iterator[LeftOut]:
    """What is not on offer, and what each parameter by itself leaves out.

    `wish`: what every service must be reached by. `takes`: whether a question of this kind is answered with a service.
    """
    language = bundle.words(question.lang).language
    away = sum(not one.is_on_offer and takes(question, one) for one in services_there)
    if away:
        yield services(language, None, "not-on-offer", away)
    offered = [one for one in services_there if one.is_on_offer]
    missing = [one for one in offered if not takes(question, one)]
    for name in filter(question.narrowing.__contains__, question.sent):
        others = question.without(name, bundle)
        gone = [one for one in missing if takes(others, one)]
        counts: dict[str, int] = {}
        for one in gone:
            code = _reason(name, wish, others, one)
            counts[code] = counts.get(code, 0) + 1
        yield from (services(language, name, code, counts[code]) for code in _in_order(counts))


def _reason(name: str, wish: Wish, others: Question, service: Service) -> str:
    """`others`: the question without this parameter."""
    if name in CODES:
        return CODES[name]
    if name == "open_at":
        at = wish.open_at
        may_be = at is not None and service.may_be_open(wish, at, others.reader, others.place)
        return "hours-not-known" if may_be else "shut"
    is_asked = name == "language" or name in FACTS
    if is_asked and service.has_not_told(name, wish, others.reader, others.place):
        return "fact-not-known"
    return "other-language" if name == "language" else "known-otherwise"


def _in_order(codes: Iterable[str]) -> list[str]:
    """What is known before what is not known."""
    return sorted(codes, key=lambda code: code in ("fact-not-known", "hours-not-known"))
