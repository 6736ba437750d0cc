"""Two editors at one item: what only one changed is kept of each, and only the same field asks."""

import re

import pytest

from services.models import Service
from tests import factories
from tests.admin_pages import as_sent
from tests.publishing.admin.desk import NEW_NUMBER, OLD_NUMBER, page, said, save, words

OTHER = "https://chat.example.org"
ASKED = "What both of you changed"


@pytest.fixture
def mine(desk, helpline) -> dict:
    """The form as I opened it, with a second way to reach the service; nobody has changed it yet."""
    factories.channel(helpline, position=2, value=OTHER)
    return as_sent(desk.get(page(helpline)))


def ways(service: Service) -> list[tuple[str, str]]:
    return list(service.channels.order_by("position").values_list("value", "instructions"))


def choices(response) -> list[str]:
    """The values of all answers that a page offers: of each question theirs, then mine."""
    return re.findall(r'type="radio" name="(choose-[^"]+)" id="[^"]+" value="([^"]+)"', response.content.decode())


def test_fields_that_only_one_of_two_changed_are_kept_of_both_and_it_is_said(desk, gate, helpline, mine):
    save(gate, helpline, name="Their name")
    saved = desk.post(page(helpline), {**mine, "summary": "What I typed."}, follow=True)

    helpline.refresh_from_db()
    assert (helpline.name, helpline.summary) == ("Their name", "What I typed.")
    assert "approver changed this since you opened it. Kept beside yours: Name." in said(saved)


def test_the_same_field_asks_with_three_values_and_nothing_is_saved(desk, gate, helpline, mine):
    save(gate, helpline, summary="Theirs.", description="More of theirs.")
    asked = desk.post(page(helpline), {**mine, "summary": "Mine.", "cost": "Free"})

    told = words(asked)
    assert f"{ASKED} Summary As it was: Someone to talk to. approver: Theirs. You: Mine." in told
    assert told.count("As it was:") == 1
    again = as_sent(asked)
    assert (again["summary"], again["cost"], again["description"]) == ("Mine.", "Free", "More of theirs.")
    helpline.refresh_from_db()
    assert (helpline.summary, helpline.cost) == ("Theirs.", "")


def test_saving_again_without_a_choice_asks_again(desk, gate, helpline, mine):
    save(gate, helpline, summary="Theirs.")
    again = as_sent(desk.post(page(helpline), {**mine, "summary": "Mine."}))

    assert ASKED in words(desk.post(page(helpline), again))
    helpline.refresh_from_db()
    assert helpline.summary == "Theirs."


@pytest.mark.parametrize(("answer", "holds"), [(0, "Theirs."), (1, "Mine.")])
def test_what_is_chosen_holds(desk, gate, helpline, mine, answer, holds):
    save(gate, helpline, summary="Theirs.")
    asked = desk.post(page(helpline), {**mine, "summary": "Mine.", "cost": "Free"})
    name, value = choices(asked)[answer]

    assert desk.post(page(helpline), {**as_sent(asked), name: value}).status_code == 302
    helpline.refresh_from_db()
    assert (helpline.summary, helpline.cost) == (holds, "Free")


def test_a_choice_is_none_against_what_was_changed_once_more(desk, gate, helpline, mine):
    save(gate, helpline, summary="Theirs.")
    asked = desk.post(page(helpline), {**mine, "summary": "Mine."})
    name, value = choices(asked)[1]
    save(gate, helpline, summary="Theirs, better.")

    assert "approver: Theirs, better." in words(desk.post(page(helpline), {**as_sent(asked), name: value}))


def test_different_fields_of_one_part_and_different_parts_are_merged(desk, gate, helpline, mine):
    save(gate, helpline, **{"channels-0-value": NEW_NUMBER})
    sent = {**mine, "channels-0-instructions": "Choose option 2.", "channels-1-instructions": "Press the button."}

    assert desk.post(page(helpline), sent).status_code == 302
    assert ways(helpline) == [(NEW_NUMBER, "Choose option 2."), (OTHER, "Press the button.")]


def test_the_same_field_of_one_part_asks(desk, gate, helpline, mine):
    save(gate, helpline, **{"channels-0-value": NEW_NUMBER})
    asked = desk.post(page(helpline), {**mine, "channels-0-value": "020 7946 0000"})

    told = f"Number, address or words As it was: {OLD_NUMBER} approver: {NEW_NUMBER} You: 020 7946 0000"
    assert told in words(asked)


def test_a_part_that_the_other_added_stays_and_stands_after_those_that_were_there(desk, gate, helpline, mine):
    save(gate, helpline, **{"channels-2-kind": "phone", "channels-2-value": NEW_NUMBER})
    sent = {**mine, "channels-2-kind": "phone", "channels-2-value": "020 7946 0000"}

    assert desk.post(page(helpline), sent).status_code == 302
    assert [value for value, _ in ways(helpline)] == [OLD_NUMBER, OTHER, NEW_NUMBER, "020 7946 0000"]


def test_a_part_that_the_other_deleted_and_nobody_else_touched_is_gone(desk, gate, helpline, mine):
    save(gate, helpline, **{"channels-0-DELETE": "on"})

    assert desk.post(page(helpline), {**mine, "cost": "Free"}).status_code == 302
    helpline.refresh_from_db()
    assert (helpline.cost, ways(helpline)) == ("Free", [(OTHER, "")])


def test_what_was_typed_into_a_part_that_the_other_deleted_is_told_and_not_lost(desk, gate, helpline, mine):
    save(gate, helpline, **{"channels-0-DELETE": "on"})
    asked = desk.post(page(helpline), {**mine, "channels-0-instructions": "Choose option 2."})

    assert "was deleted meanwhile" in words(asked)
    assert desk.post(page(helpline), as_sent(asked)).status_code == 302
    assert set(ways(helpline)) == {(OLD_NUMBER, "Choose option 2."), (OTHER, "")}


@pytest.mark.parametrize(("answer", "left"), [(0, [NEW_NUMBER, OTHER]), (1, [OTHER])])
def test_to_delete_what_the_other_changed_asks(desk, gate, helpline, mine, answer, left):
    save(gate, helpline, **{"channels-0-value": NEW_NUMBER})
    asked = desk.post(page(helpline), {**mine, "channels-0-DELETE": "on"})
    assert "You: deleted" in words(asked)
    name, value = choices(asked)[answer]

    assert desk.post(page(helpline), {**as_sent(asked), name: value}).status_code == 302
    assert [value for value, _ in ways(helpline)] == left


def test_ticks_places_and_hours_are_merged_as_well(desk, gate, helpline, mine):
    theirs = {"audiences": ["friend"], "coverage_places": ["S92000003"], "channels-0-hours": "Always open"}
    save(gate, helpline, **theirs)

    assert desk.post(page(helpline), {**mine, "summary": "What I typed."}).status_code == 302
    helpline.refresh_from_db()
    assert (helpline.audiences, helpline.coverage) == (["friend"], ["S92000003"])
    assert helpline.channels.get(value=OLD_NUMBER).hours["state"] == "always-open"


@pytest.mark.parametrize("opened_with", ["forged", None])
def test_a_form_that_does_not_say_what_it_was_asks_about_every_difference(desk, gate, helpline, mine, opened_with):
    save(gate, helpline, name="Their name")
    sent = {**mine, "summary": "What I typed.", "opened_with": opened_with}
    asked = desk.post(page(helpline), {name: value for name, value in sent.items() if value is not None})

    assert words(asked).count("As it was: not known") == 2
    helpline.refresh_from_db()
    assert (helpline.name, helpline.summary) == ("Their name", "Someone to talk to.")


def test_what_the_form_was_is_that_of_its_own_item(desk, gate, helpline, mine):
    another = factories.service("Another", summary="What I typed.")
    save(gate, helpline, name="Their name")
    foreign = as_sent(desk.get(page(another)))["opened_with"]

    assert ASKED in words(desk.post(page(helpline), {**mine, "summary": "What I typed.", "opened_with": foreign}))


def test_a_fault_beside_a_merge_loses_neither(desk, gate, helpline, mine):
    save(gate, helpline, name="Their name")
    faulty = as_sent(desk.post(page(helpline), {**mine, "summary": "Mine.", "urgency": "100"}))

    assert desk.post(page(helpline), {**faulty, "urgency": "99"}).status_code == 302
    helpline.refresh_from_db()
    assert (helpline.name, helpline.summary, helpline.urgency) == ("Their name", "Mine.", 99)


def test_a_text_that_is_put_back_is_shown_merged_and_not_saved(desk, gate, helpline, mine):
    save(gate, helpline, name="Their name")
    back = desk.post(page(helpline), {**mine, "summary": "What I typed.", "_put_back": "yes"})

    assert "This is the text that you had typed." in words(back)
    assert (as_sent(back)["name"], as_sent(back)["summary"]) == ("Their name", "What I typed.")
    helpline.refresh_from_db()
    assert helpline.summary == "Someone to talk to."
    assert desk.post(page(helpline), as_sent(back)).status_code == 302


def test_a_review_date_that_the_other_set_is_kept_as_well(desk, gate, helpline, mine):
    save(gate, helpline, review_due_on="01/02/2030")

    assert desk.post(page(helpline), {**mine, "summary": "What I typed."}).status_code == 302
    helpline.refresh_from_db()
    assert (helpline.review_due_on.year, helpline.summary) == (2030, "What I typed.")


def test_the_parts_of_a_topic_are_merged_as_those_of_a_service(desk, gate, db):
    topic = factories.topic("Somebody threatens me")
    sent = as_sent(desk.get(page(topic)))
    save(gate, topic, **{"step_set-0-text": "Stop. Tell nobody. Breathe.", "detaillimit_set-0-reason": "Theirs."})

    assert desk.post(page(topic), {**sent, "step_set-0-caution": "Mine.", "title": "Mine"}).status_code == 302
    step, limit = topic.step_set.get(), topic.detaillimit_set.get()
    assert (step.text, step.caution, limit.reason) == ("Stop. Tell nobody. Breathe.", "Mine.", "Theirs.")
