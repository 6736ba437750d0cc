"""Begin and end what is due, as it was approved, and mark what somebody had to check again. To be run every hour.

An answer never looks at the date for it.
"""

from publishing import lifecycle
from publishing.dates import today
from publishing.management.jobs import Job, Lines


class Command(Job):
    help = __doc__

    def do(self, **options: object) -> Lines:
        turned = lifecycle.turn(today())
        for publication, number in turned:
            yield f"Edition {number}: the {publication.kind} “{publication.slug}” is as it was approved for today."
        if not turned:
            yield "Nothing begins or ends today."
