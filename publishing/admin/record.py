"""The record: who made what public, and who took it down. It can be read and never written here."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from publishing.admin.people import moment
from publishing.models import Record
from publishing.wording import shortened


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # of any row; at run time it takes none
    """What nobody adds, changes or deletes by hand, superusers included."""

    actions: Sequence[str] | None = None

    class Media:
        css = {"all": ["publishing/admin.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class NamedValues(admin.AllValuesFieldListFilter):
    """The values there are; the empty one has words too, or it would be a link that says nothing."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "none"}


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    list_display = ["number", "when", "action", "item", "who", "why"]
    list_filter = ["action", ("kind", NamedValues)]
    search_fields = ["slug", "by", "submitted_by"]
    search_help_text = "A slug, or the user name of a person."
    ordering = ["-number"]
    list_per_page = 50

    @admin.display(ordering="number")
    def when(self, line: Record) -> str:
        return moment(line.at)

    @admin.display(ordering="slug")
    def item(self, line: Record) -> str:
        return f"{line.kind} {line.slug}" + (f", version {line.version}" if line.version else "")

    @admin.display(description="By", ordering="by")
    def who(self, line: Record) -> str:
        submitted = f" (submitted by {line.submitted_by})" if line.submitted_by not in ("", line.by) else ""
        return f"{line.by or '–'}{submitted}"

    @admin.display(description="Reason or note")
    def why(self, line: Record) -> str:
        return shortened(line.reason, 100)
