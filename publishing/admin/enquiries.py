"""Asking an organisation about its record, and what it answered: two pages of each item (publishing/enquiring.py)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from publishing import enquiring, lifecycle
from publishing.admin.item_pages import ItemPages
from publishing.models import Enquiry, Publication, Publishable
from publishing.roles import person
from publishing.states import State, state_of

TITLE = "Ask the organisation…"


class EnquiryPages(ItemPages):
    """The page that makes a link, and the page of one answer."""

    def get_urls(self) -> list[URLPattern]:
        ask, answer = self._of_item(self.ask_page), self._of_item(self.answer_page)
        return [
            path("<path:object_id>/ask/", ask, name=self._name("ask")),
            path("<path:object_id>/answers/<int:number>/", answer, name=self._name("answer")),
            *super().get_urls(),
        ]

    def pages(self, request: HttpRequest, item: Publishable, state: State) -> list[tuple[str, str]]:
        may_ask = state.is_live and self.has_submit_permission(request)
        return [*super().pages(request, item, state), *([(TITLE, self.address("ask", item))] if may_ask else [])]

    def ask_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        """The link is shown in the answer to the press that made it, and never again."""
        self._require(self.has_submit_permission(request))
        if not state_of(item).is_live:
            raise Http404
        link, enquiry = "", None
        if request.method == "POST":
            try:
                enquiry = enquiring.ask(item.pk, person(request))
                address = reverse("confirm", args=[enquiring.token_of(enquiry)])
                link = request.build_absolute_uri(address)
            except lifecycle.Refusal as refusal:
                messages.error(request, str(refusal))
        response = self._page(request, item, "ask", "Ask the organisation", link=link, enquiry=enquiry)
        response["Cache-Control"] = "no-store"
        return response

    def answer_page(self, request: HttpRequest, item: Publishable, number: int) -> HttpResponse:
        self._require(self.has_submit_permission(request))
        waiting = enquiring.answers().filter(uid=item.pk).select_related("by")
        enquiry = waiting.filter(pk=number).first() if number < 10**15 else None
        if enquiry is None:
            messages.info(request, "There is no such answer that waits: somebody has dealt with it.")
            return HttpResponseRedirect(self.address("change", item))
        if request.method == "POST" and self._is_dealt_with(request, enquiry):
            return HttpResponseRedirect(self.address("change", item))
        public = Publication.objects.filter(pk=item.pk, state=Publication.LIVE).first()
        is_as_answered = public is not None and public.version == enquiry.version
        return self._page(
            request, item, "answer", "Answer of the organisation", enquiry=enquiry, is_as_answered=is_as_answered
        )

    def _is_dealt_with(self, request: HttpRequest, enquiry: Enquiry) -> bool:
        try:
            if "accept" in request.POST:
                enquiring.accept(enquiry, person(request))
                messages.success(request, "Accepted: it is public that the organisation confirmed this version.")
                return True
            if "dealt-with" in request.POST:
                enquiring.deal_with(enquiry, person(request))
                messages.success(request, "The answer is off the list. Nothing else was changed.")
                return True
        except lifecycle.Refusal as refusal:
            messages.error(request, str(refusal))
        return False
