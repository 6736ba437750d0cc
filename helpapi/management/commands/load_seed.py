"""Load the content that the project carries. Safe to run again: it never overwrites what an editor changed."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpapi.seed import loading
from helpapi.seed.loading import Outcome
from helpapi.seed.reading import SeedError
from publishing import lifecycle
from publishing.batches import telling
from publishing.lifecycle import Refusal
from publishing.management.jobs import on_record, person


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there is any content already")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
        parser.add_argument("--by", metavar="USERNAME", help="submit new items for approval in this person's name")
        parser.add_argument(
            "--propose",
            action="store_true",
            help="submit what the data corrects of items that stand, too, but for what editors changed (needs --by)",
        )
        parser.add_argument(
            "--folder", type=Path, default=settings.BASE_DIR / "fixtures", help="where the data files are (fixtures)"
        )

    def handle(
        self, *, if_empty: bool, dry_run: bool, by: str | None, propose: bool, folder: Path, **options: object
    ) -> None:
        if propose and not by:
            raise CommandError("--propose needs --by: somebody has to stand for it. Nothing was changed.")
        is_left = if_empty and not loading.is_empty()
        try:
            with telling(self.stdout.write), lifecycle.locked(), on_record(self, by=by):
                outcome = loading.load(folder, person(by) if by else None, dry_run or is_left, propose)
        except (SeedError, Refusal) as error:
            raise CommandError(f"{str(error).removesuffix('.')}. Nothing was changed.") from None
        if is_left:
            for line in _left(outcome):
                self.stdout.write(line)
            return
        if dry_run:
            self.stdout.write("This is a trial: nothing is changed. Without --dry-run it would say:")
        for line in _report(outcome):
            self.stdout.write(line)


def _left(outcome: Outcome) -> Iterator[str]:
    yield "There is content already, so nothing was loaded."
    for name, found in outcome.left_alone:
        yield f"Differs from the data files: {name} ({'; '.join(found)})."
    if outcome.created:
        yield f"In the data files, and not here: {loading.counted(outcome.created)}."
    if outcome.left_alone or outcome.created:
        yield "To have what it corrects wait for approval: python3 -m helpapi load_seed --propose --by USERNAME"


def _report(outcome: Outcome) -> Iterator[str]:
    if outcome.created:
        yield f"Created {loading.counted(outcome.created)}."
    else:
        yield "Created nothing, and changed nothing."
    if outcome.unchanged:
        yield f"Unchanged: {outcome.unchanged} items that are as in the data files."
    for proposal in outcome.proposals:
        kept = f" Left as editors have it: {'; '.join(proposal.kept)}." if proposal.kept else ""
        yield f"Proposed: {loading.called(proposal.item)} ({'; '.join(proposal.taken)}).{kept}"
    for name, found in outcome.left_alone:
        yield f"Left alone, because it differs from the data files: {name} ({'; '.join(found)})."
    if outcome.edition:
        yield f"Published all of it as edition {outcome.edition}."
    elif outcome.submitted_by:
        yield f"Submitted in the name of {outcome.submitted_by}: another person has to approve it."
    elif outcome.created:
        yield "Left as drafts: one person has to submit them and another to approve them."
