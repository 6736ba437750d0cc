"""Translations: the words of an item in another language, beside the English that they stand for."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from publishing import languages, snapshots
from publishing.admin.addresses import form_of
from publishing.admin.base import PublishableAdmin
from publishing.admin.exchange import ExchangePages, exported
from publishing.admin.item_pages import card
from publishing.admin.translation_form import TranslationForm, for_translation, name_of
from publishing.codes import code_list
from publishing.documents import in_language
from publishing.models import Publishable, Translation
from publishing.registry import kind_of, kinds
from publishing.translating import sources, standing, words

NEW, OLD = "New, or the English has changed", "Translated already"
OF: Any = ("What it is of", {"fields": ["title", "language", "kind", "of", "made_from", "slug"]})
WORDS: Any = ("The words", {"fields": ["texts"]})
MORE: Any = [
    ("Films and recordings", {"fields": [*Translation.FILMS]}),
    ("About this translation", {"fields": ["is_machine_made", "source", "checked_on", "review_due_on"]}),
]


class StandingFilter(admin.SimpleListFilter):
    """Translations by where they stand."""

    title, parameter_name = "where it stands", "standing"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Translation]") -> list[tuple[str, str]]:
        return [(code, said) for code, said in standing.STATES.items() if code != standing.MISSING]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Translation]) -> QuerySet[Translation]:
        if (state := self.value()) is None:
            return queryset
        return queryset.filter(pk__in=standing.standing_in(Translation.objects.order_by(), [state]).values("pk"))


class LanguageFilter(admin.SimpleListFilter):
    """Translations into one language."""

    title = parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Translation]") -> list[tuple[str, str]]:
        return [(tag, code_list(languages.LIST).label(tag)) for tag in standing.others()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Translation]) -> QuerySet[Translation]:
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(Translation)
class TranslationAdmin(ExchangePages, PublishableAdmin):
    """One is begun on the page of its item (publishing/admin/languages.py), and has its fields from the English."""

    form = TranslationForm
    change_list_template = "admin/publishing/translation_list.html"
    actions = [*PublishableAdmin.actions, "export_translations"]
    change_form_template = "admin/publishing/translation_form.html"
    list_display = ["title", "kind", "language", "standing_in_list"]
    list_filter = [LanguageFilter, "kind", StandingFilter]
    search_fields = ["title"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    readonly_fields = ["title", "language", "kind", "of", "made_from"]
    # By these an approver is shown what changed; whoever opens the form has its English (`get_fieldsets`).
    fieldsets = [WORDS, *MORE, OF]

    class Media:
        css = {"all": ["publishing/translating.css"]}

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Without when it was checked, which is told of its item."""
        return [*self.list_display, "state_in_list"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return standing.with_state(Translation.objects.all())

    @admin.display(description="Where it stands")
    def standing_in_list(self, item: Any) -> str:
        return standing.STATES[item.standing]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        labels = code_list(languages.LIST)
        into = [(tag, labels.label(tag), languages.direction(tag)) for tag in standing.others()]
        return super().changelist_view(request, {"into": into, **(extra_context or {})})

    @admin.action(description="Export for translators", permissions=["view"])
    def export_translations(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """The items of these, with what stands for their English; of one language."""
        chosen = list(queryset)
        if len({row.language for row in chosen}) != 1:
            messages.error(request, "Choose translations into one language: a file is of one.")
            return None
        return exported(request, chosen[0].language, [(row.kind, row.of) for row in chosen])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or not self.has_change_permission(request, obj):
            return [group for group in super().get_fieldsets(request, obj) if group[0] != OF[0]]
        english = list(for_translation(obj, sources.item_of(obj)).english.values())
        new = [name_of(text) for text in english if text not in obj.texts]
        old = [name_of(text) for text in english if text in obj.texts]
        return [(title, {"fields": names}) for title, names in ((NEW, new), (OLD, old)) if names] + MORE

    def get_form(
        self, request: HttpRequest, obj: Publishable | None = None, change: bool = False, **options: Any
    ) -> "type[forms.ModelForm[Publishable]]":
        if isinstance(obj, Translation):
            options["form"] = for_translation(obj, sources.item_of(obj))
        return super().get_form(request, obj, change, **options)

    def preview_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        """The whole item as readers would get it in the language."""
        row = Translation.objects.get(pk=item.pk)
        source = sources.item_of(row)
        document = None
        if source and row.texts:
            document = in_language(snapshots.of_rows(kind_of(source), source), snapshots.take(row))
        shown = card(document) if document else []
        direction = languages.direction(row.language)
        return self._page(request, item, "translation_preview", "Preview", card=shown, row=row, direction=direction)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *more: Any, **rest: Any
    ) -> HttpResponse:
        row = context.get("original")
        if isinstance(row, Translation):
            form = context["adminform"].form
            leftover = getattr(form, "leftover", {})
            context["leftover"] = [(name_of(english), english, text) for english, text in leftover.items()]
            context["about"], context["about_address"] = [*_about(row, form)], form_of(row.kind, row.of)
        return super().render_change_form(request, context, *more, **rest)


def _about(row: Translation, form: Any) -> list[str]:
    """What whoever opens it has to know."""
    kind = kinds()[row.kind].name if row.kind in kinds() else row.kind
    told = [f"The {kind} “{row.title}” in {code_list(languages.LIST).label(row.language)} ({row.language})."]
    item = getattr(form, "item", None)
    if item is None:
        return told
    if row.language in languages.SIGNED:
        told.append("It is signed and has no written form: give a film of it below.")
    elif lacking := len(words.missing(item, row.texts)):
        told.append(f"{lacking} of {len(words.of(item))} texts are to be translated, and stand first.")
    elif row.made_from != words.digest(item):
        told.append(
            "The English has changed since this was made, though none of its words has: a number or an address beside "
            "them, or their order. Look whether all of it still fits, and save it."
        )
    return told
