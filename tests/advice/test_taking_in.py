"""A new version of the sheet is taken in as a proposal: shown line by line, followed where it can be, never public."""

import hashlib
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command

from advice import quoting
from advice.models import DetailLimit, Step, Topic
from publishing import keeper
from publishing.lifecycle import Refusal, approve, submit
from publishing.models import Submission
from tests.advice.sheets import DIGEST, document, ours, sheet_topic
from tests.content.data import FIXTURES, SHEET

CHANGES = {
    "- Do not delete any correspondence": "- Do not delete any messages – or other correspondence",
    "- Don't be tempted to pay as there": "- Don't pay as there",
    "please call 999 immediately.": "please call 999 or 112 immediately.",
    "Kooth - your online mental wellbeing community. Access free, safe and anonymous: www.kooth.com\n\n": "",
    "- Change your passwords.": "- Tell somebody whom you trust\n- Change your passwords.",
}


@pytest.fixture
def topic(db) -> Topic:
    return sheet_topic()


@pytest.fixture
def new_sheet(tmp_path, monkeypatch):
    """The path of a second version, which the project carries beside the first."""
    text = SHEET
    for before, after in CHANGES.items():
        assert before in text
        text = text.replace(before, after)
    (entry,) = yaml.safe_load((FIXTURES / quoting.LIST).read_text(encoding="utf-8"))
    second = {**entry, "file": "sheet-2.txt", "cuts": []}
    (tmp_path / quoting.LIST).write_text(yaml.safe_dump([entry, second]), encoding="utf-8")
    (tmp_path / "sheet.txt").write_bytes((FIXTURES / "sheet.txt").read_bytes())
    (tmp_path / "sheet-2.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr(quoting, "FOLDER", tmp_path)
    quoting.documents.cache_clear()
    yield tmp_path / "sheet-2.txt"
    monkeypatch.undo()
    quoting.documents.cache_clear()


def take_in(file, *options, by="editor"):
    said = StringIO()
    call_command("take_in_document", str(file), *options, by=by, stdout=said)
    return said.getvalue()


def test_it_shows_line_by_line_what_is_new_gone_and_reworded(topic, editor, new_sheet):
    said = take_in(new_sheet)

    assert "+ Tell somebody whom you trust\n" in said
    assert "− Kooth - your online mental wellbeing community." in said
    assert "≠ Do not delete any correspondence\n→ Do not delete any messages – or other correspondence\n" in said
    assert said.count("≠") == 3
    assert said.count("Stop all communication") == 0  # it stands in both


def test_what_can_follow_does_and_the_rest_is_named(topic, editor, new_sheet):
    said = take_in(new_sheet)

    assert "Follows: the step “do-not-delete” now says “Do not delete any messages – or other correspondence”" in said
    assert "Follows: the emergency text now says" in said
    assert "By hand: the step “do-not-pay”, “Don't be tempted to pay" in said
    assert "By hand: the entry “a”, “Kooth - your" in said
    followed = Step.objects.get(code="do-not-delete")
    assert followed.text == followed.action == "Do not delete any messages – or other correspondence"
    assert Step.objects.get(code="do-not-pay").action == "Don't be tempted to pay"
    assert Topic.objects.get().document_sha256 == hashlib.sha256(new_sheet.read_bytes()).hexdigest()


def test_it_is_not_public_until_two_people_say_so(api, publish, topic, editor, new_sheet):
    publish(topic)
    take_in(new_sheet)
    keeper.refresh()

    assert document(api)["document"]["sha256"] == DIGEST
    assert ours(api) == []

    publish(Topic.objects.get())

    assert document(api)["document"]["sha256"] != DIGEST
    assert ours(api) == ["step do-not-pay", "line a"]


def test_what_waited_for_approval_is_void_and_said_to_be(topic, editor, new_sheet):
    (waiting,) = submit([topic], by=editor)

    assert "What waited for approval is void.\n" in take_in(new_sheet)
    waiting.refresh_from_db()
    assert waiting.state == Submission.VOID


def test_a_trial_shows_it_and_changes_nothing(topic, editor, new_sheet):
    assert "+ Tell somebody whom you trust" in take_in(new_sheet, "--dry-run")

    assert Topic.objects.get().document_sha256 == DIGEST
    assert Step.objects.get(code="do-not-delete").text == "Do not delete any correspondence"


def test_a_detail_that_is_not_for_everybody_is_never_reworded_away_from_its_limit(topic, editor, new_sheet):
    step, text = Step.objects.get(code="do-not-delete"), "Do not delete any correspondence"
    Step.objects.filter(pk=step.pk).update(details=[text])
    DetailLimit.objects.create(
        topic=topic, position=1, code="b", step=step, detail=text, audiences=["victim"], reason="Not for you."
    )

    assert "By hand: the step “do-not-delete”" in take_in(new_sheet)
    assert Step.objects.get(code="do-not-delete").details == [text]


def test_who_takes_it_in_cannot_approve_it(topic, approver, editor, publish, new_sheet):
    publish(topic)
    take_in(new_sheet, by="approver")
    submissions = submit([Topic.objects.get()], by=editor)

    with pytest.raises(Refusal):
        approve(submissions, by=approver)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"document_sha256": "0" * 64}, "names no document that we hold"),
        ({"slug": "another"}, "There is no topic “sextortion”"),
    ],
)
def test_without_the_document_before_it_nothing_can_be_compared(topic, editor, new_sheet, change, words):
    Topic.objects.update(**change)

    with pytest.raises(CommandError, match=words):
        take_in(new_sheet)


@pytest.mark.parametrize(
    ("file", "words"),
    [("sheet.txt", "names this document already"), ("documents.yaml", "is not listed"), ("none.txt", "can't be read")],
)
def test_a_document_that_cannot_be_taken_in_says_why(topic, editor, new_sheet, file, words):
    with pytest.raises(CommandError, match=words):
        take_in(new_sheet.parent / file)


def test_somebody_who_may_not_submit_takes_nothing_in(topic, new_sheet, django_user_model):
    django_user_model.objects.create_user("visitor")

    with pytest.raises(CommandError, match="not allowed to take in a document"):
        take_in(new_sheet, by="visitor")
