"""Brings the data into the database: creates what is missing, leaves alone what stands, fills an empty house."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model

from helpapi.seed import advice, standing
from helpapi.seed import services as making
from helpapi.seed.decisions import Decisions
from helpapi.seed.facts import Item, P, Sources
from helpapi.seed.proposing import FIRST, Proposal, propose
from helpapi.seed.reading import Record, read
from publishing import lifecycle, upkeep
from publishing.models import Publication, Publishable
from publishing.registry import kinds
from services.models import Organisation, Service

_EXPECTED = ("schema_version", "compiled", "services", "sources")


@dataclass
class Outcome:
    """What a load did. `left_alone`: the names of items that differ from the data, each with what differs."""

    created: list[Publishable] = field(default_factory=list)
    unchanged: int = 0
    left_alone: list[tuple[str, list[str]]] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    edition: int | None = None
    submitted_by: str = ""


def is_empty() -> bool:
    """Whether there is no content at all, public or not."""
    models: list[type[Model]] = [Publication, *(kind.model for kind in kinds().values())]
    return not any(model._base_manager.exists() for model in models)


def load(folder: Path, by: User | None = None, dry_run: bool = False, proposes: bool = False) -> Outcome:
    """Load the data files of a folder, in one transaction; `SeedError` or `lifecycle.Refusal` changes nothing.

    What it creates is published where nothing stood and nothing was ever published; elsewhere it is left as drafts,
    which `by` submits for approval. With `proposes`, what the data corrects of items that stand is submitted, too.
    """
    with lifecycle.locked() as counter:
        loader = _Loader(folder, by if proposes else None)
        loader.run()
        outcome, items = loader.outcome, loader.outcome.created
        was_new = not counter.number and not Publication.objects.exists()
        if was_new and items and not outcome.unchanged and not outcome.left_alone:
            outcome.edition = lifecycle.publish_first(items, FIRST, loader.compiled_on)
        elif items:
            _leave_as_drafts(items, by)
        if by and ((items and not outcome.edition) or outcome.proposals):
            outcome.submitted_by = by.get_username()
        if dry_run:
            transaction.set_rollback(True)
        return outcome


def _leave_as_drafts(items: list[Publishable], by: User | None) -> None:
    for item in items:
        lifecycle.edited(item, by)
    if by:
        lifecycle.submit(items, by, FIRST)


class _Loader:
    def __init__(self, folder: Path, proposer: User | None):
        self.proposer = proposer
        seed, supplement = read(folder / "seed_content.yaml"), read(folder / "supplement.yaml")
        self.seed = seed.expect(*_EXPECTED, "document", "content", "seed_fact_coverage")
        self.supplement = supplement.expect(*_EXPECTED, "relays", optional=("note", "considered_not_included"))
        for file in (seed, supplement):
            if file.whole_or_none("schema_version") != 1:
                raise file.error("schema_version", "must be 1")
        self.compiled_on = min(_day(file, "compiled") for file in (seed, supplement))
        self.decisions = Decisions(read(folder / "seed_facts.yaml"))
        self.sources = Sources((seed, supplement), self.decisions.titles, self.decisions.publishers)
        self.organisations = making.organisations(read(folder / "organisations.yaml"), self.sources)
        self.outcome = Outcome()

    def run(self) -> None:
        records = self._service_records()
        run_by = self._keep_organisations(records)
        services = making.Services(self.sources, self.decisions, run_by)
        named: dict[str, Service] = {}
        for record in records.values():
            standing_row = self._keep(services.item(record))
            if entry := record.text_or_empty("seed_entry"):
                named[entry] = standing_row
        self._keep(advice.topic(self.seed, self.decisions, named))
        self.decisions.finish(self.sources)

    def _keep_organisations(self, records: dict[str, Record]) -> dict[str, Organisation]:
        """The standing organisation of each service that has one. Its name must be in what the data says runs it."""
        run_by: dict[str, Organisation] = {}
        for item, ids in self.organisations:
            organisation = self._keep(item)
            for id in ids:
                if id not in records or id in run_by:
                    fault = "belongs to two organisations" if id in run_by else "is no service of the data"
                    raise item.whole.record.error("services", f"{id} {fault}")
                if item.row.name not in records[id].record("operator").text_or_empty("value"):
                    raise item.whole.record.error("name", f"is not in the operator of {id}")
                run_by[id] = organisation
        return run_by

    def _service_records(self) -> dict[str, Record]:
        relays = (making.relay_as_service(relay, self.sources) for relay in self.supplement.named("relays"))
        records: dict[str, Record] = {}
        for record in (*self.seed.named("services"), *self.supplement.named("services"), *relays):
            if record.text("id") in records:
                raise record.error("id", "is in both files, or is a service and a relay")
            records[record.text("id")] = record
        return records

    def _keep(self, item: Item[P]) -> P:
        """The row that stands for the item from now on: the one that stood already, or the one just created."""
        held = standing.find(item.row)
        if held is None:
            item.row.review_due_on = upkeep.due_after(self.compiled_on)
            standing.create(item)
            self.outcome.created.append(item.row)
            return item.row
        if not (found := standing.differences(item, held)):
            self.outcome.unchanged += 1
            return held
        if self.proposer:
            proposal = propose(item, held, self.proposer)
            if proposal.is_made:
                self.outcome.proposals.append(proposal)
                return held
            found += [f"not proposed, because {proposal.why_not}"] if proposal.why_not else []
        self.outcome.left_alone.append((called(held), found))
        return held


def called(item: Publishable) -> str:
    return f"{item._meta.verbose_name} {item.slug}"


def _day(file: Record, name: str) -> date:
    try:
        return date.fromisoformat(file.text(name))
    except ValueError:
        raise file.error(name, "must be a day, as 2026-11-22") from None


def counted(items: Iterable[Publishable]) -> str:
    """How many of each kind, in words: “27 organisations, 38 services and 1 topic”."""
    counts: dict[type[Publishable], int] = {}
    for item in items:
        counts[type(item)] = counts.get(type(item), 0) + 1
    words = [
        f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
        for model, count in counts.items()
    ]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else "nothing"
