"""Services, their channels and their sources, from the records of the data to rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from helpapi.seed.channels import Channels
from helpapi.seed.decisions import Decisions
from helpapi.seed.facts import Citations, Fact, Item, Piece, Sources, identity
from helpapi.seed.reading import Record
from services.fields import UNITED_KINGDOM
from services.models import Detail, Organisation, Service

NATIONS = {
    "england": "E92000001",
    "scotland": "S92000003",
    "wales": "W92000004",
    "northern-ireland": "N92000002",
}
# What a service may say of itself beyond the fields, and the code of what it is about.
DETAILS = {
    "requirements": "requirements",
    "limits": "limits",
    "redirects": "redirects",
    "out_of_scope": "out-of-scope",
    "not_for": "not-for",
    "examples": "examples",
    "alternative": "alternative",
    "conflicts_with_seed": "conflict",
}
_REQUIRED = (
    *("id", "origin", "name", "operator", "summary", "types", "audience", "age", "regions", "channels"),
    *("confidentiality", "languages", "cost_of_service"),
)
_OPTIONAL = ("seed_entry", "name_in_seed", "superseded_values", "age_varies_by_area", "hours", *DETAILS)
_NAMES = {
    "slug": "id",
    "operator": "operator.value",
    "types": "types.value",
    "audiences": "audience.value",
    "age_basis": "age.basis",
    "minimum_age": "age.min.value",
    "maximum_age": "age.max.value",
    "coverage": "regions.value",
    "cost": "cost_of_service.value",
    "confidentiality": "confidentiality.value",
    "languages": "languages.value",
}


def organisations(file: Record, sources: Sources) -> list[tuple[Item[Organisation], list[str]]]:
    """The organisations, each with the ids of its services. One without a website says why."""
    found = []
    for record in file.expect("entries").named("entries"):
        record.expect("id", "name", "services", "description", "sources", optional=("website", "without_website"))
        sources.known(record, "sources")
        website = record.text_or_empty("website")
        if not website:
            record.text("without_website")
        slug = record.text("id")
        row = Organisation(
            uid=identity("organisation", slug),
            slug=slug,
            name=record.text("name"),
            website=website,
            description=record.text("description"),
        )
        found.append((Item(Piece(row, record, {"slug": "id"})), record.texts("services")))
    return found


def relay_as_service(relay: Record, sources: Sources) -> Record:
    """A relay's record in the shape of a service's. What a relay's record doesn't speak of is unknown."""
    relay.expect("id", "name", "what", "regions", "cost", "hours", "web", optional=("not_for",))
    what, web = sources.fact(relay.record("what")), sources.fact(relay.record("web"))
    unknown = {"value": None, "status": "unknown"}
    channel = {"kind": "web", **web.record.data, "publish": web.is_known}
    data = {
        **{name: relay.data[name] for name in ("id", "name", "regions", "not_for") if name in relay},
        "origin": "supplement",
        "summary": what.text,
        "types": {**what.record.data, "value": ["relay"]},
        "age": {"basis": "user-age", "min": unknown, "max": unknown},
        "channels": [{**channel, "hours": relay.data["hours"], "cost": relay.data["cost"]}],
        "cost_of_service": relay.data["cost"],
        **dict.fromkeys(("operator", "audience", "confidentiality", "languages"), unknown),
    }
    return Record(data, relay.place)


def coverage(record: Record, name: str) -> list[str]:
    """The GSS codes of a list of nations; all four of them are the United Kingdom."""
    nations = record.texts(name)
    for nation in nations:
        if nation not in NATIONS:
            raise record.error(name, f"“{nation}” is none of {', '.join(NATIONS)}")
    whole_uk = set(nations) == set(NATIONS)
    return [UNITED_KINGDOM] if whole_uk else sorted(NATIONS[nation] for nation in nations)


@dataclass
class Services:
    """Makes services. `organisations`: the standing row of the body that runs a service, by the service's id."""

    sources: Sources
    decisions: Decisions
    organisations: Mapping[str, Organisation]

    def item(self, record: Record) -> Item[Service]:
        record.expect(*_REQUIRED, optional=_OPTIONAL)
        slug = record.text("id")
        row = Service(uid=identity("service", slug), slug=slug, name=record.text("name"), origin=record.text("origin"))
        citations, notes = Citations(self.sources, row), Notes()
        self._say_who_and_what(row, record, citations, notes)
        self._limit_ages(row, record.record("age"), citations, notes)
        self._place(row, record, citations, notes)
        row.maximum_age_disputed = self.decisions.is_maximum_age_disputed(slug)
        row.age_varies = record.flag("age_varies_by_area")
        row.urgency = self.decisions.urgency(slug)
        row.circumstances = self.decisions.circumstances(slug)
        row.eligibility_note = self.decisions.eligibility(slug)
        for decision in self.decisions.of(self.sources, slug):
            decision.tell(row)
            citations.add(decision.code, decision.fact)
        details = self._details(row, record, citations, notes)
        channels = Channels(self.sources, self.decisions, row, citations).pieces(record)
        notes.add("Name in the sheet", record.text_or_empty("name_in_seed"))
        notes.add_superseded(record)
        for source, remark in citations.remarks():
            notes.add(f"Source {source} in the data", remark)
        row.editor_note = notes.text
        return Item(Piece(row, record, _NAMES), [*channels, *details, *citations.pieces()])

    def _say_who_and_what(self, row: Service, record: Record, citations: Citations, notes: "Notes") -> None:
        def fact(name: str, code: str, label: str) -> Fact:
            found = self.sources.fact(record.record(name))
            citations.add(code, found)
            notes.add(label, found.note)
            return found

        row.description = self.decisions.description(row.slug)
        row.summary = self._in_public(row, "summary", record.text("summary"), notes)
        row.operator = fact("operator", "operator", "Who runs it").text
        row.organisation = self.organisations.get(row.slug)
        row.types = fact("types", "types", "Types").texts
        row.audiences = fact("audience", "audience", "Audience").texts
        kept = fact("confidentiality", "confidentiality", "Confidentiality").text
        row.confidentiality = self._in_public(row, "confidentiality", kept, notes)
        row.cost = fact("cost_of_service", "cost", "Cost").text
        row.languages = fact("languages", "languages", "Languages").texts

    def _limit_ages(self, row: Service, age: Record, citations: Citations, notes: "Notes") -> None:
        row.age_basis = age.expect("basis", "min", "max").text("basis")
        for name, end, label in (("min", "minimum", "Youngest age"), ("max", "maximum", "Oldest age")):
            fact = self.sources.fact(age.record(name), "meaning")
            is_open = fact.is_known and fact.value is None
            if fact.record.data.get("meaning") != ("no-stated-limit" if is_open else None):
                raise fact.record.error("meaning", "must be no-stated-limit where a known age is null, and only there")
            setattr(row, f"{end}_age", fact.record.whole_or_none("value"))
            setattr(row, f"{end}_age_known", fact.is_known)
            citations.add(f"{end}-age", fact)
            notes.add(label, fact.note)

    def _place(self, row: Service, record: Record, citations: Citations, notes: "Notes") -> None:
        # The last two say in a word what the note and the eligibility of seed_facts.yaml say in full.
        others = ("worldwide", "locally_commissioned", "sponsor_required")
        fact = self.sources.fact(record.record("regions"), *others)
        row.coverage = coverage(fact.record, "value") if fact.value is not None else []
        row.coverage_known = fact.is_known
        row.is_worldwide = fact.record.flag("worldwide")
        citations.add("regions", fact)
        notes.add("Where", fact.note)

    def _details(self, row: Service, record: Record, citations: Citations, notes: "Notes") -> list[Piece[Detail]]:
        found: list[Piece[Detail]] = []
        for name, code in DETAILS.items():
            if name not in record:
                continue
            fact = self.sources.fact(record.record(name))
            citations.add(code, fact)
            notes.add(code, fact.note)
            for text in [fact.text] if isinstance(fact.value, str) else fact.texts:
                uid = identity("service", row.slug, "detail", code, text)
                said = self._in_public(row, name, text, notes)
                detail = Detail(uid=uid, service=row, position=len(found) + 1, about=code, text=said)
                found.append(Piece(detail, record, {"about": name, "text": f"{name}.value"}))
        return found

    def _in_public(self, row: Service, member: str, text: str, notes: "Notes") -> str:
        """What the public is told of a fact: the data's words, or those decided on. Then editors keep the data's."""
        words = self.decisions.words(row.slug, member)
        if words:
            notes.add(f"In the data ({member})", text)
        return words or text


class Notes:
    """What editors should know and the public need not, a line each."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def add(self, label: str, note: str) -> None:
        if note:
            self._lines.append(f"{label}: {note}")

    def add_superseded(self, record: Record) -> None:
        """Old or wrong values, so that an editor who finds one elsewhere knows it (fixtures/deny_list.yaml refuses)."""
        for old in record.records("superseded_values") if "superseded_values" in record else []:
            old.expect("kind", "value", "sources", "note")
            self.add(f"Out of date, never to be used ({old.text('kind')})", f"{old.text('value')}. {old.text('note')}")

    @property
    def text(self) -> str:
        return "\n".join(self._lines)
