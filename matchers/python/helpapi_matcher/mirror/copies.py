"""A copy of everything public: a bundle, as the matcher takes it, and the statement that proves it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from helpapi_matcher.mirror import reading
from helpapi_matcher.mirror.refusals import MALFORMED, MIXED, Refused
from helpapi_matcher.mirror.statements import Statement

NONE, FRESH, OUT_OF_DATE, CONTACTS_HIDDEN = "none", "fresh", "out-of-date", "contacts-hidden"


@dataclass(frozen=True)
class Proof:
    """What stays with a copy of the statement that proved it."""

    edition: int
    sequence: int
    issued_at: datetime
    expires_at: datetime
    contents: str
    reference: str
    hide_contacts_after_days: int

    @classmethod
    def of(cls, said: Statement) -> Proof:
        days = said.hide_contacts_after_days
        return cls(
            said.edition, said.sequence, said.issued_at, said.expires_at, said.contents, said.reference, days
        )  # fmt: skip


@dataclass(frozen=True)
class Copy:
    """`recalls_of`: the sequence that its recalls are of. `etag`: of the answer that said that nothing has changed."""

    proof: Proof
    bundle: dict[str, Any]
    recalls_of: int
    etag: str = ""

    def state(self, now: datetime) -> str:
        """What an app may show of it: see `Mirror`."""
        if now >= self.proof.issued_at + timedelta(days=self.proof.hide_contacts_after_days):
            return CONTACTS_HIDDEN
        return OUT_OF_DATE if now >= self.proof.expires_at else FRESH

    def proven_anew(self, said: Statement, etag: str) -> Copy:
        """The same contents, by a statement that is no older."""
        newer = Proof.of(said) if said.issued_at >= self.proof.issued_at else self.proof
        return replace(self, proof=newer, etag=etag)


def whole(parts: Sequence[dict[str, Any]], said: Statement) -> Copy:
    """A copy from the files of a bundle, which has to be that of the statement in all its parts."""
    entries = [entry for part in parts for entry in part.get("entries", ())]
    members = {name: value for part in parts for name, value in part.items()}
    copy = _made({**members, "entries": entries}, said, entries, said.sequence)
    if any(part.get("edition") != said.edition or part.get("sequence") != said.sequence for part in parts):
        raise Refused(MIXED, "the bundle is of another edition than its statement")
    if reading.digest(reading.compact(reading.member(members, "reference", dict))) != said.reference:
        raise Refused(MIXED, "the reference data are not those of the statement")
    return copy


def changed(before: Copy, changes: Iterable[Any], said: Statement) -> Copy:
    """A copy with each changed entry in the place of its former one."""
    found = {_name(entry): entry for entry in before.bundle["entries"]}
    for entry in changes:
        found[_name(entry)] = entry
    entries = [found[name] for name in sorted(found)]
    if said.reference != before.proof.reference:
        raise Refused(MIXED, "the reference data have changed too")
    return _made(before.bundle, said, entries, before.recalls_of)


def contents(entries: Iterable[Any]) -> str:
    """The digest of all entries, whatever their order."""
    return reading.digest("\n".join(sorted(reading.digest(reading.compact(entry)) for entry in entries)).encode())


def _made(bundle: dict[str, Any], said: Statement, entries: list[Any], recalls_of: int) -> Copy:
    names = [_name(entry) for entry in entries]
    if len(set(names)) < len(names):
        raise Refused(MIXED, "an item is there twice")
    if contents(entries) != said.contents:
        raise Refused(MIXED, "the entries are not those of the statement")
    same = {"edition": said.edition, "sequence": said.sequence, "contents": said.contents}
    hidden = {"hide_contacts_after_days": said.hide_contacts_after_days, "entries": entries}
    return Copy(Proof.of(said), {**bundle, **same, "reference_digest": said.reference, **hidden}, recalls_of)


def _name(entry: Any) -> tuple[str, str]:
    if not isinstance(entry, dict):
        raise Refused(MALFORMED, "an entry is no object")
    return reading.member(entry, "kind", str), reading.member(entry, "uid", str)
