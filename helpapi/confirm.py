"""The page on which an organisation says whether its public record is right, by a link that an editor sent it.

It stands at the address of editors, without a password: the link is one (publishing/enquiring.py). To look changes
nothing, because whoever scans mail follows links. Every link that does not work gets one and the same page.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from publishing import enquiring
from publishing.admin.reviews import told
from publishing.models import Enquiry

RIGHT, WRONG = "right", "wrong"
READ_AGAIN = "What is public has changed since you opened this page. Read it again, then press once more."


class AnswerForm(forms.Form):
    """`answer` is said by the button that is pressed; `seen` is the version that was read."""

    answer = forms.ChoiceField(choices=[(RIGHT, ""), (WRONG, "")], error_messages={"required": "Press a button."})
    seen = forms.IntegerField(required=False)
    text = forms.CharField(
        label="What is not right, and what would be?",
        required=False,
        max_length=Enquiry.LONGEST,
        widget=forms.Textarea({"rows": 6}),
    )

    def __init__(self, version: int, data: Any = None) -> None:
        super().__init__(data)
        self.version = version

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            Enquiry(text=text).clean_fields(exclude={one.name for one in Enquiry._meta.fields} - {"text"})
        except ValidationError as error:
            raise ValidationError(error.messages) from None
        return text

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("seen") != self.version:
            self.add_error(None, READ_AGAIN)
        if given.get("answer") == WRONG and not given.get("text", "-"):
            self.add_error("text", "Write what is not right.")
        if given.get("answer") == RIGHT and given.get("text"):
            self.add_error(
                "text", "You have written something here. Take it out if all is right, or press the other button."
            )


class Confirm(View):
    """The question, and the answer to it."""

    http_method_names = ("get", "head", "post")

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(request, token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(request, token)

    def _page(self, request: HttpRequest, token: str) -> HttpResponse:
        found = enquiring.asked_by(token)
        if found is None:
            return _shown(request, "confirm_no_more.html", 404)
        enquiry, publication = found
        form = AnswerForm(publication.version, request.POST if request.method == "POST" else None)
        if form.is_valid():
            is_right = form.cleaned_data["answer"] == RIGHT
            if not enquiring.answer(enquiry, publication.version, is_right, form.cleaned_data["text"]):
                return _shown(request, "confirm_no_more.html", 404)
            return _shown(request, "confirm_thanks.html", 200)
        context = {"form": form, "told": told(publication), "version": publication.version, "enquiry": enquiry}
        return _shown(request, "confirm.html", 200, **context)


def _shown(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    """The address is a secret: nothing keeps or tells it, but the form, which has to say where it is from."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin" if context else "no-referrer"
    return response
