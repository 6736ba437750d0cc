"""Something public of every kind, with parts of every kind."""

import pytest

from services.models import Detail
from tests import factories as make


@pytest.fixture
def public_items(publish) -> list:
    organisation = make.organisation(description="What it is.")
    service = make.service(organisation=organisation, channels=[{}, {"value": "https://second.example.org"}])
    Detail.objects.create(service=service, position=1, about="types", text="It listens.")
    make.source(service, channel=service.channels.first())
    items = [organisation, service, make.topic(), make.notice()]
    publish(*items)
    return items
