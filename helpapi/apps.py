"""The house itself as an app: its templates, checks and commands."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "helpapi"
    verbose_name = "helpapi"

    def ready(self) -> None:
        from helpapi import checks  # noqa: F401  (registers them)
