"""What a person needs, in order, and which services meet each need: every service once, where it serves best."""

from collections.abc import Iterable, Sequence

from helpapi_matcher.codes import Codes
from helpapi_matcher.service import Service

MOST_SHOWN = 6
NEVER_CUT = ("danger", "images", "report")
RELAY = "relay"
# What a situation does: which need moves up, and to which place, from 0; which kinds of help come first within a need.
MOVES = {"account-taken": ("secure", 2), "bulk-email": ("secure", 1)}
FIRST = {
    "paid": ("report", ("fraud-cyber-report", "police-report")),
    "asked-for-more": ("report", ("fraud-cyber-report", "police-report")),
    "account-taken": ("secure", ("cyber-security-guidance",)),
    "bulk-email": ("secure", ("cyber-security-guidance",)),
}


def need_met(service: Service, needs: Codes) -> str | None:
    """Where a service stands at `/help`: the need that editors named, or the first that fits; None: nowhere."""
    if service.document["need"] in needs.values:
        return str(service.document["need"])
    return next((need for need in needs.values if set(needs.types(need)) & set(service.types)), None)


def need_told(service: Service, needs: Codes) -> str:
    """The need that a card names at `/services`."""
    fitting = (need for need in needs.values if set(needs.types(need)) & set(service.types))
    return str(service.document["need"] or next(fitting, needs.values[-1]))


def by_need(services: Iterable[Service], needs: Codes) -> dict[str, list[Service]]:
    """The services of each need that any of them meets, in their order."""
    found: dict[str, list[Service]] = {need: [] for need in needs.values}
    for service in services:
        if need := need_met(service, needs):
            found[need].append(service)
    return {need: here for need, here in found.items() if here}


def cut(need: str, services: Sequence[Service]) -> Sequence[Service]:
    """Those that are shown."""
    return services if need in NEVER_CUT else services[:MOST_SHOWN]


def moved(needs: Iterable[str], situations: Sequence[str]) -> list[str]:
    """The needs in the order in which they are shown to somebody to whom this has happened."""
    found = list(needs)
    moves = {MOVES[one] for one in situations if one in MOVES}
    for need, place in sorted(moves, key=lambda move: -move[1]):
        if need in found:
            found.remove(need)
            found.insert(place, need)
    return found


def first_types(need: str, situations: Sequence[str]) -> tuple[str, ...]:
    """The kinds of help that come first within a need."""
    told = (FIRST[one] for one in situations if one in FIRST)
    return tuple(kind for here, kinds in told if here == need for kind in kinds)
