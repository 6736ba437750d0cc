"""The pages of one item beside its form: preview, differences, versions, and the steps that ask first."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from publishing import lifecycle, snapshots
from publishing.admin.actions import CONFIRMED, REVIEW, SUBMIT, WITHDRAW, Step, StepForm, SubmitForm, WorkflowActions
from publishing.admin.locking import OPENED_AS, who_changed
from publishing.admin.people import telling_of_void
from publishing.admin.reviewing import Review, between, review
from publishing.differences import NOT_COMPARED, in_words
from publishing.documents import next_version, preview
from publishing.models import Listing, Publication, Publishable, Record, Submission
from publishing.states import State, digest_of, state_of

Page = Callable[..., HttpResponse]

DISCARD = Step(
    name="discard",
    title="Discard the unpublished edits",
    explanation="The item becomes again what is public now. The edits below are lost.",
    button="Discard the edits",
    done="made what is public again",
    form=StepForm,
    do=lambda item, by, answers: lifecycle.discard_edits(item, by),
)
GO_BACK = Step(
    name="go-back",
    title="Go back to version {version}",
    explanation="The item becomes again what version {version} said, and is submitted; somebody else then has to "
    "approve it. Unpublished edits, if there are any, are lost. This is what would change in public:",
    button="Go back and submit",
    done="made what version {version} said, and submitted for approval",
    form=SubmitForm,
    do=lambda item, by, answers: None,
)


class ItemPages(WorkflowActions):
    """The pages of each publishable item."""

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "preview": self.preview_page,
            "differences": self.differences_page,
            "versions": self.versions_page,
            "submit": self.submit_page,
            "withdraw": self.withdraw_page,
            "discard": self.discard_page,
            "review-date": self.review_date_page,
        }
        own = [path(f"<path:object_id>/{name}/", self._of_item(page), name=self._name(name))
               for name, page in pages.items()]  # fmt: skip
        back = path(
            "<path:object_id>/versions/<int:version>/", self._of_item(self.go_back_page), name=self._name("back")
        )
        return [back, *own, *super().get_urls()]

    def pages(self, request: HttpRequest, item: Publishable, state: State) -> list[tuple[str, str]]:
        """What this person can look at and do now, as titles and addresses."""
        may_submit = self.has_submit_permission(request)
        is_edited = state.is_live and state.code in (Listing.EDITED, Listing.WAITING, Listing.PLANNED)
        offered = [
            ("Preview", "preview", True),
            ("Differences", "differences", state.code != Listing.PUBLIC),
            ("Versions", "versions", state.publication is not None),
            ("Story", "story", True),
            (SUBMIT.title, "submit", may_submit and not state.submission and state.code != Listing.PUBLIC),
            ("Discard edits", "discard", is_edited and self._may_overwrite(request, item)),
            ("Set review date", "review-date", may_submit),
            ("Withdraw", "withdraw", state.is_live and self.has_withdraw_permission(request)),
            ("History of the form", "history", True),
        ]
        return [(title, self.address(name, item)) for title, name, is_offered in offered if is_offered]

    def address(self, page: str, item: Publishable, *more: Any) -> str:
        return reverse(f"{self.admin_site.name}:{self._name(page)}", args=[quote(item.pk), *more])

    def preview_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        publication = Publication.objects.filter(pk=item.pk).first()
        shown = preview(snapshots.take(item), next_version(publication))
        return self._page(request, item, "preview", "Preview", preview=shown, card=card(shown.document))

    def differences_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        return self._page(request, item, "differences", "Differences from what is public", review=self._review(item))

    def versions_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        approved = Submission.objects.filter(uid=item.pk, state=Submission.APPROVED).select_related("by", "decided_by")
        versions = {one.version: one for one in approved.order_by("-version") if one.version}
        compared = _compared(request, versions)
        if request.GET and not compared:
            messages.error(request, "Choose two different versions to compare.")
        chosen = compared or list(versions.values())[1::-1]
        return self._page(
            request, item, "versions", "Versions", versions=list(versions.values()), chosen=chosen,
            withdrawals=Record.objects.filter(uid=item.pk, action="withdrawn").order_by("-number"),
            review=between(*compared) if compared else None,
            may_go_back=self._may_overwrite(request, item),
        )  # fmt: skip

    def submit_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        self._require(self.has_submit_permission(request))
        return self._step(request, SUBMIT, item, review=self._review(item))

    def withdraw_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        self._require(self.has_withdraw_permission(request))
        return self._step(request, WITHDRAW, item)

    def review_date_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        self._require(self.has_submit_permission(request))
        return self._step(request, REVIEW, item)

    def discard_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        self._require(self._may_overwrite(request, item))
        return self._overwriting(request, DISCARD, item, self._review(item))

    def go_back_page(self, request: HttpRequest, item: Publishable, version: int) -> HttpResponse:
        self._require(self._may_overwrite(request, item))
        old = Submission.objects.filter(uid=item.pk, version=version).first()
        if old is None:
            raise Http404
        step = replace(
            GO_BACK, do=lambda item, by, answers: lifecycle.go_back(item, version, by, answers["note"]),
            **{name: getattr(GO_BACK, name).format(version=version) for name in ("title", "explanation", "done")},
        )  # fmt: skip
        publication = Publication.objects.filter(pk=item.pk).first()
        return self._overwriting(request, step, item, review(old.snapshot, publication))

    def _overwriting(self, request: HttpRequest, step: Step, item: Publishable, shown: Review) -> HttpResponse:
        """A step that replaces what editors wrote: refused if somebody wrote more since this page was opened."""
        if CONFIRMED not in request.POST:
            return self._step(request, step, item, review=shown, opened_as=digest_of(item))
        with lifecycle.locked():
            if request.POST.get(OPENED_AS) != digest_of(item):
                messages.error(request, f"{who_changed(item)} changed this since you opened the page. Look again.")
                return HttpResponseRedirect(request.path)
            with telling_of_void(request, item):
                return self._step(request, step, item, review=shown, opened_as=request.POST[OPENED_AS])

    def _step(self, request: HttpRequest, step: Step, item: Publishable, **context: Any) -> HttpResponse:
        back = self.address("change", item)
        asked = self.step_page(request, step, [item], is_bulk=False, item=item, back=back, **context)
        return asked or HttpResponseRedirect(back)

    def _review(self, item: Publishable) -> Review:
        return review(snapshots.take(item), Publication.objects.filter(pk=item.pk).first())

    def _page(self, request: HttpRequest, item: Publishable, name: str, title: str, **context: Any) -> HttpResponse:
        state = state_of(item)
        context = {
            **self.admin_site.each_context(request), "title": title, "item": item, "opts": self.opts, "state": state,
            "pages": self.pages(request, item, state), "media": self.media, "back": self.address("change", item),
            **context,
        }  # fmt: skip
        return TemplateResponse(request, f"admin/publishing/{name}.html", context)

    def _of_item(self, page: Page) -> Page:
        def view(request: HttpRequest, object_id: str, **more: Any) -> HttpResponse:
            item = self.get_object(request, unquote(object_id))
            if item is None:
                raise Http404
            self._require(self.has_view_or_change_permission(request, item))
            return page(request, item, **more)

        return self.admin_site.admin_view(view)

    def _may_overwrite(self, request: HttpRequest, item: Publishable) -> bool:
        return self.has_change_permission(request, item) and self.has_submit_permission(request)

    def _require(self, is_allowed: bool) -> None:
        if not is_allowed:
            raise PermissionDenied

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"


def card(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a document says, in words: what each member is called, and what stands there."""
    told = {name: value for name, value in document.items() if value and name not in NOT_COMPARED}
    return [(name.replace("_", " "), in_words(value)) for name, value in told.items()]


def _compared(request: HttpRequest, versions: dict[int, Submission]) -> list[Submission]:
    """The two versions that are to be compared, the older first; none unless two are named."""
    given = {request.GET.get(name, "") for name in ("one", "other")}
    named = [versions[number] for number in sorted(versions) if str(number) in given]
    return named if len(named) == 2 else []
