"""Filters of every list of content: what waits for whoever is signed in, and what is to be checked."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from publishing import permission
from publishing.admin.states import listed
from publishing.dates import today
from publishing.models import Edit, Listing, Publication, Publishable, Submission
from publishing.roles import person

SOON = timedelta(days=30)
TO_DECIDE, SUBMITTED, UNSUBMITTED = "to-decide", "submitted", "unsubmitted"


class MineFilter(admin.SimpleListFilter):
    """What waits for the person who looks, and what they have not finished."""

    title, parameter_name = "your work", "mine"
    words = {
        TO_DECIDE: "Waiting for me to decide",
        SUBMITTED: "Submitted by me, waiting",
        UNSUBMITTED: "Edited by me, not submitted",
    }

    def __init__(self, request: HttpRequest, *more: object):
        self.person = person(request)
        super().__init__(request, *more)  # type: ignore[arg-type]

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Publishable]") -> list[tuple[str, str]]:
        may_decide = request.user.has_perm("publishing.approve_item")
        return [(code, words) for code, words in self.words.items() if code != TO_DECIDE or may_decide]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Publishable]) -> QuerySet[Publishable]:
        match self.value():
            case "to-decide":
                return queryset.filter(pk__in=permission.to_decide_by(self.person).values("uid"))
            case "submitted":
                waiting = Submission.objects.filter(state=Submission.WAITING, by=self.person)
                return queryset.filter(pk__in=waiting.values("uid"))
            case "unsubmitted":
                return queryset.filter(pk__in=unsubmitted(self.person, listed(queryset)).values("uid"))
        return queryset


class DueFilter(admin.SimpleListFilter):
    """What is to be checked again, and what nobody has checked."""

    title, parameter_name = "checks", "checks"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Publishable]") -> list[tuple[str, str]]:
        return [
            ("overdue", "Overdue"),
            ("soon", "Due in 30 days, or overdue"),
            ("undated", "No date for the next review"),
            ("unchecked", "Never checked"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Publishable]) -> QuerySet[Publishable]:
        match self.value():
            case "overdue":
                return queryset.filter(review_due_on__lt=today())
            case "soon":
                return queryset.filter(review_due_on__lte=today() + SOON)
            case "undated":
                return queryset.filter(review_due_on=None)
            case "unchecked":
                checked = Publication.objects.filter(state=Publication.LIVE, keys__upkeep__is_checked=True)
                return queryset.filter(checked_on=None).exclude(pk__in=checked.values("pk"))
        return queryset


def unsubmitted(user: User, among: QuerySet[Listing]) -> QuerySet[Listing]:
    """What they have edited since the present publication, that differs from it, and that nobody has submitted."""
    published = Publication.objects.filter(uid=OuterRef("uid"), published_at__gte=OuterRef("at"))
    edits = Edit.objects.filter(~Exists(published), by=user).order_by()
    return among.filter(uid__in=edits.values("uid"), state__in=[Listing.EDITED, Listing.NOT_PUBLIC])
