"""Publish, and take down, what two people approved for a moment that has come. To be run every minute.

What came due while it did not run is done when it runs next. Each is one transaction: one that fails holds up no other.
"""

import logging
from contextlib import nullcontext

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.timesince import timesince

from publishing import acts, lifecycle, planning
from publishing.management.jobs import on_record
from publishing.models import Submission
from publishing.planning import Plan

log = logging.getLogger("helpapi.planning")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")

    def handle(self, *, dry_run: bool, **options: object) -> None:
        due = planning.due()
        if dry_run:
            self.stdout.write("This is a trial: nothing is changed. Without --dry-run it would say:")
        failed = []
        for plan in due:
            try:
                with lifecycle.trial() if dry_run else nullcontext(), lifecycle.locked(), on_record(self):
                    said = _done(plan)
            except Exception as error:  # whatever it is, the others are due too, and the next run tries this again
                failed.append(f"{plan}: {error}")
                log.exception("%s could not be done on its day", plan)
            else:
                self.stdout.write(said)
        if not due:
            self.stdout.write("Nothing is due.")
        if failed:
            raise CommandError(f"{len(failed)} of {len(due)} failed, and wait for the next run. {' '.join(failed)}")


def _done(plan: Plan) -> str:
    """Do it, or end it where it must not be done any more; which of the two, in words."""
    if isinstance(plan, Submission):
        submission = lifecycle.publish_planned(plan)
        what, is_done, why = f"“{submission.title}”", submission.state == Submission.APPROVED, submission.reason
        done, edition = f"published as version {submission.version}", submission.edition
    else:
        act = acts.do_planned(plan)
        what, is_done, why = f"{acts.kind_of(act).title} ({act})", act.state == act.DONE, act.reason
        done, edition = "done", act.edition
    if is_done:
        return f"Edition {edition}: {what} is {done}, as planned for {_when(plan)}."
    return f"{what} is void: {why}"


def _when(plan: Plan) -> str:
    moment = planning.moment_of(plan) or timezone.now()
    late = f", which is {timesince(moment)} late" if planning.is_late(plan) else ""
    return f"{planning.in_words(moment)}{late}"
