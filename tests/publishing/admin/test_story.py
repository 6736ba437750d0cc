"""The story of an item."""

from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from publishing import lifecycle
from publishing.dates import today
from publishing.models import Comment, Edit, Publication, Record
from publishing.upkeep import Check
from tests.in_force import colleague, in_force
from tests.publishing.acts import take_down
from tests.publishing.admin.desk import approve, change_number, page, save, signed_in, submission_page, submit, words


def story(client, item, number: int = 1) -> str:
    return words(client.get(page(item, "story"), {"page": number}))


def told(client, item) -> list[str]:
    return [one.what for one in client.get(page(item, "story")).context["told"]]


def test_all_that_happened_to_an_item_is_told_the_newest_first(desk, gate, editor, approver, helpline):
    change_number(desk, helpline)
    first = submit(desk, helpline, note="A new number.")
    gate.post(submission_page(first), {"text": "Did you call it?", "say": "yes"})
    lifecycle.send_back(first, approver, "Call it first.")
    approve(gate, submit(desk, helpline, note="Called."))
    lifecycle.check({helpline.pk: 1}, editor, Check(today(), "called"))
    take_down(Publication.objects.get(), by=editor, reason="wrong-contact")

    assert told(desk, helpline) == [
        "Withdrawn", "Checked", "Approved and published: version 1", "Submitted for approval",
        "Sent back", "Comment", "Submitted for approval", "First written",
    ]  # fmt: skip
    shown = story(desk, helpline)
    for words_of_it in (
        "Withdrawn by ", "A wrong contact.", f"Called on {today()}", "published: version 1 by approver", "Answered: ",
        "Note: Called.", "Call it first.", "Comment by approver", "Did you call it?", "Note: A new number.",
    ):  # fmt: skip
        assert words_of_it in shown


def test_a_version_leads_to_what_it_changed(desk, two_versions):
    links = [one.link for one in desk.get(page(two_versions, "story")).context["told"] if one.link]
    (label, address), (first, _) = links

    assert (label, first) == ("What changed since version 1", "What it said")
    assert "From version 1 to version 2" in words(desk.get(address.partition("#")[0]))


def test_edits_in_a_row_by_one_person_are_told_as_one(desk, helpline):
    for number in (1, 2, 3):
        change_number(desk, helpline, f"0808 157 010{number}")
    change_number(signed_in(colleague("other")), helpline, "0808 157 0109")

    assert told(desk, helpline) == ["Edited", "Edited", "First written"]
    assert "Edited 2 times in a row by editor" in story(desk, helpline)


def test_a_line_of_the_record_that_was_altered_is_marked(desk, helpline, publish):
    publish(helpline)
    assert "not as it was written" not in story(desk, helpline)
    Record.objects.filter(action="approved").update(by="somebody")

    assert "by somebody" in story(desk, helpline)
    assert story(desk, helpline).count("not as it was written") == 1


def test_a_long_story_is_told_in_pages_with_as_many_queries(desk, editor, helpline, publish):
    def asked_for() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(page(helpline, "story"))
        return len(queries)

    waiting = submit(desk, helpline)
    desk.post(submission_page(waiting), {"text": "Who called?", "say": "yes"})
    save(desk, helpline, summary="Another.")
    few = asked_for()
    Comment.objects.bulk_create(
        Comment(submission=waiting, by=editor, text=f"Number {n}.", at=timezone.now()) for n in range(500)
    )
    Edit.objects.bulk_create(Edit(uid=helpline.pk, by=editor) for _ in range(20))

    assert asked_for() <= few
    assert "Page 1 of 11" in story(desk, helpline)
    assert "First written" not in story(desk, helpline)
    assert "Submitted for approval" in story(desk, helpline, 11)
    assert "Page 11 of 11" in story(desk, helpline, 999)


def test_who_may_not_see_submissions_reads_no_comments(desk, helpline):
    desk.post(submission_page(submit(desk, helpline)), {"text": "Who called?", "say": "yes"})
    looker = colleague("looker", "Lookers")
    looker.user_permissions.add(Permission.objects.get(codename="view_service"))
    shown = story(signed_in(in_force(looker)), helpline)

    assert "Submitted for approval" in shown
    assert "Who called?" not in shown


def test_nobody_reads_the_story_of_what_they_may_not_see(helpline):
    assert signed_in(colleague("nobody", "Lookers")).get(page(helpline, "story")).status_code == 404
