"""What editors see of topics: the source's words on one side, ours on the other, and each part in its place."""

from django.contrib import admin
from django.db import models
from django.forms import ModelChoiceField

from advice.forms import ReassuranceForm, StepForm, TopicForm
from advice.models import Entry, Form, Reassurance, Step, Topic
from publishing.admin import PublishableAdmin
from services.admin import ItemForm, PartInline

OURS = "What we add to it"
DOCUMENT = "The document the words come from"


class StepInline(PartInline):
    model = Step
    before = DOCUMENT
    form = StepForm
    verbose_name_plural = "What to do, step by step"
    fieldsets = [
        (
            None,
            {
                "description": "The source’s words, as it has them. The parts are cut out of the whole step.",
                "fields": ["text", "action", "reasons", "condition", "details"],
            },
        ),
        (OURS, {"fields": ["phase", "audiences", "subject", "service_types", "caution", "code", "position"]}),
    ]


class FormInline(PartInline):
    model = Form
    before = DOCUMENT
    classes = ["collapse"]
    verbose_name_plural = "The forms it takes"
    fieldsets = [
        (None, {"fields": ["text"]}),
        (OURS, {"fields": ["demand", "image_origin", "examples", "code", "position"]}),
    ]


class ReassuranceInline(PartInline):
    model = Reassurance
    form = ReassuranceForm
    before = DOCUMENT
    classes = ["collapse"]
    verbose_name_plural = "Reassurance"
    fieldsets = [
        (None, {"fields": ["text", "emphasis"]}),
        (OURS, {"fields": ["precondition", "audiences", "coverage", "editorial_note", "code", "position"]}),
    ]


class EntryInline(PartInline):
    model = Entry
    before = DOCUMENT
    classes = ["collapse"]
    verbose_name = "line"
    verbose_name_plural = "The source’s list of further help"
    fieldsets = [
        (None, {"fields": ["text", "name", "descriptor", "url_as_printed", "phone_as_printed"]}),
        (OURS, {"fields": ["url", "service", "code", "position"]}),
    ]

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request, **options) -> ModelChoiceField:
        """All services, looked up once for all entries."""
        field = super().formfield_for_foreignkey(db_field, request, **options)
        field.choices = list(field.choices)
        return field


@admin.register(Topic)
class TopicAdmin(ItemForm, PublishableAdmin):
    form = TopicForm
    list_display = ["title", "publisher"]
    search_fields = ["title", "slug", "publisher", "step_set__text"]
    inlines = [StepInline, FormInline, ReassuranceInline, EntryInline]
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
