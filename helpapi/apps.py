"""The house itself as an app: its templates, checks and commands; and the admin with our own front door."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core.checks import CheckMessage, Tags, register


class HouseConfig(AppConfig):
    name = "helpapi"
    verbose_name = "helpapi"

    def ready(self) -> None:
        from helpapi.contract import checks as contract  # noqa: F401  (registers what it holds)
        from helpapi.running import checks, nodes, reporting  # noqa: F401  (registers what it holds)
        from publishing import agreement

        if settings.SERVES_ADMIN:
            from helpapi.signing_in import sign_in  # noqa: F401  (registers what it holds)
        agreement.ask_nodes = nodes.ask
        reporting.start()


class EditorsAdminConfig(AdminConfig):
    """`admin.site` stays the place to register at; it lets nobody in with a password alone.

    A node that has no admin imports the forms only where they are checked: they are half of all our code.
    """

    default_site = "helpapi.signing_in.site.EditorsAdminSite"

    def ready(self) -> None:
        if settings.SERVES_ADMIN:
            super().ready()
        else:
            register(check_dependencies, Tags.admin)
            register(forms_are_right, Tags.admin)


def forms_are_right(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Django's own check of the forms, on a node that has not needed them."""
    admin.autodiscover()
    found: list[CheckMessage] = check_admin_app(app_configs, **options)
    return found
