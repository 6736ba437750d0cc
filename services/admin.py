"""What editors see of organisations and services. The rules are in the models and in publishing.lifecycle."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from publishing.admin import CodesFilter, PartInline, PublishableAdmin
from publishing.admin.generic import PartFormSet
from publishing.models import Publishable
from services.editing.filters import NationFilter, NeedFilter, SourceFilter
from services.editing.forms import ChannelForm, OfChannelsFormSet, OrganisationForm, RuleForm, ServiceForm
from services.models import Channel, Detail, Organisation, Rule, Service, Source

DATES = ("begins_on", "ends_on")


class ChannelInline(PartInline):
    model = Channel
    form = ChannelForm
    before = "What it costs and keeps to itself"
    verbose_name = "way to reach it"
    verbose_name_plural = "How to reach it"
    fieldsets = [
        (None, {"fields": ["kind", "value", "keyword", "publish", "instructions", "hours", "hours_text"]}),
        (
            "What using it costs and shows",
            {
                "description": "Somebody may be watching the bill. Leave “Not known” unless a source says.",
                "fields": ["free", "on_phone_bill", "anonymous", "account_needed", "cost", "may_tell"],
            },
        ),
        (
            "Where it is",
            {
                "description": "Of a way in person; the address also of one by post. A service at several places has a "
                "way for each, named for the place.",
                "classes": ["collapse"],
                "fields": ["address", ("postcode", "uprn"), "accessibility"],
            },
        ),
        (
            "Languages, days, checks and place in the list",
            {"fields": ["languages", DATES, "checked_on", "checked_how", "editor_note", "position"]},
        ),
    ]


class DetailInline(PartInline):
    model = Detail
    before = "When it was checked"
    classes = ["collapse"]
    verbose_name = "more that it says"
    verbose_name_plural = "What else it says of itself"
    fieldsets = [
        (
            None,
            {
                "description": "“Where sources do not agree” is for editors only, and never public.",
                "fields": ["about", "text", "position"],
            },
        ),
    ]


class OfChannelsInline(PartInline):
    """Parts that may speak of one channel of the service. `of_all`: what none chosen means; `about`: the question."""

    formset = OfChannelsFormSet
    of_all, about = "", ""

    def get_formset(self, request: HttpRequest, obj: Publishable | None = None, **options: Any) -> type[PartFormSet]:
        self.service = obj if isinstance(obj, Service) else None
        return super().get_formset(request, obj, **options)

    def formfield_for_foreignkey(
        self, db_field: "models.ForeignKey[Any, Any]", request: HttpRequest, **options: Any
    ) -> "ModelChoiceField[Any] | None":
        """The choices are this service's channels."""
        channels = Channel.objects.filter(service=self.service) if self.service else Channel.objects.none()
        field = super().formfield_for_foreignkey(
            db_field, request, queryset=channels, empty_label=self.of_all, **options
        )
        if field:
            field.help_text = f"{self.about} A new way to reach the service can be chosen once it has been saved."
        return field


class RuleInline(OfChannelsInline):
    model = Rule
    form = RuleForm
    before = "Where"
    classes = ["collapse"]
    of_all, about = "The service: they may use it as well", "What these people may use."
    verbose_name = "rule"
    verbose_name_plural = "Also for other people, or a way for certain people only"
    fieldsets = [
        (
            None,
            {
                "description": "One rule must hold of a person, and all that it says. Ages and places are matched. "
                "Nobody is asked who they are: everybody is told.",
                "fields": [
                    "channel", "age_basis", "minimum_age", "maximum_age", "circumstances", "coverage", "text",
                    DATES, "position",
                ],
            },
        ),
    ]  # fmt: skip


class SourceInline(OfChannelsInline):
    model = Source
    before = "When it was checked"
    classes = ["collapse"]
    of_all, about = "The service itself", "What it speaks of."
    verbose_name_plural = "Where these facts come from (sources)"
    fields = [
        "title", "publisher", "url", "dated", "facts", "channel", ("source_class", "confidence"), "position"
    ]  # fmt: skip


class TypeFilter(CodesFilter):
    title, parameter_name, field = "kind of help", "type", "types"


class AudienceFilter(CodesFilter):
    title, parameter_name, field = "who it is for", "audience", "audiences"


@admin.register(Service)
class ServiceAdmin(PublishableAdmin):
    form = ServiceForm
    list_display = ["name", "organisation"]
    list_filter = [NationFilter, NeedFilter, TypeFilter, AudienceFilter, SourceFilter, "origin"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__name", "organisation__also_known_as"]
    inlines = [RuleInline, ChannelInline, DetailInline, SourceInline]
    fieldsets = [
        (
            "What it is",
            {
                "description": "Its name as it calls itself, and what it does in words that a worried person can read.",
                "fields": ["name", "slug", "organisation", "operator", "summary", "description", "types"],
            },
        ),
        (
            "Who it is for",
            {
                "description": "Give only what a source says. A limit that is not ticked as known turns nobody away; "
                "people are told to check.",
                "fields": [
                    "audiences", "age_basis", ("minimum_age", "minimum_age_known"),
                    ("maximum_age", "maximum_age_known", "maximum_age_disputed"), "age_varies", "circumstances",
                    "eligibility_note",
                ],
            },
        ),
        (
            "Where",
            {
                "description": "The places it serves, not where its office is.",
                "fields": ["coverage", "coverage_known", "is_worldwide"],
            },
        ),
        (
            "When it is on offer",
            {
                "classes": ["collapse"],
                "description": "People are given what is on offer, and nothing else. The days are approved now, and "
                "take effect by themselves.",
                "fields": [DATES, ("is_paused", "paused_until"), "paused_words"],
            },
        ),
        (
            "What it costs and keeps to itself",
            {
                "description": "As the service says it. What differs from one way to reach it to another goes there.",
                "fields": ["cost", "confidentiality", "languages"],
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
            {
                "description": "The order, where the entry comes from and whose words it uses.",
                "classes": ["collapse"],
                "fields": ["need", "urgency", "origin", "licence", "attribution", "editor_note"],
            },
        ),
    ]  # fmt: skip


@admin.register(Organisation)
class OrganisationAdmin(PublishableAdmin):
    form = OrganisationForm
    list_display = ["name", "also_known_as"]
    readonly_fields = ["its_services"]
    fieldsets = [
        (
            "What it is",
            {
                "description": "The body behind one or more services.",
                "fields": ["name", "slug", "also_known_as", "website", "email", "description"],
            },
        ),
        (
            "How it is registered and looks",
            {
                "description": "Only what its own page or a register says.",
                "fields": ["charity_number", "logo"],
            },
        ),
        ("Its services", {"fields": ["its_services"]}),
        ("When it was checked", {"fields": ["checked_on", "review_due_on"]}),
    ]

    @admin.display(description="Services")
    def its_services(self, organisation: Organisation) -> str:
        links = [
            (reverse("admin:services_service_change", args=[service.pk]), service.name)
            for service in organisation.services.all()
        ]
        return (
            format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a></li>', links)) if links else "None"
        )
