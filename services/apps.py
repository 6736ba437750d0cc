"""Registers organisations and services as public content, and tells what is wrong or odd in any text."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"

    def ready(self) -> None:
        from publishing import plain_text, registry, remarks
        from services import prose, upgrades  # noqa: F401  (which registers itself)
        from services.kinds import ORGANISATION, SERVICE

        registry.register(SERVICE)
        registry.register(ORGANISATION)
        plain_text.also_ask(prose.fault)
        remarks.also_ask(prose.remarks)
