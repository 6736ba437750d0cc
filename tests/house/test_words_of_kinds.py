"""Every text that can become public is said in other languages, or somebody has decided that it is not."""

import pytest
from django.db import models

from publishing.fields import CodesField, TextsField
from publishing.models import Part, Publishable, Translation
from publishing.registry import kinds
from services.fields import CoverageField

# Texts that are the same in every language, by what they are.
SAME = {
    "slug": "a part of an address",
    "code": "a name for programs",
    "language": "a tag",
    "charity_number": "a number",
    "logo": "an address",
    "url": "an address",
    "licence": "the name of a licence",
    "attribution": "what must be printed as it stands",
    "publisher": "a name",
    "document_title": "the title of a document in its own language",
    "document_sha256": "a digest",
    "marking": "what stands on a document",
    "marking_positions": "where that stands, for editors of apps",
    "document_date": "as printed",
    "document_version": "as printed",
    "document_review_date": "as printed",
    "document_author": "a name",
    "address": "where letters go",
    "postcode": "a code",
    "uprn": "a number",
    "title": "the title of a source in its own language",
    "dated": "as printed",
    "level": "a code",
}
SAME_OF = {"Topic": {"title"}, "Notice": set()}  # of which a name above is a text for readers


def texts(model: type[Publishable | Part]) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | TextsField)
        and not isinstance(field, CodesField | CoverageField)
        and not field.choices
        and "Never public" not in str(field.help_text)
        and field.name not in getattr(model, "unread", ())
    ]


@pytest.mark.parametrize(
    "kind", [kind for kind in kinds().values() if kind.model is not Translation], ids=lambda kind: kind.name
)
def test_every_text_is_said_in_other_languages_or_is_the_same_in_each(kind):
    for model in kind.models():
        said = {*kind.words.get(model, ()), *kind.unsaid.get(model, ())}
        same = SAME.keys() - SAME_OF.get(model.__name__, set())
        for name in texts(model):
            assert name in said or name in same, (
                f"{model.__name__}.{name} is a text that no translation has: name it in the `words` of the kind "
                f"“{kind.name}”, in its `unsaid` if it is a number or an address, or in SAME here."
            )


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_what_is_said_is_a_text_that_there_is(kind):
    for model, names in {**kind.words, **kind.unsaid}.items():
        assert model in kind.models()
        assert {model._meta.get_field(name).name for name in names} == set(names)
