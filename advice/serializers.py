"""From a hydrated topic to its shape in the contract. The source's words and ours are kept apart (`editorial`)."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from publishing.serializers import PublicSerializer
from services.places import OutcodeSerializer
from services.serializers import (
    Code,
    Codes,
    ConditionSerializer,
    CoveredRegionSerializer,
    KnownCodes,
    Nullable,
    NullableUrl,
    ServiceSerializer,
)


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
    audiences = KnownCodes("audiences", "Ours: to whom it speaks; null stands for anyone.")
    regions = serializers.ListField(
        child=serializers.CharField(),
        source="coverage",
        help_text="Ours: GSS codes of where it is true; empty: anywhere.",
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


class ReaderOutcodeSerializer(OutcodeSerializer):
    """What is known of the first half of a postcode. The reader is in one of `choices`; offer them."""

    choices = CoveredRegionSerializer(many=True, help_text="The places it may be in. Empty outside the UK.")


class ReaderSerializer(serializers.Serializer):
    """What was understood of the reader."""

    age = serializers.IntegerField(allow_null=True, min_value=0, max_value=120, help_text="Null: not said.")
    age_in_image = serializers.IntegerField(allow_null=True, min_value=0, max_value=120, help_text="Null: not said.")
    region = CoveredRegionSerializer(allow_null=True, help_text="Null: not said.")
    outcode = ReaderOutcodeSerializer(allow_null=True, help_text="Null: not said.")
    audiences = Codes("audiences", "Who is asking. Empty: not said, so only steps that anyone may be shown are given.")
    open_at = serializers.DateTimeField(allow_null=True, help_text="The moment asked about; null: none.")
    conditions = ConditionSerializer(many=True, help_text="What to tell the reader about the place they named.")


class HelpStepSerializer(StepSerializer):
    """A step, with the services it points to for this reader."""

    services = EntryServiceSerializer(many=True, help_text="Services of the kinds it points to, all in `groups`.")


class PhaseSerializer(serializers.Serializer):
    """The steps of one phase, in order."""

    phase = Code("phases", "When to do them.")
    label = serializers.CharField(help_text="The phase in plain English.")
    steps = HelpStepSerializer(many=True, help_text="In order.")


class HelpTopicSerializer(serializers.Serializer):
    """Which advice this is."""

    uid = serializers.UUIDField(help_text="Its identity, for ever.")
    slug = serializers.CharField(help_text="The last part of its address at /api/v1/advice.")
    title = serializers.CharField(help_text="The source's title.")
    definition = DefinitionSerializer(help_text="What the word means.")


class HelpAdviceSerializer(serializers.Serializer):
    """What to do."""

    topic = HelpTopicSerializer(allow_null=True, help_text="Which advice this is; null while there is none to give.")
    phases = PhaseSerializer(many=True, help_text="The steps that may be shown to this reader, by phase.")


class MatchSerializer(serializers.Serializer):
    """Why this service is here."""

    age = Code("age-matches", "How the age fits its limits.")
    region = Code("region-matches", "How much of the place it covers.")
    conditions = ConditionSerializer(many=True, help_text="What is left to check for this reader. Show the texts.")


class OpenSerializer(serializers.Serializer):
    """Whether somebody answers on a phone, by text, textphone, chat or video relay."""

    is_open = serializers.BooleanField(allow_null=True, help_text="Null: not known, or there is no such channel.")
    next_change_at = serializers.DateTimeField(
        allow_null=True, help_text="When `is_open` becomes something else; null: no such moment is known."
    )


class ResultSerializer(serializers.Serializer):
    """A service with the reason why it is here."""

    service = ServiceSerializer(help_text="The service.")
    match = MatchSerializer(help_text="Why it is here.")
    open = OpenSerializer(help_text="Whether somebody is there.")


class GroupSerializer(serializers.Serializer):
    """Services of one type, at most ten: open ones first, then the editors' order."""

    type = Code("service-types", "The kind of help.")
    label = serializers.CharField(help_text="The kind of help in plain English.")
    count = serializers.IntegerField(help_text="How many there are in all.", min_value=1)
    results = ResultSerializer(many=True, help_text="The first ten.")
    more = serializers.URLField(allow_null=True, help_text="Where the rest is; null: this is all.")


class HelpSerializer(serializers.Serializer):
    """What to do now, and who can help."""

    reader = ReaderSerializer(help_text="What was understood of the reader.")
    reassurances = ReassuranceSerializer(many=True, help_text="Those that are true for this reader.")
    advice = HelpAdviceSerializer(help_text="What to do.")
    groups = GroupSerializer(many=True, help_text="Who can help, by kind of help.")
    conditions = ConditionSerializer(many=True, help_text="Why `groups` is empty, when it is.")
