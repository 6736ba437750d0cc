"""What people are called, and told of each other's work."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from publishing.models import Publishable, Submission


def name_of(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else "nobody recorded"


def moment(at: datetime) -> str:
    """A moment as the editors' clock has it, short enough for a column."""
    return date_format(timezone.localtime(at), "j M Y, H:i")


@contextmanager
def telling_of_void(request: HttpRequest, item: Publishable) -> Iterator[None]:
    """Around an edit: tells who makes it if it leaves a submission void. Its author finds that on the home page."""
    waiting = Submission.objects.filter(uid=item.pk, state__in=Submission.OPEN).select_related("by").first()
    yield
    if waiting and Submission.objects.filter(pk=waiting.pk, state=Submission.VOID).exists():
        whose = "you" if waiting.by == request.user else name_of(waiting.by)
        what = "its day" if waiting.state == Submission.PLANNED else "approval"
        messages.warning(
            request,
            f"“{item}” was waiting for {what}, submitted by {whose}. It is no longer what was submitted, so that "
            "submission is void. Submit it again when it is ready.",
        )
