"""Telling whoever opens a form that somebody else has it open (publishing/open_forms.py)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format

from publishing import open_forms
from publishing.admin.item_pages import ItemPages
from publishing.admin.people import name_of
from publishing.models import Publishable
from publishing.roles import person

LEFT = "left"


class OpenFormPages(ItemPages):
    """The address at which each open form tells that it is, and what it is answered."""

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["publishing/open_form.js"])

    def get_urls(self) -> list[URLPattern]:
        view = self._of_item(self.open_form_page)
        return [path("<path:object_id>/open-form/", view, name=self._name("open_form")), *super().get_urls()]

    def open_form_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        """POST that the form is open, or with `left` that it no longer is; who else has it open, in words."""
        self._require(self.has_change_permission(request, item))
        user = person(request)
        if request.method != "POST":
            return HttpResponseRedirect(self.address("change", item))
        if LEFT in request.POST:
            open_forms.left(item.pk, user)
            return HttpResponse(status=204)
        open_forms.opened(item.pk, user)
        return HttpResponse(self._who_else(request, item), content_type="text/plain; charset=utf-8")

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Publishable | None = None,
    ) -> HttpResponse:
        if obj and self.has_change_permission(request, obj):
            context["open_form"] = {"address": self.address("open_form", obj), "words": self._who_else(request, obj)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _who_else(self, request: HttpRequest, item: Publishable) -> str:
        others = [
            f"{name_of(one.by)} (since {date_format(timezone.localtime(one.since), 'H:i')})"
            for one in open_forms.others(item.pk, person(request))
        ]
        return f"Also open with {', '.join(others)}. Speak to each other before you both change it." if others else ""
