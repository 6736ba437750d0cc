"""From a hydrated topic to its shape in the contract. The source's words and ours are kept apart (`editorial`)."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from publishing.serializers import PublicSerializer
from services.serializers import Code, Codes, Nullable, NullableUrl


def texts(help_text: str) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=help_text)


class DefinitionSerializer(serializers.Serializer):
    """What the word means, as the source has it."""

    heading = Nullable(source="definition_heading", help_text="The source's heading.")
    text = Nullable(source="definition", help_text="The source's words.")


class FormEditorialSerializer(serializers.Serializer):
    """Ours, not the source's."""

    demand = Code("demands", "What is asked for.", allow_null=True)
    image_origin = Code("image-origins", "Where the images come from.", allow_null=True)
    examples = texts("Examples that the text gives.")


class FormSerializer(serializers.Serializer):
    """One shape the offence takes."""

    code = serializers.CharField(help_text="Its name, for ever.")
    text = serializers.CharField(help_text="The source's words.")
    editorial = FormEditorialSerializer(source="*", help_text="Ours.")


class FormsSerializer(serializers.Serializer):
    """The shapes the offence takes."""

    lead_in = Nullable(source="forms_lead_in", help_text="The source's words before the list.")
    items = FormSerializer(source="form_set", many=True, help_text="In the source's order.")


class ReassuranceSerializer(serializers.Serializer):
    """A sentence that steadies the reader."""

    code = serializers.CharField(help_text="Its name, for ever.")
    text = serializers.CharField(help_text="The source's words.")
    emphasis = texts("The parts of it that the source prints in bold.")
    precondition = Code(
        "preconditions",
        "Ours: what must be true of the reader. Show the sentence to nobody else. Null: true for any reader.",
        allow_null=True,
    )
    note = Nullable(source="editorial_note", help_text="Ours: how to use it.")


class StepEditorialSerializer(serializers.Serializer):
    """Ours, not the source's."""

    subject = Nullable(help_text="What the step is about.")
    phase = Code("phases", "When to do it.")
    audiences = Codes("audiences", "To whom it may be shown. Show it to nobody else.")
    caution = Nullable(help_text="What to beware of in showing it.")
    service_types = Codes("service-types", "The kinds of help it points to.")


class StepSerializer(serializers.Serializer):
    """One instruction. `text` is whole; the parts are cut out of it."""

    number = serializers.IntegerField(help_text="Its place in the source, from 1.", min_value=1)
    code = serializers.CharField(help_text="Its name, for ever.")
    text = serializers.CharField(help_text="The whole step in the source's words.")
    action = serializers.CharField(help_text="What to do.")
    reasons = texts("Why.")
    condition = Nullable(help_text="When it applies; null: always.")
    details = texts("How.")
    editorial = StepEditorialSerializer(source="*", help_text="Ours.")


class StepsSerializer(serializers.Serializer):
    """What to do, in order."""

    heading = Nullable(source="steps_heading", help_text="The source's heading.")
    lead_in = Nullable(source="steps_lead_in", help_text="The source's words before the list.")
    items = StepSerializer(source="step_set", many=True, help_text="In the source's order.")


class MoreInformationSerializer(serializers.Serializer):
    """Where the source says there is more."""

    text = Nullable(source="more_information", help_text="The source's words.")
    url = NullableUrl(source="more_information_url", help_text="The address, as a full link.")
    url_as_printed = Nullable(source="more_information_url_as_printed", help_text="The address as printed.")


class EntryServiceSerializer(serializers.Serializer):
    """The service of ours that the line names."""

    uid = serializers.UUIDField(help_text="Its identity, for ever.")
    slug = serializers.CharField(help_text="The last part of its address.")


class EntrySerializer(serializers.Serializer):
    """One line of the source's own list of further help. For current facts use the service it names."""

    code = serializers.CharField(help_text="Its name, for ever.")
    text = serializers.CharField(help_text="The whole line in the source's words.")
    name = serializers.CharField(help_text="Whom it names, as printed.")
    descriptor = Nullable(help_text="What it says of them.")
    url = NullableUrl(help_text="The address, as a full link.")
    url_as_printed = Nullable(help_text="The address as printed.")
    phone_as_printed = Nullable(help_text="The number as printed.")
    service = serializers.SerializerMethodField(help_text="The service of ours that it names; null: none is public.")

    @extend_schema_field(EntryServiceSerializer(allow_null=True))
    def get_service(self, entry):
        lender = self.context["lenders"].get(entry.service_id)
        return lender and {"uid": str(lender.uid), "slug": lender.slug}


class FurtherHelpSerializer(serializers.Serializer):
    """The source's own list of further help."""

    lead_in = Nullable(source="further_help_lead_in", help_text="The source's words before the list.")
    items = EntrySerializer(source="entry_set", many=True, help_text="In the source's order.")


class SourceDocumentSerializer(serializers.Serializer):
    """The document the words come from. Null is what the document does not say."""

    title = Nullable(source="document_title", help_text="Its title.")
    publisher = Nullable(help_text="Who published it.")
    language = serializers.CharField(help_text="Its language (BCP 47).")
    sha256 = Nullable(source="document_sha256", help_text="Digest of the document as it was given to us.")
    marking = Nullable(help_text="The protective marking it bears.")
    marking_positions = texts("Where the marking stands.")
    date = Nullable(source="document_date", help_text="Its date.")
    version = Nullable(source="document_version", help_text="Its version.")
    review_date = Nullable(source="document_review_date", help_text="When it is to be reviewed.")
    author = Nullable(source="document_author", help_text="Its author or owner.")
    licence = Nullable(help_text="Null: not known, so ask before you republish its words.")
    attribution = Nullable(help_text="What must be printed with it; null: not known.")


class TopicSerializer(PublicSerializer):
    """An advice subject. Everything outside `editorial`, `note` and `precondition` is the source's, word for word."""

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
