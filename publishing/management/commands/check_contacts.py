"""Look for numbers and addresses that must not be public: in what readers see, and in what editors have written.

To be run daily, and after each new version: the list of refused numbers grows. The home page shows what was found.
"""

from django.core.management.base import CommandError

from publishing import sweep
from publishing.management.jobs import Job, Lines


class Command(Job):
    help = __doc__

    def handle(self, *, dry_run: bool, **options: object) -> None:
        self.found = 0
        super().handle(dry_run=dry_run, **options)
        if self.found:
            raise CommandError(f"{self.found} to look at: see the home page of the admin.")

    def do(self, **options: object) -> Lines:
        for concern in sweep.sweep():
            self.found += 1
            where = "is public" if concern.is_public else "has been written, and can't be submitted"
            yield f"{concern.kind} “{concern.slug}” {where}: {concern.fault}"
        if not self.found:
            yield "Nothing that must not be public was found."
