"""A reader says that something is wrong. It is counted, and answered without waiting for anything.

Nothing but the code of a problem is taken: what somebody writes may be about themselves, and nobody could answer them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar
from uuid import UUID

import orjson
from django.conf import settings
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request

from publishing import keeper, languages, recalling
from publishing.api import caching, network
from publishing.api.answers import Answer
from publishing.api.errors import BadQuestion, Fault, NoEdition
from publishing.api.parameters import Parameter, Refused, Schema
from publishing.api.question import Question, asked, code
from publishing.api.views import PublicView
from publishing.dates import today
from publishing.edition import Edition, Published
from publishing.emergency import emergency
from publishing.languages import say, to_say
from publishing.registry import kinds
from publishing.reports import counting
from publishing.reports.keeping import Reported
from publishing.reports.models import PROBLEMS
from publishing.serializers import Members

THANKS = to_say(
    "Thank you. Somebody will look at this. If you need help now, try another way to reach it, or another service."
)
UID = "-".join(f"[0-9A-Fa-f]{{{digits}}}" for digits in (8, 4, 4, 4, 12))


class ReportsAway(NoEdition):
    """The database takes no reports at the moment: 503."""

    default_code = "reports-away"


class TooManyReports(APIException):
    """Enough has been reported from this address today: 429."""

    status_code = 429
    default_code = "too-many-reports"


class UidParameter(Parameter[UUID]):
    """A uid in the one form in which answers have it, or in capitals."""

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^{UID}$"}

    def read(self, text: str) -> UUID:
        if not re.fullmatch(UID, text, re.ASCII):
            raise Refused("not-a-uid", say("Must be {kind}.", kind=self.in_words()))
        return UUID(text)

    def in_words(self) -> str:
        return say("a uid, as answers have it")


def a_uid(help_text: str) -> UUID | None:
    return asked(UidParameter(help_text), None)


@dataclass(frozen=True, kw_only=True)
class ReportQuestion(Question):
    """What is said to be wrong."""

    required: ClassVar[tuple[str, ...]] = ("uid", "problem")

    uid: UUID | None = a_uid("The uid of an item, as answers have it.")
    channel: UUID | None = a_uid("The uid of one of its channels, if it is about that.")
    problem: str | None = code("What is wrong.", PROBLEMS, "ReportProblem")

    def contradictions(self) -> Iterator[Fault]:
        for name in self.required:
            if getattr(self, name) is None:
                yield Fault(name, "missing", say("Must be given: {kind}.", kind=self.parameters()[name].in_words()))


class ReportTakenSerializer(Members):
    """That it was taken."""

    text = serializers.CharField(help_text="What to say to who reported it.")


class Reports(PublicView):
    """Report wrong information

    That a number is wrong, nobody answers, or a link is dead. Ask the reader which of the problems it is, and send
    nothing else: no name, no words of theirs, nothing about them. It is counted for editors, and changes nothing by
    itself.
    """

    question: ReportQuestion
    noun, noun_plural, tag = "Report", "Reports", "reports"
    operation_id = "reportProblem"
    serializer_class = ReportTakenSerializer
    is_json = True
    offers_text = False

    def post(self, request: Request) -> Answer:
        if not settings.REPORTS:
            raise NotFound(say("No reports are taken here."))
        edition = keeper.current()
        if edition is None:
            raise NoEdition()
        item = self._item(edition)
        channel = self._channel(item)
        reported = Reported(item.kind, UUID(item.uid), item.slug, channel, str(self.question.problem), today())
        try:
            address = network.client_address(request.META) if settings.PROXIES is not None else None
            counting.take(reported, address)
        except counting.TooMany:
            raise TooManyReports() from None
        except counting.Away:
            raise ReportsAway() from None
        notices = [orjson.Fragment(one.said(self.language)) for one in recalling.notices_in(edition)]
        language = languages.own(self.language)
        told = {"language": language, "emergency": emergency(), "notices": notices, "text": say(THANKS)}
        headers = {"Content-Type": caching.JSON, "Content-Language": language}
        return Answer(HTTPStatus.ACCEPTED, headers, orjson.dumps(told))

    def _item(self, edition: Edition) -> Published:
        found = edition.items.get(str(self.question.uid))
        if found is None or not found.is_live:
            raise BadQuestion([Fault("uid", "unknown-value", say("There is no public item with this uid."))])
        return found

    def _channel(self, item: Published) -> str:
        if self.question.channel is None:
            return ""
        channel, document = str(self.question.channel), orjson.loads(item.document)
        own = {one.uid for one in kinds()[item.kind].contacts(document)} if item.kind in kinds() else set()
        if channel not in own:
            raise BadQuestion([Fault("channel", "unknown-value", say("The item has no channel with this uid."))])
        return channel
