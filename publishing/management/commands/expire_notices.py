"""Take down the notices whose time is over. To be run every five minutes; an answer never looks at the clock for it."""

from django.utils import timezone

from publishing import lifecycle, rendering
from publishing.management.jobs import Job
from publishing.models import Notice, Publication
from publishing.registry import kind_of


class Command(Job):
    help = __doc__

    def do(self, **options):
        now = timezone.now()
        public = Publication.objects.filter(kind=kind_of(Notice).name, state=Publication.LIVE)
        over = [publication for publication in public if _ends(publication) and _ends(publication) <= now]
        for publication in over:
            number = lifecycle.withdraw(publication, by=None, reason="expired")
            yield f"Edition {number}: the notice “{publication.slug}” has expired and is withdrawn."
        if not over:
            yield "No notice has expired."


def _ends(publication: Publication):
    """As it was approved: a later time that somebody is still editing does not count."""
    return rendering.hydrated(publication).expires_at
