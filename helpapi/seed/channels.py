"""The channels of a service, from the records of the data to rows."""

import re
from uuid import UUID

from helpapi.seed.decisions import Decisions
from helpapi.seed.facts import Citations, Piece, Sources, identity
from helpapi.seed.hours import UNKNOWN, hours
from helpapi.seed.reading import Record
from services.models import Channel, Service

_OPTIONAL = ("dial", "sources", "confidence", "note", "hours", "cost")
_NAMES = {"hours_text": "hours.text", "cost": "cost.value"}


class Channels:
    """Makes the channels of one service, and tells its citations where their facts come from."""

    def __init__(self, sources: Sources, decisions: Decisions, service: Service, citations: Citations):
        self._sources, self._decisions = sources, decisions
        self._service, self._citations = service, citations
        self._seen: dict[tuple[str, str], int] = {}

    def pieces(self, record: Record) -> list[Piece[Channel]]:
        records = record.records("channels")
        if "hours" in record:
            if len(records) != 1 or "hours" in records[0]:
                raise record.error("hours", "can be given for a whole service only if it has one channel without hours")
            records = [Record({**records[0].data, "hours": record.data["hours"]}, record.place, records[0].path)]
        return [Piece(self._channel(one, position), one, _NAMES) for position, one in enumerate(records, start=1)]

    def _channel(self, record: Record, position: int) -> Channel:
        fact = self._sources.provenance(record.expect("kind", "value", "status", "publish", optional=_OPTIONAL))
        kind, value = record.text("kind"), record.text_or_empty("value")
        if fact.is_known and not value:
            raise record.error("value", "is null, so the status must be unknown")
        _check_dial(record, value)
        row = Channel(
            uid=self._uid(kind, value),
            service=self._service,
            position=position,
            kind=kind,
            value=value,
            publish=record.flag("publish"),
        )
        self._citations.add("value", fact, row)
        notes = [self._instruct(row, fact.note), self._set_hours(row, record), self._set_cost(row, record)]
        for decision in self._decisions.of(self._sources, self._service.slug, kind, value or None):
            decision.tell(row)
            self._citations.add(decision.code, decision.fact, row)
        row.editor_note = "\n".join(note for note in notes if note)
        return row

    def _uid(self, kind: str, value: str) -> UUID:
        self._seen[kind, value] = number = self._seen.get((kind, value), 0) + 1
        again = [str(number)] if number > 1 else []
        return identity("service", self._service.slug, "channel", kind, value, *again)

    def _instruct(self, row: Channel, note: str) -> str:
        """Tell the reader what of the note is for them; what is left for editors: all of it, unless that was all."""
        row.instructions = self._decisions.shown(self._service.slug, row.kind, row.value or None, note)
        return "" if note == row.instructions else note

    def _set_hours(self, row: Channel, record: Record) -> str:
        row.hours = dict(UNKNOWN)
        if "hours" not in record:
            return ""
        told, fact = hours(record.record("hours"), self._sources)
        if not self._decisions.is_machine(self._service.slug, row.kind, row.value or None):
            row.hours = told
        if partial := self._decisions.partial_hours(self._service.slug, row.kind, row.value or None):
            row.hours, row.instructions = dict(UNKNOWN), partial
        row.hours_text = fact.record.text_or_empty("text")
        self._citations.add("hours", fact, row)
        return f"Hours: {fact.note}" if fact.note else ""

    def _set_cost(self, row: Channel, record: Record) -> str:
        if "cost" not in record:
            return ""
        fact = self._sources.fact(record.record("cost"))
        row.cost = fact.text
        self._citations.add("cost", fact, row)
        return f"Cost: {fact.note}" if fact.note else ""


def _check_dial(record: Record, value: str) -> None:
    """The data gives a number twice, as printed and as digits: where they differ, one of them is wrong."""
    if "dial" in record and re.sub(r"\D", "", value) != record.text("dial"):
        raise record.error("dial", "is not made of the digits of the value")
