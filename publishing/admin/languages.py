"""An item in other languages: where it stands in each, and a button to begin."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from publishing import languages, lifecycle
from publishing.admin.actions import MOST_AT_ONCE
from publishing.admin.exchange import exported
from publishing.admin.item_pages import ItemPages
from publishing.codes import code_list
from publishing.models import Publishable, Translation
from publishing.registry import kind_of
from publishing.roles import person
from publishing.states import State
from publishing.translating import standing

TITLE = "Languages"


class LanguagePages(ItemPages):
    """The page of each item that has words, and the action that exports several of them."""

    actions: Sequence[str] = [*ItemPages.actions, "export_for_translators"]

    def get_urls(self) -> list[URLPattern]:
        view = self._of_item(self.languages_page)
        return [path("<path:object_id>/languages/", view, name=self._name("languages")), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if not kind_of(self.model).words:
            actions.pop("export_for_translators", None)
        return actions

    @admin.action(description="Export for translators…", permissions=["view"])
    def export_for_translators(self, request: HttpRequest, queryset: QuerySet[Publishable]) -> HttpResponse | None:
        """Asks for the language first."""
        items = list(queryset[: MOST_AT_ONCE + 1])
        if len(items) > MOST_AT_ONCE:
            messages.error(request, f"Choose {MOST_AT_ONCE} at most, or export all of them on the page of a language.")
            return None
        written = [tag for tag in standing.others() if tag not in languages.SIGNED]
        if (language := request.POST.get("language", "")) in written:
            return exported(request, language, [(kind_of(item).name, item.pk) for item in items])
        context = {
            **self.admin_site.each_context(request), "title": "Export for translators", "items": items,
            "opts": self.opts, "media": self.media, "checkbox_name": ACTION_CHECKBOX_NAME,
            "choices": [(tag, code_list(languages.LIST).label(tag)) for tag in written],
        }  # fmt: skip
        return TemplateResponse(request, "admin/publishing/export.html", context)

    def pages(self, request: HttpRequest, item: Publishable, state: State) -> list[tuple[str, str]]:
        own = [(TITLE, self.address("languages", item))] if kind_of(item).words else []
        return [*super().pages(request, item, state), *own]

    def languages_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        """POST a language to begin a translation into it, or to go on with the one there is."""
        self._require(bool(kind_of(item).words))
        may_begin = request.user.has_perm("publishing.add_translation")
        if request.method == "POST":
            self._require(may_begin)
            language = request.POST.get("language", "")
            if language in standing.others():
                return HttpResponseRedirect(form_of(begun(request, item, language).pk))
            messages.error(request, "Choose a language of the list.")
        found = [(one, form_of(one.uid) if one.uid else "") for one in standing.of_item(item.pk)]
        return self._page(request, item, "languages", TITLE, found=found, may_begin=may_begin)


def begun(request: HttpRequest, item: Publishable, language: str) -> Translation:
    """The translation of an item into a language; where there was none, an empty one from now on."""
    with lifecycle.locked():
        row = Translation.objects.filter(of=item.pk, language=language).first()
        if row is None:
            row = Translation.of_item(item, kind_of(item).name, language)
            row.save(force_insert=True)
            lifecycle.edited(row, by=person(request))
        return row


def form_of(uid: object) -> str:
    return reverse("admin:publishing_translation_change", args=[uid])
