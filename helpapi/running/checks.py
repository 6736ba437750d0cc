"""Settings that would be wrong quietly: each a system check with an id and a hint.

In production (`HELPAPI_ENV=production`) the errors stop every command, the launcher, and the application itself when a
web server imports it. Whether there is anybody to approve is asked of the database, and only where editors work.
"""

import re
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.checks.security.base import SECRET_KEY_INSECURE_PREFIX
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, connection

from helpapi.running import environment as env

PUBLIC_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*")
NODE_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+")
CONTACT = re.compile(r"(mailto:[^\s@]+@|https://|tel:)\S+")
SHORTEST_SECRET, FEWEST_CHARACTERS = 50, 10
SHORTEST_POLL, LONGEST_POLL = 0.1, 10  # seconds


@register(Tags.security)
def production_settings(*words: object, **options: object) -> list[CheckMessage]:
    """What production may not start with."""
    return list(_faults()) if settings.PRODUCTION else []


@register(Tags.database)
def somebody_can_approve(*words: object, databases: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    """Without two people nothing can ever be published. A node that also answers readers starts all the same."""
    if not (databases and settings.PRODUCTION and settings.SERVES_ADMIN):
        return []
    from publishing import accounts  # the settings are judged before there are any models

    try:
        people = get_user_model().objects.filter(is_active=True, is_staff=True)
        active = [user for user in people if not accounts.looks_after_people(user)]
        approvers = [user for user in active if user.has_perm("publishing.approve_item")]
    except (DatabaseError, InterfaceError):
        return []  # it is away, or not migrated yet
    if approvers and len(active) > 1:
        return []
    kind = Error if settings.ROLE == "admin" else Warning
    hint = "Make at least two: add_person NAME editor, and add_person NAME approver."
    return [kind("Nobody can approve what somebody else submits.", hint=hint, id="helpapi.E008")]


def refuse_to_start(*more: CheckMessage) -> None:
    """For a web server that imports the application without any command: ImproperlyConfigured at any error."""
    faults = [*production_settings(), *more]
    if settings.ROLE == "admin":
        faults += somebody_can_approve(databases=["default"])
        connection.close()
    serious = [f"{fault.msg} {fault.hint} ({fault.id})" for fault in faults if fault.is_serious()]
    if serious:
        raise ImproperlyConfigured(" ".join(serious))


def _faults() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield Error("Debugging is on in production.", hint="Remove HELPAPI_DEBUG.", id="helpapi.E001")
    yield from _secrets()
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        hint = "Set HELPAPI_HOSTS to the names this is reached by, separated by commas."
        yield Error("Any host name is answered.", hint=hint, id="helpapi.E003")
    if not PUBLIC_ADDRESS.fullmatch(settings.PUBLIC_URL):
        hint = "Set PUBLIC_URL to the address partners use: https://, the host, and a path if it has one."
        yield Error("The public address is not known.", hint=hint, id="helpapi.E004")
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") and (
        settings.ROLE == "public" or settings.NODES > 1
    ):
        hint = "Set DATABASE_URL to a PostgreSQL database that all nodes share, or serve one node with the role all."
        yield Error("SQLite cannot be shared by several nodes.", hint=hint, id="helpapi.E005")
    if env.flag("HELPAPI_DEMO", default=False):
        yield Error("A demonstration is asked for in production.", hint="Remove HELPAPI_DEMO.", id="helpapi.E006")
    if settings.NODES < 1:
        yield Error("There are said to be no nodes.", hint="Set HELPAPI_NODES to 1 or more.", id="helpapi.E012")
    if odd := [address for address in settings.NODE_ADDRESSES if not NODE_ADDRESS.fullmatch(address)]:
        hint = f"Write them like http://10.0.0.5:8000, with commas between; {odd[0]} is not."
        yield Error("HELPAPI_NODE_ADDRESSES has something that is no address.", hint=hint, id="helpapi.E020")
    if not settings.SECURITY_CONTACT:
        hint = "Set SECURITY_CONTACT to a mailto:, https: or tel: address; until then /.well-known/security.txt is 404."
        yield Warning("Nobody can report a weakness.", hint=hint, id="helpapi.W007")
    elif not CONTACT.fullmatch(settings.SECURITY_CONTACT):
        hint = "Set SECURITY_CONTACT to an address that begins with mailto:, https:// or tel:."
        yield Error("The contact for weaknesses is no address.", hint=hint, id="helpapi.E013")
    if not SHORTEST_POLL <= settings.EDITION_POLL_SECONDS <= LONGEST_POLL:
        hint = f"Set EDITION_POLL_SECONDS to a number from {SHORTEST_POLL} to {LONGEST_POLL}; without it, it is 0.5."
        yield Error("What is published or withdrawn would not be seen in time.", hint=hint, id="helpapi.E011")
    if settings.ROLE != "admin" and not settings.FRONT:
        hint = "Put deploy/nginx in front and set HELPAPI_FRONT to nginx; or to other, where that does the same."
        yield Error("Nothing here ends a body that is sent slowly.", hint=hint, id="helpapi.E017")
    if settings.SERVES_ADMIN and settings.PROXIES is None:
        hint = "Set HELPAPI_PROXIES to how many proxies stand in front: 1 with deploy/nginx, 0 with none."
        yield Error("It is not known whose word to take for an editor's address.", hint=hint, id="helpapi.E009")
    if settings.SERVES_ADMIN and settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        hint = "Set HELPAPI_MAIL to smtp://user:password@host:587, and HELPAPI_MAIL_FROM to the address it comes from."
        yield Warning("Nobody is told by mail when something is taken down.", hint=hint, id="helpapi.W020")
    readers_host = settings.PUBLIC_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    if settings.SERVES_ADMIN and settings.ADMIN_HOST.lower() in ("", readers_host.lower()):
        hint = "Set HELPAPI_ADMIN_HOST to a host name that readers do not use, and add it to HELPAPI_HOSTS."
        yield Error("The admin would answer on the readers' host.", hint=hint, id="helpapi.E016")
    elif settings.ADMIN_HOST and settings.ALLOWED_HOSTS and settings.ADMIN_HOST not in settings.ALLOWED_HOSTS:
        hint = "Add the value of HELPAPI_ADMIN_HOST to HELPAPI_HOSTS."
        yield Error("The host of the admin is not answered.", hint=hint, id="helpapi.E010")


def _secrets() -> Iterator[CheckMessage]:
    needed = ("SECRET_KEY", "EDITION_KEY", *(("RECORD_KEY",) if settings.SERVES_ADMIN else ()))
    values = [_secret(name) for name in needed]
    for name, value in zip(needed, values, strict=True):
        if (
            len(value) < SHORTEST_SECRET
            or len(set(value)) < FEWEST_CHARACTERS
            or value.startswith(SECRET_KEY_INSECURE_PREFIX)
        ):
            hint = f"Set HELPAPI_{name} to {SHORTEST_SECRET} or more random characters."
            yield Error(f"{name} is missing, too short to be secret, or an example.", hint=hint, id="helpapi.E002")
    if len(set(values)) < len(values) and all(values):
        hint = f"Set {' and '.join(f'HELPAPI_{name}' for name in needed)} to different values."
        yield Error("One secret is used for two things.", hint=hint, id="helpapi.E002")


def _secret(name: str) -> str:
    try:
        return str(getattr(settings, name))
    except ImproperlyConfigured:  # Django does not give out an empty SECRET_KEY
        return ""
