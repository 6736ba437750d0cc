"""What people decided about the data (fixtures/seed_facts.yaml). No decision may be about nothing in the data."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from helpapi.seed.facts import Fact, Sources, confidence
from helpapi.seed.reading import Record
from services.models import Channel, Service

# The field that holds each fact a decision may be about.
FIELDS = {
    "free": "free",
    "anonymous": "anonymous",
    "account-needed": "account_needed",
    "languages": "languages",
    "not-for": "instructions",
    "keyword": "keyword",
}

Place = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Decision:
    """A fact of a channel, or of the service itself, that the data states in other words."""

    code: str
    value: Any
    fact: Fact

    def tell(self, row: Service | Channel) -> None:
        """Fill the field that the decision is about, which must be there and say nothing yet."""
        field = FIELDS[self.code]
        if getattr(row, field, None) not in ("", "unknown", []):
            raise self.fact.record.error("fact", f"a {row._meta.verbose_name} has no {field} left to fill")
        setattr(row, field, self.value)


class Decisions:
    """Everything in the file, by what it is about. What is asked for is taken out, so that `finish` sees the rest."""

    def __init__(self, file: Record):
        self.file = file.expect(
            *(
                "urgency",
                "titles",
                "publishers",
                "words",
                "descriptions",
                "facts",
                "machines",
                "partial_hours",
                "notes",
            ),
            *("circumstances", "eligibility", "disputed_maximum_ages", "reassurances", "limited_details", "situations"),
        )
        self.titles, self.publishers = self._texts("titles"), self._texts("publishers")
        self._words = self._texts("words")
        self._urgency = self._read_urgency()
        self._notes = self._read_notes()
        self._descriptions = self._texts("descriptions")
        self._machines = self._read_machines()
        self._partial = self._read_partial_hours()
        self._circumstances = self._read_circumstances()
        self._eligibility = self._texts("eligibility")
        self._disputed = self._texts("disputed_maximum_ages")
        self._reassurances = self.file.record("reassurances")
        self._unread = set(self._reassurances.data)
        self._limited = self._read_limited_details()
        self._situations = self._texts("situations")
        self._facts: dict[Place, list[Record]] = {}
        for record in file.records("facts"):
            record.expect("service", "fact", "value", "sources", "because", optional=("channel", "confidence"))
            record.text("because")
            self._facts.setdefault(_place(record), []).append(record)

    def urgency(self, service: str) -> int:
        if service not in self._urgency:
            raise self.file.error("urgency", f"{service} is in no band")
        return self._urgency.pop(service)

    def circumstances(self, service: str) -> list[str]:
        """In which circumstances people must be, as the data says in words; empty: in any."""
        found = self._circumstances.pop(service, None)
        return found.texts("codes") if found else []

    def eligibility(self, service: str) -> str:
        return self._eligibility.pop(service, "")

    def words(self, id: str, member: str) -> str:
        """What the public is told instead of the data's own words on a fact; empty: nothing else."""
        return self._words.pop(f"{id}.{member}", "")

    def description(self, service: str) -> str:
        """What more a service says of itself than its summary; empty: no more."""
        return self._descriptions.pop(service, "")

    def is_maximum_age_disputed(self, service: str) -> bool:
        return self._disputed.pop(service, None) is not None

    def reassurance(self, code: str) -> Record | None:
        """To whom and where a sentence of the sheet may be said; None: to anyone, anywhere."""
        self._unread.discard(code)
        if code not in self._reassurances:
            return None
        record = self._reassurances.record(code).expect("because", optional=("audiences", "regions"))
        record.text("because")
        return record

    def situation(self, step: str) -> str:
        """What has happened to those to whom the condition of a step applies; empty: nobody has said."""
        return self._situations.pop(step, "")

    def limited_details(self, step: str) -> list[Record]:
        """The details of a step that are not for everybody, each with the reason that the others are told."""
        return self._limited.pop(step, [])

    def shown(self, service: str, kind: str, value: str | None, note: str) -> str:
        """What of a channel's note the reader is told; empty: nothing. A note nobody has decided on is a fault."""
        found = self._notes.pop((service, kind, value), None)
        if note and found is None:
            raise self.file.error("notes", f"nobody has decided who the note on {service}, {kind} “{value}”, is for")
        if found and not note:
            raise found.error("channel", "has no note")
        return found.text_or_empty("show") if found else ""

    def is_machine(self, service: str, kind: str, value: str | None) -> bool:
        """Whether what answers on a channel is a machine, so that its hours tell nothing of when people are there."""
        return self._machines.pop((service, kind, value), None) is not None

    def partial_hours(self, service: str, kind: str, value: str | None) -> str:
        """What the reader is told where the hours in the data are those of a part; empty: they are of the whole."""
        found = self._partial.pop((service, kind, value), None)
        return found.text("show") if found else ""

    def of(self, sources: Sources, service: str, kind: str | None = None, value: str | None = None) -> list[Decision]:
        """The decisions about a channel; without a kind, about the service itself."""
        found: list[Decision] = []
        for record in self._facts.pop((service, kind, value), []):
            code = record.text("fact")
            if code not in FIELDS:
                raise record.error("fact", f"must be one of {', '.join(FIELDS)}")
            if code in [other.code for other in found]:
                raise record.error("fact", f"{code} is decided twice")
            cited = sources.known(record, "sources")
            trust = confidence(record, is_seed=cited == ["seed"])
            fact = Fact(record, record.value("value"), True, tuple(cited), trust, "")
            found.append(Decision(code, fact.value, fact))
        return found

    def finish(self, sources: Sources) -> None:
        """SeedError if a decision is about nothing in the data."""
        about = [*(records[0] for records in self._facts.values()), *self._notes.values()]
        about += [*self._machines.values(), *self._partial.values()]
        for record in about:
            raise record.error("channel" if "channel" in record else "service", "there is none like this in the data")
        left: dict[str, Iterable[str]] = {
            "urgency": self._urgency,
            "words": self._words,
            "descriptions": self._descriptions,
            "circumstances": self._circumstances,
            "eligibility": self._eligibility,
            "disputed_maximum_ages": self._disputed,
            "reassurances": self._unread,
            "limited_details": self._limited,
            "situations": self._situations,
        }
        for name, ids in left.items():
            for id in sorted(ids):
                raise self.file.error(f"{name}.{id}", "there is none of this name in the data")
        for name, named in (("titles", self.titles), ("publishers", self.publishers)):
            for source in named:
                if source not in sources:
                    raise self.file.error(f"{name}.{source}", "there is no such source in the data")

    def _texts(self, name: str) -> dict[str, str]:
        record = self.file.record(name)
        return {key: record.text(key) for key in record.data}

    def _read_urgency(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for band in self.file.records("urgency"):
            band.expect("order", "why", "services").text("why")
            for service in band.texts("services"):
                if service in found:
                    raise band.error("services", f"{service} is in two bands")
                found[service] = band.whole("order")
        return found

    def _read_machines(self) -> dict[Place, Record]:
        machines = [record.expect("service", "channel", "because") for record in self.file.records("machines")]
        return {_place(record): record for record in machines if record.text("because")}

    def _read_partial_hours(self) -> dict[Place, Record]:
        members = ("service", "channel", "show", "because")
        partial = [record.expect(*members) for record in self.file.records("partial_hours")]
        return {_place(record): record for record in partial if record.text("because")}

    def _read_circumstances(self) -> dict[str, Record]:
        records = [record.expect("service", "codes", "because") for record in self.file.records("circumstances")]
        return {record.text("service"): record for record in records if record.text("because")}

    def _read_limited_details(self) -> dict[str, list[Record]]:
        steps = self.file.record("limited_details")
        found = {step: steps.records(step) for step in steps.data}
        for record in (record for records in found.values() for record in records):
            record.expect("detail", "reason", "why").text("why")
        return found

    def _read_notes(self) -> dict[Place, Record]:
        notes = self.file.record("notes").expect("shown", "for_editors")
        shown = [record.expect("service", "channel", "show") for record in notes.records("shown")]
        kept = [record.expect("service", "channel") for record in notes.records("for_editors")]
        found: dict[Place, Record] = {}
        for record in [*shown, *kept]:
            if _place(record) in found:
                raise record.error("channel", "is decided on twice")
            found[_place(record)] = record
        return found


def _place(record: Record) -> Place:
    service = record.text("service")
    if "channel" not in record:
        return service, None, None
    channel = record.record("channel").expect("kind", "value")
    return service, channel.text("kind"), channel.text_or_empty("value") or None
