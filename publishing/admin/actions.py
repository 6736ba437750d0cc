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
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from publishing import acts, lifecycle, one_person, permission, planning, reasons, withdrawing
from publishing.admin.generic import ItemAdmin
from publishing.admin.moments import MomentField
from publishing.models import Publication, Publishable
from publishing.registry import kind_of
from publishing.roles import person

CONFIRMED = "confirmed"
MOST_AT_ONCE, MOST_NAMED = 500, 20


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


class SubmitForADayForm(SubmitForm):
    planned_for = MomentField(
        "Publish on",
        "Empty: as soon as it is approved. A moment to come, at most a year ahead, by the clock in the United Kingdom. "
        "Whoever approves it approves it for then, and any edit in between makes that void.",
    )


class WithdrawForm(StepForm):
    reason = forms.ChoiceField(
        choices=reasons.choices, help_text="Public: whoever asks for the item is told this, in words of ours."
    )
    words = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Only if ours will not do. They become public when somebody else has approved them.",
    )
    on = MomentField(
        "Withdraw on",
        "Empty: at once. A moment to come, at most a year ahead, by the clock in the United Kingdom: somebody else has "
        "to approve it before then, and a new version in between makes it void.",
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["replacement"] = forms.ChoiceField(
            required=False,
            choices=[("", "None"), *_replacements(self.items)],
            help_text="Where to go instead, if there is such a place; public when somebody else has approved it.",
        )


class ReviewDateForm(StepForm):
    review_due_on = forms.DateField(
        label="Review due on", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), help_text="Never public."
    )


@dataclass(frozen=True)
class Step:
    """Something done to items, one by one. `do(item, by, answers)` may refuse an item; the others are not held up.

    `together(items, by, answers)` instead: done with all of them, or refused; what is to be said of it, if anything.
    """

    name: str
    title: str
    explanation: str
    button: str
    done: str
    form: type[StepForm]
    do: Callable[[Publishable, User, dict[str, Any]], object] = lambda item, by, answers: None
    together: Callable[[Sequence[Publishable], User, dict[str, Any]], Sequence[str]] | None = None


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


def _submit(item: Publishable, by: User, answers: dict[str, Any]) -> None:
    lifecycle.submit([item], by, answers["note"], answers["planned_for"])


def _withdraw(items: Sequence[Publishable], by: User, answers: dict[str, Any]) -> Sequence[str]:
    """At once, where one person may; whatever takes two is proposed, and what is to be done on a day."""
    held = list(Publication.objects.filter(pk__in=[item.pk for item in items]))
    if not held:
        raise lifecycle.Refusal("This is not public, so there is nothing to withdraw.")
    if answers["on"]:
        withdrawing.propose_for_a_day(withdrawing.details(held, **answers), by)
        when = planning.in_words(answers["on"])
        return [f"To withdraw it on {when} is proposed, and waits on the home page for somebody else. It stays public."]
    said, why, has_words = [], "", bool(answers["words"] or answers["replacement"])
    if len(held) == 1 and not (has_words and held[0].state == Publication.WITHDRAWN):
        try:
            number = lifecycle.withdraw(held[0], by, answers["reason"])
            said.append(f"“{items[0]}” is withdrawn: edition {number}.")
        except lifecycle.TakesTwo as takes_two:
            why = str(takes_two)
    if has_words or not said:
        why = why or ("Words of your own take two people." if has_words else one_person.why_not(held, by.username))
        acts.propose("withdraw", withdrawing.details(held, **answers), by, why)
        said.append(f"{why} It is proposed, and waits on the home page for somebody else.")
    return said


def _set_review_date(items: Sequence[Publishable], by: User, answers: dict[str, Any]) -> Sequence[str]:
    lifecycle.set_review_day(items, by, answers["review_due_on"])
    count = "1 item" if len(items) == 1 else f"{len(items)} items"
    return [f"{count} to be looked at again by {answers['review_due_on']:%d %B %Y}: {', '.join(map(str, items))}."]


SUBMIT = Step(
    name="submit_for_approval",
    title="Submit for approval",
    explanation="Somebody else then looks at the differences and publishes them. Any later edit makes it void.",
    button="Submit",
    done="submitted for approval",
    form=SubmitForADayForm,
    do=_submit,
)
WITHDRAW = Step(
    name="withdraw_items",
    title="Withdraw from the public",
    explanation="One item disappears from every answer at once, without an approval; its address goes on saying why. "
    "Several items, the last of a need, a topic or a nation, and more than five in an hour wait for somebody else.",
    button="Withdraw",
    done="withdrawn",
    form=WithdrawForm,
    together=_withdraw,
)
REVIEW = Step(
    name="set_review_date",
    title="Set the date of the next review",
    explanation="It appears on the home page of editors when it is due, at most a year from now. Readers are told only "
    "when that day has passed. Your name goes on the record.",
    button="Set date",
    done="given a review date",
    form=ReviewDateForm,
    together=_set_review_date,
)


class WorkflowActions(ItemAdmin):
    """The actions of a list of publishable items."""

    actions: Sequence[str] = ["submit_for_approval", "set_review_date", "withdraw_items", "delete_selected"]

    @admin.action(description="Submit for approval…", permissions=["submit"])
    def submit_for_approval(self, request: HttpRequest, queryset: QuerySet[Publishable]) -> HttpResponse | None:
        return self.step_page(request, SUBMIT, queryset, is_bulk=True)

    @admin.action(description="Set review date…", permissions=["change"])
    def set_review_date(self, request: HttpRequest, queryset: QuerySet[Publishable]) -> HttpResponse | None:
        return self.step_page(request, REVIEW, queryset, is_bulk=True)

    @admin.action(description="Withdraw from the public…", permissions=["withdraw"])
    def withdraw_items(self, request: HttpRequest, queryset: QuerySet[Publishable]) -> HttpResponse | None:
        return self.step_page(request, WITHDRAW, queryset, is_bulk=True)

    @admin.action(description="Delete what was never public…", permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[Publishable]) -> HttpResponse | None:
        with lifecycle.locked():
            try:
                permission.refuse_to_delete(queryset)
            except lifecycle.Refusal as refusal:
                messages.error(request, str(refusal))
                return None
            return django_actions.delete_selected(self, request, queryset)

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publishing.submit_item")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publishing.withdraw_item")

    def step_page(
        self,
        request: HttpRequest,
        step: Step,
        items: QuerySet[Publishable] | list[Publishable],
        is_bulk: bool,
        **context: Any,
    ) -> HttpResponse | None:
        """The page that asks; None once the step has been taken.

        When none of the items took it, the page asks again, with why not and with what was typed.
        """
        items = list(items[: MOST_AT_ONCE + 1]) if isinstance(items, QuerySet) else items
        if len(items) > MOST_AT_ONCE:
            messages.error(
                request, f"Choose {MOST_AT_ONCE} at most, so that somebody can look at each. Nothing is done."
            )
            return None
        form = step.form(request.POST if CONFIRMED in request.POST else None, items=items)
        if form.is_valid():
            refusals = take_step(request, step, items, form.cleaned_data)
            if len(refusals) < len(form.items):
                for refusal in refusals:
                    messages.error(request, refusal)
                return None
            form.add_error(None, list(dict.fromkeys(refusals)))
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


def take_step(request: HttpRequest, step: Step, items: Iterable[Publishable], answers: dict[str, Any]) -> list[str]:
    """Take the step with each item and say so; why not, for each item that it was refused to."""
    done, refusals, by = [], [], person(request)
    if step.together:
        chosen = list(items)
        try:
            with lifecycle.locked():
                said = step.together(chosen, by, answers)
        except lifecycle.Refusal as refusal:
            return [str(refusal)] * len(chosen)
        for words in said:
            messages.success(request, words)
        return []
    with lifecycle.locked():
        for item in items:
            try:
                step.do(item, by, answers)
            except lifecycle.Refusal as refusal:
                refusals.append(str(refusal) if str(item) in str(refusal) else f"{item}: {refusal}")
            else:
                done.append(f"“{item}”")
    if done:
        count = "1 item" if len(done) == 1 else f"{len(done)} items"
        more = f" and {len(done) - MOST_NAMED} more" if len(done) > MOST_NAMED else ""
        messages.success(request, f"{count} {step.done}: {', '.join(done[:MOST_NAMED])}{more}.")
    return refusals
