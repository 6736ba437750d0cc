"""The page of an item that says whether its links still work, and the two presses that there are on it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from publishing.admin.item_pages import ItemPages
from publishing.links import keeping, moving, outcomes, showing
from publishing.links.models import Link
from publishing.models import Publishable
from publishing.permission import Refusal
from publishing.roles import person
from publishing.states import State

TITLE = "Links"


class LinkPages(ItemPages):
    """The addresses that an item gives, and what came of asking for each (publishing/links)."""

    def get_urls(self) -> list[URLPattern]:
        view = self._of_item(self.links_page)
        return [path("<path:object_id>/links/", view, name=self._name("links")), *super().get_urls()]

    def pages(self, request: HttpRequest, item: Publishable, state: State) -> list[tuple[str, str]]:
        own = [(TITLE, self.address("links", item))] if state.is_live else []
        return [*super().pages(request, item, state), *own]

    def links_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        found = showing.of_item(item.pk)
        if request.method == "POST":
            self._require(self._may_overwrite(request, item))
            link = next((link for link, _ in found if str(link.pk) == request.POST.get("link")), None)
            self._press(request, item, link)
            return HttpResponseRedirect(request.path)
        context: dict[str, Any] = {"links": found, "may_change": self._may_overwrite(request, item)}
        return self._page(request, item, "links", TITLE, odd=outcomes.ODD, **context)

    def _press(self, request: HttpRequest, item: Publishable, link: Link | None) -> None:
        try:
            if link is None:
                raise Refusal("This is no address of what is public now. Look again.")
            if "take" in request.POST:
                moving.take(link, request.POST["take"], item, person(request))
                messages.success(
                    request, "The working copy has the new address. Look at it, and submit it for approval."
                )
            elif "right" in request.POST:
                keeping.accept(link.pk, request.POST["right"], person(request))
                messages.success(request, "Said to be the right page. Nothing that is public was changed.")
        except Refusal as refusal:
            messages.error(request, str(refusal))
