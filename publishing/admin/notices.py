"""Notices: an urgent correction, written in a minute and approved by somebody else."""

from django import forms
from django.contrib import admin
from django.db import models

from publishing.admin.base import PublishableAdmin
from publishing.admin.slugs import SlugForm
from publishing.models import Notice


class NoticeForm(SlugForm):
    """A notice, whose slug is made from its first words."""

    named_by = "text"


@admin.register(Notice)
class NoticeAdmin(PublishableAdmin):
    form = NoticeForm
    list_display = ["text", "level", "expires_at"]
    list_filter = ["level"]
    search_fields = ["text", "slug"]
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        # Django's two boxes for day and time have one label between them, so a screen reader has none for either.
        models.DateTimeField: {
            "form_class": forms.DateTimeField,
            "widget": forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        },
    }
    fieldsets = [
        (
            "What to tell everybody",
            {
                "description": "It stands first in every answer, so keep it short and say what to do instead.",
                "fields": ["level", "text", "url", "slug"],
            },
        ),
        (
            "Until when",
            {
                "description": "When it comes down by itself, when you confirmed it, and when to look at it again.",
                "fields": ["expires_at", "checked_on", "review_due_on"],
            },
        ),
    ]
