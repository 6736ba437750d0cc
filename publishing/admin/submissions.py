"""What waits for approval: the difference it would make, and the decision."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, When
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from publishing import lifecycle, permission, planning
from publishing.admin.actions import CONFIRMED
from publishing.admin.addresses import form_of
from publishing.admin.checklist import Checklist
from publishing.admin.due import SUBMITTED, TO_DECIDE
from publishing.admin.people import moment, name_of
from publishing.admin.record import ReadOnlyAdmin
from publishing.admin.reviewing import Review, review_submission
from publishing.admin.talking import Talk
from publishing.batches import batches
from publishing.models import Submission
from publishing.roles import person
from publishing.wording import shortened


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label="Reason for sending it back",
        widget=forms.Textarea({"rows": 4}),
        help_text="What has to change. Its author finds it on the home page.",
    )


class WhoseFilter(admin.SimpleListFilter):
    """What waits for the person who looks, and what they wait for."""

    title, parameter_name = "your work", "whose"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Submission]") -> list[tuple[str, str]]:
        return [(TO_DECIDE, "Waiting for me to decide"), (SUBMITTED, "Submitted by me, waiting")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        match self.value():
            case "to-decide":
                return queryset.filter(pk__in=permission.to_decide_by(person(request)).values("pk"))
            case "submitted":
                return queryset.filter(state=Submission.WAITING, by=person(request))
        return queryset


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    """The digest goes with every approval, so that nobody approves anything but what they were shown."""

    list_display = ["title", "kind", "stands", "submitted", "shortened_note"]
    list_filter = [WhoseFilter, "state", "kind"]
    list_select_related = ["by", "decided_by"]
    list_per_page = 50
    search_fields = ["title", "slug", "by__username"]
    actions = ["approve_together"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        return super().get_queryset(request).select_related("by", "decided_by")

    def get_ordering(self, request: HttpRequest) -> list[str | Combinable]:
        return [Case(When(state=Submission.WAITING, then=0), default=1).asc(), "-pk"]

    @admin.display(ordering="at")
    def submitted(self, submission: Submission) -> str:
        return f"{moment(submission.at)}, by {name_of(submission.by)}"

    @admin.display(description="Note")
    def shortened_note(self, submission: Submission) -> str:
        return shortened(submission.note, 100)

    @admin.display(description="State", ordering="state")
    def stands(self, submission: Submission) -> str:
        if submission.state == Submission.PLANNED and submission.planned_for:
            return f"{submission.get_state_display()} ({moment(submission.planned_for)})"
        if not submission.decided_at or not submission.decided_by:
            return submission.get_state_display()
        return f"{submission.get_state_display()} ({moment(submission.decided_at)}, {name_of(submission.decided_by)})"

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publishing.approve_item")

    def change_view(self, request: HttpRequest, object_id: str, *words: Any, **more: Any) -> HttpResponse:
        """One submission: what it would change, the two ways to decide on it, and what is said about it."""
        submission = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, submission):
            raise PermissionDenied
        if submission is None:
            return super().change_view(request, object_id, *words, **more)
        talk = Talk(request, submission)
        if talk.is_done:
            return HttpResponseRedirect(f"{request.path}#comments")
        form = SendBackForm(request.POST if "send_back" in request.POST else None)
        shown = review_submission(submission)
        by = person(request)
        checklist = Checklist(request.POST if "approve" in request.POST else None, [shown])
        is_decision = request.method == "POST" and not talk.was_sent
        if is_decision and self._decided(request, submission, form, checklist):
            return HttpResponseRedirect(reverse(f"{self.admin_site.name}:publishing_submission_changelist"))
        submission.refresh_from_db()
        context = {
            **self._context(request), "title": f"{submission.title}: {submission.get_state_display().lower()}",
            "submission": submission, "review": shown.told(), "form": form, "checklist": checklist,
            "talk": talk,
            "may_decide": self.has_approve_permission(request) and submission.state == Submission.WAITING,
            "may_call_off": submission.state == Submission.PLANNED
            and (submission.by_id == by.pk or self.has_approve_permission(request)),
            "item_address": form_of(submission.kind, submission.uid),
        }  # fmt: skip
        return TemplateResponse(request, "admin/publishing/submission.html", context)

    @admin.action(description="Approve and publish as one edition…", permissions=["approve"])
    def approve_together(self, request: HttpRequest, queryset: QuerySet[Submission]) -> HttpResponse | None:
        is_confirmed = CONFIRMED in request.POST
        submissions = list(queryset if is_confirmed else queryset.filter(state=Submission.WAITING))
        if not submissions:
            messages.error(request, "None of these is waiting for approval.")
            return None
        if any(one.planned_for for one in submissions):
            words = "Some of these are to be published on a day to come. Approve those on their own pages."
            messages.error(request, words)
            return None
        reviews: list[tuple[Submission, Review]] = [(one, review_submission(one)) for one in submissions]
        checklist = Checklist(request.POST if is_confirmed else None, [review for _, review in reviews])
        if is_confirmed and self._is_answered(request, submissions, checklist):
            self._approve(request, submissions, checklist)
            return None
        context = {
            **self._context(request), "title": "Approve and publish as one edition", "confirmed": CONFIRMED,
            "reviews": [(one, review.told()) for one, review in reviews], "checklist": checklist,
            "action": "approve_together", "checkbox_name": ACTION_CHECKBOX_NAME,
        }  # fmt: skip
        return TemplateResponse(request, "admin/publishing/approve_together.html", context)

    def _decided(self, request: HttpRequest, submission: Submission, form: SendBackForm, checklist: Checklist) -> bool:
        """Whether the decision that was sent has been carried out; if not, the messages or the forms say why."""
        if "approve" in request.POST:
            is_answered = self._is_answered(request, [submission], checklist)
            return is_answered and self._approve(request, [submission], checklist)
        if "call_off" in request.POST:
            return self._call_off(request, submission)
        if not form.is_valid():
            return False
        try:
            lifecycle.send_back(submission, person(request), form.cleaned_data["reason"])
        except lifecycle.Refusal as refusal:
            messages.error(request, str(refusal))
            return False
        messages.success(request, f"“{submission.title}” was sent back to {name_of(submission.by)}.")
        return True

    def _is_answered(self, request: HttpRequest, submissions: Sequence[Submission], checklist: Checklist) -> bool:
        """Whoever may not decide, or was shown something else, is told that first, and asked no questions."""
        may_decide = all(one.state == Submission.WAITING for one in submissions) and self.has_approve_permission(
            request
        )
        if not may_decide or _unseen(submissions, request) or checklist.is_valid():
            return True
        messages.error(request, "Nothing is published yet: answer what is asked before you approve.")
        return False

    def _approve(self, request: HttpRequest, submissions: Sequence[Submission], checklist: Checklist) -> bool:
        try:
            with lifecycle.locked():
                if submission := _unseen(submissions, request):
                    raise lifecycle.Refusal(
                        f"“{submission.title}” is not what you were shown. Look at it again before approving."
                    )
                done = _approved(submissions, person(request), checklist.answered)
        except lifecycle.Refusal as refusal:
            messages.error(request, str(refusal))
            return False
        messages.success(request, done)
        return True

    def _call_off(self, request: HttpRequest, submission: Submission) -> bool:
        try:
            lifecycle.call_off(submission, person(request))
        except lifecycle.Refusal as refusal:
            messages.error(request, str(refusal))
            return False
        messages.success(request, f"“{submission.title}” is called off: it will not be published on its day.")
        return True

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}


def _approved(submissions: Sequence[Submission], by: User, answered: str) -> str:
    """Approve them, at once or one of them for its day; what is done, in words."""
    if len(submissions) == 1 and (day := submissions[0].planned_for):
        planned = lifecycle.approve_for_its_day(submissions[0], by, answered)
        return f"Approved: “{planned.title}” becomes public on {planning.in_words(day)}, and not before."
    number = lifecycle.approve(submissions, by, answered)
    names = ", ".join(f"“{submission.title}”" for submission in submissions)
    return f"Published as edition {number}: {names}."


def _unseen(submissions: Sequence[Submission], request: HttpRequest) -> Submission | None:
    """The first that is not, as it is now, what was shown to whoever sends this."""
    digests: dict[int, str] = {}
    for some in batches([submission.pk for submission in submissions]):
        digests |= Submission.objects.order_by().filter(pk__in=some).values_list("pk", "digest")
    shown = {submission: request.POST.get(f"digest-{submission.pk}", "") for submission in submissions}
    return next((one for one, digest in shown.items() if digests.get(one.pk) != digest), None)
