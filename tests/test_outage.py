"""What editors and commands are told while the database does not answer. For readers see benchmarks.outage."""

import contextlib
import http.client
import json
import time
from html.parser import HTMLParser
from types import SimpleNamespace

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from benchmarks import proxy, servers
from benchmarks.proxy import Proxy
from benchmarks.servers import Publisher, Service
from helpapi.running.outage import MAYBE_SAVED, NOTHING_SAVED, Outage
from publishing.postgresql.base import CommitUnknown
from tests.admin_pages import as_sent
from tests.drills import MAKE_AN_EDITOR, PASSWORD, Desk, copy
from tests.in_force import in_force

REFUSED_SECONDS = 5


@pytest.fixture(scope="module")
def filled(filled):
    """A database with the project's content, for all the tests here."""
    with copy(filled) as database:
        yield database


@pytest.fixture
def between(filled):
    with Proxy(servers.address(filled)) as between:
        yield between


@pytest.fixture
def away(filled, between, tmp_path):
    """The surroundings of a command that reaches its database through the proxy."""
    return servers.environment(tmp_path, servers.through(filled, between.port), "admin")


def gone(execute, sql, params, many, context):
    raise OperationalError("the server closed the connection unexpectedly")


@pytest.fixture
def signed_in(db) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(in_force(User.objects.create_superuser("editor")))
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


class SecretFields(HTMLParser):
    """The names of the controls that a browser does not show, or does not remember, what is typed into."""

    def __init__(self, page: bytes):
        super().__init__()
        self.names: set[str] = set()
        self.feed(page.decode())

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if given.get("type") == "password" or given.get("autocomplete") == "one-time-code":
            self.names.add(given["name"])


@pytest.mark.parametrize(
    ("path", "secrets"),
    [
        ("/admin/login/", {"password"}),
        ("/admin/another-phone/", {"code"}),
        ("/admin/password_change/", {"old_password", "new_password1", "new_password2"}),
        ("/admin/auth/user/add/", {"password1", "password2"}),
    ],
)
def test_no_password_or_code_is_written_into_the_page(signed_in, path, secrets):
    client = Client() if "login" in path else signed_in
    assert SecretFields(client.get(path).content).names == secrets

    with connection.execute_wrapper(gone):
        page = signed_in.post(path, {"username": "somebody", **dict.fromkeys(secrets, "not to be seen")})

    assert page.status_code == 503
    assert 'name="username" value="somebody"' in page.content.decode()
    assert "not to be seen" not in page.content.decode()
    assert "<button>" not in page.content.decode()


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


ORGANISATION = "/admin/services/organisation/add/"


@pytest.fixture
def desk(filled, between, tmp_path):
    """An editor's desk at a service of role admin, which reaches its database through the proxy."""
    servers.manage(servers.environment(tmp_path, filled, "admin"), "shell", "-c", MAKE_AN_EDITOR)
    with Service(tmp_path, servers.through(filled, between.port), role="admin", workers=1) as service:
        service.wait_until(lambda status: status["source"] == "database")
        yield Desk(service, "drill", PASSWORD)


def refused(desk: Desk, form: dict, sentence: str) -> None:
    """Send the form, and be told `sentence` in time, with all that was typed in the page."""
    began = time.monotonic()
    answer = desk.ask(ORGANISATION, form)
    took = time.monotonic() - began

    assert answer.status_code == 503
    page = answer.content.decode()
    assert page.count(sentence) == 1
    assert "Traceback" not in page
    assert {**as_sent(SimpleNamespace(status_code=200, content=answer.content)), "csrfmiddlewaretoken": ""} == {
        **form, "csrfmiddlewaretoken": "",
    }  # fmt: skip
    assert took < REFUSED_SECONDS


def organisations(filled: str, slug: str) -> int:
    with psycopg.connect(filled) as database:
        return database.execute("SELECT count(*) FROM services_organisation WHERE slug = %s", [slug]).fetchone()[0]


@pytest.mark.parametrize("mode", [proxy.REFUSE, proxy.HANG])
def test_an_editor_is_refused_within_five_seconds_and_keeps_what_was_typed(desk, between, filled, mode):
    form = {**as_sent(desk.ask(ORGANISATION)), "name": f"Never {mode}", "slug": f"never-{mode}"}
    between.set(mode)

    refused(desk, form, NOTHING_SAVED)

    assert organisations(filled, f"never-{mode}") == 0
    between.set(proxy.PASS)
    assert desk.ask(ORGANISATION, form).status_code == 200
    assert organisations(filled, f"never-{mode}") == 1


def test_an_editor_whose_commit_is_never_answered_is_not_told_that_nothing_was_saved(desk, between, filled):
    form = {**as_sent(desk.ask(ORGANISATION)), "name": "Perhaps", "slug": "perhaps"}
    between.hang_after(b"COMMIT")

    refused(desk, form, MAYBE_SAVED)

    assert organisations(filled, "perhaps") == 1


@pytest.mark.parametrize("mode", [proxy.REFUSE, pytest.param(proxy.HANG, marks=pytest.mark.long)])
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
    assert took < usual + REFUSED_SECONDS


@pytest.mark.parametrize("mode", [proxy.REFUSE, pytest.param(proxy.HANG, marks=pytest.mark.long)])
def test_a_publication_cut_off_is_published_whole_or_not_at_all(filled, between, tmp_path, mode):
    through = servers.through(filled, between.port)
    with Publisher(tmp_path, through, editions=1000, every=0) as publisher:
        publisher.wait_for(editions=2)
        between.set(mode)
        began = time.time()
        publisher.wait(seconds=30)
        assert time.time() - max(began, publisher.committed[publisher.last]) < REFUSED_SECONDS

    with psycopg.connect(filled) as database:
        number = database.execute("SELECT number FROM publishing_editionnumber").fetchone()[0]
        newest = database.execute("SELECT documents::text FROM publishing_publication WHERE edition = %s", [number])
        documents = [document for (document,) in newest]
    assert number in (publisher.last, publisher.last + 1)
    assert len({document.split("This is mark-")[1].split(".")[0] for document in documents}) == 1
    assert len(documents) == 5


def report(service: Service, uid: str, problem: str) -> int:
    """The status of a report, which nobody waits for."""
    began = time.monotonic()
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)) as asked:
        body = json.dumps({"uid": uid, "problem": problem})
        asked.request("POST", "/api/v1/reports", body, {"Content-Type": "application/json"})
        status = asked.getresponse().status
    assert time.monotonic() - began < 2
    return status


def reported(filled: str) -> dict[str, int]:
    with psycopg.connect(filled) as database:
        return dict(database.execute("SELECT problem, count FROM publishing_report").fetchall())


def until(holds, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.parametrize("mode", [proxy.REFUSE, proxy.HANG])
def test_a_report_waits_for_no_database_and_holds_up_nobody(filled, between, tmp_path, mode):
    with psycopg.connect(filled) as database:
        database.execute("DELETE FROM publishing_report")
    with Service(tmp_path, servers.through(filled, between.port), workers=1) as service:
        service.wait_until(lambda status: status["source"] == "database")
        uid = json.loads(service.get("/api/v1/services?page_size=1")[1])["results"][0]["uid"]
        assert report(service, uid, "closed") == 202
        until(lambda: reported(filled) == {"closed": 1}, seconds=10)

        between.set(mode)
        until(lambda: report(service, uid, "dead-link") == 503, seconds=10)
        began = time.monotonic()
        assert service.get("/api/v1/help?age=15")[0] == 200
        assert time.monotonic() - began < 1

        between.set(proxy.PASS)
        until(lambda: report(service, uid, "wrong-age") == 202, seconds=30)
        until(lambda: reported(filled).get("wrong-age") == 1, seconds=30)
