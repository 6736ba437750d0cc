"""How often readers said that something is wrong. publishing/reports/keeping.py alone writes it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from publishing.codes import code_list

PROBLEMS = "report-problems"  # the code list


class Report(models.Model):
    """How often one problem of an item, or of one way to it, was reported on a day. Nothing of who did is kept.

    `channel`: the uid of the way; empty: the item itself. `seen`: how many of them an editor has looked at.
    """

    kind = models.CharField(max_length=40)
    uid = models.UUIDField()
    slug = models.CharField(max_length=80)
    channel = models.CharField(max_length=36, blank=True)
    problem = models.CharField(max_length=20)
    on = models.DateField(db_index=True)
    count = models.PositiveIntegerField()
    seen = models.PositiveIntegerField(default=0)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    seen_on = models.DateField(null=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["uid", "channel", "problem", "on"], name="report_one_row_a_day"),
            models.CheckConstraint(condition=Q(seen__lte=F("count")), name="report_seen_of_those_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.count} on {self.on}: {self.problem} of {self.kind} {self.slug}"


def label(problem: str) -> str:
    """A problem in a few words."""
    return code_list(PROBLEMS).label(problem)
