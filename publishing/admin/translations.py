"""Translations: the words of an item in another language, beside the English that they stand for."""

from django.contrib import admin

from publishing.admin.base import PublishableAdmin
from publishing.models import Translation


@admin.register(Translation)
class TranslationAdmin(PublishableAdmin):
    list_display = ["title", "language"]
    list_filter = ["language", "kind"]
    search_fields = ["title", "slug"]
    readonly_fields = ["title", "language", "kind", "of", "made_from", "slug"]
    fieldsets = [
        ("What it is of", {"fields": ["title", "language", "kind", "of", "slug", "made_from"]}),
        ("The words", {"fields": ["texts", "is_machine_made", "source"]}),
        ("Films and recordings", {"fields": ["video", "captions", "audio", "transcript"]}),
        ("Checks", {"fields": ["checked_on", "review_due_on"]}),
    ]
