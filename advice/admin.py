"""What editors see of topics: the source's words on one side, ours on the other, and each part in its place."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ModelChoiceField
from django.http import HttpRequest

from advice import origins
from advice.forms import DetailLimitForm, DetailLimitFormSet, StepForm, TopicForm
from advice.models import DetailLimit, Entry, Form, Reassurance, Step, Topic, TopicPart
from publishing.admin import PartInline, PublishableAdmin
from publishing.admin.generic import PartFormSet
from publishing.models import Publishable

OURS = "What we add to it"
DOCUMENT = "The document the words come from"


class QuotedInline(PartInline):
    """Parts that are the document's words, or are marked as ours."""

    before = DOCUMENT
    readonly_fields = ["whose_words"]

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        parts: models.QuerySet[Any] = super().get_queryset(request)
        return parts.select_related("topic")

    @admin.display(description="Whose words")
    def whose_words(self, part: TopicPart) -> str:
        if part._state.adding:
            return "-"
        publisher = origins.of_document(part.topic).publisher
        if origins.origin(part) == origins.DOCUMENT:
            return f"{publisher}’s, word for word."
        return f"Ours, not {publisher}’s: readers are told so." if publisher else "Ours: readers are told so."


class StepInline(QuotedInline):
    model = Step
    form = StepForm
    verbose_name_plural = "What to do, step by step"
    fieldsets = [
        (
            None,
            {
                "description": "The source’s words, as it has them. The parts are cut out of the whole step.",
                "fields": ["whose_words", "text", "action", "reasons", "condition", "details"],
            },
        ),
        (OURS, {"fields": ["phase", "situation", "subject", "service_types", "caution", "code", "position"]}),
    ]


class DetailLimitInline(PartInline):
    model = DetailLimit
    formset = DetailLimitFormSet
    form = DetailLimitForm
    before = DOCUMENT
    classes = ["collapse"]
    verbose_name_plural = "Parts of steps that are not for everyone"
    fieldsets = [
        (
            "The part",
            {
                "description": "Every step is shown to everybody. If one line of its “How” is not for everybody, name "
                "it here, and say for whom it is. All others see the step without it, and your reason instead.",
                "fields": ["step", "detail"],
            },
        ),
        (
            "Whom it is for",
            {
                "description": "Tick somebody, or give an age, or both. Who has not said their age is not shown a part "
                "with an age.",
                "fields": ["audiences", "age_basis", ("minimum_age", "maximum_age")],
            },
        ),
        ("What others are told", {"fields": ["reason", "code", "position"]}),
    ]

    def get_formset(self, request: HttpRequest, obj: Publishable | None = None, **options: Any) -> type[PartFormSet]:
        self.topic = obj if isinstance(obj, Topic) else None
        return super().get_formset(request, obj, **options)

    def formfield_for_foreignkey(
        self, db_field: "models.ForeignKey[Any, Any]", request: HttpRequest, **options: Any
    ) -> "ModelChoiceField[Any] | None":
        """The choices are this topic's steps."""
        steps = Step.objects.filter(topic=self.topic) if self.topic else Step.objects.none()
        field = super().formfield_for_foreignkey(db_field, request, queryset=steps, **options)
        if field:
            field.help_text = "The step that it is a part of. A new step can be chosen once it has been saved."
        return field


class FormInline(QuotedInline):
    model = Form
    classes = ["collapse"]
    verbose_name_plural = "The forms it takes"
    fieldsets = [
        (None, {"fields": ["whose_words", "text"]}),
        (OURS, {"fields": ["demand", "image_origin", "examples", "code", "position"]}),
    ]


class ReassuranceInline(QuotedInline):
    model = Reassurance
    classes = ["collapse"]
    verbose_name_plural = "Reassurance"
    fieldsets = [
        (None, {"fields": ["whose_words", "text", "emphasis"]}),
        (OURS, {"fields": ["precondition", "audiences", "coverage", "editorial_note", "code", "position"]}),
    ]


class EntryInline(QuotedInline):
    model = Entry
    classes = ["collapse"]
    verbose_name = "line"
    verbose_name_plural = "The source’s list of further help"
    fieldsets = [
        (None, {"fields": ["whose_words", "text", "name", "descriptor", "url_as_printed", "phone_as_printed"]}),
        (OURS, {"fields": ["url", "service", "code", "position"]}),
    ]


@admin.register(Topic)
class TopicAdmin(PublishableAdmin):
    form = TopicForm
    list_display = ["title", "publisher"]
    inlines = [StepInline, DetailLimitInline, FormInline, ReassuranceInline, EntryInline]
    fieldsets = [
        (
            "What it is about",
            {
                "description": "The source’s words, exactly as it has them.",
                "fields": ["title", "slug", "introduction", "definition_heading", "definition"],
            },
        ),
        (
            "What leads into its parts",
            {
                "description": "The headings and sentences above the lists below.",
                "fields": [
                    "forms_lead_in",
                    "steps_heading",
                    "steps_lead_in",
                    "further_help_lead_in",
                    "emergency_text",
                    "more_information",
                    "more_information_url",
                    "more_information_url_as_printed",
                ],
            },
        ),
        (
            DOCUMENT,
            {
                "description": "What it says of itself. What it does not say stays empty.",
                "classes": ["collapse"],
                "fields": [
                    "publisher",
                    "document_title",
                    "document_date",
                    "document_version",
                    "document_review_date",
                    "document_author",
                    "document_sha256",
                    "marking",
                    "marking_positions",
                    "language",
                    "licence",
                    "attribution",
                ],
            },
        ),
        (
            "When it was checked",
            {
                "description": "The day on which you last confirmed all of this, and when to do so again.",
                "fields": ["checked_on", "review_due_on"],
            },
        ),
        (
            "For editors only",
            {"description": "Never public.", "classes": ["collapse"], "fields": ["editor_note"]},
        ),
    ]
