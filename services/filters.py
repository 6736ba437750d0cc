"""The parameters by which people are matched to services: name, type, bounds and words. They ask the selection."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from publishing.api.errors import Fault
from publishing.api.filters import Filters, PagedFilters
from publishing.api.parameters import Code, Flag, Moment, Number, Read, Refused, Text
from services.outcodes import OutcodeError, resolve
from services.regions import regions


def region_code(text: str) -> str:
    """The current GSS code that a code, slug, alias or former code stands for."""
    region = regions().get(text)
    if region is None:
        raise Refused("unknown-value", "Must be a region known here: an ONS code or a name from /api/v1/regions.")
    return region.code


def outcode(text: str):
    """Where the first half of a postcode may be. What was sent is never repeated."""
    try:
        return resolve(text)
    except OutcodeError as error:
        raise Refused(error.code, str(error)) from None


class MatchingFilters(Filters):
    """What `/services` and `/help` both take."""

    age = Number(
        "Age now of the person being blackmailed, in whole years, whoever is asking. "
        "Services whose age limits exclude them are left out; unknown limits never exclude.",
        0,
        120,
        example=15,
    )
    age_in_image = Number(
        "Age the person had when the image was made, in whole years. It decides between tools for images of "
        "children and of adults. Without it an adult gets both kinds, each with its condition.",
        0,
        120,
    )
    region = Read(
        "A place in the UK: an ONS (GSS) code, or a name such as scotland or edinburgh (see /api/v1/regions).",
        region_code,
        "an ONS code or a name from /api/v1/regions",
        example="scotland",
    )
    outcode = Read(
        "The first half of a UK postcode, such as EH1. Never send a full postcode: it is refused.",
        outcode,
        "the first half of a UK postcode",
        schema={"type": "string", "minLength": 2, "maxLength": 8},
        example="EH1",
        is_kept=False,
    )
    include = Code("Only with region or outcode: `within` also gives services for a part of the place.", ("within",))
    type = Code("What kind of help. Repeat for any of several.", "service-types", "ServiceType", multiple=True)
    audience = Code(
        "Who is asking. Repeat for several: services that any of them may use; steps and reassurances of /help only "
        "where they are right for all of them.",
        "audiences",
        "Audience",
        multiple=True,
    )
    channel = Code("A way to reach it. Repeat for any of several.", "channel-kinds", "ChannelKind", multiple=True)
    language = Code(
        "A language that a channel is known to speak. Repeat for any of several.",
        "languages",
        "Language",
        multiple=True,
    )
    open_at = Moment(
        "`now`, or a date and time with its offset: only services with a matching channel known to be open then. Those "
        "whose hours nobody has told us are left out; in /help, leave it out, and whoever is open now comes first.",
        example="now",
    )
    free = Flag("A matching channel is known to be free to use, or known not to be.")
    anonymous = Flag("A matching channel is known to need no name, or known to need one.")
    no_account = Flag("A matching channel is known to need no account, or known to need one.")
    off_phone_bill = Flag("A matching channel is known not to show on the phone bill, or known to show.")
    lang = Code("The language of the answer.", ("en",), default="en")

    verbs: ClassVar = {
        "for_age": ("age", "age_in_image"),
        "in_place": ("region", "outcode", "include"),
        "of_type": ("type",),
        "for_audience": ("audience",),
        "reached_by": ("channel", "language", "open_at", "free", "anonymous", "no_account", "off_phone_bill"),
    }

    @classmethod
    def contradictions(cls, answers: Mapping[str, Any], asked: Mapping[str, list]) -> Iterator[Fault]:
        yield from super().contradictions(answers, asked)
        if answers.get("age_in_image", 0) > answers.get("age", 120):
            yield Fault("age_in_image", "contradiction", "Must not be greater than “age”.")
        if "region" in answers and "outcode" in answers:
            yield Fault("outcode", "contradiction", "Must not be given together with “region”.")
        if "include" in answers and not {"region", "outcode"} & set(answers):
            yield Fault("include", "only-with", "May be given only together with “region” or “outcode”.")


class ServiceFilters(MatchingFilters, PagedFilters):
    """What `/services` takes."""

    q = Text("Words in the name, the organisation or the type; the last may be unfinished.", 100, example="helpline")
    ordering = Code(
        "`urgency`: the editors' order, then the more local, then by name. `name`: by name. "
        "`open`: first those where somebody answers now, or at open_at.",
        ("urgency", "name", "open"),
        "ServiceOrdering",
        default="urgency",
    )

    as_of = Moment(
        "Only with page, where the answer depends on what is open now (`open_at=now`, or `ordering=open` without "
        "open_at): the opening or closing the walk began after, as the next link has it. 410 when there has been "
        "another since."
    )

    verbs: ClassVar = {**MatchingFilters.verbs, "naming": ("q",)}

    @classmethod
    def contradictions(cls, answers: Mapping[str, Any], asked: Mapping[str, list]) -> Iterator[Fault]:
        yield from super().contradictions(answers, asked)
        if "as_of" in answers and not ("page" in answers and cls.speaks_of_now(asked)):
            detail = "May be given only with “page”, where the answer depends on what is open now."
            yield Fault("as_of", "only-with", detail)

    @classmethod
    def speaks_of_now(cls, asked: Mapping[str, list]) -> bool:
        """Whether what is open now decides the answer, and not what is open at a moment that is named."""
        unasked = ["now"] if asked.get("ordering") == ["open"] else []
        return asked.get("open_at", unasked) == ["now"]


class OrganisationFilters(PagedFilters):
    """What `/organisations` takes."""
