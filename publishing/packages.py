"""The packages of the house: the installed apps that lie in its folder."""

from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings


@cache
def own() -> dict[str, Path]:
    """Their folders by name, in the order in which they are installed."""
    folders = {app.name: Path(app.path) for app in apps.get_app_configs()}
    return {name: folder for name, folder in folders.items() if folder.parent == settings.BASE_DIR}
