"""What is said about a submission on its page, and whom somebody asked to decide on it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from publishing import asking, commenting, lifecycle, permission
from publishing.admin.people import name_of
from publishing.models import Asked, Comment, Submission
from publishing.roles import person

SAY, ASK = "say", "ask"
SHOWN, AT_MOST = 3, 50  # at once; and with those that are folded away


class CommentForm(forms.Form):
    text = forms.CharField(
        label="Your comment",
        max_length=Comment.LONGEST,
        widget=forms.Textarea({"rows": 2}),
        help_text="For the others who work on this. Never public, and no approval.",
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            Comment(text=text).clean_fields(exclude={"submission", "by"})
        except ValidationError as error:
            raise ValidationError(error.messages) from None
        return text


class AskForm(forms.Form):
    def __init__(self, data: Mapping[str, Any] | None, people: Sequence[User]) -> None:
        super().__init__(data)
        listed = [("", "Choose a person"), *((str(one.pk), name_of(one)) for one in people)]
        unknown = "This person can't decide on it now. Choose somebody from the list."
        self.fields["who"] = forms.TypedChoiceField(
            choices=listed, coerce=int, error_messages={"invalid_choice": unknown}
        )


class Talk:
    """The forms of one page, and what has been said; `is_done` when one of them was sent and is carried out."""

    def __init__(self, request: HttpRequest, submission: Submission) -> None:
        self.submission, user = submission, person(request)
        is_waiting = submission.state == Submission.WAITING
        self.may_say = is_waiting and any(user.has_perm(f"publishing.{one}_item") for one in ("submit", "approve"))
        self.people = asking.who_may_decide(submission) if is_waiting and asking.may_ask(submission, user) else []
        self.comment_form = CommentForm(request.POST if SAY in request.POST else None)
        self.ask_form = AskForm(request.POST if ASK in request.POST else None, self.people)
        self.was_sent = request.method == "POST" and bool({SAY, ASK} & request.POST.keys())
        self.is_done = self.was_sent and self._carried_out(request, user)

    @cached_property
    def asked(self) -> Asked | None:
        return Asked.objects.filter(submission=self.submission).select_related("who", "by").first()

    @property
    def last(self) -> list[Comment]:
        return self._said[:SHOWN]

    @property
    def earlier(self) -> list[Comment]:
        return self._said[SHOWN:]

    @cached_property
    def count(self) -> int:
        return Comment.objects.filter(submission=self.submission).count()

    @property
    def is_cut(self) -> bool:
        return self.count > AT_MOST

    @cached_property
    def _said(self) -> list[Comment]:
        said: QuerySet[Comment] = Comment.objects.filter(submission=self.submission).select_related("by")
        return list(said.order_by("-pk")[:AT_MOST])

    def _carried_out(self, request: HttpRequest, user: User) -> bool:
        try:
            if SAY in request.POST:
                return self._say(request, user)
            return self._ask(request, user)
        except lifecycle.Refusal as refusal:
            messages.error(request, str(refusal))
            return False

    def _say(self, request: HttpRequest, user: User) -> bool:
        if self.may_say and not self.comment_form.is_valid():
            return False
        commenting.say(self.submission, user, request.POST.get("text", ""))
        messages.success(request, "Your comment is on the page. It changes nothing else.")
        return True

    def _ask(self, request: HttpRequest, user: User) -> bool:
        if not self.people:
            permission.to_decide(self.submission)
            raise lifecycle.Refusal("You can't ask anybody to decide on this.")
        if not self.ask_form.is_valid():
            return False
        chosen = next(one for one in self.people if one.pk == self.ask_form.cleaned_data["who"])
        asked = asking.ask(self.submission, user, chosen)
        messages.success(request, f"Asked: {name_of(asked.who)} finds this first on their page “My work”.")
        return True
