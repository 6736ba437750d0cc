"""What to do: topics, and the ordered steps, forms and reassurances they hold.

The words of the advice sheet are kept apart from what we added: `text` and its parts are the sheet's, word for word;
`phase`, `audiences`, `caution` and the like are ours and are served under `editorial`.
"""

from django.core.exceptions import ValidationError
from django.db import models

from advice.form_fields import LinesFormField
from publishing.fields import CodesField, code_field
from publishing.models import Part, Publishable
from services import contacts
from services.fields import CoverageField
from services.models import Service


class LinesField(models.JSONField):
    """Short texts in order, stored as a JSON list; edited one a line."""

    def __init__(self, *args, **options):
        options.setdefault("default", list)
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def clean(self, value, model_instance):
        if not isinstance(value, list) or not all(isinstance(line, str) and line.strip() for line in value):
            raise ValidationError("Must be a list of texts, none of them empty.")
        return super().clean(value, model_instance)

    def formfield(self, **options):
        return LinesFormField(
            **{"label": self.verbose_name.capitalize(), "help_text": self.help_text, "initial": list, **options}
        )


class Topic(Publishable):
    """An advice subject, with the document its words come from."""

    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True, help_text="As the source has it.")
    definition_heading = models.CharField(max_length=200, blank=True)
    definition = models.TextField(blank=True, help_text="What the word means, as the source has it.")
    forms_lead_in = models.CharField(max_length=200, blank=True)
    steps_heading = models.CharField(max_length=200, blank=True)
    steps_lead_in = models.CharField(max_length=200, blank=True)
    more_information = models.TextField(blank=True, help_text="The sentence before the link.")
    more_information_url = models.CharField(max_length=500, blank=True)
    more_information_url_as_printed = models.CharField(max_length=500, blank=True)
    further_help_lead_in = models.CharField(max_length=200, blank=True)
    emergency_text = models.TextField(blank=True, help_text="The source's own emergency notice.")
    publisher = models.CharField(max_length=200, blank=True, help_text="Whose words these are.")
    document_title = models.CharField(max_length=200, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    marking = models.CharField(max_length=50, blank=True, help_text="The protective marking the document bears.")
    marking_positions = LinesField(help_text="Where the marking stands, one a line.")
    document_date = models.CharField(max_length=100, blank=True, help_text="As printed. Empty: it bears none.")
    document_version = models.CharField(max_length=100, blank=True, help_text="Empty: it bears none.")
    document_review_date = models.CharField(max_length=100, blank=True, help_text="Empty: it bears none.")
    document_author = models.CharField(max_length=200, blank=True, help_text="Empty: it names none.")
    language = models.CharField(max_length=10, default="en-GB")
    licence = models.CharField(max_length=200, blank=True, help_text="Empty: not known.")
    attribution = models.CharField(max_length=300, blank=True, help_text="Empty: not known.")
    editor_note = models.TextField(blank=True, help_text="For editors only. Never public.")

    class Meta:
        ordering = ["title", "uid"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.more_information_url:
            _kindly("more_information_url", self.more_information_url)


class TopicPart(Part):
    """A piece of a topic. `code` names it for ever, so that apps can hang pictures and translations on it."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="%(class)s_set")
    code = models.SlugField(max_length=60, help_text="A short name of its own, for example <em>do-not-pay</em>.")

    class Meta(Part.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.code


class Form(TopicPart):
    """One shape the offence takes."""

    text = models.TextField(help_text="As the source has it.")
    demand = code_field("demands", blank=True, help_text="Ours: what is asked for.")
    image_origin = code_field("image-origins", blank=True, help_text="Ours: where the images come from.")
    examples = LinesField(help_text="Ours: examples the text gives, one a line.")

    class Meta(TopicPart.Meta):
        constraints = [models.UniqueConstraint(fields=["topic", "code"], name="form_code_unique_in_its_topic")]


class Reassurance(TopicPart):
    """A sentence that steadies the reader. With a precondition it is shown only to those it is true for."""

    text = models.TextField(help_text="As the source has it.")
    emphasis = LinesField(help_text="The parts the source prints in bold, one a line.")
    precondition = code_field("preconditions", blank=True, help_text="Ours: what must be true of the reader.")
    audiences = CodesField(codes="audiences", blank=True, help_text="Ours: to whom it speaks. None ticked: anyone.")
    coverage = CoverageField(blank=True, help_text="Ours: where it is true. Empty: anywhere.")
    editorial_note = models.TextField(blank=True, help_text="Ours, and public: how to use it.")

    class Meta(TopicPart.Meta):
        constraints = [models.UniqueConstraint(fields=["topic", "code"], name="reassurance_code_unique_in_its_topic")]


class Step(TopicPart):
    """One instruction, in order. `text` is the source's; the parts below it are cut out of that text."""

    text = models.TextField(help_text="The whole step as the source has it.")
    action = models.CharField(max_length=300, help_text="What to do: words of the text.")
    reasons = LinesField(help_text="Why: words of the text, one a line.")
    condition = models.CharField(max_length=300, blank=True, help_text="When it applies: words of the text.")
    details = LinesField(help_text="How: words of the text, one a line.")
    subject = models.CharField(max_length=60, blank=True, help_text="Ours: what it is about, in one word.")
    phase = code_field("phases", help_text="Ours: when to do it.")
    audiences = CodesField(codes="audiences", help_text="Ours: to whom it may be shown.")
    caution = models.TextField(blank=True, help_text="Ours, and public: what to beware of in showing this step.")
    service_types = CodesField(codes="service-types", blank=True, help_text="Ours: the kinds of help it points to.")

    class Meta(TopicPart.Meta):
        constraints = [models.UniqueConstraint(fields=["topic", "code"], name="step_code_unique_in_its_topic")]

    def clean(self) -> None:
        """The parts are cut out of the text, so that nothing of ours is taken for the source's."""
        super().clean()
        text = " ".join(self.text.split())
        parts = {
            "action": [self.action],
            "condition": [self.condition],
            "reasons": self.reasons,
            "details": self.details,
        }
        errors = {
            name: f"“{strange[0]}” is not in the whole step. Copy it from there, word for word."
            for name, given in parts.items()
            if (strange := [part for part in given if " ".join(part.split()) not in text])
        }
        if errors:
            raise ValidationError(errors)


class Entry(TopicPart):
    """One line of the source's own list of further help, and the service of ours that it names."""

    text = models.TextField(help_text="The whole line as the source has it.")
    name = models.CharField(max_length=150)
    descriptor = models.TextField(blank=True)
    url_as_printed = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=500, blank=True, help_text="The same as a full https:// address.")
    phone_as_printed = models.CharField(max_length=40, blank=True)
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(TopicPart.Meta):
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["topic", "code"], name="entry_code_unique_in_its_topic")]

    def clean(self) -> None:
        super().clean()
        if self.url:
            _kindly("url", self.url)


def _kindly(field: str, value: str) -> None:
    try:
        contacts.judge_url(value)
    except contacts.ContactError as error:
        raise ValidationError({field: str(error)}) from None
