"""What the home page puts before an editor: their own work, what waits for them, and what is due."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone

from publishing import acts, commenting, due, enquiring, lifecycle, permission, planning, sweep
from publishing.accounts import CHANGED, IN_FORCE, not_in_force
from publishing.admin.addresses import form_of, list_of, page_of
from publishing.admin.due import SOON, SUBMITTED, TO_DECIDE, UNSUBMITTED, unsubmitted
from publishing.admin.exchange import in_states
from publishing.confirming import BY_COMMAND
from publishing.dates import today
from publishing.links import showing
from publishing.models import Act, Comment, Listing, Publishable, Record, Submission
from publishing.record import CHECKED
from publishing.registry import Kind, kinds
from publishing.reports import showing as reports
from publishing.translating import standing

SUBMISSIONS, RECORD = "admin:publishing_submission_changelist", "admin:publishing_record_changelist"
REVIEWS = "admin:publishing_publication_changelist"
RECENT = timedelta(days=14)
MOST = 50  # of each list; whoever has more begins with the first, and is told how many there are
FIRST = 10  # of those that have a page of their own


@dataclass(frozen=True)
class First:
    """The first of a list, how many there are in all, and where all of them are, by what is there."""

    shown: Sequence[Any]
    count: int
    everything: Sequence[tuple[str, str]] = ()

    @classmethod
    def of(cls, found: QuerySet[Any], address: str = "", query: str = "") -> "First":
        shown = list(found[:MOST])
        count = len(shown) if len(shown) < MOST else found.count()
        return cls(shown, count, [("see them all", f"{reverse(address)}{query}")] if address else ())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.shown)

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.shown)


def of(user: User) -> dict[str, Any]:
    waiting = Submission.objects.filter(state=Submission.WAITING, by=user).defer("snapshot")
    may_decide = user.has_perm("publishing.approve_item")
    is_asked = Q(asked__isnull=False, asked__who=user)
    to_decide = permission.to_decide_by(user).defer("snapshot").select_related("by", "asked__by")
    to_decide = to_decide.annotate(is_asked=Case(When(is_asked, then=1), default=0)).order_by("-is_asked", "-pk")
    return {
        "waiting": First.of(waiting, SUBMISSIONS, f"?whose={SUBMITTED}"),
        "to_decide": First.of(to_decide, SUBMISSIONS, f"?whose={TO_DECIDE}") if may_decide else [],
        "acts": _acts(),
        "answers": _answers() if user.has_perm("publishing.submit_item") else [],
        "said": First.of(_said(user)),
        "came_back": First.of(_came_back(user)),
        "plans_ended": _plans_ended(user),
        "planned": _planned(),
        "unpublished": _unpublished(user),
        "reviews": _reviews(today()),
        "due": [(name, due.TITLES[name], count) for name, count in due.counts().items() if count],
        "withdrawn": _withdrawn(),
        "turning": _turning(today()),
        "concerns": _concerns(),
        "languages": [(one, in_states(one.language, one.counts)) for one in standing.counts()],
        "reports": _reports(),
        "links": _links(),
        **(_of_people() if may_decide else {}),
    }


def _concerns() -> First:
    found = First.of(sweep.unanswered())
    return replace(found, shown=[(concern, form_of(concern.kind, concern.uid)) for concern in found])


def _reports() -> First:
    """What readers reported and nobody has looked at, the most often reported first, each with its page."""
    shown = [(one, page_of(one.kind, "reports", one.uid)) for one in reports.told(most=FIRST)]
    everything = [("see all items of which something was", f"{reverse(REVIEWS)}?list={due.REPORTED}")]
    return First(shown, reports.count(), everything)


def _links() -> First:
    """Links to look at, each with the items that give it and their pages."""
    found = First.of(showing.to_look_at())
    shown = list(found)[:FIRST]
    uses: dict[int, dict[UUID, tuple[str, str]]] = {link.pk: {} for link in shown}
    for one in showing.uses().filter(link__in=uses):
        uses[one.link_id][one.uid] = (f"{one.slug} ({one.kind})", page_of(one.kind, "links", one.uid))
    everything = [("see all items that give them", f"{reverse(REVIEWS)}?list={due.LINKS}")]
    return First([(link, list(uses[link.pk].values())) for link in shown], found.count, everything)


def _acts() -> First:
    """What waits for somebody else than who proposed it, each with its title; everybody sees them."""
    waiting = Act.objects.filter(state=Act.WAITING).defer("details", "shown").select_related("by")
    found = First.of(waiting, "admin:publishing_act_changelist", f"?state__exact={Act.WAITING}")
    return replace(found, shown=[(act, acts.kind_of(act).title) for act in found])


def _answers() -> First:
    """What organisations answered, each with its page."""
    found = First.of(enquiring.answers())
    return replace(found, shown=[(one, page_of(one.kind, "answer", one.uid, one.pk)) for one in found])


def _said(user: User) -> QuerySet[Comment]:
    """What others said last about what they submitted or commented on, and they have not answered."""
    return commenting.unanswered(user).select_related("by", "submission").defer("submission__snapshot")


def _came_back(user: User) -> QuerySet[Submission]:
    """Submissions of theirs, or that they approved for a day to come, that somebody else ended without publishing them,
    and that have no successor.
    """
    later = Submission.objects.filter(uid=OuterRef("uid"), pk__gt=OuterRef("pk"))
    ended = Submission.objects.filter(
        ~Exists(later),
        Q(by=user) | Q(planned_by=user),
        state__in=[Submission.SENT_BACK, Submission.VOID],
        decided_at__gte=timezone.now() - RECENT,
    )
    return ended.exclude(decided_by=user).defer("snapshot").select_related("decided_by")


def _plans_ended(user: User) -> Sequence[Act]:
    """What they proposed or approved for a day to come that was not done on it, or that somebody else called off."""
    ended = Act.objects.filter(
        Q(by=user) | Q(planned_by=user), planned_by__isnull=False, state__in=[Act.VOID, Act.REFUSED],
        decided_at__gte=timezone.now() - RECENT,
    )  # fmt: skip
    return list(ended.exclude(decided_by=user).select_related("decided_by")[:MOST])


def _planned() -> First:
    """What waits for its day within a month: what it is, its page, the moment, and whether the command has not run."""
    until = timezone.now() + SOON
    found = [(plan, moment) for plan in planning.planned() if (moment := planning.moment_of(plan)) and moment <= until]
    shown = [(_title(plan), _address(plan), moment, planning.is_late(plan)) for plan, moment in found[:MOST]]
    return First(shown, len(found))


def _title(plan: Submission | Act) -> str:
    if isinstance(plan, Submission):
        return f"{plan.title} ({plan.kind})"
    return f"{acts.kind_of(plan).title}: {'; '.join(heading for heading, _ in plan.shown[2:])}"


def _address(plan: Submission | Act) -> str:
    return reverse(f"admin:publishing_{plan._meta.model_name}_change", args=[plan.pk])


def _unpublished(user: User) -> First:
    """Items they have edited and nobody has submitted, each with where it stands and its form."""
    found = unsubmitted(user, Listing.objects.defer("sought"))
    listings = found[:MOST]
    rows = {item.pk: item for kind in kinds().values() for item in _rows(kind, [one.uid for one in listings])}
    shown = [(rows[one.uid], one, form_of(one.kind, one.uid)) for one in listings if one.uid in rows]
    return First(
        shown,
        found.count(),
        _in_lists(found.order_by().values_list("kind", flat=True).distinct(), f"mine={UNSUBMITTED}"),
    )


def _rows(kind: Kind, uids: Sequence[UUID]) -> QuerySet[Publishable]:
    return kind.model._base_manager.filter(pk__in=uids)


def _reviews(day: date) -> First:
    """Items to be checked again within a month, the longest overdue first; and whether each is overdue."""
    soon = {name: kind.model._base_manager.filter(review_due_on__lte=day + SOON) for name, kind in kinds().items()}
    shown = [
        (item, on < day, form_of(name, item.pk))
        for name, items in soon.items()
        for item in items.order_by("review_due_on")[:FIRST]
        if (on := item.review_due_on)
    ]
    counts = {name: items.count() for name, items in soon.items()}
    first = sorted(shown, key=lambda entry: entry[0].review_due_on or day)[:FIRST]
    return First(first, sum(counts.values()), _in_lists((name for name in counts if counts[name]), "checks=soon"))


def _in_lists(names: Iterable[str], query: str) -> list[tuple[str, str]]:
    """The lists of these kinds, narrowed by `query`: what each is of, and its address."""
    found = [(kinds()[name], list_of(name)) for name in sorted(set(names)) if name in kinds()]
    return [(kind.plural, f"{address}?{query}") for kind, address in found if address]


def _turning(present: date) -> First:
    """What begins or ends by itself within a month: its slug, the day, whether that is past, and its form."""
    days = [(one, date.fromisoformat(one.keys["turns_on"])) for one in lifecycle.turning()]
    soon = [(one.slug, day, day < present, form_of(one.kind, one.uid)) for one, day in days if day <= present + SOON]
    return First(soon[:MOST], len(soon))


def _of_people() -> dict[str, Any]:
    """Accounts that somebody has to confirm, what was done to accounts, and what one person did without another."""
    recent = Record.objects.filter(at__gte=timezone.now() - RECENT).order_by("-number")
    return {
        "to_confirm": [(user, reverse("admin:auth_user_confirm", args=[user.pk])) for user in not_in_force()],
        "accounts": First.of(recent.filter(action__in=[IN_FORCE, CHANGED]), RECORD),
        "checked": recent.filter(action=CHECKED)
        .exclude(by="")
        .order_by()
        .values_list("by")
        .annotate(Count("pk"))
        .order_by("by"),
        "by_command": First.of(recent.filter(action=BY_COMMAND), RECORD, f"?action={BY_COMMAND}"),
    }


def _withdrawn() -> First:
    """Lines of the record, each with what its item was called when it was public, and the address of its form."""
    recent = Record.objects.filter(action="withdrawn", at__gte=timezone.now() - RECENT).order_by("-number")
    found = First.of(recent, RECORD, "?action=withdrawn")
    lines = list(found)
    approved = Submission.objects.filter(uid__in=[line.uid for line in lines], state=Submission.APPROVED)
    titles = dict(approved.order_by("version").values_list("uid", "title"))
    return replace(
        found, shown=[(line, titles.get(line.uid, line.slug), form_of(line.kind, line.uid)) for line in lines]
    )
