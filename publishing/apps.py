"""Registers the one kind of content that `publishing` itself has: notices, and keeps the groups of people right."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PublishingConfig(AppConfig):
    name = "publishing"

    def ready(self) -> None:
        from publishing import notices, registry, roles

        registry.register(notices.KIND)
        post_migrate.connect(roles.make_right, dispatch_uid="publishing.roles")
