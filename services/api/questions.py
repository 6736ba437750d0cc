"""The parameters by which people are matched to services: name, type, bounds and words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils.functional import cached_property

from publishing.api.errors import Fault
from publishing.api.parameters import CodeParameter, Refused, WordParameter
from publishing.api.question import PageQuestion, Question, asked, code, codes, flag, moment, number, text, word
from publishing.languages import say, to_say
from services.matching.ages import Reader
from services.matching.channels import ANY_WAY, Wish
from services.matching.left_out import LeftOut, because_of, not_on_offer
from services.matching.place import OUTSIDE_UK, Place
from services.matching.shelf import Services
from services.places.outcodes import Outcode, OutcodeError, resolve
from services.places.regions import regions


def place_code(text: str) -> str:
    """What `region_code` gives, or `OUTSIDE_UK`."""
    return OUTSIDE_UK if text.casefold() == OUTSIDE_UK else region_code(text)


def region_code(text: str) -> str:
    """The current GSS code that a code, slug, alias or former code stands for."""
    region = regions().get(text)
    if region is None:
        text = say("Must be a region known here: an ONS code or a name from /api/v1/regions.")
        raise Refused("unknown-value", text)
    return region.code


def resolved(text: str) -> Outcode:
    """Where the first half of a postcode may be. What was sent is never repeated."""
    try:
        return resolve(text)
    except OutcodeError as error:
        raise Refused(error.code, str(error)) from None


def half_postcode(help_text: str) -> Outcode | None:
    parameter = WordParameter(help_text, resolved, to_say("the first half of a UK postcode"), "EH1")
    parameter.lengths, parameter.is_kept = (2, 8), False
    return asked(parameter, None)


@dataclass(frozen=True, kw_only=True)
class MatchingQuestion(Question):
    """What matches services to a person."""

    age: int | None = number(
        "Age now of the person being blackmailed, in whole years, whoever is asking. "
        "Services whose age limits exclude them are left out; unknown limits never exclude.",
        0,
        120,
        example=15,
    )
    age_in_image: int | None = number(
        "Age the person had when the image was made, in whole years. It decides between tools for images of "
        "children and of adults. Without it an adult gets both kinds, each with its condition.",
        0,
        120,
    )
    region: str | None = word(
        "A place in the UK: an ONS (GSS) code, or a name such as scotland or edinburgh (see /api/v1/regions). "
        "`outside-uk` for anywhere else: then only worldwide services are given.",
        place_code,
        to_say("an ONS code or a name from /api/v1/regions, or outside-uk"),
        example="scotland",
    )
    outcode: Outcode | None = half_postcode(
        "The first half of a UK postcode, such as EH1, or of an Irish Eircode, such as D02. Never send a full one: it "
        "is refused."
    )
    include: str | None = code(
        "Only with region or outcode: `within` also gives services for a part of the place.",
        ("within",),
        "PlaceBreadth",
    )
    type: tuple[str, ...] = codes("What kind of help. Repeat for any of several.", "service-types", "ServiceType")

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.age, self.age_in_image)

    @cached_property
    def place(self) -> Place | None:
        """Where the reader is or may be; None where nothing is said of it."""
        within = self.include == "within"
        if self.outcode:
            return Place(self.outcode.choices, within)
        if self.region:
            return Place(() if self.region == OUTSIDE_UK else (self.region,), within)
        return None

    @cached_property
    def wish(self) -> Wish:
        """What is asked of one channel of a service."""
        return ANY_WAY

    def among(self, services: Services) -> Services:
        """Those of `services` that are for this reader and meet everything that is asked."""
        return self.narrowed(services, self.reader)

    def narrowed(self, services: Services, reader: Reader) -> Services:
        """Those for somebody of these ages who is there, of the kinds of help that are asked."""
        return services.for_person(reader, self.place).in_place(self.place).of_type(self.type)

    def left_out(self, services: Services, found: Services) -> Iterator[LeftOut]:
        """What there is beside `found`, which is those `among` these services that are on offer: what is not on offer,
        and what each parameter by itself leaves out.
        """
        offered = services.on_offer()
        if offered.bits != services.bits and (away := self.among(services).without(found.bits)):
            yield not_on_offer(len(away))
        services = offered
        for name in self.sent:
            if name in PageQuestion.parameters():
                continue  # they turn the pages, and leave nothing out
            others = self.without(name)
            if gone := others.among(services).without(found.bits):
                yield from because_of(name, self.wish, gone, partial(services.barred, others.reader, others.place))

    def contradictions(self) -> Iterator[Fault]:
        if (self.age_in_image or 0) > (120 if self.age is None else self.age):
            yield Fault("age_in_image", "contradiction", say("Must not be greater than “{name}”.", name="age"))
        if self.region is not None and self.outcode is not None:
            yield Fault("outcode", "contradiction", say("Must not be given together with “{name}”.", name="region"))
        if self.include is not None and self.region is None and self.outcode is None:
            names = {"name": "region", "other": "outcode"}
            detail = say("May be given only together with “{name}” or “{other}”.", **names)
            yield Fault("include", "only-with", detail)


@dataclass(frozen=True, kw_only=True)
class ServicesQuestion(PageQuestion, MatchingQuestion):
    """What `/services` takes."""

    audience: tuple[str, ...] = codes("Who may use it. Repeat for any of several.", "audiences", "Audience")
    channel: tuple[str, ...] = codes("A way to reach it. Repeat for any of several.", "channel-kinds", "ChannelKind")
    language: tuple[str, ...] = codes(
        "A language that a channel is known to speak. Repeat for any of several. A service whose languages nobody has "
        "told us is kept for `en`, the language it is described in, with a condition.",
        "languages",
        "Language",
    )
    open_at: datetime | None = moment(
        "`now`, or a date and time with its offset: only services that can be used then, by a line known to be open or "
        "by a page, form or letter. Lines whose hours nobody has told us are left out, and counted.",
        example="now",
    )
    free: bool | None = flag("A matching channel is known to be free to use, or known not to be.")
    anonymous: bool | None = flag("A matching channel is known to need no name, or known to need one.")
    no_account: bool | None = flag("A matching channel is known to need no account, or known to need one.")
    off_phone_bill: bool | None = flag("A matching channel is known not to show on the phone bill, or known to show.")
    q: str | None = text(
        "Words in the name, the organisation or the type; the last may be unfinished.", 100, example="helpline"
    )
    ordering: str = asked(
        CodeParameter(
            "`urgency`: the editors' order, then the more local, then by name. `alphabetical`: by name. "
            "`open`: first those where somebody answers now, or at open_at.",
            ("urgency", "alphabetical", "open"),
            "ServiceOrdering",
        ),
        "urgency",
    )

    as_of: datetime | None = moment(
        "Only with page, where the answer depends on what is open now (`open_at` is now, or `ordering` is open without "
        "`open_at`): the opening or closing the walk began after, as the next link has it. 410 when there has been "
        "another since."
    )

    @cached_property
    def wish(self) -> Wish:
        return Wish(
            kinds=self.channel,
            languages=self.language,
            open_at=self.open_at,
            free=self.free,
            anonymous=self.anonymous,
            no_account=self.no_account,
            off_phone_bill=self.off_phone_bill,
        )

    def among(self, services: Services) -> Services:
        found = MatchingQuestion.among(self, services).for_audience(self.audience).naming(self.q)
        return found if self.wish == ANY_WAY else found.reached_by(self.wish, services.barred(self.reader, self.place))

    def contradictions(self) -> Iterator[Fault]:
        yield from MatchingQuestion.contradictions(self)
        yield from PageQuestion.contradictions(self)
        if self.as_of is not None and not ("page" in self.sent and self.speaks_of_now):
            detail = say("May be given only with “page”, where the answer depends on what is open now.")
            yield Fault("as_of", "only-with", detail)

    @property
    def speaks_of_now(self) -> bool:
        """Whether what is open now decides which services there are, or their order."""
        unasked = ["now"] if self.ordering == "open" else []
        return self.sent.get("open_at", unasked) == ["now"]
