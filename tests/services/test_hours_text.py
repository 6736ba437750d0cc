import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.hours import ALWAYS_OPEN, UNKNOWN, Hours
from services.hours.intervals import HoursError
from services.hours.text import parse
from services.hours.words import as_text, in_words
from tests.services.hours_cases import CASES


@pytest.mark.parametrize("text", CASES)
def test_text_comes_back_from_the_value_and_from_the_json(text):
    hours = parse(text)

    assert as_text(hours) == text
    assert Hours.from_json(hours.to_json()) == hours
    assert as_text(Hours.from_json(hours.to_json())) == text


def test_no_text_is_unknown_hours():
    assert parse("") == parse(" \n\t\n") == UNKNOWN


def test_always_open_is_said_in_two_words():
    assert parse("Always open") == parse("\n  ALWAYS   OPEN \n") == ALWAYS_OPEN


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("monday 09:00-17:00", "Mon 09:00-17:00"),
        ("MON 9:00-17:00", "Mon 09:00-17:00"),
        ("Mondays: 9am to 5pm", "Mon 09:00-17:00"),
        ("Mon to Fri 9am-5pm", "Mon-Fri 09:00-17:00"),
        ("Monday – Friday 9.30am – 9.30pm", "Mon-Fri 09:30-21:30"),
        ("Mon−Fri 9:30 am—9:30 PM", "Mon-Fri 09:30-21:30"),
        ("Mon-Fri 9.00-17.00", "Mon-Fri 09:00-17:00"),
        ("Tues, Weds and Thurs 10:00-12:00", "Tue-Thu 10:00-12:00"),
        ("Sat & Sun 10:00-12:00", "Sat-Sun 10:00-12:00"),
        ("Sun, Mon 10:00-12:00", "Mon, Sun 10:00-12:00"),
        ("Fri-Mon 10:00-12:00", "Mon, Fri-Sun 10:00-12:00"),
        ("every day 8am-12am", "Daily 08:00-24:00"),
        ("Mon-Sun 08:00-00:00", "Daily 08:00-24:00"),
        ("Daily 12am-12pm", "Daily 00:00-12:00"),
        ("Daily 12.30am-12.30pm", "Daily 00:30-12:30"),
        ("Daily 13:00-17:00,9:00-12:00", "Daily 09:00-12:00, 13:00-17:00"),
        ("Daily 9:00-12:00 and 13:00-17:00", "Daily 09:00-12:00, 13:00-17:00"),
        ("Mon 13:00-17:00\nMon 9:00-12:00", "Mon 09:00-12:00, 13:00-17:00"),
        ("Mon 18:00-02:00\n\nTue 18:00-02:00", "Mon-Tue 18:00-02:00"),
        ("Mon 18:00 to Tue 02:00", "Mon 18:00-02:00"),
        ("Mon 09:00 - Mon 17:00", "Mon 09:00-17:00"),
        ("friday 6pm to monday 6am", "Fri 18:00 - Mon 06:00"),
        ("Fri 18:00-Sun 24:00", "Fri 18:00 - Mon 00:00"),
        ("Monday 9am to Friday 5pm day and night", "Mon 09:00 - Fri 17:00, day and night"),
        ("Mon 09:00 to Tue 05:00", "Mon 9am-5am"),
        ("Mon 9am-5am", "Mon 9am-5am"),
        ("Mon 9am-5pm\nbank holiday: AS USUAL", "Mon 09:00-17:00\nBank holidays: as usual"),
        ("Mon 9am-5pm\nBank holidays: not known", "Mon 09:00-17:00"),
        (
            "Mon 9am-5pm\nBank Holidays : Closed ( wales and northern ireland )",
            "Mon 09:00-17:00\nBank holidays: closed (Northern Ireland, Wales)",
        ),
        ("2026-12-25: closed\nMon 9am-5pm", "Mon 09:00-17:00\n25 Dec 2026: closed"),
        ("Mon 9am-5pm\n25 december 2026 : 10am-12pm", "Mon 09:00-17:00\n25 Dec 2026: 10:00-12:00"),
        ("Mon 9am-5pm\n05 Sep 2026: 10:00-24:00", "Mon 09:00-17:00\n5 Sep 2026: 10:00-24:00"),
        ("Mon 9am-5pm\nzone:Europe/London", "Mon 09:00-17:00"),
        (
            "9am-5pm Mondays; closed bank holidays\n25 Dec 2026: closed",
            "Mon 09:00-17:00\nBank holidays: closed\n25 Dec 2026: closed",
        ),
        ("Mon 9am-5pm\nZONE: Etc/GMT-5", "Mon 09:00-17:00\nZone: Etc/GMT-5"),
        ("1st & 3rd Monday 10am to 12pm", "First and third Monday of the month 10:00-12:00"),
        ("the LAST Friday of each month: 10:00-12:00", "Last Friday of the month 10:00-12:00"),
        ("every second Tuesday of the month 10:00-12:00", "Second Tuesday of the month 10:00-12:00"),
        ("Mon 9am-5pm\nschool term time only", "Mon 09:00-17:00\nTerm time only"),
        ("Mon 9am-5pm\nDuring term-time.", "Mon 09:00-17:00\nTerm time only"),
        ("Mon 9am-5pm\nfrom 1st April 2027 : Mon 8am-8pm", "Mon 09:00-17:00\nFrom 1 Apr 2027: Mon 08:00-20:00"),
        ("Mon 9am-5pm\nFrom 2027-04-01: Mon 8am-8pm", "Mon 09:00-17:00\nFrom 1 Apr 2027: Mon 08:00-20:00"),
        ("Mon 9am-5pm\nStarting 1 Apr 2027 Mon 8am-8pm", "Mon 09:00-17:00\nFrom 1 Apr 2027: Mon 08:00-20:00"),
        ("Mon 9am-5pm\nup to and including 30 Sep 2026: closed", "Mon 09:00-17:00\nUntil 30 Sep 2026: closed"),
        ("Mon 9am-5pm\nuntil the end of June 2026: closed", "Mon 09:00-17:00\nUntil 30 Jun 2026: closed"),
        ("Mon 9am-5pm\n20 Dec to 3 Jan 2027: closed", "Mon 09:00-17:00\n20 Dec 2026 - 3 Jan 2027: closed"),
        ("Mon 9am-5pm\n1–31 August 2027: closed", "Mon 09:00-17:00\n1 Aug 2027 - 31 Aug 2027: closed"),
        ("Mon 9am-5pm\nJune to August: closed", "Mon 09:00-17:00\nEvery year 1 Jun - 31 Aug: closed"),
        ("Mon 9am-5pm\nFebruary 2028: closed", "Mon 09:00-17:00\n1 Feb 2028 - 29 Feb 2028: closed"),
        ("Mon 9am-5pm\n1 Jun - 31 Aug, each year: closed", "Mon 09:00-17:00\nEvery year 1 Jun - 31 Aug: closed"),
        ("Mon 9am-5pm\n25 Dec: closed", "Mon 09:00-17:00\nEvery year 25 Dec: closed"),
        ("Mon 9am-5pm\nChristmas Eve: 9am-12pm", "Mon 09:00-17:00\nEvery year 24 Dec: 09:00-12:00"),
        ("Mon 9am-5pm\nFriday 25 December 2026: closed", "Mon 09:00-17:00\n25 Dec 2026: closed"),
        ("Mon 9am-5pm\n25 and 26 Dec 2026: closed", "Mon 09:00-17:00\n25 Dec 2026: closed\n26 Dec 2026: closed"),
    ],
)
def test_the_ways_people_write_hours_are_understood(written, canonical):
    assert as_text(parse(written)) == canonical


@pytest.mark.parametrize(
    ("text", "line", "example"),
    [
        ("whenever", 1, "Mon-Fri 09:00-17:00"),
        ("9:00-17:00", 1, "Daily 09:00-17:00"),
        ("Mon-Fri 09:00-17:00\n31 Feb 2027: closed", 2, "there is no such day"),
        ("Mon 09:00-17:00\n\nMon: closed", 3, "leave out the days that are closed"),
        ("Mon-Fri", 1, "Mon-Fri 09:00-17:00"),
        ("Mon-Fri 9-5", 1, "09:00"),
        ("Mon-Fri 9-10pm", 1, "9am"),
        ("Mon-Fri 9:00-5:00", 1, "17:00"),
        ("Mon-Fri 09:00-05:00", 1, "9am-5am"),
        ("Mon-Fri 6.30-9.30pm", 1, "am or pm"),
        ("Mon-Fri 6pm-12pm", 1, "24:00"),
        ("Mon 09:00 - Fri 17:00", 1, "Mon 09:00 - Fri 17:00, day and night"),
        ("Mon-Fri 09:00", 1, "09:00-17:00"),
        ("Mon-Fri 09:00-17:60", 1, "17:30"),
        ("Mon-Fri 09:00-24:01", 1, "24:00"),
        ("Mon-Fri 24:00-06:00", 1, "09:00"),
        ("Mon-Fri 13pm-6pm", 1, "5.30pm"),
        ("Mon-Fri 0am-6pm", 1, "9am"),
        ("Mon 09:00-09:00", 1, "00:00-24:00"),
        ("Mon 00:00-00:00", 1, "00:00-24:00"),
        ("Mon 09:00 - Mon 09:00", 1, "Daily 00:00-24:00"),
        ("Mon-Fry 09:00-17:00", 1, "Mon-Thu 18:00-02:00"),
        ("Mon 09:00-17:00\nTue 09:00-17:00\nMon 16:00-18:00", 3, "overlaps the hours on line 1"),
        ("Mon, Mon 09:00-17:00", 1, "overlaps the hours on line 1"),
        ("Sun 22:00-06:00\nMon 05:00-07:00", 2, "overlaps the hours on line 1"),
        ("Mon 09:00-17:00\nAlways open", 2, "Daily 00:00-24:00"),
        ("Mon 09:00-17:00\nBank holidays: perhaps", 2, "Bank holidays: closed"),
        ("Mon 09:00-17:00\nBank holidays: closed (Cornwall)", 2, "Bank holidays: closed (Scotland)"),
        ("Mon 09:00-17:00\nBank holidays: closed ()", 2, "Bank holidays: closed (Scotland)"),
        ("Mon 09:00-17:00\nBank holidays: closed (Wales, Wales)", 2, "Bank holidays: closed (Scotland)"),
        ("Bank holidays: closed\nMon 09:00-17:00\nBank holidays: as usual", 3, "Bank holidays: closed"),
        ("Mon 09:00-17:00\n25/12/2026: closed", 2, "25 Dec 2026: closed"),
        ("Mon 09:00-17:00\n30 Feb 2026: closed", 2, "25 Dec 2026: closed"),
        ("Mon 09:00-17:00\n25 Yule 2026: closed", 2, "25 Dec 2026: closed"),
        ("Mon 09:00-17:00\n0000-12-25: closed", 2, "25 Dec 2026: closed"),
        ("Mon 09:00-17:00\n25 Dec 2026:", 2, "09:00-17:00"),
        ("Mon 09:00-17:00\n25 Dec 2026: closed\n2026-12-25: closed", 3, "24 Dec 2026: 10:00-12:00, 13:00-15:00"),
        ("Mon 09:00-17:00\n25 Dec 2026: 10:00-12:00, 11:00-13:00", 2, "24 Dec 2026: 10:00-12:00, 13:00-15:00"),
        ("Mon 09:00-17:00\nZone: London", 2, "Zone: Europe/London"),
        ("Zone: Europe/London\nMon 09:00-17:00\nZone: Europe/Paris", 3, "Zone: Europe/London"),
        ("\nBank holidays: closed", 2, "Mon-Fri 09:00-17:00"),
        ("25 Dec 2026: 10:00-12:00", 1, "leave everything empty"),
        ("25 Dec: closed", 1, "leave everything empty"),
        ("1 Jun - 31 Aug: closed", 1, "leave everything empty"),
        ("Mon 09:00-17:00\nFrom 1 Apr: Mon 08:00-20:00", 2, "From 1 Apr 2027: Mon-Fri 08:00-20:00"),
        ("Mon 09:00-17:00\nUntil September 2026: closed", 2, "Until 30 Sep 2026"),
        ("Mon 09:00-17:00\nMon 08:00-20:00 from 1 April", 2, "From 1 Apr 2027: Mon-Fri 08:00-20:00"),
        ("Mon 09:00-17:00\n20 Dec 2026 - 3 Jan: closed", 2, "20 Dec 2026 - 3 Jan 2027: closed"),
        ("Mon 09:00-17:00\n3 Jan 2027 - 20 Dec 2026: closed", 2, "it ends before it begins"),
        ("Mon 09:00-17:00\n1 Jun - 31 Jun: closed", 2, "there is no such day"),
        ("Mon 09:00-17:00\nEvery year 1 Jun 2026: closed", 2, "Every year 1 Jun - 31 Aug: Mon-Fri 10:00-16:00"),
        ("Mon 09:00-17:00\nMonday 25 December 2026: closed", 2, "25 Dec 2026 is a Friday. Which is right"),
        ("Mon 09:00-17:00\n1 Jun - 31 Aug: 10:00-16:00", 2, "1 Jun - 31 Aug: Mon-Fri 10:00-16:00"),
        ("Mon 09:00-17:00\nFrom 1 Apr 2027:\nMon 08:00-20:00", 2, "From 1 Apr 2027: Mon-Fri 10:00-16:00"),
        ("Mon 09:00-17:00\n1 Jun - 31 Aug: closed\n1 Aug - 1 Sep: closed", 3, "the period on line 2"),
        ("Mon 09:00-17:00\nFrom 1 Apr 2027: closed\nFrom 1 May 2027: Mon 09:00-10:00", 3, "the period on line 2"),
        ("Mon 09:00-17:00\n1 Jun - 31 Aug: closed\n1 Jun - 31 Aug: Mon 09:00-10:00", 3, "line 2 says something else"),
        ("Mon 09:00-17:00\n1 Jun - 31 Aug: Mon 09:00-12:00\n1 Jun - 31 Aug: Mon 11:00-13:00", 3, "the hours on line 2"),
        ("Mon 09:00-17:00\n25 Dec: closed\nChristmas Day: 09:00-10:00", 3, "this date has a line already"),
        ("First Monday 09:00-12:00\n1st Monday 11:00-13:00", 2, "overlaps the hours on line 1"),
        ("First-third Monday 09:00-12:00", 1, "First, second and third Monday"),
        ("Every other Tuesday 10:00-12:00", 1, "First and third Monday of the month"),
        ("Every second Tuesday 10:00-12:00", 1, "First and third Monday of the month"),
        ("Mon 09:00-17:00\nSchool holidays: Mon 10:00-16:00", 2, "Term time only"),
        ("Mon 09:00-17:00\nSummer: Mon 10:00-16:00", 2, "1 Jun - 31 Aug: Mon-Fri 10:00-16:00"),
    ],
)
def test_a_line_that_is_wrong_is_named_and_the_right_way_shown(text, line, example):
    with pytest.raises(HoursError) as caught:
        parse(text)

    assert str(caught.value).startswith(f"Line {line}: ")
    assert example in str(caught.value)


WORDS = ["mon", "Friday", "daily", "-", "–", "to", ",", ":", "9:00", "17:00", "24:00", "9", "5pm", "closed", "\n", " "]
WORDS += ["From", "Until", "every year", "1 Jun", "31 Aug 2027", "first", "of the month", "term time only", "August"]
WORDS += ["Bank holidays:", "(", ")", "Scotland", "25 Dec 2026", "2026-12-25", "Zone:", "Europe/London", "always open"]


@given(st.text() | st.text(string.printable) | st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_text_is_hours_or_a_hours_error(text):
    try:
        hours = parse(text)
    except HoursError:
        return
    assert parse(as_text(hours)) == hours


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Opening hours not known"),
        ("Always open", "Open all day, every day"),
        (
            "Mon-Thu 18:00-02:00\nFri 18:00 - Mon 06:00\nBank holidays: closed",
            "Monday to Thursday 18:00 to 02:00 the next day; Friday 18:00 to Monday 06:00. Closed on bank holidays.",
        ),
        (
            "Daily 08:00-24:00\nBank holidays: as usual",
            "Every day 08:00 to midnight. Open as usual on bank holidays.",
        ),
        ("Daily 00:00-24:00", "Every day all day. Hours on bank holidays not known."),
        (
            "Mon, Wed, Fri-Sun 09:00-12:00, 13:00-17:00\nBank holidays: closed (England, Scotland, Wales)",
            "Monday, Wednesday and Friday to Sunday 09:00 to 12:00 and 13:00 to 17:00. "
            "Closed on bank holidays in England, Scotland and Wales.",
        ),
        (
            "Mon 09:00-17:00\nBank holidays: as usual\n24 Dec 2026: 10:00-12:00\n25 Dec 2026: closed\nZone: Asia/Tokyo",
            "Monday 09:00 to 17:00. Open as usual on bank holidays. 24 December 2026: 10:00 to 12:00. "
            "25 December 2026: closed. Times are in the Asia/Tokyo time zone.",
        ),
        (
            "Mon-Fri 15:30-19:00\nFirst Saturday of the month 10:00-12:00\nTerm time only\nBank holidays: closed",
            "Monday to Friday 15:30 to 19:00; first Saturday of the month 10:00 to 12:00. In term time only. "
            "Closed on bank holidays.",
        ),
        (
            "Mon 09:00-17:00\nBank holidays: closed\nFrom 1 Apr 2027: Daily 08:00-20:00\n20 Dec - 3 Jan: closed\n"
            "24 Dec: closed",
            "Monday 09:00 to 17:00. Closed on bank holidays. From 1 April 2027: every day 08:00 to 20:00. "
            "Every year 20 December to 3 January: closed. Every year on 24 December: closed.",
        ),
        (
            "Until 30 Sep 2026: Mon 09:00-17:00\nBank holidays: closed",
            "Opening hours known for some dates only. Closed on bank holidays. "
            "Until 30 September 2026: Monday 09:00 to 17:00.",
        ),
        (
            "Apr-Sep: Mon 09:00-17:00\nOct-Mar: Mon 10:00-16:00\nBank holidays: closed",
            "Closed on bank holidays. Every year 1 April to 30 September: Monday 09:00 to 17:00. "
            "Every year 1 October to 31 March: Monday 10:00 to 16:00.",
        ),
    ],
)
def test_a_reader_is_told_the_hours_in_plain_english(text, words):
    assert in_words(parse(text)) == words
