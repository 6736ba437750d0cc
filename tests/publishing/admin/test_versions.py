"""The versions of an item, and the ways back."""

import pytest

from publishing.models import Submission
from tests import factories
from tests.admin_pages import as_sent
from tests.publishing.admin.desk import (
    NEW_NUMBER,
    OLD_NUMBER,
    approve,
    change_number,
    page,
    press,
    said,
    save,
    served,
    submit,
    words,
)


def test_every_version_says_who_submitted_and_who_approved_it(desk, two_versions):
    versions = desk.get(page(two_versions, "versions")).context["versions"]

    assert [(v.version, v.edition, v.by.username, v.decided_by.username, v.note) for v in versions] == [
        (2, 2, "editor", "approver", "A new number."),
        (1, 1, "editor", "approver", "The first."),
    ]


def test_any_two_versions_are_compared(desk, two_versions):
    review = desk.get(f"{page(two_versions, 'versions')}?one=2&other=1").context["review"]

    (line,) = review.changes[0].lines
    assert (line.before, line.after) == (OLD_NUMBER, NEW_NUMBER)


@pytest.mark.parametrize("query", ["one=1", "one=1&other=1", "one=x&other=9", "one=1&other=99"])
def test_a_comparison_of_what_is_not_there_shows_the_list(desk, two_versions, query):
    answer = desk.get(f"{page(two_versions, 'versions')}?{query}")

    assert answer.context["review"] is None
    assert said(answer) == ["Choose two different versions to compare."]


def test_the_newest_two_versions_are_chosen_to_begin_with(desk, gate, two_versions):
    change_number(desk, two_versions, "0808 157 0789")
    approve(gate, submit(desk, two_versions))
    sent = as_sent(desk.get(page(two_versions, "versions")))

    assert (sent["one"], sent["other"]) == ("2", "3")


def test_a_withdrawal_stands_among_the_versions_with_its_reason(desk, two_versions, publish):
    publish(factories.service("Another"))
    press(desk, page(two_versions, "withdraw"), reason="closed")

    assert "by editor: Closed." in words(desk.get(page(two_versions, "versions")))


def test_going_back_makes_a_submission_and_changes_nothing_public(desk, gate, api, two_versions):
    press(desk, f"{page(two_versions, 'versions')}1/")
    public = served(api).json()["result"]
    assert public["channels"][0]["value"] == NEW_NUMBER

    approve(gate, Submission.objects.get(state=Submission.WAITING))
    public = served(api).json()["result"]
    assert (public["channels"][0]["value"], public["version"]) == (OLD_NUMBER, 3)


def test_looking_at_the_page_to_go_back_changes_nothing(desk, two_versions):
    desk.get(f"{page(two_versions, 'versions')}1/")

    assert two_versions.channels.get().value == NEW_NUMBER


def test_a_version_that_never_was_is_not_found(desk, two_versions):
    assert desk.get(f"{page(two_versions, 'versions')}9/").status_code == 404


def test_discarding_makes_the_rows_what_is_public(desk, two_versions):
    change_number(desk, two_versions, OLD_NUMBER)
    press(desk, page(two_versions, "discard"))

    assert two_versions.channels.get().value == NEW_NUMBER


def test_discarding_is_refused_when_somebody_wrote_more_meanwhile(desk, gate, two_versions):
    save(desk, two_versions, summary="Mine.")
    opened = as_sent(desk.get(page(two_versions, "discard")))
    save(gate, two_versions, summary="Theirs.")
    answer = desk.post(page(two_versions, "discard"), opened, follow=True)

    assert "approver changed this since you opened the page" in said(answer)[0]
    two_versions.refresh_from_db()
    assert two_versions.summary == "Theirs."
