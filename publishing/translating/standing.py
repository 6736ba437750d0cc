"""Where translations stand, and what has none, for lists and the home page: a few statements, however many there are.

What is compared with the English is the row that translators work on: `made_from`, and what is kept of the item
(publishing/listing.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from publishing import languages
from publishing.codes import code_list
from publishing.edition import ENGLISH
from publishing.models import Listing, Translation
from publishing.translating import sources

MISSING, WORKED_ON, WAITING, PUBLIC = "missing", "worked-on", "waiting", "public"
BEHIND, WITHDRAWN = "behind", "withdrawn"
STATES = {
    MISSING: "Missing",
    WORKED_ON: "Being worked on",
    WAITING: "Waits for approval",
    PUBLIC: "Public",
    BEHIND: "Behind",
    WITHDRAWN: "Withdrawn",
}


@dataclass(frozen=True)
class InLanguage:
    """An item in one language. `uid`: of the translation; None where there is none."""

    language: str
    state: str
    uid: UUID | None = None

    @property
    def label(self) -> str:
        return code_list(languages.LIST).label(self.language)

    @property
    def words(self) -> str:
        return STATES[self.state]

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


@dataclass(frozen=True)
class Counted:
    """How much of what is public stands where, in one language."""

    language: str
    label: str
    counts: dict[str, int]

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


def with_state(rows: QuerySet[Translation]) -> QuerySet[Translation]:
    """The same rows, each with its `standing`."""
    own = Listing.objects.filter(uid=OuterRef("uid")).values("state")[:1]
    english = Listing.objects.filter(uid=OuterRef("of")).values("english")[:1]
    found = rows.alias(listed=Subquery(own), english=Subquery(english)).annotate(
        standing=Case(
            When(listed=Listing.WITHDRAWN, then=Value(WITHDRAWN)),
            When(made_from="", then=Value(WORKED_ON)),
            When(~Q(made_from=F("english")), then=Value(BEHIND)),
            When(listed__in=[Listing.WAITING, Listing.PLANNED], then=Value(WAITING)),
            When(listed=Listing.PUBLIC, then=Value(PUBLIC)),
            default=Value(WORKED_ON),
        )
    )
    return cast("QuerySet[Translation]", found)


def standing_in(rows: QuerySet[Translation], states: Sequence[str]) -> QuerySet[Translation]:
    """Those of the rows that stand in one of these ways."""
    return with_state(rows).filter(standing__in=states)  # type: ignore[misc]  # is annotated


def of_item(uid: UUID) -> list[InLanguage]:
    """Every language but English, as the list has them, with where the item stands in each."""
    rows: Any = with_state(Translation.objects.filter(of=uid)).values_list("language", "standing", "uid")  # type: ignore[misc]
    found = {language: InLanguage(language, state, pk) for language, state, pk in rows}
    return [found.get(tag) or InLanguage(tag, MISSING) for tag in others()]


def others() -> list[str]:
    """The languages that something can be translated into."""
    return [tag for tag in languages.tags() if tag != ENGLISH]


def public_items() -> QuerySet[Listing]:
    """What is public and has words."""
    names = [kind.name for kind in sources.translatable()]
    return Listing.objects.filter(kind__in=names, public_version__isnull=False)


def missing(language: str) -> QuerySet[Listing]:
    """What is public and has no translation in a language, or one that was withdrawn."""
    gone = Listing.objects.filter(uid=OuterRef("uid"), state=Listing.WITHDRAWN)
    there = Translation.objects.filter(~Exists(gone), of=OuterRef("uid"), language=language)
    return public_items().filter(~Exists(there))


def counts() -> list[Counted]:
    """Of each language that anything is translated into, how much stands where. Two statements."""
    is_public = Exists(public_items().filter(uid=OuterRef("of")))
    rows: Any = with_state(Translation.objects.order_by()).alias(is_public=is_public)
    rows = rows.values_list("language", "standing")
    found: dict[str, dict[str, int]] = {}
    there: dict[str, int] = {}
    for language, state, count, of_public in rows.annotate(
        count=Count("pk"), of_public=Count("pk", filter=Q(is_public=True))
    ):
        found.setdefault(language, {})[state] = count
        there[language] = there.get(language, 0) + (of_public if state != WITHDRAWN else 0)
    total = public_items().count() if found else 0
    labels = code_list(languages.LIST)
    return [
        Counted(tag, labels.label(tag), {MISSING: total - there[tag], **found[tag]}) for tag in others() if tag in found
    ]


def uids(language: str, states: Sequence[str]) -> list[tuple[str, UUID]]:
    """The kinds and uids of the items that stand so in a language; all there are where no state is named."""
    named = Listing.objects.filter(kind__in=[kind.name for kind in sources.translatable()])
    if not states:
        return sorted(public_items().values_list("kind", "uid"))
    found = set(missing(language).values_list("kind", "uid")) if MISSING in states else set()
    rows = standing_in(Translation.objects.filter(language=language), states)
    return sorted({*found, *named.filter(uid__in=rows.values("of")).values_list("kind", "uid")})
