"""The list and the form of anything publishable. What may become public, and how, is in `publishing.lifecycle`."""

from contextlib import nullcontext
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from publishing import lifecycle
from publishing.admin.actions import SUBMIT, WorkflowActions
from publishing.admin.item_pages import ItemPages
from publishing.admin.locking import OPENED_AS, ChangedMeanwhile, gone_parts_as_new, who_changed
from publishing.admin.people import telling_of_void
from publishing.admin.states import StateFilter, digest_of, state_of, states_of
from publishing.models import Publication, Publishable


class PublishableAdmin(WorkflowActions, ItemPages, admin.ModelAdmin):
    """To be subclassed for each kind of content, with its fieldsets, inlines, search fields and filters.

    Adds to a subclass's own lists: the columns and the filter of the state and the dates, the actions, and the pages
    of each item. `lifecycle.edited` is called once for each form that changed something, inlines included; whoever
    overrides `save_related` calls `super()` last. Nothing is editable in the list: it would bypass all of this.
    """

    list_per_page = 50
    change_form_template = "admin/publishing/item_form.html"

    class Media:
        css = {"all": ["publishing/admin.css"]}

    def get_list_display(self, request: HttpRequest) -> list:
        own = [name for name in super().get_list_display(request) if name not in ("checked_on", "review_due_on")]
        return [*own, "state_in_list", "checked_on", "review_due_on"]

    def get_list_filter(self, request: HttpRequest) -> list:
        return [StateFilter, *super().get_list_filter(request)]

    def get_search_fields(self, request: HttpRequest) -> list:
        return super().get_search_fields(request) or ["slug"]

    def get_changelist_instance(self, request: HttpRequest):
        page = super().get_changelist_instance(request)
        page.result_list = list(page.result_list)
        states = states_of(page.result_list)
        for item in page.result_list:
            item.state_in_list = states[item.pk]
        return page

    @admin.display(description="State")
    def state_in_list(self, item: Publishable) -> str:
        return item.state_in_list.words

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        """Django's, told which state of the item it shows; to look at it opens no transaction.

        The digest is taken before the item is read, so that what is changed in between counts as changed. A form that
        is sent holds the lock of `lifecycle` from the first look to the last write.
        """
        with lifecycle.locked() if request.method == "POST" else nullcontext():
            item = self.get_object(request, unquote(object_id)) if object_id else None
            request.item_digest = digest_of(item) if item else ""
            state = state_of(item) if item else None
            context = {"state": state, "opened_as": request.item_digest, "pages": self.pages(request, item, state)}
            return super().changeform_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def get_form(self, request: HttpRequest, obj: Publishable | None = None, change: bool = False, **options: Any):
        form = super().get_form(request, obj, change, **options)
        opened_as = request.POST.get(OPENED_AS)
        if not (request.method == "POST" and change and obj) or opened_as == getattr(request, "item_digest", opened_as):
            return form
        return type(form.__name__, (ChangedMeanwhile, form), {"who_changed": who_changed(obj), "address": request.path})

    def get_formset_kwargs(self, request: HttpRequest, obj: Publishable, inline, prefix: str) -> dict:
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in options and not obj._state.adding:
            options["data"] = gone_parts_as_new(options["data"], prefix, obj, inline)
        return options

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if digest_of(form.instance) != request.item_digest:
            with telling_of_void(request, form.instance):
                lifecycle.edited(form.instance, by=request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """What has been public is withdrawn and never deleted, so the form offers no way to."""
        was_public = obj is not None and Publication.objects.filter(pk=obj.pk).exists()
        return super().has_delete_permission(request, obj) and not was_public

    def response_add(self, request: HttpRequest, obj: Publishable, post_url_continue=None) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        self._say_not_public(request, obj)
        return response

    def response_change(self, request: HttpRequest, obj: Publishable) -> HttpResponse:
        response = super().response_change(request, obj)
        self._say_not_public(request, obj)
        return response

    def _say_not_public(self, request: HttpRequest, item: Publishable) -> None:
        pages = dict(self.pages(request, item, state_of(item)))
        if SUBMIT.title in pages:
            words = 'The public does not see this yet. <a href="{}">Submit it for approval</a> when it is ready.'
            messages.warning(request, format_html(words, pages[SUBMIT.title]))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        with lifecycle.locked() if request.method == "POST" else nullcontext():
            item = self.get_object(request, unquote(object_id))
            try:
                lifecycle.refuse_to_delete([item] if item else [])
            except lifecycle.Refusal as refusal:
                messages.error(request, str(refusal))
                return HttpResponseRedirect(self.address("change", item))
            return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Publishable) -> None:
        lifecycle.delete(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset) -> None:
        for item in queryset:
            lifecycle.delete(item, by=request.user)
