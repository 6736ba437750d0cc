"""What serves partners beyond an answer: copies of everything public, kept right, and word of what changes."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from partners.trust import checks  # noqa: F401  (they register themselves)
        from partners.webhooks import checks as webhooks  # noqa: F401  (they register themselves)
        from partners.webhooks import permissions

        permissions.register()
