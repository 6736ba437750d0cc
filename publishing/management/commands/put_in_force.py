"""After a restore: propose that every node serve what the database holds now. Somebody else approves it."""

from getpass import getuser

from django.core.management.base import CommandParser

from publishing import acts
from publishing.management.jobs import Job, Lines, person


class Command(Job):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who proposes it: somebody who may approve")
        parser.add_argument(
            "--above", type=int, default=0, help="the greatest edition that any node shows, where none can be asked"
        )

    def do(self, *, by: str, above: int, **options: object) -> Lines:
        note = f"Proposed by {getuser()} at a shell."
        act = acts.propose("put-in-force", {"above": above}, by=person(by), note=note)
        for heading, lines in act.shown:
            yield f"{heading}: {' '.join(lines)}"
        yield f"Proposed. Somebody else who may approve has to approve it: /admin/publishing/act/{act.pk}/change/"
