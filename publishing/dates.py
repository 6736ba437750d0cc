"""The day that counts: it begins and ends at midnight in the United Kingdom, where editors and services are."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

EDITORS_ZONE = ZoneInfo("Europe/London")


def today(ago: timedelta = timedelta()) -> date:
    """The date; `ago`: that of a moment so long before now."""
    now: datetime = timezone.now() - ago
    return now.astimezone(EDITORS_ZONE).date()
