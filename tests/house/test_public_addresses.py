"""What is true of every public address: it passes the strict gate, and answers without the database."""

import json

import pytest
from django.test import Client

from publishing import keeper
from publishing.api.views import PublicView
from publishing.edition import Edition, Published
from publishing.registry import layouts
from tests import factories as make
from tests.house import addresses

ASKED = [
    "/api/v1/services?age=15&region=england",
    "/api/v1/services/service-1",
    "/api/v1/help?age=15",
    "/api/v1/organisations",
    "/api/v1/services?agge=15",
    "/api/v1/services?page=1&edition=999",
    "/api/v1/services/no-such-service",
]


def test_every_public_address_is_a_public_view():
    views = list(addresses.public())

    assert len(views) > 15
    assert [path for path, view in views if not issubclass(view, PublicView)] == []


def test_no_public_address_asks_the_database(public_items, api, django_assert_num_queries):
    keeper.refresh()
    asked = list(addresses.filled_in())

    with django_assert_num_queries(0):
        statuses = {api.get(address).status_code for address in asked}

    assert {200, 400, 404} <= statuses <= {200, 400, 404, 410}


@pytest.mark.parametrize("session", ["evil", "of an editor"])
def test_no_public_address_heeds_a_cookie_or_sets_one(public_items, api, editor, session):
    keeper.refresh()
    plain = Client(raise_request_exception=False)
    if session == "of an editor":
        api.force_login(editor, "django.contrib.auth.backends.ModelBackend")
    api.cookies.load({"csrftoken": "evil", "messages": "evil", **({"sessionid": "evil"} if session == "evil" else {})})

    for address in addresses.filled_in():
        told, expected = api.get(address), plain.get(address)
        assert not told.cookies, address
        for name in ("Vary", "Cache-Control", "ETag"):
            assert told.get(name) == expected.get(name), address


@pytest.fixture(params=[36, 1000])
def edition(request, publish, monkeypatch) -> Edition:
    """An edition of so many services: copies of one that was really published."""
    publish(make.service("Service 1", slug="service-1"), make.topic(slug="sextortion"))
    kept = keeper.current()
    item = kept.find("service", "service-1")
    copies = [_copy(item, number) for number in range(2, request.param + 1)]
    edition = Edition(kept.number, [*kept.items.values(), *copies], layouts())
    monkeypatch.setattr(keeper, "current", lambda: edition)
    assert len(edition.select("service")) == request.param
    return edition


def _copy(item: Published, number: int) -> Published:
    uid = f"00000000-0000-4000-8000-{number:012}"
    document = {**json.loads(item.document), "uid": uid, "slug": f"service-{number}"}
    keys = {**item.keys, "name": f"service {number}"}
    return Published(
        item.kind, uid, f"service-{number}", 1, item.edition, item.digest, json.dumps(document).encode(), keys
    )


@pytest.mark.parametrize("address", ASKED)
def test_an_answer_costs_no_query_however_many_services_there_are(edition, api, django_assert_num_queries, address):
    with django_assert_num_queries(0):
        response = api.get(address)

    assert response.status_code in (200, 400, 404, 410)
    if address == ASKED[0]:
        assert response.json()["count"] == len(edition.select("service"))
