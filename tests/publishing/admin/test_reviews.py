"""What somebody should look at again, and how few presses it takes to say that it is still correct."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from publishing import keeper, lifecycle, verifying
from publishing.models import EditionNumber, Publication, Record
from publishing.upkeep import Check
from services.models import Organisation, Service
from tests import factories
from tests.admin_pages import as_sent
from tests.in_force import colleague
from tests.publishing.acts import edit, take_down
from tests.publishing.admin.desk import REFUSED, SERVICES, page, press, said, served, signed_in, words

LISTS = "/admin/publishing/publication/"
ASKS = f"{LISTS}still-correct/"


@pytest.fixture
def ten(db, publish) -> list[Service]:
    made = [factories.service(f"Line {number}") for number in range(10)]
    publish(*made)
    return made


@pytest.fixture
def charity(publish) -> Organisation:
    """Whose form is short."""
    made = factories.organisation("A charity", description="It helps.")
    publish(made)
    return made


@pytest.fixture
def two(publish) -> list[Organisation]:
    made = [factories.organisation("First"), factories.organisation("Second")]
    publish(*made)
    return made


def list_of(client, name: str) -> list[str]:
    response = client.get(LISTS, {"list": name})
    assert response.status_code == 200
    return [title for _, title, *_ in response.context["rows"]]


def counts(client) -> dict[str, int]:
    return {name: count for name, _, count in client.get(LISTS).context["lists"]}


def shown(client, *items, **more):
    """The page that asks, as it comes up for ticked items."""
    return client.post(ASKS, {"item": [str(item.pk) for item in items], **more})


def sent(response) -> dict:
    """What the page would send, with each of the hidden boxes of one name."""
    hidden = re.findall(r'name="(seen|listed)" value="([^"]+)"', response.content.decode())
    return {**as_sent(response), **{name: [value for other, value in hidden if other == name] for name, _ in hidden}}


def still_correct(client, *items, how="called", **answers):
    asked = sent(shown(client, *items))
    return client.post(ASKS, {**asked, "how": how, **answers}, follow=True)


def checked(item) -> dict | None:
    keys = Publication.objects.get(pk=item.pk).keys["upkeep"]
    return {"on": keys["on"], "how": keys["how"]} if keys["on"] else None


def test_ten_are_still_correct_in_three_presses(desk, ten, api):
    listing = desk.get(LISTS, {"list": "never-checked"})
    before = EditionNumber.objects.get().number

    asked = desk.post(ASKS, {**sent(listing), "all": "yes"})  # all on this page; Still correct…
    done = desk.post(ASKS, {**sent(asked), "how": "page-read"}, follow=True)  # how

    assert said(done) == [f"10 items still correct (its own page read): this is public with edition {before + 1}."]
    assert list_of(desk, "never-checked") == []
    assert served(api, "line-3").json()["result"]["checked_how"] == "page-read"
    assert Record.objects.filter(action="checked", by="editor").count() == 10


def test_one_press_on_the_form_of_an_item_says_it(desk, charity, api):
    form = desk.get(page(charity))
    assert "Nobody has checked this version." in words(form)

    done = desk.post(ASKS, {"seen": as_sent(form)["seen"], "how": "called"}, follow=True)

    assert done.request["PATH_INFO"] == page(charity)
    assert f"Last checked on {timezone.localdate():%-d %B %Y}: called." in words(done)
    keeper.refresh()
    assert api.get("/api/v1/organisations/a-charity").json()["result"]["checked_how"] == "called"


def test_where_the_form_is_not_what_is_public_the_button_is_on_a_page_that_shows_it(desk, charity, editor):
    edit(charity, by=editor, description="Not approved.")

    form = desk.get(page(charity))
    assert "seen" not in as_sent(form)
    asked = desk.get(ASKS, {"item": str(charity.pk)})
    assert "It helps." in words(asked) and "Not approved." not in words(asked)


def test_the_lists_hold_what_they_say(desk, ten, publish, editor):
    today = timezone.localdate()
    late, soon, called, read = ten[:4]
    late.review_due_on, soon.review_due_on = today - timedelta(days=1), today + timedelta(days=30)
    for item in (late, soon):
        publish(edit(item, by=editor, summary="It listens."))
    number = factories.service("Number", channels=[{"kind": "phone", "value": "0808 157 0123"}])
    tried = factories.service("Tried", channels=[{"kind": "phone", "value": "0808 157 0456",
                                                  "checked_on": today - timedelta(days=80)}])  # fmt: skip
    publish(number, tried)
    still_correct(desk, called)
    still_correct(desk, read, how="page-read")

    assert list_of(desk, "overdue") == ["Line 0"]
    assert list_of(desk, "soon") == ["Line 1"]
    assert set(list_of(desk, "never-checked")) == {item.name for item in ten} - {"Line 2", "Line 3"} | {
        "Number", "Tried",
    }  # fmt: skip
    assert list_of(desk, "numbers") == ["Number"]
    assert counts(desk) == {"overdue": 1, "soon": 1, "never-checked": 10, "numbers": 1, "links": 0, "reported": 0}
    still_correct(desk, number)
    assert list_of(desk, "numbers") == []


def test_the_home_page_says_how_many_are_in_each_list(desk, two):
    assert "Never checked : 2" in words(desk.get("/admin/"))


def test_approvers_are_told_who_said_so_alone(gate, desk, two):
    still_correct(desk, *two)

    home = words(gate.get("/admin/"))
    assert "Said to be still correct by one person in the last fortnight editor : 2" in home


def test_an_approver_reads_the_lists_and_checks_nothing(gate, two):
    approver = signed_in(colleague("only-approves", "Approver"))

    assert len(list_of(approver, "never-checked")) == 2
    assert "Still correct…" not in words(approver.get(LISTS))
    assert approver.get(ASKS, {"item": str(two[0].pk)}).status_code == REFUSED
    assert approver.post(ASKS, {"seen": f"{two[0].pk}:1", "how": "called"}).status_code == REFUSED
    assert checked(two[0]) is None


def test_what_is_sent_again_says_nothing_twice(desk, two):
    asked = {**sent(shown(desk, two[0])), "how": "called"}
    desk.post(ASKS, asked)
    before = EditionNumber.objects.get().number, Record.objects.count()

    again = desk.post(ASKS, asked, follow=True)

    assert "had been said already" in said(again)[-1]
    assert (EditionNumber.objects.get().number, Record.objects.count()) == before


def test_what_was_published_anew_or_withdrawn_meanwhile_is_not_said_to_be_correct(desk, two, publish, editor):
    asked = {**sent(shown(desk, two[0], two[1])), "how": "called"}
    publish(edit(two[0], by=editor, description="Other words."))

    assert "published anew since you looked" in said(desk.post(ASKS, asked, follow=True))[0]
    take_down(two[0])
    assert "no longer" in said(desk.post(ASKS, asked, follow=True))[0]
    assert checked(two[1]) is None


@pytest.mark.parametrize("answers, fault", [
    ({"checked_on": "2999-01-01"}, "still to come"), ({"checked_on": "soon"}, "Enter a valid date"),
    ({"how": "compiled"}, "not one of the available choices"), ({"how": ""}, "required"),
    ({"review_due_on": "2999-01-01"}, "within a year"), ({"review_due_on": "2001-01-01"}, "still to come"),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_what_was_typed_stays(desk, two, answers, fault):
    refused = still_correct(desk, two[0], **answers)

    form = refused.context["form"]
    assert fault in f"{said(refused)} {form.errors}"
    for name in set(answers) - {"how"}:
        assert as_sent(refused)[name] == answers[name]
    assert checked(two[0]) is None


def test_nobody_can_choose_more_than_two_hundred_at_once(desk, two):
    many = [str(item.pk) for item in two] * 130
    assert desk.post(ASKS, {"item": many}).status_code == 200  # the same two
    seen = [f"00000000-0000-4000-8000-{number:012}:1" for number in range(900)]
    refused = desk.post(ASKS, {"seen": seen, "how": "called"}, follow=True)
    assert "At most 200 items at once" in said(refused)[0]


def test_nothing_but_a_check_comes_through_the_page(desk, two):
    held = Publication.objects.get(pk=two[0].pk)
    answers = {"description": "Pay first.", "name": "Other", "version": "9", "state": "withdrawn", "kind": "topic",
               "channels-0-value": "https://evil.example"}  # fmt: skip
    still_correct(desk, two[0], **answers)

    now = Publication.objects.get(pk=two[0].pk)
    assert (now.snapshot, now.digest, now.version, now.state) == (held.snapshot, held.digest, 1, "live")
    keeper.refresh()
    assert list(verifying.faults()) == []


def test_a_check_that_was_the_wrong_button_is_taken_back(desk, charity):
    still_correct(desk, charity)
    form = desk.get(page(charity))
    assert "Take the check back" in words(form)

    done = desk.post(ASKS, {"seen": as_sent(form)["seen"], "take-back": "yes"}, follow=True)

    assert "is taken back" in said(done)[0]
    assert "Nobody has checked this version." in words(done)


def test_review_dates_that_are_set_for_many_leave_a_line_each(desk, ten):
    day = timezone.localdate() + timedelta(days=20)
    data = {"action": "set_review_date", "_selected_action": [ten[0].pk, ten[1].pk], "confirmed": "yes",
            "review_due_on": day.isoformat()}  # fmt: skip
    done = desk.post(SERVICES, data, follow=True)

    assert said(done) == [f"2 items to be looked at again by {day:%d %B %Y}: Line 0, Line 1."]
    lines = Record.objects.filter(action="review date set").order_by("slug")
    assert [(line.slug, line.by, line.reason) for line in lines] == [
        (slug, "editor", f"again by {day}") for slug in ("line-0", "line-1")
    ]
    assert list_of(desk, "soon") == ["Line 0", "Line 1"]


def test_the_review_date_of_a_public_item_has_one_way(desk, charity):
    assert "review_due_on" not in as_sent(desk.get(page(charity)))

    day = timezone.localdate() + timedelta(days=3)
    press(desk, page(charity, "review-date"), review_due_on=day.isoformat())
    charity.refresh_from_db()
    assert charity.review_due_on == day
    refused = press(desk, page(charity, "review-date"), review_due_on="2999-01-01")
    assert "within a year" in words(refused)


def test_a_notice_and_an_organisation_are_checked_in_the_same_way(desk, publish):
    items = [factories.notice(), factories.organisation(), factories.topic()]
    publish(*items)

    still_correct(desk, *items, how="organisation-confirmed")

    assert [checked(item)["how"] for item in items] == ["organisation-confirmed"] * 3
    keeper.refresh()
    assert list(verifying.faults()) == []


def test_the_lists_take_as_many_queries_for_many_as_for_few(desk, ten, publish, django_assert_max_num_queries):
    publish(*[factories.service(f"More {number}") for number in range(20)])
    keeper.forget()
    with django_assert_max_num_queries(25):
        desk.get(LISTS, {"list": "never-checked"})


def test_what_is_public_leads_from_its_own_address_to_its_form(desk, charity):
    address = reverse("admin:publishing_publication_change", args=[charity.pk])
    assert desk.get(address).headers["Location"] == page(charity)


def test_who_edits_may_check_and_whose_account_is_not_in_force_gets_no_page(two, editor, desk):
    editor.email = "other@example.org"
    editor.save()
    with pytest.raises(lifecycle.Refusal, match="not in force"):
        lifecycle.check({two[0].pk: 1}, editor, Check(timezone.localdate(), "called"))
    assert desk.get(LISTS).status_code == 302
