"""Translations as a kind of content: approved like any other, and shown with the items that they are of."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from publishing.dangers import Danger
from publishing.edition import Layout, Published
from publishing.models import Translation
from publishing.registry import Kind
from publishing.serializers import OF_EVERY_ITEM, Members, Nullable, NullableUrl, PublicSerializer
from publishing.translating import checking


class TextSerializer(Members):
    """What stands for one text."""

    english = serializers.CharField(help_text="The English.")
    text = serializers.CharField(help_text="The same in the language.")


class TranslationSerializer(PublicSerializer):
    """The words of an item in another language."""

    of = serializers.UUIDField(help_text="The uid of the item.")
    kind = serializers.CharField(help_text="What kind of item it is.")
    language = serializers.CharField(help_text="A code of the list answer-languages.")  # type: ignore[assignment]  # its own, not that of an answer
    media = None  # type: ignore[assignment]  # DRF: not a member of this one
    texts = serializers.SerializerMethodField(help_text="All of its words.")
    is_machine_made = serializers.BooleanField(help_text="A machine wrote some of it.")
    source = NullableUrl(  # type: ignore[assignment]  # a member, and not on an instance
        help_text="Where the words are from; null: from editors."
    )
    video = Nullable(help_text="The address of a film that says the same; null: none.")
    captions = Nullable(help_text="Its captions; null: none.")
    audio = Nullable(help_text="The address of a recording that says the same; null: none.")
    transcript = Nullable(help_text="Where all of that can be read; null: nowhere.")

    @extend_schema_field(TextSerializer(many=True))
    def get_texts(self, item: Translation) -> list[dict[str, Any]]:
        return [{"english": english, "text": text} for english, text in sorted(item.texts.items())]


def _order(item: Published) -> tuple[str]:
    return (item.uid,)


KIND = Kind(
    name="translation",
    plural="translations",
    model=Translation,
    address=None,
    is_of_another=True,
    layout=Layout(orders={"uid": _order}),
    serializer=TranslationSerializer,
    keys=lambda item, lenders: {"of": str(item.of), "language": item.language},
    unfinished=checking.unfinished,
    links=[*Translation.FILMS, "source"],
    dangers={
        Danger.ADVICE: ["texts[]", "texts.*", "of", "kind", "language", "is_machine_made", "source"],
        Danger.REACHING: ["video", "captions", "audio", "transcript"],
        Danger.NONE: [*(name for name in OF_EVERY_ITEM if name != "language" and not name.startswith("media"))],
    },
)


def remarks(document: Mapping[str, Any]) -> list[str]:
    """What an approver is told of each version anew."""
    if not document.get("is_machine_made"):
        return []
    return [f"Version {document['version']} has words that a machine wrote. Read each of them beside the English."]
