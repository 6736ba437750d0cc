"""The record: what it keeps, and that a change of any line of it is found."""

from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction

from publishing import lifecycle, record
from publishing.models import Record
from tests import factories as make
from tests.publishing.acts import edit, publication

pytestmark = pytest.mark.usefixtures("commits")  # the newest line is kept outside once it is committed


@pytest.fixture
def many_lines(publish, editor, approver):
    """A record of a bit of everything: 19 lines, the first two of the accounts."""
    organisation = make.organisation()
    service, notice = make.service(organisation=organisation), make.notice()
    publish(organisation, service, notice)
    publish(edit(organisation, by=editor, name="Renamed"), note="It has a new name.")
    [sent_back] = lifecycle.submit([edit(service, by=editor, summary="Wrong.")], by=editor)
    lifecycle.send_back(sent_back, by=approver, reason="It is wrong.")
    lifecycle.submit([service], by=editor)
    edit(service, by=editor, summary="Right.")
    publish(service)
    lifecycle.withdraw(publication(notice), by=editor, reason="other")
    submission = lifecycle.go_back(service, 1, by=editor)
    lifecycle.approve([submission], by=approver)
    assert Record.objects.count() == 19


def faults() -> list[str]:
    return list(record.faults())


def test_the_record_is_whole_after_many_operations(many_lines):
    assert faults() == []


def test_the_record_says_who_did_what_with_which_digest(publish):
    service = make.service(slug="a-line")
    publish(service, note="Its first time.")

    line = Record.objects.get(action="approved")
    assert (line.kind, line.slug, line.version, line.edition) == ("service", "a-line", 1, 1)
    assert (line.submitted_by, line.by, line.reason) == ("editor", "approver", "Its first time.")
    assert line.digest == publication(service).digest


def test_every_decision_leaves_its_line(many_lines):
    actions = list(Record.objects.values_list("action", flat=True))

    assert {word: actions.count(word) for word in actions} == {
        "submitted": 8, "approved": 6, "sent back": 1, "void": 1, "withdrawn": 1,
        "account in force": 2
    }  # fmt: skip


@pytest.mark.parametrize(
    "forged",
    [
        {"at": "2020-01-01T00:00:00Z"}, {"action": "void"}, {"kind": "topic"}, {"uid": "0" * 32}, {"slug": "x"},
        {"version": 9}, {"edition": 9}, {"digest": "0" * 64}, {"by": "somebody"}, {"submitted_by": "somebody"},
        {"reason": "Another."}, {"mac": "0" * 64},
    ],
    ids=lambda forged: next(iter(forged)),
)  # fmt: skip
def test_a_change_of_any_field_of_a_line_is_found(many_lines, forged):
    Record.objects.filter(number=8).update(**forged)

    assert "line 8 has been altered or added, or the line before it was" in faults()


@pytest.mark.parametrize("number", [1, 8, 19])
def test_a_line_that_was_removed_is_missed_the_last_included(many_lines, number):
    Record.objects.filter(number=number).delete()

    assert faults()


def test_several_lines_cut_off_the_end_are_missed(many_lines):
    Record.objects.filter(number__gt=10).delete()

    assert faults() == ["the record should reach line 19, but it does not hold that line as it was written"]


def test_a_line_cut_off_is_still_missed_after_others_have_been_added(many_lines, publish, caplog):
    Record.objects.filter(number__gt=10).delete()
    for _ in range(5):
        publish(make.service())

    assert Record.objects.last().number > 19
    assert "the record should reach line 19, but it does not hold that line as it was written" in faults()


def test_a_record_that_was_emptied_is_missed(many_lines):
    Record.objects.all().delete()

    assert faults()


@pytest.mark.parametrize("number", [0, 20])
def test_a_line_that_was_added_is_found(many_lines, number):
    line = Record.objects.get(number=8)
    line.number = number
    line.save(force_insert=True)

    assert f"line {number} has been altered or added, or the line before it was" in faults()


def test_two_lines_that_changed_places_are_found(many_lines):
    first, second = Record.objects.get(number=3), Record.objects.get(number=4)
    first.number, second.number = 4, 3
    first.save()
    second.save()

    assert faults()


def test_a_line_written_with_another_key_is_found(many_lines, settings):
    settings.RECORD_KEY = "another key"
    with lifecycle.locked():
        record.add("recompiled", kind="", uid=UUID(int=0), slug="")
    settings.RECORD_KEY = settings._wrapped.default_settings.RECORD_KEY

    assert "line 20 has been altered or added, or the line before it was" in faults()


def test_without_the_file_of_the_newest_line_the_last_lines_are_not_vouched_for(many_lines):
    Path(settings.RECORD_HEAD).unlink()

    assert faults() == ["the file with the newest line is missing, so the last lines cannot be vouched for"]


def test_a_file_of_the_newest_line_that_cannot_be_read_is_a_fault(many_lines):
    Path(settings.RECORD_HEAD).write_text("nonsense")

    assert faults() == ["the file with the newest line can't be read, so the last lines cannot be vouched for"]


def test_a_crash_before_the_file_was_written_is_no_fault(many_lines, publish, monkeypatch):
    monkeypatch.setattr(record, "_keep_head", lambda number: None)
    publish(make.service())

    assert faults() == []


def test_a_crash_before_the_file_was_first_written_is_no_fault_either(publish, monkeypatch):
    with monkeypatch.context() as crashed:
        crashed.setattr(record, "_keep_head", lambda number: None)
        publish(make.service())
        assert faults() == []
        publish(make.service())
        assert faults() == []

    publish(make.service())
    assert faults() == []
    assert Path(settings.RECORD_HEAD).read_text().startswith("8 ")


def test_what_is_published_stays_published_when_the_file_cannot_be_written(publish, settings, tmp_path, api, caplog):
    (tmp_path / "a-file").touch()
    settings.RECORD_HEAD = tmp_path / "a-file" / "record.head"

    publish(make.service(slug="a-line"))

    assert api.get("/api/v1/services/a-line").status_code == 200
    assert "Error calling" in caplog.text


def test_what_is_rolled_back_leaves_no_line(publish, editor, many_lines):
    with pytest.raises(RuntimeError), transaction.atomic():
        lifecycle.submit([make.service()], by=editor)
        raise RuntimeError

    assert Record.objects.count() == 19
    assert faults() == []
