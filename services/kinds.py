"""Organisations and services as kinds of public content: what is frozen, what is borrowed, how they are shelved."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from publishing.dangers import Danger
from publishing.edition import Layout, by_name
from publishing.languages import to_say
from publishing.registry import Address, Contact, Kind
from publishing.serializers import OF_EVERY_ITEM
from services.api.serializers import OrganisationSerializer, ServiceSerializer
from services.api.views import OrganisationItem, OrganisationList, ServiceItem, ServiceList
from services.contacts.digests import value_digest
from services.contacts.judging import NUMBER_KINDS
from services.matching import shelf
from services.matching.groups import groups
from services.models import ON_OFFER, Channel, Organisation, Service
from services.parts import Detail, Rule
from services.places.names import names_for


def turns(service: Service) -> Iterator[date]:
    """The days on which something of a service begins or ends by itself."""
    for one in (service, *service.channels.all(), *service.rules.all()):
        yield from one.turns()
    if service.is_paused and service.paused_until and service.paused_until < date.max:
        yield service.paused_until + timedelta(days=1)


def untried(since: date) -> QuerySet[Service]:
    """Services with a published number that nobody has tried since a day, as their channels say."""
    numbers = Channel.objects.filter(service=OuterRef("pk"), publish=True, kind__in=sorted(NUMBER_KINDS))
    return Service.objects.filter(Exists(numbers.exclude(checked_on__gte=since)))


def contacts(document: Mapping[str, Any]) -> Iterator[Contact]:
    """The ways to reach a service."""
    for channel in document["channels"]:
        yield Contact(channel["uid"], channel["kind"], value_digest(channel["kind"], channel["value"]))


def in_channels(*members: str) -> list[str]:
    return [f"channels.{name}" for name in members]


ORGANISATION = Kind(
    name=to_say("organisation"),
    plural="organisations",
    model=Organisation,
    address=Address("organisations", "Who runs the services.", (OrganisationList, OrganisationItem)),
    layout=Layout(orders={"name": by_name}),
    serializer=OrganisationSerializer,
    keys=lambda item, lenders: {"name": item.name.casefold()},
    words={Organisation: ("name", "also_known_as", "description")},
    unsaid={Organisation: ("website", "email")},
    dangers={
        Danger.IDENTITY: ["name", "also_known_as", "charity_number"],
        Danger.REACHING: ["website", "email", "logo"],
        Danger.NONE: [*OF_EVERY_ITEM, "description"],
    },
    links=["website", "logo"],
)

SERVICE = Kind(
    name=to_say("service"),
    plural="services",
    model=Service,
    address=Address("services", "Who can help.", (ServiceList, ServiceItem)),
    parts=("channels", "rules", "details", "sources"),
    layout=shelf.LAYOUT,
    serializer=ServiceSerializer,
    keys=shelf.keys,
    words={
        Service: (
            *("name", "operator", "summary", "description", "eligibility_note", "paused_words", "cost"),
            "confidentiality",
        ),
        Channel: ("instructions", "hours_text", "cost", "may_tell", "checked_how", "accessibility"),
        Rule: ("text",),
        Detail: ("text",),
    },
    unsaid={Channel: ("kind", "value", "keyword")},
    dangers={
        Danger.IDENTITY: ["name", "organisation.*", "operator", "origin"],
        Danger.PEOPLE: [
            *("age.*", "audiences", "circumstances", "also_for.*", "eligibility_note", "status", "status_text"),
            "channels.only_for.*",
        ],
        Danger.PLACES: ["coverage.*"],
        Danger.CONDITIONS: ["conditions.*"],
        Danger.REACHING: [
            "channels[]",
            *in_channels("begins_on", "ends_on"),
            *in_channels("kind", "value", "keyword", "dial", "relay_prefix", "uri", "instructions"),
            *in_channels("address", "postcode", "uprn", "accessibility"),
        ],
        Danger.IN_TEXT: ["sources.url"],
        Danger.OPENING: ["begins_on", "ends_on", "channels.hours.*"],
        Danger.SHOWING: [
            *("cost", "confidentiality"),
            *in_channels("cost", "free", "on_phone_bill", "anonymous", "account_needed", "may_tell"),
        ],
        Danger.ORDER: ["types", "need", "urgency"],
        Danger.NONE: [
            *OF_EVERY_ITEM,
            "sources[]",
            *in_channels("uid", "languages", "checked_on", "checked_how"),
            *("summary", "description", "languages", "details.about", "details.text", "licence", "attribution"),
            *(
                f"sources.{name}"
                for name in ("facts", "channel", "title", "publisher", "dated", "source_class", "confidence")
            ),
        ],
    },
    lenders=lambda item: {item.organisation_id: True} if item.organisation_id else {},
    contacts=contacts,
    links=["channels.uri", "sources.url"],
    no_links=["channels.value"],  # as it is printed; `uri` is what it leads to
    groups=groups,
    turns=turns,
    sought=lambda item: names_for(item.coverage),
    is_given=lambda keys: ON_OFFER in keys.get("status", [ON_OFFER]),
    needed=0,
    untried=untried,
)
