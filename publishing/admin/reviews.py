"""What somebody should look at again, and the page on which they say that it is still correct: ten in three presses."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from publishing import due, lifecycle, upkeep
from publishing.admin import noting
from publishing.admin.addresses import form_of
from publishing.admin.record import ReadOnlyAdmin
from publishing.codes import code_list
from publishing.dates import today
from publishing.differences import NOT_COMPARED, in_words
from publishing.documents import document
from publishing.models import Publication
from publishing.permission import MOST_AT_ONCE
from publishing.roles import person
from publishing.upkeep import Check, Upkeep

A_PAGE = 50
SHOWN_WHOLE = 20  # of so many items the page that asks also shows all that is public


class CheckForm(forms.Form):
    """`how` is said by the button that is pressed."""

    how = forms.ChoiceField(choices=upkeep.choices, widget=forms.HiddenInput)
    checked_on = forms.DateField(
        required=False, widget=forms.DateInput({"type": "date"}), help_text="Empty: today. It becomes public."
    )
    review_due_on = forms.DateField(
        label="Look again by",
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text="Empty: half a year later. At most a year from now.",
    )


@admin.register(Publication)
class ReviewsAdmin(ReadOnlyAdmin):
    """The lists of what is due, in the place of a list of publications, which nobody edits."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False  # the home page leads here, with how many there are

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.still_correct)
        return [path("still-correct/", view, name="publishing_publication_still_correct"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        counts = due.counts()
        first = next((name for name, count in counts.items() if count), due.OVERDUE)
        name = request.GET.get("list", "")
        name = name if name in due.TITLES else first
        page = Paginator(due.listed(name), A_PAGE).get_page(request.GET.get("page"))
        context = {
            **self._context(request), "title": f"Reviews: {due.TITLES[name].lower()}", "name": name,
            "about": due.ABOUT[name], "page": page, "rows": _rows(page),
            "lists": [(one, due.TITLES[one], count) for one, count in counts.items()],
            "may_check": request.user.has_perm("publishing.submit_item"),
        }  # fmt: skip
        return TemplateResponse(request, "admin/publishing/reviews.html", context)

    def change_view(self, request: HttpRequest, object_id: str, *words: Any, **more: Any) -> HttpResponse:
        """That of the item; what is public is read there, or at its own address."""
        held = self.get_object(request, object_id)
        if held is None or not self.has_view_permission(request, held):
            raise PermissionDenied
        return HttpResponseRedirect(form_of(held.kind, held.uid) or reverse("admin:index"))

    def still_correct(self, request: HttpRequest) -> HttpResponse:
        """Asks how it was checked, of items chosen on another page; then says so of the versions that were shown."""
        if not request.user.has_perm("publishing.submit_item"):
            raise PermissionDenied
        seen = _versions(request.POST.getlist("seen"))
        form = CheckForm(request.POST if "how" in request.POST else None)
        if seen and request.method == "POST" and self._is_done(request, seen, form):
            return HttpResponseRedirect(_back(request, seen))
        chosen = list(seen) or _chosen(request)
        held = Publication.objects.filter(pk__in=chosen[: MOST_AT_ONCE + 1], state=Publication.LIVE)
        shown = due.titled(list(held.order_by("kind", "slug")))
        if not shown or len(shown) > MOST_AT_ONCE:
            words = f"Choose at most {MOST_AT_ONCE} items." if shown else "Choose at least one item that is public."
            messages.error(request, words)
            return HttpResponseRedirect(_back(request, {}))
        context = {
            **self._context(request), "title": "Still correct", "form": form, "name": request.POST.get("list", ""),
            "shown": [(one, title, told(one) if len(shown) <= SHOWN_WHOLE else []) for one, title in shown],
            "ways": [code for code in code_list(upkeep.LIST).codes if code.code != upkeep.COMPILED],
        }  # fmt: skip
        return TemplateResponse(request, "admin/publishing/still_correct.html", context)

    def _is_done(self, request: HttpRequest, seen: Mapping[UUID, int], form: CheckForm) -> bool:
        try:
            if "take-back" in request.POST:
                number = lifecycle.take_back_check(seen, person(request))
                messages.success(request, f"The check is taken back: edition {number}. It is to be checked today.")
                return True
            if not form.is_valid():
                return False
            check = Check(form.cleaned_data["checked_on"] or today(), form.cleaned_data["how"])
            number = lifecycle.check(seen, person(request), check, form.cleaned_data["review_due_on"])
        except lifecycle.Refusal as refusal:
            messages.error(request, str(refusal))
            return False
        count = "1 item" if len(seen) == 1 else f"{len(seen)} items"
        how = code_list(upkeep.LIST).label(check.how).lower()
        said = f"is public with edition {number}" if number else "had been said already, so nothing is new"
        messages.success(request, f"{count} still correct ({how}): this {said}.")
        return True

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}


def _rows(page: "Page[Publication]") -> list[tuple[Publication, str, Upkeep, str, list[str]]]:
    """Each with its title, its check, its form, and what others have noticed of it."""
    noted = noting.of_items([one.pk for one in page])
    return [
        (one, title, Upkeep.of(one.keys), form_of(one.kind, one.uid), [note.words for note in noted.get(one.pk, [])])
        for one, title in due.titled(list(page))
    ]


def told(publication: Publication) -> list[tuple[str, str]]:
    """All that is public of it, in words."""
    members = {name: value for name, value in document(publication).items() if value and name not in NOT_COMPARED}
    return [(name.replace("_", " "), in_words(value)) for name, value in members.items()]


def _chosen(request: HttpRequest) -> list[UUID]:
    """The items that were ticked, or all that were listed, or the one that a link names."""
    name = "listed" if "all" in request.POST else "item"
    return list(filter(None, map(_uid, request.POST.getlist(name) or request.GET.getlist("item"))))


def _versions(seen: list[str]) -> dict[UUID, int]:
    """From `uid:version`, as the page that asks had them; what is not of that form is passed over."""
    pairs = (text.partition(":")[::2] for text in seen)
    read = ((_uid(uid), version) for uid, version in pairs)
    return {uid: int(version) for uid, version in read if uid and version.isdecimal() and len(version) < 10}


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _back(request: HttpRequest, seen: Mapping[UUID, int]) -> str:
    """The list that they came from, or the form of the one item."""
    name = request.POST.get("list")
    one = Publication.objects.filter(pk__in=list(seen)).first() if len(seen) == 1 and not name else None
    if one and (form := form_of(one.kind, one.uid)):
        return form
    lists = reverse("admin:publishing_publication_changelist")
    return f"{lists}?list={name}" if name in due.TITLES else lists
