"""Where partners are told of editions, and what each was told. The outbox itself is `publishing.SealedEdition`."""

import uuid
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from partners.webhooks import outcomes
from publishing.reaching import addresses


class Endpoint(models.Model):
    """An address of a partner's. Nothing but the question is sent to it before it has answered that.

    `generation`: of its secret, which is nowhere stored (partners/webhooks/signing.py); 0: it has none yet.
    `told_to`: the newest edition that has a delivery to it; None: it has not been confirmed yet.
    `not_before`: nobody calls it before then, because somebody is calling it, or because it has just failed.
    `failures`: how often in a row it has failed.
    """

    UNCONFIRMED, CONFIRMED, OFF = "unconfirmed", "confirmed", "off"
    STATES: ClassVar[dict[str, str]] = {
        UNCONFIRMED: "Not confirmed yet",
        CONFIRMED: "Confirmed: it is told",
        OFF: "Switched off",
    }

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    url = models.CharField(
        "Web address",
        max_length=500,
        help_text="Where the partner is told: https://, a public host name, and the standard port. "
        "A changed address has to be confirmed anew.",
    )
    description = models.CharField("Whose it is", max_length=200, help_text="The partner, and what runs there.")
    state = models.CharField(max_length=12, choices=STATES, default=UNCONFIRMED, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    generation = models.PositiveIntegerField(default=0, editable=False)
    renewed_at = models.DateTimeField(null=True, editable=False)
    told_to = models.PositiveBigIntegerField(null=True, editable=False)
    not_before = models.DateTimeField(default=timezone.now, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["description", "uid"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["unconfirmed", "confirmed", "off"]), name="endpoint_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (Q(told_to__isnull=False) & Q(generation__gte=1)),
                name="endpoint_confirmed_with_a_secret",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.description} ({self.host})"

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def clean(self) -> None:
        super().clean()
        if self.url and (fault := addresses.fault(self.url)):
            raise ValidationError({"url": fault})


class Delivery(models.Model):
    """One event for one endpoint, and what became of it. Its `uid` makes the `webhook-id`, the same at each attempt.

    `at`: the moment that the event tells of. `since`: when it was first due, from which its three days are counted.
    `outcome`: what came of the newest attempt, as a code (partners/webhooks/outcomes.py); never what was answered.
    """

    EDITION, CONFIRM, TEST = "edition.published", "endpoint.confirm", "endpoint.test"
    EVENTS: ClassVar[dict[str, str]] = {EDITION: "An edition", CONFIRM: "The question to confirm", TEST: "A test"}
    PENDING, DELIVERED, DEAD = "pending", "delivered", "dead"
    STATES: ClassVar[dict[str, str]] = {PENDING: "Waiting", DELIVERED: "Delivered", DEAD: "Given up"}

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=20, choices=EVENTS)
    edition = models.PositiveBigIntegerField(null=True)
    at = models.DateTimeField()
    since = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default=PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField("Next attempt")
    tried_at = models.DateTimeField("Last attempt", null=True)
    outcome = models.CharField(max_length=20, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "uid"]
        verbose_name_plural = "deliveries"
        indexes = [models.Index(fields=["state", "next_at"], name="delivery_due")]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "edition"], name="delivery_of_an_edition_once"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "delivered", "dead"]), name="delivery_state_known"
            ),
            models.CheckConstraint(
                condition=Q(event="edition.published", edition__isnull=False)
                | Q(event__in=["endpoint.confirm", "endpoint.test"], edition__isnull=True),
                name="delivery_event_known",
            ),
        ]

    def __str__(self) -> str:
        return f"edition {self.edition}" if self.edition else self.get_event_display()

    @property
    def message_id(self) -> str:
        return f"msg_{self.uid.hex}"

    @property
    def outcome_in_words(self) -> str:
        return outcomes.in_words(self.outcome)

    @classmethod
    def made(cls, endpoint: Endpoint, event: str, at: datetime, edition: int | None = None) -> "Delivery":
        """One that is due at once; not saved."""
        now = timezone.now()
        return cls(endpoint=endpoint, event=event, edition=edition, at=at, since=now, next_at=now)
