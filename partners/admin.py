"""The pages of the app, each beside what it is for."""

from partners.webhooks import admin  # noqa: F401  (registers them)
