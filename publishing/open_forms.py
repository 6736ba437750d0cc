"""Who has the form of an item open, so that two people do not write the same thing twice. It holds up nobody.

A page says once a minute that it is still open (static/publishing/open_form.js). What has not been heard of for three
minutes is forgotten, and cleared away by whoever comes next, so there are never more rows than forms were just open.
"""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from publishing.models import OpenForm

HEARD_WITHIN = timedelta(minutes=3)


def others(uid: UUID, user: User) -> QuerySet[OpenForm]:
    """Who else has it open, the longest first."""
    heard = OpenForm.objects.filter(uid=uid, seen_at__gte=timezone.now() - HEARD_WITHIN)
    return heard.exclude(by=user).select_related("by")


def opened(uid: UUID, user: User) -> None:
    """They have it open now, and have had it since they first said so."""
    now = timezone.now()
    OpenForm.objects.filter(seen_at__lt=now - HEARD_WITHIN).delete()
    if not OpenForm.objects.filter(uid=uid, by=user).update(seen_at=now):
        OpenForm.objects.get_or_create(uid=uid, by=user, defaults={"since": now, "seen_at": now})


def left(uid: UUID, user: User) -> None:
    OpenForm.objects.filter(uid=uid, by=user).delete()
