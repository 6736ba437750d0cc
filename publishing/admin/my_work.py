"""What the home page puts before an editor: their own work, what waits for them, and what is due."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from publishing import acts, due, lifecycle, sweep
from publishing.accounts import CHANGED, IN_FORCE, not_in_force
from publishing.admin import states
from publishing.admin.addresses import form_of
from publishing.confirming import BY_COMMAND
from publishing.dates import today
from publishing.models import Act, Edit, Publication, Publishable, Record, Submission
from publishing.record import CHECKED
from publishing.registry import kinds

RECENT = timedelta(days=14)
SOON = timedelta(days=30)
MOST = 50  # of each list; whoever has more begins with the first
FIRST = 10  # of those that have a page of their own


def of(user: User) -> dict[str, Any]:
    waiting = Submission.objects.filter(state=Submission.WAITING).defer("snapshot").select_related("by")
    return {
        "waiting": waiting.filter(by=user)[:MOST],
        "to_decide": waiting.exclude(by=user)[:MOST] if user.has_perm("publishing.approve_item") else [],
        "acts": _acts(),
        "came_back": _came_back(user)[:MOST],
        "unpublished": _unpublished(user),
        "reviews": _reviews(today()),
        "due": [(name, due.TITLES[name], count) for name, count in due.counts().items() if count],
        "withdrawn": _withdrawn(),
        "turning": _turning(today()),
        "concerns": [(concern, form_of(concern.kind, concern.uid)) for concern in sweep.unanswered()[:MOST]],
        **(_of_people() if user.has_perm("publishing.approve_item") else {}),
    }


def _acts() -> list[tuple[Act, str]]:
    """What waits for somebody else than who proposed it, each with its title; everybody sees them."""
    waiting = Act.objects.filter(state=Act.WAITING).defer("details", "shown").select_related("by")
    return [(act, acts.kind_of(act).title) for act in waiting[:MOST]]


def _came_back(user: User) -> QuerySet[Submission]:
    """Submissions of theirs that somebody else ended without publishing them, and that have no successor."""
    later = Submission.objects.filter(uid=OuterRef("uid"), pk__gt=OuterRef("pk"))
    ended = Submission.objects.filter(
        ~Exists(later),
        by=user,
        state__in=[Submission.SENT_BACK, Submission.VOID],
        decided_at__gte=timezone.now() - RECENT,
    )
    return ended.exclude(decided_by=user).defer("snapshot").select_related("decided_by")


def _unpublished(user: User) -> list[tuple[Publishable, states.State, str]]:
    """Items they have edited since the present publication, that differ from it, and that nobody has submitted."""
    published = Publication.objects.filter(uid=OuterRef("uid"), published_at__gte=OuterRef("at"))
    waiting = Submission.objects.filter(uid=OuterRef("uid"), state=Submission.WAITING)
    edits = Edit.objects.filter(~Exists(published), ~Exists(waiting), by=user).order_by()
    uids = set(edits.values_list("uid", flat=True))
    found = []
    for kind in kinds().values() if uids else ():
        items = list(kind.model._base_manager.filter(pk__in=uids)[:MOST])
        known = states.states_of(items) if items else {}
        unpublished = (item for item in items if known[item.pk].code in (states.EDITED, states.NOT_PUBLIC))
        found += [(item, known[item.pk], form_of(kind.name, item.pk)) for item in unpublished]
    return found


def _reviews(day: date) -> list[tuple[Publishable, bool, str]]:
    """Items to be checked again within a month, the longest overdue first; and whether each is overdue."""
    found = [
        (item, on < day, form_of(kind.name, item.pk))
        for kind in kinds().values()
        for item in kind.model._base_manager.filter(review_due_on__lte=day + SOON).order_by("review_due_on")[:FIRST]
        if (on := item.review_due_on)
    ]
    return sorted(found, key=lambda entry: entry[0].review_due_on or day)[:FIRST]


def _turning(present: date) -> list[tuple[str, date, bool, str]]:
    """What begins or ends by itself within a month: its slug, the day, whether that is past, and its form."""
    days = [(one, date.fromisoformat(one.keys["turns_on"])) for one in lifecycle.turning()[:MOST]]
    return [(one.slug, day, day < present, form_of(one.kind, one.uid)) for one, day in days if day <= present + SOON]


def _of_people() -> dict[str, Any]:
    """Accounts that somebody has to confirm, what was done to accounts, and what one person did without another."""
    recent = Record.objects.filter(at__gte=timezone.now() - RECENT).order_by("-number")
    return {
        "to_confirm": [(user, reverse("admin:auth_user_confirm", args=[user.pk])) for user in not_in_force()],
        "accounts": recent.filter(action__in=[IN_FORCE, CHANGED])[:MOST],
        "checked": recent.filter(action=CHECKED)
        .exclude(by="")
        .order_by()
        .values_list("by")
        .annotate(Count("pk"))
        .order_by("by"),
        "by_command": recent.filter(action=BY_COMMAND)[:MOST],
    }


def _withdrawn() -> list[tuple[Record, str, str]]:
    """Lines of the record, each with what its item was called when it was public, and the address of its form."""
    lines = Record.objects.filter(action="withdrawn", at__gte=timezone.now() - RECENT).order_by("-number")[:MOST]
    approved = Submission.objects.filter(uid__in=[line.uid for line in lines], state=Submission.APPROVED)
    titles = dict(approved.order_by("version").values_list("uid", "title"))
    return [(line, titles.get(line.uid, line.slug), form_of(line.kind, line.uid)) for line in lines]
