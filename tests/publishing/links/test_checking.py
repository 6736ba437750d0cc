"""The command that looks at links, what it keeps, and what editors make of it."""

import socket
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from publishing import keeper, lifecycle
from publishing.links import collecting, keeping
from publishing.links.models import Link, LinkUse
from publishing.links.outcomes import Visit
from publishing.links.rounds import Round
from publishing.links.visiting import Expected, Visitor
from publishing.management.commands import check_links
from publishing.models import Edit, Publication, Record, Submission
from tests import factories
from tests.in_force import colleague
from tests.publishing.acts import edit, take_down
from tests.publishing.admin.desk import REFUSED, page, said, served, signed_in, words
from tests.publishing.links.servers import serving

HOST = "http://site.example.org"  # as it is asked for by a server of the tests, which speaks no TLS
SITE, OTHER = "https://www.example.org/help", "https://new.example.org/help"
FAULT, GONE = Visit("status-500", times=2), Visit("status-404")
HOME, LISTS = "/admin/", "/admin/publishing/publication/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel("2026-11-27T12:00:00Z") as traveller:
        yield traveller


class Scripted(Visitor):
    """Answers what it is told to of each address, and calls nobody; all others are there."""

    def visit(self, url, expected):
        CALLED.append((url, expected))
        return ANSWERS.get(url, Visit("ok", "A page"))


ANSWERS: dict[str, Visit] = {}
CALLED: list[tuple[str, Expected]] = []


@pytest.fixture
def answers(monkeypatch) -> dict[str, Visit]:
    """What each address answers."""
    ANSWERS.clear()
    CALLED.clear()
    monkeypatch.setattr(check_links.Command, "visitor", lambda self: Scripted())
    return ANSWERS


def asked() -> list[str]:
    return [url for url, _ in CALLED]


@pytest.fixture
def check(capsys, answers):
    """Run the command; what it said, line by line, and why it failed."""

    def check(*options: str) -> list[str]:
        try:
            call_command("check_links", *options)
        except CommandError as error:
            return [*capsys.readouterr().out.splitlines(), f"! {error}"]
        return capsys.readouterr().out.splitlines()

    return check


@pytest.fixture
def line(publish):
    made = factories.service("Line", channels=[{"value": SITE}, {"kind": "phone", "value": "0808 157 0123"}])
    publish(made)
    return made


def link(url: str = SITE) -> Link:
    return Link.objects.get(url=url)


def break_it(check, answers, day, url: str = SITE) -> list[str]:
    """Three days on which nothing but faults comes; what was said on the last."""
    answers[url] = FAULT
    said_last: list[str] = []
    for _ in range(3):
        said_last = check()
        day.shift(timedelta(days=1))
    return said_last


def test_every_web_address_that_is_public_is_asked_for_once_with_all_that_gives_it(publish, check):
    one = factories.organisation("First", website=SITE)
    other = factories.service(
        "Second", channels=[{"value": f"{SITE}#talk"}, {"kind": "phone", "value": "0808 157 0123"}]
    )
    draft = factories.organisation("Draft", website="https://draft.example.org")
    publish(one, other)

    assert check() == ["Public addresses: 1; asked for: 1."]
    assert asked() == [SITE]
    assert {(use.uid, use.member) for use in LinkUse.objects.all()} == {(one.pk, "website"), (other.pk, "channels.uri")}
    assert not LinkUse.objects.filter(uid=draft.pk).exists()


def test_nothing_is_dialled_texted_or_written_to(publish, check):
    service = factories.service(
        "Line",
        channels=[
            {"kind": "phone", "value": "0808 157 0123"}, {"kind": "text", "value": "85258"},
            {"kind": "email", "value": "help@example.org"}, {"kind": "web", "value": SITE},
        ],
    )  # fmt: skip
    publish(service)
    check()

    assert asked() == [SITE]


def test_run_twice_it_asks_nobody_again(line, check):
    check()
    assert check() == ["Public addresses: 1; asked for: 0."]
    assert asked() == [SITE]


def test_one_that_works_is_asked_for_weekly_and_a_suspect_one_daily(line, check, answers, day):
    check()
    day.shift(timedelta(days=6))
    check()
    assert asked() == [SITE]
    day.shift(timedelta(days=1))
    answers[SITE] = FAULT
    check()
    day.shift(timedelta(days=1))
    check()
    assert asked() == [SITE] * 3


def test_a_trial_asks_nobody_and_writes_nothing(line, check):
    assert check("--dry-run")[1:] == [SITE]
    assert asked() == []
    assert not Link.objects.exists() and not LinkUse.objects.exists()


def test_a_limit_leaves_the_rest_for_the_next_run(publish, check):
    publish(
        *[factories.organisation(f"Body {number}", website=f"https://w{number}.example.org") for number in range(5)]
    )

    check("--limit", "2")
    assert len(asked()) == 2
    check("--limit", "2")
    check("--limit", "2")
    assert sorted(asked()) == [f"https://w{number}.example.org" for number in range(5)]


def test_time_that_is_over_leaves_the_rest_for_the_next_run(publish, check):
    publish(
        *[factories.organisation(f"Body {number}", website=f"https://w{number}.example.org") for number in range(3)]
    )

    assert check("--minutes", "0.0000001")[-1] == ("Public addresses: 3; asked for: 0; left for the next run: 3.")
    check()
    assert len(asked()) == 3


@pytest.mark.parametrize("option", [("--limit", "-1"), ("--minutes", "0"), ("--every", "-2")])
def test_odd_numbers_are_refused(check, option):
    assert check(*option) == ["! --limit and --every are 0 or more, and --minutes is more than 0."]


def test_whoever_is_stopped_has_kept_what_came_before(publish, answers):
    answers |= {f"https://w{number}.example.org": FAULT for number in range(4)}
    publish(
        *[factories.organisation(f"Body {number}", website=f"https://w{number}.example.org") for number in range(4)]
    )
    found = collecting.links()
    keeping.take_stock(found)
    this = Round(found, Scripted(), at_once=1)
    said_first = next(iter(this.run(list(keeping.due(7)))))

    assert said_first.startswith("Suspect: ")
    assert Link.objects.filter(verdict="suspect").count() >= 1


@pytest.mark.parametrize("outcome", ["no-address", "refused-address", "not-reached", "too-late"])
def test_where_nobody_at_all_is_reached_it_is_ourselves_and_nothing_is_kept(publish, check, answers, outcome):
    urls = [f"https://w{number}.example.org" for number in range(4)]
    publish(*[factories.organisation(f"Body {number}", website=url) for number, url in enumerate(urls)])
    answers |= dict.fromkeys(urls, Visit(outcome, times=2))

    assert check()[-1].startswith("! Nobody at all was reached, so this machine has no way out.")
    assert set(Link.objects.values_list("verdict", "tried_on")) == {("untried", None)}
    del answers[urls[-1]]
    assert len(check()) == 4
    assert Link.objects.filter(verdict="suspect").count() == 3


def test_a_fault_of_ours_leaves_the_link_and_goes_on_with_the_next(publish, check, answers, monkeypatch, caplog):
    bodies = [
        factories.organisation(f"Body {number}", website=f"https://same.example.org/{number}") for number in (1, 2)
    ]
    publish(*bodies)
    visit = Scripted.visit

    def failing(self, url, expected):
        if url.endswith("1"):
            raise RuntimeError("unforeseen")
        return visit(self, url, expected)

    monkeypatch.setattr(Scripted, "visit", failing)

    assert check() == ["Public addresses: 2; asked for: 1; left for the next run: 1."]
    assert "could not be looked at" in caplog.text
    assert set(Link.objects.values_list("verdict", flat=True)) == {"ok", "untried"}


def test_a_failure_is_suspect_and_only_one_of_three_days_is_broken_and_that_is_said_once(line, check, answers, day):
    answers[SITE] = FAULT
    first = check()
    assert first[0] == f"Suspect: {SITE} – It answered 500."
    assert len(first) == 2
    day.shift(timedelta(days=1))
    assert check()[0].startswith("Suspect: ")
    day.shift(timedelta(days=1))
    third = check()
    assert third[0].startswith("Broken: ")
    assert third[-1] == "! 1 address is found to be broken: see the home page of the admin."
    day.shift(timedelta(days=7))
    assert check()[-1] == "Public addresses: 1; asked for: 1."
    assert str(link().broken_on) == "2026-11-29"


def test_one_that_works_again_is_no_longer_broken_and_may_break_anew(line, check, answers, day):
    break_it(check, answers, day)
    del answers[SITE]
    day.shift(timedelta(days=7))
    check()
    assert (link().verdict, link().broken_on) == ("ok", None)
    day.shift(timedelta(days=7))
    assert break_it(check, answers, day)[-1].startswith("! 1 address is found to be broken")


def test_what_says_nothing_of_the_page_is_never_broken(line, check, answers, day):
    answers[SITE] = Visit("status-403", times=2)
    for _ in range(6):
        assert "!" not in "".join(check("--every", "1"))
        day.shift(timedelta(days=1))
    assert link().verdict == "unclear"
    assert link().why == "It answered 403."


def test_what_is_expected_of_a_page_is_its_title_when_it_was_right_and_what_we_call_it(publish, check, answers, day):
    body = factories.organisation("The Charity", website="https://charity.example.org")
    service = factories.service("Line", organisation=body, channels=[{"value": SITE, "instructions": "Ask for Ann."}])
    publish(body, service)
    answers[SITE] = Visit("ok", "A title")
    check("--every", "0")
    first = link()
    day.shift(timedelta(days=1))
    answers[SITE] = Visit("other-title", "Casino")
    check("--every", "0")
    later = link()

    assert (first.title, first.known_title, str(first.last_ok)) == ("A title", "A title", "2026-11-27")
    assert (later.title, later.known_title, later.verdict) == ("Casino", "A title", "suspect")
    last = [one for url, one in CALLED if url == SITE][-1]
    assert last.title == "A title"
    assert {"Line", "The Charity", "Ask for Ann."} <= set(last.names)


def test_an_address_that_nothing_gives_any_more_is_let_go(line, check, publish, editor):
    check()
    publish(factories.organisation("Other"))
    take_down(Publication.objects.get(kind="service"), by=editor)
    check()

    assert not Link.objects.exists()


def test_a_round_over_a_real_server_keeps_what_came_of_each(publish, day):
    behaviours = {
        "/works": lambda talk: talk.page("Body 0"),
        "/gone": lambda talk: talk.answer("410 Gone"),
        "/slow-down": lambda talk: talk.answer("429 Slow down"),
        "/after-that": lambda talk: talk.page("Body 3"),
    }
    with serving(behaviours) as server:
        visitor = Visitor(
            resolve=lambda host, port, seconds: [(socket.AF_INET, ("127.0.0.1", server.port))],
            permits=lambda address: True, pause_seconds=0, retry_seconds=0,
        )  # fmt: skip
        links = [Link.objects.create(url=f"{HOST}{path}", first_seen=timezone.now().date()) for path in behaviours]
        this = Round({}, visitor)
        lines = list(this.run(links))

    assert (this.asked, this.left) == (3, 1)
    assert dict(Link.objects.values_list("url", "verdict")) == {
        f"{HOST}/works": "ok", f"{HOST}/gone": "suspect",
        f"{HOST}/slow-down": "unclear", f"{HOST}/after-that": "untried",
    }  # fmt: skip
    assert len(lines) == 2


# What editors see and do


@pytest.fixture
def desk(editor):
    return signed_in(editor)


def test_broken_and_suspect_links_are_on_the_home_page_in_the_lists_and_on_the_page_of_the_item(
    line, desk, check, answers, day, editor
):
    assert "Links to look at" not in words(desk.get(HOME))
    break_it(check, answers, day)
    desk = signed_in(editor)  # a session does not last for days

    home = words(desk.get(HOME))
    assert f"Links to look at (1) Broken : {SITE}, in line (service)" in home
    assert "It answered 500." in home
    listed = desk.get(LISTS, {"list": "links"})
    assert "Line (service) Links: 1 broken" in words(listed)
    assert "Look here. Links: 1 broken. See which" in words(desk.get(page(line)))
    shown = words(desk.get(page(line, "links")))
    assert "Broken since 29 November 2026. It answered 500." in shown
    assert "It stands in channels.uri" in shown


def test_a_version_that_has_not_been_looked_through_has_no_links_to_look_at(line, editor, publish, check, answers, day):
    break_it(check, answers, day)
    channel = line.channels.first()
    channel.value = "https://right.example.org"
    channel.save()
    edit(line)
    publish(line)
    desk = signed_in(editor)

    assert "Links to look at" not in words(desk.get(HOME))
    assert desk.get(LISTS, {"list": "links"}).context["rows"] == []
    assert "No web address of what is public has been looked at yet." in words(desk.get(page(line, "links")))


@pytest.fixture
def moved(line, check, answers):
    answers[SITE] = Visit("ok", "Line", OTHER)
    assert f"Moved: {SITE} – it is at {OTHER} now." in check()
    return line


def press(client, item, **pressed):
    return client.post(page(item, "links"), {"link": str(link().pk), **pressed}, follow=True)


def test_a_new_address_is_taken_by_one_press_as_an_edit_and_published_by_nobody(moved, desk, api, editor, approver):
    before = Record.objects.count()
    assert OTHER in words(desk.get(page(moved, "links")))

    response = press(desk, moved, take=OTHER)

    assert said(response) == ["The working copy has the new address. Look at it, and submit it for approval."]
    assert moved.channels.first().value == OTHER
    assert Edit.objects.filter(uid=moved.pk).last().by == editor
    assert served(api, "line").json()["result"]["channels"][0]["uri"] == SITE
    assert (Submission.objects.filter(state="waiting").count(), Record.objects.count()) == (0, before)
    lifecycle.approve(lifecycle.submit([moved], by=editor), by=approver)
    assert served(api, "line").json()["result"]["channels"][0]["uri"] == OTHER


def test_the_place_on_the_page_that_was_named_is_kept(publish, check, answers, desk):
    line = factories.service("Line", channels=[{"value": f"{SITE}#talk"}])
    publish(line)
    answers[SITE] = Visit("ok", "Line", OTHER)
    check()
    press(desk, line, take=OTHER)

    assert line.channels.get().value == f"{OTHER}#talk"


def test_what_was_shown_is_what_is_taken(moved, desk):
    Link.objects.update(moved_to="https://evil.example.org/")

    assert said(press(desk, moved, take=OTHER)) == [
        "What is known of this address has changed since you opened the page. Look again."
    ]
    assert said(press(desk, moved, take="https://typed.example.org/")) != []
    assert moved.channels.first().value == SITE


def test_an_address_that_must_not_be_public_is_not_taken(moved, desk):
    Link.objects.update(moved_to="https://xn--exmple-cua.org/")

    (words_of_refusal,) = said(press(desk, moved, take="https://xn--exmple-cua.org/"))
    assert words_of_refusal.startswith("The new address can't be taken by itself, so change it in the form: ")
    assert moved.channels.first().value == SITE
    assert not Edit.objects.filter(uid=moved.pk).exists()


def test_an_address_that_the_working_copy_has_no_more_is_not_taken(moved, desk):
    moved.channels.update(value="https://right.example.org")

    (refusal,) = said(press(desk, moved, take=OTHER))
    assert "does not have this address any more" in refusal


def test_a_waiting_submission_is_void_when_the_address_is_taken(moved, desk, editor):
    edit(moved, by=editor, summary="Another.")
    (submission,) = lifecycle.submit([moved], by=editor)
    press(desk, moved, take=OTHER)

    submission.refresh_from_db()
    assert submission.state == "void"


@pytest.mark.parametrize(
    "moved_to", ["http://new.example.org/", "https://user@new.example.org/", "https://127.0.0.1/", SITE]
)
def test_what_nobody_should_be_led_to_is_not_even_proposed(line, check, answers, moved_to):
    answers[SITE] = Visit("ok", "Line", moved_to)
    check()

    assert (link().verdict, link().moved_to) == ("ok", "")


def test_a_page_with_another_title_is_accepted_by_one_press_and_stays_so(line, desk, check, answers, day):
    answers[SITE] = Visit("other-title", "Talk to somebody")
    check()
    assert "I opened it: this is the right page" in desk.get(page(line, "links")).content.decode()

    assert said(press(desk, line, right="Talk to somebody")) == [
        "Said to be the right page. Nothing that is public was changed."
    ]
    assert (link().verdict, link().known_title, link().accepted) == ("ok", "Talk to somebody", "other-title")
    assert "Links to look at" not in words(desk.get(HOME))
    assert said(press(desk, line, right="Talk to somebody"))[0].startswith("What is known of this address has changed")


def test_who_may_not_change_the_item_presses_nothing(moved):
    client = signed_in(colleague("ben", "Approver"))

    assert "Take the new address" not in client.get(page(moved, "links")).content.decode()
    assert client.post(page(moved, "links"), {"link": str(link().pk), "take": OTHER}).status_code == REFUSED
    assert moved.channels.first().value == SITE


def test_who_is_not_in_force_presses_nothing(moved, editor, desk):
    editor.is_superuser = True
    editor.save()

    press(desk, moved, take=OTHER)
    assert moved.channels.first().value == SITE


def test_a_title_is_shown_as_text_whatever_is_in_it(line, desk, check, answers):
    answers[SITE] = Visit("other-title", "<script>alert(1)</script>")
    check()

    assert "<script>alert" not in desk.get(page(line, "links")).content.decode()
    assert "<script>alert" not in desk.get(HOME).content.decode()


def test_what_is_known_of_links_changes_nothing_that_is_public(line, check, answers, day, api):
    before = served(api, "line").content
    break_it(check, answers, day)
    keeper.refresh()

    assert served(api, "line").content == before
