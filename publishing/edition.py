"""Everything public at one number, held in memory and never changed.

An `Edition` has a `Shelf` for each kind and order: the finished documents in one total order, and an index
from every key to a bitmap, a Python int with one bit per document. A `Selection` is a shelf and a bitmap.
A question is then a few `&` and `|` on ints and a join of bytes, whatever the number of documents.

Nothing here knows Django, or what the kinds are: that comes in as a `Layout`.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Self

CHUNK = 128  # bytes of a bitmap looked at together when a page is cut out of it


@dataclass(frozen=True, slots=True)
class Entry:
    """One publication as the public gets it: a live document, or the tombstone of a withdrawn one."""

    kind: str
    uid: str
    slug: str
    version: int
    edition: int
    digest: str
    document: bytes = b""
    keys: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    replacement: str = ""
    published_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        return bool(self.document)


@dataclass(frozen=True)
class Layout:
    """How the documents of one kind are shelved.

    `orders`: name to a function from an entry to its sort key (total: the uid comes last); the first is the default.
    `decode`: for keys that are not plain words, from the stored JSON value to the value the index holds.
    `words`: keys with many values, kept as lists of places and not as bitmaps.
    `selection`: the class whose verbs ask this kind.
    """

    orders: Mapping[str, Callable[[Entry], Any]]
    decode: Mapping[str, Callable[[Any], Hashable]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    selection: "type[Selection] | None" = None


class Shelf:
    """The live documents of one kind in one total order, and what each is found by.

    Built once in about 15 µs a document. `memo` is for what a kind works out of its own shelf and wants to keep.
    """

    def __init__(self, entries: Iterable[Entry], layout: Layout, order: str):
        self.memo: dict = {}
        self.order = layout.orders[order]
        self.entries = tuple(sorted(entries, key=self.order))
        self.everything = (1 << len(self.entries)) - 1
        self._decoded: dict[str, dict[str, Hashable]] = {name: {} for name in layout.decode}
        places = self._places(layout)
        self._words = {name: dict(sorted(places.pop(name, {}).items())) for name in layout.words}
        self._sorted_words = {name: list(values) for name, values in self._words.items()}
        self._bitmaps = {
            name: {value: bitmap(at, len(self.entries)) for value, at in values.items()}
            for name, values in places.items()
        }

    def _places(self, layout: Layout) -> dict[str, dict[Hashable, list[int]]]:
        found: dict[str, dict[Hashable, list[int]]] = {}
        for place, entry in enumerate(self.entries):
            for name, values in entry.keys.items():
                if not isinstance(values, list):
                    continue  # a single value is for ordering, not for finding
                here = found.setdefault(name, {})
                for value in values:
                    if name in layout.decode:
                        text = repr(value)
                        if text not in self._decoded[name]:
                            self._decoded[name][text] = layout.decode[name](value)
                        value = self._decoded[name][text]
                    here.setdefault(value, []).append(place)
        return found

    def values(self, name: str) -> Mapping[Hashable, int]:
        """Each value of the key `name` with the bitmap of the documents that have it."""
        return self._bitmaps.get(name, {})

    def value_of(self, name: str, stored: Any) -> Any:
        """What a stored key of one of this shelf's entries stands for, without decoding it again."""
        return self._decoded[name][repr(stored)]

    def of_prefix(self, name: str, prefix: str) -> int:
        """The documents that have a word beginning with `prefix`."""
        words = self._sorted_words[name]
        places: set[int] = set()
        for at in range(bisect_left(words, prefix), len(words)):
            if not words[at].startswith(prefix):
                break
            places.update(self._words[name][words[at]])
        return bitmap(places, len(self.entries))

    def of_word(self, name: str, word: str) -> int:
        return bitmap(self._words[name].get(word, ()), len(self.entries))


def bitmap(places: Iterable[int], length: int) -> int:
    """An int with the bit of each place set. The cost is `length / 8` bytes and one step a place."""
    octets = bytearray((length + 7) // 8)
    for place in places:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


def places(bits: int, start: int, stop: int) -> list[int]:
    """The places of the `start`-th to `stop`-th set bit (0-based, `stop` not included), ascending.

    Whole chunks are passed over by counting, so a page deep inside costs no walk bit by bit.
    """
    found: list[int] = []
    octets = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    seen = 0
    for at in range(0, len(octets), CHUNK):
        chunk = int.from_bytes(octets[at : at + CHUNK], "little")
        count = chunk.bit_count()
        if seen + count > start:
            for rank in range(seen, min(seen + count, stop)):
                low = chunk & -chunk
                if rank >= start:
                    found.append(at * 8 + low.bit_length() - 1)
                chunk ^= low
        seen += count
        if seen >= stop:
            break
    return found


class Selection(Sequence[Entry]):
    """Some of the documents of a shelf, in its order. Immutable: a verb gives a narrower selection."""

    def __init__(self, shelf: Shelf, bits: int | None = None):
        self.shelf = shelf
        self.bits = shelf.everything if bits is None else bits

    def only(self, bits: int) -> Self:
        return type(self)(self.shelf, self.bits & bits)

    def without(self, bits: int) -> Self:
        return type(self)(self.shelf, self.bits & ~bits)

    def having(self, name: str, values: Iterable[Hashable]) -> Self:
        """Those with any of `values` under the key `name`."""
        return self.only(self.any_of(name, values))

    def where(self, name: str, accepts: Callable[[Any], bool]) -> Self:
        """Those with a value of the key `name` that `accepts` says yes to. Asked once a distinct value."""
        bits = 0
        for value, having in self.shelf.values(name).items():
            if accepts(value):
                bits |= having
        return self.only(bits)

    def any_of(self, name: str, values: Iterable[Hashable]) -> int:
        known = self.shelf.values(name)
        bits = 0
        for value in values:
            bits |= known.get(value, 0)
        return bits

    def with_words(self, name: str, words: Sequence[str]) -> Self:
        """Those with every one of `words`; the last may be the beginning of a word."""
        if not words:
            return self
        bits = self.shelf.of_prefix(name, words[-1])
        for word in words[:-1]:
            bits &= self.shelf.of_word(name, word)
        return self.only(bits)

    def __len__(self) -> int:
        return self._count

    @cached_property
    def _count(self) -> int:
        return self.bits.bit_count()

    def __getitem__(self, item):
        if isinstance(item, slice):
            start, stop, _ = item.indices(len(self))
            return [self.shelf.entries[place] for place in places(self.bits, start, stop)]
        return self[item : item + 1][0]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self[:])


class InTurn(Sequence[Entry]):
    """Several selections one after another, as one sequence: first those that are open, then the others."""

    def __init__(self, *selections: Selection):
        self.selections = selections

    def __len__(self) -> int:
        return sum(len(selection) for selection in self.selections)

    def __getitem__(self, item):
        start, stop, _ = item.indices(len(self)) if isinstance(item, slice) else (item, item + 1, 1)
        found: list[Entry] = []
        for selection in self.selections:
            count = len(selection)
            if start < count and stop > 0:
                found += selection[max(start, 0) : max(stop, 0)]
            start, stop = start - count, stop - count
        return found if isinstance(item, slice) else found[0]


class Edition:
    """Everything public at `number`, since `published_at`. `digest` names the content: equal digests serve equal bytes.

    `shelves`: those of an edition before that are the same in this one. Where nobody knows when the edition was made,
    it is as old as its newest publication.
    """

    def __init__(
        self,
        number: int,
        entries: Iterable[Entry],
        layouts: Mapping[str, Layout],
        shelves: "Mapping[tuple[str, str], Shelf] | None" = None,
        published_at: datetime | None = None,
    ):
        self.number = number
        self.entries = {entry.uid: entry for entry in entries}
        self.layouts = layouts
        self.by_slug = {(entry.kind, entry.slug): entry for entry in self.entries.values()}
        self.digest = digest(number, ((e.uid, e.edition, e.digest, e.is_live) for e in self.entries.values()))
        self._shelves = {
            (kind, order): (shelves or {}).get((kind, order))
            or Shelf((e for e in self.entries.values() if e.kind == kind and e.is_live), layout, order)
            for kind, layout in layouts.items()
            for order in layout.orders
        }
        self.published_at = published_at or max(
            (e.published_at for e in self.entries.values() if e.published_at), default=None
        )
        self.memo: dict = {}

    def select(self, kind: str, order: str | None = None) -> Selection:
        layout = self.layouts[kind]
        shelf = self._shelves[kind, order or next(iter(layout.orders))]
        return (layout.selection or Selection)(shelf)

    def find(self, kind: str, name: str) -> Entry | None:
        """The publication of `kind` with this uid (canonical lower-case form) or slug, live or withdrawn."""
        entry = self.entries.get(name)
        return entry if entry and entry.kind == kind else self.by_slug.get((kind, name))

    def changed(self, number: int, entries: Iterable[Entry], published_at: datetime | None) -> "Edition":
        """The edition `number`, in which `entries` have replaced what was held of the same uids."""
        newer = {entry.uid: entry for entry in entries}
        kinds = {entry.kind for entry in newer.values()}
        unchanged = {key: shelf for key, shelf in self._shelves.items() if key[0] not in kinds}
        return Edition(number, {**self.entries, **newer}.values(), self.layouts, unchanged, published_at)


def digest(number: int, publications: Iterable[tuple[Hashable, int, str, bool]]) -> str:
    """The digest of an edition. Of each publication: uid, number of the edition that changed it, digest, is it live."""
    lines = sorted(f"{uid} {edition} {digest} {is_live:d}" for uid, edition, digest, is_live in publications)
    return hashlib.sha256("\n".join([str(number), *lines]).encode()).hexdigest()
