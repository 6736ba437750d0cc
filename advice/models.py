"""What to do: topics, and the ordered steps, forms and reassurances they hold.

The words of the advice sheet are kept apart from what we added: `text` and its parts are the sheet's, word for word;
`phase`, `service_types` and the like are ours and are served under `editorial`.
"""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from publishing.fields import CodesField, LinesField, code_field
from publishing.models import Part, Publishable
from publishing.wording import shortened
from services import contacts
from services.faults import ages_in_order, faults_of_ages, kindly
from services.fields import CoverageField
from services.models import Service

AGES = ("user-age", "age-in-image")


class Topic(Publishable):
    """An advice subject, with the document its words come from."""

    shape: ClassVar[int] = 2  # 1: a step as a whole was for certain audiences

    title = models.CharField("Title", max_length=200)
    introduction = models.TextField("Introduction", blank=True, help_text="As the source has it.")
    definition_heading = models.CharField("Definition heading", max_length=200, blank=True)
    definition = models.TextField("Definition", blank=True, help_text="What the word means, as the source has it.")
    forms_lead_in = models.CharField("Forms lead in", max_length=200, blank=True)
    steps_heading = models.CharField("Steps heading", max_length=200, blank=True)
    steps_lead_in = models.CharField("Steps lead in", max_length=200, blank=True)
    more_information = models.TextField("More information", blank=True, help_text="The sentence before the link.")
    more_information_url = models.CharField("More information url", max_length=500, blank=True)
    more_information_url_as_printed = models.CharField("More information url as printed", max_length=500, blank=True)
    further_help_lead_in = models.CharField("Further help lead in", max_length=200, blank=True)
    emergency_text = models.TextField("Emergency text", blank=True, help_text="The source's own emergency notice.")
    publisher = models.CharField("Publisher", max_length=200, blank=True, help_text="Whose words these are.")
    document_title = models.CharField("Document title", max_length=200, blank=True)
    document_sha256 = models.CharField("Document sha256", max_length=64, blank=True)
    marking = models.CharField(
        "Marking", max_length=50, blank=True, help_text="The protective marking the document bears."
    )
    marking_positions = LinesField("Marking positions", help_text="Where the marking stands, one a line.")
    document_date = models.CharField(
        "Document date", max_length=100, blank=True, help_text="As printed. Empty: it bears none."
    )
    document_version = models.CharField(
        "Document version", max_length=100, blank=True, help_text="Empty: it bears none."
    )
    document_review_date = models.CharField(
        "Document review date", max_length=100, blank=True, help_text="Empty: it bears none."
    )
    document_author = models.CharField("Document author", max_length=200, blank=True, help_text="Empty: it names none.")
    language = models.CharField("Language", max_length=10, default="en-GB")
    licence = models.CharField("Licence", max_length=200, blank=True, help_text="Empty: not known.")
    attribution = models.CharField("Attribution", max_length=300, blank=True, help_text="Empty: not known.")
    editor_note = models.TextField("Editor note", blank=True, help_text="For editors only. Never public.")

    unread: ClassVar[frozenset[str]] = frozenset({"editor_note"})

    class Meta:
        ordering = ["title", "uid"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.more_information_url:
            kindly("more_information_url", contacts.judge_url, self.more_information_url)


class TopicPart(Part):
    """A piece of a topic. `code` names it for ever, so that apps can hang pictures and translations on it."""

    said_by: ClassVar[str] = "text"  # the field that says most of it in a line

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="%(class)s_set")
    code = models.SlugField(
        "Code", max_length=60, help_text="A short name of its own, for example <em>do-not-pay</em>."
    )

    class Meta(Part.Meta):
        abstract = True

    def __str__(self) -> str:
        return shortened(self.in_short(), 60) or self.code

    def in_short(self) -> str:
        return str(getattr(self, self.said_by))


class Form(TopicPart):
    """One shape the offence takes."""

    text = models.TextField("Text", help_text="As the source has it.")
    demand = code_field("demands", "Demand", blank=True, help_text="Ours: what is asked for.")
    image_origin = code_field(
        "image-origins", "Image origin", blank=True, help_text="Ours: where the images come from."
    )
    examples = LinesField("Examples", help_text="Ours: examples the text gives, one a line.")

    class Meta(TopicPart.Meta):
        constraints = [models.UniqueConstraint(fields=["topic", "code"], name="form_code_unique_in_its_topic")]


class Reassurance(TopicPart):
    """A sentence that steadies the reader. With a precondition it is shown only to those it is true for."""

    text = models.TextField("Text", help_text="As the source has it.")
    emphasis = LinesField("Emphasis", help_text="The parts the source prints in bold, one a line.")
    precondition = code_field(
        "preconditions", "Only if", blank=True, help_text="Ours: what must be true of the reader."
    )
    audiences = CodesField(
        "To whom it may be said",
        codes="audiences",
        blank=True,
        help_text="Ours: to whom it speaks. None ticked: anyone.",
    )
    coverage = CoverageField("Where it is true", blank=True, help_text="Ours: where it is true. Empty: anywhere.")
    editorial_note = models.TextField("Editorial note", blank=True, help_text="For editors only. Never public.")

    unread: ClassVar[frozenset[str]] = frozenset({"editorial_note"})

    class Meta(TopicPart.Meta):
        constraints = [models.UniqueConstraint(fields=["topic", "code"], name="reassurance_code_unique_in_its_topic")]


class Step(TopicPart):
    """One instruction, in order, for everybody. `text` is the source's; the parts below it are cut out of that text.

    What of its details is not for everybody has a `DetailLimit`.
    """

    text = models.TextField("The whole step", help_text="The whole step as the source has it.")
    action = models.CharField("What to do", max_length=300, help_text="What to do: words of the text.")
    reasons = LinesField("Why", help_text="Why: words of the text, one a line.")
    condition = models.CharField(
        "When it applies", max_length=300, blank=True, help_text="When it applies: words of the text."
    )
    details = LinesField("How", help_text="How: words of the text, one a line.")
    subject = models.CharField("Subject", max_length=60, blank=True, help_text="Ours: what it is about, in one word.")
    phase = code_field("phases", "When to do it", help_text="Ours: when to do it.")
    situation = code_field(
        "situations",
        "Applies for certain when",
        blank=True,
        help_text="Ours: what has happened to those it applies to. Empty: everybody is to check.",
    )
    caution = models.TextField("Caution", blank=True, help_text="For editors only. Never public.")
    service_types = CodesField(
        "Kinds of help it points to",
        codes="service-types",
        blank=True,
        help_text="Ours: the kinds of help it points to.",
    )

    said_by = "action"
    snapshot_defaults: ClassVar[dict[str, object]] = {"situation": ""}

    unread: ClassVar[frozenset[str]] = frozenset({"caution"})

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
        if self.situation and not self.condition:
            errors["situation"] = "It applies always, so leave this empty, or say above when it applies."
        if errors:
            raise ValidationError(errors)


class DetailLimit(TopicPart):
    """For whom one detail of a step is. Others are shown the step without it, and told why."""

    said_by = "detail"
    step = models.ForeignKey(
        Step,
        on_delete=models.CASCADE,
        db_constraint=False,
        related_name="+",
        help_text="The step that it is a part of.",
        verbose_name="Step",
    )
    detail = models.TextField(
        "Which part", help_text="One line of the step’s “How”. Copy it from there, word for word."
    )
    audiences = CodesField(
        "Only for",
        codes="audiences",
        blank=True,
        help_text="Who is shown this part. None ticked: anyone, if their age fits.",
    )
    age_basis = code_field(
        "age-bases", "Whose age counts", only=AGES, blank=True, help_text="Only with an age. Empty: age does not count."
    )
    minimum_age = models.PositiveSmallIntegerField(
        "Youngest age", null=True, blank=True, help_text="In whole years, included. Empty: no limit."
    )
    maximum_age = models.PositiveSmallIntegerField(
        "Oldest age",
        null=True,
        blank=True,
        help_text="In whole years, included: under 18 is 17. Empty: no limit.",
    )
    reason = models.TextField(
        "Why not for others",
        max_length=500,
        help_text="In one or two plain sentences. Public: it is shown in place of the part, so do not repeat the part.",
    )

    class Meta(TopicPart.Meta):
        verbose_name = "part not for everyone"
        verbose_name_plural = "parts not for everyone"
        constraints = [
            models.UniqueConstraint(fields=["topic", "code"], name="detail_limit_code_unique_in_its_topic"),
            *ages_in_order("detail_limit"),
            models.CheckConstraint(
                condition=Q(age_basis="", minimum_age__isnull=True, maximum_age__isnull=True)
                | (Q(age_basis__in=AGES) & (Q(minimum_age__isnull=False) | Q(maximum_age__isnull=False))),
                name="detail_limit_ages_are_of_somebody",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if errors := {**self._faults_of_ages(), **self._faults_of_detail()}:
            raise ValidationError(errors)
        if not self.audiences and not self.age_basis:
            raise ValidationError("Say for whom it is: tick somebody, or give an age.")

    def _faults_of_ages(self) -> dict[str, str]:
        low, high = self.minimum_age, self.maximum_age
        errors = faults_of_ages(low, high)
        has_age = low is not None or high is not None
        if has_age and not self.age_basis:
            errors["age_basis"] = "You have given an age, so say whose it is."
        if self.age_basis and not has_age:
            errors["age_basis"] = "Give an age below, or leave this empty."
        return errors

    def _faults_of_detail(self) -> dict[str, str]:
        """A part can be left out only if it is one, and if nothing else in the step says the same words."""
        if getattr(self, "step_id", None) is None:
            return {}
        step = self.step
        if step.topic_id != self.topic_id:
            return {"step": "Choose a step of this topic."}
        if step.details.count(self.detail) != 1:
            return {"detail": f"This is not one line of “How” of “{step}”. Copy it from there, word for word."}
        others = [step.action, step.condition, *step.reasons, *(line for line in step.details if line != self.detail)]
        if any(_says(other, self.detail) for other in others):
            return {"detail": f"“{step}” says these words in another place too, so they can’t be left out."}
        if _says(self.reason, self.detail):
            return {"reason": "This repeats the part that others are not to see. Say why, and not what."}
        return {}


class Entry(TopicPart):
    """One line of the source's own list of further help, and the service of ours that it names."""

    text = models.TextField("Text", help_text="The whole line as the source has it.")
    name = models.CharField("Name", max_length=150)
    descriptor = models.TextField("Descriptor", blank=True)
    url_as_printed = models.CharField("Url as printed", max_length=500, blank=True)
    url = models.CharField("Web address", max_length=500, blank=True, help_text="The same as a full https:// address.")
    phone_as_printed = models.CharField("Phone as printed", max_length=40, blank=True)
    service = models.ForeignKey(
        Service, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="Service"
    )

    class Meta(TopicPart.Meta):
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["topic", "code"], name="entry_code_unique_in_its_topic")]

    def clean(self) -> None:
        super().clean()
        if self.url:
            kindly("url", contacts.judge_url, self.url)


def _says(text: str, words: str) -> bool:
    return " ".join(words.split()).casefold() in " ".join(text.split()).casefold()
