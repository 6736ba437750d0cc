"""What is withdrawn or corrected is recalled: by a uid, by a digest, and where it was wrong by a notice."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from publishing import keeper, taken_down
from publishing.models import Publication, TakenDown
from services.contacts.digests import value_digest
from tests import factories as make
from tests.publishing.acts import edit, take_down

pytestmark = pytest.mark.usefixtures("commits")
WRONG, RIGHT = "020 7946 0101", "020 7946 0102"


@pytest.fixture
def line(publish):
    line = make.service("Line", slug="line", channels=[{"kind": "phone", "value": WRONG}])
    publish(line)
    return line


def recalls(api) -> list[dict]:
    return api.get("/api/v1/recalls").json()["results"]


def channel(line):
    return line.channels.get()


def digest(kind: str, normal: str) -> str:
    return hashlib.sha256(f"{kind}:{normal}".encode()).hexdigest()


def test_the_answer_has_what_is_documented_and_no_more(line, api):
    answer = api.get("/api/v1/recalls").json()

    assert set(answer) == {
        *("language", "emergency", "notices", "sequence", "issued_at", "expires_at", "results", "jws"),
    }


def test_nothing_is_recalled_while_all_is_as_it_was(line, publish, api):
    edit(line, summary="Another sentence about it.")
    publish(line)

    assert recalls(api) == []


def test_a_withdrawn_line_is_recalled_by_its_uid_and_by_a_digest_of_its_number(line, api):
    take_down(line, reason="closed")
    [told] = recalls(api)

    assert told["since"][:4] == str(timezone.now().year)
    assert {**told, "since": ""} == {
        "channel": str(channel(line).pk), "service": str(line.pk), "kind": "phone",
        "digest": digest("phone", "02079460101"), "reason": "withdrawn", "since": "",
    }  # fmt: skip
    assert WRONG not in api.get("/api/v1/recalls").text


def test_a_corrected_number_is_recalled_by_the_old_one(line, publish, api):
    edit(channel(line), value=RIGHT)
    publish(line)
    [told] = recalls(api)

    assert (told["reason"], told["digest"]) == ("corrected", digest("phone", "02079460101"))


def test_a_number_that_is_right_again_is_recalled_no_longer(line, publish, api):
    for value in (RIGHT, WRONG):
        edit(channel(line), value=value)
        publish(line)

    assert [told["digest"] for told in recalls(api)] == [digest("phone", "02079460102")]


def test_the_number_of_a_line_that_another_service_gives_still_is_not_recalled_by_its_digest(line, publish, api):
    publish(make.service("Other", channels=[{"kind": "phone", "value": WRONG}]))
    take_down(line, reason="closed")

    assert [(told["channel"], told["digest"]) for told in recalls(api)] == [(str(channel(line).pk), None)]


def test_a_recall_outlives_what_is_published_after_it(line, publish, api):
    edit(channel(line), value=RIGHT)
    publish(line)
    edit(line, summary="Another sentence about it.")
    publish(line)
    take_down(line, reason="closed")

    assert {told["digest"] for told in recalls(api)} == {digest("phone", "02079460101"), digest("phone", "02079460102")}


def test_what_was_wrong_raises_a_notice_in_every_answer(line, api):
    take_down(line, reason="wrong-contact")
    [notice] = api.get("/api/v1/codes").json()["notices"]

    assert notice["text"] == "“Line” has been taken down. Do not use a number or address that you may have kept of it."
    assert notice["level"] == "warning"


def test_that_notice_is_told_in_the_language_asked_for(line, api):
    take_down(line, reason="harmful")
    [notice] = api.get("/api/v1/codes?lang=cy").json()["notices"]
    text = api.get("/api/v1/help?lang=cy", headers={"Accept": "text/plain"}).content.decode()

    assert notice["text"].startswith("Mae “Line” wedi'i dynnu i lawr.")
    assert notice["text"] in text or "being-restored" in text
    assert api.get(f"/api/v1/services/{line.slug}?lang=cy").json()["reason"].startswith("Gallai wneud niwed.")


def test_what_partners_hold_is_the_same_in_whatever_language_it_is_asked_for(line, api):
    take_down(line, reason="harmful")
    since = api.get("/api/v1").json()["edition"] - 1
    welsh, english = (api.get(f"/api/v1/changes?since={since}&lang={tag}").json() for tag in ("cy", "en"))

    assert welsh["results"] == english["results"] != []


def test_what_has_closed_raises_none(line, api):
    take_down(line, reason="closed")

    assert api.get("/api/v1/codes").json()["notices"] == []


def test_the_notice_ends_after_a_month_and_leaves_a_tombstone(line, api):
    take_down(line, reason="wrong-contact")
    before = Publication.objects.get(pk=line.pk).edition
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        call_command("expire_notices")
        [gone] = [
            entry for entry in api.get(f"/api/v1/changes?since={before}").json()["results"] if entry["kind"] == "notice"
        ]

        assert api.get("/api/v1/codes").json()["notices"] == []
        assert (gone["document"], gone["reason_code"]) == (None, "over")
        assert len(recalls(api)) == 1


def test_the_notice_ends_when_the_line_is_public_again(line, publish, api):
    take_down(line, reason="wrong-contact")
    edit(channel(line), value=RIGHT)
    publish(line)

    assert api.get("/api/v1/codes").json()["notices"] == []
    assert [told["digest"] for told in recalls(api)] == [digest("phone", "02079460101")]


def test_an_order_recalls_where_the_database_can_make_no_edition(line, api):
    """As on a node that takes no edition from the database: there is the order alone."""
    held = keeper.current()
    take_down(line, reason="wrong-contact")
    orders = taken_down.greatest(taken_down.order_of(row) for row in TakenDown.objects.all())
    alone = taken_down.laid_over(held, orders)
    keeper._keeper._editions[held.number] = keeper._keeper._current = alone

    assert alone.number == held.number
    assert alone.sequence > held.sequence
    assert [told["digest"] for told in recalls(api)] == [digest("phone", "02079460101")]
    assert len(api.get("/api/v1/codes").json()["notices"]) == 1
    told = api.get(f"/api/v1/changes?since={held.number}").json()["results"]
    assert [(entry["kind"], entry["document"] is None) for entry in told] == [("notice", False), ("service", True)]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "0800 1111", "+44 800 1111"),
        ("phone", "(0800) 11-11", "0044 (0)800 1111"),
        ("web", "https://www.Example.org/help/", "example.org/help"),
        ("email", "Help@Example.org", "mailto:help@example.org"),
        ("whatsapp", "+44 7700 900123", "07700 900123"),
    ],
)
def test_a_digest_is_the_same_however_a_value_is_written(kind, one, other):
    assert value_digest(kind, one) == value_digest(kind, other)


def test_no_cache_may_show_the_list_stale(api, line):
    assert api.get("/api/v1/recalls")["Cache-Control"] == "public, max-age=30, must-revalidate"
