"""What waits for a second person and is no submission: what it would do, and the decision."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Case, When
from django.db.models.expressions import Combinable
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from publishing import acts, lifecycle, planning
from publishing.admin.people import moment, name_of
from publishing.admin.record import ReadOnlyAdmin
from publishing.models import Act, Record
from publishing.roles import person


class ConfirmForm(forms.Form):
    note = forms.CharField(
        required=False, widget=forms.Textarea({"rows": 3}), help_text="Why. Whoever approves it reads this first."
    )


class BackForm(ConfirmForm):
    edition = forms.IntegerField(min_value=1, help_text="The number of the last edition in which all was well.")
    field_order = ["edition", "note"]


# What is proposed on a page of its own; the form's other fields than the note are its details.
FORMS: dict[str, type[ConfirmForm]] = {"back-to-edition": BackForm, "confirm-content": ConfirmForm}
EDITIONS, LINES = 30, 2000  # so many are named, if so many lines of the record tell of them


class RefuseForm(forms.Form):
    reason = forms.CharField(label="Reason for refusing it", widget=forms.Textarea({"rows": 4}))


@admin.register(Act)
class ActAdmin(ReadOnlyAdmin):
    """The digest goes with every approval, so that nobody approves anything but what they were shown."""

    list_display = ["title", "state", "proposed", "note"]
    list_filter = ["state", "what"]
    list_select_related = ["by", "decided_by"]
    list_per_page = 50
    change_list_template = "admin/publishing/acts.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.propose_page)
        return [path("propose/<str:what>/", view, name="publishing_act_propose"), *super().get_urls()]

    def propose_page(self, request: HttpRequest, what: str) -> HttpResponse:
        """What it would do, once it is known to what; then the proposal."""
        if what not in FORMS:
            raise Http404
        if not request.user.has_perm(acts.kind_named(what).proposes):
            raise PermissionDenied
        is_to_a_number = "edition" in FORMS[what].base_fields
        form = FORMS[what](request.POST or request.GET or (None if is_to_a_number else {}))
        shown = None
        try:
            if form.is_valid():
                note, details = form.cleaned_data.pop("note"), form.cleaned_data
                if "propose" in request.POST:
                    act = acts.propose(what, details, person(request), note)
                    messages.success(request, "Proposed. Somebody else finds it on the home page.")
                    return HttpResponseRedirect(reverse(f"{self.admin_site.name}:publishing_act_change", args=[act.pk]))
                shown = acts.preview(what, details)
        except lifecycle.Refusal as refusal:
            messages.error(request, str(refusal))
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "media": self.media, "form": form,
            "title": acts.kind_named(what).title, "shown": shown,
            "editions": _editions() if is_to_a_number else [],
        }  # fmt: skip
        return TemplateResponse(request, "admin/publishing/propose.html", context)

    def get_ordering(self, request: HttpRequest) -> list[str | Combinable]:
        return [Case(When(state=Act.WAITING, then=0), default=1).asc(), "-pk"]

    @admin.display(description="What")
    def title(self, act: Act) -> str:
        return acts.kind_of(act).title

    @admin.display(ordering="at")
    def proposed(self, act: Act) -> str:
        return f"{moment(act.at)}, by {name_of(act.by)}"

    def change_view(self, request: HttpRequest, object_id: str, *words: Any, **more: Any) -> HttpResponse:
        """One proposal: what it would do, and the two ways to decide on it."""
        act = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, act):
            raise PermissionDenied
        if act is None:
            return super().change_view(request, object_id, *words, **more)
        form = RefuseForm(request.POST if "refuse" in request.POST else None)
        if request.method == "POST" and self._decided(request, act, form):
            return HttpResponseRedirect(request.path)
        act.refresh_from_db()
        by, is_waiting, is_planned = person(request), act.state == Act.WAITING, act.state == Act.PLANNED
        may_approve = is_waiting and act.by_id != by.pk and by.has_perm(acts.kind_of(act).approves)
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "media": self.media, "act": act, "form": form,
            "title": acts.kind_of(act).title, "shown": acts.shown_now(act) if is_waiting or is_planned else act.shown,
            "may_approve": may_approve, "moment": planning.moment_of(act),
            "may_refuse": may_approve or (is_waiting and act.by_id == by.pk)
            or (is_planned and (act.by_id == by.pk or by.has_perm(acts.kind_of(act).approves))),
        }  # fmt: skip
        return TemplateResponse(request, "admin/publishing/act.html", context)

    def _decided(self, request: HttpRequest, act: Act, form: RefuseForm) -> bool:
        """Whether the decision that was sent has been carried out; if not, the messages or the form say why."""
        try:
            if "approve" in request.POST:
                act.digest = request.POST.get("digest", "")
                done = acts.approve(act, person(request))
                is_planned, title = done.state == Act.PLANNED, acts.kind_of(act).title.lower()
                how = "Approved for its day, and not done before" if is_planned else "Approved and done"
                messages.success(request, f"{how}: {title}.")
                return True
            if not form.is_valid():
                return False
            acts.refuse(act, person(request), form.cleaned_data["reason"])
        except lifecycle.Refusal as refusal:
            messages.error(request, str(refusal))
            return False
        messages.success(request, "Refused. Its author finds that among these acts.")
        return True


def _editions() -> list[tuple[int, str, str]]:
    """The newest editions, each with its moment and what was done in it."""
    found: dict[int, list[Record]] = {}
    for line in Record.objects.filter(edition__isnull=False).order_by("-number")[:LINES]:
        found.setdefault(line.edition or 0, []).append(line)
    return [(number, moment(lines[0].at), _in_short(lines)) for number, lines in list(found.items())[:EDITIONS]]


def _in_short(lines: list[Record]) -> str:
    done = Counter(line.action for line in lines)
    names = sorted({line.slug for line in lines if line.slug})
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(f'{action} {count}' for action, count in done.items())}: {', '.join(names[:3])}{more}"
