"""A copy that keeps itself right: it takes only what is proven, only forwards, and shows what it is worth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from helpapi_matcher.mirror import copies, reading, roots, statements
from helpapi_matcher.mirror.copies import Copy
from helpapi_matcher.mirror.fetching import SECONDS, Answer, Server
from helpapi_matcher.mirror.refusals import EXPIRED, MIXED, ROLLBACK, TAMPERED, UNKNOWN_KEY, Refused, Unreachable
from helpapi_matcher.mirror.roots import Root
from helpapi_matcher.mirror.statements import Part, Recalls, Statement
from helpapi_matcher.mirror.storing import Folder

SMALL = 256 * 1024  # bytes: a pointer, a list of recalls, a root
PAGE = 4 * 1024 * 1024  # a page of changes
LARGEST = 64 * 1024 * 1024  # whatever a statement says of a bundle
MOST_PAGES = 100  # of changes; a bundle is smaller than more of them
MOST_ROOTS = 64  # that are followed in one go
CHANGES = "/api/v1/changes?"
NEXT = re.compile(r"/changes\?([A-Za-z0-9_=&-]{1,200})\Z")  # of a link to a page, what it asks
ROOTS_EVERY = timedelta(hours=1)  # that it is asked whether there is a next root


@dataclass(frozen=True)
class Outcome:
    """`state`: none, fresh, out-of-date or contacts-hidden. `refusal`: the name of what was not taken; None: nothing.

    Where there was no answer nothing is refused: the copy ages, and its state says so.
    """

    state: str
    edition: int | None
    refusal: str | None


class Mirror:
    """A copy of what the server at `address` has public, in a folder of its own.

    `root`: the bytes of the root.json that the app was built with. It is what all else is proven by.
    `seconds`: that a download may take. Raises Refused where the root is none.
    """

    def __init__(self, address: str, folder: str | Path, root: bytes, seconds: float = SECONDS) -> None:
        self._server, self._folder = Server(address, seconds), Folder(Path(folder))
        self._root = self._folder.root(roots.pinned(root))
        self._copy = self._folder.copy()
        self._recalls, self._recalls_etag = self._folder.recalls()
        self._asked_for_roots: datetime | None = None
        self._has_just_asked = False

    @property
    def bundle(self) -> dict[str, Any] | None:
        """What the matcher takes, with the newest recalls; None where there is no copy."""
        return {**self._copy.bundle, "recalls": self.recalls} if self._copy else None

    @property
    def recalls(self) -> list[dict[str, Any]]:
        """The channels and values that nobody may be shown, by the newest list that there is."""
        newer = self._newer_recalls()
        return list(newer.recalls if newer else self._copy.bundle.get("recalls", ()) if self._copy else ())

    def state(self, now: datetime | None = None) -> str:
        """What may be shown: by `none` the emergency notice alone, by `fresh` all of it.

        By `out-of-date` all of it, with the words that it may be out of date. By `contacts-hidden` no numbers and
        addresses any more, but advice and the emergency notice.
        """
        return self._copy.state(_moment(now)) if self._copy else copies.NONE

    def update(self, now: datetime | None = None) -> Outcome:
        """Take what is new: one request where there is a copy, three at most where there is none."""
        return self._attempt(self._update, _moment(now))

    def update_recalls(self, now: datetime | None = None) -> Outcome:
        """Take the newest list of recalls: one request, for every minute."""
        return self._attempt(self._update_recalls, _moment(now))

    def _attempt(self, take: Any, now: datetime) -> Outcome:
        refusal = None
        self._has_just_asked = False
        try:
            self._follow_roots(now)
            take(now)
        except Refused as refused:
            refusal = refused.name
        except Unreachable:
            pass
        return Outcome(self.state(now), self._copy.proof.edition if self._copy else None, refusal)

    def _update(self, now: datetime) -> None:
        mixed = None
        if self._copy:
            try:
                return self._take_changes(self._copy, now)
            except Refused as refused:
                if refused.name != MIXED:
                    raise
                mixed = refused  # what changed is not all that changed: the bundle is whole
        try:
            self._take_bundle(now)
        except Unreachable:
            if mixed:
                raise mixed from None
            raise

    def _take_changes(self, copy: Copy, now: datetime) -> None:
        answer = self._server.get(f"{CHANGES}since={copy.proof.edition}", PAGE, copy.etag)
        if answer.status == 304 and copy.etag:
            return
        if answer.status == 410:
            raise Refused(MIXED, "it is too long ago")
        page = _good(answer)
        said = self._statement(page, now)
        changes = list(reading.member(page, "results", list))
        for further in self._further_pages(page):
            if further.get("jws") != said.jws:
                raise Refused(MIXED, "an edition came between two pages")
            changes += reading.member(further, "results", list)
        if changes or said.contents != copy.proof.contents or said.reference != copy.proof.reference:
            self._keep(copies.changed(copy, changes, said))
        else:
            self._keep(copy.proven_anew(said, answer.etag))

    def _further_pages(self, page: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """In the edition that the first one is of, as its link says."""
        for _ in range(MOST_PAGES):
            if page.get("next") is None:
                return
            found = NEXT.search(reading.member(page, "next", str))
            answer = self._server.get(CHANGES + found[1], PAGE) if found else None
            if answer is None or answer.status == 410:
                raise Refused(MIXED, "the edition of the first page is gone")
            page = _good(answer)
            yield page
        raise Refused(MIXED, "so many pages are more than a bundle")

    def _take_bundle(self, now: datetime) -> None:
        said = self._statement(_good(self._server.get("/api/v1/bundle", SMALL)), now)
        if sum(part.length for part in said.parts) > LARGEST:
            raise Refused(TAMPERED, "no bundle is so large")
        self._keep(copies.whole([self._part(part) for part in said.parts], said))

    def _part(self, part: Part) -> dict[str, Any]:
        answer = self._server.get(part.path, part.length)
        if answer.status != 200:
            raise Unreachable(f"{part.path} answers {answer.status}")
        if len(answer.body) != part.length or reading.digest(answer.body) != part.sha256:
            raise Refused(TAMPERED, "a part of the bundle is not the one that the statement names")
        return reading.parsed(answer.body)

    def _update_recalls(self, now: datetime) -> None:
        answer = self._server.get("/api/v1/recalls", SMALL, self._recalls_etag)
        if answer.status == 304 and self._recalls_etag:
            return
        page = _good(answer)
        said = self._proven(page, now, statements.recalls)
        if self._recalls and said.sequence < self._recalls.sequence:
            raise Refused(ROLLBACK, "the list of recalls is an older one")
        if self._recalls and said.sequence == self._recalls.sequence and said.issued_at < self._recalls.issued_at:
            return
        self._folder.keep_recalls(said, answer.etag)
        self._recalls, self._recalls_etag = said, answer.etag

    def _statement(self, page: dict[str, Any], now: datetime) -> Statement:
        said: Statement = self._proven(page, now, statements.statement)
        if self._copy and said.sequence < self._copy.proof.sequence:
            raise Refused(ROLLBACK, "the edition is an older one")
        return said

    def _proven(self, page: dict[str, Any], now: datetime, read: Any) -> Any:
        """By the newest root; a key that is new is looked for in the next one."""
        try:
            return read(page, self._root, now)
        except Refused as refused:
            if refused.name != UNKNOWN_KEY or self._has_just_asked:
                raise
            self._asked_for_roots = None
            self._follow_roots(now)
            return read(page, self._root, now)

    def _follow_roots(self, now: datetime) -> None:
        """Take each next root, when it is time to ask for one."""
        asked = self._asked_for_roots
        if asked is None or not asked <= now < asked + ROOTS_EVERY:
            for _ in range(MOST_ROOTS):
                answer = self._server.get(f"/api/v1/trust/{self._root.version + 1}.root.json", SMALL)
                if answer.status != 200:
                    break
                self._take_root(roots.after(self._root, answer.body))
            self._asked_for_roots, self._has_just_asked = now, True
        if self._root.expires <= now:
            raise Refused(EXPIRED, "the root has expired")

    def _take_root(self, root: Root) -> None:
        self._folder.keep_root(root)
        self._root = root

    def _keep(self, copy: Copy) -> None:
        self._folder.keep_copy(copy)
        self._copy = copy

    def _newer_recalls(self) -> Recalls | None:
        """None where there are none, or where those that came with the bundle are newer."""
        is_newer = self._recalls and not (self._copy and self._recalls.sequence < self._copy.recalls_of)
        return self._recalls if is_newer else None


def _good(answer: Answer) -> dict[str, Any]:
    if answer.status != 200:
        raise Unreachable(f"it answers {answer.status}")
    return reading.parsed(answer.body)


def _moment(now: datetime | None) -> datetime:
    return now or datetime.now(UTC)
