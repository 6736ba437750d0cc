"""A reader says that something is wrong: it is counted, and nothing of them is kept; nothing else changes by it."""

import json
import logging
import threading
import time
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, OperationalError
from django.test import Client

from publishing import keeper
from publishing.codes import code_list
from publishing.emergency import EMERGENCY
from publishing.models import Edit, Publication, Record, Submission
from publishing.reports import counting, keeping
from publishing.reports.keeping import Reported
from publishing.reports.models import Report
from tests import factories
from tests.in_force import colleague
from tests.publishing.acts import publication, take_down
from tests.publishing.admin.desk import REFUSED, page, said, served, signed_in, words

ADDRESS = "/api/v1/reports"
READER, OTHER = "203.0.113.77", "198.51.100.9"
HOME, LISTS = "/admin/", "/admin/publishing/publication/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel("2026-11-25T12:00:00Z") as traveller:  # a Wednesday
        yield traveller


@pytest.fixture
def line(publish):
    made = factories.service(
        "Line",
        channels=[{"kind": "phone", "value": "0808 157 0123"}, {"value": "https://www.example.org"}],
    )
    publish(made)
    return made


def tell(api, item=None, address: str = READER, **members):
    body = {"uid": str(item.pk), "problem": "wrong-number"} if item else {}
    body = {name: value for name, value in {**body, **members}.items() if value is not None}
    return api.post(ADDRESS, json.dumps(body), content_type="application/json", REMOTE_ADDR=address)


def counted() -> dict[tuple[str, str], int]:
    """How many are in the table by channel and problem, once what waits is written."""
    counting.write()
    return {(one.channel, one.problem): one.count for one in Report.objects.all()}


def faults(response) -> list[tuple[str | None, str]]:
    assert response.status_code == 400, response.content
    assert response.json()["emergency"] == EMERGENCY
    return [(one["parameter"], one["code"]) for one in response.json()["errors"]]


def test_a_report_is_taken_and_counted(api, line):
    response = tell(api, line)

    assert response.status_code == 202
    assert response.json()["text"].startswith("Thank you.")
    assert response.json()["emergency"] == EMERGENCY
    assert response.json()["notices"] == []
    assert response["Cache-Control"] == "no-store"
    assert counted() == {("", "wrong-number"): 1}


def test_every_problem_of_the_list_is_taken_of_an_item_and_of_a_way_to_it(api, line):
    channel = str(line.channels.first().pk)
    for problem in code_list("report-problems").values:
        assert tell(api, line, problem=problem).status_code == 202
        assert tell(api, line, problem=problem, channel=channel.upper()).status_code == 202

    assert counted() == {(way, problem): 1 for way in ("", channel) for problem in code_list("report-problems").values}
    assert api.get("/api/v1/codes/report-problems").json()["result"]["codes"][0]["code"] == "wrong-number"


@pytest.mark.parametrize("kind", ["organisation", "topic", "notice", "service"])
def test_whatever_is_public_can_be_reported(api, publish, kind):
    item = factories.of_kind(kind)
    publish(item)

    assert tell(api, item, problem="dead-link").status_code == 202
    counting.write()
    assert Report.objects.get().kind == kind


HOSTILE = {
    "nothing": ({"uid": None, "problem": None}, [("uid", "missing"), ("problem", "missing")]),
    "no problem": ({"problem": None}, [("problem", "missing")]),
    "another member": ({"words": "He said"}, [(None, "unknown-parameter")]),
    "a contact": ({"email": "ann@example.org"}, [(None, "unknown-parameter")]),
    "a language": ({"lang": "en"}, [(None, "unknown-parameter")]),
    "another problem": ({"problem": "rude"}, [("problem", "unknown-value")]),
    "free text": ({"problem": "it is wrong call me on 07700 900123"}, [("problem", "unknown-value")]),
    "a number": ({"problem": 1}, [("problem", "wrong-type")]),
    "several": ({"problem": ["closed"]}, [("problem", "not-repeatable")]),
    "no uid": ({"uid": "line"}, [("uid", "not-a-uid")]),
    "a uid in braces": ({"uid": "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}"}, [("uid", "placeholder")]),
    "a uid without its hyphens": ({"uid": "6ba7b8109dad11d180b400c04fd430c8"}, [("uid", "not-a-uid")]),
    "an unknown uid": ({"uid": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}, [("uid", "unknown-value")]),
    "an unknown channel": ({"channel": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}, [("channel", "unknown-value")]),
    "a channel with nothing in it": ({"channel": ""}, [("channel", "blank")]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_a_report_is_refused_by_name_and_not_counted(api, line, name):
    members, expected = HOSTILE[name]

    assert faults(tell(api, line, **{"problem": "closed", **members})) == expected
    assert counted() == {}


def test_a_null_channel_says_nothing(api, line):
    body = {"uid": str(line.pk), "problem": "closed", "channel": None}
    assert api.post(ADDRESS, json.dumps(body), content_type="application/json").status_code == 202
    assert counted() == {("", "closed"): 1}


def test_a_channel_has_to_be_of_the_item(api, line, publish):
    other = factories.service("Other", channels=[{"kind": "phone", "value": "0808 157 0456"}])
    publish(other)

    assert faults(tell(api, line, channel=str(other.channels.get().pk))) == [("channel", "unknown-value")]


def test_what_is_not_public_or_no_longer_cannot_be_reported(api, line, publish, editor):
    draft = factories.service("Draft")
    publish(factories.service("Another"))
    take_down(publication(line), by=editor)
    keeper.refresh()

    assert faults(tell(api, draft)) == faults(tell(api, line)) == [("uid", "unknown-value")]


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "head"])
def test_it_is_told_by_post_alone(api, line, method):
    response = getattr(api, method)(ADDRESS)

    assert response.status_code == 405
    assert response["Allow"] == "POST, OPTIONS"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": "uid=1", "content_type": "application/x-www-form-urlencoded"}, 415),
        ({"data": "{}".ljust(10_001), "content_type": "application/json"}, 413),
        ({"data": "{", "content_type": "application/json"}, 400),
        ({"data": "[]", "content_type": "application/json"}, 400),
        ({"data": "{}", "content_type": "application/json", "headers": {"Accept": "text/html"}}, 406),
        ({"data": "{}", "content_type": "application/json", "QUERY_STRING": "uid=1"}, 400),
    ],
)
def test_it_is_read_as_strictly_as_any_question(api, line, sent, status):
    response = api.post(ADDRESS, **sent)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["emergency"] == EMERGENCY


def test_a_page_of_any_origin_may_report_without_a_cookie(line):
    strict = Client(enforce_csrf_checks=True)
    asked = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}
    allowed = strict.options(ADDRESS, headers=asked)
    told = tell(strict, line)

    assert allowed.status_code == 204 and "POST" in allowed["Access-Control-Allow-Methods"]
    assert (told.status_code, told["Access-Control-Allow-Origin"]) == (202, "*")
    assert not told.cookies


# A flood


def test_of_one_address_the_same_counts_once_a_day(api, line, day):
    for _ in range(5):
        assert tell(api, line).status_code == 202
    tell(api, line, problem="closed")
    tell(api, line, address=OTHER)

    assert counted() == {("", "wrong-number"): 2, ("", "closed"): 1}
    day.shift(timedelta(days=1))
    tell(api, line)
    counting.write()
    assert Report.objects.filter(problem="wrong-number").count() == 2


def test_a_household_is_one_address(api, line):
    for last in range(1, 6):
        tell(api, line, address=f"2001:db8:1:2::{last}")

    assert counted() == {("", "wrong-number"): 1}


def test_one_address_is_refused_after_so_many_in_a_day_and_others_are_not(api, publish, day):
    items = [factories.organisation(f"Body {number}") for number in range(counting.MOST_OF_ADDRESS + 1)]
    publish(*items)
    statuses = [tell(api, item).status_code for item in items]
    refused = tell(api, items[-1])

    assert statuses == [202] * counting.MOST_OF_ADDRESS + [429]
    assert refused.json()["type"].endswith("/problems/too-many-reports")
    assert refused.json()["emergency"] == EMERGENCY
    assert refused["Retry-After"] == "86400"
    assert tell(api, items[-1], address=OTHER).status_code == 202
    day.shift(timedelta(days=1))
    assert tell(api, items[-1]).status_code == 202


def test_a_flood_from_everywhere_counts_no_more_than_a_day_may_have(api, line):
    for number in range(300):
        assert tell(api, line, address=f"198.51.{number // 250}.{number % 250}").status_code == 202
        if number % 100 == 0:
            counting.write()

    assert counted() == {("", "wrong-number"): keeping.MOST_OF_ONE}


def test_no_item_has_more_than_a_day_may_have(line):
    channels = [str(uuid.UUID(int=number)) for number in range(20)]
    wrong = [Reported("service", line.pk, "line", one, "closed", date(2026, 11, 25)) for one in channels]
    keeping.add(dict.fromkeys(wrong, 30))

    assert sum(Report.objects.values_list("count", flat=True)) == keeping.MOST_OF_ITEM


def test_what_is_held_in_memory_is_bounded(line, monkeypatch):
    monkeypatch.setattr(counting, "MOST_WAITING", 3)
    monkeypatch.setattr(counting, "MOST_DIGESTS", 5)

    def reported(number: int) -> Reported:
        return Reported("service", uuid.UUID(int=number), "line", "", "closed", date(2026, 11, 25))

    for number in range(3):
        counting.take(reported(number), None)
    with pytest.raises(counting.Away):
        counting.take(reported(3), None)
    for number in range(5):
        counting.take(reported(0), f"198.51.100.{number}")
    with pytest.raises(counting.TooMany):
        counting.take(reported(0), "198.51.100.99")


def test_old_reports_are_let_go(api, line, day):
    tell(api, line)
    counting.write()
    day.shift(keeping.KEPT + timedelta(days=1))
    tell(api, line, problem="closed")

    assert counted() == {("", "closed"): 1}


def test_a_node_that_is_not_told_how_many_proxies_there_are_takes_nobody_for_another(api, line, settings):
    settings.PROXIES = None
    for _ in range(3):
        tell(api, line)

    assert counted() == {("", "wrong-number"): 3}


def test_only_our_own_proxies_say_who_asks(api, line, settings):
    settings.PROXIES = 1
    for forged in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        body = json.dumps({"uid": str(line.pk), "problem": "closed"})
        sent = {"HTTP_X_FORWARDED_FOR": f"{forged}, {READER}", "REMOTE_ADDR": "10.0.0.1"}
        api.post(ADDRESS, body, content_type="application/json", **sent)

    assert counted() == {("", "closed"): 1}


# Privacy


def test_nothing_of_a_reader_is_in_the_table_or_in_a_log(api, line, caplog):
    caplog.set_level(logging.DEBUG)
    headers = {"User-Agent": "Markedbrowser", "Referer": "https://marked.example", "Accept-Language": "cy"}
    body = json.dumps({"uid": str(line.pk), "problem": "closed"})
    api.post(ADDRESS, body, content_type="application/json", REMOTE_ADDR=READER, headers=headers)
    counting.write()
    caplog.clear()
    tell(api, line, words="markedwords", problem="closed")
    row = Report.objects.values().get()

    assert set(row) == {
        "id", "kind", "uid", "slug", "channel", "problem", "on", "count", "seen", "seen_by_id", "seen_on",
    }  # fmt: skip
    assert row["on"] == date(2026, 11, 25) and type(row["on"]) is date
    assert not any(mark in f"{row}{caplog.text}" for mark in (READER, "Markedbrowser", "marked"))


def test_what_is_held_of_an_address_is_a_digest_under_a_key_of_the_day(api, line, day):
    desk = counting._desk
    tell(api, line)
    held, key = set(desk._seen), desk._key
    day.shift(timedelta(days=1))
    tell(api, line)

    assert READER not in str(vars(desk))
    assert all(len(one) == 16 for one in held)
    assert desk._key != key and desk._seen.isdisjoint(held)


# Without a database


def test_no_report_asks_the_database(api, line, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert tell(api, line).status_code == 202


def test_while_the_database_is_away_it_says_so_and_help_is_given(api, line, monkeypatch, settings):
    held, status, state = keeper.current(), keeper.status(), {"checked": 11.0}
    monkeypatch.setattr(keeper, "status", lambda: replace(status, **state))
    monkeypatch.setattr(keeper, "current", lambda: held)
    settings.EDITION_POLL_SECONDS = 0.5
    monkeypatch.setattr(counting._desk, "_attend", lambda: None)
    began = time.monotonic()
    away = tell(api, line)
    state["checked"] = None
    never = tell(api, line)
    took = time.monotonic() - began

    assert away.status_code == never.status_code == 503
    assert away.json()["type"].endswith("/problems/reports-away")
    assert away.json()["emergency"] == EMERGENCY
    assert took < 2
    state["checked"] = 0.2
    assert tell(api, line).status_code == 202


def test_what_the_database_does_not_take_waits_and_nobody_is_told_that_more_was_taken(api, line, monkeypatch):
    tell(api, line)
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "add", refusing)
        with pytest.raises(OperationalError):
            counting.write()
        assert tell(api, line, address=OTHER).status_code == 503
    counting.write()

    assert tell(api, line, address="192.0.2.1").status_code == 202
    assert counted() == {("", "wrong-number"): 2}


def refusing(counts) -> None:
    raise OperationalError("cannot execute INSERT in a read-only transaction")


def test_a_database_that_hangs_holds_up_no_report(api, line, monkeypatch, settings):
    over, begun = threading.Event(), threading.Event()

    def hangs(counts) -> None:
        begun.set()
        over.wait(10)
        raise DatabaseError

    monkeypatch.setattr(keeping, "add", hangs)
    tell(api, line)

    def writes() -> None:
        with pytest.raises(DatabaseError):
            counting.write()

    writer = threading.Thread(target=writes)
    writer.start()
    begun.wait(5)
    began = time.monotonic()
    statuses = [tell(api, line, address=f"192.0.2.{number}").status_code for number in range(5)]
    took = time.monotonic() - began
    over.set()
    writer.join()

    assert statuses == [202] * 5 and took < 2


def test_where_none_are_taken_the_address_leads_nowhere(api, line, settings):
    settings.REPORTS = False
    response = tell(api, line)

    assert response.status_code == 404
    assert response.json()["detail"] == "No reports are taken here."
    assert counted() == {}


def test_without_an_edition_there_is_nothing_to_report(api, line, monkeypatch):
    monkeypatch.setattr(keeper, "current", lambda: None)

    assert tell(api, line).status_code == 503


@pytest.mark.django_db(transaction=True)
def test_a_thread_writes_what_was_reported(api, settings, monkeypatch):
    status = replace(keeper.status(), checked=0.1)
    monkeypatch.setattr(keeper, "status", lambda: status)
    monkeypatch.setattr(counting, "WRITTEN_AFTER", 0.01)
    settings.EDITION_POLL_SECONDS = 0.5
    reported = Reported("service", uuid.UUID(int=1), "line", "", "closed", date(2026, 11, 25))
    counting.take(reported, READER)
    counting.take(reported, OTHER)

    end = time.monotonic() + 5
    while time.monotonic() < end and not Report.objects.filter(count=2).exists():
        time.sleep(0.02)
    assert Report.objects.get().count == 2


# What editors see and do


@pytest.fixture
def desk(editor):
    return signed_in(editor)


@pytest.fixture
def reported(line, day):
    """Five since Monday, of its number."""
    channel = str(line.channels.first().pk)
    for on, count in ((date(2026, 11, 23), 2), (date(2026, 11, 25), 3)):
        keeping.add({Reported("service", line.pk, "line", channel, "wrong-number", on): count})
    return line


SAID = "5 reports of “Wrong number or address” since Monday 23 November"


def test_reports_are_on_the_home_page_in_the_lists_and_on_the_page_of_the_item(reported, desk):
    assert f"Reported by readers line (service): {SAID}, of one way to reach it" in words(desk.get(HOME))
    assert "Line (service) 5 reports of readers" in words(desk.get(LISTS, {"list": "reported"}))
    assert "Look here. 5 reports of readers. See what" in words(desk.get(page(reported)))
    assert f"{SAID}, of 0808 157 0123." in words(desk.get(page(reported, "reports")))


def test_what_is_reported_comes_first_in_every_list(reported, publish, desk):
    publish(*[factories.service(f"A {number}") for number in range(3)])

    titles = [row[1] for row in desk.get(LISTS, {"list": "never-checked"}).context["rows"]]
    assert (titles[0], len(titles)) == ("Line", 4)


def look(client, item, **changes):
    sent = {"channel": str(item.channels.first().pk), "problem": "wrong-number", "shown": "5", **changes}
    return client.post(page(item, "reports"), sent, follow=True)


def test_one_press_takes_them_off_the_lists_and_those_of_later_come_up(reported, desk, editor, api):
    before = served(api, "line").content

    assert said(look(desk, reported)) == ["Looked at, and off the lists. Nothing that is public was changed."]
    assert "Reported by readers" not in words(desk.get(HOME))
    assert desk.get(LISTS, {"list": "reported"}).context["rows"] == []
    assert set(Report.objects.values_list("seen_by", "seen_on")) == {(editor.pk, date(2026, 11, 25))}
    assert said(look(desk, reported)) == ["Somebody has looked at these already."]
    assert served(api, "line").content == before

    channel = str(reported.channels.first().pk)
    keeping.add({Reported("service", reported.pk, "line", channel, "wrong-number", date(2026, 11, 25)): 1})
    assert "1 report of “Wrong number or address” since Wednesday 25 November" in words(desk.get(HOME))


def test_what_came_since_the_page_was_opened_is_not_taken_for_looked_at(reported, desk):
    look(desk, reported, shown="2")

    assert "3 reports of “Wrong number or address” since Wednesday 25 November" in words(desk.get(HOME))


@pytest.mark.parametrize(
    "changes", [{"shown": "-1"}, {"shown": "x"}, {"shown": ""}, {"problem": "no"}, {"channel": "no"}]
)
def test_an_odd_press_does_nothing(reported, desk, changes):
    assert said(look(desk, reported, **changes)) == ["Somebody has looked at these already."]
    assert not Report.objects.filter(seen__gt=0).exists()


def test_who_may_not_submit_sees_them_and_presses_nothing(reported):
    client = signed_in(colleague("ben", "Approver"))

    assert "Looked at" not in client.get(page(reported, "reports")).content.decode()
    assert look(client, reported).status_code == REFUSED
    assert not Report.objects.filter(seen__gt=0).exists()


def test_reports_of_what_was_withdrawn_are_shown_to_nobody(reported, desk, publish, editor):
    publish(factories.service("Another"))
    take_down(publication(reported), by=editor)

    assert "Reported by readers" not in words(desk.get(HOME))


def test_reports_hide_publish_and_change_nothing(api, line, desk):
    before = [list(table.objects.order_by("pk").values()) for table in (Publication, Submission, Edit, Record)]
    answer = served(api, "line").content
    for number in range(60):
        tell(api, line, address=f"192.0.2.{number}", problem="closed")
    counting.write()
    call_command("turn_dates")

    assert [list(table.objects.order_by("pk").values()) for table in (Publication, Submission, Edit, Record)] == before
    assert served(api, "line").content == answer


def test_what_is_written_later_of_the_same_day_is_added(line):
    reported = Reported("service", line.pk, "line", "", "closed", date(2026, 11, 25))
    keeping.add({reported: 2})
    keeping.add({reported: 3})

    assert Report.objects.get().count == 5
