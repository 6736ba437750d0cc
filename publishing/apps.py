"""Registers the one kind of content that `publishing` itself has: notices."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "publishing"

    def ready(self) -> None:
        from publishing import notices, registry

        registry.register(notices.KIND)
