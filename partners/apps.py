"""What serves partners beyond an answer: copies of everything public, kept right, and word of what changes."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
