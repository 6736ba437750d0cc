"""Facts and where they come from: `{value, status, sources, confidence, note}`, as the content's README has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from helpapi.seed.reading import Record
from publishing.codes import code_list
from publishing.models import Part, Publishable
from services.models import Channel, Service, Source

# Never changes: the same entry of the data is the same item for ever, in every database.
NAMESPACE = uuid5(NAMESPACE_URL, "helpapi/seed")
MEMBERS = ("value", "status", "sources", "confidence", "note")


def identity(*names: str) -> UUID:
    """The uid of an entry of the data, for example of ("service", "childline")."""
    return uuid5(NAMESPACE, "/".join(names))


R = TypeVar("R", bound=Publishable | Part, covariant=True)
P = TypeVar("P", bound=Publishable)


@dataclass(frozen=True)
class Piece(Generic[R]):
    """A row to be, the record that a fault in it is to be looked for in, and what the record calls its fields."""

    row: R
    record: Record
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Item(Generic[P]):
    """A publishable item and its parts, none of them saved."""

    whole: Piece[P]
    parts: list[Piece[Part]] = field(default_factory=list)

    @property
    def row(self) -> P:
        return self.whole.row


@dataclass(frozen=True)
class Fact:
    """What is known of something. `value` is None where that is nothing, or where no limit is stated."""

    record: Record
    value: Any
    is_known: bool
    sources: tuple[str, ...]
    confidence: str
    note: str

    @property
    def text(self) -> str:
        return "" if self.value is None else self.record.text("value")

    @property
    def texts(self) -> list[str]:
        return [] if self.value is None else self.record.texts("value")


class Sources:
    """The tables of sources of the data files, as one."""

    def __init__(self, files: Iterable[Record], titles: Mapping[str, str], publishers: Mapping[str, str]):
        self._records: dict[str, Record] = {}
        self._titles, self._publishers = titles, publishers
        for file in files:
            for record in file.named("sources"):
                self._add(record.expect("id", "title", "publisher", "class", "url", "date", optional=("note",)))

    def fact(self, record: Record, *others: str) -> Fact:
        """The fact that a record states; `others` are members it may have beside a fact's own."""
        fact = self.provenance(record.expect("value", "status", optional=(*MEMBERS, *others)))
        if fact.is_known and fact.value is None and "meaning" not in others:
            raise record.error("value", "is null, so the status must be unknown")
        return fact

    def provenance(self, record: Record) -> Fact:
        """The same of a record that has more members, or no `value`, of which the caller has seen to the rest."""
        status, value = record.text("status"), record.data.get("value")
        if status not in ("seed", "sourced", "unknown"):
            raise record.error("status", "must be seed, sourced or unknown")
        if status == "unknown":
            if value is not None or "sources" in record:
                raise record.error("status", "is unknown, so there can be no value and no sources")
            return Fact(record, None, False, (), "unstated", record.text_or_empty("note"))
        sources = tuple(self.known(record, "sources"))
        if status == "seed" and "seed" not in sources:
            raise record.error("sources", "must name seed, as the status does")
        trust = confidence(record, is_seed=status == "seed")
        return Fact(record, value, True, sources, trust, record.text_or_empty("note"))

    def known(self, record: Record, name: str) -> list[str]:
        """A list of sources, each of which must be in the tables."""
        sources = record.texts(name)
        if not sources:
            raise record.error(name, "must name at least one source")
        for source in sources:
            if source not in self._records:
                raise record.error(name, f"“{source}” is in no table of sources")
        return sources

    def piece(self, source: str, uid: UUID, service: Service, channel: Channel | None, **fields: Any) -> Piece[Source]:
        """The row that cites a source. A date of "undated" is none; a remark behind one is for editors."""
        record = self._records[source]
        date = record.text("date").partition(" (")[0]
        row = Source(
            uid=uid,
            service=service,
            channel=channel,
            title=self._titles.get(source) or record.text("title"),
            publisher=self._publishers.get(source) or record.text("publisher"),
            url=record.text_or_empty("url"),
            dated="" if date == "undated" else date,
            source_class=record.text("class"),
            **fields,
        )
        return Piece(row, record, {"source_class": "class", "dated": "date"})

    def remark(self, source: str) -> str:
        """What the data says of a source and the public is not told, in its words; empty where there is nothing."""
        record = self._records[source]
        told = [
            record.text("title") if source in self._titles else "",
            record.text("publisher") if source in self._publishers else "",
            record.text("date") if " (" in record.text("date") else "",
        ]
        return "; ".join(filter(None, told))

    def __contains__(self, source: str) -> bool:
        return source in self._records

    def _add(self, record: Record) -> None:
        before = self._records.setdefault(record.text("id"), record)
        if before.data != record.data:
            raise record.error("id", f"is another source in {before.place.partition(':')[0]}")


def confidence(record: Record, is_seed: bool) -> str:
    """How far a fact is trusted; nobody has judged the words of the sheet itself."""
    trust = record.text_or_empty("confidence") or "unstated"
    if trust not in code_list("confidences").values or (trust == "unstated" and not is_seed):
        raise record.error("confidence", "must be high, medium or low")
    return trust


class Citations:
    """Gathers which source says what of one service, in the order in which it is told."""

    def __init__(self, sources: Sources, service: Service):
        self._sources, self._service = sources, service
        self._told: dict[tuple[Channel | None, str, str], list[str]] = {}

    def add(self, code: str, fact: Fact, channel: Channel | None = None) -> None:
        for source in fact.sources:
            codes = self._told.setdefault((channel, source, fact.confidence), [])
            if code not in codes:
                codes.append(code)

    def remarks(self) -> list[tuple[str, str]]:
        """The names of the sources that were told, and what only editors are told of them, where there is something."""
        cited = dict.fromkeys(source for _, source, _ in self._told)
        return [(source, remark) for source in cited if (remark := self._sources.remark(source))]

    def pieces(self) -> list[Piece[Source]]:
        return [
            self._sources.piece(
                source,
                identity("source", str(channel.uid if channel else self._service.uid), source, confidence),
                self._service,
                channel,
                position=position,
                facts=codes,
                confidence=confidence,
            )
            for position, ((channel, source, confidence), codes) in enumerate(self._told.items(), start=1)
        ]
