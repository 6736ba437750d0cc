"""What readers, and the program that looks at links, have noticed of what is public: in few words."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from publishing.admin.addresses import page_of
from publishing.links import showing as links
from publishing.models import Publication
from publishing.reports import showing as reports


@dataclass(frozen=True)
class Note:
    """`address`: of the page with all of it; `action`: what leads there."""

    words: str
    address: str
    action: str


def of_items(uids: Collection[UUID]) -> dict[UUID, list[Note]]:
    """By item, of those of which there is something to look at."""
    notes: dict[UUID, list[Note]] = {}
    said = [(reports.in_words(uids), "reports", "See what"), (links.in_words(uids), "links", "See which")]
    found = {uid for words, *_ in said for uid in words}
    if not found:
        return notes
    kinds = dict(Publication.objects.filter(pk__in=found).values_list("pk", "kind"))
    for words, page, action in said:
        for uid, told in words.items():
            notes.setdefault(uid, []).append(Note(told, page_of(kinds[uid], page, uid), action))
    return notes
