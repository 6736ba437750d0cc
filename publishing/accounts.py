"""Which accounts are in force: those that are exactly what a line of the sealed record says they are.

Whoever can write to the database, or looks after people, can make an account, give a permission or reset a password.
None of it is worth anything until an approver has confirmed it (`publishing.confirming`), because only a line that was
sealed with a key outside the database puts an account in force, and only as it was then.
"""

import hashlib
import hmac
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, Value
from django_otp import device_classes

from publishing import record
from publishing.models import ReadsLanguage, Record
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
    return user.pk in in_force([user])


def in_force(people: Iterable[User]) -> set[int]:
    """The keys of those of these accounts that are in force; the same number of queries, however many they are."""
    uids = [key(user) for user in people]
    lines = Record.objects.filter(uid__in=uids, action__in=[IN_FORCE, CHANGED]).order_by("number")
    newest = {line.uid: line for line in lines}
    confirmed = record.true_ones([line for line in newest.values() if line.action == IN_FORCE])
    held = states([line.uid.int for line in confirmed])
    return {line.uid.int for line in confirmed if line.uid.int in held and _fits(line, held[line.uid.int])}


def _fits(line: Record, held: dict[str, Any]) -> bool:
    is_active, (_, name) = held["status"][0], held["name"]
    return is_active and bool(PLAIN_NAME.fullmatch(name)) and hmac.compare_digest(line.digest, _digest(held))


def not_in_force() -> list[User]:
    """Who could sign in if somebody confirmed them."""
    people = list(User.objects.filter(is_active=True, is_staff=True).order_by("username"))
    confirmed = in_force(people)
    return [user for user in people if user.pk not in confirmed]


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
    return states([user.pk])[user.pk]


def states(keys: Collection[int]) -> dict[int, dict[str, Any]]:
    """The same of each of these accounts that there is; the same number of queries, however many they are."""
    groups, permissions, devices = _groups(keys), _more_than_roles(keys), _devices(keys)
    languages = _languages(keys)
    return {
        kept.pk: {
            "name": [kept.pk, kept.username],
            "status": [kept.is_active, kept.is_staff, kept.is_superuser],
            "groups": sorted(groups[kept.pk]),
            "permissions": sorted(permissions[kept.pk]),
            "password": kept.password,
            "email": kept.email,  # where they are told of what others do
            "second_factor": sorted(devices[kept.pk]),
            # Only where there are any, so that whoever was in force before there were languages still is.
            **({"languages": sorted(languages[kept.pk])} if kept.pk in languages else {}),
        }
        for kept in User.objects.filter(pk__in=keys)
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


def _groups(keys: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for user, name in User.groups.through.objects.filter(user__in=keys).values_list("user", "group__name"):
        found[user].add(name)
    return found


def _more_than_roles(keys: Collection[int]) -> dict[int, set[str]]:
    """Their permissions beside those that the program gives to its roles, whatever the database says these have."""
    roles, names = wanted(), ("content_type__app_label", "codename")
    own = Permission.objects.filter(user__in=keys).values_list("user", Value(""), *names)
    of_groups = Permission.objects.filter(group__user__in=keys).values_list("group__user", "group__name", *names)
    found: dict[int, set[str]] = defaultdict(set)
    for user, group, app, name in {*own, *of_groups}:
        if (app, name) not in roles.get(group, ()):
            found[user].add(f"{app}.{name}")
    return found


def _languages(keys: Collection[int]) -> dict[int, list[str]]:
    """For which languages each is named."""
    found: dict[int, list[str]] = {}
    for user, language in ReadsLanguage.objects.filter(user__in=keys).values_list("user", "language"):
        found.setdefault(user, []).append(language)
    return found


def _devices(keys: Collection[int]) -> dict[int, list[str]]:
    """The second factors of each, confirmed or not, with all that they are checked by, recovery codes included."""
    found: dict[int, list[str]] = defaultdict(list)
    for model in device_classes():
        has_codes = hasattr(model, "token_set")
        for device in model.objects.filter(user__in=keys).prefetch_related(*(["token_set"] if has_codes else [])):
            fields = {field.attname: getattr(device, field.attname) for field in device._meta.fields}
            kept = {name: str(value) for name, value in fields.items() if name not in OF_USE}
            codes = sorted(code.token for code in device.token_set.all()) if has_codes else []
            found[device.user_id].append(json.dumps([device._meta.label, kept, codes], sort_keys=True))
    return found
