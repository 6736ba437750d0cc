"""Make every public document anew from what was approved, after the contract or the code that writes it has changed."""

from publishing import lifecycle
from publishing.management.jobs import Job, Lines
from publishing.models import Publication


class Command(Job):
    help = __doc__

    def do(self, **options: object) -> Lines:
        number = lifecycle.recompile()
        if number is None:
            yield "Every document reads as it did, so there is no new edition."
        else:
            yield f"Edition {number}: {Publication.objects.filter(edition=number).count()} documents made anew."
