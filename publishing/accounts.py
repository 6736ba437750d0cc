"""Which accounts are in force: those that are exactly what a line of the sealed record says they are.

Whoever can write to the database, or looks after people, can make an account, give a permission or reset a password.
None of it is worth anything until an approver has confirmed it (`publishing.confirming`), because only a line that was
sealed with a key outside the database puts an account in force, and only as it was then.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django_otp import devices_for_user
from django_otp.models import Device

from publishing import record
from publishing.models import Record
from publishing.roles import wanted

IN_FORCE, CHANGED = "account in force", "account changed"
PLAIN_NAME = re.compile(r"[a-z0-9._-]{1,80}")  # no letter of these looks like another of them
# What a device notes of its own use.
OF_USE = {"last_t", "drift", "throttling_failure_timestamp", "throttling_failure_count", "last_used_at", "created_at"}
OVER_PEOPLE = Q(content_type__app_label__in=["auth", "otp_totp", "otp_static"]) & ~Q(codename__startswith="view_")
OVER_CONTENT = Q(content_type__app_label="publishing", codename__endswith="_item")


class LastingHasher(PBKDF2PasswordHasher):
    """Django's, but a sign-in writes no password anew: what is in force must not change by itself."""

    def must_update(self, encoded: str) -> bool:
        return False


def is_in_force(user: User) -> bool:
    """Whether the account, as it is in the database now, is what was last confirmed."""
    line = Record.objects.filter(uid=key(user), action__in=[IN_FORCE, CHANGED]).order_by("-number").first()
    if line is None or line.action != IN_FORCE or not record.is_true(line):
        return False
    held = state(user)
    is_active, (_, name) = held["status"][0], held["name"]
    return is_active and bool(PLAIN_NAME.fullmatch(name)) and hmac.compare_digest(line.digest, _digest(held))


def not_in_force() -> list[User]:
    """Who could sign in if somebody confirmed them."""
    people = User.objects.filter(is_active=True, is_staff=True).order_by("username")
    return [user for user in people if not is_in_force(user)]


def altered() -> Iterator[str]:
    """The accounts that are not what the newest line about them says: changed or made past the admin."""
    lines = record.decisions((IN_FORCE, CHANGED))
    for user in User.objects.order_by("username"):
        line = lines.pop(key(user), None)
        if line is None and user.is_active and user.is_staff:
            yield f"account {user.get_username()}: was made by other ways than the admin, and is not in force"
        elif line and not hmac.compare_digest(line.digest, digest(user)):
            yield f"account {user.get_username()}: was changed by other ways than the admin, and is not in force"


def looks_after_people(user: User) -> bool:
    """Whether the account may change accounts: then it publishes nothing, for it could be two people."""
    return user.is_superuser or _permissions(user).filter(OVER_PEOPLE).exists()


def fault(user: User) -> str:
    """Why nobody may confirm the account as it is, in words; empty when somebody may."""
    if not PLAIN_NAME.fullmatch(user.username):
        return "Its name has other characters than a–z, 0–9, the full stop, the hyphen and the underscore."
    if User.objects.filter(username__iexact=user.username).exclude(pk=user.pk).exists():
        return "There is another account of this name."
    if looks_after_people(user) and _permissions(user).filter(OVER_CONTENT).exists():
        return "Who looks after people can't also submit, approve or withdraw. Take one of the two away."
    return ""


def state(user: User) -> dict[str, Any]:
    """All that decides what somebody who signs in with the account may do, and how they sign in, in named parts."""
    kept = User.objects.get(pk=user.pk)
    groups = sorted(kept.groups.values_list("name", flat=True))
    return {
        "name": [kept.pk, kept.username],
        "status": [kept.is_active, kept.is_staff, kept.is_superuser],
        "groups": groups,
        "permissions": sorted(_more_than_roles(kept, groups)),
        "password": kept.password,
        "email": kept.email,  # where they are told of what others do
        "second_factor": sorted(_device(device) for device in devices_for_user(kept, confirmed=None)),
    }


def digest(user: User) -> str:
    return _digest(state(user))


def key(user: User) -> UUID:
    """What the lines of the record that are about this account have as `uid`."""
    return UUID(int=user.pk)


def refuse_odd_name(sender: type[User], instance: User, **options: object) -> None:
    """Before a new account is saved, by whatever way: its name is plain, and nobody else's."""
    if instance._state.adding:
        if not PLAIN_NAME.fullmatch(instance.username):
            raise ValidationError({"username": "Only the letters a–z, digits, the full stop, “-” and “_”."})
        if User.objects.filter(username__iexact=instance.username).exists():
            raise ValidationError({"username": "There is another account of this name."})


def _digest(held: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


def _permissions(user: User) -> QuerySet[Permission]:
    return Permission.objects.filter(Q(user=user) | Q(group__user=user))


def _more_than_roles(user: User, groups: list[str]) -> set[str]:
    """Its permissions beside those that the program gives to its roles, whatever the database says that these have."""
    roles = wanted()
    names = "content_type__app_label", "codename"
    given = {(None, *own) for own in Permission.objects.filter(user=user).values_list(*names)}
    given |= set(Permission.objects.filter(group__user=user).values_list("group__name", *names))
    return {f"{app}.{name}" for group, app, name in given if (app, name) not in roles.get(group or "", ())}


def _device(device: Device) -> str:
    """A second factor with all that it is checked by, recovery codes included."""
    fields = {field.attname: getattr(device, field.attname) for field in device._meta.fields}
    kept = {name: str(value) for name, value in fields.items() if name not in OF_USE}
    codes = sorted(device.token_set.values_list("token", flat=True)) if hasattr(device, "token_set") else []
    return json.dumps([device._meta.label, kept, codes], sort_keys=True)
