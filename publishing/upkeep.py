"""Whether what is public is still correct: who looked, when and how, and by which day somebody has to look again.

A check is a fact of its own, of one version of an item: it stands beside the snapshot, in the keys of the publication,
and so under the edition's seal. It changes no fact, so one person may make it (docs/decisions/0022).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from publishing.codes import code_list

LIST = "checks"
CALLED, COMPILED = "called", "compiled"
KEY = "upkeep"
HOLDS_FOR = timedelta(days=182)  # until somebody should look again, unless another day is given
AT_MOST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Check:
    """That the facts were held against their source on a day. `how`: a code of the list."""

    on: date
    how: str

    def __str__(self) -> str:
        return f"{self.how} on {self.on}"

    @property
    def is_by_somebody(self) -> bool:
        """Whether a person has asked or looked since the content was put together."""
        return self.how != COMPILED


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What a publication's keys say of it. `is_overdue` is written when the day has passed, and never worked out."""

    check: Check | None = None
    due_on: date | None = None
    is_overdue: bool = False

    @classmethod
    def of(cls, keys: Mapping[str, Any], published_on: date | None = None) -> Self:
        """From keys. Those of before there were checks are due half a year after `published_on`; spoilt ones never."""
        if KEY not in keys:
            return cls(None, due_after(published_on) if published_on else None)
        try:
            said = keys[KEY]
            check = Check(date.fromisoformat(said["on"]), said["how"]) if said["on"] else None
            return cls(check, date.fromisoformat(said["due_on"]) if said["due_on"] else None, bool(said["is_overdue"]))
        except (LookupError, TypeError, ValueError):
            return cls()

    def keys(self, item_checked_on: date | None) -> dict[str, Any]:
        """`item_checked_on`: what the snapshot itself says. `is_checked`: somebody has looked, by either."""
        said = asdict(self.check) if self.check else {"on": None, "how": None}
        is_checked = bool(item_checked_on or (self.check and self.check.is_by_somebody))
        return {KEY: {**said, "due_on": self.due_on, "is_overdue": self.is_overdue, "is_checked": is_checked}}

    def stored(self) -> dict[str, Any]:
        """As it is put into keys before they are rendered."""
        said = self.keys(None)[KEY]
        return {KEY: {name: str(value) if isinstance(value, date) else value for name, value in said.items()}}

    def as_of(self, day: date) -> Self:
        """The same, as it is to be written on a day."""
        return replace(self, is_overdue=is_past(self.due_on, day))

    def later(self, checked_on: date | None) -> Check | None:
        """The later of this check and the day that a snapshot itself states; how that was done it does not say."""
        if self.check and (checked_on is None or self.check.on >= checked_on):
            return self.check
        return Check(checked_on, "") if checked_on else None


def is_past(due_on: date | None, day: date) -> bool:
    return due_on is not None and due_on < day


def due_after(day: date) -> date:
    """When to look again after a check, or a first publication, on a day."""
    return day + HOLDS_FOR


def first_due(row_due_on: date | None, checked_on: date | None, day: date) -> date:
    """Of what is approved on a day: as its row says, or else half a year after it was checked; a year at most.

    What was overdue stays so, unless it says that it was checked since.
    """
    since_check = due_after(checked_on) if checked_on else None
    if row_due_on and since_check and row_due_on < day:
        row_due_on = max(row_due_on, since_check)
    return min(row_due_on or since_check or due_after(day), day + AT_MOST)


def choices() -> list[tuple[str, str]]:
    """How somebody may say that they checked; what was put together from sources is not a choice."""
    return [(code, label) for code, label in code_list(LIST).choices() if code != COMPILED]
