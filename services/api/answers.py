"""The shape of cards, and of what was left out, in the contract: what one reader is told of a service."""

from rest_framework import serializers

from publishing.serializers import (
    REVIEW_OVERDUE,
    CodeMember,
    CodesMember,
    KnownCodesMember,
    Members,
    Nullable,
    texts,
)
from services.api.serializers import ConditionSerializer, ServiceOrganisationSerializer


class OpenSerializer(Members):
    """Whether a way can be used now, or at the moment asked about."""

    state = CodeMember("open-states", "Whether it can be used.")
    until = serializers.DateTimeField(allow_null=True, help_text="When that changes (UTC); null: no moment is known.")
    words = serializers.CharField(
        allow_null=True, help_text="In words, ready to show; null: a way before it has said the same."
    )


class WaySerializer(Members):
    """One way to reach a service, ready to show."""

    kind = CodeMember("channel-kinds", "What kind of way it is.")
    label = serializers.CharField(help_text="What to do, ready for a button.")  # type: ignore[assignment]  # a member, and not on an instance
    value = serializers.CharField(help_text="As it is printed: a number, an address, or how to get to it in words.")
    uri = Nullable(help_text="A link to use it: tel:, sms:, mailto: or https:. Null where a phone has nothing to open.")
    instructions = Nullable(help_text="What to do on getting through.")
    open = OpenSerializer(help_text="Whether it can be used now.")
    free = CodeMember("yes-no-unknown", "Free to use.")
    on_phone_bill = CodeMember("yes-no-unknown", "It shows on the phone bill, which a family may read.")
    anonymous = CodeMember("yes-no-unknown", "It can be used without giving a name.")
    account_needed = CodeMember("yes-no-unknown", "One must register first.")
    languages = KnownCodesMember("languages", "Languages it speaks.")


class FitSerializer(Members):
    """How a service fits what was asked."""

    age = CodeMember("age-matches", "How the age fits its limits.")
    region = CodeMember("region-matches", "How much of the place it covers.")


class CardSerializer(Members):
    """A service, ready to show. All that is published of it is at its own address."""

    uid = serializers.UUIDField(help_text="Its identity, for ever.")
    slug = serializers.CharField(help_text="The last part of its address.")
    language = CodeMember(
        "answer-languages", "The language of the service's own words; labels and conditions are ours."
    )
    name = serializers.CharField(help_text="As its own website says it.")
    organisation = ServiceOrganisationSerializer(allow_null=True, help_text="Who runs it; null: no single body does.")
    summary = serializers.CharField(help_text="What it does, in one sentence.")
    types = CodesMember("service-types", "What kind of help it gives.")
    need = CodeMember("needs", "The need that it meets.")
    use = CodeMember("uses", "Who is to use it, where a helper asks; null: not asked.", allow_null=True)
    conditions = ConditionSerializer(many=True, help_text="What is left to check. Show the texts.")
    match = FitSerializer(help_text="How it fits what was asked.")
    ways = WaySerializer(many=True, help_text="How to reach it, the best way first.")
    meets = texts("Which of the preferences the first way meets, by the names of the parameters.")
    checked_on = serializers.DateField(
        allow_null=True,
        help_text="The day somebody last held these facts against their source; null: nobody has, since they were put "
        "together from published sources. How it was done is on its page.",
    )
    review_overdue = serializers.BooleanField(help_text=REVIEW_OVERDUE)
    url = serializers.URLField(help_text="Where all that is published of it is.")


class LeftOutSerializer(Members):
    """What this answer does not have, and why."""

    parameter = serializers.CharField(
        allow_null=True, help_text="Without this parameter, the answer would have so many more; null: with none."
    )
    code = CodeMember("left-out-reasons", "Why.")
    count = serializers.IntegerField(help_text="How many.", min_value=1)
    text = serializers.CharField(help_text="In words an app can show.")


class LeftOutMemberSerializer(Members):
    """The member that lists of services have beside the usual ones."""

    left_out = LeftOutSerializer(many=True, help_text="What was asked left these out. Tell the reader.")
