"""An item in other languages: where it stands in each, and a button to begin."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from publishing import lifecycle
from publishing.admin.item_pages import ItemPages
from publishing.models import Publishable, Translation
from publishing.registry import kind_of
from publishing.roles import person
from publishing.states import State
from publishing.translating import standing

TITLE = "Languages"


class LanguagePages(ItemPages):
    """The page of each item that has words."""

    def get_urls(self) -> list[URLPattern]:
        view = self._of_item(self.languages_page)
        return [path("<path:object_id>/languages/", view, name=self._name("languages")), *super().get_urls()]

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
