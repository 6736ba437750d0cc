"""Why something was not taken, each reason by its name."""

from __future__ import annotations

BAD_SIGNATURE = "bad-signature"
UNKNOWN_KEY = "unknown-key"
ROLLBACK = "rollback"
EXPIRED = "expired"
TAMPERED = "tampered"
TOO_LARGE = "too-large"
TOO_SLOW = "too-slow"
MIXED = "mixed"
MALFORMED = "malformed"


class Refused(Exception):
    """It was not taken, and the copy is what it was. `name` is one of the constants above."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")
        self.name = name


class Unreachable(Exception):
    """There was no answer, or one that says to come back later. Nothing is wrong with it."""
