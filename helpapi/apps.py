"""The house itself as an app: its templates, checks and commands; and the admin with our own front door."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class HouseConfig(AppConfig):
    name = "helpapi"
    verbose_name = "helpapi"

    def ready(self) -> None:
        from helpapi.contract import checks as contract  # noqa: F401  (registers what it holds)
        from helpapi.running import checks, nodes, reporting  # noqa: F401  (registers what it holds)
        from helpapi.signing_in import sign_in  # noqa: F401  (registers what it holds)
        from publishing import agreement

        agreement.ask_nodes = nodes.ask
        reporting.start()


class EditorsAdminConfig(AdminConfig):
    """`admin.site` stays the place to register at; it lets nobody in with a password alone."""

    default_site = "helpapi.signing_in.site.EditorsAdminSite"
