"""Everything public at one number, held in memory and never changed.

An `Edition` has a `Shelf` for each kind and order: the finished documents in one total order, and an index
from every key to a bitmap, a Python int with one bit per document. A `Selection` is a shelf and a bitmap.
A question is then a few `&` and `|` on ints and a join of bytes, whatever the number of documents.

Nothing here knows Django, or what the kinds are: that comes in as a `Layout`. A shelf, what is selected from it and the
edition know each other's bitmaps, and nobody else does, which is why this is longer than other rooms.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, Self, TypeVar

import orjson

T = TypeVar("T", covariant=True)
V = TypeVar("V", bound=Hashable)
CHUNK = 128  # bytes of a bitmap looked at together when a page is cut out of it
FIRST = (1 << 8 * CHUNK) - 1  # the first of them
ENGLISH = "en"
FEW = 4  # one of so many documents, at most, for an index to be changed and not made anew
LARGEST_EDITION = 999_999_999
LAID_OVER = 700_000_000  # what is above stands, in the links of a walk, for an edition with something taken down


@dataclass(frozen=True, slots=True)
class Published:
    """One publication as the public gets it: a live document, or the tombstone of a withdrawn one.

    `document` is English; `translations`: the same in other languages, by BCP 47 tag, each as a whole.
    `fingerprint`: of all the others. It is worked out here and nowhere else, in some tens of µs, from what is held.
    """

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
    translations: Mapping[str, bytes] = field(default_factory=dict)
    is_live: bool = field(init=False, repr=False, compare=False)
    fingerprint: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Held by itself: whoever asks it of the document makes a copy of its memory in each process that was forked.
        object.__setattr__(self, "is_live", bool(self.document))
        object.__setattr__(self, "fingerprint", self._fingerprint())

    def _fingerprint(self) -> str:
        facts = [
            self.kind, self.uid, self.slug, self.version, self.edition, self.digest, self.is_live, self.reason,
            self.replacement, self.published_at and self.published_at.timestamp(), self.keys,
            hashlib.sha256(self.document).hexdigest(),
            *((tag, hashlib.sha256(said).hexdigest()) for tag, said in sorted(self.translations.items())),
        ]  # fmt: skip
        return hashlib.sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def is_said(self, tag: str) -> bool:
        """Whether there is a document in a language, which there always is in English."""
        return tag == ENGLISH or tag in self.translations

    def said(self, tag: str) -> bytes:
        """The document in a language, or in English where there is none in it."""
        return self.translations.get(tag, self.document)


class Common:
    """What items have in common, in memory once: equal values come out as one object, which nobody may change.

    For as long as many items are read. The keys of a service take a fifth of what they take otherwise.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, Any] = {}

    def of(self, value: Any) -> Any:
        """The value that JSON can hold, or the moment, as it was first met."""
        if isinstance(value, str | datetime):
            return self._kept.setdefault(value, value)
        return self._of_many(value) if isinstance(value, list | dict) else value

    def _of_many(self, value: Any) -> Any:
        written = orjson.dumps(value)  # bytes, so that it is no other key
        found = self._kept.get(written)
        if found is None:
            found = self._kept[written] = self._keys(value) if isinstance(value, dict) else [*map(self.of, value)]
        return found

    def _keys(self, keys: Mapping[str, Any]) -> dict[str, Any]:
        return {self.of(name): self.of(value) for name, value in keys.items()}

    def item(self, values: Mapping[str, Any]) -> Published:
        """An item of these values, by the names of its fields; `document` and `translations` as text.

        Its bytes are copied, for `encode` leaves room behind them: of three bytes a character, where most take one.
        """
        shared = {name: self.of(values[name]) for name in ("kind", "reason", "replacement", "published_at")}
        document = _bytes(values["document"])
        said = {self.of(tag): _bytes(text) for tag, text in values["translations"].items()}
        keys = self._keys(values["keys"])
        return Published(**{**values, **shared, "keys": keys, "document": document, "translations": said})


def _bytes(text: str) -> bytes:
    return bytes(memoryview(text.encode()))


@dataclass(frozen=True, slots=True)
class Seal:
    """What an edition is, and which it follows; `mac` proves it to whoever has the key (publishing/sealing.py).

    `restored_from`: the number a restored database was at, where two people put it in force; such an edition follows
    whatever has a smaller number.
    """

    number: int
    digest: str
    before: str
    restored_from: int | None
    at: datetime
    mac: str = ""


class MissingKey(LookupError):
    """Documents are asked for by a key that not all of them were published with, and would be passed over."""


@dataclass(frozen=True)
class Key(Generic[V]):
    """What documents are found by, and of which type its values are.

    `decode`: from the stored JSON value to the value the index holds; None: the stored value is that.
    """

    name: str
    decode: Callable[[Any], V] | None = None


@dataclass(frozen=True)
class Layout:
    """How the documents of one kind are shelved.

    `orders`: name to a function from an item to its sort key (total: the uid comes last); the first is the default.
    `decoded`: the keys whose values are not as they are stored.
    `words`: keys with many values, kept as lists of positions and not as bitmaps.
    """

    orders: Mapping[str, Callable[[Published], tuple[Any, ...]]]
    decoded: tuple[Key[Any], ...] = ()
    words: tuple[Key[str], ...] = ()


Decoders = Mapping[str, Callable[[Any], Hashable]]


def by_name(item: Published) -> tuple[str, str]:
    """An order for kinds with a key `name`."""
    return item.keys["name"], item.uid


class Shelf:
    """The live documents of one kind in one total order, and what each is found by.

    Built once in about 15 µs a document. `memo` is for what a kind works out of its own shelf and wants to keep;
    `of_items`, by a name of its choice and then by their uids, for what it works out of single items alone. That is
    as good for the next edition's shelf, which takes it over.
    """

    def __init__(self, items: Iterable[Published], layout: Layout, order: str):
        self.memo: dict[Hashable, Any] = {}
        self.of_items: dict[str, dict[str, Any]] = {}
        self.order = layout.orders[order]
        self.items = tuple(sorted(items, key=self.order))
        self.everything = (1 << len(self.items)) - 1
        self._keys = frozenset.intersection(*(frozenset(item.keys) for item in self.items)) if self.items else None
        self._decoded: dict[str, dict[str, Any]] = {key.name: {} for key in layout.decoded}
        positions = self._positions({key.name: key.decode for key in layout.decoded if key.decode})
        self._words = {key.name: dict(sorted(positions.pop(key.name, {}).items())) for key in layout.words}
        self._sorted_words = {name: list(values) for name, values in self._words.items()}
        self._bitmaps = {
            name: {value: bitmap(at, len(self.items)) for value, at in values.items()}
            for name, values in positions.items()
        }

    def _positions(self, decoders: Decoders) -> dict[str, dict[Any, list[int]]]:
        found: dict[str, dict[Any, list[int]]] = {}
        for position, item in enumerate(self.items):
            for name, value in self._found_by(item, decoders):
                found.setdefault(name, {}).setdefault(value, []).append(position)
        return found

    def _found_by(self, item: Published, decoders: Decoders) -> Iterator[tuple[str, Hashable]]:
        for name, values in item.keys.items():
            if not isinstance(values, list):
                continue  # a single value is for ordering, not for finding
            for value in values:
                if name in decoders:
                    text = repr(value)
                    if text not in self._decoded[name]:
                        self._decoded[name][text] = decoders[name](value)
                    value = self._decoded[name][text]
                yield name, value

    def changed(self, newer: Collection[Published], layout: Layout, order: str) -> "Shelf":
        """The shelf with these in the place of what it has of the same uids.

        Where they are few, and each stays where it is, the rest of the index is taken over: a few ms in the place of a
        second at 20,000 documents.
        """
        places = {item.uid: place for place, item in enumerate(self.items)}
        at = {places[item.uid]: item for item in newer if item.uid in places}
        stay = all(self._keeps_its_place(item, places) for item in newer if item.is_live or item.uid in places)
        replaced = {item.uid for item in newer}
        if stay and len(at) * FEW <= len(self.items):
            found = self._with(at, {key.name: key.decode for key in layout.decoded if key.decode})
        else:
            others = (item for item in self.items if item.uid not in replaced)
            found = Shelf([*others, *(item for item in newer if item.is_live)], layout, order)
        found._take_over(self, replaced)
        return found

    def _keeps_its_place(self, item: Published, places: Mapping[str, int]) -> bool:
        held = self.items[places[item.uid]] if item.uid in places and item.is_live else None
        return held is not None and self.order(held) == self.order(item) and held.keys.keys() == item.keys.keys()

    def _with(self, at: Mapping[int, Published], decoders: Decoders) -> "Shelf":
        """The same with other documents at some of its places."""
        found = copy(self)
        items = list(self.items)
        found.memo, found.of_items = {}, {}
        found._bitmaps = {name: dict(values) for name, values in self._bitmaps.items()}
        found._words = {name: dict(values) for name, values in self._words.items()}
        for place, item in at.items():
            before, after = (set(self._found_by(one, decoders)) for one in (items[place], item))
            items[place] = item
            for name, value in before - after:
                found._take_out(name, value, place)
            for name, value in after - before:
                found._put_in(name, value, place)
        found.items = tuple(items)
        found._sorted_words = {name: sorted(values) for name, values in found._words.items()}
        return found

    def _take_out(self, name: str, value: Any, place: int) -> None:
        index: dict[Any, Any] = self._bitmaps[name] if name in self._bitmaps else self._words[name]
        held = index.pop(value)
        left = held & ~(1 << place) if isinstance(held, int) else [one for one in held if one != place]
        if left:
            index[value] = left

    def _put_in(self, name: str, value: Any, place: int) -> None:
        if name in self._words:
            self._words[name][value] = [*self._words[name].get(value, ()), place]
        else:
            values = self._bitmaps.setdefault(name, {})
            values[value] = values.get(value, 0) | 1 << place

    def values(self, key: Key[V]) -> Mapping[V, int]:
        """Each value of the key with the bitmap of the documents that have it, or MissingKey."""
        name = key.name
        if self._keys is not None and name not in self._keys:
            fault = f"Not every document has the key “{name}”: it must be in the keys of its kind; then run recompile."
            raise MissingKey(fault)
        return self._bitmaps.get(name, {})

    def value_of(self, key: Key[V], stored: Any) -> V:
        """What a stored value of one of this shelf's items stands for, without decoding it again."""
        value: V = self._decoded[key.name][repr(stored)]
        return value

    def _take_over(self, before: "Shelf", changed: Collection[str]) -> None:
        """What was worked out of the items of the shelf before, but of those with these uids."""
        for name, found in before.of_items.copy().items():  # copies, for it is being added to meanwhile
            self.of_items[name] = same = found.copy()
            for uid in changed:
                same.pop(uid, None)

    def of_prefix(self, key: Key[str], prefix: str) -> int:
        """The documents that have a word beginning with `prefix`."""
        words, found = self._sorted_words[key.name], self._words[key.name]
        positions: set[int] = set()
        for at in range(bisect_left(words, prefix), len(words)):
            if not words[at].startswith(prefix):
                break
            positions.update(found[words[at]])
        return bitmap(positions, len(self.items))

    def of_word(self, key: Key[str], word: str) -> int:
        return bitmap(self._words[key.name].get(word, ()), len(self.items))


def bitmap(positions: Iterable[int], length: int) -> int:
    """An int with the bit of each position set. The cost is `length / 8` bytes and one step a position."""
    octets = bytearray((length + 7) // 8)
    for position in positions:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")


def positions(bits: int, start: int, stop: int) -> list[int]:
    """The positions of the `start`-th to `stop`-th set bit (0-based, `stop` not included), ascending.

    Whole chunks are passed over by counting, so a page deep inside costs no walk bit by bit; of a first page, which is
    asked for most, no more is looked at than its own.
    """
    first = bits & FIRST
    if first.bit_count() >= stop:
        return _set_bits(first, start, stop)
    found: list[int] = []
    octets = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    seen = 0
    for at in range(0, len(octets), CHUNK):
        chunk = int.from_bytes(octets[at : at + CHUNK], "little")
        count = chunk.bit_count()
        if seen + count > start:
            found += [at * 8 + place for place in _set_bits(chunk, max(start - seen, 0), stop - seen)]
        seen += count
        if seen >= stop:
            break
    return found


def _set_bits(chunk: int, start: int, stop: int) -> list[int]:
    """By the digits of a number that is not long, the first in front: the fastest there is in Python."""
    digits, found = f"{chunk:b}"[::-1], list[int]()
    place = digits.find("1")
    while place >= 0 and len(found) < stop:
        found.append(place)
        place = digits.find("1", place + 1)
    return found[start:]


class Sliced(Protocol[T]):
    """What a page can be cut out of."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> Sequence[T]: ...


class Selection:
    """Some of the documents of a shelf, in its order. Immutable: a verb gives a narrower selection."""

    def __init__(self, shelf: Shelf, bits: int | None = None):
        self.shelf = shelf
        self.bits = shelf.everything if bits is None else bits
        self._count: int | None = None

    @classmethod
    def of(cls, edition: "Edition", kind: str, order: str | None = None) -> Self:
        """All of a kind, in its default order or another of its layout."""
        return cls(edition.shelf(kind, order))

    def only(self, bits: int) -> Self:
        if bits is self.shelf.everything:
            return self
        return type(self)(self.shelf, bits if self.bits is self.shelf.everything and bits >= 0 else self.bits & bits)

    def without(self, bits: int) -> Self:
        """By `^`, because Python works out `& ~` in three passes and makes a second int as long."""
        return type(self)(self.shelf, self.bits ^ (self.bits & bits)) if bits else self

    def also(self, other: Self) -> Self:
        """Those of another selection from the same shelf as well."""
        return type(self)(self.shelf, self.bits | other.bits)

    def having(self, key: Key[V], values: Iterable[V]) -> Self:
        """Those with any of `values` under the key."""
        return self.only(self.any_of(key, values))

    def where(self, key: Key[V], accepts: Callable[[V], bool]) -> Self:
        """Those with a value of the key that `accepts` says yes to. Asked once a distinct value."""
        bits = 0
        for value, having in self.shelf.values(key).items():
            if accepts(value):
                bits |= having
        return self.only(bits)

    def any_of(self, key: Key[V], values: Iterable[V]) -> int:
        known = self.shelf.values(key)
        bits = 0
        for value in values:
            bits = bits | known.get(value, 0) if bits else known.get(value, 0)
        return bits

    def with_words(self, key: Key[str], words: Sequence[str]) -> Self:
        """Those with every one of `words`; the last may be the beginning of a word."""
        if not words:
            return self
        bits = self.shelf.of_prefix(key, words[-1])
        for word in words[:-1]:
            bits &= self.shelf.of_word(key, word)
        return self.only(bits)

    def __len__(self) -> int:
        if self._count is None:
            self._count = self.bits.bit_count()
        return self._count

    def __getitem__(self, part: slice) -> list[Published]:
        start, stop, _ = part.indices(len(self))
        return [self.shelf.items[position] for position in positions(self.bits, start, stop)]

    def __iter__(self) -> Iterator[Published]:
        return iter(self[:])


class InTurn:
    """Several selections from one shelf, one after another, as one: first those that are open, then the others.

    `turns`: a bitmap for each.
    """

    def __init__(self, shelf: Shelf, turns: Iterable[int]):
        self.shelf, self.turns = shelf, [(bits, bits.bit_count()) for bits in turns if bits]

    def __len__(self) -> int:
        return sum(count for _, count in self.turns)

    def __getitem__(self, part: slice) -> list[Published]:
        start, stop, _ = part.indices(len(self))
        found: list[Published] = []
        for bits, count in self.turns:
            if start < count and stop > 0:
                found += [self.shelf.items[at] for at in positions(bits, max(start, 0), max(stop, 0))]
            start, stop = start - count, stop - count
        return found


class Edition:
    """Everything public at `number`, since `published_at`. `digest` names the content: equal digests serve equal bytes.

    `sequence` only ever rises: the number, and more for each order to take something down (publishing/taken_down.py).
    `shelves`: those that are made already. `seal`: what proves it, where it is proven.
    Without a seal nobody knows when the edition was made, so it is as old as its newest publication.
    `is_laid_over`: something of it has been taken down although the edition as it was sealed shows it.
    """

    def __init__(
        self,
        number: int,
        items: Iterable[Published],
        layouts: Mapping[str, Layout],
        shelves: Mapping[tuple[str, str], Shelf] | None = None,
        seal: Seal | None = None,
    ):
        self.number = self.sequence = number
        self.is_laid_over = False
        self.items = {item.uid: item for item in items}
        self.layouts = layouts
        self.by_slug = {(item.kind, item.slug): item for item in self.items.values()}
        self.digest = digest(number, (item.fingerprint for item in self.items.values()))
        self.seal = seal
        self._shelves = {
            (kind, order): (shelves or {}).get((kind, order))
            or Shelf((e for e in self.items.values() if e.kind == kind and e.is_live), layout, order)
            for kind, layout in layouts.items()
            for order in layout.orders
        }
        published = (e.published_at for e in self.items.values() if e.published_at)
        self.published_at = seal.at if seal else max(published, default=None)
        self.memo: dict[Hashable, Any] = {}

    def shelf(self, kind: str, order: str | None = None) -> Shelf:
        return self._shelves[kind, order or next(iter(self.layouts[kind].orders))]

    def select(self, kind: str) -> Selection:
        return Selection.of(self, kind)

    def find(self, kind: str, name: str) -> Published | None:
        """The publication of `kind` with this uid (canonical lower-case form) or slug, live or withdrawn."""
        item = self.items.get(name)
        return item if item and item.kind == kind else self.by_slug.get((kind, name))

    def changed_in(self, kinds: Collection[str]) -> int:
        """The number of the edition that last changed anything of these kinds; 0 where there is nothing of them."""
        found: int | None = self.memo.get(key := ("changed in", *kinds))
        if found is None:
            numbers = (item.edition for item in self.items.values() if item.kind in kinds)
            found = self.memo[key] = max(numbers, default=0)
        return found

    def pin(self, kinds: Collection[str]) -> int:
        """The number by which the links of a walk over these kinds stay with this edition.

        What is laid over has one of its own: a walk that began before would pass over whatever follows what went.
        """
        return LAID_OVER + int(self.digest[:7], 16) if self.is_laid_over else self.changed_in(kinds)

    def has_as(self, pin: int, kinds: Collection[str]) -> bool:
        """Whether it has of these kinds the very items that the edition with this pin has."""
        if self.is_laid_over:
            return pin == self.pin(kinds)
        return self.changed_in(kinds) <= pin <= self.number

    def changed(self, number: int, items: Iterable[Published], seal: Seal | None = None) -> "Edition":
        """The edition `number`, in which `items` have replaced what was held of the same uids."""
        newer = {item.uid: item for item in items}
        shelves = dict(self._shelves)
        for (kind, order), shelf in self._shelves.items():
            if own := [item for item in newer.values() if item.kind == kind]:
                shelves[kind, order] = shelf.changed(own, self.layouts[kind], order)
        return Edition(number, {**self.items, **newer}.values(), self.layouts, shelves, seal)


def digest(number: int, fingerprints: Iterable[str]) -> str:
    """The digest of an edition with these fingerprints."""
    return hashlib.sha256("\n".join([str(number), *sorted(fingerprints)]).encode()).hexdigest()
