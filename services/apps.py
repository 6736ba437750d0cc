"""Registers organisations and services as public content."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"

    def ready(self) -> None:
        from publishing import registry
        from services.kinds import ORGANISATION, SERVICE

        registry.register(ORGANISATION)
        registry.register(SERVICE)
