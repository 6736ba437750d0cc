"""Registers topics as public content."""

from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "advice"

    def ready(self) -> None:
        from advice import upgrades  # noqa: F401  (registers them)
        from advice.kinds import TOPIC
        from publishing import registry

        registry.register(TOPIC)
