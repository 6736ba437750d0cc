"""What is known of each web address that is public, and where it stands; keeping.py alone writes it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from publishing.links import outcomes
from publishing.links.outcomes import BROKEN, OK, SUSPECT, UNCLEAR, UNTRIED


class Link(models.Model):
    """A web address without what follows “#”, and what came of asking for it.

    `tries`: of the last days on which it was asked for, the oldest first, each with `on`, `outcome` and `times`.
    `title`: of the page that was met last; `known_title`: when it was last right. `accepted`: an odd outcome that an
    editor has said to be right with that title. `moved_to`: where its server says that it is to be asked for now.
    `broken_on`: the day on which it was found to be broken, which is said once.
    """

    VERDICTS: ClassVar[dict[str, str]] = {
        UNTRIED: "Not tried yet",
        OK: "Works",
        SUSPECT: "Suspect",
        BROKEN: "Broken",
        UNCLEAR: "Can’t tell",
    }

    url = models.CharField(max_length=500, unique=True)
    first_seen = models.DateField()
    last_ok = models.DateField(null=True)
    tried_on = models.DateField(null=True)
    tries = models.JSONField(default=list)
    verdict = models.CharField(max_length=10, choices=VERDICTS, default=UNTRIED)
    broken_on = models.DateField(null=True)
    title = models.CharField(max_length=200, blank=True)
    known_title = models.CharField(max_length=200, blank=True)
    accepted = models.CharField(max_length=20, blank=True)
    moved_to = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["url"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["untried", "ok", "suspect", "broken", "unclear"]), name="link_verdict_known"
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def newest(self) -> dict[str, Any]:
        """The newest of `tries`; empty before the first."""
        return self.tries[-1] if self.tries else {}

    @property
    def why(self) -> str:
        """What came of asking for it last, in words."""
        return outcomes.in_words(self.newest.get("outcome", ""))


class LinkUse(models.Model):
    """That a version of a public item gives an address, in a member. Another version has not been looked through."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="uses")
    kind = models.CharField(max_length=40)
    uid = models.UUIDField(db_index=True)
    slug = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    member = models.CharField(max_length=80)

    class Meta:
        ordering = ["kind", "slug", "member"]
        constraints = [models.UniqueConstraint(fields=["link", "uid", "member"], name="link_use_named_once")]

    def __str__(self) -> str:
        return f"{self.member} of {self.kind} {self.slug}"
