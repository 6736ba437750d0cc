"""What editors can do to several items at once, each with a page that asks before anything is done.

Approving is not among them: what is approved is looked at first, among the submissions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import actions as django_actions
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from publishing import lifecycle
from publishing.models import Publication, Publishable

CONFIRMED = "confirmed"


class SubmitForm(forms.Form):
    note = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="What you changed, and how you know. The person who approves it reads this first.",
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea({"rows": 4}),
        help_text="Public: it is shown to whoever asks for the item. For example: This helpline has closed.",
    )
    replacement = forms.SlugField(
        required=False, help_text="The slug of a public item of the same kind to go to instead, if there is one."
    )


class ReviewDateForm(forms.Form):
    review_due_on = forms.DateField(
        label="Review due on", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), help_text="Never public."
    )


@dataclass(frozen=True)
class Step:
    """Something done to items, one by one. `do(item, by, answers)` may refuse an item; the others are not held up."""

    name: str
    title: str
    explanation: str
    button: str
    done: str
    form: type[forms.Form]
    do: Callable[[Publishable, Any, dict], Any]


def _submit(item: Publishable, by, answers: dict) -> None:
    lifecycle.submit([item], by, answers["note"])


def _withdraw(item: Publishable, by, answers: dict) -> None:
    publication = Publication.objects.filter(pk=item.pk).first()
    if publication is None:
        raise lifecycle.Refusal("This is not public, so there is nothing to withdraw.")
    lifecycle.withdraw(publication, by, answers["reason"], answers["replacement"])


def _set_review_date(item: Publishable, by, answers: dict) -> None:
    type(item)._base_manager.filter(pk=item.pk).update(review_due_on=answers["review_due_on"])


SUBMIT = Step(
    name="submit_for_approval",
    title="Submit for approval",
    explanation="Somebody else then looks at the differences and publishes them. Any later edit makes it void.",
    button="Submit",
    done="submitted for approval",
    form=SubmitForm,
    do=_submit,
)
WITHDRAW = Step(
    name="withdraw_items",
    title="Withdraw from the public",
    explanation="It disappears from every answer at once, without an approval. Its address goes on saying why.",
    button="Withdraw",
    done="withdrawn",
    form=WithdrawForm,
    do=_withdraw,
)
REVIEW = Step(
    name="set_review_date",
    title="Set the date of the next review",
    explanation="It appears on the home page of editors when it is due. Nothing public changes.",
    button="Set date",
    done="given a review date",
    form=ReviewDateForm,
    do=_set_review_date,
)


class WorkflowActions:
    """Of a `ModelAdmin` for publishable items: the actions of its list."""

    actions = ["submit_for_approval", "set_review_date", "withdraw_items", "delete_selected"]

    @admin.action(description="Submit for approval…", permissions=["submit"])
    def submit_for_approval(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.step_page(request, SUBMIT, queryset, is_bulk=True)

    @admin.action(description="Set review date…", permissions=["change"])
    def set_review_date(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.step_page(request, REVIEW, queryset, is_bulk=True)

    @admin.action(description="Withdraw from the public…", permissions=["withdraw"])
    def withdraw_items(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.step_page(request, WITHDRAW, queryset, is_bulk=True)

    @admin.action(description="Delete what was never public…", permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        with lifecycle.locked():
            try:
                lifecycle.refuse_to_delete(queryset)
            except lifecycle.Refusal as refusal:
                messages.error(request, str(refusal))
                return None
            return django_actions.delete_selected(self, request, queryset)

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publishing.submit_item")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publishing.withdraw_item")

    def step_page(
        self, request: HttpRequest, step: Step, items: Iterable[Publishable], is_bulk: bool, **context: Any
    ) -> HttpResponse | None:
        """The page that asks; None once the step has been taken, or refused, and the messages say so."""
        form = step.form(request.POST if CONFIRMED in request.POST else None)
        if form.is_valid():
            take_step(request, step, items, form.cleaned_data)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": step.title,
            "step": step,
            "items": items,
            "form": form,
            "opts": self.opts,
            "media": self.media + form.media,
            "action": step.name if is_bulk else "",
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "confirmed": CONFIRMED,
            **context,
        }
        return TemplateResponse(request, "admin/publishing/step.html", context)


def take_step(request: HttpRequest, step: Step, items: Iterable[Publishable], answers: dict) -> None:
    """Take the step with each item, and tell which it was done to and which not, and why."""
    done = []
    for item in items:
        try:
            step.do(item, request.user, answers)
        except lifecycle.Refusal as refusal:
            messages.error(request, str(refusal) if str(item) in str(refusal) else f"{item}: {refusal}")
        else:
            done.append(f"“{item}”")
    if done:
        count = "1 item" if len(done) == 1 else f"{len(done)} items"
        messages.success(request, f"{count} {step.done}: {', '.join(done)}.")
