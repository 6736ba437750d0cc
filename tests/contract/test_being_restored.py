"""While most of the help is gone, nobody is told that what is left is all there is."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from publishing import acts, bundle, keeper, lifecycle
from publishing.models import Publication
from tests import factories as make
from tests.contract.test_problems import is_problem
from tests.publishing.acts import publication, take_down

HELP, READY = "/api/v1/help", "/health/ready"


@pytest.fixture
def lines(publish) -> list:
    made = [make.service(f"Line {number}", slug=f"line-{number}") for number in range(7)]
    publish(*made, make.topic("Sextortion"))
    return made


def take(*items) -> None:
    take_down(*items)
    keeper.refresh()


def confirm(editor, approver) -> None:
    acts.approve(acts.propose("confirm-content", {}, by=editor), by=approver)
    keeper.refresh()


def is_restored(api) -> bool:
    """Whether help is being restored, which both addresses say, or neither."""
    told = api.get(READY)
    assert told.json()["restoring"] == (told.status_code == 503) == (api.get(HELP).status_code == 503)
    return told.json()["restoring"]


def test_help_is_whole_while_half_of_it_is_left(api, lines):
    take(*lines[:3])

    assert not is_restored(api)


def test_when_more_than_half_is_gone_help_says_so_with_the_emergency_notice(api, lines):
    take(*lines[:4])

    response = api.get(f"{HELP}?age=15")

    assert is_problem(response, "being-restored")
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    assert "being restored" in response.json()["title"]
    assert response.json()["emergency"]["ways"][0]["value"] == "999"
    assert is_problem(api.get(READY), "being-restored")
    assert is_restored(api)


def test_it_is_logged_once_and_not_at_every_question(api, lines, caplog):
    take(*lines[:4])
    for age in range(20):
        api.get(f"{HELP}?age={age}")

    assert [line.name for line in caplog.records] == ["helpapi.keeper"]


def test_a_question_in_a_body_and_one_for_plain_sentences_are_told_the_same(api, lines):
    take(*lines[:4])

    assert is_problem(api.post(HELP, {"age": 15}, content_type="application/json"), "being-restored")
    assert is_problem(api.get(HELP, headers={"Accept": "text/plain"}), "being-restored")


def test_a_question_that_cannot_be_read_is_told_that(api, lines):
    take(*lines)

    assert is_problem(api.get(f"{HELP}?agee=15"), "bad-question")


@pytest.mark.parametrize("steps", [[4], [1, 1, 1, 1], [2, 2]])
def test_it_is_the_same_in_how_many_steps_it_went(api, lines, steps):
    left = iter(lines)
    for count in steps:
        take(*(next(left) for _ in range(count)))

    assert is_restored(api)


def test_without_any_topic_there_is_no_help(api, lines):
    take(Publication.objects.get(kind="topic"))

    assert is_restored(api)


def test_what_comes_back_ends_it(api, lines, publish):
    take(*lines[:4])
    publish(lines[0])

    assert not is_restored(api)


def test_two_people_may_confirm_that_what_is_left_is_all_there_is(api, lines, editor, approver):
    take(*lines[:6])
    confirm(editor, approver)

    assert not is_restored(api)
    with pytest.raises(lifecycle.Refusal, match="nothing to confirm"):
        acts.propose("confirm-content", {}, by=editor)


def test_nobody_confirms_it_alone(api, lines, editor):
    take(*lines[:6])
    act = acts.propose("confirm-content", {}, by=editor)

    with pytest.raises(lifecycle.Refusal, match="somebody else"):
        acts.approve(act, by=editor)
    assert is_restored(api)


def test_what_was_confirmed_does_not_count_the_next_time(api, lines, editor, approver):
    take(*lines[:4])
    confirm(editor, approver)

    take(lines[4])
    assert not is_restored(api)
    take(lines[5])
    assert is_restored(api)


def test_a_process_that_starts_anew_says_so_too_with_and_without_its_database(api, lines, tmp_path):
    take(*lines[:4])
    file = bundle.write(tmp_path, keeper.current(), timezone.now())
    keeper.forget()
    keeper.refresh()
    assert is_restored(api)

    keeper.forget()
    keeper._keeper.hold_file(bundle.read(file))
    assert is_restored(api)


def test_time_alone_does_not_end_it(api, lines):
    take(*lines[:4])
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        take(lines[4])
        assert is_restored(api)


def test_what_goes_little_by_little_over_weeks_is_no_fall(api, lines):
    for days, line in enumerate(lines[:6]):
        with time_machine.travel(timezone.now() + timedelta(days=2 * days)):
            take(line)

    assert not is_restored(api)


def test_a_notice_that_is_over_is_not_missed(api, publish, lines):
    notices = [make.notice(expires_at=timezone.now() + timedelta(hours=1)) for _ in range(9)]
    publish(*notices)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        for notice in notices:
            lifecycle.expire(publication(notice))
    keeper.refresh()

    assert not is_restored(api)


@pytest.mark.django_db
def test_before_anything_has_been_published_help_has_nothing_to_serve(api):
    assert is_problem(api.get(HELP), "no-edition")
    assert (api.get(READY).status_code, api.get(READY).json()["restoring"]) == (200, False)


def test_content_without_advice_is_no_help_either(api, publish):
    publish(make.service("A line"))

    assert is_problem(api.get(HELP), "being-restored")


def test_lists_and_items_go_on_being_served(api, lines):
    take(*lines[:6])

    assert api.get("/api/v1/services").json()["count"] == 1
    assert api.get("/api/v1/services/line-6").status_code == 200
    assert api.get("/api/v1/services/line-0").status_code == 410
