"""Take an item down at once, as one person may in the admin. What takes two people is refused: propose it there.

With --on-this-node it needs no database: the processes of this node show the item no longer, whatever edition they
have. It is for the hour in which the database is away. On each node; and withdraw it again when the database is back,
so that the record has it.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from publishing import bundle, lifecycle, reasons, taken_down
from publishing.management.jobs import Job, Lines, kind_named, person
from publishing.models import Publication


class Command(Job):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("kind", help="for example service")
        parser.add_argument("slug")
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--by", metavar="USERNAME", help="who withdraws it")
        who.add_argument("--on-this-node", action="store_true", help="while the database is away, on this node alone")
        parser.add_argument(
            "--reason", required=True, choices=dict(reasons.choices()), help="why; shown at its address"
        )

    def handle(self, *, dry_run: bool, on_this_node: object = False, **options: Any) -> None:
        if on_this_node:
            self._take_down_here(options["kind"], options["slug"], options["reason"], dry_run)
        else:
            super().handle(dry_run=dry_run, **options)

    def do(self, kind: str, slug: str, by: str, reason: str, **options: object) -> Lines:
        publication = Publication.objects.filter(kind=kind_named(kind).name, slug=slug).first()
        if publication is None:
            raise CommandError(f"No {kind} “{slug}” has ever been public. Nothing was changed.")
        number = lifecycle.withdraw(publication, by=person(by), reason=reason)
        yield f"Edition {number}: the {kind} “{slug}” is withdrawn."

    def _take_down_here(self, kind: str, slug: str, reason: str, dry_run: bool) -> None:
        edition = bundle.newest(settings.EDITIONS_FOLDER)
        item = edition.find(kind_named(kind).name, slug) if edition else None
        if edition is None or item is None or not item.is_live:
            raise CommandError(f"The newest edition on file shows no {kind} “{slug}”. Nothing was changed.")
        if not dry_run:
            taken_down.order_here(settings.EDITIONS_FOLDER, item, reason)
        self.stdout.write(
            f"Within two seconds this node shows the {kind} “{slug}” no longer. Do the same on every other node; and "
            "withdraw it again when the database is back, or its record does not know."
        )
