"""What an approver is shown before they decide."""

import json

import pytest

from services.hours.text import parse
from services.models import Channel
from tests import factories
from tests.publishing.admin.desk import (
    NEW_NUMBER,
    OLD_NUMBER,
    approve,
    changes_shown,
    page,
    press,
    save,
    served,
    submission_page,
    submit,
    words,
)


def test_a_changed_number_comes_first_and_is_marked(desk, gate, helpline, publish):
    publish(helpline)
    save(desk, helpline, name="Another name", summary="Changed.", **{"channels-0-value": NEW_NUMBER})
    submission = submit(desk, helpline)

    first = changes_shown(gate, submission)[0]
    assert (first.before, first.after, first.danger) == (OLD_NUMBER, NEW_NUMBER, "how to reach it")
    shown = words(gate.get(submission_page(submission)))
    assert shown.index("⚠ Check: how to reach it") < shown.index("Another name", shown.index("⚠ Check: how"))


@pytest.mark.parametrize(
    ("changes", "danger"),
    [
        ({"minimum_age": "13"}, "whom it is for"),
        ({"coverage_places": ["S92000003"]}, "where it is for"),
        ({"urgency": "3"}, "how soon it is shown"),
        ({"description": "Call 0808 157 0789 now."}, "a number or address in the text"),
        ({"channels-0-kind": "textphone"}, "how to reach it"),
        ({"channels-0-on_phone_bill": "no"}, "what it costs and shows"),
        ({"channels-0-free": "yes"}, "what it costs and shows"),
        ({"channels-0-anonymous": "yes"}, "what it costs and shows"),
        ({"channels-0-account_needed": "no"}, "what it costs and shows"),
        ({"channels-0-may_tell": "Nobody."}, "what it costs and shows"),
        ({"confidentiality": "It tells nobody."}, "what it costs and shows"),
        ({"channels-0-hours": "Always open"}, "when somebody is there"),
        ({"channels-0-hours_text": "24/7"}, "when somebody is there"),
    ],
)
def test_what_could_send_somebody_to_the_wrong_place_is_marked(desk, gate, helpline, publish, changes, danger):
    publish(helpline)
    save(desk, helpline, **changes)

    assert changes_shown(gate, submit(desk, helpline))[0].danger == danger


def test_changed_hours_are_one_difference_in_words(desk, gate, helpline, publish):
    publish(helpline)
    save(desk, helpline, **{"channels-0-hours": "Mon-Fri 09:00-17:00\nBank holidays: closed"})

    (change,) = changes_shown(gate, submit(desk, helpline))
    assert change.path[-2:] == ("hours", "words")
    assert change.after == "Monday to Friday 09:00 to 17:00. Closed on bank holidays."


def test_the_hours_of_a_new_channel_are_said_in_words_alone(desk, gate, helpline, publish):
    publish(helpline)
    weekly = parse("Mon 18:00-20:00\nBank holidays: closed").to_json()
    factories.channel(helpline, position=2, value="https://chat.example.org", hours=weekly)

    (change,) = changes_shown(gate, submit(desk, helpline))
    assert "hours: Monday 18:00 to 20:00. Closed on bank holidays." in change.after
    assert "opens" not in change.after


def test_a_change_of_words_is_not_marked(desk, gate, helpline, publish):
    publish(helpline)
    save(desk, helpline, summary="Somebody who listens.")

    assert [change.danger for change in changes_shown(gate, submit(desk, helpline))] == [""]


def test_a_channel_put_in_at_the_top_leaves_the_others_unchanged(desk, gate, helpline, publish):
    publish(helpline)
    helpline.channels.update(position=2)
    factories.channel(helpline, position=1, value="https://chat.example.org")

    changes = changes_shown(gate, submit(desk, helpline))
    assert [(change.what, "web https://chat.example.org" in change.path[1]) for change in changes] == [("added", True)]


def test_another_order_is_shown_as_another_order(desk, gate, helpline, publish):
    second = factories.channel(helpline, position=2, value="https://chat.example.org")
    publish(helpline)
    Channel.objects.filter(pk=second.pk).update(position=0)

    review = gate.get(submission_page(submit(desk, helpline))).context["review"]
    assert [change.what for change in review.changes] == ["moved"]
    assert review.changes[0].after.startswith("1. web https://chat.example.org")
    assert review.for_editors == []


def test_everything_about_a_new_item_is_new(desk, gate, helpline):
    submission = submit(desk, helpline)
    changes = changes_shown(gate, submission)

    assert {change.what for change in changes} == {"added"}
    assert OLD_NUMBER in changes[0].after
    assert "Everything below is new to the public" in words(gate.get(submission_page(submission)))


def test_what_only_editors_see_is_listed_apart_and_last(desk, gate, helpline, publish):
    publish(helpline)
    save(desk, helpline, summary="Changed.", editor_note="Ask them again in May.")
    review = gate.get(submission_page(submit(desk, helpline))).context["review"]

    assert [change.path[-1] for change in review.changes] == ["summary"]
    assert [(change.path[-1], change.after) for change in review.for_editors] == [
        ("Editor note", "Ask them again in May.")
    ]


def test_a_channel_that_is_kept_from_the_public_is_for_editors_only(desk, gate, helpline, publish):
    publish(helpline)
    factories.channel(helpline, position=2, value="0808 157 0999", kind="phone", publish=False)
    review = gate.get(submission_page(submit(desk, helpline))).context["review"]

    assert review.changes == []
    assert [change.what for change in review.for_editors] == ["added"]


def test_what_is_marked_in_a_text_is_what_changed_in_it(desk, gate, helpline, publish):
    publish(helpline)
    save(desk, helpline, summary="Someone to write to.")
    page_shown = gate.get(submission_page(submit(desk, helpline))).content.decode()

    assert "<del>talk</del>" in page_shown
    assert "<ins>write</ins>" in page_shown


def test_texts_of_editors_are_never_markup(desk, gate, helpline):
    save(desk, helpline, summary="<script>alert(1)</script>")
    submission = submit(desk, helpline)

    for address in (submission_page(submission), page(helpline, "preview"), page(helpline, "differences")):
        assert "<script>alert" not in gate.get(address).content.decode()


def test_the_preview_is_the_document_that_is_then_served(desk, gate, api, helpline):
    shown = json.loads(desk.get(page(helpline, "preview")).context["preview"].text)
    approve(gate, submit(desk, helpline))
    public = served(api).json()["result"]

    assert {**shown, "published_at": None} == {**public, "published_at": None}


def test_a_service_whose_organisation_is_not_public_can_be_looked_at_and_says_so(desk, gate):
    organisation = factories.organisation("A charity")
    service = factories.service(organisation=organisation)
    submission = submit(desk, service)

    assert "can't be public before organisation “a-charity”" in words(gate.get(submission_page(submission)))
    assert "can't be public before organisation “a-charity”" in words(desk.get(page(service, "preview")))


def test_a_number_inside_something_that_is_added_is_marked(desk, gate, helpline, publish):
    publish(helpline)
    helpline.details.create(position=1, about="alternative", text="Out of hours call 0808 157 0789.")

    assert changes_shown(gate, submit(desk, helpline))[0].danger == "a number or address in the text"


def test_a_source_that_is_added_sends_nobody_anywhere(desk, gate, helpline, publish):
    publish(helpline)
    factories.source(helpline, url="https://www.example.org/leaflet")

    assert [change.danger for change in changes_shown(gate, submit(desk, helpline))] == [""]


def test_the_preview_is_to_be_read(desk):
    service = factories.service("A line", minimum_age=13, minimum_age_known=True, maximum_age_known=True)
    factories.channel(service, kind="phone", value=OLD_NUMBER, hours=parse("Mon 18:00-20:00").to_json())
    shown = words(desk.get(page(service, "preview"))).partition("As it is served")[0]

    assert "minimum: 13 maximum: no limit" in shown
    assert "minimum known" not in shown
    assert "regions: United Kingdom" in shown
    assert "hours: Monday 18:00 to 20:00." in shown


def test_a_withdrawn_item_is_compared_with_what_was_public_last(desk, gate, helpline, publish):
    publish(helpline, factories.service("Another"))
    press(desk, page(helpline, "withdraw"), reason="wrong-contact")
    save(desk, helpline, **{"channels-0-value": NEW_NUMBER})
    submission = submit(desk, helpline)

    assert {(change.before, change.after) for change in changes_shown(gate, submission)} >= {(OLD_NUMBER, NEW_NUMBER)}
    assert "summary" not in {change.path[0] for change in changes_shown(gate, submission)}
    assert "Everything below is new" not in words(gate.get(submission_page(submission)))
