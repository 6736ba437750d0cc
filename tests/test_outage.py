"""It keeps answering: the drill of benchmarks.outage, and what editors and commands are told meanwhile."""

import time

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from benchmarks import outage, proxy, servers
from benchmarks.proxy import Proxy
from benchmarks.servers import Publisher
from helpapi.outage import MAYBE_SAVED, NOTHING_SAVED, Outage
from publishing.postgresql.base import CommitUnknown
from tests.drills import postgres

COMMAND_SECONDS = 5


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A database with the project's content, for all the tests here that change nothing in it."""
    with servers.own_database(postgres()) as database:
        servers.filled(tmp_path_factory.mktemp("filled"), database)
        yield database


@pytest.fixture
def between(filled):
    with Proxy(servers.address(filled)) as between:
        yield between


@pytest.fixture
def away(filled, between, tmp_path):
    """The surroundings of a command that reaches its database through the proxy."""
    return servers.environment(tmp_path, servers.through(filled, between.port), "admin")


def assert_kept_answering(seconds: float) -> None:
    rows = outage.drill(seconds, rate=40, database_url=postgres())
    print(outage.table(rows))
    assert [row.phase for row in rows] == list(outage.PHASES)
    for row in rows:
        assert (row.tally.failed, row.tally.wrong) == (0, 0), row
        assert len(row.tally.milliseconds) > seconds * 5, row
        assert row.tally.quantile(1) < 2000, row
        assert row.attempts_a_second <= 1, row
        assert row.is_live_throughout, row
        assert row.recovery is None or row.recovery <= 5, row
        assert row.first_answer is None or row.first_answer <= 30, row  # ten where nothing else runs on the machine


def test_reads_go_on_while_the_database_fails_in_every_way():
    assert_kept_answering(seconds=2)


@pytest.mark.long
def test_reads_go_on_for_a_long_time_while_the_database_fails_in_every_way():
    assert_kept_answering(seconds=60)


def gone(execute, sql, params, many, context):
    raise OperationalError("the server closed the connection unexpectedly")


@pytest.fixture
def signed_in(db) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("editor"))
    return client


def test_an_editor_is_told_in_one_sentence_that_nothing_was_saved(signed_in):
    with connection.execute_wrapper(gone):
        response = signed_in.post("/admin/services/organisation/add/", {"name": "What I typed"})

    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assert NOTHING_SAVED in response.content.decode()


def test_what_was_typed_is_in_the_page_ready_to_be_sent_again(signed_in):
    typed = {"name": "A <b>name</b>", "types": ["one", "two"], "description": "Two\nlines", "_save": "Save"}
    with connection.execute_wrapper(gone):
        page = signed_in.post("/admin/services/organisation/add/?_popup=1", typed).content.decode()

    assert 'action="/admin/services/organisation/add/?_popup=1"' in page
    assert 'name="name" value="A &lt;b&gt;name&lt;/b&gt;"' in page
    assert 'name="types" value="one"' in page
    assert 'name="types" value="two"' in page
    assert 'name="description" value="Two\nlines"' in page
    assert 'name="_save"' in page
    assert page.count("csrfmiddlewaretoken") == 1
    assert "<button>Try again</button>" in page


def test_no_password_is_written_into_the_page(signed_in):
    typed = {"username": "editor", "password": "not to be seen", "otp_token": "123456"}
    with connection.execute_wrapper(gone):
        page = signed_in.post("/admin/", typed).content.decode()

    assert "not to be seen" not in page
    assert "123456" not in page
    assert "<button>" not in page


def test_a_page_that_cannot_be_shown_is_offered_again(signed_in):
    with connection.execute_wrapper(gone):
        response = signed_in.get("/admin/")

    assert response.status_code == 503
    assert '<a href="/admin/">Try again</a>' in response.content.decode()


def test_a_commit_whose_outcome_is_unknown_is_not_called_unsaved():
    response = Outage(None).process_exception(RequestFactory().post("/admin/"), CommitUnknown("lost"))

    assert MAYBE_SAVED in response.content.decode()
    assert NOTHING_SAVED not in response.content.decode()


def test_other_mistakes_are_not_blamed_on_the_database():
    assert Outage(None).process_exception(RequestFactory().post("/admin/"), ValueError()) is None


@pytest.mark.parametrize("mode", [proxy.REFUSE, proxy.HANG])
def test_a_command_is_refused_in_one_sentence_within_five_seconds(between, away, mode):
    began = time.monotonic()
    assert servers.manage(away, "recompile", "--dry-run").returncode == 0
    usual = time.monotonic() - began
    between.set(mode)

    began = time.monotonic()
    done = servers.manage(away, "recompile", "--dry-run")
    took = time.monotonic() - began

    assert done.returncode == 1
    assert done.stderr == "The database does not answer. What was under way was not saved.\n"
    assert took < usual + COMMAND_SECONDS


@pytest.mark.parametrize("mode", [proxy.REFUSE, proxy.HANG])
def test_a_publication_cut_off_is_published_whole_or_not_at_all(filled, between, tmp_path, mode):
    through = servers.through(filled, between.port)
    with Publisher(tmp_path, through, editions=1000, every=0) as publisher:
        publisher.wait_for(editions=2)
        between.set(mode)
        began = time.monotonic()
        publisher.wait(seconds=30)
        assert time.monotonic() - began < COMMAND_SECONDS + 1

    with psycopg.connect(filled) as database:
        number = database.execute("SELECT number FROM publishing_editionnumber").fetchone()[0]
        newest = database.execute("SELECT documents::text FROM publishing_publication WHERE edition = %s", [number])
        documents = [document for (document,) in newest]
    assert number in (publisher.last, publisher.last + 1)
    assert len({document.split("This is mark-")[1].split(".")[0] for document in documents}) == 1
    assert len(documents) == 5
