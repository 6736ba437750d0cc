"""Who can help: services and organisations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from publishing.api import caching
from publishing.api.views import AskedInABody, ShelfItemView, ShelfListView, Shown
from publishing.edition import Edition, Published, Sliced
from publishing.languages import current, say
from services.api.answers import CardSerializer, LeftOutMemberSerializer
from services.api.questions import ServicesQuestion
from services.api.serializers import ListedOrganisationSerializer, ServiceSerializer
from services.matching import conditions, opening
from services.matching.cards import Asked, Cards
from services.matching.channels import ANY_WAY
from services.matching.left_out import not_said
from services.matching.shelf import ORGANISATION, Services


class ServiceList(AskedInABody, ShelfListView):
    """Find services

    These are the services for a person of this age, in this place, with this need, in one order. Different parameters
    narrow one another; a repeated one widens. Every service has `conditions`: show them with it.
    """

    kind = "service"
    noun, noun_plural, tag = "Service", "Services", "services"
    question: ServicesQuestion
    serializer_class = CardSerializer
    extra_serializer_class = LeftOutMemberSerializer
    found: Services
    in_english: int  # services of this page that are, though another language was asked for

    def find(self, edition: Edition) -> Sliced[Published]:
        as_of = self.question.as_of
        if as_of and f"{as_of:%Y-%m-%dT%H:%MZ}" != self.pins(edition).get("as_of"):
            detail = say("A line has opened or closed since the walk began. Begin it again at the restart link.")
            raise self.cannot_go_on("hours-changed", detail, edition)
        found = self.found = self.question.among(self.services(edition).on_offer())
        is_by_opening = self.question.ordering == "open"
        if not is_by_opening:
            return found
        barred = found.barred(self.question.reader, self.question.place)
        return found.first(opening.by_any(opening.stretch(found.shelf, self.moment()).live, barred))

    def services(self, edition: Edition) -> Services:
        order = None if self.question.ordering == "open" else self.question.ordering
        return Services.of(edition, self.kind, order)

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        listed = super().answer(edition, **path)
        left_out = self.question.left_out(self.services(edition), self.found)
        return {**listed, "left_out": [*left_out, *not_said(self.in_english)]}

    def show_all(self, edition: Edition, items: Sequence[Published]) -> list[Shown]:
        question = self.question
        asking = question.audience or conditions.VICTIM
        asked = Asked(question.reader, question.place, asking, ANY_WAY, self.moment(), question.wish)
        cards = Cards(self.services(edition).shelf, asked)
        self.note(items)
        self.in_english = sum(not item.is_said(self.language) for item in items)
        return [*cards.cards(items)]

    def moment(self) -> datetime:
        return self.question.open_at or self.now

    def span(self, edition: Edition) -> caching.Span | None:
        """Cards say what is open, so an answer is good until the next opening or closing."""
        if self.question.open_at and not self.question.speaks_of_now:
            return caching.Span(None, None)
        return opening.span(edition, self.moment())

    def pins(self, edition: Edition) -> dict[str, Any]:
        pins = super().pins(edition)
        return {**pins, "as_of": opening.pin(edition, self.moment())} if self.question.speaks_of_now else pins


class ServiceItem(ShelfItemView):
    """Get one service

    The name is its slug or its uid. A withdrawn service is 410, with the reason and what to use instead.
    """

    kind = "service"
    noun, noun_plural, tag = "Service", "Services", "services"
    serializer_class = ServiceSerializer


def with_services(edition: Edition, organisation: Published) -> dict[str, Any]:
    """An organisation's document with its services that are on offer, as they are in this edition."""
    services = Services.of(edition, "service").on_offer().having(ORGANISATION, [organisation.uid])
    shown = [orjson.loads(item.said(current())) for item in services]
    named = [{name: service[name] for name in ("uid", "slug", "name")} for service in shown]
    return {**orjson.loads(organisation.said(current())), "services": named}


class OrganisationList(ShelfListView):
    """List organisations

    These are the bodies that run the services, sorted by name.
    """

    kind = "organisation"
    noun, noun_plural, tag = "Organisation", "Organisations", "services"
    serializer_class = ListedOrganisationSerializer
    drawn_from = ("organisation", "service")

    def show(self, edition: Edition, item: Published) -> dict[str, Any]:
        self.note([item])
        return with_services(edition, item)


class OrganisationItem(ShelfItemView):
    """Get one organisation

    The name is its slug or its uid.
    """

    kind = "organisation"
    noun, noun_plural, tag = "Organisation", "Organisations", "services"
    serializer_class = ListedOrganisationSerializer

    def show(self, edition: Edition, item: Published) -> dict[str, Any]:
        self.note([item])
        return with_services(edition, item)
