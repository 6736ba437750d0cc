"""Preview as a reader: what is typed in a form, saved or not, as the answer that somebody would get.

The form is bound and saved as Django does it, in a transaction that is taken back: nothing is recorded, nothing is
kept, and neither the draft nor who is asked for stands in an address or a log.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import IntegrityError, connection
from django.forms.formsets import all_valid
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from publishing import lifecycle, readers, snapshots
from publishing.admin.item_pages import ItemPages
from publishing.models import Publication, Publishable
from publishing.rendering import Altered, MissingLender

NEW = "add"  # stands for the item of a form that has never been saved
PREFIX = "reader"


class ReaderPages(ItemPages):
    """The page of each form that shows what readers would get of it."""

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": ["publishing/as_reader.css"]}, js=["publishing/as_reader.js"])

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.as_reader_page)
        return [path("<path:object_id>/as-reader/", view, name=self._name("as_reader")), *super().get_urls()]

    def as_reader_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """POST what the form holds, and whose answer is wanted."""
        item = None if object_id == NEW else self.get_object(request, unquote(object_id))
        if item is None and object_id != NEW:
            raise Http404
        self._require(self.has_change_permission(request, item) if item else self.has_add_permission(request))
        registered = readers.registered()
        if request.method != "POST" or registered is None:
            return HttpResponseRedirect("../" if item is None else "../change/")
        asked = registered.form(request.POST, prefix=PREFIX)
        context = {
            **self.admin_site.each_context(request), "title": "As a reader would get it", "opts": self.opts,
            "media": self.media, "item": item, "back": "../" if item is None else "../change/", "asked": asked,
            "answer_template": registered.template,
        }  # fmt: skip
        faults, draft = self._draft(request, item)
        if draft and asked.is_valid():
            context |= _shown(registered, draft, asked)
        return TemplateResponse(request, "admin/publishing/as_reader.html", {**context, **faults})

    def _draft(self, request: HttpRequest, item: Publishable | None) -> tuple[dict[str, Any], str]:
        """What is wrong with the form, for the page to say; and where nothing is, the snapshot that it would become."""
        fieldsets = self.get_fieldsets(request, item)
        form_class = self.get_form(request, item, change=item is not None, fields=flatten_fieldsets(fieldsets))
        form = form_class(request.POST, instance=item)
        is_valid = form.is_valid()
        draft = self.save_form(request, form, change=item is not None) if is_valid else form.instance
        formsets, inlines = self._create_formsets(  # type: ignore[attr-defined]  # Django's own
            request, draft, change=item is not None
        )
        if not (all_valid(formsets) and is_valid):
            inline_forms = self.get_inline_formsets(request, formsets, inlines, item)
            shown = AdminForm(form, fieldsets, {}, (), self)  # type: ignore[arg-type]  # Django hands them on as they are
            return {"adminform": shown, "inline_admin_formsets": inline_forms}, ""
        try:
            with lifecycle.trial():
                self.save_model(request, draft, form, item is not None)
                admin.ModelAdmin.save_related(self, request, form, formsets, item is not None)
                connection.check_constraints()
                return {}, snapshots.take(draft)
        except IntegrityError:
            return {"refused": "The database would not take this as it stands. Save it, and you are told why."}, ""


def _shown(registered: readers.Readers, draft: str, asked: forms.Form) -> dict[str, Any]:
    uid = snapshots.current(draft)["item"]["pk"]
    held = Publication.objects.filter(pk=uid).first()
    try:
        return {
            "changes": readers.changes_for_readers(held, draft),
            "is_new": held is None or held.state != Publication.LIVE,
            "answer": registered.answer(readers.edition_with(draft), asked.cleaned_data, uid),
        }
    except (Altered, MissingLender) as error:
        return {"refused": str(error)}
