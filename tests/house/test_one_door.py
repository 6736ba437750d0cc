"""Nothing that edits a row can reach the public: a word put into every row, in every way, is found at no address."""

import json
from datetime import timedelta

import pytest
from django import forms
from django.core import serializers
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.utils import timezone

from publishing import keeper, lifecycle
from publishing.models import Publication
from publishing.registry import kind_of, kinds
from tests import factories as make
from tests.admin_pages import as_sent
from tests.house import addresses

CANARY, CANARY_DAY = "canaryword", str(timezone.localdate() + timedelta(days=300))


def models_of(kind) -> list[type[models.Model]]:
    return [kind.model, *(getattr(kind.model, name).rel.related_model for name in kind.parts)]


def texts_of(model) -> list[models.Field]:
    """The fields that hold free text. A slug is part of an address, and codes are of a list."""
    return [
        field for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
        and not isinstance(field, models.SlugField)
    ]  # fmt: skip


def in_the_form(desk: Client, items: list) -> None:
    """Type the word into every box of every form, but where the form refuses it."""
    for item in items:
        page = f"/admin/{item._meta.label_lower.replace('.', '/')}/{item.pk}/change/"
        opened = desk.get(page)
        sent, tried = as_sent(opened), boxes(opened)
        while True:
            response = desk.post(page, {**sent, **{name: f"{sent.get(name, '')} {CANARY}".strip() for name in tried}})
            if response.status_code == 302:
                break
            refused = {form.add_prefix(name) for form in shown(response) for name in form.errors}
            assert refused & tried, [form.errors for form in shown(response)]
            tried -= refused
        for model in models_of(kind_of(item)):
            assert CANARY in str(list(model._base_manager.values())), f"no box of {model.__name__} took the word"


def shown(response) -> list:
    inlines = [form for inline in response.context["inline_admin_formsets"] for form in inline.formset.initial_forms]
    return [response.context["adminform"].form, *inlines]


def boxes(response) -> set[str]:
    return {
        form.add_prefix(name)
        for form in shown(response)
        for name, field in form.fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field, forms.SlugField) and name != "code"
    }


def in_a_bulk_action(desk: Client, items: list) -> None:
    for item in items:
        page = f"/admin/{item._meta.label_lower.replace('.', '/')}/"
        action = {"action": "set_review_date", "_selected_action": [str(item.pk)], "confirmed": "yes"}
        assert desk.post(page, {**action, "review_due_on": CANARY_DAY}).status_code == 302
        assert str(type(item).objects.get(pk=item.pk).review_due_on) == CANARY_DAY


def in_a_fixture(tmp_path, items: list) -> None:
    rows = [row for kind in kinds().values() for model in models_of(kind) for row in model._base_manager.all()]
    data = json.loads(serializers.serialize("json", rows))
    for row, entry in zip(rows, data, strict=True):
        entry["fields"] |= {field.name: CANARY for field in texts_of(type(row)) if (field.max_length or 99) >= 10}
    file = tmp_path / "rows.json"
    file.write_text(json.dumps(data))
    call_command("loaddata", str(file), verbosity=0)


def in_the_shell(items: list) -> None:
    for kind in kinds().values():
        for model in models_of(kind):
            fields = {field.name: CANARY for field in texts_of(model) if (field.max_length or 99) >= 10}
            assert model._base_manager.update(**fields) or not fields


def in_new_items() -> None:
    for name in kinds():
        make.of_kind(name, f"{CANARY} {name}")


def found_at(api: Client) -> list[str]:
    """The public addresses, and the publications, that hold the word."""
    keeper.refresh()
    found = [str(publication) for publication in Publication.objects.all() if CANARY in str(vars(publication))]
    # The day to look again is in the keys of a publication, by a step that is on record, and at no address.
    found += [one.slug for one in Publication.objects.all() if CANARY_DAY in f"{one.documents} {one.snapshot}"]
    for address in addresses.filled_in():
        response = api.get(address)
        assert response.status_code < 500, address
        said = response.content.decode() + str(response.headers)
        if CANARY in said.replace(address, "") or CANARY_DAY in said:
            found.append(address)
    if api.get(f"/api/v1/services?q={CANARY}").json()["count"]:
        found.append("search")
    return found


@pytest.fixture
def desk(editor) -> Client:
    client = Client()
    client.force_login(editor)
    return client


@pytest.mark.parametrize("way", ["form", "bulk action", "fixture", "shell", "new items"])
def test_an_edit_is_found_nowhere_until_it_is_published(way, public_items, desk, api, tmp_path):
    ways = {
        "form": lambda: in_the_form(desk, public_items),
        "bulk action": lambda: in_a_bulk_action(desk, public_items),
        "fixture": lambda: in_a_fixture(tmp_path, public_items),
        "shell": lambda: in_the_shell(public_items),
        "new items": in_new_items,
    }
    ways[way]()

    assert found_at(api) == []


def test_what_waits_for_approval_is_found_nowhere(public_items, desk, editor, api):
    in_the_form(desk, public_items)
    lifecycle.submit(public_items, by=editor)

    assert found_at(api) == []


def test_what_was_typed_into_the_forms_is_found_once_it_is_published(public_items, desk, publish, api):
    in_the_form(desk, public_items)
    publish(*public_items)

    found = found_at(api)
    documents = [json.loads(p.documents["v1.en"]) for p in Publication.objects.all() if CANARY in str(p.documents)]
    assert len(documents) == len(kinds()), "a form of some kind took the word nowhere"
    assert "/api/v1/services" in found and "/api/v1/help" in found and "search" in found


def test_every_kind_has_an_item_here_with_every_part(public_items):
    assert {kind_of(item).name for item in public_items} == set(kinds())
    for item in public_items:
        assert all(getattr(item, name).exists() for name in kind_of(item).parts)
