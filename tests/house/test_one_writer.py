"""No page of the admin writes a publication, but through `lifecycle`, whatever is sent to it."""

import sys

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from publishing import acts, lifecycle, withdrawing
from publishing.models import Act, Publication, Submission
from publishing.registry import kinds
from services.models import Service
from tests.admin_pages import as_sent
from tests.house import addresses

TABLES = ("publishing_publication", "publishing_borrowing", "publishing_editionnumber")
ANSWERS = {
    "reason": "closed",
    "note": "Because.",
    "post": "yes",
    "approve": "yes",
    "send_back": "",
    "confirmed": "yes",
}


class Watch:
    """Sees every statement; keeps those that write a table of what is public, by whether `lifecycle` sent them."""

    def __init__(self):
        self.through_lifecycle: list[str] = []
        self.around_it: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        if sql.split(None, 1)[0].upper() in ("INSERT", "UPDATE", "DELETE") and any(table in sql for table in TABLES):
            (self.through_lifecycle if _in_lifecycle() else self.around_it).append(sql)
        return execute(sql, params, many, context)


def _in_lifecycle() -> bool:
    frame = sys._getframe()
    while frame and frame.f_globals.get("__name__") != "publishing.lifecycle":
        frame = frame.f_back
    return frame is not None


def admin_addresses(items: list, person) -> list[str]:
    """Every address of the admin, with something that exists where it names a thing."""
    keys = {type(item)._meta.label_lower.replace(".", "/"): item.pk for item in items}
    keys |= {"publishing/submission": Submission.objects.filter(state="waiting").last().pk, "auth/user": person.pk}
    keys["publishing/act"] = Act.objects.get().pk
    shown = f"/admin/r/{ContentType.objects.get_for_model(items[0]).pk}/{items[0].pk}/"
    return [*addresses.of_admin(keys), shown]


@pytest.fixture
def waiting(public_items, editor):
    """A changed item of every kind waits for approval, and to take them all down; nothing has been changed since."""
    for item in public_items:
        item.checked_on = "2026-01-02"
        item.save()
        lifecycle.edited(item, by=editor)
    lifecycle.submit(public_items, by=editor)
    public = Publication.objects.filter(pk__in=[item.pk for item in public_items])
    acts.propose("withdraw", withdrawing.details(public, "closed"), by=editor)
    return public_items


def send(person, address: str, methods: tuple[str, ...]) -> int:
    """GET, POST what the page's own form holds, filled in, and `methods`, all undone; the status of the first."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        client.force_login(person)
        page = client.get(address)
        form = as_sent(page) if page.status_code == 200 and b"<form" in page.content else {}
        client.post(address, {**form, **ANSWERS})
        for method in methods:
            client.force_login(person)  # the address may have been the one that logs out
            client.generic(method, address)
        transaction.set_rollback(True)
    return page.status_code


@pytest.mark.parametrize("methods", [(), pytest.param(("PUT", "PATCH", "DELETE"), marks=pytest.mark.long)])
def test_no_admin_address_writes_what_is_public_but_through_lifecycle(waiting, editor, approver, methods):
    asked = admin_addresses(waiting, editor)
    watch = Watch()
    with connection.execute_wrapper(watch):
        statuses = {address: send(approver, address, methods) for address in asked}

    assert [address for address in asked if not address.isascii() or "<" in address] == []
    assert (
        statuses[
            reverse(
                "admin:services_service_withdraw", args=[next(item for item in waiting if isinstance(item, Service)).pk]
            )
        ]
        == 200
    )
    assert list(statuses.values()).count(200) > len(asked) / 2
    assert len(watch.through_lifecycle) > len(kinds()), "hardly anything was withdrawn or approved"
    assert watch.around_it == []
