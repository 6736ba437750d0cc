from datetime import UTC, date, datetime, time, timedelta, timezone
from operator import itemgetter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.hours import NATIONS, Hours
from services.hours.intervals import DAYS, HoursError
from services.hours.months import WEEKS
from services.hours.state import State, state_at
from services.hours.text import parse
from services.hours.words import in_words
from tests.services.hours_cases import CASES
from tests.services.hours_checker import MINUTE, plain_states

EVENINGS = "Mon-Thu 18:00-02:00\nFri 18:00 - Mon 06:00\nBank holidays: as usual"
NIGHTLY = "Daily 18:00-02:00\nBank holidays: as usual"
EARLY = "Daily 01:30-01:45\nBank holidays: as usual"
OFFICE = "Mon-Fri 09:00-17:00\nBank holidays: "
ROUND_THE_CLOCK = "Daily 00:00-24:00\nBank holidays: "
WEEKEND = "Fri 18:00 - Mon 06:00\nBank holidays: closed\n"
CHRISTMAS = "Daily 18:00-02:00\nBank holidays: closed\n24 Dec 2026: 10:00-12:00, 22:00-03:00\n"

NEW = "Mon-Fri 09:00-17:00\nFrom 1 Apr 2027: Mon-Fri 08:00-20:00\nBank holidays: closed"
MONTHLY = "First Tuesday of the month 18:00-20:00\nBank holidays: closed"
TERMS = "Mon-Fri 15:30-19:00\nTerm time only\nBank holidays: closed"


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


@pytest.mark.parametrize(
    ("text", "at", "is_open", "until"),
    [
        # Ordinary nights, in winter.
        (NIGHTLY, "2026-01-20 17:59", False, "2026-01-20 18:00"),
        (NIGHTLY, "2026-01-20 18:00", True, "2026-01-21 02:00"),
        (NIGHTLY, "2026-01-20 23:59", True, "2026-01-21 02:00"),
        (NIGHTLY, "2026-01-21 00:01", True, "2026-01-21 02:00"),
        (NIGHTLY, "2026-01-21 01:59", True, "2026-01-21 02:00"),
        (NIGHTLY, "2026-01-21 02:00", False, "2026-01-21 18:00"),
        ("Daily 09:00-24:00\nBank holidays: as usual", "2026-01-20 23:59", True, "2026-01-21 00:00"),
        ("Daily 09:00-24:00\nBank holidays: as usual", "2026-01-21 00:00", False, "2026-01-21 09:00"),
        # In summer the wall clock is an hour ahead of UTC.
        (NIGHTLY, "2026-07-01 16:59", False, "2026-07-01 17:00"),
        (NIGHTLY, "2026-07-01 17:00", True, "2026-07-02 01:00"),
        # A weekend in one run.
        (EVENINGS, "2026-01-23 17:59", False, "2026-01-23 18:00"),
        (EVENINGS, "2026-01-23 18:00", True, "2026-01-26 06:00"),
        (EVENINGS, "2026-01-25 03:00", True, "2026-01-26 06:00"),
        (EVENINGS, "2026-01-26 05:59", True, "2026-01-26 06:00"),
        (EVENINGS, "2026-01-26 06:00", False, "2026-01-26 18:00"),
        (EVENINGS, "2026-01-30 01:59", True, "2026-01-30 02:00"),
        # The clocks go back on 25 October 2026 at 01:00 UTC: 01:30 comes at 00:30 and at 01:30 UTC.
        (NIGHTLY, "2026-10-25 00:30", True, "2026-10-25 02:00"),
        (NIGHTLY, "2026-10-25 01:30", True, "2026-10-25 02:00"),
        (NIGHTLY, "2026-10-25 02:00", False, "2026-10-25 18:00"),
        (EARLY, "2026-10-25 00:29", False, "2026-10-25 00:30"),
        (EARLY, "2026-10-25 00:30", True, "2026-10-25 00:45"),
        (EARLY, "2026-10-25 00:45", False, "2026-10-26 01:30"),
        (EARLY, "2026-10-25 01:30", False, "2026-10-26 01:30"),
        ("Daily 18:00-01:30\nBank holidays: as usual", "2026-10-25 01:29", False, "2026-10-25 18:00"),
        # The clocks go forward on 29 March 2026 at 01:00 UTC: 01:00 to 01:59 never come.
        (NIGHTLY, "2026-03-29 00:59", True, "2026-03-29 01:00"),
        (NIGHTLY, "2026-03-29 01:00", False, "2026-03-29 17:00"),
        (EARLY, "2026-03-28 02:00", False, "2026-03-30 00:30"),
        ("Daily 18:00-01:30\nBank holidays: as usual", "2026-03-29 00:59", True, "2026-03-29 01:00"),
        ("Daily 01:30-03:00\nBank holidays: as usual", "2026-03-29 00:59", False, "2026-03-29 01:00"),
        ("Daily 01:30-03:00\nBank holidays: as usual", "2026-03-29 01:00", True, "2026-03-29 02:00"),
        # Bank holidays of all four nations.
        (OFFICE + "closed", "2026-12-24 17:00", False, "2026-12-29 09:00"),
        (OFFICE + "closed", "2026-12-25 10:00", False, "2026-12-29 09:00"),
        (OFFICE + "as usual", "2026-12-25 10:00", True, "2026-12-25 17:00"),
        (OFFICE + "not known", "2026-12-25 08:59", False, "2026-12-25 09:00"),
        (OFFICE + "not known", "2026-12-25 10:00", None, "2026-12-25 17:00"),
        (OFFICE + "not known", "2026-12-25 17:00", False, "2026-12-28 09:00"),
        (NIGHTLY.replace("as usual", "closed"), "2026-12-24 23:00", True, "2026-12-25 00:00"),
        (NIGHTLY.replace("as usual", "not known"), "2026-12-24 23:00", True, "2026-12-25 00:00"),
        (NIGHTLY.replace("as usual", "not known"), "2026-12-25 01:00", None, "2026-12-25 02:00"),
        # Friday's evening is gone, Saturday is the holiday's own day, moved to Monday: it cannot be said.
        (NIGHTLY.replace("as usual", "closed"), "2026-12-26 01:00", False, "2026-12-26 18:00"),
        (NIGHTLY.replace("as usual", "closed"), "2026-12-26 19:00", None, "2026-12-27 02:00"),
        # 1 January 2026 is a holiday everywhere, 2 January in Scotland alone.
        (OFFICE + "closed", "2026-01-01 10:00", False, "2026-01-02 09:00"),
        (OFFICE + "closed", "2026-01-02 10:00", None, "2026-01-02 17:00"),
        (OFFICE + "closed", "2026-01-02 08:00", False, "2026-01-02 09:00"),
        (OFFICE + "closed (Scotland)", "2026-01-02 10:00", False, "2026-01-05 09:00"),
        (OFFICE + "closed (England)", "2026-01-02 10:00", True, "2026-01-02 17:00"),
        (OFFICE + "closed (England, Scotland)", "2026-01-02 10:00", None, "2026-01-02 17:00"),
        (OFFICE + "not known (Scotland)", "2026-01-02 10:00", None, "2026-01-02 17:00"),
        (OFFICE + "as usual (Scotland)", "2026-01-02 10:00", True, "2026-01-02 17:00"),
        (OFFICE + "closed (Northern Ireland)", "2026-03-17 10:00", False, "2026-03-18 09:00"),
        (OFFICE + "closed (Northern Ireland)", "2027-07-12 10:00", False, "2027-07-13 08:00"),
        # Exceptions, which win over bank holidays and over what runs in from the date before.
        (OFFICE + "closed\n25 Dec 2026: 10:00-12:00", "2026-12-25 11:00", True, "2026-12-25 12:00"),
        (CHRISTMAS + "25 Dec 2026: closed", "2026-12-24 01:00", False, "2026-12-24 10:00"),
        (CHRISTMAS + "25 Dec 2026: closed", "2026-12-24 19:00", False, "2026-12-24 22:00"),
        (CHRISTMAS + "25 Dec 2026: closed", "2026-12-24 23:59", True, "2026-12-25 00:00"),
        (CHRISTMAS + "25 Dec 2026: 01:00-04:00", "2026-12-25 00:00", False, "2026-12-25 01:00"),
        ("Daily 09:00-17:00\n20 Jan 2026: 22:00-10:00", "2026-01-21 05:00", True, "2026-01-21 17:00"),
        ("Daily 09:00-17:00\n20 Jan 2026: closed\n21 Jan 2026: closed", "2026-01-20 09:00", False, "2026-01-22 09:00"),
        # A run of days, taken date by date.
        (WEEKEND + "16 Jan 2026: closed", "2026-01-16 20:00", False, "2026-01-17 00:00"),
        (WEEKEND + "17 Jan 2026: closed", "2026-01-16 20:00", True, "2026-01-17 00:00"),
        (WEEKEND + "17 Jan 2026: closed", "2026-01-17 12:00", False, "2026-01-18 00:00"),
        (WEEKEND + "18 Jan 2026: closed", "2026-01-18 00:00", False, "2026-01-23 18:00"),
        (
            "Sat 00:00 - Mon 00:00\nBank holidays: closed\n17 Jan 2026: closed",
            "2026-01-17 12:00",
            False,
            "2026-01-18 00:00",
        ),
        # New hours from a day, and up to one: certain on both sides.
        (NEW, "2027-03-31 17:00", False, "2027-04-01 07:00"),
        (NEW, "2027-04-01 17:00", True, "2027-04-01 19:00"),
        (NEW, "2026-11-27 17:00", False, "2026-11-30 09:00"),
        (OFFICE + "closed\nUntil 30 Sep 2026: Mon-Fri 08:00-20:00", "2026-09-30 18:00", True, "2026-09-30 19:00"),
        (OFFICE + "closed\nUntil 30 Sep 2026: Mon-Fri 08:00-20:00", "2026-10-01 18:00", False, "2026-10-02 08:00"),
        (OFFICE + "closed\nFrom 1 Apr 2027: closed", "2027-03-31 16:00", False, None),
        ("From 1 Apr 2027: Mon-Fri 08:00-20:00\nBank holidays: closed", "2027-03-31 12:00", None, "2027-03-31 23:00"),
        # A night that began before the first day ends as it would have; a closed period stops it.
        (NIGHTLY + "\nFrom 21 Jan 2026: Daily 08:00-10:00", "2026-01-21 01:00", True, "2026-01-21 02:00"),
        (NIGHTLY + "\nFrom 21 Jan 2026: closed", "2026-01-20 23:00", True, "2026-01-21 00:00"),
        (EVENINGS + "\nFrom 25 Jan 2026: Mon 20:00-21:00", "2026-01-24 12:00", True, "2026-01-25 00:00"),
        (EVENINGS + "\nFrom 26 Jan 2026: Mon 20:00-21:00", "2026-01-25 12:00", True, "2026-01-26 06:00"),
        # What is closed for a while.
        (OFFICE + "as usual\n20 Dec 2026 - 3 Jan 2027: closed", "2026-12-18 17:00", False, "2027-01-04 09:00"),
        (OFFICE + "10:00-12:00\n20 Dec 2026 - 3 Jan 2027: closed", "2026-12-25 11:00", False, "2027-01-04 09:00"),
        (
            OFFICE + "as usual\n20 Dec 2026 - 3 Jan 2027: closed\n24 Dec: 10:00-12:00",
            "2026-12-24 11:00",
            False,
            "2027-01-04 09:00",
        ),
        (
            OFFICE + "as usual\n20 Dec 2026 - 3 Jan 2027: closed\n24 Dec 2026: 10:00-12:00",
            "2026-12-24 11:00",
            True,
            "2026-12-24 12:00",
        ),
        # Of every year.
        (OFFICE + "closed\n1 Jun - 31 Aug: Mon-Fri 10:00-16:00", "2026-06-01 08:30", False, "2026-06-01 09:00"),
        (OFFICE + "closed\n1 Jun - 31 Aug: Mon-Fri 10:00-16:00", "2030-08-30 15:30", False, "2030-09-02 08:00"),
        (OFFICE + "as usual\n20 Dec - 3 Jan: closed", "2028-12-19 17:00", False, "2029-01-04 09:00"),
        (OFFICE + "as usual\n25 Dec: closed", "2026-12-24 17:00", False, "2026-12-28 09:00"),
        (
            OFFICE + "as usual\n1 Dec - 31 Jan: Daily 08:00-20:00\n25 Dec: closed",
            "2026-12-25 12:00",
            False,
            "2026-12-26 08:00",
        ),
        (OFFICE + "as usual\n29 Feb: closed", "2028-02-29 12:00", False, "2028-03-01 09:00"),
        # With a year before without; both ends before one.
        (
            OFFICE + "as usual\n1 Jun - 31 Aug: closed\n1 Jul 2026 - 31 Jul 2026: Daily 10:00-12:00",
            "2026-07-04 09:30",
            True,
            "2026-07-04 11:00",
        ),
        (
            OFFICE + "as usual\nFrom 1 Jun 2026: Daily 08:00-20:00\n1 Jul 2026 - 31 Jul 2026: Daily 10:00-12:00",
            "2026-07-04 12:00",
            False,
            "2026-07-05 09:00",
        ),
        # In some weeks of the month: 3 November, 1 December 2026 and 5 January 2027 are the first Tuesdays.
        (MONTHLY, "2026-11-03 18:30", True, "2026-11-03 20:00"),
        (MONTHLY, "2026-11-03 20:00", False, "2026-12-01 18:00"),
        (MONTHLY, "2026-12-01 20:00", False, "2027-01-05 18:00"),
        ("Fifth Sunday 10:00-12:00\nBank holidays: as usual", "2026-11-29 11:00", True, "2026-11-29 12:00"),
        ("Fifth Sunday 10:00-12:00\nBank holidays: as usual", "2026-11-29 12:00", False, "2027-01-31 10:00"),
        ("Last Sunday 10:00-12:00\nBank holidays: as usual", "2026-11-29 12:00", False, "2026-12-27 10:00"),
        (OFFICE + "closed\nFirst Monday 19:00-21:00", "2026-05-04 18:30", False, "2026-05-05 08:00"),
        (OFFICE + "closed\nFirst Saturday 23:00-01:00", "2026-11-08 00:30", True, "2026-11-08 01:00"),
        # In term time: never certain, and shut for certain outside the hours.
        (TERMS, "2026-11-27 15:29", False, "2026-11-27 15:30"),
        (TERMS, "2026-11-27 15:30", None, "2026-11-27 19:00"),
        (TERMS, "2026-11-27 19:00", False, "2026-11-30 15:30"),
        (TERMS + "\n27 Nov 2026: 10:00-12:00", "2026-11-27 11:00", True, "2026-11-27 12:00"),
        (TERMS + "\n27 Nov: 10:00-12:00", "2026-11-27 11:00", True, "2026-11-27 12:00"),
        # Hours that do not change.
        (ROUND_THE_CLOCK + "as usual", "2026-12-25 10:00", True, None),
        (ROUND_THE_CLOCK + "as usual", "2026-10-25 01:00", True, None),
        (ROUND_THE_CLOCK + "closed", "2026-01-20 10:00", True, "2026-03-17 00:00"),
        (ROUND_THE_CLOCK + "closed", "2026-12-25 10:00", False, "2026-12-26 00:00"),
        ("Always open", "2026-12-25 10:00", True, None),
        ("", "2026-01-20 10:00", None, None),
        # Elsewhere.
        ("Mon-Fri 09:00-17:00\nZone: America/New_York", "2026-01-20 13:59", False, "2026-01-20 14:00"),
        ("Tue 21:00 - Wed 20:00\nZone: America/New_York", "2026-01-22 00:59", True, "2026-01-22 01:00"),
        ("Mon-Fri 09:00-17:00\nZone: Asia/Kathmandu", "2026-01-20 03:14", False, "2026-01-20 03:15"),
        (
            "Daily 09:00-17:00\nBank holidays: as usual\nZone: Pacific/Apia",
            "2011-12-30 03:00",
            False,
            "2011-12-30 19:00",
        ),
    ],
)
def test_the_state_and_its_end_at_a_moment(text, at, is_open, until):
    state = state_at(parse(text), utc(at))

    assert (state.is_open, state.until) == (is_open, utc(until))


@pytest.mark.parametrize(
    ("text", "at", "since"),
    [
        (NIGHTLY, "2026-01-20 18:00", "2026-01-20 18:00"),
        (NIGHTLY, "2026-01-20 17:59:59", "2026-01-20 02:00"),
        (EVENINGS, "2026-01-26 05:59", "2026-01-23 18:00"),
        (NIGHTLY, "2026-10-25 12:00", "2026-10-25 02:00"),
        (OFFICE + "closed", "2026-12-28 12:00", "2026-12-24 17:00"),
        (ROUND_THE_CLOCK + "closed", "2026-11-29 10:00", "2026-08-31 23:00"),
        (ROUND_THE_CLOCK + "as usual", "2026-12-25 10:00", None),
        ("Always open", "2026-12-25 10:00", None),
        ("", "2026-12-25 10:00", None),
    ],
)
def test_the_beginning_of_a_state(text, at, since):
    assert state_at(parse(text), utc(at)).since == utc(since)


def test_the_moment_may_be_given_in_any_zone():
    paris = datetime(2026, 1, 20, 19, 0, tzinfo=ZoneInfo("Europe/Paris"))

    assert state_at(parse(NIGHTLY), paris) == state_at(parse(NIGHTLY), paris.astimezone(UTC))
    assert state_at(parse(NIGHTLY), paris).is_open is True


@pytest.mark.parametrize("text", ["", "Always open", NIGHTLY])
def test_a_moment_without_a_zone_is_refused(text):
    with pytest.raises(ValueError, match="aware"):
        state_at(parse(text), datetime(2026, 1, 20))


@pytest.mark.parametrize("offset", [UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])
@pytest.mark.parametrize("at", [datetime.min, datetime.max])
@pytest.mark.parametrize("text", CASES)
def test_the_ends_of_the_calendar_are_unknown(text, at, offset):
    is_open = True if text == "Always open" else None

    assert state_at(parse(text), at.replace(tzinfo=offset)) == State(is_open)


@pytest.mark.parametrize("year", [6, 1500, 1871, 1999, 2101, 9990])
def test_in_years_without_bank_holidays_to_look_up_no_opening_is_certain(year):
    noon = datetime(year, 6, 15, 12, tzinfo=UTC)

    assert state_at(parse("Daily 09:00-17:00\nBank holidays: closed"), noon).is_open is None
    assert state_at(parse("Daily 09:00-17:00\nBank holidays: as usual"), noon).is_open is True
    assert state_at(parse("Daily 20:00-21:00\nBank holidays: closed"), noon).is_open is False


clocks = st.one_of(
    st.sampled_from(["00:00", "00:30", "01:00", "01:30", "01:59", "02:00", "09:00", "18:00", "23:59"]),
    st.times().map(lambda clock: clock.strftime("%H:%M")),
)
edges = ["2026-01-01", "2026-03-17", "2026-03-29", "2026-04-03", "2026-07-12", "2026-08-31", "2026-10-25", "2026-11-30"]
edges += ["2026-12-24", "2026-12-25", "2026-12-26", "2026-12-28"]
dates = st.builds(
    lambda day, days: date.fromisoformat(day) + timedelta(days=days), st.sampled_from(edges), st.integers(-1, 2)
).filter(lambda day: day >= date(2026, 1, 1))
short = st.fixed_dictionaries({"opens": clocks, "closes": clocks}).filter(lambda one: one["opens"] != one["closes"])
exceptions = st.builds(
    lambda day, intervals: {"date": day.isoformat(), "intervals": intervals}, dates, st.lists(short, max_size=2)
)
spans = st.fixed_dictionaries(
    {"opens_day": st.sampled_from(DAYS), "opens": clocks, "closes_day": st.sampled_from(DAYS), "closes": clocks}
)


@st.composite
def days_of_the_week(draw):
    """The same short interval on several days."""
    opens, closes = draw(short).values()
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    return [
        {"opens_day": DAYS[d], "opens": opens, "closes_day": DAYS[(d + (closes <= opens)) % 7], "closes": closes}
        for d in days
    ]


@st.composite
def days_of_months(draw):
    """The same short interval in some weeks of the month."""
    times, day = draw(short), draw(st.sampled_from(DAYS))
    return [{"week": week, "day": day, **times} for week in draw(st.sets(st.sampled_from(WEEKS), max_size=2))]


@st.composite
def periods(draw, is_yearly=False, has_open_end=False):
    """From one odd day to another, or with an open end; closed, or with hours of their own."""
    first, last = sorted((draw(dates), draw(dates)))
    ends = [first.isoformat(), last.isoformat()]
    if is_yearly:
        ends = [day[5:] for day in (ends if draw(st.booleans()) else ends[::-1])]
    elif has_open_end:
        ends[draw(st.integers(0, 1))] = None
    weekly = draw(st.just([]) | days_of_the_week())
    return {"first_day": ends[0], "last_day": ends[1], "weekly": weekly, "monthly": draw(days_of_months())}


yearly_exceptions = st.builds(
    lambda day, intervals: {"date": day.isoformat()[5:], "intervals": intervals}, dates, st.lists(short, max_size=2)
)
weekly_hours = st.fixed_dictionaries(
    {
        "state": st.just("weekly"),
        "zone": st.sampled_from(["Europe/London", "Europe/London", "America/Havana", "Australia/Lord_Howe"]),
        "weekly": days_of_the_week() | st.lists(spans, max_size=3),
        "exceptions": st.lists(exceptions, max_size=3, unique_by=itemgetter("date")),
        "bank_holidays": st.sampled_from(["closed", "as-usual", "times", "unknown"]),
        "bank_holiday_nations": st.lists(st.sampled_from(sorted(NATIONS)), unique=True, max_size=4),
        "bank_holiday_times": st.lists(short, min_size=1, max_size=2),
        "monthly": days_of_months(),
        "periods": st.lists(periods(), max_size=1) | st.tuples(periods(), periods(has_open_end=True)).map(list),
        "yearly_periods": st.lists(periods(is_yearly=True), max_size=1),
        "yearly_exceptions": st.lists(yearly_exceptions, max_size=2, unique_by=itemgetter("date")),
        "term_time_only": st.sampled_from([False, False, False, True]),
    }
).map(
    lambda data: {name: data[name] for name in data if name != "bank_holiday_times" or data["bank_holidays"] == "times"}
)
moments = st.builds(
    lambda day, minutes: datetime.combine(day, time.min, UTC) + minutes * MINUTE, dates, st.integers(0, 1439)
)


def valid(data):
    try:
        return Hours.from_json(data)
    except HoursError:
        return None


@settings(max_examples=50, deadline=None)
@given(weekly_hours, moments)
def test_every_state_is_what_a_walk_along_the_wall_clock_finds(data, at):
    hours = valid(data)
    assume(hours)
    # The checker knows the holidays of 2026 alone.
    first = max(at - timedelta(hours=36), datetime(2026, 1, 3, tzinfo=UTC))
    last = min(at + timedelta(hours=36), datetime(2026, 12, 30, tzinfo=UTC))
    assume(first < at < last)
    states = plain_states(data, first, last)
    here = int((at - first) / MINUTE)

    state = state_at(hours, at)

    assert state.is_open is states[here]
    changes = [first + place * MINUTE for place in range(1, len(states)) if states[place] is not states[place - 1]]
    before = [change for change in changes if change <= at]
    after = [change for change in changes if change > at]
    assert state.since == before[-1] if before else state.since is None or state.since <= first
    assert state.until == after[0] if after else state.until is None or state.until > last


@settings(deadline=None)
@given(weekly_hours, st.datetimes(datetime(7, 1, 1), datetime(9990, 1, 1), timezones=st.just(UTC)))
def test_a_state_holds_from_its_since_to_its_until_and_no_longer(data, at):
    hours = valid(data)
    assume(hours)
    state = state_at(hours, at)

    if state.since:
        assert state.since <= at
        assert state_at(hours, state.since)[:2] == state[:2]
        assert state_at(hours, state.since - timedelta(seconds=1)).until == state.since
        assert state_at(hours, state.since - timedelta(seconds=1)).is_open is not state.is_open
    if state.until:
        assert state.until > at
        assert state_at(hours, state.until).since == state.until
        assert state_at(hours, state.until).is_open is not state.is_open


def test_on_bank_holidays_with_times_of_their_own_these_hold_and_no_others():
    hours = parse("Mon-Fri 10:00-22:00\nSat-Sun 14:00-22:00\nBank holidays: 14:00-22:00")

    moments = {hour: state_at(hours, datetime(2026, 5, 25, hour - 1, tzinfo=UTC)).is_open for hour in (11, 15, 22)}
    assert moments == {11: False, 15: True, 22: False}
    assert in_words(hours).endswith("On bank holidays 14:00 to 22:00.")
