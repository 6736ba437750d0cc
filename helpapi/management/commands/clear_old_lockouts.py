"""Forget failed sign-ins, with the network addresses they came from, after thirty days. To be run daily."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

KEPT = timedelta(days=30)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")

    def handle(self, *, dry_run: bool, **options: object) -> None:
        old = AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - KEPT)
        count = old.count()
        if not dry_run:
            old.delete()
        would = "This is a trial: nothing is changed. Without --dry-run it would say: " if dry_run else ""
        self.stdout.write(f"{would}Cleared {count} failed sign-in{'' if count == 1 else 's'}.")
