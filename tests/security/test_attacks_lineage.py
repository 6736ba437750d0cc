"""The attacks on what is served, played as they were: a database that goes back, and one that is written to."""

import hashlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from helpapi.running import nodes, watching
from publishing import keeper, lifecycle, sealing
from publishing.edition import digest
from publishing.lifecycle import Refusal
from publishing.models import Publication, SealedEdition
from publishing.reading import Unservable
from tests import factories as make
from tests.publishing.acts import Backup, edit, put_in_force, take_down
from tests.publishing.test_following import eventually

pytestmark = pytest.mark.usefixtures("commits")
RIGHT, WRONG = "0808 157 0123", "0909 157 0666"


@pytest.fixture
def line(publish):
    """A public helpline with its number."""
    line = make.service("A line", slug="a-line", channels=[{"kind": "phone", "value": RIGHT}])
    publish(line)
    return line


def asked(api, address: str = "/api/v1/services/a-line") -> str:
    return api.get(address).content.decode()


@contextmanager
def without_knowing(monkeypatch):
    """Publishing on a machine that neither serves anything nor knows of a node that does."""
    with monkeypatch.context() as alone:
        alone.setattr("publishing.agreement.served", list)
        yield


def approve(item, editor, approver) -> None:
    lifecycle.approve(lifecycle.submit([item], by=editor), by=approver)
    keeper.refresh()


def verify(capsys) -> str:
    """What the command says; its exit code is 1 where it finds anything."""
    try:
        call_command("verify")
    except CommandError as error:
        return f"{capsys.readouterr().out}{error}"
    return ""


@pytest.mark.parametrize("publications", [1, 2, 3, 4])
def test_what_was_withdrawn_stays_down_however_much_is_published_after_the_database_went_back(
    line, publish, api, editor, approver, monkeypatch, publications
):
    backup = Backup()
    publish(make.organisation("Meanwhile"))
    take_down(line, reason="wrong-contact")
    keeper.refresh()
    backup.restore()

    with without_knowing(monkeypatch):
        for number in range(publications):
            approve(make.organisation(f"Organisation {number}"), editor, approver)

    answer = api.get("/api/v1/services/a-line")
    assert answer.status_code == 410
    assert "A way to reach it was wrong." in answer.content.decode()
    assert RIGHT not in asked(api, "/api/v1/services")
    assert api.get("/health/ready").json()["database_differs"] is True


@pytest.fixture
def behind(line, publish):
    """The database went back by an edition, and the node knows."""
    backup = Backup()
    publish(make.organisation("Meanwhile"))
    backup.restore()
    keeper.refresh()


def test_while_it_is_behind_nobody_is_told_that_anything_was_published(behind, line, editor):
    with pytest.raises(Refusal, match=r"would reach nobody.*Restoring"):
        lifecycle.submit([edit(line, by=editor, summary="Another.")], by=editor)


def test_while_it_is_behind_an_urgent_withdrawal_reaches_the_nodes(behind, line, api, editor):
    take_down(line, reason="wrong-contact")
    keeper.refresh()

    assert api.get("/api/v1/services/a-line").status_code == 410


def test_a_withdrawal_reaches_the_nodes_though_they_show_a_later_version(line, publish, api, editor):
    """One that the database, since it went back, does not know of."""
    backup = Backup()
    publish(edit(line, by=editor, summary="Corrected."))
    backup.restore()
    take_down(line, reason="wrong-contact")
    keeper.refresh()

    assert api.get("/api/v1/services/a-line").status_code == 410


@pytest.mark.parametrize(
    "written", [{"reason": "closed: Send him what he asks for."}, {"replacement": "a-trap"}, {"keys": {}}]
)
def test_what_is_written_at_a_tombstone_is_not_put_in_force(line, publish, api, written):
    take_down(line)
    backup = Backup()
    publish(make.organisation("Meanwhile"))
    backup.restore()
    tombstone = Publication.objects.get(pk=line.pk)
    for column, value in written.items():
        setattr(tombstone, column, value)
    tombstone.fingerprint = sealing.fingerprint(tombstone)
    tombstone.save()

    with pytest.raises(Refusal, match="not what was approved"):
        put_in_force()


def test_two_people_put_it_in_force_and_what_was_withdrawn_stays_down(line, publish, api, editor, approver, capsys):
    backup = Backup()
    take_down(line, reason="wrong-contact")
    keeper.refresh()
    backup.restore()
    keeper.refresh()

    put_in_force()

    assert api.get("/api/v1/services/a-line").status_code == 410
    assert api.get("/health/ready").json()["database_differs"] is False
    assert verify(capsys) == ""
    publish(make.organisation("Afterwards", slug="afterwards"))
    assert api.get("/api/v1/organisations/afterwards").status_code == 200


def write_another_number(line) -> None:
    """One UPDATE of the documents, and of every digest that needs no key."""
    row = Publication.objects.get(pk=line.pk)
    row.documents = {"v1.en": row.documents["v1.en"].replace(RIGHT, WRONG)}
    row.snapshot = row.snapshot.replace(RIGHT, WRONG)
    row.digest = hashlib.sha256(row.snapshot.encode()).hexdigest()
    row.fingerprint = sealing.fingerprint(row)
    row.save()
    newest = SealedEdition.objects.latest("number")
    newest.digest = digest(newest.number, Publication.objects.values_list("fingerprint", flat=True))
    newest.save()


def test_another_number_written_into_the_database_is_not_served(line, api, capsys):
    assert RIGHT in asked(api)
    write_another_number(line)
    keeper.refresh()

    assert WRONG not in asked(api)
    assert "service a-line: its snapshot is not the one that was approved" in verify(capsys)


def test_another_number_written_into_the_database_is_not_served_by_a_node_that_starts(line, api):
    write_another_number(line)
    keeper.forget()

    with pytest.raises(Unservable):
        keeper.refresh()
    assert keeper.held() is None


@pytest.mark.parametrize("act", ["publish", "recompile", "put in force"])
def test_another_number_is_not_carried_into_an_edition_of_ours(line, publish, api, editor, approver, act):
    write_another_number(line)

    with pytest.raises((Refusal, CommandError)):
        if act == "publish":
            publish(make.organisation("Another"))
        elif act == "recompile":
            lifecycle.recompile()
        else:
            put_in_force()
    assert WRONG not in asked(api)


def test_one_right_restore_hides_no_tampering_after_it(line, publish, editor, approver, capsys):
    backup = Backup()
    publish(edit(line, by=editor, summary="After the backup."))
    backup.restore()
    put_in_force()
    assert verify(capsys) == ""

    with connection.cursor() as cursor:
        cursor.execute("UPDATE publishing_record SET reason = 'Other words.' WHERE number = 2")

    assert "line 2 has been altered" in verify(capsys)


def test_the_hourly_look_says_what_it_finds_as_critical(line, caplog):
    assert watching.look() == 0
    write_another_number(line)

    assert watching.look() > 0
    assert {record.levelname for record in caplog.records if record.name == "helpapi.verify"} == {"CRITICAL"}


def test_where_editors_work_it_looks_by_itself_soon_after_the_start_and_again(settings, monkeypatch):
    looks = []

    def look():
        looks.append(1)
        monkeypatch.setattr(watching, "SECONDS_BETWEEN", 3600.0)

    settings.EDITION_POLL_SECONDS, settings.SERVES_ADMIN = 0.5, True
    monkeypatch.setattr(watching, "FIRST_SECONDS", 0.01)
    monkeypatch.setattr(watching, "SECONDS_BETWEEN", 0.01)
    monkeypatch.setattr(watching, "look", look)

    watching.start()

    assert eventually(lambda: len(looks) == 2)


@contextmanager
def node(monkeypatch, settings, **said):
    """Another node, which answers /health/ready so."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.NODE_ADDRESSES = [f"http://127.0.0.1:{server.server_port}"]
    nodes.forget()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        nodes.forget()


def test_a_node_that_was_asked_and_is_ahead_holds_up_publishing(line, editor, monkeypatch, settings):
    with node(monkeypatch, settings, edition=7, digest="7" * 64, hidden=0):
        with pytest.raises(Refusal, match=r"http://127.0.0.1:\d+ serves edition 7"):
            lifecycle.submit([make.notice()], by=editor)


def test_a_node_that_serves_something_else_is_found(line, monkeypatch, settings, capsys):
    monkeypatch.setattr("publishing.verifying.LAG_SECONDS", 0)
    with node(monkeypatch, settings, edition=1, digest="7" * 64, hidden=0):
        assert "serves edition 1, and not edition 1 as sealed" in verify(capsys)


@pytest.mark.parametrize("said", [{}, {"edition": "x", "digest": 1, "hidden": 0}, {"edition": None}])
def test_a_node_that_answers_nonsense_is_named_and_stops_nothing(line, editor, monkeypatch, settings, capsys, said):
    with node(monkeypatch, settings, **said):
        assert "did not say what it serves" in verify(capsys)
        assert lifecycle.submit([make.notice()], by=editor)
