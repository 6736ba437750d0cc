"""A key of the webhooks that would be no secret: `manage.py check` says it. Without one nobody is told of anything."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

SHORTEST, FEWEST_CHARACTERS = 50, 10
OTHERS = ("RECORD_KEY", "EDITION_KEY", "BUNDLE_KEY")


@register(Tags.security)
def key_is_secret(*words: object, **options: object) -> list[CheckMessage]:
    key = settings.WEBHOOK_KEY
    if not (settings.PRODUCTION and key):
        return []
    if len(key) < SHORTEST or len(set(key)) < FEWEST_CHARACTERS:
        hint = f"Set HELPAPI_WEBHOOK_KEY to {SHORTEST} or more random characters."
        return [Error("WEBHOOK_KEY is too short to be secret, or an example.", hint=hint, id="partners.E011")]
    if key in (settings.SECRET_KEY, *(getattr(settings, name) for name in OTHERS)):
        hint = "Set HELPAPI_WEBHOOK_KEY to a value of its own."
        return [Error("One secret is used for two things.", hint=hint, id="partners.E011")]
    return []
