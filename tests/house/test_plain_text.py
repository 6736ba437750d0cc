"""What is public is plain text, and its links open nothing but pages, phones, texts and emails."""

import json
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import IntegrityError, models, transaction

from helpapi.problems import TYPES
from publishing import keeper, lifecycle
from publishing.models import Publication
from publishing.plain_text import fault
from publishing.registry import kind_of, kinds
from tests import factories

MAKERS = {"organisation": factories.organisation, "service": factories.service, "topic": factories.topic}
MAKERS["notice"] = factories.notice
HOSTILE = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</b>", "<!--", "a\u202eb", "a\x1bb"]
HOSTILE += ["0800\u200b1111", "a\ufeffb", "a\u00adb", "a\u2060b", "a\u200fb", "a\U000e0061b"]
HARMLESS = [
    "under < 18",
    "a <3",
    "x > y",
    "Two\nlines,\ttabbed",
    "Beth wyt ti’n ei wneud?",
    "ŵ – “quoted”",
    "5 <= 6",
    "نمی\u200cدانم",
]
ADDRESSES = [
    ("organisation", "", "website"),
    ("service", "channels", "value"),
    ("service", "sources", "url"),
    ("topic", "", "more_information_url"),
    ("topic", "entry_set", "url"),
    ("notice", "", "url"),
]


def rows(item) -> Iterator[models.Model]:
    yield item
    for name in kind_of(item).parts:
        yield from getattr(item, name).all()


def holders() -> list[tuple[str, str, str]]:
    """Kind, model and name of every field that holds text, of every kind of content and its parts."""
    found = []
    for kind in kinds().values():
        parts = [getattr(kind.model, name).rel.related_model for name in kind.parts]
        for model in (kind.model, *parts):
            texts = [
                f
                for f in model._meta.concrete_fields
                if isinstance(f, models.CharField | models.TextField | models.JSONField)
            ]
            found += [(kind.name, model.__name__, field.name) for field in texts]
    return found


def made(kind: str):
    item = MAKERS[kind]()
    if kind == "service":
        factories.source(item)
        item.details.create(about="types", text="Something more.")
    return item


@pytest.mark.parametrize(("kind", "model", "field"), holders())
def test_markup_in_any_text_is_not_even_submitted(editor, kind, model, field):
    item = made(kind)
    row = next(row for row in rows(item) if type(row).__name__ == model)
    hostile = "<b>"  # fits everywhere
    value = [hostile] if isinstance(row._meta.get_field(field), models.JSONField) else hostile

    with pytest.raises((lifecycle.Refusal, IntegrityError)), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**{field: value})
        lifecycle.submit([item], by=editor)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_browser_could_take_for_markup_is_refused(editor, hostile):
    with pytest.raises(lifecycle.Refusal, match="Plain text only"):
        lifecycle.submit([factories.organisation("Odd", description=f"Some words. {hostile} More.")], by=editor)


@pytest.mark.parametrize("harmless", HARMLESS)
def test_ordinary_signs_are_no_markup(publish, harmless):
    publish(factories.organisation("Plain", description=harmless))

    (document,) = Publication.objects.get().documents.values()
    assert json.loads(document)["description"] == harmless


def test_the_reason_for_taking_something_down_is_plain_text(publish, editor):
    item = factories.organisation("Gone")
    publish(item)

    with pytest.raises(lifecycle.Refusal, match="Plain text only"):
        lifecycle.withdraw(Publication.objects.get(), editor, "<b>Closed</b>")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org", "https://a@b.org"]
)
@pytest.mark.parametrize(("kind", "part", "field"), ADDRESSES)
def test_an_address_of_any_other_kind_is_not_even_submitted(editor, kind, part, field, address):
    item = made(kind)
    row = getattr(item, part).first() if part else item
    type(row).objects.filter(pk=row.pk).update(**{field: address})

    with pytest.raises(lifecycle.Refusal):
        lifecycle.submit([item], by=editor)


@pytest.fixture
def carried(db):
    """The content that the project carries, published."""
    call_command("load_seed")
    keeper.refresh()


def values(document, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a document with the name of the member that holds it."""
    if isinstance(document, str):
        yield name, document
    for key, value in document.items() if isinstance(document, dict) else ():
        yield from values(value, key)
    for value in document if isinstance(document, list) else ():
        yield from values(value, name)


def documents() -> list[dict]:
    found = [json.loads(text) for publication in Publication.objects.all() for text in publication.documents.values()]
    assert len(found) > 50
    return found


def test_every_link_in_what_is_public_is_of_a_known_kind(carried):
    for document in documents():
        for name, text in values(document):
            if name == "uri":
                assert text.startswith(("https://", "tel:", "sms:", "mailto:")), text
            elif name.endswith("url") or name == "website":
                # A few cited pages never moved to https; nobody is asked to type into them.
                assert text.startswith("https://") or (text.startswith("http://") and name == "url"), (name, text)


def test_plain_http_is_served_for_citations_only(carried):
    for document in documents():
        without = {key: value for key, value in document.items() if key != "sources"}
        cited = [text for name, text in values(document) if text.startswith("http://")]
        elsewhere = [text for name, text in values(without) if text.startswith("http://") and name in ("url", "uri")]
        assert not elsewhere or elsewhere == cited


def test_everything_public_is_plain_text(carried):
    for document in documents():
        for name, text in values(document):
            assert fault(text) == "", name


def test_no_problem_holds_markup():
    assert all(fault([kind.title, kind.detail]) == "" for kind in TYPES.values())
