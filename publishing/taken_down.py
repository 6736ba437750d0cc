"""What has been withdrawn stays down on every node, whatever a database says of it, until a newer approval.

Each withdrawal leaves an order in the database: no version of this item up to that one. Every node reads the orders
beside the editions, keeps them on its own disk for ever, and lays them over any edition. So a withdrawal reaches the
readers also while nodes take no edition from the database, and a database that goes back brings nothing back.
"""

import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

import orjson
from django.utils import timezone

from publishing import fall, reasons, recalling, sealing
from publishing.batches import BATCH
from publishing.edition import Edition, Published
from publishing.models import Borrowing, Publication, TakenDown

log = logging.getLogger("helpapi.keeper")
NAME = "taken-down.jsonl"
# The key of what is laid over an edition and is not in it: tombstones, and items without one of their translations.
BY_ORDER = "by_order"


@dataclass(frozen=True, slots=True)
class Order:
    """Show no version of `uid` up to `version`. `reason` is public."""

    uid: str
    version: int
    reason: str
    at: datetime
    mac: str

    def facts(self) -> tuple[str, str, int, str, datetime]:
        return "taken down", self.uid, self.version, self.reason, self.at

    @property
    def is_true(self) -> bool:
        return sealing.proves(self.mac, *self.facts())

    @property
    def is_of_present_key(self) -> bool:
        return self.mac == sealing.mac(*self.facts())


Orders = Mapping[str, Order]


def order(gone: Iterable[tuple[UUID, int, str]]) -> None:
    """Tell every node to show these no longer: of each its uid, the greatest version, and the reason."""
    at = timezone.now()
    write(
        Order(str(uid), version, reason, at, sealing.mac("taken down", str(uid), version, reason, at))
        for uid, version, reason in gone
    )


def order_here(folder: Path, item: Published, reason: str) -> None:
    """Tell the processes of this node alone, by its disk, to show it no longer: who can has the key of the editions."""
    at = timezone.now()
    mac = sealing.mac("taken down", item.uid, item.version, reason, at)
    keep(folder, {item.uid: Order(item.uid, item.version, reason, at, mac)})


def write(given: Iterable[Order]) -> None:
    TakenDown.objects.bulk_create([TakenDown(**asdict(one)) for one in given], batch_size=BATCH)


def order_of(row: TakenDown) -> Order:
    return Order(str(row.uid), row.version, row.reason, row.at, row.mac)


def in_database() -> dict[str, Order]:
    """The true orders there, the one of the greatest version of each item."""
    return greatest(order_of(row) for row in TakenDown.objects.order_by("pk").iterator())


def on_disk(folder: Path) -> dict[str, Order]:
    """The true orders that this node has kept; none where its disk cannot be read, which is said."""
    try:
        return _kept(folder)
    except OSError as error:
        log.error("what has been taken down cannot be read from disk: %r", error)
        return {}


def changed_at(folder: Path) -> int:
    """When what this node has kept was last written, in ns since 1970; 0 where nothing has been."""
    try:
        return (folder / NAME).stat().st_mtime_ns
    except OSError:
        return 0


def keep(folder: Path, orders: Orders) -> None:
    """Have these on this node's disk too, under the present key; on return they are there."""
    held = _kept(folder)
    wanted = greatest([*held.values(), *orders.values()])
    if {uid: order for uid, order in held.items() if order.is_of_present_key} == wanted or not wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{NAME}.{os.getpid()}"
    with temporary.open("wb") as file:
        for order in wanted.values():
            file.write(orjson.dumps({**asdict(order), "mac": sealing.mac(*order.facts())}) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / NAME)


def known(folder: Path) -> dict[str, Order]:
    """All that the database or this node's disk holds."""
    return greatest([*in_database().values(), *on_disk(folder).values()])


def covers(orders: Orders, publication: Publication) -> bool:
    """Whether these take the publication down, though the database may still show it."""
    order = orders.get(str(publication.uid))
    return order is not None and publication.version <= order.version


def greatest(orders: Iterable[Order]) -> dict[str, Order]:
    """The true ones among `orders`: of each item the one of its greatest version."""
    found: dict[str, Order] = {}
    for order in orders:
        if (order.uid not in found or order.version > found[order.uid].version) and order.is_true:
            found[order.uid] = order
    return found


def laid_over(edition: Edition, orders: Orders) -> Edition:
    """The edition without what the orders take down; itself where they take nothing down that it shows."""
    down = {item.uid: _taken_down(item, order) for item, order in _shown(edition, orders)}
    down |= _without_what_they_say(edition, down)
    found = edition.changed(edition.number, down.values(), edition.seal) if down else edition
    found.is_laid_over = bool(down)
    found.sequence = edition.number + sum(order.version for order in orders.values())
    return found


def _taken_down(item: Published, order: Order) -> Published:
    document = orjson.loads(item.document)
    recalled = recalling.keys(item.kind, document, item.keys, {}, order.at, order.reason)
    keys = {**keys_of_tombstone(order.reason), **recalled, BY_ORDER: True}
    return replace(item, document=b"", translations={}, keys=keys, reason=order.reason)


def _without_what_they_say(edition: Edition, down: Mapping[str, Published]) -> dict[str, Published]:
    """The items that a translation is of which is taken down, without it and its films."""
    found: dict[str, Published] = {}
    for uid in down:
        keys = edition.items[uid].keys
        item = found.get(keys.get("of", "")) or edition.items.get(keys.get("of", ""))
        if item and item.is_live and item.uid not in down:
            gone = keys["language"]
            said = {tag: _unfilmed(text, gone) for tag, text in item.translations.items() if tag != gone}
            document, keys_of_item = _unfilmed(item.document, gone), {**item.keys, BY_ORDER: True}
            found[item.uid] = replace(item, document=document, translations=said, keys=keys_of_item)
    return found


def _unfilmed(document: bytes, language: str) -> bytes:
    members = orjson.loads(document)
    if not any(one["language"] == language for one in members.get("media", ())):
        return document
    return orjson.dumps({**members, "media": [one for one in members["media"] if one["language"] != language]})


def shows_any(edition: Edition, orders: Orders) -> bool:
    """Whether the edition shows anything that these take down."""
    return next(_shown(edition, orders), None) is not None


def carry_out(publications: Iterable[Publication], folder: Path) -> dict[Publication, str]:
    """Withdraw what any known order takes down, and what needs it to be public; the reason for each.

    Orders that only this node's disk remembers are written into the database again.
    """
    live = {publication.uid: publication for publication in publications if publication.state == Publication.LIVE}
    held, orders = in_database(), known(folder)
    write(order for key, order in orders.items() if key not in held or held[key].version < order.version)
    wave = {p.uid: orders[str(p.uid)].reason for p in live.values() if covers(orders, p)}
    down: dict[Publication, str] = {}
    while wave:
        for uid, reason in wave.items():
            publication = live.pop(uid)
            publication.state, publication.reason, publication.replacement = Publication.WITHDRAWN, reason, ""
            recalled = recalling.of_publication(publication, {}, timezone.now(), reason)
            publication.keys = {**keys_of_tombstone(reason), **recalled}
            down[publication] = reason
        needing = Borrowing.objects.filter(lender__in=wave, is_required=True).values_list("borrower", "lender")
        wave = {borrower: wave[lender] for borrower, lender in needing if borrower in live}
    return down


def keys_of_tombstone(reason: str) -> dict[str, bool]:
    """Whether it counts as missing (publishing/fall.py), which a notice that is over does not."""
    return {} if reason == reasons.OVER else fall.MISSING


def _shown(edition: Edition, orders: Orders) -> Iterator[tuple[Published, Order]]:
    for order in orders.values():
        if (item := edition.items.get(order.uid)) and item.is_live and item.version <= order.version:
            yield item, order


def _kept(folder: Path) -> dict[str, Order]:
    """A line that cannot be read is passed over."""
    try:
        lines = (folder / NAME).read_bytes().splitlines()
    except FileNotFoundError:
        return {}
    return greatest(order for line in lines if (order := _read(line)))


def _read(line: bytes) -> Order | None:
    try:
        values = orjson.loads(line)
        return Order(**{**values, "at": datetime.fromisoformat(values["at"])})
    except (ValueError, KeyError, TypeError) as error:
        log.error("a line of %s is passed over: %s", NAME, type(error).__name__)
        return None
