"""What is typed into rows, in every way there is, is in nothing public until two people have published it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import models
from django.urls import reverse

from publishing import keeper, lifecycle
from publishing.fields import CodesField
from publishing.models import Publication, Translation
from publishing.registry import kinds
from services.models import Detail
from tests import factories as make
from tests.admin_pages import as_sent, errors
from tests.house import addresses

pytestmark = pytest.mark.django_db
CANARY, LATE = "zanzibar", date(2097, 11, 13)
# Text that is not free to be anything: it is judged as an address, a code or a number.
JUDGED = (
    *("slug", "code", "url", "website", "value", "keyword", "dial", "language", "sha256", "uri", "detail"),
    *("email", "logo", "charity_number", "address", "uprn", "accessibility"),
    *("video", "captions", "audio", "transcript", "source"),
)


@pytest.fixture
def content(publish):
    """One public item of every kind, each with every part."""
    items = make.of_every_kind()
    publish(*items.values())
    return items


def texts(model: type[models.Model]) -> list[str]:
    """The fields of a model that hold free text."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.editable
        and not isinstance(field, CodesField)
        and not any(word in field.name for word in JUDGED)
    ]


def typed(fields: Iterable[str]) -> dict[str, str]:
    """The canary for each field; the text of a step still says what its details are cut out of."""
    return {name: f"{CANARY} Tell nobody." if name.rpartition("-")[2] == "text" else CANARY for name in fields}


def for_editors(model: type[models.Model]) -> dict[str, Any]:
    """The fields of a model that are for editors only, each with a value that would be known again."""
    fields = [field for field in model._meta.concrete_fields if "Never public" in str(field.help_text)]
    return {field.name: LATE if isinstance(field, models.DateField) else CANARY for field in fields}


def rows(item) -> list:
    parts = next(kind.parts for kind in kinds().values() if isinstance(item, kind.model))
    return [item, *(part for name in parts for part in getattr(item, name).all())]


def written(row) -> dict[str, Any]:
    """The canary for each text of a row; beside the numbers of the English, where it is a translation of that."""
    said = {"texts": {text: f"{CANARY} {text}" for text in row.texts}} if isinstance(row, Translation) else {}
    return {**typed(texts(type(row))), **said}


def by_update(item, client) -> None:
    for row in rows(item):
        type(row).objects.filter(pk=row.pk).update(**written(row))


def by_fixture(item, client) -> None:
    data = serializers.serialize("python", rows(item))
    for row, entry in zip(rows(item), data, strict=True):
        entry["fields"] |= written(row)
    for loaded in serializers.deserialize("python", data):
        loaded.save()


def by_form_and_inlines(item, client) -> None:
    address = reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_change", args=[item.pk])
    sent = as_sent(client.get(address))
    names = {name for row in rows(item) for name in texts(type(row))}
    changed = typed(name for name in sent if name.rpartition("-")[2] in names and _is_saved(name, sent))
    changed |= {name: f"{CANARY} {said}" for name, said in sent.items() if name.startswith("text-")}
    answer = client.post(address, {**sent, **changed})
    assert answer.status_code == 302, errors(answer)


def _is_saved(name: str, sent: dict) -> bool:
    """Whether the control is the item's own or one of a part that is there, and not of an empty form for a new one."""
    form = name.rpartition("-")[0]
    return not form or bool(sent.get(f"{form}-uid"))


def by_bulk_action(item, client) -> None:
    """The one bulk action that changes rows sets a date; the canary goes in beside it, unrecorded."""
    address = reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_changelist")
    client.post(
        address, {"action": "set_review_date", "_selected_action": [str(item.pk)], "note": CANARY, "apply": "1"}
    )
    by_update(item, client)


WAYS = (by_update, by_fixture, by_form_and_inlines, by_bulk_action)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("kind", list(kinds()))
def test_what_is_typed_is_public_nowhere_until_it_is_published(api, client, editor, content, publish, kind, way):
    item = content[kind]

    client.force_login(editor)
    way(item, client)
    call_command("recompile")
    publish(make.organisation("Somebody else"))
    _assert_nowhere(api)

    item.refresh_from_db()
    publish(item)
    assert CANARY in _everything_public(api)


def test_what_waits_for_approval_is_public_nowhere(api, content, editor):
    for item in content.values():
        by_update(item, None)
        item.refresh_from_db()
    lifecycle.submit(content.values(), by=editor)

    _assert_nowhere(api)


def test_what_is_for_editors_only_is_public_nowhere_when_it_is_published(api, publish):
    items, told = make.of_every_kind(), {}
    for item in items.values():
        for row in rows(item):
            told[row._meta.label] = for_editors(type(row))
            type(row).objects.filter(pk=row.pk).update(**told[row._meta.label])
        item.refresh_from_db()
    Detail.objects.update(about="conflict", text=CANARY)

    publish(*items.values())
    keeper.forget()

    public = _everything_public(api)
    assert sorted(told["advice.Topic"]) == ["editor_note", "review_due_on"]
    assert list(told["advice.Step"]) == ["caution"]
    assert list(told["advice.Reassurance"]) == ["editorial_note"]
    assert CANARY not in public and LATE.isoformat() not in public
    for publication in Publication.objects.all():
        assert CANARY not in f"{publication.documents} {publication.keys}"
        assert LATE.isoformat() not in f"{publication.documents} {publication.keys}"


def _assert_nowhere(api) -> None:
    keeper.forget()
    assert CANARY not in _everything_public(api)
    for publication in Publication.objects.all():
        assert CANARY not in f"{publication.snapshot} {publication.documents} {publication.keys}".lower()


def _everything_public(api) -> str:
    answers = [api.get(address) for address in [*addresses.filled_in(), f"/api/v1/services?q={CANARY[:5]}", "/nowhere"]]
    answers.append(api.post("/api/v1/help", {}, content_type="application/json"))
    return " ".join(answer.content.decode() for answer in answers).lower()
