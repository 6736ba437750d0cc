"""What editors see of organisations and services. The rules are in the models and in publishing.lifecycle."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models.functions import Cast
from django.forms import Field, ModelChoiceField, Textarea
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from publishing.admin import PublishableAdmin
from publishing.codes import code_list
from publishing.fields import CodesField
from publishing.models import Publication, Publishable
from services.form_fields import SentenceField, TextField
from services.forms import ChannelForm, OrderedFormSet, OrganisationForm, PartForm, ServiceForm, SourceFormSet
from services.models import Channel, Detail, Organisation, Service, Source
from services.read_only import WordsToRead
from services.widgets import CodeCheckboxes, CodeChoices

# Lists whose labels say it all, and that would push everything else off the screen.
LONG_LISTS = {"languages", "facts"}


class PlainFields(WordsToRead):
    """Of an admin class: codes to tick with their meanings, and boxes that fit their texts and the screen."""

    class Media:
        css = {"all": ["services/editing.css"]}

    def formfield_for_dbfield(self, db_field: models.Field, request, **options: Any) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **{**_form_field(db_field), **options})
        if field and isinstance(field.widget, CodeChoices):
            field.widget.explain(field)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False  # a red cross beside a choice reads as "take this choice away"
        return field


def _form_field(db_field: models.Field) -> dict[str, Any]:
    if isinstance(db_field, CodesField):
        is_long = db_field.codes in LONG_LISTS
        shape = "columns" if is_long else "list"
        return {"widget": CodeCheckboxes(db_field.codes, described=not is_long, shape=shape, folded=is_long)}
    if isinstance(db_field, models.TextField):
        return {"form_class": TextField, "widget": Textarea({"rows": 3, "class": "vLargeTextField"})}
    # Sentences are wrapped; names, numbers and addresses stay on their one line.
    if isinstance(db_field, models.CharField) and not db_field.choices and db_field.max_length in range(250, 301):
        return {"form_class": SentenceField, "widget": Textarea({"rows": 2, "class": "vLargeTextField"})}
    return {}


class ItemForm(PlainFields):
    """Of the admin class of an item: a slug that is offered for a new item and can't be touched once it was public.

    An inline's `before` names the group of fields above which it stands; without one it stands below them all.
    """

    change_form_template = "services/item_form.html"

    def get_prepopulated_fields(self, request, obj: Publishable | None = None) -> dict[str, list[str]]:
        return {} if obj else {"slug": [self.form.named_by]}

    def get_readonly_fields(self, request, obj: Publishable | None = None) -> list[str]:
        was_public = obj and Publication.objects.filter(uid=obj.pk).exists()
        return [*super().get_readonly_fields(request, obj), *(["slug"] if was_public else [])]


class PartInline(PlainFields, admin.StackedInline):
    """The parts of an item, each with all its fields below one another, in an order that editors set."""

    formset = OrderedFormSet
    form = PartForm
    extra = 1
    before = ""

    class Media(PlainFields.Media):
        js = ["services/ordering.js"]


class ChannelInline(PartInline):
    model = Channel
    form = ChannelForm
    before = "What it costs and keeps to itself"
    verbose_name = "way to reach it"
    verbose_name_plural = "How to reach it"
    fieldsets = [
        (None, {"fields": ["kind", "value", "publish", "instructions", "hours", "hours_text"]}),
        (
            "What using it costs and shows",
            {
                "description": "Somebody may be watching the bill. Leave “Not known” unless a source says.",
                "fields": ["free", "on_phone_bill", "anonymous", "account_needed", "cost", "may_tell"],
            },
        ),
        (
            "Languages, checks and place in the list",
            {"fields": ["languages", "checked_on", "checked_how", "editor_note", "position"]},
        ),
    ]


class DetailInline(PartInline):
    model = Detail
    before = "When it was checked"
    classes = ["collapse"]
    verbose_name = "more that it says"
    verbose_name_plural = "What else it says of itself"
    fields = ["about", "text", "position"]


class SourceInline(PartInline):
    model = Source
    formset = SourceFormSet
    before = "When it was checked"
    classes = ["collapse"]
    verbose_name_plural = "Where these facts come from (sources)"
    fields = [
        "title", "publisher", "url", "dated", "facts", "channel", ("source_class", "confidence"), "position"
    ]  # fmt: skip

    def get_formset(self, request, obj: Service | None = None, **options: Any):
        self.service = obj
        return super().get_formset(request, obj, **options)

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request, **options: Any) -> ModelChoiceField:
        """The choices are this service's channels, looked up once for all sources."""
        channels = Channel.objects.filter(service=self.service) if self.service else Channel.objects.none()
        field = super().formfield_for_foreignkey(
            db_field, request, queryset=channels, empty_label="The service itself", **options
        )
        field.help_text = "What it speaks of. A new way to reach the service can be chosen once it has been saved."
        field.choices = list(field.choices)
        return field


class CodesFilter(admin.SimpleListFilter):
    """Rows that have a code in their list of codes. Looks into the stored text, which every database can do."""

    field = ""

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return code_list(model_admin.model._meta.get_field(self.field).codes).choices()

    def queryset(self, request, queryset: models.QuerySet) -> models.QuerySet:
        if not self.value():
            return queryset
        text = Cast(self.field, models.TextField())
        return queryset.alias(codes_text=text).filter(codes_text__contains=f'"{self.value()}"')


class TypeFilter(CodesFilter):
    title, parameter_name, field = "kind of help", "type", "types"


class AudienceFilter(CodesFilter):
    title, parameter_name, field = "who it is for", "audience", "audiences"


@admin.register(Service)
class ServiceAdmin(ItemForm, PublishableAdmin):
    form = ServiceForm
    list_display = ["name", "organisation"]
    list_filter = [TypeFilter, AudienceFilter, "origin"]
    list_select_related = ["organisation"]
    search_fields = ["name", "slug", "organisation__name", "organisation__also_known_as", "channels__value"]
    inlines = [ChannelInline, DetailInline, SourceInline]
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
                    ("maximum_age", "maximum_age_known", "maximum_age_disputed"), "age_varies", "eligibility_note",
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
                "fields": ["urgency", "origin", "licence", "attribution", "editor_note"],
            },
        ),
    ]  # fmt: skip


@admin.register(Organisation)
class OrganisationAdmin(ItemForm, PublishableAdmin):
    form = OrganisationForm
    list_display = ["name", "also_known_as"]
    search_fields = ["name", "also_known_as", "slug"]
    readonly_fields = ["its_services"]
    fieldsets = [
        (
            "What it is",
            {
                "description": "The body behind one or more services.",
                "fields": ["name", "slug", "also_known_as", "website", "description"],
            },
        ),
        ("Its services", {"fields": ["its_services"]}),
        ("When it was checked", {"fields": ["checked_on", "review_due_on"]}),
    ]

    @admin.display(description="Services")
    def its_services(self, organisation: Organisation) -> str:
        links = [
            (reverse("admin:services_service_change", args=[service.pk]), service.name)
            for service in (organisation.services.all() if organisation.pk else [])
        ]
        return (
            format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a></li>', links)) if links else "None"
        )
