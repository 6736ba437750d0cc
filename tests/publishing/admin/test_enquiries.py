"""An organisation says by a link whether its record is right; editors decide what becomes of it."""

import io
import json
import logging
import re
import runpy
from datetime import timedelta
from types import ModuleType

import pytest
from django.test import Client
from django.utils import timezone

from helpapi import urls
from helpapi.running.logs import SafeFormatter
from publishing import enquiring, lifecycle
from publishing.models import Edit, Enquiry, Publication, Record, Submission
from publishing.upkeep import Upkeep
from tests import factories
from tests.admin_pages import as_sent
from tests.in_force import colleague
from tests.publishing.acts import take_down
from tests.publishing.admin.desk import (
    NEW_NUMBER,
    OLD_NUMBER,
    REFUSED,
    change_number,
    page,
    press,
    said,
    save,
    served,
    signed_in,
    submit,
    words,
)

WRONG = "The line closes at ten, not at nine.\nIts number is 0871 234 5678 no more."
GONE = "This link does not work"


@pytest.fixture
def public(helpline, publish):
    publish(helpline)
    return helpline


@pytest.fixture
def organisation() -> Client:
    """Somebody at the organisation, in a browser that insists on what a form must carry."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def link(desk, public) -> str:
    return ask(desk, public)


def ask(client: Client, item) -> str:
    made = press(client, page(item, "ask"))
    return re.search(r"http://testserver(/confirm/\S+)", made.content.decode()).group(1)


def reply(client: Client, link: str, answer: str = "right", **typed):
    shown = client.get(link)
    return client.post(link, {**as_sent(shown), "answer": answer, **typed})


def answer_page(item) -> str:
    return page(item, f"answers/{Enquiry.objects.get().pk}")


def check_of(item):
    return Upkeep.of(Publication.objects.get(uid=item.pk).keys).check


def is_gone(response) -> bool:
    return response.status_code == 404 and GONE in response.content.decode()


def test_all_is_right_becomes_a_check_when_an_editor_accepts_it(desk, public, organisation, link, client):
    assert OLD_NUMBER in words(organisation.get(link))
    assert "Thank you" in words(reply(organisation, link))
    assert check_of(public) is None, "nothing of it is public by itself"
    assert "all of it is right" in words(desk.get("/admin/"))

    press(desk, answer_page(public), accept="yes")

    assert check_of(public).how == "organisation-confirmed"
    assert Record.objects.last().by == "editor"
    assert b"organisation-confirmed" in served(client).content
    assert "Answers of organisations" not in words(desk.get("/admin/"))


def test_a_correction_is_read_by_editors_and_changes_nothing(desk, public, organisation, link, client):
    before = served(client).content
    save(desk, public, summary="Anew.")
    waiting, edits = submit(desk, public), Edit.objects.count()

    reply(organisation, link, "wrong", text=WRONG)

    waiting.refresh_from_db()
    assert (waiting.state, Edit.objects.count()) == (Submission.WAITING, edits)
    assert served(client).content == before
    shown = words(desk.get(answer_page(public)))
    assert " ".join(WRONG.split()) in shown
    assert "Accept as still correct" not in shown
    assert "can't be accepted" in said(press(desk, answer_page(public), accept="yes"))[0]

    press(desk, answer_page(public), **{"dealt-with": "yes"})
    assert Enquiry.objects.get().dealt_with_by.username == "editor"
    assert served(client).content == before
    assert "somebody has dealt with it" in said(desk.get(answer_page(public), follow=True))[0]


def test_to_look_changes_nothing(public, organisation, link):
    rows = [list(table.objects.values()) for table in (Enquiry, Publication, Record)]
    for _ in range(3):
        organisation.get(link)
        organisation.get(f"{link}?answer=right&seen=1")
        organisation.head(link)

    assert [list(table.objects.values()) for table in (Enquiry, Publication, Record)] == rows


def test_a_link_works_once(organisation, link):
    form = as_sent(organisation.get(link))
    reply(organisation, link, "wrong", text=WRONG)

    assert is_gone(organisation.post(link, {**form, "answer": "right"}))
    assert is_gone(organisation.get(link))
    assert Enquiry.objects.get().text.replace("\r", "") == WRONG


def test_of_two_answers_at_once_one_is_kept(public, link):
    enquiry = Enquiry.objects.get()

    assert enquiring.answer(enquiry, 1, False, WRONG)
    assert not enquiring.answer(enquiry, 1, True, "")
    assert Enquiry.objects.get().text == WRONG


def test_no_other_link_works(desk, public, organisation, link, publish):
    other = factories.service("Another", slug="another")
    publish(other)
    signature = link.partition(".")[2]
    ask(desk, other)
    another = Enquiry.objects.latest("pk").pk
    first = Enquiry.objects.earliest("pk").pk
    forged = [
        link[:-1] + ("A" if link[-1] != "A" else "E"), link[:-5], f"{link}x", f"{link}/",
        f"/confirm/{another}.{signature}",
        f"/confirm/{first}", f"/confirm/{first}.", f"/confirm/0{first}.{signature}", "/confirm/999999999999999999999.x",
        "/confirm/-1.x", "/confirm/%00.x", "/confirm/².x", f"/confirm/{first}.{signature}.x", "/confirm/a/b",
    ]  # fmt: skip

    pages = {organisation.get(address).content for address in forged}
    assert all(is_gone(organisation.get(address)) for address in forged)
    assert len(pages) == 1, "nobody learns why"
    assert OLD_NUMBER in words(organisation.get(link))


def test_a_number_that_is_used_again_after_a_restore_opens_nothing(desk, public, organisation, link):
    Enquiry.objects.update(at=timezone.now() + timedelta(seconds=1))

    assert is_gone(organisation.get(link))


def test_a_link_ends_after_two_weeks_and_with_its_item(public, organisation, link):
    form = as_sent(organisation.get(link))
    Enquiry.objects.update(expires_at=timezone.now())
    assert is_gone(organisation.post(link, {**form, "answer": "right"}))

    Enquiry.objects.update(expires_at=timezone.now() + timedelta(days=1))
    take_down(public)
    assert is_gone(organisation.post(link, {**form, "answer": "right"}))
    assert is_gone(organisation.get(link))


def test_what_was_published_while_they_read_has_to_be_read_and_nothing_typed_is_lost(
    desk, public, organisation, link, publish
):
    form = as_sent(organisation.get(link))
    change_number(desk, public)
    assert NEW_NUMBER not in words(organisation.get(link)), "only what is public is shown"
    publish(public)

    answer = organisation.post(link, {**form, "answer": "wrong", "text": WRONG})
    assert "has changed since you opened this page" in words(answer)
    assert NEW_NUMBER in words(answer)
    assert as_sent(answer)["text"].replace("\r", "") == WRONG

    organisation.post(link, {**as_sent(answer), "answer": "wrong"})
    assert Enquiry.objects.get().version == 2


def test_what_was_confirmed_is_not_said_of_a_later_version(desk, public, organisation, link, publish):
    reply(organisation, link)
    change_number(desk, public)
    publish(public)

    assert "That version is no longer public" in words(desk.get(answer_page(public)))
    assert "published anew" in said(press(desk, answer_page(public), accept="yes"))[0]
    assert check_of(public) is None
    assert Enquiry.objects.get().dealt_with_at is None


@pytest.mark.parametrize(
    ("answer", "text", "fault"),
    [
        ("wrong", "<script>alert(1)</script>", "Plain text only"),
        ("wrong", "Zero\u200bwidth", "Plain text only"),
        ("wrong", "turned \u202eround", "Plain text only"),
        ("wrong", "é" * 100_000, "at most 2000 characters"),
        ("wrong", "  ", "Write what is not right."),
        ("right", "But the number is old.", "You have written something here"),
        ("both", "Something.", "Select a valid choice"),
    ],
)
def test_an_answer_that_is_not_taken_says_why_and_loses_nothing(organisation, link, answer, text, fault):
    shown = reply(organisation, link, answer, text=text)

    assert fault in words(shown)
    assert "<script" not in shown.content.decode()
    assert as_sent(shown)["text"].strip() == text.strip()
    assert Enquiry.objects.get().answered_at is None
    assert "Thank you" in words(reply(organisation, link))


def test_a_form_from_another_page_is_not_taken(organisation, link):
    assert organisation.post(link, {"answer": "right", "seen": 1}).status_code == 403
    form = as_sent(organisation.get(link))
    assert organisation.post(link, {**form, "answer": "right"}, headers={"Origin": "null"}).status_code == 403
    assert Enquiry.objects.get().answered_at is None


def test_the_address_stands_in_no_log(organisation, link, caplog):
    for name in ("helpapi.access", "django.request", "django.security"):
        caplog.set_level(logging.DEBUG, logger=name)
    handlers = [one for one in logging.getLogger().handlers if isinstance(one.formatter, SafeFormatter)]
    stream = io.StringIO()
    before = [(one, one.setStream(stream)) for one in handlers]
    try:
        reply(organisation, link, "wrong", text=WRONG)
        organisation.get(link)
        organisation.get(f"{link}/")
        organisation.post(link)
        organisation.put(link)
    finally:
        for handler, kept in before:
            handler.setStream(kept)

    lines = stream.getvalue()
    assert {json.loads(line).get("route") for line in lines.splitlines()} >= {"confirm/<path:token>"}
    assert link.partition("/confirm/")[2] not in lines
    assert link.partition(".")[2] not in lines
    assert "closes at ten" not in lines


def test_no_cache_search_engine_or_other_site_is_told_the_address(organisation, link):
    shown, thanks = organisation.get(link), reply(organisation, link)

    for response in (shown, thanks, organisation.get(link)):
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert 'href="http' not in response.content.decode()
    assert (shown["Referrer-Policy"], thanks["Referrer-Policy"]) == ("same-origin", "no-referrer")


def test_it_is_at_the_address_of_editors_alone(organisation, link, settings):
    settings.ADMIN_HOST = "editors.example.org"

    assert organisation.get(link, headers={"Host": "help.example.org"}).status_code == 404
    assert OLD_NUMBER in words(organisation.get(link, headers={"Host": "editors.example.org"}))


def test_a_public_node_has_no_such_address(link, settings):
    settings.SERVES_ADMIN = False
    settings.ROOT_URLCONF = ModuleType("urls_of_a_public_node")
    vars(settings.ROOT_URLCONF).update(runpy.run_path(urls.__file__))

    response = Client().get(link)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_links_to_one_item_and_of_one_person_are_bounded(desk, editor, public, link):
    for _ in range(enquiring.MOST_OPEN - 1):
        ask(desk, public)
    assert "have not been answered" in said(press(desk, page(public, "ask")))[0]

    Enquiry.objects.update(answered_at=timezone.now(), is_right=True)
    ask(desk, public)
    made = Enquiry.objects.latest("pk")
    Enquiry.objects.bulk_create(
        Enquiry(kind=made.kind, uid=made.uid, slug="x", version=1, by=editor, at=made.at, expires_at=made.at)
        for _ in range(enquiring.MOST_A_DAY)
    )
    assert "within a day" in said(press(desk, page(public, "ask")))[0]


@pytest.mark.parametrize("roles", [["Viewer"], ["Approver"], ["People"]])
def test_who_may_not_submit_asks_nobody_and_deals_with_nothing(public, organisation, link, roles):
    reply(organisation, link)
    somebody = colleague("somebody", *roles)
    client = signed_in(somebody)

    assert client.post(page(public, "ask")).status_code == REFUSED
    assert client.post(answer_page(public), {"accept": "yes"}).status_code == REFUSED
    assert "Answers of organisations" not in client.get("/admin/").content.decode()
    for deed in (lambda: enquiring.ask(public.pk, somebody), lambda: enquiring.accept(Enquiry.objects.get(), somebody)):
        with pytest.raises(lifecycle.Refusal, match=r"not allowed|looks after"):
            deed()


def test_who_is_not_in_force_asks_nobody(public, editor):
    editor.set_password("another")
    editor.save()

    with pytest.raises(lifecycle.Refusal, match="not in force"):
        enquiring.ask(public.pk, editor)


def test_what_is_not_public_is_asked_about_by_nobody(desk, helpline):
    assert "Ask the organisation" not in words(desk.get(page(helpline)))
    assert desk.post(page(helpline, "ask")).status_code == 404


def test_an_answer_is_at_its_own_item_alone(desk, public, organisation, link):
    reply(organisation, link)
    other = factories.service("Another", slug="another")

    response = desk.post(page(other, f"answers/{Enquiry.objects.get().pk}"), {"accept": "yes"}, follow=True)
    assert "no such answer" in said(response)[0]
    assert desk.get(page(public, f"answers/{10**40}")).status_code == 302
    assert Enquiry.objects.get().dealt_with_at is None
