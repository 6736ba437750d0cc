"""The page of an item with what readers said is wrong of it, and the press that takes it off the lists."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from publishing.admin.item_pages import ItemPages
from publishing.models import Publishable
from publishing.permission import Refusal
from publishing.reports import keeping, showing
from publishing.roles import person
from publishing.states import State

TITLE = "Reports"


class ReportPages(ItemPages):
    """What readers reported of an item (publishing/reports)."""

    def get_urls(self) -> list[URLPattern]:
        view = self._of_item(self.reports_page)
        return [path("<path:object_id>/reports/", view, name=self._name("reports")), *super().get_urls()]

    def pages(self, request: HttpRequest, item: Publishable, state: State) -> list[tuple[str, str]]:
        own = [(TITLE, self.address("reports", item))] if state.is_live else []
        return [*super().pages(request, item, state), *own]

    def reports_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        if request.method == "POST":
            self._require(self.has_submit_permission(request))
            self._look(request, item.pk)
            return HttpResponseRedirect(request.path)
        found = showing.told([item.pk])
        return self._page(request, item, "reports", TITLE, reports=found, may_look=self.has_submit_permission(request))

    def _look(self, request: HttpRequest, uid: UUID) -> None:
        shown = request.POST.get("shown", "")
        count = int(shown) if shown.isascii() and shown.isdecimal() and len(shown) < 9 else 0
        try:
            which = request.POST.get("channel", "")[:36], request.POST.get("problem", "")[:20]
            keeping.dismiss(uid, *which, count, person(request))
            messages.success(request, "Looked at, and off the lists. Nothing that is public was changed.")
        except Refusal as refusal:
            messages.error(request, str(refusal))
