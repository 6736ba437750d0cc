"""The shapes that all public content shares."""

from rest_framework import serializers


class PublicSerializer(serializers.Serializer):
    """The members that every public item has."""

    uid = serializers.UUIDField(help_text="Identity, for ever. A slug is nicer to read; a uid is safer to keep.")
    slug = serializers.CharField(help_text="The last part of the item's address. Frozen at the first publication.")
    version = serializers.IntegerField(help_text="Counts the publications of this item, from 1.", min_value=1)
    published_at = serializers.DateTimeField(help_text="When this version was published (UTC).")
    checked_on = serializers.DateField(
        allow_null=True, help_text="The day an editor last confirmed these facts with the source; null: not yet."
    )


class NoticeSerializer(PublicSerializer):
    """An urgent correction. Show it before anything else."""

    level = serializers.CharField(help_text="Code list notice-levels.")
    text = serializers.CharField(help_text="What to know, in one or two plain sentences.")
    url = serializers.SerializerMethodField(help_text="Where to read more; null where there is nowhere.")

    def get_url(self, item) -> str | None:
        return item.url or None


class EmergencySerializer(serializers.Serializer):
    """The advice sheet's own words for when a life is in danger. With every answer; show it first."""

    text = serializers.CharField(help_text="What to do, word for word from the advice sheet.")
    phone = serializers.CharField(help_text="The number as printed.")
    uri = serializers.CharField(help_text="The number as a link.")
