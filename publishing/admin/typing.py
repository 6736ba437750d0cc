"""What is said of a text while it is typed and when it is sent: how it is read, and what was taken out of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern, path

from publishing.admin.generic import ItemAdmin
from publishing.form_fields import MeaningField
from publishing.pasted import cleaned

LONGEST = 5000  # characters of what is read back


class SaysWhatIsTyped(ItemAdmin):
    """A form that says, before it is saved, how a text was read; and that takes out of it what nobody sees."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_read_back"
        return [path("read-back/", self.admin_site.admin_view(self.read_back), name=name), *super().get_urls()]

    def read_back(self, request: HttpRequest) -> HttpResponse:
        """How the text of one control is read, or its fault. It is neither kept nor written to any log."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        field = self.field_of(request, request.POST.get("name", ""))
        text = request.POST.get("text", "")
        if not isinstance(field, MeaningField) or len(text) > LONGEST:
            return JsonResponse({"reading": "", "fault": ""})
        try:
            return JsonResponse({"reading": field.in_words(field.clean(text)) if text.strip() else "", "fault": ""})
        except ValidationError as error:
            return JsonResponse({"reading": "", "fault": " ".join(error.messages)})

    def field_of(self, request: HttpRequest, name: str) -> Any:
        """The form field behind the name of a control, of the item or of one of its parts; None if there is none."""
        for made, _ in self.get_formsets_with_inlines(request):
            number, dash, rest = name.removeprefix(f"{made.get_default_prefix()}-").partition("-")
            if name.startswith(f"{made.get_default_prefix()}-") and dash and number.isdecimal():
                return _named(made.form, rest)
        return _named(self.get_form(request), name)

    def clean_pasted(self, request: HttpRequest) -> None:
        """Take what nobody sees out of the texts that were sent, and say what and where."""
        found = {
            name: [cleaned(value) for value in values]
            for name, values in request.POST.lists()
            if any(cleaned(value)[1] for value in values)
        }
        if not found:
            return
        data = request.POST.copy()
        for name, each in found.items():
            data.setlist(name, [text for text, _ in each])
            field = self.field_of(request, name)
            told = "; ".join(words for _, words in each if words)
            if field:
                messages.info(request, f"Taken out of “{field.label}”, where nobody sees it: {told}.")
        request.POST = data  # type: ignore[assignment]  # the forms take it for what was sent


def _named(form: "type[forms.BaseForm]", name: str) -> Any:
    """A control of several is named for its field, with an ending."""
    fields: dict[str, forms.Field] = form.base_fields  # type: ignore[attr-defined]  # of each class of forms
    return fields.get(name) or fields.get(name.rpartition("_")[0])
