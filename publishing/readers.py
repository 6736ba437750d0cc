"""What readers would be given if something that is not public yet were: the app that answers them registers here.

Nothing is written, and nothing of who asks is kept: an edition is made in memory that has the draft in it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from publishing import keeper, sealing
from publishing.documents import as_if_published
from publishing.edition import Edition, Published
from publishing.models import Publication
from publishing.registry import layouts
from publishing.rendering import Altered, MissingLender


@dataclass(frozen=True)
class Readers:
    """`form`: for whom to answer. `answer(edition, asked, uid)`: what that reader gets, for `template`, and where the
    item `uid` is in it; `asked` is the form's cleaned data. `compared(before, after)`: what would change for whom, in
    sentences; before: None for what is not public.
    """

    form: type[forms.Form]
    template: str
    answer: Callable[[Edition, Mapping[str, Any], str], dict[str, Any]]
    compared: Callable[[Published | None, Published], list[str]]


_registered: list[Readers] = []


def register(readers: Readers) -> None:
    _registered[:] = [readers]


def registered() -> Readers | None:
    return _registered[0] if _registered else None


def changes_for_readers(before: Publication | None, after: str) -> list[str]:
    """What would change for whom if the snapshot `after` were published: sentences, the gravest first.

    `before`: the publication of the item as it is held, live or not; None: it never was public. Takes some 50 ms and a
    few queries, and writes nothing. Empty where no reader would be given anything else; where that can't be told, the
    sentence says so. A snapshot that can't be read any more raises `SnapshotError`.
    """
    readers = registered()
    if readers is None:
        return []
    held = sealing.as_published(vars(before)) if before and before.state == Publication.LIVE else None
    try:
        return readers.compared(held, _published(after)[0])
    except (Altered, MissingLender) as error:
        return [f"Whom this would change anything for can't be told. {error}"]


def edition_with(text: str) -> Edition:
    """The current edition as it would be with the snapshot in it, and with what borrows from it."""
    held = keeper.current() or Edition(0, [], layouts())
    return held.changed(held.number, _published(text))


def _published(text: str) -> list[Published]:
    return [sealing.as_published(vars(one)) for one in as_if_published(text)]
