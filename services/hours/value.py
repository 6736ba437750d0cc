"""When a channel is open, as one value that is always valid and always in one order.

Nothing here knows the time: `hours_state` answers for a moment, `hours_text` is the editor's spelling,
`hours_words` the reader's.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Self
from zoneinfo import available_timezones

from services.hours import intervals
from services.hours.intervals import DatedException, HoursError, Interval

NATIONS = {
    "E92000001": "England",
    "N92000002": "Northern Ireland",
    "S92000003": "Scotland",
    "W92000004": "Wales",
}
BankHolidayRule = Literal["closed", "as-usual", "times", "unknown"]
BANK_HOLIDAY_RULES: tuple[BankHolidayRule, ...] = ("closed", "as-usual", "times", "unknown")
StateByItself = Literal["unknown", "always-open", "by-appointment"]
STATES_BY_THEMSELVES: tuple[StateByItself, ...] = ("unknown", "always-open", "by-appointment")
DEFAULT_ZONE = "Europe/London"
TIMES_MEMBER = "bank_holiday_times"
_NOTHING_SAID = (DEFAULT_ZONE, (), (), "unknown", (), ())


@dataclass(frozen=True)
class Hours:
    """Opening hours; the same hours are equal values and equal JSON, whatever order they were written in.

    The members beside `state` mean something only when it is "weekly". `bank_holiday_nations` are GSS codes;
    empty means that nobody has told us whose bank holidays count. `bank_holiday_times` are of the rule "times", in
    minutes since the date's midnight.
    Raises HoursError, naming the member, when they contradict each other.
    """

    state: StateByItself | Literal["weekly"]
    zone: str = DEFAULT_ZONE
    weekly: tuple[Interval, ...] = ()
    exceptions: tuple[DatedException, ...] = ()
    bank_holidays: BankHolidayRule = "unknown"
    bank_holiday_nations: tuple[str, ...] = ()
    bank_holiday_times: tuple[Interval, ...] = ()

    def __post_init__(self) -> None:
        exceptions = (DatedException(one.date, tuple(sorted(one.intervals))) for one in self.exceptions)
        object.__setattr__(self, "weekly", tuple(sorted(self.weekly)))
        object.__setattr__(self, "exceptions", tuple(sorted(exceptions)))
        object.__setattr__(self, "bank_holiday_nations", tuple(sorted(self.bank_holiday_nations)))
        object.__setattr__(self, "bank_holiday_times", tuple(sorted(self.bank_holiday_times)))
        if self.state == "weekly":
            self._check_weekly()
        elif _NOTHING_SAID != (
            self.zone, self.weekly, self.exceptions, self.bank_holidays, self.bank_holiday_nations,
            self.bank_holiday_times,
        ):  # fmt: skip
            raise HoursError(f"state: {self.state} hours have no other members")

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """The hours that `to_json` wrote.

        Strict: a missing, unexpected or ill-formed member raises HoursError with its name. One freedom: "24:00"
        may be written as a closing time, and means 00:00 of the next day. Times of bank holidays may be left out.
        """
        state = intervals.text_member(data, "state", "hours")
        if state != "weekly":
            intervals.check_members(data, ("state",), "hours")
            if state not in STATES_BY_THEMSELVES:
                raise HoursError("state: must be unknown, always-open, by-appointment or weekly")
            return cls(state)
        members = ("state", "zone", "weekly", "exceptions", "bank_holidays", "bank_holiday_nations")
        has_times = TIMES_MEMBER in data
        intervals.check_members(data, (*members, TIMES_MEMBER) if has_times else members, "hours")
        rule = intervals.text_member(data, "bank_holidays", "hours")
        if rule not in BANK_HOLIDAY_RULES:
            raise HoursError(f"bank_holidays: must be one of {', '.join(BANK_HOLIDAY_RULES)}")
        nations = intervals.list_member(data, "bank_holiday_nations", "hours")
        times = intervals.list_member(data, TIMES_MEMBER, "hours") if has_times else []
        return cls(
            "weekly",
            zone=intervals.text_member(data, "zone", "hours"),
            weekly=tuple(
                intervals.weekly_from_json(item, where)
                for where, item in intervals.list_member(data, "weekly", "hours")
            ),
            exceptions=tuple(
                intervals.exception_from_json(item, where)
                for where, item in intervals.list_member(data, "exceptions", "hours")
            ),
            bank_holidays=rule,
            bank_holiday_nations=tuple(str(code) for _, code in nations),
            bank_holiday_times=tuple(intervals.interval_from_json(item, where) for where, item in times),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain lists and strings, in one total order."""
        if self.state != "weekly":
            return {"state": self.state}
        return {
            "state": self.state,
            "zone": self.zone,
            "weekly": [intervals.weekly_to_json(interval) for interval in self.weekly],
            "exceptions": [intervals.exception_to_json(exception) for exception in self.exceptions],
            "bank_holidays": self.bank_holidays,
            "bank_holiday_nations": list(self.bank_holiday_nations),
            **({TIMES_MEMBER: intervals.intervals_to_json(self.bank_holiday_times)} if self.bank_holiday_times else {}),
        }

    def _check_weekly(self) -> None:
        intervals.check_week(self.weekly)
        intervals.check_exceptions(self.exceptions)
        if self.zone not in zone_names():
            raise HoursError("zone: must be the name of a time zone, such as Europe/London")
        intervals.check_dated(self.bank_holiday_times, "bank_holiday_times")
        if bool(self.bank_holiday_times) != (self.bank_holidays == "times"):
            raise HoursError("bank_holiday_times: must be given where bank_holidays is times, and only there")
        nations = set(self.bank_holiday_nations)
        if len(nations) < len(self.bank_holiday_nations) or not nations <= NATIONS.keys():
            raise HoursError(f"bank_holiday_nations: each must be one of {', '.join(NATIONS)}, and only once")


UNKNOWN = Hours("unknown")
ALWAYS_OPEN = Hours("always-open")
BY_APPOINTMENT = Hours("by-appointment")


@cache
def zone_names() -> frozenset[str]:
    """Every time zone this machine knows; kept, because listing them reads files."""
    return frozenset(available_timezones())
