"""When a channel is open, as one value that is always valid and always in one order.

Nothing here knows the time: `state` answers for a moment, `text` is the editor's spelling, `words` the reader's.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal, Self
from zoneinfo import available_timezones

from services.hours import intervals, months, periods
from services.hours.intervals import DatedException, HoursError, Interval
from services.hours.months import MonthlyInterval
from services.hours.periods import Period, YearlyException, YearlyPeriod

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
_MEMBERS = ("state", "zone", "weekly", "exceptions", "bank_holidays", "bank_holiday_nations")
_TERM_TIME = "term_time_only"
# These may be left out of the JSON: how an item of each is read, and written.
_LISTS: dict[str, tuple[Callable[[Any, str], Any], Callable[[Any], Any]]] = {
    "bank_holiday_times": (intervals.interval_from_json, intervals.interval_to_json),
    "monthly": (months.monthly_from_json, months.monthly_to_json),
    "periods": (periods.period_from_json, periods.period_to_json),
    "yearly_periods": (periods.yearly_period_from_json, periods.period_to_json),
    "yearly_exceptions": (periods.yearly_exception_from_json, periods.yearly_exception_to_json),
}


@dataclass(frozen=True)
class Hours:
    """Opening hours; the same hours are equal values and equal JSON, whatever order they were written in.

    The members beside `state` mean something only when it is "weekly". `bank_holiday_nations` are GSS codes;
    empty means that nobody has told us whose bank holidays count. `bank_holiday_times` are of the rule "times", in
    minutes since the date's midnight. `monthly` adds to the ordinary week, and a period stands in the place of both;
    where neither says anything, the days outside the periods are not known.
    Raises HoursError, naming the member, when they contradict each other.
    """

    state: StateByItself | Literal["weekly"]
    zone: str = DEFAULT_ZONE
    weekly: tuple[Interval, ...] = ()
    exceptions: tuple[DatedException, ...] = ()
    bank_holidays: BankHolidayRule = "unknown"
    bank_holiday_nations: tuple[str, ...] = ()
    bank_holiday_times: tuple[Interval, ...] = ()
    monthly: tuple[MonthlyInterval, ...] = ()
    periods: tuple[Period, ...] = ()
    yearly_periods: tuple[YearlyPeriod, ...] = ()
    yearly_exceptions: tuple[YearlyException, ...] = ()
    term_time_only: bool = False

    def __post_init__(self) -> None:
        for member in ("exceptions", "yearly_exceptions"):
            ordered = (one._replace(intervals=tuple(sorted(one.intervals))) for one in getattr(self, member))
            object.__setattr__(self, member, tuple(sorted(ordered)))
        for member in ("weekly", "bank_holiday_nations", "bank_holiday_times", "monthly"):
            object.__setattr__(self, member, tuple(sorted(getattr(self, member))))
        object.__setattr__(self, "periods", periods.ordered(self.periods))
        object.__setattr__(self, "yearly_periods", periods.ordered(self.yearly_periods))
        if self.state == "weekly":
            self._check_weekly()
        elif any(getattr(self, one.name) != one.default for one in fields(self) if one.name != "state"):
            raise HoursError(f"state: {self.state} hours have no other members")

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """The hours that `to_json` wrote.

        Strict: a missing, unexpected or ill-formed member raises HoursError with its name. Two freedoms: "24:00"
        may be written as a closing time, and means 00:00 of the next day; and what `to_json` leaves out may be there.
        """
        state = intervals.text_member(data, "state", "hours")
        if state != "weekly":
            intervals.check_members(data, ("state",), "hours")
            if state not in STATES_BY_THEMSELVES:
                raise HoursError("state: must be unknown, always-open, by-appointment or weekly")
            return cls(state)
        intervals.check_members(data, _MEMBERS, "hours", optional=(*_LISTS, _TERM_TIME))
        rule = intervals.text_member(data, "bank_holidays", "hours")
        if rule not in BANK_HOLIDAY_RULES:
            raise HoursError(f"bank_holidays: must be one of {', '.join(BANK_HOLIDAY_RULES)}")
        term_time_only = data.get(_TERM_TIME, False)
        if not isinstance(term_time_only, bool):
            raise HoursError(f"{_TERM_TIME}: must be true or false")
        nations = intervals.list_member(data, "bank_holiday_nations", "hours")
        return cls(
            "weekly",
            zone=intervals.text_member(data, "zone", "hours"),
            weekly=_read(data, "weekly", intervals.weekly_from_json),
            exceptions=_read(data, "exceptions", intervals.exception_from_json),
            bank_holidays=rule,
            bank_holiday_nations=tuple(str(code) for _, code in nations),
            term_time_only=term_time_only,
            **{member: _read(data, member, of_item) for member, (of_item, _) in _LISTS.items() if member in data},
        )

    def to_json(self) -> dict[str, Any]:
        """Plain lists and strings, in one total order. The newer members are there only where they say something."""
        if self.state != "weekly":
            return {"state": self.state}
        return {
            "state": self.state,
            "zone": self.zone,
            "weekly": [intervals.weekly_to_json(interval) for interval in self.weekly],
            "exceptions": [intervals.exception_to_json(exception) for exception in self.exceptions],
            "bank_holidays": self.bank_holidays,
            "bank_holiday_nations": list(self.bank_holiday_nations),
            **{
                member: [written(one) for one in found]
                for member, (_, written) in _LISTS.items()
                if (found := getattr(self, member))
            },
            **({_TERM_TIME: True} if self.term_time_only else {}),
        }

    @property
    def has_an_ordinary_week(self) -> bool:
        """Whether anything is said of the days outside all periods."""
        return bool(self.weekly or self.monthly)

    @property
    def all_periods(self) -> list[Period | YearlyPeriod]:
        return [*self.periods, *self.yearly_periods]

    @property
    def all_exceptions(self) -> list[DatedException | YearlyException]:
        return [*self.yearly_exceptions, *self.exceptions]

    def _check_weekly(self) -> None:
        # With no hours at all every day would be answered "closed", which nobody has said.
        if not (self.has_an_ordinary_week or any(not one.is_closed for one in self.all_periods)):
            raise HoursError("weekly: at least one interval is needed")
        intervals.check_week(self.weekly)
        months.check_months(self.monthly)
        periods.check_periods(self.periods, self.yearly_periods)
        periods.check_yearly(self.yearly_exceptions)
        intervals.check_exceptions(self.exceptions)
        if self.zone != DEFAULT_ZONE and self.zone not in zone_names():
            raise HoursError("zone: must be the name of a time zone, such as Europe/London")
        intervals.check_dated(self.bank_holiday_times, "bank_holiday_times")
        if bool(self.bank_holiday_times) != (self.bank_holidays == "times"):
            raise HoursError("bank_holiday_times: must be given where bank_holidays is times, and only there")
        nations = set(self.bank_holiday_nations)
        if len(nations) < len(self.bank_holiday_nations) or not nations <= NATIONS.keys():
            raise HoursError(f"bank_holiday_nations: each must be one of {', '.join(NATIONS)}, and only once")


def _read(data: dict[str, Any], member: str, of_item: Callable[[Any, str], Any]) -> tuple[Any, ...]:
    return tuple(of_item(item, where) for where, item in intervals.list_member(data, member, "hours"))


UNKNOWN = Hours("unknown")
ALWAYS_OPEN = Hours("always-open")
BY_APPOINTMENT = Hours("by-appointment")


@cache
def zone_names() -> frozenset[str]:
    """Every time zone this machine knows; kept, because listing them reads files."""
    return frozenset(available_timezones())
