"""What an approver is shown before they decide."""

import json

import pytest

from publishing.dangers import Danger
from services.hours.text import parse
from services.models import Channel
from tests import factories
from tests.publishing.admin.desk import (
    NEW_NUMBER,
    OLD_NUMBER,
    approve,
    changes_shown,
    lines_shown,
    page,
    press,
    save,
    served,
    submission_page,
    submit,
    words,
)


def test_a_changed_number_is_one_box_in_the_words_of_the_form(desk, gate, helpline, publish):
    publish(helpline)
    save(desk, helpline, summary="Changed.", **{"channels-0-value": NEW_NUMBER})
    submission = submit(desk, helpline)

    first, last = changes_shown(gate, submission)
    assert first.title.startswith("Way to reach it “Phone: ")
    assert [(line.label, line.before, line.after) for line in first.lines] == [
        ("Number, address or words", OLD_NUMBER, NEW_NUMBER)
    ]
    assert (first.danger, last.danger) == (Danger.REACHING, Danger.NONE)
    shown = words(gate.get(submission_page(submission)))
    assert shown.index(f"How to reach it. Number, address or words: {OLD_NUMBER} → {NEW_NUMBER}") < shown.index(
        "Your decision"
    )


@pytest.mark.parametrize(
    ("changes", "danger"),
    [
        ({"minimum_age": "13"}, Danger.PEOPLE),
        ({"coverage_places": ["S92000003"]}, Danger.PLACES),
        ({"urgency": "3"}, Danger.ORDER),
        ({"description": "Call 0808 157 0789 now."}, Danger.IN_TEXT),
        ({"channels-0-kind": "textphone"}, Danger.REACHING),
        ({"channels-0-on_phone_bill": "no"}, Danger.SHOWING),
        ({"channels-0-free": "yes"}, Danger.SHOWING),
        ({"channels-0-anonymous": "yes"}, Danger.SHOWING),
        ({"channels-0-account_needed": "no"}, Danger.SHOWING),
        ({"channels-0-may_tell": "Nobody."}, Danger.SHOWING),
        ({"confidentiality": "It tells nobody."}, Danger.SHOWING),
        ({"channels-0-hours": "Always open"}, Danger.OPENING),
        ({"channels-0-hours_text": "24/7"}, Danger.OPENING),
    ],
)
def test_what_could_send_somebody_to_the_wrong_place_is_marked(desk, gate, helpline, publish, changes, danger):
    publish(helpline)
    save(desk, helpline, **changes)

    assert changes_shown(gate, submit(desk, helpline))[0].danger is danger


def test_changed_hours_are_one_line_in_words(desk, gate, helpline, publish):
    publish(helpline)
    save(desk, helpline, **{"channels-0-hours": "Mon-Fri 09:00-17:00\nBank holidays: closed"})

    (line,) = lines_shown(gate, submit(desk, helpline))
    assert (line.label, line.after) == ("Opening hours", "Monday to Friday 09:00 to 17:00. Closed on bank holidays.")


def test_a_new_channel_is_one_box_with_its_hours_in_words(desk, gate, helpline, publish):
    publish(helpline)
    weekly = parse("Mon 18:00-20:00\nBank holidays: closed").to_json()
    factories.channel(helpline, position=2, value="https://chat.example.org", hours=weekly)

    (box,) = changes_shown(gate, submit(desk, helpline))
    assert (box.what, box.danger) == ("added", Danger.REACHING)
    assert ("Opening hours", "Monday 18:00 to 20:00. Closed on bank holidays.") in [
        (line.label, line.after) for line in box.lines
    ]


def test_a_change_of_words_is_not_marked(desk, gate, helpline, publish):
    publish(helpline)
    save(desk, helpline, summary="Somebody who listens.")
    shown = gate.get(submission_page(submit(desk, helpline)))

    assert shown.context["review"].dangers == []
    assert "⚠" not in words(shown)
    assert [*shown.context["checklist"]] == []


def test_a_channel_put_in_at_the_top_leaves_the_others_unchanged(desk, gate, helpline, publish):
    publish(helpline)
    helpline.channels.update(position=2)
    factories.channel(helpline, position=1, value="https://chat.example.org")

    changes = changes_shown(gate, submit(desk, helpline))
    assert [(change.what, "https://chat.example.org" in change.title) for change in changes] == [("added", True)]


def test_another_order_is_shown_as_another_order(desk, gate, helpline, publish):
    second = factories.channel(helpline, position=2, value="https://chat.example.org")
    publish(helpline)
    Channel.objects.filter(pk=second.pk).update(position=0)

    review = gate.get(submission_page(submit(desk, helpline))).context["review"]
    assert [change.what for change in review.changes] == ["moved"]
    assert review.changes[0].lines[0].after.startswith("1. Website: https://chat.example.org")
    assert review.for_editors == []


def test_a_new_item_is_shown_from_its_name_on_and_little_of_it_is_marked(desk, gate, helpline):
    submission = submit(desk, helpline)
    changes = changes_shown(gate, submission)

    assert {change.what for change in changes} == {"added"}
    assert (changes[0].lines[0].label, changes[0].lines[0].after) == ("Name", "Someone to call")
    assert any(OLD_NUMBER in line.after for line in changes[-1].lines)
    assert {change.title.split(" “")[0]: change.danger for change in changes if change.danger is not Danger.NONE} == {
        "Who it is for": Danger.PEOPLE,
        "Where": Danger.PLACES,
        "Way to reach it": Danger.REACHING,
    }
    assert "Everything below is new to the public" in words(gate.get(submission_page(submission)))


def test_what_only_editors_see_is_listed_apart_and_last(desk, gate, helpline, publish):
    publish(helpline)
    save(desk, helpline, summary="Changed.", editor_note="Ask them again in May.")
    review = gate.get(submission_page(submit(desk, helpline))).context["review"]

    assert [line.label for box in review.changes for line in box.lines] == ["Summary"]
    assert [(line.label, line.after) for box in review.for_editors for line in box.lines] == [
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


def test_of_a_long_text_the_words_around_what_changed_are_shown(desk, gate, helpline, publish):
    long = " ".join(f"word{number}" for number in range(400))
    save(desk, helpline, description=f"{long} They call you. {long}")
    publish(helpline)
    save(desk, helpline, description=f"{long} They pay you. {long}")
    shown = words(gate.get(submission_page(submit(desk, helpline))))

    assert "word399 They pay you. word0" in shown
    assert "word200" not in shown


def test_what_several_changes_do_only_together_is_shown_as_public(desk, gate, helpline, publish):
    """To put back one of two limits that say the same changes nothing."""
    helpline.details.create(position=1, about="alternative", text="The same words.")
    helpline.details.create(position=2, about="alternative", text="The same words.")
    publish(helpline)
    helpline.details.all().delete()

    assert sum(change.what == "removed" for change in changes_shown(gate, submit(desk, helpline))) == 2


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

    assert changes_shown(gate, submit(desk, helpline))[0].danger is Danger.IN_TEXT


def test_a_source_that_is_added_sends_nobody_anywhere(desk, gate, helpline, publish):
    publish(helpline)
    factories.source(helpline, url="https://www.example.org/leaflet")

    assert [change.danger for change in changes_shown(gate, submit(desk, helpline))] == [Danger.NONE]


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

    assert [(line.before, line.after) for line in lines_shown(gate, submission)] == [(OLD_NUMBER, NEW_NUMBER)]
    assert "Everything below is new" not in words(gate.get(submission_page(submission)))
