"""What there is to translate into a language, and files for translators: out, and in again after a look."""

import base64
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from publishing import languages, lifecycle
from publishing.admin.addresses import list_of, page_of
from publishing.admin.generic import ItemAdmin
from publishing.codes import code_list
from publishing.roles import person
from publishing.translating import sources, standing
from publishing.translating.xliff import exporting, importing
from publishing.translating.xliff.sheets import LARGEST, NotTaken

SALT, HELD = "publishing.translations", "held"
HOLDS_FOR = 8 * 60 * 60  # seconds, in which what was looked at may be taken in
MOST_HELD = 900_000  # characters of a form
MOST_SHOWN = 300  # items of a list


class UploadForm(forms.Form):
    file = forms.FileField(
        label="The file",
        allow_empty_file=True,
        help_text=f"XLIFF 2, as it was exported here and a translator has filled it in; at most {LARGEST // 10**6} MB.",
    )
    submits = forms.BooleanField(
        label="Submit for approval what is whole", required=False, help_text="Somebody else then approves it."
    )


class ExchangePages(ItemAdmin):
    """Pages of the admin of translations."""

    def get_urls(self) -> list[URLPattern]:
        pages: Any = {
            "import/": self.import_page,
            "export/": self.export_page,
            "into/<str:language>/": self.language_page,
        }
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=f"publishing_translation_{view.__name__[:-5]}")
                for route, view in pages.items()
            ),
            *super().get_urls(),
        ]

    def language_page(self, request: HttpRequest, language: str) -> HttpResponse:
        """What is missing, and where the rest is."""
        if language not in standing.others() or not self.has_view_permission(request):
            raise Http404
        missing = list(standing.missing(language).order_by("kind", "uid").values_list("kind", "uid"))
        shown = sources.items(missing[:MOST_SHOWN])
        groups = [
            (
                kind.plural,
                [
                    (shown[uid], page_of(kind.name, "languages", uid))
                    for name, uid in missing
                    if name == kind.name and uid in shown
                ],
            )
            for kind in sources.translatable()
        ]
        counts = next((one.counts for one in standing.counts() if one.language == language), {})
        context = {
            "title": f"Into {code_list(languages.LIST).label(language)}", "language": language,
            "groups": [group for group in groups if group[1]], "missing": len(missing), "most": MOST_SHOWN,
            "states": in_states(language, counts), "is_signed": language in languages.SIGNED,
            "which": [(name, EXPORTS[name]) for name in exporting.WHICH],
        }  # fmt: skip
        return self._shown(request, "language", context)

    def export_page(self, request: HttpRequest) -> HttpResponse:
        """GET `lang` and `only`: the file."""
        language, which = request.GET.get("lang", ""), request.GET.get("only", exporting.ALL)
        if language not in standing.others() or which not in exporting.WHICH or not self.has_view_permission(request):
            raise Http404
        back = reverse("admin:publishing_translation_language", args=[language])
        return exported(request, language, exporting.wanted(language, which)) or HttpResponseRedirect(back)

    def import_page(self, request: HttpRequest) -> HttpResponse:
        """First what a file would change is shown; then that file, and nothing else, is taken in."""
        if not self.has_change_permission(request):
            raise Http404
        context: dict[str, Any] = {"title": "Take in a file of translators", "form": UploadForm()}
        if HELD in request.POST:
            context |= self._taken(request)
        elif request.method == "POST":
            form = context["form"] = UploadForm(request.POST, request.FILES)
            if form.is_valid():
                context |= self._looked_at(request, form)
        return self._shown(request, "import", context)

    def _looked_at(self, request: HttpRequest, form: UploadForm) -> dict[str, Any]:
        content, submits = form.cleaned_data["file"].read(), form.cleaned_data["submits"]
        try:
            with lifecycle.trial():
                report = importing.take_in(content, person(request), submits)
        except lifecycle.Refusal as refusal:
            form.add_error("file", str(refusal))
            return {}
        said = [person(request).pk, submits, base64.b64encode(content).decode()]
        held = signing.dumps(said, salt=SALT, compress=True)
        if len(held) > MOST_HELD:
            form.add_error("file", "The file is too large for this page. Send it in several parts.")
            return {}
        return {"report": report, HELD: held if any(one.changes or submits for one in report.taken) else ""}

    def _taken(self, request: HttpRequest) -> dict[str, Any]:
        try:
            who, submits, content = signing.loads(request.POST[HELD], salt=SALT, max_age=HOLDS_FOR)
        except signing.BadSignature:
            who, submits, content = None, False, ""
        if who != person(request).pk:
            messages.error(request, "This is not what you looked at, or that was long ago. Choose the file again.")
            return {}
        try:
            report = importing.take_in(base64.b64decode(content), person(request), submits)
        except lifecycle.Refusal as refusal:
            messages.error(request, str(refusal))
            return {}
        count = sum(bool(one.changes) for one in report.taken)
        many = "1 translation" if count == 1 else f"{count} translations"
        messages.success(request, f"Taken in: {many} changed. Nothing of it is public yet.")
        return {"report": report, "is_done": True}

    def _shown(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        told = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media, **context}
        return TemplateResponse(request, f"admin/publishing/translation_{name}.html", told)


EXPORTS = {
    standing.MISSING: "What is missing",
    standing.BEHIND: "What is behind",
    exporting.ALL: "All that is public",
}


def in_states(language: str, counts: dict[str, int]) -> list[tuple[str, int, str]]:
    """How many stand in each way, in words and with where they are listed; what there is none of is left out."""
    page, rows = reverse("admin:publishing_translation_language", args=[language]), list_of("translation")
    return [
        (words, counts[state], page if state == standing.MISSING else f"{rows}?language={language}&standing={state}")
        for state, words in standing.STATES.items()
        if counts.get(state)
    ]


def exported(request: HttpRequest, language: str, wanted: Sequence[tuple[str, UUID]]) -> HttpResponse | None:
    """The file of these items; None where there is nothing to write, and why is said."""
    try:
        content = exporting.export(language, wanted)
    except NotTaken as why:
        messages.error(request, str(why))
        return None
    response = HttpResponse(content, content_type="application/xliff+xml")
    response["Content-Disposition"] = f'attachment; filename="translations-{language}.xlf"'
    return response
