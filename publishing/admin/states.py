"""What editors are told of where an item stands between their desk and the public."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from publishing import snapshots
from publishing.models import Edit, Publication, Publishable, Submission

NOT_PUBLIC, PUBLIC, EDITED, WAITING, WITHDRAWN = "not-public", "public", "edited", "waiting", "withdrawn"
WORDS = {
    NOT_PUBLIC: "Not public",
    PUBLIC: "Public",
    EDITED: "Public with unpublished edits",
    WAITING: "Waiting for approval",
    WITHDRAWN: "Withdrawn",
}


@dataclass(frozen=True)
class State:
    """`publication` is without its snapshot, documents and keys, which a list has no use for."""

    code: str
    publication: Publication | None
    submission: Submission | None

    @property
    def words(self) -> str:
        version = f"version {self.publication.version}" if self.publication else ""
        return {
            PUBLIC: f"{WORDS[PUBLIC]}, {version}",
            EDITED: f"{WORDS[EDITED]}, {version}",
            WAITING: f"{WORDS[WAITING]} ({version} is public)" if self.is_live else WORDS[WAITING],
        }.get(self.code, WORDS[self.code])

    @property
    def is_live(self) -> bool:
        return self.publication is not None and self.publication.state == Publication.LIVE


def states_of(items: Iterable[Publishable]) -> dict[UUID, State]:
    """The state of each item: two queries, and one for each piece of those that are public, to see if they differ."""
    rows = {item.pk: item for item in items}
    publications = Publication.objects.defer("snapshot", "documents", "keys").in_bulk(rows)
    waiting = Submission.objects.filter(uid__in=rows, state=Submission.WAITING).defer("snapshot").select_related("by")
    submissions = {submission.uid: submission for submission in waiting}
    return {uid: _state(item, publications.get(uid), submissions.get(uid)) for uid, item in rows.items()}


def state_of(item: Publishable) -> State:
    return states_of([item])[item.pk]


def digest_of(item: Publishable) -> str:
    """The digest of the item's rows as they are in the database now."""
    return snapshots.digest(snapshots.take(item))


def has_unpublished_edits(item: Publishable, publication: Publication) -> bool:
    return publication.state == Publication.LIVE and digest_of(item) != publication.digest


def _state(item: Publishable, publication: Publication | None, submission: Submission | None) -> State:
    if submission:
        return State(WAITING, publication, submission)
    if publication is None:
        return State(NOT_PUBLIC, None, None)
    if publication.state == Publication.WITHDRAWN:
        return State(WITHDRAWN, publication, None)
    return State(EDITED if has_unpublished_edits(item, publication) else PUBLIC, publication, None)


class StateFilter(admin.SimpleListFilter):
    """Items by their state. Only items with an edit since their publication are looked at for unpublished edits."""

    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Publishable]") -> list[tuple[str, str]]:
        return list(WORDS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Publishable]) -> QuerySet[Publishable]:
        own = Publication.objects.filter(uid=OuterRef("pk"))
        live = Exists(own.filter(state=Publication.LIVE))
        withdrawn = Exists(own.filter(state=Publication.WITHDRAWN))
        waiting = Exists(Submission.objects.filter(uid=OuterRef("pk"), state=Submission.WAITING))
        match self.value():
            case "not-public":
                return queryset.filter(~Exists(own), ~waiting)
            case "waiting":
                return queryset.filter(waiting)
            case "withdrawn":
                return queryset.filter(withdrawn, ~waiting)
            case "public":
                return queryset.filter(live, ~waiting).exclude(pk__in=_edited(queryset))
            case "edited":
                return queryset.filter(live, ~waiting, pk__in=_edited(queryset))
        return queryset


def _edited(queryset: QuerySet[Publishable]) -> list[UUID]:
    since = Edit.objects.filter(uid=OuterRef("pk"), at__gt=OuterRef("published_at"))
    live = Publication.objects.filter(Exists(since.filter(uid=OuterRef("uid"))), state=Publication.LIVE)
    publications = live.defer("snapshot", "documents", "keys").in_bulk()
    return [
        item.pk
        for item in queryset.model._base_manager.filter(pk__in=publications)
        if has_unpublished_edits(item, publications[item.pk])
    ]
