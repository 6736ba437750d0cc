"""What two people decided may be public, kept in plain dictionaries apart from everything that is being tested."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from publishing import reasons, recalling, snapshots
from publishing.dates import today
from publishing.edition import Published
from publishing.models import Publication
from publishing.reasons import Reason
from publishing.registry import Lender, kinds
from publishing.upkeep import Check, Upkeep


@dataclass(frozen=True)
class Approved:
    """One version of an item. `turn`: when two people said so, counted in decisions and not by a clock."""

    kind: str
    slug: str
    snapshot: str
    version: int
    published_at: datetime
    turn: int
    due_on: str
    check: Check | None = None


class Decided:
    """`held`, `editions`: what the database should make public now, and made public in each edition; these go back
    with it. All else is for ever: what may be shown of each item, when it was last withdrawn, and the words for that.
    """

    def __init__(self) -> None:
        self.turn = 0
        self.held: dict[UUID, Approved] = {}
        self.editions: dict[int, dict[UUID, Approved]] = {}
        self._public: dict[str, dict[Any, int]] = defaultdict(dict)
        self._withdrawn: dict[str, int] = {}
        self._words: dict[str, set[tuple[str, str]]] = defaultdict(set)

    def approve(self, told: dict[UUID, str], number: int) -> None:
        """These snapshots, as they were when they were submitted, are public in edition `number`."""
        self.turn += 1
        for uid, snapshot in told.items():
            # A number and a moment are not words; everything else is worked out from what was submitted.
            version, at = Publication.objects.values_list("version", "published_at").get(pk=uid)
            data = orjson.loads(snapshot)
            slug, due_on = data["item"]["fields"]["slug"], str(today() + timedelta(days=182))
            self.held[uid] = Approved(data["kind"], slug, snapshot, version, at, self.turn, due_on)
        self.note(number)

    def withdraw(self, uids: Iterable[UUID], number: int) -> None:
        self.turn += 1
        for uid in uids:
            if self.held.pop(uid, None):
                self._withdrawn[str(uid)] = self.turn
        self.note(number)

    def explain(self, uids: Iterable[UUID], reason: str, words: str) -> None:
        for uid in uids:
            self._words[str(uid)].add((str(Reason(reason, words)), ""))

    def check(self, uid: UUID, check: Check, number: int) -> None:
        """One person says that what is held is still correct; it is what it was."""
        self.held[uid] = replace(self.held[uid], check=check)
        self.note(number)

    def back_to(self, edition: int, number: int) -> None:
        then, now = self.editions[edition], self.held
        told = {uid: one.snapshot for uid, one in then.items() if uid not in now or now[uid].snapshot != one.snapshot}
        self.withdraw(set(now) - set(then), number)
        self.approve(told, number)

    def in_force(self, number: int) -> None:
        """What the database holds is gone on from, without what had been taken down."""
        gone = Publication.objects.filter(state=Publication.WITHDRAWN).values_list("pk", flat=True)
        self.held = {uid: one for uid, one in self.held.items() if uid not in gone}
        self.note(number)

    def note(self, number: int) -> None:
        """All that is public in edition `number`, and so may be shown."""
        self.editions[number] = dict(self.held)
        for uid, one in self.held.items():
            self._public[str(uid)][self._facts(uid)] = one.turn

    def state(self) -> tuple[dict[UUID, Approved], dict[int, dict[UUID, Approved]]]:
        return dict(self.held), dict(self.editions)

    def go_back(self, state: tuple[dict[UUID, Approved], dict[int, dict[UUID, Approved]]]) -> None:
        self.held, self.editions = dict(state[0]), dict(state[1])

    def fault(self, shown: Published) -> str:
        """What is wrong with showing this, in words; nothing where two people decided it."""
        if not shown.is_live:
            is_ours = shown.reason in dict(reasons.choices()) and not shown.replacement
            said = (shown.reason, shown.replacement)
            return "" if is_ours or said in self._words[shown.uid] else f"{shown.slug} says “{said}”"
        recalled = recalling.carried(shown.keys)  # of versions before, which were decided, too
        found_by = {name: value for name, value in shown.keys.items() if name not in recalled}
        facts = (shown.kind, shown.slug, shown.document, _plain(found_by))
        turn = self._public[shown.uid].get(facts)
        if turn is None:
            return f"{shown.slug} shows what nobody approved: {shown.document.decode()}"
        if turn < self._withdrawn.get(shown.uid, 0):
            return f"{shown.slug}, version {shown.version}, is shown though it was withdrawn"
        return ""

    def _facts(self, uid: UUID) -> tuple[str, str, bytes, bytes]:
        one = self.held[uid]
        kind, item = kinds()[one.kind], snapshots.hydrate(one.snapshot)
        item.version, item.published_at, item.upkeep = one.version, one.published_at, Upkeep(one.check)
        lent = {
            lender: Lender(lender, self.held[lender].slug, orjson.loads(self._facts(lender)[2]))
            for lender in kind.lenders(item)
            if lender in self.held
        }
        on, how = (str(one.check.on), one.check.how) if one.check else (None, None)
        upkeep = {"on": on, "how": how, "due_on": one.due_on, "is_overdue": False, "is_checked": bool(one.check)}
        keys = {**kind.keys(item, lent), "upkeep": upkeep}
        return one.kind, one.slug, orjson.dumps(kind.document(item, lent)), _plain(keys)


def _plain(keys: Any) -> bytes:
    return orjson.dumps(keys, option=orjson.OPT_SORT_KEYS)
