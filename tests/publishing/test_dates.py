"""What begins and ends on a day: approved once, written by a command on the day, and nowhere worked out before."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command

from publishing import keeper, lifecycle, restoring, verifying
from publishing.models import Publication, Record
from services.models import Service
from tests import factories as make
from tests.publishing.admin.desk import page, signed_in, words

pytestmark = pytest.mark.usefixtures("commits")
BEFORE, DAY, AFTER = "2026-12-01T12:00:00Z", "2026-12-03T00:05:00Z", "2026-12-05T12:00:00Z"


def turn() -> str:
    out = StringIO()
    call_command("turn_dates", stdout=out)
    keeper.refresh()
    return out.getvalue().strip()


def served(api, slug="line"):
    return api.get(f"/api/v1/services/{slug}").json()["result"]


def listed(api) -> list[str]:
    return [card["slug"] for card in api.get("/api/v1/services").json()["results"]]


def helped(api) -> list[str]:
    return [card["slug"] for need in api.get("/api/v1/help").json()["needs"] for card in need["services"]]


@pytest.fixture
def line(publish):
    """A line with a page, a text service from the 3rd on, and a phone to the 4th."""
    with time_machine.travel(BEFORE):
        service = make.service("Line")
        make.channel(service, position=2, kind="text", value="020 7946 0123", begins_on=date(2026, 12, 3))
        make.channel(service, position=3, kind="phone", value="020 7946 0456", ends_on=date(2026, 12, 4))
        publish(service, make.topic())
    return service


def kinds(api) -> list[str]:
    return [channel["kind"] for channel in served(api)["channels"]]


def test_a_channel_begins_and_ends_on_its_day_by_the_command_and_not_before(api, line):
    assert kinds(api) == ["web", "phone"]
    with time_machine.travel(BEFORE):
        assert turn() == "Nothing begins or ends today."
    with time_machine.travel(DAY):
        assert kinds(api) == ["web", "phone"]
        assert turn() == "Edition 2: the service “line” is as it was approved for today."
        assert kinds(api) == ["web", "text", "phone"]
        assert (served(api)["version"], Record.objects.last().action) == (1, "by command")
        assert turn() == "Nothing begins or ends today."
    with time_machine.travel(AFTER):
        turn()
        assert kinds(api) == ["web", "text"]
        assert api.get("/api/v1/services?channel=phone").json()["results"] == []
        assert list(verifying.faults()) == []


def test_a_rule_holds_from_its_day_on(api, publish):
    with time_machine.travel(BEFORE):
        service = make.service("Line", maximum_age=17)
        make.rule(service, maximum_age=25, begins_on=date(2026, 12, 3))
        publish(service)
    with time_machine.travel(DAY):
        assert api.get("/api/v1/services?age=22").json()["results"] == []
        turn()
        assert [card["slug"] for card in api.get("/api/v1/services?age=22").json()["results"]] == ["line"]


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        (
            {"begins_on": date(2026, 12, 3), "ends_on": date(2026, 12, 4)},
            [
                ("to-come", "It begins on 3 December 2026."),
                ("on-offer", None),
                ("ended", "It ended on 4 December 2026."),
            ],
        ),
        (
            {"is_paused": True, "paused_until": date(2026, 12, 4), "paused_words": "Samaritans listen meanwhile."},
            [
                ("paused", "It is closed for now, until 4 December 2026. Samaritans listen meanwhile."),
                ("paused", "It is closed for now, until 4 December 2026. Samaritans listen meanwhile."),
                ("on-offer", None),
            ],
        ),
        ({"is_paused": True}, [("paused", "It is closed for now.")] * 3),
    ],
)
def test_a_service_is_given_only_on_the_days_it_is_on_offer_and_its_page_says_why(api, publish, fields, days):
    with time_machine.travel(BEFORE):
        publish(make.service("Line", **fields), make.service("Other"), make.topic())
    for day, (status, text) in zip((BEFORE, DAY, AFTER), days, strict=True):
        with time_machine.travel(day):
            turn()
            assert (served(api)["status"], served(api)["status_text"]) == (status, text)
            assert ("line" in listed(api), "line" in helped(api)) == (status == "on-offer",) * 2
            for address in ("services", "help"):
                left_out = {one["code"]: one for one in api.get(f"/api/v1/{address}").json()["left_out"]}
                assert ("not-on-offer" in left_out) == (status != "on-offer")
            assert list(verifying.faults()) == []


def test_where_the_command_does_not_run_verify_and_the_home_page_say_so(editor, line):
    with time_machine.travel(DAY):
        home = signed_in(editor).get("/admin/").content.decode()
        assert "begins or ends on 3 December, as was approved." in home
        assert list(verifying.faults()) == []
    with time_machine.travel(AFTER):
        home = signed_in(editor).get("/admin/").content.decode()
        assert "That is past, and readers see what was before" in home
        assert list(verifying.faults()) == [
            "service line: something of it was to begin or end on 2026-12-03; run turn_dates"
        ]


def test_whoever_approves_sees_what_begins_later(editor, approver, line):
    with time_machine.travel(BEFORE):
        make.channel(line, position=4, kind="email", value="help@example.org", begins_on=date(2027, 1, 2))
        (submission,) = lifecycle.submit([line], by=editor)

        shown = signed_in(approver).get(page(submission)).content.decode()

    assert "help@example.org" in shown
    assert "2 January 2027" in shown


def test_so_does_whoever_approves_it_with_the_body_that_runs_it(editor, approver):
    with time_machine.travel(BEFORE):
        new = make.service("New line", organisation=make.organisation("New body"))
        make.channel(new, position=2, kind="email", value="later@example.org", begins_on=date(2027, 1, 2))
        make.rule(new, text="Only those who were referred.", maximum_age=25, begins_on=date(2027, 1, 2))
        *_, submission = lifecycle.submit([new.organisation, new], by=editor)

        shown = signed_in(approver).get(page(submission)).content.decode()

    assert "later@example.org" in shown
    assert "Only those who were referred." in shown


def test_and_the_words_of_a_pause_to_come(editor, approver):
    with time_machine.travel(BEFORE):
        new = make.service(
            "New line", begins_on=date(2027, 1, 2), is_paused=True, paused_words="Meanwhile call 020 7946 0999."
        )
        (submission,) = lifecycle.submit([new], by=editor)

        shown = words(signed_in(approver).get(page(submission)))

    public = shown.partition("For editors only")[0]
    assert "First day ⚠ Check: whom it is for 2 January 2027" in public
    assert "What to do meanwhile ⚠ Check: whom it is for Meanwhile call 020 7946 0999." in public


def test_the_day_is_that_of_the_united_kingdom(api, publish):
    with time_machine.travel("2026-06-30T12:00:00Z"):
        service = make.service("Line")
        make.channel(service, position=2, kind="phone", value="020 7946 0456", ends_on=date(2026, 6, 30))
        publish(service)
    with time_machine.travel("2026-06-30T22:59:00Z"):
        turn()
        assert kinds(api) == ["web", "phone"]
    with time_machine.travel("2026-06-30T23:01:00Z"):
        turn()
        assert kinds(api) == ["web"]


def test_a_day_still_to_come_is_found_and_undone(api, line):
    with time_machine.travel("2030-01-01T12:00:00Z"):
        turn()
        assert kinds(api) == ["web", "text"]
    with time_machine.travel(BEFORE):
        assert list(verifying.faults()) == [
            "service line: is written for 2030-01-01, which is still to come; run turn_dates"
        ]
        turn()
        assert kinds(api) == ["web", "phone"]
        assert list(verifying.faults()) == []


def test_a_database_that_went_back_is_put_in_force_as_of_today(api, approver, colleague, line):
    with time_machine.travel(AFTER):
        restoring.put_in_force(approver, colleague, above=7)
        keeper.refresh()
        assert kinds(api) == ["web", "text"]


def test_where_nothing_is_on_offer_help_says_that_it_is_being_restored(api, publish):
    with time_machine.travel(BEFORE):
        publish(make.service("Line", ends_on=date(2026, 12, 3)), make.topic())
        assert api.get("/api/v1/help").status_code == 200
    with time_machine.travel(AFTER):
        turn()
        assert (api.get("/api/v1/help").status_code, api.get("/health/ready").status_code) == (503, 503)


def test_what_has_ended_does_not_count_as_the_last_of_a_need(publish, editor):
    with time_machine.travel(AFTER):
        publish(
            make.service("Tool", types=["image-removal"]),
            make.service("Ended", types=["image-removal"], ends_on=date(2026, 12, 1)),
            *(make.service(name) for name in ("Listener", "Other listener")),
            make.topic(),
        )
        with pytest.raises(lifecycle.TakesTwo, match="the last of what meets the need “Stop the images”"):
            lifecycle.withdraw(Publication.objects.get(slug="tool"), by=editor, reason="closed")


def test_other_publications_and_recompiling_leave_the_day_alone(api, publish, line):
    with time_machine.travel(DAY):
        publish(make.service("Other"))
        lifecycle.recompile()
        keeper.refresh()
        assert kinds(api) == ["web", "phone"]


def test_a_day_written_into_the_database_is_found_and_not_served(line, api, caplog):
    publication = Publication.objects.get(slug="line")
    Publication.objects.filter(slug="line").update(keys={**publication.keys, "as_of": "2026-12-03"})

    assert list(verifying.faults())
    with time_machine.travel(AFTER):
        assert turn() == "Nothing begins or ends today."
        assert "service line has been altered" in caplog.text
        assert kinds(api) == ["web", "phone"]


def test_days_in_the_wrong_order_and_words_of_no_pause_are_refused(db):
    for fields, field in (
        ({"begins_on": date(2026, 12, 3), "ends_on": date(2026, 12, 2)}, "ends_on"),
        ({"paused_until": date(2026, 12, 3)}, "is_paused"),
    ):
        service = Service(name="Line", slug="line", summary="It listens.", types=["health"], **fields)
        with pytest.raises(ValidationError) as refused:
            service.full_clean()
        assert list(refused.value.message_dict) == [field]
