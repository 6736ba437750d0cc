import copy
import pickle
from datetime import UTC, date, datetime

import pytest

from services.hours import ALWAYS_OPEN, UNKNOWN, Hours, bank_holidays
from services.hours.bank_holidays import is_bank_holiday
from services.hours.intervals import DatedException, HoursError, Interval
from services.hours.state import _changes, _week_of_states, state_at
from services.hours.text import parse
from tests.matching import plain_hours
from tests.services import hours_checker


def span(opens_day, opens, closes_day, closes):
    return {"opens_day": opens_day, "opens": opens, "closes_day": closes_day, "closes": closes}


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


NIGHT = {"opens": "22:00", "closes": "02:00"}
NEWER = {
    "monthly": [{"week": "first", "day": "tuesday", **NIGHT}, {"week": "last", "day": "monday", **NIGHT}],
    "periods": [
        {"first_day": None, "last_day": "2026-09-30", "weekly": [], "monthly": []},
        {
            "first_day": "2027-06-01",
            "last_day": "2027-08-31",
            "weekly": [span("monday", "10:00", "monday", "16:00")],
            "monthly": [{"week": "fifth", "day": "sunday", **NIGHT}],
        },
    ],
    "yearly_periods": [{"first_day": "12-20", "last_day": "01-03", "weekly": [], "monthly": []}],
    "yearly_exceptions": [{"date": "02-29", "intervals": []}, {"date": "12-24", "intervals": [NIGHT]}],
    "term_time_only": True,
}


@pytest.mark.parametrize(
    "data",
    [
        {"state": "unknown"},
        {"state": "always-open"},
        WEEKLY,
        *({**WEEKLY, name: NEWER[name]} for name in NEWER),
        {**WEEKLY, **NEWER},
    ],
)
def test_hours_are_written_as_they_were_read(data):
    assert Hours.from_json(data).to_json() == data


def test_what_newer_members_do_not_say_may_be_there_and_is_not_written():
    empty = {name: type(value)() for name, value in NEWER.items()} | {"bank_holiday_times": []}

    assert Hours.from_json({**WEEKLY, **empty}).to_json() == WEEKLY


@pytest.mark.parametrize(
    ("member", "value", "named"),
    [
        ("monthly", None, "monthly"),
        ("monthly", [{**NEWER["monthly"][0], "week": "sixth"}], r"monthly\[0\]: week"),
        ("monthly", [{**NEWER["monthly"][0], "day": "Tuesday"}], r"monthly\[0\]: day"),
        ("monthly", NEWER["monthly"][:1] * 2, "monthly: two intervals on the first tuesday overlap"),
        ("periods", [{**NEWER["periods"][0], "last_day": None}], "periods: each must have a first day or a last one"),
        ("periods", [{**NEWER["periods"][1], "last_day": "2027-05-31"}], "periods: each must .* begin before it ends"),
        ("periods", [{**NEWER["periods"][1], "first_day": "06-01"}], r"periods\[0\]: first_day"),
        ("periods", [NEWER["periods"][1]] * 2, "periods: two share a day"),
        ("yearly_periods", [{**NEWER["yearly_periods"][0], "first_day": "02-30"}], r"yearly_periods\[0\]: first_day"),
        ("yearly_periods", NEWER["yearly_periods"] * 2, "yearly_periods: two share a day"),
        ("yearly_exceptions", [{"date": "2026-12-24", "intervals": []}], r"yearly_exceptions\[0\]: date"),
        ("yearly_exceptions", NEWER["yearly_exceptions"][:1] * 2, "yearly_exceptions: two have the same date"),
        ("term_time_only", "yes", "term_time_only"),
    ],
)
def test_a_newer_member_that_is_wrong_is_named(member, value, named):
    with pytest.raises(HoursError, match=named):
        Hours.from_json({**WEEKLY, member: value})


def test_hours_without_an_ordinary_week_need_a_period_that_is_open():
    nothing = {**WEEKLY, "weekly": []}

    assert Hours.from_json({**nothing, "periods": NEWER["periods"]}).to_json()["weekly"] == []
    with pytest.raises(HoursError, match="weekly: at least one interval"):
        Hours.from_json({**nothing, "yearly_periods": NEWER["yearly_periods"]})


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


@pytest.mark.parametrize("year", [1, 1871, 1999, 2101, 9999])
def test_a_year_without_bank_holidays_to_look_up_cannot_be_said(year):
    assert is_bank_holiday(date(year, 6, 16)) is None


@pytest.fixture
def proclaimed(monkeypatch, tmp_path):
    """Puts a text in the place of the file of proclaimed holidays, for us and for those who check."""
    kept = [bank_holidays.bank_holidays, _changes, _week_of_states, plain_hours._kind]
    path = tmp_path / "proclaimed.yaml"

    def write(text):
        path.write_text(text, encoding="utf-8")
        for module in (bank_holidays, hours_checker, plain_hours):
            monkeypatch.setattr(module, "PROCLAIMED", path)
        return path

    for one in kept:
        one.cache_clear()
    yield write
    for one in kept:
        one.cache_clear()


PROCLAIMED = """
- date: 2026-06-16
  nations: [England, Scotland]
  name: Proclaimed for this test
  source: https://www.gov.uk/bank-holidays
"""


def test_a_proclaimed_bank_holiday_is_one_in_its_nations(proclaimed):
    proclaimed(PROCLAIMED)

    assert is_bank_holiday(date(2026, 6, 16), [ENGLAND, SCOTLAND]) is True
    assert is_bank_holiday(date(2026, 6, 16), [WALES]) is False
    assert is_bank_holiday(date(2026, 6, 16)) is None


def test_a_proclaimed_bank_holiday_is_seen_alike_by_both_who_check(proclaimed):
    proclaimed(PROCLAIMED)

    noon = datetime(2026, 6, 16, 12, tzinfo=UTC)
    for nation, is_open in (("England", False), ("Wales", True), ("England, Wales", None)):
        hours = parse(f"Mon-Fri 09:00-17:00\nBank holidays: closed ({nation})")
        told = [state_at(hours, noon).is_open, hours_checker.plain_states(hours.to_json(), noon, noon)[0]]
        told.append(plain_hours.state(plain_hours.read(f"Mon-Fri 09:00-17:00; Bank holidays: closed ({nation})"), noon))
        assert told == [is_open] * 3


def test_the_file_of_the_project_is_in_order():
    assert bank_holidays.proclaimed(bank_holidays.PROCLAIMED).keys() == {ENGLAND, NORTHERN_IRELAND, SCOTLAND, WALES}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("2026-06-16", '"2026-06-16"'), "date must be a date"),
        (("2026-06-16", "2026-06-16T00:00:00"), "date must be a date"),
        (("[England, Scotland]", "[Cornwall]"), "nations must be"),
        (("[England, Scotland]", "[]"), "nations must be"),
        (("[England, Scotland]", "England"), "nations must be"),
        (("[England, Scotland]", "[England, England]"), "England has this date already"),
        (("Proclaimed for this test", "''"), "name must be"),
        (("https:", "http:"), "source must be"),
        (("name:", "title:"), "must have date, nations, name and source"),
    ],
)
def test_a_file_of_proclaimed_holidays_that_is_wrong_names_its_entry(proclaimed, change, fault):
    path = proclaimed(PROCLAIMED.replace(*change))

    with pytest.raises(RuntimeError, match=f"proclaimed.yaml: entry 1: {fault}"):
        bank_holidays.proclaimed(path)


def test_a_file_of_proclaimed_holidays_must_be_a_list(proclaimed):
    with pytest.raises(RuntimeError, match=r"proclaimed.yaml: must be a list; write \[\]"):
        bank_holidays.proclaimed(proclaimed(""))
