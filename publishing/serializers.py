"""The shapes that all public content shares, and the members they are made of."""

import threading
from collections.abc import Iterable
from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from publishing import languages
from publishing.models import Notice

CHECKED_ON = (
    "The day these facts were last held against their source; null: not yet. Show it with `checked_how`, never alone."
)
CHECKED_HOW = (
    "How that was done; `compiled` means that nobody has called or asked. null: not said. "
    "A code of the list checks; newer codes may appear."
)
REVIEW_OVERDUE = (
    "The day by which somebody had to look again has passed. Show it all the same, and say that it may be out of date."
)


class EmptyIsNull(serializers.Field[Any, Any, Any, Any]):
    """What is empty in a row is null in public."""

    def get_attribute(self, instance: Any) -> Any:
        return super().get_attribute(instance) or None


class Nullable(EmptyIsNull, serializers.CharField):
    """Text that may be missing."""

    def __init__(self, **options: Any):
        super().__init__(allow_null=True, **options)


class NullableUrl(EmptyIsNull, serializers.URLField):
    """An address that may be missing."""

    def __init__(self, **options: Any):
        super().__init__(allow_null=True, **options)


class CodeMember(EmptyIsNull, serializers.CharField):
    """One code of the list `name`; clients must accept codes they do not know."""

    def __init__(self, name: str, help_text: str, **options: Any):
        super().__init__(help_text=f"{help_text} A code of the list {name}; newer codes may appear.", **options)


class CodesMember(serializers.ListField):
    """Codes of the list `name`; clients must accept codes they do not know."""

    def __init__(self, name: str, help_text: str):
        text = f"{help_text} Codes of the list {name}; newer codes may appear."
        super().__init__(child=serializers.CharField(), help_text=text)


class KnownCodesMember(EmptyIsNull, serializers.ListField):
    """Codes, or null where there are none: that stands for what `null` says."""

    def __init__(self, name: str, help_text: str, null: str = "not known"):
        text = f"{help_text} Codes of the list {name}; null: {null}."
        super().__init__(child=serializers.CharField(), allow_null=True, help_text=text)


def texts(help_text: str) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=help_text)


class Members(serializers.Serializer[Any]):
    """The members of an object, from a row, a value or a mapping that has what they are named for."""


class _Made(threading.local):
    """The serializers of this thread, each made once: whoever makes one copies all its fields, which takes longest."""

    def __init__(self) -> None:
        self.by_class: dict[type[Members], Members] = {}


_made = _Made()


def members(serializer: type[Members], item: Any, **context: Any) -> dict[str, Any]:
    """The members of an item. What serializers in it need to know besides is `context`, until it is done."""
    made = _made.by_class.get(serializer)
    if made is None:
        made = _made.by_class[serializer] = serializer()
    made._context = context
    try:
        shown: dict[str, Any] = made.to_representation(item)
    finally:
        made._context = {}
    return shown


def each(serializer: type[Members], items: Iterable[Any]) -> list[dict[str, Any]]:
    return [members(serializer, item) for item in items]


class MediaSerializer(Members):
    """A film or a recording that says what an item says, for those who sign or listen rather than read."""

    language = serializers.CharField(help_text="A code of the list answer-languages; bfi: British Sign Language.")
    video = serializers.URLField(allow_null=True, help_text="The address of a film; null: none.")
    captions = serializers.URLField(allow_null=True, help_text="Its captions (WebVTT); null: none.")
    audio = serializers.URLField(allow_null=True, help_text="The address of a recording; null: none.")
    transcript = serializers.URLField(allow_null=True, help_text="Where all of it can be read; null: nowhere.")


class PublicSerializer(Members):
    """The members that every public item has."""

    uid = serializers.UUIDField(help_text="Identity, for ever. A slug is nicer to read; a uid is safer to keep.")
    slug = serializers.CharField(help_text="The last part of the item's address. Frozen at the first publication.")
    version = serializers.IntegerField(help_text="Counts the publications of this item, from 1.", min_value=1)
    published_at = serializers.DateTimeField(help_text="When this version was published (UTC).")
    checked_on = serializers.SerializerMethodField(help_text=CHECKED_ON)
    checked_how = serializers.SerializerMethodField(help_text=CHECKED_HOW)
    review_overdue = serializers.BooleanField(source="upkeep.is_overdue", help_text=REVIEW_OVERDUE)
    language = serializers.SerializerMethodField(
        help_text="The language of all its words: the one asked for, or en where there is no translation that is up to "
        "date. A code of the list answer-languages."
    )
    media = MediaSerializer(many=True, help_text="Films and recordings that say the same, in any language.")

    def get_language(self, item: Any) -> str:
        return languages.current()

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_checked_on(self, item: Any) -> date | None:
        check = item.upkeep.later(item.checked_on)
        return check.on if check else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_checked_how(self, item: Any) -> str | None:
        check = item.upkeep.later(item.checked_on)
        return (check.how or None) if check else None


# A film is approved with the translation that has it.
_MEMBERS = tuple(str(name) for name in PublicSerializer().fields)
OF_EVERY_ITEM = (*(name for name in _MEMBERS if name != "media"), "media[]", "media.*")


class NoticeSerializer(PublicSerializer):
    """An urgent correction. Show it before anything else."""

    level = serializers.CharField(help_text="Code list notice-levels.")
    text = serializers.CharField(help_text="What to know, in one or two plain sentences.")
    url = serializers.SerializerMethodField(help_text="Where to read more; null where there is nowhere.")

    def get_url(self, item: Notice) -> str | None:
        return item.url or None


class EmergencyWaySerializer(Members):
    """A way to reach the emergency services."""

    kind = CodeMember("channel-kinds", "What kind of way it is.")
    label = serializers.CharField(help_text="What to do, ready for a button.")  # type: ignore[assignment]  # a member, and not on an instance
    value = serializers.CharField(help_text="The number or address as printed.")
    uri = serializers.CharField(help_text="A link to use it.")


class EmergencySerializer(Members):
    """The advice sheet's own words for when a life is in danger. With every answer; show it first."""

    language = serializers.CharField(
        help_text="Of `text`, by BCP 47 tag: English, unless it was signed off in another. The rest is in that of the "
        "answer."
    )
    text = serializers.CharField(help_text="What to do, word for word from the advice sheet.")
    covers = serializers.CharField(help_text="Where it is for, in words. Show it to a reader outside the UK.")
    ways = EmergencyWaySerializer(many=True, help_text="By voice, and in British Sign Language.")
