"""What a node in production lacks to prove what it serves: `manage.py check --deploy` says it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

LIST = "docs/operating.md, “The first root”"


@register(Tags.security, deploy=True)
def copies_can_be_proven(*words: object, **options: object) -> list[CheckMessage]:
    """Not of a node that answers no reader."""
    return list(_faults()) if settings.PRODUCTION and settings.ROLE != "admin" else []


def _faults() -> Iterator[CheckMessage]:
    from partners.trust import ceremony, keys, standing  # large, and only commands that check for production ask

    if not settings.BUNDLE_KEY:
        hint = f"Set HELPAPI_BUNDLE_KEY: {LIST}."
        yield Warning("No copy can be proven: there is no online key.", hint=hint, id="partners.W001")
        return
    try:
        keys.from_text(settings.BUNDLE_KEY)
    except keys.BadKey as error:
        hint = f"Set HELPAPI_BUNDLE_KEY to the line that `trust key --online` wrote. {error}"
        yield Error("The online key cannot be read.", hint=hint, id="partners.E002")
        return
    root = standing.newest()
    if root is None:
        hint = f"Put the root files into {settings.TRUST_FOLDER}, or set HELPAPI_TRUST to where they are: {LIST}."
        yield Warning("No copy can be proven: there is no root in force.", hint=hint, id="partners.W003")
        return
    if standing.signer() is None:
        hint = f"Set HELPAPI_BUNDLE_KEY to a key that {root.version}.root.json names, or put the next root there."
        yield Warning("No copy can be proven: the root does not name the online key.", hint=hint, id="partners.W004")
    if root.expires <= datetime.now(UTC) + ceremony.RENEW_WITHIN:
        hint = "Make the next one: docs/operating.md, “A root before it expires”."
        yield Warning(f"The root expires on {root.expires:%Y-%m-%d}.", hint=hint, id="partners.W005")
