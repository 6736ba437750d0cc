"""The house itself as an app: its templates, checks and commands."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "helpapi"
    verbose_name = "helpapi"
