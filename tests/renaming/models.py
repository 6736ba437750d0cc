"""One kind of content as it is after its field `maximum_age` was renamed `oldest_age`."""

from django.db import models

from publishing.models import Publishable


class Allowance(Publishable):
    """Whom something is for; no oldest age is no limit."""

    shape = 2

    oldest_age = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
