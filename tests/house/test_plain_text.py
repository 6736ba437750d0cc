"""What is public is plain text, and its links open nothing but pages, phones, texts and emails."""

import json
import re
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, models, transaction

from helpapi.problems import TYPES
from publishing import keeper, lifecycle
from publishing.models import Publication
from publishing.plain_text import fault
from publishing.registry import kind_of, kinds
from tests import factories
from tests.carrying import bring_in
from tests.publishing.acts import take_down

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
    "Tŷ Gobaith, Llŷn; Gàidhlig, Éire; naïve; Łódź; Übergröße; Þjóð; 10 °C; £5; “so” – …",
    "Українська, Ελληνικά, 中文, हिन्दी, العربية",
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


@pytest.mark.parametrize(("kind", "model", "field"), holders())
def test_markup_in_any_text_is_not_even_submitted(editor, kind, model, field):
    item = factories.of_kind(kind)
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


@pytest.mark.parametrize(
    ("damaged", "words"),
    [
        ("Womenâ€™s Aid and a café.", "Did you mean “Women’s”?"),
        ("A cafÃ© in Leeds.", "Did you mean “café”?"),
        ("Cymorth i Gaerdydd â€“ ffoniwch", "Did you mean “–”?"),
        ("Help from Women\ufffds Aid.", "A character of “Women\ufffds” was lost"),
    ],
)
def test_text_read_in_the_wrong_encoding_is_refused_with_what_it_was(editor, damaged, words):
    with pytest.raises(lifecycle.Refusal, match=re.escape(words)):
        lifecycle.submit([factories.organisation("Odd", description=damaged)], by=editor)


@pytest.mark.parametrize("harmless", HARMLESS)
def test_ordinary_signs_are_no_markup(publish, harmless):
    publish(factories.organisation("Plain", description=harmless))

    (document,) = Publication.objects.get().documents.values()
    assert json.loads(document)["description"] == harmless


def test_the_reason_for_taking_something_down_is_plain_text(publish, editor):
    item = factories.organisation("Gone")
    publish(item)

    with pytest.raises(lifecycle.Refusal, match="Plain text only"):
        take_down(Publication.objects.get(), by=editor, words="<b>Closed</b>")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org", "https://a@b.org"]
)
@pytest.mark.parametrize(("kind", "part", "field"), ADDRESSES)
def test_an_address_of_any_other_kind_is_not_even_submitted(editor, kind, part, field, address):
    item = factories.of_kind(kind)
    row = getattr(item, part).first() if part else item
    type(row).objects.filter(pk=row.pk).update(**{field: address})

    with pytest.raises(lifecycle.Refusal):
        lifecycle.submit([item], by=editor)


@pytest.fixture
def carried(db):
    """The content that the project carries, published."""
    bring_in()
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


DENIED = "07786 209697"


def texts_that_become_public() -> list[tuple[str, str, str]]:
    """Of `holders()`, those in which a sentence could stand and that an editor's note is not."""
    return [
        (kind, model, field)
        for kind, model, field in holders()
        if not (
            kinds_field(kind, model, field).choices
            or "note" in field
            or field in ("caution", "slug", "code", "made_from")
        )
        and (kinds_field(kind, model, field).max_length or 100) >= len(DENIED)
    ]


def kinds_field(kind: str, model: str, field: str) -> models.Field:
    return next(one for one in kinds()[kind].models() if one.__name__ == model)._meta.get_field(field)


@pytest.mark.parametrize(("kind", "model", "field"), texts_that_become_public())
def test_a_refused_number_in_any_text_is_not_even_submitted_and_is_found_when_it_is_there(
    editor, capsys, kind, model, field
):
    item = factories.of_kind(kind)
    row = next(row for row in rows(item) if type(row).__name__ == model)
    value = [DENIED] if isinstance(row._meta.get_field(field), models.JSONField) else DENIED
    type(row).objects.filter(pk=row.pk).update(**{field: value})

    with pytest.raises(lifecycle.Refusal):
        lifecycle.submit([item], by=editor)
    with pytest.raises(CommandError, match="1 to look at"):
        call_command("check_contacts")
    assert f"{kind} “{item.slug}” has been written, and can't be submitted" in capsys.readouterr().out
