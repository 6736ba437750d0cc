"""Whoever writes to the database and has no key: each column that is read on the way to the public, changed alone."""

import datetime
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, models, transaction

from publishing import acts, keeper, lifecycle, verifying, withdrawing
from publishing.lifecycle import Refusal
from publishing.models import Act, Borrowing, EditionNumber, Publication, SealedEdition, Submission, TakenDown
from publishing.reading import Unservable
from services.models import Organisation, Service
from tests import factories as make
from tests.publishing.acts import edit, publication, take_down

pytestmark = pytest.mark.usefixtures("commits")
# A number that the database gives a row, which nothing of ours reads.
UNREAD = {(EditionNumber, "id"), (TakenDown, "id"), (Borrowing, "id")}
TABLES = (Publication, Borrowing, EditionNumber, SealedEdition, TakenDown)
COLUMNS = [
    (table, field.attname)
    for table in TABLES
    for field in table._meta.concrete_fields
    if (table, field.attname) not in UNREAD
]
OF_A_SUBMISSION = ["kind", "uid", "slug", "title", "note", "by_id", "at", "snapshot", "digest", "version"]
OF_A_SUBMISSION += ["planned_for", "planned_by_id"]


def another(value: Any) -> Any:
    """A value of the same type, and not the same."""
    if isinstance(value, str):
        turned = value.replace("0808", "0909").replace("Meant", "Forged")
        return {"live": "withdrawn", "withdrawn": "live"}.get(value) or (
            turned if turned != value else f"{value}1"[-64:]
        )
    if isinstance(value, dict):
        return {name: another(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [another(inner) for inner in value]
    if isinstance(value, uuid.UUID):
        return uuid.UUID(int=value.int ^ 1)
    if isinstance(value, datetime.datetime):
        return value + datetime.timedelta(days=1)
    return not value if isinstance(value, bool) else (value or 0) + 1


def turned(row: models.Model, column: str) -> None:
    """The row with another value in this column; left as it is where the database's own constraints refuse that."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{column: another(getattr(row, column))})
            connection.check_constraints()
    except IntegrityError:
        pytest.skip("The database itself refuses it.")


@pytest.fixture
def content(publish, editor):
    """Items of each sort, one of them withdrawn; a service that borrows, and one that belongs to nobody."""
    organisation = make.organisation("Meant", slug="organisation")
    lone, gone = make.service("Meant alone", slug="lone"), make.service("Meant once", slug="gone")
    publish(organisation, make.service("Meant too", slug="borrower", organisation=organisation), lone, gone)
    publish(make.topic())
    take_down(gone)
    keeper.refresh()
    return lone


def row_of(table: type[models.Model]) -> models.Model:
    return Publication.objects.get(slug="lone") if table is Publication else table._base_manager.last()


def served() -> dict[str, tuple] | None:
    """Everything public by its uid; None where nothing is served."""
    edition = keeper._keeper.current()  # without asking the database, as where a thread does
    if edition is None:
        return None
    return {uid: (i.slug, i.version, i.document, i.keys, i.reason) for uid, i in edition.items.items()}


def refreshed() -> dict[str, tuple] | None:
    try:
        keeper.refresh()
    except Unservable:
        pass
    return served()


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda part: getattr(part, "__name__", part))
def test_nothing_wrong_is_served_and_verifying_finds_it(content, publish, table, column):
    before = served()
    turned(row_of(table), column)

    assert refreshed() == before
    assert list(verifying.faults())

    try:  # somebody goes on publishing
        publish(make.notice(slug="honest"))
    except (Refusal, Unservable):
        pass
    after = refreshed()
    assert {uid: item for uid, item in after.items() if item[0] != "honest"} == before

    keeper.forget()  # a node that starts with an empty disk
    begun = refreshed()
    assert begun is None or {uid: item for uid, item in begun.items() if item[0] != "honest"} == before


@pytest.mark.parametrize("column", ["reason", "replacement", "keys", "slug", "version", "state", "fingerprint"])
def test_nothing_wrong_is_said_of_what_was_withdrawn(content, column):
    before = served()
    tombstone = Publication.objects.get(slug="gone")
    if column == "state":
        Publication.objects.filter(pk=tombstone.pk).update(state="live", documents={"v1.en": "{}"})
    else:
        turned(tombstone, column)

    assert refreshed() == before
    assert list(verifying.faults())

    keeper.forget()
    assert refreshed() in (None, before)


@pytest.mark.parametrize("column", ["documents", "keys", "snapshot", "slug", "version", "digest", "fingerprint"])
@pytest.mark.parametrize("slug", ["organisation", "borrower"])
def test_what_was_turned_gets_into_no_other_document(content, publish, editor, column, slug):
    """An organisation that is published anew takes its services with it; a service takes its organisation's name."""
    turned(Publication.objects.get(slug=slug), column)
    for item in (Organisation.objects.get(), Service.objects.get(slug="borrower")):
        try:
            publish(edit(item, by=editor, checked_on=datetime.date(2026, 1, 2)))
        except (Refusal, Unservable):
            pass

    keeper.forget()
    assert b"Forged" not in b"".join(item[2] for item in (refreshed() or {}).values())


@pytest.mark.parametrize("column", OF_A_SUBMISSION)
def test_what_waits_is_published_as_it_was_submitted_or_not_at_all(content, editor, approver, column):
    [waiting] = lifecycle.submit([edit(content, by=editor, name="Meant anew", summary="Meant.")], by=editor)
    before = publication(content).documents
    value = User.objects.create_user("colleague").pk if column.endswith("by_id") else another(getattr(waiting, column))
    if column == "planned_for":
        value = waiting.at + datetime.timedelta(days=1)
    Submission.objects.filter(pk=waiting.pk).update(**{column: value})

    try:
        lifecycle.approve([Submission.objects.get(pk=waiting.pk)], by=approver)
    except Refusal:
        assert publication(content).documents == before
    else:
        assert "Meant anew" in publication(content).documents["v1.en"]
        assert "Forged" not in publication(content).documents["v1.en"]


def test_an_act_that_nobody_proposed_is_not_done(content, editor, approver):
    """Written into the database in somebody's name, or altered there after they proposed it."""
    details = withdrawing.details([publication(content)], "closed")
    act = acts.propose("withdraw", details, by=editor)
    Act.objects.filter(pk=act.pk).update(by=User.objects.create_user("somebody", is_superuser=True))
    act.refresh_from_db()
    forged = Act.objects.create(
        what=act.what, details=act.details, shown=act.shown, digest=act.digest, by=editor, at=act.at
    )

    for one in (act, forged):
        with pytest.raises(Refusal, match="not what the record says was proposed"):
            acts.approve(one, by=approver)
    assert publication(content).state == "live"


def test_what_was_sent_back_is_not_made_to_wait_again(editor, approver):
    submission = lifecycle.submit([make.service()], by=editor)[0]
    lifecycle.send_back(submission, by=approver, reason="No.")
    Submission.objects.filter(pk=submission.pk).update(state="waiting")

    with pytest.raises(lifecycle.Refusal, match="not what the record says"):
        lifecycle.approve([submission], by=approver)


def test_an_act_that_was_refused_is_not_made_to_wait_again(publish, editor, approver):
    line = make.service()
    publish(line, make.service())
    held = list(Publication.objects.filter(pk=line.pk))
    act = acts.propose("withdraw", withdrawing.details(held, "other"), by=editor)
    acts.refuse(act, by=approver, reason="No.")
    Act.objects.filter(pk=act.pk).update(state="waiting")

    with pytest.raises(lifecycle.Refusal):
        acts.approve(act, by=approver)
    assert Publication.objects.get(pk=line.pk).state == "live"
