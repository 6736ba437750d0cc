"""The groups of people, and exactly what each may do: three, and what an app registers. Made after every migration.

A data migration could not do it: it does not see the models of apps that come later, nor permissions that Django
makes only afterwards. Whatever else was given to these groups by hand is taken back; make another group for that.
"""

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest

from publishing.registry import kinds

EDITOR, APPROVER, PEOPLE = "Editor", "Approver", "People"
EVERY_WAY = ("add", "change", "delete", "view")
_registered: dict[str, set[tuple[str, str]]] = {}


def register(name: str, permissions: set[tuple[str, str]]) -> None:
    """A further group, of an app that this one doesn't know: its permissions as app label and codename."""
    _registered[name] = permissions


def wanted() -> dict[str, set[tuple[str, str]]]:
    """By group, the permissions as app label and codename."""
    content = [model for kind in kinds().values() for model in kind.models()]
    seen = {_permission("view", name) for name in ("submission", "publication", "record", "act")}
    return {
        EDITOR: {_of(model, way) for model in content for way in EVERY_WAY}
        | seen
        | {("publishing", "submit_item"), ("publishing", "withdraw_item")},
        APPROVER: {_of(model, "view") for model in content}
        | seen
        | {("publishing", "approve_item"), ("publishing", "withdraw_item")},
        PEOPLE: {("auth", f"{way}_user") for way in ("add", "change", "view")} | {_permission("view", "record")},
        **_registered,
    }


def make_right(sender: AppConfig, using: str, apps: Apps = installed_apps, **options: object) -> None:
    """Give the groups what they should have, as far as it exists yet: this runs after the migrations of each app.

    A flush sends the signal too, without `apps`.
    """
    if sender.label not in {app_label for permissions in wanted().values() for app_label, _ in permissions}:
        return
    try:
        groups = apps.get_model("auth", "Group").objects.using(using)
        existing = apps.get_model("auth", "Permission").objects.using(using).select_related("content_type")
    except LookupError:  # only some apps are being migrated
        return
    known = {(permission.content_type.app_label, permission.codename): permission for permission in existing}
    for name, permissions in wanted().items():
        group, _ = groups.get_or_create(name=name)
        group.permissions.set([known[permission] for permission in permissions if permission in known])


def person(request: HttpRequest) -> User:
    """Who is signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _of(model: type[Model], way: str) -> tuple[str, str]:
    return model._meta.app_label, get_permission_codename(way, model._meta)


def _permission(way: str, model_name: str) -> tuple[str, str]:
    return "publishing", f"{way}_{model_name}"
