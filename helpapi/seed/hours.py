"""Opening hours of the data as the canonical JSON of `services.hours`."""

from typing import Any

from helpapi.seed.facts import Fact, Sources
from helpapi.seed.reading import Record
from services.hours import DEFAULT_ZONE, Hours
from services.hours.intervals import DAYS, HoursError

UNKNOWN = {"state": "unknown"}
_MEMBERS = ("text", "value", "always_open", "weekly", "sources", "confidence", "note")
_DAYS = {day[:3]: day for day in DAYS}


def hours(record: Record, sources: Sources) -> tuple[dict[str, Any], Fact]:
    """The hours and what is known of where they come from; the source's own words are the record's `text`."""
    record.expect("status", optional=_MEMBERS)
    fact = sources.provenance(record)
    if not fact.is_known:
        if record.text_or_empty("text") or "weekly" in record or "always_open" in record:
            raise record.error("status", "is unknown, so there can be no hours")
        return UNKNOWN, fact
    if record.flag("always_open"):
        return {"state": "always-open"}, fact
    weekly = {
        "state": "weekly",
        "zone": DEFAULT_ZONE,
        "weekly": [interval for row in record.records("weekly") for interval in _intervals(row)],
        "exceptions": [],
        "bank_holidays": "closed" if "excluding bank holidays" in record.text("text") else "unknown",
        "bank_holiday_nations": [],
    }
    try:
        return Hours.from_json(weekly).to_json(), fact
    except HoursError as error:
        raise record.error("weekly", str(error)) from None


def _intervals(row: Record) -> list[dict[str, str]]:
    """One span from a day and time to another, or the same times on each of some days."""
    if "from" in row:
        row.expect("from", "to")
        (opens_day, opens), (closes_day, closes) = _moment(row, "from"), _moment(row, "to")
        return [{"opens_day": opens_day, "opens": opens, "closes_day": closes_day, "closes": closes}]
    row.expect("days", "opens", "closes", optional=("closes_next_day",))
    opens, closes, is_late = row.text("opens"), row.text("closes"), row.flag("closes_next_day")
    # Read as they stand, 18:00 to 02:00 of the same day would be taken for all week but a few hours.
    if not is_late and closes <= opens:
        raise row.error("closes", "must be later than opens, unless closes_next_day is true")
    found = []
    for name in row.texts("days"):
        day = _day(row, "days", name)
        closes_day = DAYS[(DAYS.index(day) + is_late) % 7]
        found.append({"opens_day": day, "opens": opens, "closes_day": closes_day, "closes": closes})
    return found


def _moment(row: Record, name: str) -> tuple[str, str]:
    day, _, time = row.text(name).partition(" ")
    return _day(row, name, day), time


def _day(row: Record, name: str, day: str) -> str:
    if day not in _DAYS:
        raise row.error(name, f"a day must be one of {', '.join(_DAYS)}")
    return _DAYS[day]
