"""Look whether all that is public, on every node, is what people decided. Changes nothing; exits with 1 when not."""

from django.core.management.base import BaseCommand, CommandError

from publishing import verifying
from publishing.models import Publication, Record


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: object) -> None:
        found = 0
        for fault in verifying.faults():
            found += 1
            self.stdout.write(fault)
        if found:
            raise CommandError(f"What is public is not what was decided: {found} faults.")
        self.stdout.write(f"{Publication.objects.count()} items and {Record.objects.count()} decisions, all proven.")
