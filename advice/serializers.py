"""From a hydrated topic to its shape in the contract. The source's words and ours are kept apart (`editorial`)."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from advice import origins
from advice.models import DetailLimit, Entry, Step, Topic, TopicPart
from publishing.registry import Lenders
from publishing.serializers import (
    CodeMember,
    CodesMember,
    KnownCodesMember,
    Members,
    Nullable,
    NullableUrl,
    PublicSerializer,
    each,
    texts,
)


class OriginMember(CodeMember):
    """Whose words a part is. It is found out anew whenever the part is compiled."""

    def __init__(self) -> None:
        super().__init__(
            "word-origins", "Whose words these are. Show what editors added with the topic's `added_text`."
        )

    def get_attribute(self, part: TopicPart) -> str:
        return origins.origin(part)


class BorneOut(Nullable):
    """What editors say of the document, if the document that we hold bears it out."""

    def get_attribute(self, topic: Topic) -> str | None:
        said: str | None = super().get_attribute(topic)
        return said if said and origins.bears_out(origins.of_document(topic), str(self.source), said) else None


class DefinitionSerializer(Members):
    """What the word means, as the source has it."""

    heading = Nullable(source="definition_heading", help_text="The source's heading.")
    text = Nullable(source="definition", help_text="The source's words.")


class FormEditorialSerializer(Members):
    """Ours, not the source's."""

    demand = CodeMember("demands", "What is asked for.", allow_null=True)
    image_origin = CodeMember("image-origins", "Where the images come from.", allow_null=True)
    examples = texts("Examples that the text gives.")


class FormSerializer(Members):
    """One shape the offence takes."""

    code = serializers.CharField(help_text="Its name, for ever.")
    origin = OriginMember()
    text = serializers.CharField(help_text="The source's words.")
    editorial = FormEditorialSerializer(source="*", help_text="Ours.")


class FormsSerializer(Members):
    """The shapes the offence takes."""

    lead_in = Nullable(source="forms_lead_in", help_text="The source's words before the list.")
    items = FormSerializer(source="form_set", many=True, help_text="In the source's order.")


class ReassuranceSerializer(Members):
    """A sentence that steadies the reader."""

    code = serializers.CharField(help_text="Its name, for ever.")
    origin = OriginMember()
    text = serializers.CharField(help_text="The source's words.")
    emphasis = texts("The parts of it that the source prints in bold.")
    precondition = CodeMember(
        "preconditions",
        "Ours: what must be true of the reader. Show the sentence to nobody else. Null: true for any reader.",
        allow_null=True,
    )
    audiences = KnownCodesMember("audiences", "Ours: to whom it speaks.", null="anyone")
    regions = serializers.ListField(
        child=serializers.CharField(),
        source="coverage",
        help_text="Ours: GSS codes of where it is true; empty: anywhere.",
    )


class StepEditorialSerializer(Members):
    """Ours, not the source's."""

    subject = Nullable(help_text="What the step is about.")
    phase = CodeMember("phases", "When to do it.")
    situation = CodeMember(
        "situations", "What has happened to those to whom its condition applies; null: to be checked.", allow_null=True
    )
    service_types = CodesMember("service-types", "The kinds of help it points to.")


class LimitAgeSerializer(Members):
    """The ages a part is for, in whole years, both ends included."""

    basis = CodeMember("age-bases", "Whose age counts.")
    minimum = serializers.IntegerField(allow_null=True, help_text="Null: no limit.", min_value=0, max_value=120)
    maximum = serializers.IntegerField(allow_null=True, help_text="Null: no limit.", min_value=0, max_value=120)


class DetailLimitSerializer(Members):
    """For whom one of the details is. Leave it out for everybody else, and out of `text`; show the reason instead."""

    code = serializers.CharField(help_text="Its name, for ever.")
    detail = serializers.CharField(help_text="The detail, as it stands in `details`.")
    audiences = KnownCodesMember("audiences", "Who may be shown it.", null="anyone")
    age = serializers.SerializerMethodField(
        help_text="The ages it may be shown to, and to nobody whose age is not known; null: any age."
    )
    reason = serializers.CharField(help_text="Why others are not shown it, in words of ours to show them.")

    @extend_schema_field(LimitAgeSerializer(allow_null=True))
    def get_age(self, limit: DetailLimit) -> dict[str, Any] | None:
        ages = {"basis": limit.age_basis, "minimum": limit.minimum_age, "maximum": limit.maximum_age}
        return ages if limit.age_basis else None


class StepSerializer(Members):
    """One instruction. `text` is whole; the parts are cut out of it."""

    number = serializers.IntegerField(help_text="Its place in the source, from 1.", min_value=1)
    code = serializers.CharField(help_text="Its name, for ever.")
    origin = OriginMember()
    text = serializers.CharField(help_text="The whole step in the source's words.")
    action = serializers.CharField(help_text="What to do.")
    reasons = texts("Why.")
    condition = Nullable(help_text="When it applies; null: always.")
    details = texts("How. Not each is for everybody: see `limits`.")
    limits = serializers.SerializerMethodField(help_text="Ours: which of the details are not for everybody.")
    editorial = StepEditorialSerializer(source="*", help_text="Ours.")

    @extend_schema_field(DetailLimitSerializer(many=True))
    def get_limits(self, step: Step) -> list[dict[str, Any]]:
        limits = step.topic.detaillimit_set.all()
        return each(DetailLimitSerializer, (limit for limit in limits if limit.step_id == step.uid))


class StepsSerializer(Members):
    """What to do, in order."""

    heading = Nullable(source="steps_heading", help_text="The source's heading.")
    lead_in = Nullable(source="steps_lead_in", help_text="The source's words before the list.")
    items = StepSerializer(source="step_set", many=True, help_text="In the source's order.")


class MoreInformationSerializer(Members):
    """Where the source says there is more."""

    text = Nullable(source="more_information", help_text="The source's words.")
    url = NullableUrl(source="more_information_url", help_text="The address, as a full link.")
    url_as_printed = Nullable(source="more_information_url_as_printed", help_text="The address as printed.")


class EntryServiceSerializer(Members):
    """The service of ours that the line names."""

    uid = serializers.UUIDField(help_text="Its identity, for ever.")
    slug = serializers.CharField(help_text="The last part of its address.")


class EntrySerializer(Members):
    """One line of the source's own list of further help. For current facts use the service it names."""

    code = serializers.CharField(help_text="Its name, for ever.")
    origin = OriginMember()
    text = serializers.CharField(help_text="The whole line in the source's words.")
    name = serializers.CharField(help_text="Whom it names, as printed.")
    descriptor = Nullable(help_text="What it says of them.")
    url = NullableUrl(help_text="The address, as a full link.")
    url_as_printed = Nullable(help_text="The address as printed.")
    phone_as_printed = Nullable(help_text="The number as printed.")
    service = serializers.SerializerMethodField(help_text="The service of ours that it names; null: none is public.")

    @extend_schema_field(EntryServiceSerializer(allow_null=True))
    def get_service(self, entry: Entry) -> dict[str, str] | None:
        lenders: Lenders = self.context["lenders"]
        lender = lenders.get(entry.service_id) if entry.service_id else None
        return {"uid": str(lender.uid), "slug": lender.slug} if lender else None


class FurtherHelpSerializer(Members):
    """The source's own list of further help."""

    lead_in = Nullable(source="further_help_lead_in", help_text="The source's words before the list.")
    items = EntrySerializer(source="entry_set", many=True, help_text="In the source's order.")


class SourceDocumentSerializer(Members):
    """The document the words come from.

    Null is what the document does not say, and what editors say of it that it does not bear out: `added` names that.
    All but the language is null where we do not hold the document; then none of the words are its.
    """

    title = BorneOut(source="document_title", help_text="Its title.")
    publisher = BorneOut(help_text="Who published it.")
    language = serializers.CharField(help_text="Its language (BCP 47).")
    sha256 = BorneOut(source="document_sha256", help_text="Digest of the document as it was given to us.")
    marking = BorneOut(help_text="The protective marking it bears.")
    marking_positions = serializers.SerializerMethodField(help_text="Where the marking stands.")
    date = BorneOut(source="document_date", help_text="Its date.")
    version = BorneOut(source="document_version", help_text="Its version.")
    review_date = BorneOut(source="document_review_date", help_text="When it is to be reviewed.")
    author = BorneOut(source="document_author", help_text="Its author or owner.")
    licence = BorneOut(help_text="Null: not known, so ask before you republish its words.")
    attribution = BorneOut(help_text="What must be printed with it; null: not known.")

    @extend_schema_field(texts("Where the marking stands."))
    def get_marking_positions(self, topic: Topic) -> list[str]:
        is_borne_out = topic.marking and origins.bears_out(origins.of_document(topic), "marking", topic.marking)
        return topic.marking_positions if is_borne_out else []


class TopicSerializer(PublicSerializer):
    """An advice subject, in the words of its document but for what is marked.

    What editors added has the `origin` editors, or is named in `added`; `editorial`, `limits`, `precondition` and the
    like are ours, too. All else is the document's, word for word.
    """

    title = serializers.CharField(help_text="The source's title.")
    introduction = Nullable(
        help_text="The source's introduction. The sheet's is written to people who have contacted the police."
    )
    definition = DefinitionSerializer(source="*", help_text="What the word means.")
    forms = FormsSerializer(source="*", help_text="The shapes it takes.")
    reassurances = ReassuranceSerializer(source="reassurance_set", many=True, help_text="In the source's order.")
    steps = StepsSerializer(source="*", help_text="What to do, in order.")
    more_information = MoreInformationSerializer(source="*", help_text="Where there is more.")
    further_help = FurtherHelpSerializer(source="*", help_text="The source's own list of further help.")
    emergency_text = Nullable(help_text="The source's own emergency notice.")
    document = SourceDocumentSerializer(source="*", help_text="The document the words come from.")
    added = serializers.SerializerMethodField()
    added_text = serializers.SerializerMethodField(
        help_text="In words, that editors added something: show it beside each part whose `origin` is editors, and "
        "beside each text that `added` names."
    )

    @extend_schema_field(
        texts("Texts that editors added, by their members: `title`, `definition.text`. Parts have an `origin` instead.")
    )
    def get_added(self, topic: Topic) -> list[str]:
        return origins.added(topic)

    def get_added_text(self, topic: Topic) -> str:
        return origins.added_text(origins.of_document(topic))
