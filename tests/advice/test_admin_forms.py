"""What an editor types into the form of a topic, and what becomes of it."""

import pytest

from advice.models import Step, Topic
from publishing import snapshots
from tests import factories
from tests.admin_pages import as_sent, errors

ADD = "/admin/advice/topic/add/"


@pytest.fixture
def admin(client, editor):
    client.force_login(editor)
    return client


def change_page(topic: Topic) -> str:
    return f"/admin/advice/topic/{topic.pk}/change/"


def step(topic: Topic, position: int, code: str) -> Step:
    return Step.objects.create(topic=topic, position=position, code=code, text="A.", action="A.", phase="next")


def test_a_topic_is_added_whole_in_one_go(admin):
    typed = {
        "title": "Being blackmailed",
        "marking_positions": "top of page 1\r\n\r\n  end of page 2 \r\n",
        "step_set-0-code": "stop",
        "step_set-0-text": "Stop. It only helps them. It goes on.",
        "step_set-0-action": "Stop.",
        "step_set-0-reasons": "It only helps them.\r\nIt goes on.",
        "step_set-0-phase": "right-now",
        "form_set-0-code": "money",
        "form_set-0-text": "For money.",
    }

    response = admin.post(ADD, {**as_sent(admin.get(ADD)), **typed})

    assert response.status_code == 302, errors(response)
    topic = Topic.objects.get()
    assert (topic.slug, topic.marking_positions) == ("being-blackmailed", ["top of page 1", "end of page 2"])
    assert topic.step_set.get().reasons == ["It only helps them.", "It goes on."]
    assert topic.form_set.get().position == 1


def test_a_reassurance_is_said_to_some_in_some_places(admin):
    topic = factories.topic()
    typed = {
        "reassurance_set-0-code": "scottish-police",
        "reassurance_set-0-text": "Police Scotland will listen.",
        "reassurance_set-0-audiences": ["victim"],
        "reassurance_set-0-coverage_places": ["S92000003"],
        "reassurance_set-0-coverage_others": "hull",
    }

    response = admin.post(change_page(topic), {**as_sent(admin.get(change_page(topic))), **typed})

    assert response.status_code == 302, errors(response)
    added = topic.reassurance_set.get()
    assert (added.audiences, added.coverage) == (["victim"], ["E06000010", "S92000003"])


def test_a_form_saved_as_it_stands_changes_nothing(admin):
    topic = factories.topic(introduction="One.\n\nTwo.", marking_positions=["top", "end"])
    before = snapshots.take(topic)

    response = admin.post(change_page(topic), as_sent(admin.get(change_page(topic))))

    assert response.status_code == 302, errors(response)
    assert snapshots.take(topic) == before


def test_steps_are_put_in_the_order_of_their_numbers(admin):
    topic = factories.topic()
    step(topic, 2, "keep")
    step(topic, 3, "tell")
    page = as_sent(admin.get(change_page(topic)))

    admin.post(change_page(topic), {**page, "step_set-2-position": "1"})

    assert list(topic.step_set.values_list("position", "code")) == [(1, "tell"), (2, "stop"), (3, "keep")]


def test_a_new_step_can_go_between_two(admin):
    topic = factories.topic()
    step(topic, 2, "tell")
    page = as_sent(admin.get(change_page(topic)))
    new = {"code": "keep", "text": "A.", "action": "A.", "phase": "next", "position": "2"}

    admin.post(change_page(topic), {**page, **{f"step_set-2-{name}": value for name, value in new.items()}})

    assert list(topic.step_set.values_list("code", flat=True)) == ["stop", "keep", "tell"]


def test_a_deleted_step_leaves_no_gap(admin):
    topic = factories.topic()
    step(topic, 2, "tell")
    page = as_sent(admin.get(change_page(topic)))

    admin.post(change_page(topic), {**page, "step_set-0-DELETE": "on"})

    assert list(topic.step_set.values_list("position", "code")) == [(1, "tell")]


def test_two_steps_of_one_code_are_refused_and_nothing_is_saved(admin):
    topic = factories.topic()
    step(topic, 2, "tell")
    page = as_sent(admin.get(change_page(topic)))

    response = admin.post(change_page(topic), {**page, "title": "Another", "step_set-1-code": "stop"})

    assert "Two of these have the same code. Give each its own." in response.content.decode()
    topic.refresh_from_db()
    assert topic.title != "Another"


@pytest.mark.parametrize("name", ["action", "condition", "reasons", "details"])
def test_a_part_of_a_step_that_its_source_does_not_say_is_refused(admin, name):
    topic = factories.topic()
    topic.detaillimit_set.all().delete()
    page = as_sent(admin.get(change_page(topic)))

    found = errors(admin.post(change_page(topic), {**page, f"step_set-0-{name}": "Dance"}))

    assert found == {f"step_set-0-{name}": ["“Dance” is not in the whole step. Copy it from there, word for word."]}


def test_an_insecure_address_is_refused_beside_it(admin):
    topic = factories.topic()
    page = as_sent(admin.get(change_page(topic)))

    found = errors(admin.post(change_page(topic), {**page, "entry_set-0-url": "http://www.example.org"}))

    assert list(found) == ["entry_set-0-url"]


def test_the_form_looks_the_services_up_once(admin, django_assert_max_num_queries):
    topic = factories.topic()
    for number in range(20):
        topic.entry_set.create(code=f"entry-{number}", text="A", name="A", service=factories.service())

    with django_assert_max_num_queries(40):
        admin.get(change_page(topic))


LIMIT = {"detail": "Save it.", "audiences": ["victim"], "code": "save-it", "reason": "It may be against the law."}


def with_details(topic: Topic) -> Step:
    """A second step that has details, and none of them limited."""
    return Step.objects.create(
        topic=topic,
        position=2,
        code="keep",
        text="Keep it. Save it. Note names.",
        action="Keep it.",
        details=["Save it.", "Note names."],
        phase="next",
    )


def typed(topic: Topic, admin, step: Step, **fields):
    """The answer to a page on which a second limit is typed, of this step."""
    page = as_sent(admin.get(change_page(topic)))
    limit = {"step": str(step.pk), **LIMIT, **fields}
    return admin.post(
        change_page(topic), {**page, **{f"detaillimit_set-1-{name}": value for name, value in limit.items()}}
    )


def test_a_part_of_a_step_is_limited_to_some(admin):
    topic = factories.topic()
    step = with_details(topic)

    response = typed(topic, admin, step, age_basis="age-in-image", minimum_age="18")

    assert response.status_code == 302, errors(response)
    limit = topic.detaillimit_set.get(step=step)
    assert (limit.detail, limit.audiences, limit.reason) == ("Save it.", ["victim"], "It may be against the law.")
    assert (limit.age_basis, limit.minimum_age, limit.maximum_age, limit.position) == ("age-in-image", 18, None, 2)


NOT_A_LINE = "This is not one line of “How” of “Keep it.”. Copy it from there, word for word."


@pytest.mark.parametrize(
    ("fields", "where", "fault"),
    [
        ({"detail": "Save"}, "detail", NOT_A_LINE),
        ({"detail": "Dance."}, "detail", NOT_A_LINE),
        ({"audiences": []}, "", "Say for whom it is: tick somebody, or give an age."),
        ({"minimum_age": "18"}, "age_basis", "You have given an age, so say whose it is."),
        ({"age_basis": "user-age"}, "age_basis", "Give an age below, or leave this empty."),
        (
            {"age_basis": "user-age", "minimum_age": "18", "maximum_age": "17"},
            "maximum_age",
            "Oldest age must be 18 or more, because the youngest age is 18.",
        ),
        ({"age_basis": "user-age", "maximum_age": "121"}, "maximum_age", "Must be 120 or less."),
        ({"age_basis": "victim-age", "maximum_age": "17"}, "age_basis", None),
        ({"reason": ""}, "reason", None),
        (
            {"reason": "You must not save it."},
            "reason",
            "This repeats the part that others are not to see. Say why, and not what.",
        ),
    ],
)
def test_a_limit_that_could_not_hold_is_refused(admin, fields, where, fault):
    topic = factories.topic()

    response = typed(topic, admin, with_details(topic), **fields)

    assert response.status_code == 200
    if where:
        found = errors(response)
        assert list(found) == [f"detaillimit_set-1-{where}"]
        assert fault is None or found[f"detaillimit_set-1-{where}"] == [fault]
    assert fault is None or fault in response.content.decode()
    assert topic.detaillimit_set.count() == 1


def test_a_part_that_is_said_in_another_place_too_cannot_be_limited(admin):
    topic = factories.topic()
    step = with_details(topic)
    Step.objects.filter(pk=step.pk).update(details=["Save it.", "Keep it. Save it."])

    found = errors(typed(topic, admin, step))

    fault = "“Keep it.” says these words in another place too, so they can’t be left out."
    assert found == {"detaillimit_set-1-detail": [fault]}


def test_a_part_of_another_topics_step_cannot_be_limited(admin):
    topic, step = factories.topic(), with_details(factories.topic())

    assert list(errors(typed(topic, admin, step))) == ["detaillimit_set-1-step"]


def test_a_limited_part_that_is_reworded_takes_its_limit_with_it_or_is_refused(admin):
    topic = factories.topic()
    page = as_sent(admin.get(change_page(topic)))
    reworded = {**page, "step_set-0-text": "Stop. Tell no one.", "step_set-0-details": "Tell no one."}

    found = errors(admin.post(change_page(topic), reworded))

    assert list(found) == ["detaillimit_set-0-detail"]
    answer = admin.post(change_page(topic), {**reworded, "detaillimit_set-0-detail": "Tell no one."})
    assert answer.status_code == 302, errors(answer)
    assert topic.detaillimit_set.get().detail == "Tell no one."


def test_a_limit_goes_with_its_step(admin):
    topic = factories.topic()
    page = as_sent(admin.get(change_page(topic)))

    response = admin.post(change_page(topic), {**page, "step_set-0-DELETE": "on"})

    assert response.status_code == 302, errors(response)
    assert not topic.detaillimit_set.exists()


def test_a_limit_is_not_written_for_a_step_that_is_being_deleted(admin):
    topic = factories.topic()
    page = as_sent(admin.get(change_page(topic)))

    found = errors(
        admin.post(change_page(topic), {**page, "step_set-0-DELETE": "on", "detaillimit_set-0-reason": "Because."})
    )

    assert found == {"detaillimit_set-0-step": ["You are deleting this step. Choose another, or delete this as well."]}
