"""What begins and ends on a day, and which day counts: that of the United Kingdom, where editors and services are."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

EDITORS_ZONE = ZoneInfo("Europe/London")
NO_DATES: dict[str, object] = {"begins_on": None, "ends_on": None}


def today(ago: timedelta = timedelta()) -> date:
    """The date; `ago`: that of a moment so long before now."""
    now: datetime = timezone.now() - ago
    return now.astimezone(EDITORS_ZONE).date()


class Dated(models.Model):
    """What begins and ends on a day, as two people approved it once. `turn_dates` writes it on the day."""

    begins_on = models.DateField(
        "First day", null=True, blank=True, help_text="It is shown from this day on. Empty: at once."
    )
    ends_on = models.DateField(
        "Last day", null=True, blank=True, help_text="It is shown until the end of this day. Empty: for good."
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.begins_on and self.ends_on and self.ends_on < self.begins_on:
            raise ValidationError({"ends_on": "The last day must not be before the first."})

    def holds_on(self, day: date | None) -> bool:
        """Whether it is there on a day; `None`: on any, as whoever approves it sees it."""
        if day is None:
            return True
        return (self.begins_on is None or self.begins_on <= day) and (self.ends_on is None or day <= self.ends_on)

    def turns(self) -> Iterator[date]:
        """The days on which that changes."""
        if self.begins_on:
            yield self.begins_on
        if self.ends_on and self.ends_on < date.max:
            yield self.ends_on + timedelta(days=1)
