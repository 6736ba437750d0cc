"""The shape of the answer of `/help` in the contract: what this reader is told, put together by `advice/help.py`."""

from rest_framework import serializers

from advice.serializers import DefinitionSerializer, OriginMember
from publishing.serializers import CodeMember, CodesMember, MediaSerializer, Members, Nullable, texts
from services.api.answers import CardSerializer, LeftOutSerializer
from services.api.reference import PlaceSerializer


class PreferencesSerializer(Members):
    """What the reader would rather have. Nothing goes away for it."""

    channel = CodesMember("channel-kinds", "Ways to reach a service.")
    language = CodesMember("languages", "Languages.")
    free = serializers.BooleanField(allow_null=True, help_text="Free to use; null: not said.")
    anonymous = serializers.BooleanField(allow_null=True, help_text="Without giving a name; null: not said.")
    no_account = serializers.BooleanField(allow_null=True, help_text="Without an account; null: not said.")
    off_phone_bill = serializers.BooleanField(allow_null=True, help_text="Not on the phone bill; null: not said.")


class ReaderSerializer(Members):
    """What was understood of the reader."""

    age = serializers.IntegerField(allow_null=True, min_value=0, max_value=120, help_text="Null: not said.")
    age_in_image = serializers.IntegerField(allow_null=True, min_value=0, max_value=120, help_text="Null: not said.")
    audience = CodeMember("audiences", "Who is asking.")
    place = PlaceSerializer(allow_null=True, help_text="Null: not said.")
    situations = CodesMember("situations", "What has happened.")
    preferences = PreferencesSerializer(help_text="What they would rather have.")
    open_at = serializers.DateTimeField(allow_null=True, help_text="The moment asked about; null: now.")


class HelpReassuranceSerializer(Members):
    """A sentence that steadies the reader, and is true for this one."""

    code = serializers.CharField(help_text="Its name, for ever.")
    origin = OriginMember()
    text = serializers.CharField(help_text="The source's words.")
    emphasis = texts("The parts of it that the source prints in bold.")


class HelpFormSerializer(Members):
    """One shape the offence takes."""

    code = serializers.CharField(help_text="Its name, for ever.")
    origin = OriginMember()
    text = serializers.CharField(help_text="The source's words.")
    applies = CodeMember("applies", "Whether this is what has happened.")


class HelpFormsSerializer(Members):
    """The shapes the offence takes, first what has happened."""

    lead_in = Nullable(help_text="The source's words before the list.")
    items = HelpFormSerializer(many=True, help_text="All of them.")


class HelpTopicSerializer(Members):
    """Which advice this is."""

    uid = serializers.UUIDField(help_text="Its identity, for ever.")
    slug = serializers.CharField(help_text="The last part of its address at /api/v1/advice.")
    language = CodeMember("answer-languages", "The language of all its words, of the steps and of the reassurances.")
    title = serializers.CharField(help_text="The source's title.")
    definition = DefinitionSerializer(help_text="What the word means.")
    forms = HelpFormsSerializer(help_text="The shapes it takes.")
    publisher = Nullable(help_text="Whose words they are whose `origin` is document; null: nobody's.")
    added = texts("Texts that editors added, by their members here: `title`, `definition.text`.")
    added_text = serializers.CharField(
        help_text="In words, that editors added something: show it beside every step, form and reassurance whose "
        "`origin` is editors, and beside each text that `added` names."
    )
    media = MediaSerializer(many=True, help_text="Films and recordings that say the same, in any language.")
    url = serializers.URLField(help_text="Where all of it is.")


class WithheldSerializer(Members):
    """A part of a step that is not for this reader."""

    detail = serializers.IntegerField(help_text="Which of the source's details, counted from 1.", min_value=1)
    reason = serializers.CharField(help_text="Why, in words of ours for the reader.")


class HelpStepSerializer(Members):
    """One instruction, as this reader may have it."""

    number = serializers.IntegerField(help_text="Its place in the source, from 1.", min_value=1)
    code = serializers.CharField(help_text="Its name, for ever.")
    origin = OriginMember()
    text = serializers.CharField(
        help_text="The step in the source's words; where a part is withheld, the rest of them."
    )
    action = serializers.CharField(help_text="What to do.")
    reasons = texts("Why.")
    details = texts("How.")
    condition = Nullable(help_text="When it applies; null: always.")
    applies = CodeMember("applies", "Whether it applies to this reader.")
    withheld = WithheldSerializer(many=True, help_text="Parts that are not for this reader.")
    services = texts("The slugs of services in `needs` that give the help it points to.")


class PhaseSerializer(Members):
    """The steps of one phase, in order."""

    phase = CodeMember("phases", "When to do them.")
    label = serializers.CharField(help_text="The phase in plain words.")  # type: ignore[assignment]  # a member, and not on an instance
    steps = HelpStepSerializer(many=True, help_text="In order.")


class NeedSerializer(Members):
    """The services that meet one need, first what fits for certain and can be used now."""

    need = CodeMember("needs", "The need.")
    label = serializers.CharField(help_text="The need in plain words.")  # type: ignore[assignment]  # a member, and not on an instance
    count = serializers.IntegerField(help_text="How many there are in all.", min_value=1)
    services = CardSerializer(
        many=True, help_text="All of what stops, removes and reports; the first six of the others."
    )
    more = serializers.URLField(allow_null=True, help_text="Where all of them are; null: these are all.")


class HelpSerializer(Members):
    """What to do now, and who can help, in order of need."""

    reader = ReaderSerializer(help_text="What was understood of the reader.")
    reassurances = HelpReassuranceSerializer(many=True, help_text="Those that are true for this reader.")
    topic = HelpTopicSerializer(allow_null=True, help_text="Which advice this is; null while there is none to give.")
    phases = PhaseSerializer(many=True, help_text="What to do: every step, by phase.")
    needs = NeedSerializer(many=True, help_text="Who can help, in order of need. Each service stands once.")
    left_out = LeftOutSerializer(many=True, help_text="What this reader is not given, and why.")
