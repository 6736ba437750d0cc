"""What is asked, read from the members of a JSON object exactly as the server reads them from a body."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Self, TypeVar

from helpapi_matcher import teaching
from helpapi_matcher.ages import Reader
from helpapi_matcher.bundle import Bundle, minute
from helpapi_matcher.errors import Fault, Refused
from helpapi_matcher.languages import ENGLISH
from helpapi_matcher.outcodes import Outcode
from helpapi_matcher.parameters import (
    MOST,
    Asking,
    Parameter,
    Parameters,
    Wrong,
    code,
    codes,
    flag,
    language,
    moment,
    number,
    one_of,
    outcode,
    region,
    text,
)
from helpapi_matcher.places import OUTSIDE_UK, Place
from helpapi_matcher.ways import FACTS, Wish

VICTIM = ("victim",)
SIGNS = "bfi"
OLDEST = 120

MATCHING: Parameters = {
    "age": number(0, OLDEST),
    "age_in_image": number(0, OLDEST),
    "region": region(),
    "outcode": outcode(),
    "include": one_of("within"),
    "type": codes("service-types"),
    "lang": language(),
    "channel": codes("channel-kinds"),
    "language": codes("languages"),
    "open_at": moment(),
    **dict.fromkeys(FACTS, flag()),
}
HELP: Parameters = {
    **MATCHING,
    "topic": text(80),
    "audience": code("audiences"),
    "situation": codes("situations"),
}
SERVICES: Parameters = {
    **MATCHING,
    "audience": codes("audiences"),
    "q": text(100),
    "ordering": one_of("urgency", "alphabetical", "open"),
    "page": number(1, 100_000),
    "page_size": number(1, 100),
    "edition": number(0, 999_999_999),
    "as_of": moment(),
}


@dataclass(frozen=True, kw_only=True)
class Question:
    """What both addresses take. `sent`: the members that ask something, in their order.

    `place`: where the reader is or may be; None where nothing is said of it. `narrowing`: the parameters for which
    something may be left out.
    """

    narrowing: ClassVar[frozenset[str]] = frozenset({"age", "age_in_image", "region", "outcode", "type"})

    sent: Mapping[str, Any]
    place: Place | None = None
    age: int | None = None
    age_in_image: int | None = None
    region: str | None = None
    outcode: Outcode | None = None
    include: str | None = None
    type: tuple[str, ...] = ()
    lang: str = ENGLISH
    channel: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    open_at: datetime | None = None
    free: bool | None = None
    anonymous: bool | None = None
    no_account: bool | None = None
    off_phone_bill: bool | None = None

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.age, self.age_in_image)

    @cached_property
    def facts(self) -> tuple[tuple[str, bool], ...]:
        """What must be so of a way, by the names of the parameters."""
        return tuple((name, value) for name in FACTS if (value := getattr(self, name)) is not None)

    def without(self, name: str, bundle: Bundle) -> Self:
        """The same question, in which one parameter is not asked."""
        unasked: dict[str, Any] = {one.name: one.default for one in fields(self) if one.name == name}
        return replace(self, **unasked).placed(bundle)

    def placed(self, bundle: Bundle) -> Self:
        """With the place that its parameters mean."""
        within = self.include == "within"
        if self.outcode:
            return replace(self, place=Place(self.outcode.choices, within))
        if self.region:
            here = bundle.regions.get(self.region)
            is_here = here is not None and self.region != OUTSIDE_UK
            return replace(self, place=Place((here,) if here and is_here else (), within))
        return replace(self, place=None)

    def contradictions(self) -> Iterator[Fault]:
        """What the answers, each right by itself, cannot mean together."""
        if (self.age_in_image or 0) > (OLDEST if self.age is None else self.age):
            yield Fault("age_in_image", "contradiction")
        if self.region is not None and self.outcode is not None:
            yield Fault("outcode", "contradiction")
        if self.include is not None and self.region is None and self.outcode is None:
            yield Fault("include", "only-with")


@dataclass(frozen=True, kw_only=True)
class HelpQuestion(Question):
    """What `/help` takes. Preferences order and mark; nothing goes away for them."""

    topic: str | None = None
    audience: str | None = None
    situation: tuple[str, ...] = ()

    @property
    def who_asks(self) -> str:
        return self.audience or VICTIM[0]

    @property
    def is_helper(self) -> bool:
        return self.who_asks not in VICTIM

    @cached_property
    def preferences(self) -> Wish:
        return Wish(self.channel, self.language, self.facts)

    @cached_property
    def helper(self) -> Reader:
        """The same person, as one looks for what a helper would use."""
        return replace(self.reader, is_user=False)


@dataclass(frozen=True, kw_only=True)
class ServicesQuestion(Question):
    """What `/services` takes."""

    narrowing: ClassVar[frozenset[str]] = Question.narrowing | {
        *("audience", "channel", "language", "open_at", "q"),
        *FACTS,
    }

    audience: tuple[str, ...] = ()
    q: str | None = None
    ordering: str = "urgency"
    page: int = 1
    page_size: int = 50
    edition: int | None = None
    as_of: datetime | None = None

    @cached_property
    def wish(self) -> Wish:
        return Wish(self.channel, self.language, self.facts, self.open_at)

    @property
    def speaks_of_now(self) -> bool:
        """Whether what is open now decides which services there are, or their order."""
        unasked = "now" if self.ordering == "open" else None
        return bool(self.sent.get("open_at", unasked) == "now")

    def contradictions(self) -> Iterator[Fault]:
        yield from super().contradictions()
        if self.edition is not None and "page" not in self.sent:
            yield Fault("edition", "only-with")
        if self.as_of is not None and not ("page" in self.sent and self.speaks_of_now):
            yield Fault("as_of", "only-with")


Q = TypeVar("Q", bound=Question)


def read_help(bundle: Bundle, members: Mapping[str, Any], now: datetime) -> HelpQuestion:
    """What is asked of `/help`; or Refused."""
    sent, values = _read(HELP, members, Asking(bundle, minute(now)))
    return _consistent(HelpQuestion(sent=sent, **values), bundle)


def read_services(bundle: Bundle, members: Mapping[str, Any], now: datetime) -> ServicesQuestion:
    """What is asked of `/services`; or Refused."""
    sent, values = _read(SERVICES, members, Asking(bundle, minute(now)))
    return _consistent(ServicesQuestion(sent=sent, **values), bundle)


def _consistent(question: Q, bundle: Bundle) -> Q:
    if faults := list(question.contradictions()):
        raise Refused(faults)
    return question.placed(bundle)


def _read(parameters: Parameters, members: Mapping[str, Any], asking: Asking) -> tuple[dict[str, Any], dict[str, Any]]:
    """The members that ask something, and what they stand for. A null asks nothing, nor does an empty array."""
    if not isinstance(members, Mapping):
        raise Refused([Fault(None, "not-an-object")])
    asked = {name: value for name, value in members.items() if name not in parameters or not _is_nothing(value)}
    if len(asked) > MOST:
        raise Refused([Fault(None, "too-many")])
    known = ((name, parameters[name], value) for name, value in members.items() if name in parameters)
    faults = [fault for one in known if (fault := _wrong_shape(*one))]
    sent, values = {}, {}
    for name, value in asked.items():
        parameter = parameters.get(name)
        if parameter is None:
            faults.append(teaching.of_name(name, parameters))
        elif not _wrong_shape(name, parameter, value):
            sent[name] = value
            try:
                values[name] = parameter.read_all(value if isinstance(value, list) else [value], asking)
            except Wrong as wrong:
                faults.append(Fault(name, wrong.code))
    if faults:
        raise Refused(faults)
    return sent, values


def _is_nothing(value: Any) -> bool:
    return value is None or value == []


def _wrong_shape(name: str, parameter: Parameter, value: Any) -> Fault | None:
    if value is None:
        return None
    if not isinstance(value, list):
        return Fault(name, "not-a-list") if parameter.multiple else None
    if not parameter.multiple:
        return Fault(name, "not-repeatable")
    return Fault(name, "out-of-range") if len(value) > MOST else None
