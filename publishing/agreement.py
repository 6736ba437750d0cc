"""Whether what is served follows from what the database holds. If not, nothing that is published now would be seen.

Asked are this process, or the newest file of its node where it serves nothing, and every node that is known.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from publishing import bundle, keeper, reading

WAY_OUT = "See “Restoring” in docs/operating.md. Withdrawing works all the same."


@dataclass(frozen=True, slots=True)
class Served:
    """What a node says it serves; `fault`: why it could not be asked, and then nothing else.

    `is_on_file`: what it would begin with, since nobody here serves anything; it may be a little behind.
    """

    by: str
    number: int = 0
    digest: str = ""
    hidden: int = 0
    fault: str = ""
    is_on_file: bool = False


def _nobody() -> Sequence[Served]:
    return ()


ask_nodes: Callable[[], Sequence[Served]] = _nobody  # the house knows how to (helpapi/running/nodes.py)


def disagreement() -> str:
    """Why nothing can be published now, in words; empty where every node takes what the database holds."""
    newest = reading.newest().seal
    for one in served():
        if one.number and not (newest and reading.follows(one.number, one.digest, newest)):
            said = f"edition {newest.number}" if newest else "no edition"
            return (
                f"{one.by} serves edition {one.number}, and the database, at {said}, does not follow it. "
                f"What is published now would reach nobody. {WAY_OUT}"
            )
    return ""


def served() -> list[Served]:
    """What this node serves, where it serves anything, and every other that is known."""
    return [*_own(), *ask_nodes()]


def greatest_served() -> int:
    return max((one.number for one in served()), default=0)


def versions_served(uids: Iterable[UUID]) -> dict[UUID, int]:
    """The versions of these items that this node shows, which a database that went back may not know of; 0 for none."""
    held = keeper.held() or bundle.newest(settings.EDITIONS_FOLDER)
    items = {uid: held.items.get(str(uid)) if held else None for uid in uids}
    return {uid: item.version if item else 0 for uid, item in items.items()}


def _own() -> Iterator[Served]:
    held = keeper.held()
    if held and held.number:
        yield Served("This node", held.number, held.digest, keeper.hidden())
    elif seal := bundle.newest_seal(settings.EDITIONS_FOLDER):
        yield Served("This node", seal.number, seal.digest, is_on_file=True)
