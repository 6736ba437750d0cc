"""Opening hours: the value; and of it a moment (`state`), the editor’s spelling (`text`), the reader’s (`words`)."""

from services.hours.intervals import HoursError
from services.hours.value import ALWAYS_OPEN, BY_APPOINTMENT, DEFAULT_ZONE, NATIONS, UNKNOWN, Hours, zone_names

__all__ = ["ALWAYS_OPEN", "BY_APPOINTMENT", "DEFAULT_ZONE", "NATIONS", "UNKNOWN", "Hours", "HoursError", "zone_names"]
