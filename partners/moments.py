"""The hour for which things are stated, and how a moment is written in what is signed: in seconds, in UTC."""

from datetime import UTC, datetime, timedelta

HOUR = timedelta(hours=1)


def hour(now: datetime) -> datetime:
    """Its beginning."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def written(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
