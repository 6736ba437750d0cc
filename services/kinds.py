"""Organisations and services as kinds of public content: what is frozen, what is borrowed, how they are shelved."""

from publishing.edition import Entry, Layout
from publishing.registry import Kind
from services import shelf
from services.models import Organisation, Service
from services.serializers import OrganisationSerializer, ServiceSerializer


def _by_name(entry: Entry) -> tuple:
    return (entry.keys["name"], entry.uid)


ORGANISATION = Kind(
    name="organisation",
    plural="organisations",
    model=Organisation,
    layout=Layout(orders={"name": _by_name}),
    document=lambda item, lenders: OrganisationSerializer(item).data,
    keys=lambda item, lenders: {"name": item.name.casefold()},
)

SERVICE = Kind(
    name="service",
    plural="services",
    model=Service,
    parts=("channels", "details", "sources"),
    layout=shelf.LAYOUT,
    document=lambda item, lenders: ServiceSerializer(item, context={"lenders": lenders}).data,
    keys=shelf.keys,
    lenders=lambda item: {item.organisation_id: True} if item.organisation_id else {},
)
