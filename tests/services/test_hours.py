import copy
import pickle
from datetime import date

import pytest

from services.hours import ALWAYS_OPEN, UNKNOWN, Hours
from services.hours.bank_holidays import is_bank_holiday
from services.hours.intervals import DatedException, HoursError, Interval

WEEKLY = {
    "state": "weekly",
    "zone": "Europe/London",
    "weekly": [
        {"opens_day": "monday", "opens": "18:00", "closes_day": "tuesday", "closes": "02:00"},
        {"opens_day": "friday", "opens": "18:00", "closes_day": "monday", "closes": "06:00"},
    ],
    "exceptions": [
        {"date": "2026-12-24", "intervals": [{"opens": "10:00", "closes": "12:00"}]},
        {"date": "2026-12-25", "intervals": []},
    ],
    "bank_holidays": "closed",
    "bank_holiday_nations": ["E92000001", "S92000003"],
}


def changed(path, value):
    """WEEKLY with the member at a path such as ("weekly", 0, "opens") replaced."""
    data = copy.deepcopy(WEEKLY)
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return data


def span(opens_day, opens, closes_day, closes):
    return {"opens_day": opens_day, "opens": opens, "closes_day": closes_day, "closes": closes}


@pytest.mark.parametrize("data", [{"state": "unknown"}, {"state": "always-open"}, WEEKLY])
def test_hours_are_written_as_they_were_read(data):
    assert Hours.from_json(data).to_json() == data


def test_the_order_in_which_hours_are_written_makes_no_difference():
    data = copy.deepcopy(WEEKLY)
    for member in ("weekly", "exceptions", "bank_holiday_nations"):
        data[member].reverse()

    assert Hours.from_json(data) == Hours.from_json(WEEKLY)
    assert hash(Hours.from_json(data)) == hash(Hours.from_json(WEEKLY))
    assert Hours.from_json(data).to_json() == WEEKLY


def test_the_intervals_of_an_exception_are_put_in_order():
    intervals = [{"opens": "13:00", "closes": "15:00"}, {"opens": "10:00", "closes": "12:00"}]

    assert Hours.from_json(changed(("exceptions", 0, "intervals"), intervals)).to_json()["exceptions"][0] == {
        "date": "2026-12-24",
        "intervals": intervals[::-1],
    }


def test_closing_at_24_00_is_midnight_of_the_next_day():
    hours = Hours.from_json(changed(("weekly",), [span("sunday", "08:00", "sunday", "24:00")]))

    assert hours.to_json()["weekly"] == [span("sunday", "08:00", "monday", "00:00")]


def test_an_exception_that_closes_at_24_00_closes_at_midnight():
    hours = Hours.from_json(changed(("exceptions", 0, "intervals"), [{"opens": "00:00", "closes": "24:00"}]))

    assert hours.to_json()["exceptions"][0]["intervals"] == [{"opens": "00:00", "closes": "00:00"}]
    assert Hours.from_json(hours.to_json()) == hours


def test_intervals_that_touch_do_not_overlap():
    data = changed(
        ("weekly",), [span("monday", "09:00", "monday", "12:00"), span("monday", "12:00", "monday", "17:00")]
    )

    assert Hours.from_json(data).to_json() == data


def test_hours_survive_being_pickled():
    assert pickle.loads(pickle.dumps(Hours.from_json(WEEKLY))) == Hours.from_json(WEEKLY)  # noqa: S301


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("state",), "sometimes", "hours: zone is not expected"),
        (("state",), None, "state"),
        (("zone",), "Europe/Camelot", "zone"),
        (("zone",), "../../etc/passwd", "zone"),
        (("zone",), "", "zone"),
        (("zone",), 5, "zone"),
        (("weekly",), [], "weekly"),
        (("weekly",), None, "weekly"),
        (("weekly",), {}, "weekly"),
        (("weekly", 0), "monday", r"weekly\[0\]"),
        (("weekly", 1, "opens_day"), "Friday", r"weekly\[1\]: opens_day"),
        (("weekly", 1, "closes_day"), ["friday"], r"weekly\[1\]: closes_day"),
        (("weekly", 0, "opens"), "9:00", r"weekly\[0\]: opens"),
        (("weekly", 0, "opens"), "24:00", r"weekly\[0\]: opens"),
        (("weekly", 0, "opens"), "１8:00", r"weekly\[0\]: opens"),
        (("weekly", 0, "closes"), "02:00\n", r"weekly\[0\]: closes"),
        (("weekly", 0, "closes"), "25:00", r"weekly\[0\]: closes"),
        (("weekly", 0, "closes"), 120, r"weekly\[0\]: closes"),
        (("weekly", 0, "note"), "", r"weekly\[0\]: note"),
        (("weekly", 0), span("monday", "09:00", "monday", "09:00"), r"weekly\[0\]: closes when it opens"),
        (("weekly", 0), span("monday", "05:59", "monday", "07:00"), "weekly: two intervals overlap"),
        (("weekly", 0), span("saturday", "10:00", "saturday", "11:00"), "weekly: two intervals overlap"),
        (("exceptions",), "none", "exceptions"),
        (("exceptions", 0), None, r"exceptions\[0\]"),
        (("exceptions", 0, "date"), "2026-12-25", "exceptions: two have the same date"),
        (("exceptions", 0, "date"), "2026-02-30", r"exceptions\[0\]: date"),
        (("exceptions", 0, "date"), "20261224", r"exceptions\[0\]: date"),
        (("exceptions", 0, "intervals"), None, r"exceptions\[0\]: intervals"),
        (("exceptions", 0, "intervals", 0, "opens"), "late", r"exceptions\[0\].intervals\[0\]: opens"),
        (("exceptions", 0, "intervals", 0, "opens"), "12:00", "exceptions: an interval on 2026-12-24"),
        (
            ("exceptions", 0, "intervals"),
            [{"opens": "10:00", "closes": "12:00"}, {"opens": "11:59", "closes": "13:00"}],
            "exceptions: two intervals on 2026-12-24 overlap",
        ),
        (("bank_holidays",), "open", "bank_holidays"),
        (("bank_holidays",), True, "bank_holidays"),
        (("bank_holiday_nations",), "E92000001", "bank_holiday_nations"),
        (("bank_holiday_nations",), ["K02000001"], "bank_holiday_nations"),
        (("bank_holiday_nations",), [["E92000001"]], "bank_holiday_nations"),
        (("bank_holiday_nations",), ["S92000003", "S92000003"], "bank_holiday_nations"),
        (("notes",), "", "notes"),
    ],
)
def test_json_that_is_wrong_is_refused_by_the_name_of_its_member(path, value, named):
    with pytest.raises(HoursError, match=named):
        Hours.from_json(changed(path, value))


@pytest.mark.parametrize("data", [None, [], "", 5, {}, {"state": ["weekly"]}, {"state": "shut"}])
def test_json_that_is_not_hours_is_refused(data):
    with pytest.raises(HoursError, match="state"):
        Hours.from_json(data)


@pytest.mark.parametrize("member", WEEKLY)
def test_every_member_must_be_there(member):
    with pytest.raises(HoursError, match=member if member == "state" else f"{member} is missing"):
        Hours.from_json({name: value for name, value in WEEKLY.items() if name != member})


@pytest.mark.parametrize(
    "members",
    [
        {"weekly": (Interval(0, 60),)},
        {"exceptions": (DatedException(date(2026, 12, 25)),)},
        {"bank_holidays": "closed"},
        {"bank_holiday_nations": ("S92000003",)},
        {"zone": "Asia/Tokyo"},
    ],
)
@pytest.mark.parametrize("hours", [UNKNOWN, ALWAYS_OPEN])
def test_only_weekly_hours_say_more_than_their_state(hours, members):
    with pytest.raises(HoursError, match="state"):
        Hours(hours.state, **members)


@pytest.mark.parametrize("interval", [(-60, 60), (60, 60), (120, 60), (0, 10080), (10080, 10140)])
def test_an_interval_begins_in_its_week_and_lasts_less_than_one(interval):
    with pytest.raises(HoursError, match="weekly"):
        Hours("weekly", weekly=(Interval(*interval),))


ENGLAND, NORTHERN_IRELAND, SCOTLAND, WALES = "E92000001", "N92000002", "S92000003", "W92000004"


@pytest.mark.parametrize(
    ("day", "nations"),
    [
        (date(2026, 1, 2), {SCOTLAND}),
        (date(2026, 3, 17), {NORTHERN_IRELAND}),
        (date(2027, 7, 12), {NORTHERN_IRELAND}),
        (date(2026, 8, 3), {SCOTLAND}),
        (date(2026, 8, 31), {ENGLAND, NORTHERN_IRELAND, WALES}),
        (date(2026, 11, 30), {SCOTLAND}),
        (date(2026, 4, 6), {ENGLAND, NORTHERN_IRELAND, WALES}),
        (date(2026, 4, 3), {ENGLAND, NORTHERN_IRELAND, SCOTLAND, WALES}),
        (date(2026, 12, 28), {ENGLAND, NORTHERN_IRELAND, SCOTLAND, WALES}),
        (date(2026, 12, 29), set()),
    ],
)
def test_each_nation_has_its_own_bank_holidays(day, nations):
    found = {nation for nation in (ENGLAND, NORTHERN_IRELAND, SCOTLAND, WALES) if is_bank_holiday(day, [nation])}

    assert found == nations


def test_a_holiday_in_only_some_of_the_nations_cannot_be_said():
    assert is_bank_holiday(date(2026, 1, 2)) is None
    assert is_bank_holiday(date(2026, 1, 2), [SCOTLAND, WALES]) is None
    assert is_bank_holiday(date(2026, 1, 2), [ENGLAND, WALES]) is False


def test_a_holiday_moved_from_a_weekend_leaves_its_own_day_in_doubt():
    assert is_bank_holiday(date(2026, 12, 26)) is None
    assert is_bank_holiday(date(2026, 12, 28)) is True


@pytest.mark.parametrize("year", [1, 1871, 2101, 9999])
def test_a_year_without_bank_holidays_to_look_up_cannot_be_said(year):
    assert is_bank_holiday(date(year, 6, 16)) is None
