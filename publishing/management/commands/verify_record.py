"""Look whether every line of the record is there as it was written. Changes nothing; exits with 1 when one is not."""

from django.core.management.base import BaseCommand, CommandError

from publishing import record
from publishing.models import Record


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options) -> None:
        found = 0
        for fault in record.faults():
            found += 1
            self.stdout.write(fault)
        if found:
            raise CommandError(f"The record is not what was written: {found} faults.")
        self.stdout.write(f"{Record.objects.count()} lines, whole.")
