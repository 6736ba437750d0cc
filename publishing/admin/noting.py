"""What others than editors have noticed of what is public, in few words: the program that looks at links."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from publishing.admin.addresses import page_of
from publishing.links import showing
from publishing.models import Publication


@dataclass(frozen=True)
class Note:
    """`address`: of the page with all of it; `action`: what leads there."""

    words: str
    address: str
    action: str


def of_items(uids: Collection[UUID]) -> dict[UUID, list[Note]]:
    """By item, of those of which there is something to look at."""
    notes: dict[UUID, list[Note]] = {}
    links = showing.in_words(uids)
    if not links:
        return notes
    kinds = dict(Publication.objects.filter(pk__in=list(links)).values_list("pk", "kind"))
    for uid, words in links.items():
        notes.setdefault(uid, []).append(Note(words, page_of(kinds[uid], "links", uid), "See which"))
    return notes
