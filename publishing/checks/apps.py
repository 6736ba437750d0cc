"""What an app of the house must have to be one: it is installed, and its content is registered."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from publishing import packages
from publishing.models import Publishable
from publishing.registry import kinds


@register(Tags.models)
def every_app_is_whole(**options: object) -> list[CheckMessage]:
    return [*_not_installed(), *_not_registered()]


def _not_installed() -> Iterator[CheckMessage]:
    for folder in sorted(file.parent for file in settings.BASE_DIR.glob("*/apps.py")):
        if folder.name not in packages.own():
            hint = "Name it in INSTALLED_APPS in helpapi/settings.py, after those it imports from."
            yield Error(f"{folder.name} is an app that is not installed.", hint=hint, id="publishing.E007")


def _not_registered() -> Iterator[CheckMessage]:
    registered = {kind.model for kind in kinds().values()}
    for model in apps.get_models():
        if issubclass(model, Publishable) and model not in registered:
            words = f"{model._meta.label} can be published and is no registered kind, so it never will be."
            hint = f"Register its kind in {model._meta.app_label}/apps.py."
            yield Error(words, hint=hint, id="publishing.E008")
