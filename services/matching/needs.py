"""What a person needs, in order, and which services meet each need: every service once, where it serves best.

The needs, their order and the kinds of help that each gathers are data (fixtures/codes.yaml).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

from publishing.codes import code_list
from publishing.edition import InTurn, Published
from publishing.languages import say
from services.matching.shelf import NEED, TYPE, Services

MOST_SHOWN = 6
NEVER_CUT = ("danger", "images", "report")
RELAY = "relay"


@dataclass(frozen=True)
class Need:
    """How many services meet one need of this reader, and those of them that are shown, in order."""

    code: str
    count: int
    shown: Sequence[Published]

    @classmethod
    def of(cls, code: str, services: InTurn) -> Self:
        return cls(code, len(services), services[:] if code in NEVER_CUT else services[:MOST_SHOWN])

    @property
    def label(self) -> str:
        return say(code_list("needs").label(self.code))


@cache
def types_of(need: str) -> tuple[str, ...]:
    return next(code.types for code in code_list("needs").codes if code.code == need)


def need_of(types: Sequence[str], named: str = "") -> str:
    """The need under which a service of these kinds stands; `named`: by its editors."""
    fitting = (code.code for code in code_list("needs").codes if not set(code.types).isdisjoint(types))
    return named or next(fitting, code_list("needs").values[-1])


def by_need(services: Services) -> dict[str, Services]:
    """The services of each need, in their order. Each stands in the first that fits, unless editors named one."""
    shelf = services.shelf
    needs: dict[str, int] | None = shelf.memo.get("needs")
    if needs is None:
        needs = shelf.memo["needs"] = dict(_needs(Services(shelf)))
    return {code: services.only(bits) for code, bits in needs.items()}


def _needs(everyone: Services) -> Iterator[tuple[str, int]]:
    """Of each need the places on the shelf of its services, worked out once for all questions."""
    named, left = everyone.any_of(NEED, code_list("needs").values), everyone
    for need in code_list("needs").codes:
        here = left.only(left.any_of(NEED, [need.code]) | (left.any_of(TYPE, need.types) & ~named))
        left = left.without(here.bits)
        yield need.code, here.bits
