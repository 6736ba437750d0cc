"""Settings that would be wrong quietly: each a system check with an id and a hint.

In production (`HELPAPI_ENV=production`) they are errors, which stop every command and the launcher; the ones that need
the database run with `check --database default`, as `serve` does where the admin is served.
"""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register

SHORTEST_SECRET = 40


@register(Tags.security)
def production_settings(app_configs, **options) -> list[CheckMessage]:
    """What production may not start with."""
    return list(_faults()) if settings.PRODUCTION else []


@register(Tags.database)
def somebody_can_approve(app_configs, databases=None, **options) -> list[CheckMessage]:
    """Without two people nothing can ever be published."""
    if not (databases and settings.PRODUCTION and settings.SERVES_ADMIN):
        return []
    active = get_user_model().objects.filter(is_active=True, is_staff=True)
    approvers = [user for user in active if user.has_perm("publishing.approve_item")]
    if approvers and len(active) > 1:
        return []
    return [
        Error(
            "Nobody can approve what somebody else submits.",
            hint="Create at least two people, and put at least one into the group Approver.",
            id="helpapi.E008",
        )
    ]


def _faults() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield Error("Debugging is on in production.", hint="Remove HELPAPI_DEBUG.", id="helpapi.E001")
    for name in ("SECRET_KEY", "RECORD_KEY"):
        if len(getattr(settings, name)) < SHORTEST_SECRET:
            hint = f"Set HELPAPI_{name} to {SHORTEST_SECRET} or more random characters."
            yield Error(f"{name} is too short to be secret.", hint=hint, id="helpapi.E002")
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        hint = "Set HELPAPI_HOSTS to the names this is reached by, separated by commas."
        yield Error("Any host name is answered.", hint=hint, id="helpapi.E003")
    if not settings.PUBLIC_URL.startswith("https://"):
        hint = "Set PUBLIC_URL to the address partners use, beginning with https://."
        yield Error("The public address is not known.", hint=hint, id="helpapi.E004")
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") and (
        settings.ROLE == "public" or settings.NODES > 1
    ):
        hint = "Set DATABASE_URL to a PostgreSQL database that all nodes share, or serve one node with the role all."
        yield Error("SQLite cannot be shared by several nodes.", hint=hint, id="helpapi.E005")
    if settings.DEMO:
        yield Error("Demo users are on in production.", hint="Remove HELPAPI_DEMO.", id="helpapi.E006")
    if not settings.SECURITY_CONTACT:
        hint = "Set SECURITY_CONTACT to a mailto: or https: address; until then /.well-known/security.txt is 404."
        yield Warning("Nobody can report a weakness.", hint=hint, id="helpapi.W007")
