"""Who can help: services and organisations."""

from datetime import datetime
from typing import Any

import orjson

from publishing.api import caching
from publishing.api.views import AskedInABody, ShelfItemView, ShelfListView
from publishing.edition import Edition, Entry
from services import opening
from services.filters import OrganisationFilters, ServiceFilters
from services.serializers import ListedOrganisationSerializer, ServiceSerializer


class ServiceList(AskedInABody, ShelfListView):
    """Find services

    Services for a person of this age, in this place, with this need, in one order. Different parameters narrow one
    another; a repeated one widens. Every service has `conditions`: show them with it.
    """

    kind = "service"
    noun, noun_plural, tag = "Service", "Services", "services"
    filterset_class = ServiceFilters
    serializer_class = ServiceSerializer

    def find(self, edition: Edition):
        if "as_of" in self.question and f"{self.question['as_of']:%Y-%m-%dT%H:%MZ}" != self.pins(edition).get("as_of"):
            detail = "A line has opened or closed since the walk began. Begin it again at the restart link."
            raise self.cannot_go_on("hours-changed", detail, edition)
        if self.question.get("ordering") != "open":
            return super().find(edition)
        found = self.filterset_class.apply(edition.select(self.kind), self.question)
        return found.first(opening.moment(found.shelf, self.moment()).live)

    def moment(self) -> datetime:
        return self.question.get("open_at") or self.now

    def speaks_of_now(self) -> bool:
        return self.filterset_class.speaks_of_now(self.asked)

    def span(self, edition: Edition) -> caching.Span | None:
        if self.speaks_of_now():
            return opening.span(edition, self.moment())
        return caching.Span(None, None) if "open_at" in self.question else None

    def pins(self, edition: Edition) -> dict[str, Any]:
        pins = super().pins(edition)
        return {**pins, "as_of": opening.pin(edition, self.moment())} if self.speaks_of_now() else pins


class ServiceItem(ShelfItemView):
    """Get one service

    By its slug or uid. A withdrawn service is 410, with the reason and what to use instead.
    """

    kind = "service"
    noun, noun_plural, tag = "Service", "Services", "services"
    serializer_class = ServiceSerializer


def with_services(edition: Edition, organisation: Entry) -> dict[str, Any]:
    """An organisation's document with its public services, as they are in this edition."""
    services = edition.select("service").having("organisation", [organisation.uid])
    shown = [orjson.loads(entry.document) for entry in services]
    named = [{name: service[name] for name in ("uid", "slug", "name")} for service in shown]
    return {**orjson.loads(organisation.document), "services": named}


class OrganisationList(ShelfListView):
    """List organisations

    The bodies that run the services, by name.
    """

    kind = "organisation"
    noun, noun_plural, tag = "Organisation", "Organisations", "services"
    filterset_class = OrganisationFilters
    serializer_class = ListedOrganisationSerializer

    def show(self, edition: Edition, item: Entry) -> dict[str, Any]:
        return with_services(edition, item)


class OrganisationItem(ShelfItemView):
    """Get one organisation

    By its slug or uid.
    """

    kind = "organisation"
    noun, noun_plural, tag = "Organisation", "Organisations", "services"
    serializer_class = ListedOrganisationSerializer

    def show(self, edition: Edition, item: Entry) -> dict[str, Any]:
        return with_services(edition, item)
