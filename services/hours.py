"""When a channel is open, as one value that is always valid and always in one order.

Nothing here knows the time: `hours_state` answers for a moment, `hours_text` is the editor's spelling,
`hours_words` the reader's.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Self
from zoneinfo import available_timezones

from services import hours_intervals as spans
from services.hours_intervals import DatedException, HoursError, Interval

NATIONS = {
    "E92000001": "England",
    "N92000002": "Northern Ireland",
    "S92000003": "Scotland",
    "W92000004": "Wales",
}
BANK_HOLIDAY_RULES = ("closed", "as-usual", "unknown")
DEFAULT_ZONE = "Europe/London"
_NOTHING_SAID = (DEFAULT_ZONE, (), (), "unknown", ())


@dataclass(frozen=True)
class Hours:
    """Opening hours; the same hours are equal values and equal JSON, whatever order they were written in.

    The members beside `state` mean something only when it is "weekly". `bank_holiday_nations` are GSS codes;
    empty means that nobody has told us whose bank holidays count.
    Raises HoursError, naming the member, when they contradict each other.
    """

    state: Literal["unknown", "always-open", "weekly"]
    zone: str = DEFAULT_ZONE
    weekly: tuple[Interval, ...] = ()
    exceptions: tuple[DatedException, ...] = ()
    bank_holidays: Literal["closed", "as-usual", "unknown"] = "unknown"
    bank_holiday_nations: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        exceptions = (DatedException(one.date, tuple(sorted(one.intervals))) for one in self.exceptions)
        object.__setattr__(self, "weekly", tuple(sorted(self.weekly)))
        object.__setattr__(self, "exceptions", tuple(sorted(exceptions)))
        object.__setattr__(self, "bank_holiday_nations", tuple(sorted(self.bank_holiday_nations)))
        if self.state == "weekly":
            self._check_weekly()
        elif self.state not in ("unknown", "always-open"):
            raise HoursError("state: must be unknown, always-open or weekly")
        elif (self.zone, self.weekly, self.exceptions, self.bank_holidays, self.bank_holiday_nations) != _NOTHING_SAID:
            raise HoursError(f"state: {self.state} hours have no other members")

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """The hours that `to_json` wrote.

        Strict: a missing, unexpected or ill-formed member raises HoursError with its name. One freedom: "24:00"
        may be written as a closing time, and means 00:00 of the next day.
        """
        state = spans.text_member(data, "state", "hours")
        if state != "weekly":
            spans.check_members(data, ("state",), "hours")
            return cls(state)
        members = ("state", "zone", "weekly", "exceptions", "bank_holidays", "bank_holiday_nations")
        spans.check_members(data, members, "hours")
        nations = spans.list_member(data, "bank_holiday_nations", "hours")
        return cls(
            state,
            zone=spans.text_member(data, "zone", "hours"),
            weekly=tuple(
                spans.weekly_from_json(item, where) for where, item in spans.list_member(data, "weekly", "hours")
            ),
            exceptions=tuple(
                spans.exception_from_json(item, where) for where, item in spans.list_member(data, "exceptions", "hours")
            ),
            bank_holidays=spans.text_member(data, "bank_holidays", "hours"),
            bank_holiday_nations=tuple(str(code) for _, code in nations),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain lists and strings, in one total order."""
        if self.state != "weekly":
            return {"state": self.state}
        return {
            "state": self.state,
            "zone": self.zone,
            "weekly": [spans.weekly_to_json(interval) for interval in self.weekly],
            "exceptions": [spans.exception_to_json(exception) for exception in self.exceptions],
            "bank_holidays": self.bank_holidays,
            "bank_holiday_nations": list(self.bank_holiday_nations),
        }

    def _check_weekly(self) -> None:
        spans.check_week(self.weekly)
        spans.check_exceptions(self.exceptions)
        if self.zone not in zone_names():
            raise HoursError("zone: must be the name of a time zone, such as Europe/London")
        if self.bank_holidays not in BANK_HOLIDAY_RULES:
            raise HoursError(f"bank_holidays: must be one of {', '.join(BANK_HOLIDAY_RULES)}")
        nations = set(self.bank_holiday_nations)
        if len(nations) < len(self.bank_holiday_nations) or not nations <= NATIONS.keys():
            raise HoursError(f"bank_holiday_nations: each must be one of {', '.join(NATIONS)}, and only once")


UNKNOWN = Hours("unknown")
ALWAYS_OPEN = Hours("always-open")


@cache
def zone_names() -> frozenset[str]:
    """Every time zone this machine knows; kept, because listing them reads files."""
    return frozenset(available_timezones())
