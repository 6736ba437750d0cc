"""What editors can do to several items at once, each with a page that asks before anything is done.

Approving is not among them: what is approved is looked at first, among the submissions.
"""

from collections.abc import Callable, Iterable, Sequence
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
from publishing.registry import kind_of

CONFIRMED = "confirmed"


class StepForm(forms.Form):
    """What a step asks for. `items`: those it will be taken with."""

    def __init__(self, *args: Any, items: Iterable[Publishable] = (), **options: Any):
        super().__init__(*args, **options)
        self.items = list(items)


class SubmitForm(StepForm):
    note = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="What you changed, and how you know. The person who approves it reads this first.",
    )


class WithdrawForm(StepForm):
    reason = forms.CharField(
        widget=forms.Textarea({"rows": 4}),
        help_text="Public: it is shown to whoever asks for the item. For example: This helpline has closed.",
    )
    replacement = forms.ChoiceField(
        required=False, help_text="Where to go instead, if there is such a place. Public items of the same kind."
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["replacement"].choices = [("", "None"), *_replacements(self.items)]


class ReviewDateForm(StepForm):
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
    form: type[StepForm]
    do: Callable[[Publishable, Any, dict], Any]


def _replacements(items: Sequence[Publishable]) -> list[tuple[str, str]]:
    """What is public of the kind of these items, and none of them: its slug, and what editors call it."""
    if not items:
        return []
    kind = kind_of(items[0])
    own = [item.pk for item in items]
    live = Publication.objects.filter(kind=kind.name, state=Publication.LIVE).exclude(pk__in=own)
    slugs = dict(live.values_list("pk", "slug"))
    rows = kind.model._base_manager.filter(pk__in=slugs)
    return sorted(((slugs[row.pk], f"{row} ({slugs[row.pk]})") for row in rows), key=lambda choice: choice[1].lower())


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
        """The page that asks; None once the step has been taken.

        When none of the items took it, the page asks again, with why not and with what was typed.
        """
        form = step.form(request.POST if CONFIRMED in request.POST else None, items=items)
        if form.is_valid():
            refusals = take_step(request, step, items, form.cleaned_data)
            if len(refusals) < len(form.items):
                for refusal in refusals:
                    messages.error(request, refusal)
                return None
            form.add_error(None, refusals)
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


def take_step(request: HttpRequest, step: Step, items: Iterable[Publishable], answers: dict) -> list[str]:
    """Take the step with each item and say so; why not, for each item that it was refused to."""
    done, refusals = [], []
    for item in items:
        try:
            step.do(item, request.user, answers)
        except lifecycle.Refusal as refusal:
            refusals.append(str(refusal) if str(item) in str(refusal) else f"{item}: {refusal}")
        else:
            done.append(f"“{item}”")
    if done:
        count = "1 item" if len(done) == 1 else f"{len(done)} items"
        messages.success(request, f"{count} {step.done}: {', '.join(done)}.")
    return refusals
