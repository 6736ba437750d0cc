"""Honest and hostile people, an operator and somebody who writes to the database do anything in any order.

Each number that a rule takes chooses among what there is at the time. After every step the node is looked at, which
outlives whatever happens to the database: it may show only what `Decided` says that two people decided.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import Error, models, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from publishing import (
    acts,
    bundle,
    keeper,
    keys,
    lifecycle,
    planning,
    reading,
    sealing,
    snapshots,
    taken_down,
    withdrawing,
)
from publishing.dates import today
from publishing.edition import digest
from publishing.lifecycle import Refusal
from publishing.models import (
    Act,
    Borrowing,
    EditionNumber,
    Publication,
    Publishable,
    Record,
    SealedEdition,
    Submission,
    TakenDown,
)
from publishing.upkeep import Check
from tests import factories as make
from tests.in_force import colleague
from tests.publishing.acts import Backup, edit
from tests.publishing.newsroom import WORDS
from tests.security.decided import Decided
from tests.security.test_turned_database import another

T = TypeVar("T")
ANY, EITHER, SELDOM = st.integers(0, 997), st.booleans(), st.sampled_from([False, False, True])
KEYS = ("EDITION_KEY", "RECORD_KEY")
REASONS = st.sampled_from(["wrong-contact", "closed", "harmful"])
TOLD = st.sampled_from(["", "", "It has moved.", "It is for schools now."])
WRITABLE = [
    (table, field.attname)
    for table in (Publication, Submission, Act, SealedEdition, TakenDown, Record, EditionNumber, Borrowing)
    for field in table._meta.concrete_fields
    if not field.primary_key
]
HOW = ["value", "document", "words", "older", "gone"]
OF_A_USER = ["is_superuser", "password", "username", "is_active", "is_staff"]
FORGED = "Send him what he asks for."


@dataclass(frozen=True)
class Asked:
    """What was submitted or proposed, as it was then; `by`: the place of whoever did it among the people."""

    by: int
    what: str
    details: Any


@dataclass(frozen=True)
class Kept:
    """A backup, what it should make public, and the keys it was sealed with."""

    there: Backup
    decided: Any
    keys: dict[str, str]


class Walk(RuleBasedStateMachine):
    """`happened`: how often each sort of step was done, and refused, in all walks."""

    happened: ClassVar[Counter[str]] = Counter()
    node_is_known: bool = True

    def __init__(self) -> None:
        super().__init__()
        type(self).node_is_known = True
        call_command("flush", verbosity=0, interactive=False)
        _forget_the_node()
        self.decided = Decided()
        self.asked: dict[int, Asked] = {}
        self.acts: dict[int, Asked] = {}
        self.plans: dict[int, int] = {}  # by submission, the place of whoever approved it for its day
        self.hands: dict[UUID, set[int]] = {}
        self.written: list[tuple[models.Model, str]] = []
        self.first_keys = settings.EDITION_KEY, settings.RECORD_KEY

    def teardown(self) -> None:
        settings.EDITION_KEY, settings.RECORD_KEY = self.first_keys
        settings.EDITION_KEY_BEFORE = settings.RECORD_KEY_BEFORE = ""
        _forget_the_node()

    @initialize()
    def begin(self) -> None:
        self.people = [colleague(name) for name in ("ann", "ben", "cat", "hijacked")]
        first, second = (make.organisation(f"Organisation {n}", uid=UUID(int=n)) for n in (1, 2))
        self.items: list[Publishable] = [
            *(first, second, make.service("Service 3", uid=UUID(int=3), organisation=first)),
            *(make.service("Service 4", uid=UUID(int=4)), make.service("Service 5", uid=UUID(int=5))),
            *(make.topic("Topic 6", uid=UUID(int=6)), make.notice("Notice 7", uid=UUID(int=7), slug="notice-7")),
        ]
        self._submitted(0, lifecycle.submit(self.items, by=self.people[0]))
        self._approve(1, list(Submission.objects.all()))
        self.backups = [self._backup()]

    @rule(who=ANY, what=ANY, words=ANY)
    def edit(self, who: int, what: int, words: int) -> None:
        item = self._item(what)
        edit(item, by=self._person(who), **{WORDS[type(item)]: f"Word {words}"})
        self.hands.setdefault(item.pk, set()).add(who % len(self.people))
        self._happened("edit")

    @rule(who=ANY, what=ANY)
    def submit(self, who: int, what: int) -> None:
        done = self._tried("submit", lambda: lifecycle.submit([self._item(what)], by=self._person(who)))
        self._submitted(who, done or [])

    @rule(who=ANY, which=ANY)
    def approve(self, who: int, which: int) -> None:
        if waiting := self._waiting(which):
            self._tried("approve", lambda: self._approve(who, [waiting]))

    @rule(who=ANY, other=ANY, what=ANY, words=ANY)
    def publish(self, who: int, other: int, what: int, words: int) -> None:
        """All three at once, so that much gets published."""
        self.edit(who, what, words)
        self.submit(who, what)
        if waiting := Submission.objects.filter(uid=self._item(what).pk, state="waiting").first():
            self._tried("approve", lambda: self._approve(who + 1 + other % 3, [waiting]))

    @rule(who=ANY, other=ANY, what=ANY, words=ANY)
    def plan(self, who: int, other: int, what: int, words: int) -> None:
        """For a moment from now: on the same day, by which reviews are counted."""
        self.edit(who, what, words)
        moment = timezone.now() + timedelta(seconds=20)
        item, by, another_one = self._item(what), self._person(who), who + 1 + other % 3
        done = self._tried("submit for a day", lambda: lifecycle.submit([item], by, planned_for=moment))
        self._submitted(who, done or [])
        for one in done or []:
            if self._tried("plan", lambda one=one: lifecycle.approve_for_its_day(one, self._person(another_one))):
                self.plans[one.pk] = another_one % len(self.people)

    @rule()
    def the_day_comes(self) -> None:
        with time_machine.travel(timezone.now() + timedelta(seconds=30)):
            for plan in planning.due():
                done = self._tried("publish as planned", lambda plan=plan: lifecycle.publish_planned(plan))
                if done and done.state == Submission.APPROVED:
                    asked = self.asked[done.pk]
                    assert self.plans[done.pk] not in {asked.by, *self.hands.pop(UUID(asked.what), set())}
                    self.decided.approve({UUID(asked.what): asked.details}, done.edition)
                    self._happened("published as planned")

    @rule(who=ANY, which=ANY)
    def call_off(self, who: int, which: int) -> None:
        if plan := _pick(Submission.objects.filter(state="planned").order_by("pk"), which):
            self._tried("call off", lambda: lifecycle.call_off(plan, by=self._person(who)))

    @rule(who=ANY, which=ANY)
    def send_back(self, who: int, which: int) -> None:
        if waiting := self._waiting(which):
            self._tried("send back", lambda: lifecycle.send_back(waiting, by=self._person(who), reason="Not yet."))

    @rule(who=ANY, what=ANY, how=st.sampled_from(["called", "page-read", "compiled"]))
    def still_correct(self, who: int, what: int, how: str) -> None:
        if held := Publication.objects.filter(pk=self._item(what).pk).first():
            said = Check(today(), how)
            number = self._tried("check", lambda: lifecycle.check({held.pk: held.version}, self._person(who), said))
            if number is not None:
                self.decided.check(held.pk, said, number)

    @rule(who=ANY, what=ANY, reason=REASONS)
    def withdraw(self, who: int, what: int, reason: str) -> None:
        if held := Publication.objects.filter(pk=self._item(what).pk).first():
            number = self._tried("withdraw", lambda: lifecycle.withdraw(held, self._person(who), reason))
            if number is not None:
                self.decided.withdraw([held.pk], number)

    @rule(who=ANY, other=ANY, whats=st.sets(ANY, min_size=1, max_size=3), reason=REASONS, words=TOLD, waits=SELDOM)
    def withdraw_as_two(self, who: int, other: int, whats: set[int], reason: str, words: str, waits: bool) -> None:
        held = list(Publication.objects.filter(pk__in=[self._item(what).pk for what in sorted(whats)]))
        self._propose("withdraw", withdrawing.details(held, reason, words), who, None if waits else other)

    @rule(who=ANY, other=ANY, edition=ANY, waits=SELDOM)
    def back_to_edition(self, who: int, other: int, edition: int, waits: bool) -> None:
        number = _pick(sorted(self.decided.editions)[:-1], edition)
        self._propose("back-to-edition", {"edition": number or 0}, who, None if waits else other)

    @rule(who=ANY, other=ANY, waits=SELDOM)
    def put_in_force(self, who: int, other: int, waits: bool) -> None:
        self._propose("put-in-force", {"above": 0}, who, None if waits else other)

    @rule(who=ANY, which=ANY)
    def approve_an_act(self, who: int, which: int) -> None:
        if act := _pick(Act.objects.filter(state="waiting").order_by("pk"), which):
            self._approve_act(act, who)

    @rule()
    def recompile(self) -> None:
        if number := self._tried("recompile", lambda: lifecycle.recompile() or 0):
            self.decided.note(number)

    @rule(who=ANY, of=st.sampled_from(KEYS))
    def change_a_key(self, who: int, of: str) -> None:
        """As docs/operating.md has it: every process with both, what is stored sealed anew, every process with one.

        Where that is refused, back in the same way. What was sealed with an older key comes first.
        """
        ours, older = getattr(settings, of), getattr(settings, f"{of}_BEFORE")
        change = {"EDITION_KEY": keys.change_edition_key, "RECORD_KEY": keys.change_record_key}[of]
        key = ours if older else f"{ours[:60]} {Record.objects.count()}"
        self._with_keys(of, key, older or ours)
        if self._tried(f"change {of}", lambda: change(self._person(who))) is not None:
            self._with_keys(of, key, "")
        elif not older:
            self._with_keys(of, ours, key)
            self._with_keys(of, ours, "")

    def _with_keys(self, of: str, key: str, before: str) -> None:
        setattr(settings, of, key)
        setattr(settings, f"{of}_BEFORE", before)
        self._restart()

    @rule()
    def back_up(self) -> None:
        if not self.written:
            self.backups = [*self.backups[-3:], self._backup()]

    @rule(which=ANY, who=ANY, other=ANY, how=st.sampled_from(["", "", *HOW]), waits=SELDOM)
    def database_goes_back(self, which: int, who: int, other: int, how: str, waits: bool) -> None:
        """With the keys it was sealed with accepted too, where they have been changed since.

        `how` it is written to before it is put in force; not at all where empty.
        """
        kept = _pick(self.backups, which)
        for of, key in kept.keys.items():
            setattr(settings, f"{of}_BEFORE", key if key != getattr(settings, of) else "")
        kept.there.restore()
        self.decided.go_back(kept.decided)
        self.written.clear()
        self._happened("database goes back")
        if how:
            self.write_to_the_database(how, which, other)
        if not waits:
            self.put_in_force(who, other, waits=False)

    @rule()
    def node_restarts(self) -> None:
        self._restart()
        self._happened("node restarts")

    @rule(is_known=EITHER)
    def somebody_publishes_where_no_node_is_known(self, is_known: bool) -> None:
        type(self).node_is_known = is_known

    @rule(how=st.sampled_from(HOW), which=ANY, row=ANY)
    def write_to_the_database(self, how: str, which: int, row: int) -> None:
        if how == "value":
            self._write_a_value(*_pick(WRITABLE, which), row % 5)
        elif how == "document":
            self._write_another_document(row)
        elif how == "words":
            self._write_words_at_a_tombstone(row)
        elif how == "older":
            self._write_an_older_version(row)
        else:
            self._delete_the_newest(_pick([TakenDown, SealedEdition, Record], which))

    def _write_a_value(self, table: type[models.Model], column: str, row: int) -> None:
        if found := _pick(table._base_manager.order_by("-pk"), row):
            self._write(found, column, another(getattr(found, column)))

    def _write_another_document(self, row: int) -> None:
        """With every digest that needs no key."""
        found = _pick(Publication.objects.filter(state="live"), row)
        newest = SealedEdition.objects.order_by("-number").first()
        if found and newest:
            forged = found.snapshot.replace("Word", FORGED).replace("Service", FORGED)
            self._write(found, "documents", {name: text.replace("/", "/x") for name, text in found.documents.items()})
            self._write(found, "snapshot", forged)
            self._write(found, "digest", snapshots.digest(forged))
            self._write(found, "fingerprint", sealing.fingerprint(found))
            prints = Publication.objects.values_list("fingerprint", flat=True)
            self._write(newest, "digest", digest(newest.number, prints))

    def _write_words_at_a_tombstone(self, row: int) -> None:
        """With the fingerprint, so that only a key tells."""
        if found := _pick(Publication.objects.filter(state="withdrawn"), row):
            self._write(found, "reason", f"closed: {FORGED}")
            self._write(found, "fingerprint", sealing.fingerprint(found))

    def _write_an_older_version(self, row: int) -> None:
        """Over what is there: so what was withdrawn is live again in the database."""
        old = _pick(self.backups[-1].there.rows(Publication), row)
        if now := Publication.objects.filter(pk=old.pk).first():
            for column in ("state", "version", "snapshot", "documents", "keys", "digest", "reason", "fingerprint"):
                self._write(now, column, getattr(old, column))

    def _delete_the_newest(self, table: type[models.Model]) -> None:
        if row := table._base_manager.order_by("-pk").first():
            row.delete()
            self.written.append((row, ""))
            self._happened("write")

    @rule()
    def what_was_written_is_put_back(self) -> None:
        while self.written:
            row, column = self.written.pop()
            with suppress(Error), transaction.atomic():
                if column:
                    type(row)._base_manager.filter(pk=row.pk).update(**{column: getattr(row, column)})
                else:
                    row.save(force_insert=True)

    @rule(who=ANY, what=ANY, column=st.sampled_from(OF_A_USER))
    def write_an_account(self, who: int, what: int, column: str) -> None:
        """Whose account was written to does nothing until somebody has put it back."""
        user = self._person(who)
        before = getattr(user, column)
        kept = type(user).objects.filter(pk=user.pk)
        kept.update(**{column: another(before)})
        _refused(lambda: lifecycle.submit([self._item(what)], by=user))
        _refused(lambda: lifecycle.withdraw(Publication.objects.order_by("pk").first(), user, "closed"))
        if waiting := self._waiting(what):
            _refused(lambda: lifecycle.approve([waiting], by=user))
        kept.update(**{column: before})
        self._happened("write an account")

    @rule(what=ANY)
    def approve_ones_own(self, what: int) -> None:
        """The hijacked account edits, submits, and approves."""
        hijacked = len(self.people) - 1
        self.edit(hijacked, what, 666)
        self.submit(hijacked, what)
        if waiting := Submission.objects.filter(uid=self._item(what).pk, state="waiting").first():
            _refused(lambda: lifecycle.approve([waiting], by=self.people[hijacked]))
            self._happened("approve one's own")

    @rule(what=ANY, name=ANY)
    def approve_ones_own_in_anothers_name(self, what: int, name: int) -> None:
        """The same, written into the database as if another had submitted it."""
        hijacked = len(self.people) - 1
        item = edit(self._item(what), **{WORDS[type(self._item(what))]: FORGED})
        self.submit(hijacked, what)
        if waiting := Submission.objects.filter(uid=item.pk, state="waiting").first():
            self._write(waiting, "by_id", self.people[name % hijacked].pk)
            forged = Submission.objects.get(pk=waiting.pk)
            _refused(lambda: lifecycle.approve([forged], by=self.people[hijacked]))
            self._happened("forge a name")

    @rule(who=ANY, other=ANY, what=ANY)
    def bend_a_proposal(self, who: int, other: int, what: int) -> None:
        """Details, what was shown and digest are changed together, before another approves what they now see."""
        held = list(Publication.objects.filter(pk=self._item(what).pk))
        proposed = self._propose("withdraw", withdrawing.details(held, "closed"), who, None)
        if proposed is None:
            return
        bent = {**proposed.details, "words": FORGED}
        shown = acts.preview("withdraw", bent)
        for column, value in (("details", bent), ("shown", shown), ("digest", acts._digest("withdraw", bent, shown))):
            self._write(proposed, column, value)
        _refused(lambda: acts.approve(Act.objects.get(pk=proposed.pk), by=self._person(other)))
        self._happened("bend a proposal")

    @invariant()
    def the_node_shows_only_what_two_people_decided(self) -> None:
        with suppress(reading.Unservable):
            keeper.refresh()
        node = keeper._keeper
        for edition in [node._current, *node._editions.values()]:
            for shown in edition.items.values() if edition else ():
                assert not (fault := self.decided.fault(shown)), fault

    def _propose(self, what: str, details: Any, who: int, other: int | None) -> Act | None:
        act = self._tried(f"propose {what}", lambda: acts.propose(what, details, by=self._person(who)))
        if act:
            self.acts[act.pk] = Asked(who % len(self.people), what, details)
            if other is not None:
                self._approve_act(act, other)
        return act

    def _approve_act(self, act: Act, who: int) -> None:
        done = self._tried(f"approve {act.what}", lambda: acts.approve(act, by=self._person(who)))
        if done is None:
            return
        asked = self.acts[act.pk]
        assert asked.by != who % len(self.people)
        if asked.what == "withdraw":
            uids = [UUID(uid) for uid in asked.details["uids"]]
            self.decided.explain(uids, asked.details["reason"], asked.details["words"])
            self.decided.withdraw(uids, done.edition)
        elif asked.what == "back-to-edition":
            self.decided.back_to(asked.details["edition"], done.edition)
        else:
            self.decided.in_force(done.edition)

    def _submitted(self, who: int, submissions: Sequence[Submission]) -> None:
        for one in submissions:
            self.asked[one.pk] = Asked(who % len(self.people), str(one.uid), one.snapshot)

    def _approve(self, who: int, submissions: Sequence[Submission]) -> int:
        number = lifecycle.approve(submissions, by=self._person(who))
        asked = [self.asked[one.pk] for one in submissions]
        for one in asked:
            assert who % len(self.people) not in {one.by, *self.hands.pop(UUID(one.what), set())}
        self.decided.approve({UUID(one.what): one.details for one in asked}, number)
        return number

    def _backup(self) -> Kept:
        return Kept(Backup(), self.decided.state(), {of: getattr(settings, of) for of in KEYS})

    def _waiting(self, which: int) -> Submission | None:
        return _pick(Submission.objects.filter(state="waiting").order_by("pk"), which)

    def _item(self, what: int) -> Publishable:
        item = _pick(self.items, what)
        return type(item).objects.get(pk=item.pk)

    def _person(self, who: int) -> Any:
        return _pick(self.people, who)

    def _write(self, row: models.Model, column: str, value: Any) -> None:
        """As whoever has the database does; the database itself, or the type of the column, may refuse it."""
        before = type(row)._base_manager.filter(pk=row.pk).first()
        with suppress(Error, TypeError, ValueError), transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{column: value})
            setattr(row, column, value)
            self.written.append((before, column))
            self._happened("write")

    def _tried(self, what: str, act: Callable[[], T]) -> T | None:
        try:
            done = act()
        except Refusal:
            self._happened(f"{what} refused")
            return None
        self._happened(what)
        return done

    def _happened(self, what: str) -> None:
        self.happened[what] += 1

    def _restart(self) -> None:
        """The node ends, and has its newest edition on file; another process starts from its disk."""
        with suppress(reading.Unservable):
            keeper.refresh()
        node, folder = keeper._keeper, settings.EDITIONS_FOLDER
        if node.held() and node.held().seal and not node.is_database_different:
            folder.mkdir(exist_ok=True)
            bundle.write(folder, node.held(), datetime.now(UTC))
        keeper.forget()
        node.take_down(taken_down.on_disk(folder))
        if edition := bundle.newest(folder):
            node.hold_file(edition)
        with suppress(reading.Unservable):
            keeper.refresh()


def _pick(found: Any, number: int) -> Any:
    """One of them; None where there is none."""
    held = list(found)
    return held[number % len(held)] if held else None


def _refused(act: Callable[[], Any]) -> None:
    try:
        act()
    except Refusal:
        return
    raise AssertionError("This was to be refused.")


def _forget_the_node() -> None:
    """Its memory and its disk."""
    keeper.forget()
    settings.RECORD_HEAD.unlink(missing_ok=True)
    for file in settings.EDITIONS_FOLDER.glob("*"):
        file.unlink()
