"""Lists and the home page: what is found in them, and that a longer one asks the database no more."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advice.models import Entry
from publishing import acts, lifecycle, withdrawing
from publishing.admin import actions, my_work
from publishing.codes import code_list
from publishing.dates import today
from publishing.models import Listing, Publication, Record, Submission
from services.matching.needs import need_of
from tests import factories
from tests.in_force import colleague
from tests.publishing.acts import edit, take_down
from tests.publishing.admin.desk import SERVICES, SUBMISSIONS, said, save, signed_in, words

TOPICS = "/admin/advice/topic/"
HOME = "/admin/"
GLASGOW, SCOTLAND, LEEDS, WALES = "S12000049", "S92000003", "E08000035", "W92000004"


def found(client, query: str, address: str = SERVICES) -> list[str]:
    return [str(row) for row in client.get(f"{address}?{query}").context["cl"].result_list]


@pytest.mark.parametrize(
    "typed",
    ["02079460123", "020 7946 0123", "+44 20 7946 0123", "+44 (0)20 7946 0123", "0044 20 7946 0123", "(020) 7946-0123",
     "7946 0123", "020 7946", "call 020 7946 0123"],
)  # fmt: skip
def test_a_number_finds_its_service_in_any_spelling(desk, typed):
    factories.service("Call", channels=[{"kind": "phone", "value": "020 7946 0123"}])
    factories.service("Another", channels=[{"kind": "phone", "value": "020 7945 0124"}])

    assert found(desk, f"q={typed.replace('+', '%2B')}") == ["Call"]


@pytest.mark.parametrize("printed", ["02079460123", "+44 (0)20 7946 0123", "020.7946.0123"])
def test_a_number_is_found_however_it_is_printed_and_in_a_sentence(desk, printed):
    factories.service("Call", description=f"Ring {printed}, or write.")
    topic = factories.topic("Printed")
    Entry.objects.filter(topic=topic).update(phone_as_printed=printed)

    assert found(desk, "q=020+7946+0123") == ["Call"]
    assert found(desk, "q=020+7946+0123", TOPICS) == ["Printed"]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("glasgow", ["City line", "Scottish bus"]),
        ("scotland", ["City line", "National line"]),
        ("police scotland", ["City line"]),
        ("leeds", ["Yorkshire line"]),
        ("cymru", ["Welsh line"]),
        ("united kingdom", ["Everywhere"]),
    ],
)
def test_a_place_finds_what_serves_it_and_what_names_it(desk, typed, names):
    for name, place in [("City line", GLASGOW), ("National line", SCOTLAND), ("Yorkshire line", "E12000003"),
                        ("Welsh line", WALES), ("Everywhere", "K02000001")]:  # fmt: skip
        factories.service(name, coverage=[place])
    factories.service("Scottish bus", coverage=[], coverage_known=False, description="It stands in Glasgow.")

    assert sorted(found(desk, f"q={typed}")) == names


def test_every_word_must_be_there_in_whatever_it_says_or_in_who_runs_it(desk):
    childline = factories.organisation("Trust of many", also_known_as="EMT")
    factories.whole_service("Listening ear", organisation=childline, editor_note="Rang twice.")
    factories.service("Another ear")

    for typed in ("listening", "LISTÉN twice", "ear many", "emt", "must refer you", "emotional-support rang"):
        assert "Listening ear" in found(desk, f"q={typed}"), typed
    assert found(desk, "q=listening+another") == []


@pytest.mark.parametrize("typed", ["%25", "_", "%25%25%25", "\\", "....", "'"])
def test_signs_find_nothing_and_stand_for_nothing(desk, typed):
    factories.service("A line")

    assert found(desk, f"q={typed}") == []


def test_a_very_long_question_is_cut_and_answered(desk):
    factories.service("Word after word")

    assert found(desk, "q=" + "+".join(["word"] * 70)) == ["Word after word"]


def test_what_was_made_or_renamed_on_the_form_is_found_by_its_new_name_alone(desk, helpline):
    save(desk, helpline, name="Somebody else", summary="It listens.")

    assert found(desk, "q=somebody+else+listens") == ["Somebody else"]
    assert found(desk, "q=talk") == []


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("checks=overdue", ["Overdue"]),
        ("checks=soon", ["Overdue", "Soon"]),
        ("checks=undated", ["Plain"]),
        ("checks=unchecked", ["Plain", "Soon"]),
        ("sources=none", ["Plain", "Soon"]),
        ("sources=some", ["Overdue"]),
        ("nation=scotland", ["Soon"]),
        ("nation=england", ["Overdue"]),
        ("nation=uk", ["Plain"]),
        ("nation=not-known", []),
        ("nation=nowhere", []),
        ("shown-under=images", ["Overdue"]),
        ("shown-under=danger", ["Soon"]),
        ("shown-under=%22", []),
    ],
)
def test_services_are_filtered_by_what_is_missing_due_and_where(desk, query, names):
    day = today()
    overdue = factories.service("Overdue", review_due_on=day - timedelta(1), checked_on=day, coverage=[LEEDS],
                                types=["image-removal"])  # fmt: skip
    factories.source(overdue)
    factories.service("Soon", review_due_on=day + timedelta(30), coverage=[GLASGOW], need="danger")
    factories.service("Plain")

    assert sorted(found(desk, query)) == names


def test_the_filter_of_needs_is_the_need_under_which_readers_find_it(desk):
    types = code_list("service-types").values
    services = [factories.service(code, types=[code, types[-1]]) for code in types]
    services += [factories.service(f"{code} named", types=[code], need="report") for code in types[:2]]

    for need in code_list("needs").values:
        expected = [str(one) for one in services if need_of(one.types, one.need) == need]
        assert sorted(found(desk, f"shown-under={need}")) == sorted(expected)


def test_your_work_is_what_you_may_decide_what_you_submitted_and_what_you_left(editor, approver):
    theirs, own, left = (factories.service(name) for name in ("Theirs", "Own", "Left"))
    edit(left, by=approver, summary="Changed.")
    lifecycle.submit([theirs], by=editor)
    both = colleague("both")
    lifecycle.submit([own], by=both)
    edited_by_both = factories.service("Edited by both")
    edit(edited_by_both, by=both, summary="Changed.")
    lifecycle.submit([edited_by_both], by=editor)

    desk = signed_in(both)
    assert found(desk, "mine=to-decide") == ["Theirs"]
    assert found(desk, "mine=submitted") == ["Own"]
    assert found(signed_in(approver), "mine=unsubmitted") == ["Left"]
    assert [one.title for one in desk.get(f"{SUBMISSIONS}?whose=to-decide").context["cl"].result_list] == ["Theirs"]


PAGES = [
    SERVICES, f"{SERVICES}?_facets=True", f"{SERVICES}?state=edited", f"{SERVICES}?q=line+glasgow",
    f"{SERVICES}?mine=to-decide", f"{SERVICES}?nation=scotland&shown-under=images", SUBMISSIONS,
    f"{SUBMISSIONS}?whose=to-decide", HOME,
]  # fmt: skip


def some_work(count: int, people) -> None:
    """Of each state some services, and somebody's edits and submissions of most."""
    editor, approver = people
    day = today()
    services = [
        factories.service(review_due_on=day - timedelta(number % 9), coverage=[GLASGOW], types=["image-removal"])
        for number in range(count)
    ]
    lifecycle.approve(lifecycle.submit(services[: count // 2], by=editor), by=approver)
    for service in services[: count // 4]:
        edit(service, by=editor, summary="Changed.")
    lifecycle.submit(services[count // 2 : count * 3 // 4], by=editor)
    for number in range(count // 4):
        edit(services[-1 - number], by=approver, summary="A draft.")
        colleague(f"person{count}-{number}")


def test_sixty_services_more_and_more_people_cost_no_more_queries(editor, approver):
    desk, asked = signed_in(colleague("both")), []
    for count in (12, 60):
        some_work(count, (editor, approver))
        desk.get(SERVICES)  # lists what was made by no form
        asked.append({page: _queries(desk, page) for page in PAGES})

    assert asked[0] == asked[1]
    assert max(asked[0].values()) < 70  # home has many lists, of a few queries each


def _queries(client, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_home_says_how_many_there_are_when_it_shows_the_first_of_them(editor, approver):
    lifecycle.submit([factories.service(review_due_on=today()) for _ in range(53)], by=editor)
    lifecycle.submit([factories.topic(review_due_on=today())], by=editor)

    home = signed_in(approver).get(HOME)

    assert words(home).count("These are the first 50 of 54") == 1  # to decide
    assert words(home).count("These are the first 10 of 54") == 1  # to be checked
    for address in (f"{SUBMISSIONS}?whose=to-decide", f"{SERVICES}?checks=soon", f"{TOPICS}?checks=soon"):
        assert f'href="{address}"' in home.content.decode()
        assert signed_in(approver).get(address).context["cl"].result_count in (54, 53, 1)
    assert "the first 50" not in words(signed_in(colleague("new")).get("/admin/publishing/record/"))


def test_every_list_that_home_cuts_leads_to_all_of_it(editor, approver, publish, monkeypatch):
    monkeypatch.setattr(my_work, "MOST", 0)
    monkeypatch.setattr(my_work, "FIRST", 0)
    gone, line = factories.service("Gone"), factories.service(review_due_on=today())
    publish(gone)
    take_down(gone, by=editor)
    acts.propose("withdraw", withdrawing.details([Publication.objects.get()], "closed", "Because."), by=editor)
    lifecycle.submit([line], by=editor)
    edit(factories.topic(), by=approver, introduction="Changed.")
    desk = signed_in(approver)

    home = desk.get(HOME).content.decode()

    leading = re.findall("<p>These are the first 0 of .*?</p>", home)
    links = {html.unescape(link) for part in leading for link in re.findall('href="([^"]+)"', part)}
    assert len(links) > 5
    for link in links:
        assert desk.get(link).context["cl"].result_count > 0, link


def test_many_are_submitted_at_once_and_each_is_on_the_record(desk, editor):
    services = [factories.service(f"Line {number}") for number in range(25)]
    sent = {"action": "submit_for_approval", "_selected_action": [service.pk for service in services]}
    page = desk.post(SERVICES, sent)
    assert all(service.name in words(page) for service in services)

    answer = desk.post(SERVICES, {**sent, "confirmed": "yes", "note": "Rang them all."}, follow=True)

    assert said(answer)[0].startswith("25 items submitted for approval")
    assert said(answer)[0].endswith("and 5 more.")
    assert Listing.objects.filter(state=Listing.WAITING).count() == 25
    assert Record.objects.filter(action="submitted", reason="Rang them all.", by=editor.username).count() == 25


def test_more_than_five_hundred_are_not_taken_at_once(desk, monkeypatch):
    monkeypatch.setattr(actions, "MOST_AT_ONCE", 3)
    for _ in range(4):
        factories.service()
    sent = {"action": "submit_for_approval", "_selected_action": ["x"], "select_across": "1", "confirmed": "yes"}

    answer = desk.post(SERVICES, sent, follow=True)

    assert said(answer) == ["Choose 3 at most, so that somebody can look at each. Nothing is done."]
    assert not Submission.objects.exists()
