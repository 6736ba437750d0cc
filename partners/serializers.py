"""The shapes of what partners keep a copy by. They are written elsewhere, byte for byte; these describe them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from publishing.serializers import CodeMember, Members, Nullable

JWS = (
    "The same, signed: a compact JWS (RFC 7515) with Ed25519, whose key is in the root at /api/v1/trust. Believe its "
    "payload and nothing beside it. null: this server has no key to sign with."
)
SEQUENCE = "It only ever rises. Never take what has a smaller one than you have."


class BundlePartSerializer(Members):
    """A file of a bundle."""

    kind = Nullable(help_text="The kind of items in it; null: everything is in this file.")
    url = serializers.URLField(help_text="Where it is. It never changes.")
    sha256 = serializers.CharField(help_text="The SHA-256 of its bytes, in hexadecimal.")
    length = serializers.IntegerField(help_text="How many bytes it has, uncompressed.", min_value=0)


class BundleSerializer(Members):
    """The newest copy of everything, and what proves it."""

    edition = serializers.IntegerField(help_text="The number of its edition.", min_value=0)
    sequence = serializers.IntegerField(help_text=SEQUENCE, min_value=0)
    issued_at = serializers.DateTimeField(help_text="The hour for which this is stated (UTC).")
    expires_at = serializers.DateTimeField(help_text="From then on say that a copy may be out of date (UTC).")
    contents = serializers.CharField(help_text="A digest of all entries. Work it out of your copy, and compare.")
    reference = serializers.CharField(help_text="The SHA-256 of what the same file holds of places and codes.")
    parts = BundlePartSerializer(many=True, help_text="The files of which the copy is made.")
    hide_contacts_after_days = serializers.IntegerField(
        help_text="After so many days without word from here, show no number or address of the copy.", min_value=1
    )
    jws = Nullable(help_text=JWS)


@extend_schema_field({"type": ["object", "null"], "additionalProperties": True})
class Document(serializers.JSONField):
    """A public document of any kind."""


@extend_schema_field({"type": "object", "additionalProperties": True})
class Said(serializers.JSONField):
    """A public document in another language."""


@extend_schema_field({})
class SortedBy(serializers.JSONField):
    """A number or a text. Of no type in the document: of two at once most generators make one that reads neither."""


class ChangedItemSerializer(Members):
    """One item as it is now, or what is left of one that was withdrawn."""

    kind = serializers.CharField(help_text="The kind of content.")
    uid = serializers.UUIDField(help_text="Identity, for ever.")
    slug = serializers.CharField(help_text="The last part of its address.")
    version = serializers.IntegerField(help_text="Counts the publications of this item, from 1.", min_value=1)
    edition = serializers.IntegerField(help_text="The edition that last changed it.", min_value=0)
    published_at = serializers.DateTimeField(allow_null=True, help_text="When this version was published (UTC).")
    document = Document(help_text="As at its own address; null: it has been withdrawn, drop what you have of it.")
    translations = serializers.DictField(
        child=Said(),
        help_text="The same in other languages, by the codes of answer-languages, each whole. Where there is none in a "
        "language, the item is given in English.",
    )
    order = serializers.ListField(
        child=SortedBy(), help_text="Sort its kind by these, each a number or a text, then by uid."
    )
    reason_code = CodeMember("withdrawal-reasons", "Why it was withdrawn; null: it was not.", allow_null=True)
    reason = Nullable(help_text="The same in words for people.")
    replacement = Nullable(help_text="The slug of what to use instead; null: nothing.")


class ChangesMemberSerializer(Members):
    """The members that the list of changes has beside the usual ones."""

    edition = serializers.IntegerField(help_text="The edition that these lead to.", min_value=0)
    sequence = serializers.IntegerField(help_text=SEQUENCE, min_value=0)
    jws = Nullable(
        help_text="The statement at /api/v1/bundle, signed: what your copy must be once all pages are in it."
    )


class RecallSerializer(Members):
    """A way to reach somebody that must no longer be used."""

    channel = serializers.UUIDField(help_text="The uid of the channel.")
    service = serializers.UUIDField(help_text="The uid of the service.")
    kind = CodeMember("channel-kinds", "What kind of way it was.")
    digest = Nullable(
        help_text="A digest of its value; null: the same value is right in another way to reach somebody."
    )
    reason = serializers.CharField(help_text="`withdrawn` or `corrected`.")
    since = serializers.DateTimeField(help_text="Since when (UTC).")


class RecallsSerializer(Members):
    """What must no longer be used, wherever an app has it from."""

    sequence = serializers.IntegerField(help_text=SEQUENCE, min_value=0)
    issued_at = serializers.DateTimeField(help_text="The hour for which this is stated (UTC).")
    expires_at = serializers.DateTimeField(help_text="Until when it may be believed (UTC).")
    results = RecallSerializer(many=True, help_text="All of them, the newest first.")
    jws = Nullable(help_text=JWS)
