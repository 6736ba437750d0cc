"""What has happened, and what that does to an answer: it marks and orders, and hides nothing (docs/matching.md)."""

from collections.abc import Collection, Iterable

# Which need moves up, and to which place among the needs, from 0.
NEEDS = {"account-taken": ("secure", 2), "bulk-email": ("secure", 1)}
# Which kinds of help come first within a need.
FIRST = {
    "paid": ("report", ("fraud-cyber-report", "police-report")),
    "asked-for-more": ("report", ("fraud-cyber-report", "police-report")),
    "account-taken": ("secure", ("cyber-security-guidance",)),
    "bulk-email": ("secure", ("cyber-security-guidance",)),
}
# What must be true of the reader, by the code lists `preconditions` and `image-origins`.
PRECONDITIONS = {"told-police": "reader-has-contacted-police"}
IMAGE_ORIGINS = {"faked": "stolen-hacked-or-faked"}


def ordered(needs: Iterable[str], situations: Collection[str]) -> list[str]:
    """The needs in the order in which they are shown to somebody to whom this has happened."""
    found = list(needs)
    moves = {NEEDS[one] for one in situations if one in NEEDS}
    for need, place in sorted(moves, key=lambda move: -move[1]):
        if need in found:
            found.remove(need)
            found.insert(place, need)
    return found


def first_types(need: str, situations: Collection[str]) -> set[str]:
    """The kinds of help that come first within a need."""
    return {kind for one in situations if one in FIRST and FIRST[one][0] == need for kind in FIRST[one][1]}
