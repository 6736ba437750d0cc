"""Take down the notices whose time is over, those that a recall raised too. To be run every five minutes.

An answer never looks at the clock for it.
"""

from publishing import lifecycle
from publishing.management.jobs import Job, Lines
from publishing.models import Notice, Publication
from publishing.registry import kind_of


class Command(Job):
    help = __doc__

    def do(self, **options: object) -> Lines:
        public = Publication.objects.filter(kind=kind_of(Notice).name, state=Publication.LIVE)
        over = [publication for publication in public if lifecycle.has_expired(publication)]
        for publication in over:
            number = lifecycle.expire(publication)
            yield f"Edition {number}: the notice “{publication.slug}” has expired and is withdrawn."
        if ended := lifecycle.end_recalls():
            yield f"Edition {ended}: what was taken down a month ago raises no notice any more."
        elif not over:
            yield "No notice has expired."
