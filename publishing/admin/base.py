"""The list and the form of anything publishable. What may become public, and how, is in `publishing.lifecycle`."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from publishing import finding, lifecycle, listing, permission, snapshots
from publishing.admin.actions import SUBMIT
from publishing.admin.as_reader import ReaderPages
from publishing.admin.due import DueFilter, MineFilter
from publishing.admin.enquiries import EnquiryPages
from publishing.admin.languages import LanguagePages
from publishing.admin.links import LinkPages
from publishing.admin.locking import OPENED_AS, NotYet, who_changed, why_not_yet
from publishing.admin.merging import Merge, merge
from publishing.admin.open_form import OpenFormPages
from publishing.admin.people import telling_of_void
from publishing.admin.plain_fields import PlainFields
from publishing.admin.reports import ReportPages
from publishing.admin.reviewing import cautions
from publishing.admin.slugs import SlugForm
from publishing.admin.states import StateFilter, listed
from publishing.admin.story import StoryPages
from publishing.admin.typing import SaysWhatIsTyped
from publishing.form_fields import MeaningField
from publishing.models import Listing, Publication, Publishable
from publishing.registry import kind_of
from publishing.roles import person
from publishing.states import digest_of, state_of
from publishing.upkeep import KEY, Upkeep


class PublishableAdmin(
    SaysWhatIsTyped,
    PlainFields,
    ReaderPages,
    OpenFormPages,
    StoryPages,
    EnquiryPages,
    LanguagePages,
    LinkPages,
    ReportPages,
):
    """To be subclassed for each kind of content, with its fieldsets, inlines, search fields and filters.

    Adds to a subclass's own lists: the columns and the filter of the state and the dates, the actions, and the pages
    of each item. `lifecycle.edited` is called once for each form that changed something, inlines included; whoever
    overrides `save_related` calls `super()` last. Nothing is editable in the list: it would bypass all of this.
    A slug is offered for a new item and can't be touched once it was public; nor can the review date, which has a step
    of its own. An inline's `before` names the group of fields above which it stands; without one it stands below them
    all.
    """

    form: type[SlugForm] = SlugForm
    list_per_page = 50
    search_help_text = "Words of anything it says, or a number in any spelling. All of them must be there."
    change_form_template = "admin/publishing/item_form.html"
    # Of the item when its form was asked for or sent, before it was read.
    _digests: WeakKeyDictionary[HttpRequest, str] = WeakKeyDictionary()
    _merges: WeakKeyDictionary[HttpRequest, Merge] = WeakKeyDictionary()

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        own = [name for name in super().get_list_display(request) if name not in ("checked_on", "review_due_on")]
        return [*own, "state_in_list", "checked_in_list", "review_due_on"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [StateFilter, MineFilter, DueFilter, *super().get_list_filter(request)]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Fields of other rows that an item is found by, beside what `finding` keeps; any at all shows the box."""
        return [*super().get_search_fields(request)] or ["slug"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Publishable], search_term: str
    ) -> tuple[QuerySet[Publishable], bool]:
        if not search_term.strip():
            return queryset, False
        through = [name for name in self.get_search_fields(request) if "__" in name]
        return finding.narrowed(queryset, kind_of(self.model).name, search_term, through), False

    def get_prepopulated_fields(self, request: HttpRequest, obj: Publishable | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": [self.form.named_by]}

    def get_readonly_fields(self, request: HttpRequest, obj: Publishable | None = None) -> list[Any]:
        was_public = obj and Publication.objects.filter(uid=obj.pk).exists()
        return [*super().get_readonly_fields(request, obj), *(["slug", "review_due_on"] if was_public else [])]

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        kind = kind_of(self.model)
        if listing.unlisted(kind).exists():
            with lifecycle.locked():
                listing.complete(kind)
        page = super().get_changelist_instance(request)
        page.result_list = list(page.result_list)
        kept = listed(self.model._base_manager.all()).defer("sought").in_bulk([item.pk for item in page.result_list])
        said = dict(Publication.objects.filter(pk__in=kept, state=Publication.LIVE).values_list("pk", "keys__upkeep"))
        for item in page.result_list:
            item.state_in_list = kept.get(item.pk) or Listing(state=Listing.NOT_PUBLIC)
            item.checked_in_list = Upkeep.of({KEY: said.get(item.pk)}).later(item.checked_on)
        return page

    @admin.display(description="Checked on", ordering="checked_on", empty_value="-")
    def checked_in_list(self, item: Any) -> date | None:
        """The day of the newest check, whether it stands in the rows or beside what is public."""
        return item.checked_in_list.on if item.checked_in_list else None

    @admin.display(description="State")
    def state_in_list(self, item: Any) -> str:
        return str(item.state_in_list.words)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Django's, told which state of the item it shows; to look at it opens no transaction.

        The digest is taken before the item is read, so that what is changed in between counts as changed. A form that
        is sent holds the lock of `lifecycle` from the first look to the last write.
        """
        with lifecycle.locked() if request.method == "POST" else nullcontext():
            if request.method == "POST":
                self.clean_pasted(request)
            item = self.get_object(request, unquote(object_id)) if object_id else None
            digest = self._digests[request] = digest_of(item) if item else ""
            state = state_of(item) if item else None
            pages = self.pages(request, item, state) if item and state else []
            if item and self.has_change_permission(request, item) and not kind_of(item).is_of_another:
                pages.insert(0, ("Preview as a reader", "#as-reader"))
            now = _as_stored(item, digest) if item else ""
            opened_as = request.POST.get(OPENED_AS, now)
            context: dict[str, Any] = {"state": state, "opened_as": opened_as, "pages": pages}
            if item and opened_as != now and self.has_change_permission(request, item):
                self._merges[request] = merged = self._merged(request, item)
                request.POST = merged.data  # type: ignore[assignment]  # the form takes what was merged for what was sent
                context["merge"] = merged
            return super().changeform_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def get_form(
        self, request: HttpRequest, obj: Publishable | None = None, change: bool = False, **options: Any
    ) -> "type[forms.ModelForm[Publishable]]":
        form = super().get_form(request, obj, change, **options)
        told = why_not_yet(request, self._merges.get(request)) if request.method == "POST" else []
        return type(form.__name__, (NotYet, form), {"told": told}) if told else form

    def _merged(self, request: HttpRequest, item: Publishable) -> Merge:
        """What was sent, merged with what somebody else has saved since the form was opened."""
        form = self.get_form(request, item, change=True)(instance=item)
        sets = [
            made(instance=item, prefix=made.get_default_prefix(), queryset=inline.get_queryset(request))
            for made, inline in self.get_formsets_with_inlines(request, item)
        ]
        return merge(request.POST, form, sets, who_changed(item, person(request)))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for one in (form, *(one for formset in formsets for one in formset.initial_forms + formset.extra_forms)):
            _say_how_it_was_read(request, one)
        if digest_of(form.instance) != self._digests[request]:
            with telling_of_void(request, form.instance):
                lifecycle.edited(form.instance, by=person(request))

    def has_delete_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """What has been public is withdrawn and never deleted, so the form offers no way to."""
        was_public = obj is not None and Publication.objects.filter(pk=obj.pk).exists()
        return super().has_delete_permission(request, obj) and not was_public

    def response_add(self, request: HttpRequest, obj: Publishable, *words: Any, **more: Any) -> HttpResponse:
        response = super().response_add(request, obj, *words, **more)
        self._say_not_public(request, obj)
        return response

    def response_change(self, request: HttpRequest, obj: Publishable) -> HttpResponse:
        if (merged := self._merges.get(request)) and merged.theirs:
            kept = "; ".join(merged.theirs)
            messages.info(request, f"{merged.who} changed this since you opened it. Kept beside yours: {kept}.")
        response = super().response_change(request, obj)
        self._say_not_public(request, obj)
        return response

    def _say_not_public(self, request: HttpRequest, item: Publishable) -> None:
        pages = dict(self.pages(request, item, state_of(item)))
        if SUBMIT.title in pages:
            words = 'The public does not see this yet. <a href="{}">Submit it for approval</a> when it is ready.'
            messages.warning(request, format_html(words, pages[SUBMIT.title]))
            for caution in cautions(item):
                messages.warning(request, caution)

    def delete_view(self, request: HttpRequest, object_id: str, *words: Any, **more: Any) -> HttpResponse:
        with lifecycle.locked() if request.method == "POST" else nullcontext():
            item = self.get_object(request, unquote(object_id))
            if item:
                try:
                    permission.refuse_to_delete([item])
                except lifecycle.Refusal as refusal:
                    messages.error(request, str(refusal))
                    return HttpResponseRedirect(self.address("change", item))
            return super().delete_view(request, object_id, *words, **more)

    def delete_model(self, request: HttpRequest, obj: Publishable) -> None:
        lifecycle.delete(obj, by=person(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Publishable]) -> None:
        for item in queryset:
            lifecycle.delete(item, by=person(request))


def _as_stored(item: Publishable, digest: str) -> str:
    """The digest of all that a form of the item holds: of what is no edit too, which another may have changed."""
    return snapshots.digest(" ".join([digest, *(str(getattr(item, name)) for name in sorted(item.not_in_snapshot))]))


def _say_how_it_was_read(request: HttpRequest, form: Any) -> None:
    for name in form.changed_data:
        field = form.fields[name]
        if isinstance(field, MeaningField) and name in form.cleaned_data:
            if reading := field.reading(form[name].data, form.cleaned_data[name]):
                messages.info(request, f"{field.label} of {form.instance}, as they were read: {reading}")
