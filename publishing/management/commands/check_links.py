"""Ask whether the web addresses that are public still lead where they led. To be run daily.

Each is asked for once a week, one that is suspect daily. What came of it is on the first page of the admin and on the
pages of the items. It changes nothing that is public. It ends with another exit code than 0 when an address is found to
be broken, once for each.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from publishing.links import collecting, keeping
from publishing.links.models import Link
from publishing.links.rounds import MINUTES, Round
from publishing.links.visiting import Visitor

EVERY = 7  # days
MOST = 100_000


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be asked for; ask and write nothing")
        parser.add_argument("--limit", type=int, default=MOST, help="ask for so many at most; the next run goes on")
        parser.add_argument("--minutes", type=float, default=MINUTES, help="begin nothing new after so many")
        parser.add_argument("--every", type=int, default=EVERY, help="days between two looks at one that works")

    def handle(self, *, dry_run: bool, limit: int, minutes: float, every: int, **options: Any) -> None:
        if limit < 0 or minutes <= 0 or every < 0:
            raise CommandError("--limit and --every are 0 or more, and --minutes is more than 0.")
        found = collecting.links()
        if dry_run:
            self._say_what_is_due(found, limit, every)
            return
        keeping.take_stock(found)
        links = list(keeping.due(every)[:limit])
        this = Round(found, self.visitor(), minutes)
        for line in this.run(links):
            self.stdout.write(line)
            self.stdout.flush()
        later = f"; left for the next run: {this.left}" if this.left else ""
        self.stdout.write(f"Public addresses: {len(found)}; asked for: {this.asked}{later}.")
        if this.is_offline:
            raise CommandError("Nobody at all was reached, so this machine has no way out. Nothing of that was kept.")
        if this.newly_broken:
            count = len(this.newly_broken)
            words = "1 address is" if count == 1 else f"{count} addresses are"
            raise CommandError(f"{words} found to be broken: see the home page of the admin.")

    def visitor(self) -> Visitor:
        """Tests alone give another."""
        return Visitor()

    def _say_what_is_due(self, found: dict[str, collecting.Found], limit: int, every: int) -> None:
        self.stdout.write(
            "This is a trial: nobody is asked and nothing is written. Without --dry-run it would ask for:"
        )
        held = set(Link.objects.values_list("url", flat=True))
        due = [link.url for link in keeping.due(every) if link.url in found]
        urls = [*(url for url in sorted(found) if url not in held), *due][:limit]
        for url in urls or ["nothing."]:
            self.stdout.write(url)
