"""The record: who made what public, and who took it down. It can be read and never written here."""

from django.contrib import admin
from django.http import HttpRequest

from publishing.models import Record


class ReadOnlyAdmin(admin.ModelAdmin):
    """What nobody adds, changes or deletes by hand, superusers included."""

    actions = None

    class Media:
        css = {"all": ["publishing/admin.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    list_display = ["number", "at", "action", "kind", "slug", "version", "edition", "by", "submitted_by", "reason"]
    list_filter = ["action", "kind"]
    search_fields = ["slug", "by", "submitted_by"]
    search_help_text = "A slug, or the user name of a person."
    ordering = ["-number"]
    list_per_page = 50
