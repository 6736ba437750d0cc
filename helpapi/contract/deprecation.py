"""Telling clients, with every answer, that an operation will end: `Deprecation` (RFC 9745) and `Sunset` (RFC 8594).

A view says so once, `deprecated = Deprecated(since=..., sunset=..., link=...)`, and the OpenAPI document takes it from
there too. docs/versioning.md is the policy.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.http import http_date

NOTICE_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Deprecated:
    """An operation not to be built upon `since` a day, and gone on the day `sunset`; `link` tells what to use instead.

    ValueError when the two are closer together than the notice that was promised.
    """

    since: date
    sunset: date
    link: str

    def __post_init__(self) -> None:
        months = (self.sunset.year - self.since.year) * 12 + self.sunset.month - self.since.month
        if months - (self.sunset.day < self.since.day) < NOTICE_MONTHS:
            raise ValueError(f"sunset must be at least {NOTICE_MONTHS} months after since")

    def headers(self) -> dict[str, str]:
        return {
            "Deprecation": f"@{_midnight(self.since)}",
            "Sunset": http_date(_midnight(self.sunset)),
            "Link": f'<{self.link}>; rel="deprecation"; type="text/html"',
        }

    def in_words(self) -> str:
        return f"Deprecated since {self.since}; it goes on working until {self.sunset}. Instead: {self.link}"


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
