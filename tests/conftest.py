"""What every test stands on: a home of its own, no keeper thread, two people, and the way to the public."""

import os
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.template import Template
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases

from helpapi.running.middleware import StaticFiles
from publishing import keeper, lifecycle, taken_down
from publishing.reports import counting
from tests import prepared
from tests.committing import carried, commits, content  # noqa: F401  (fixtures)
from tests.drills import filled  # noqa: F401  (a fixture)
from tests.in_force import colleague
from tests.running import server  # noqa: F401  (a fixture)
from tests.served import Served

# Of the tests that reach the database, those that are all the same run on SQLite alone, each with its reason.
ON_ONE_DATABASE = {
    "services/test_admin_forms.py": "what a form shows and takes is decided in Python",
    "services/test_directory.py": "what a form takes is decided in Python",
    "advice/test_admin_forms.py": "what a form shows and takes is decided in Python",
    "publishing/admin/test_differences.py": "two snapshots are compared in Python",
    "publishing/admin/test_harmful_edits.py": "two snapshots are compared in Python",
    "publishing/admin/test_forms_in_browser.py": "what a browser makes of a form is decided in the browser",
    "publishing/admin/test_two_editors.py": "what was sent is merged in Python",
    "publishing/admin/test_typing.py": "a text is read and cleaned in Python",
    "publishing/admin/test_translating.py": "what a form shows and takes is decided in Python",
    "publishing/test_xliff.py": "what a file says is read and judged in Python",
    "publishing/admin/test_lists.py": "what a list asks of a database is counted; what it finds is the same",
    "publishing/admin/test_together.py": "what a page shows and takes is decided in Python",
    "publishing/admin/test_story.py": "what a page shows and takes is decided in Python",
    "publishing/admin/test_reviews.py": "what a page shows and takes is decided in Python",
    "publishing/admin/test_enquiries.py": "what a page shows and takes is decided in Python",
    "publishing/admin/test_as_reader.py": "a draft is answered from an edition in memory",
    "advice/test_comparing.py": "two editions in memory are asked",
    "browser/": "what a browser makes of a page is decided in the browser",
    "publishing/admin/test_versions.py": "two snapshots are compared in Python",
    "advice/test_help.py": "an edition in memory is asked",
    "advice/test_needs.py": "an edition in memory is asked",
    "advice/test_origins.py": "texts are compared in Python",
    "advice/test_taking_in.py": "two documents are compared in Python",
    "advice/test_sentences.py": "an edition in memory is asked",
    "advice/test_ways.py": "an edition in memory is asked",
    "partners/test_admin.py": "what a page shows and takes is decided in Python",
    "partners/test_pages_in_browser.py": "what a browser makes of a page is decided in the browser",
    "partners/test_copies.py": "an edition in memory is asked",
    "partners/test_copies_in_languages.py": "an edition in memory is asked",
    "partners/test_real_copy.py": "an edition in memory is asked",
    "house/test_plain_text.py": "a text is judged in Python",
    "content/test_load_seed.py::test_a": "a file is judged, and rows are compared with it, in Python",
    "content/test_load_seed.py::test_editors_keep": "what is kept of a file is decided in Python",
    "content/test_load_seed.py::test_new_items": "a person submits it as any other item",
    "house/test_canary.py": "an edition in memory is asked",
    "house/test_examples.py": "an edition in memory is asked",
    "house/test_words.py": "an edition in memory is asked",
    "house/test_links_of_kinds.py": "documents are walked through in Python",
    "house/test_one_door.py": "which code reads what is the same",
    "house/test_one_writer.py": "which code writes what is the same",
    "security/test_headers.py": "headers are put on what any database answers",
    "test_readme.py": "an edition in memory is asked",
}
# What asks a database for what databases differ in: .ci/run has it on both. Of the rest .ci/full has all on PostgreSQL.
DIFFERS_BY_DATABASE = (
    *("publishing/test_concurrency.py", "publishing/test_crash.py", "publishing/test_following.py"),
    *("publishing/test_keeper.py", "publishing/test_lifecycle.py", "publishing/test_lineage.py"),
    *("publishing/test_listing.py", "publishing/test_planning.py", "publishing/test_postgresql.py"),
    *("publishing/test_record.py", "publishing/test_snapshots.py", "publishing/test_taken_down.py"),
    *("publishing/test_two_people.py", "publishing/test_upkeep.py", "publishing/test_verify.py"),
    *("publishing/test_withdrawing.py", "publishing/admin/test_actions.py", "publishing/admin/test_decisions.py"),
    *("content/test_propose.py", "content/test_load_seed.py::test_an", "content/test_snapshots_before.py"),
    *("contract/test_being_restored.py", "partners/test_sending.py", "partners/test_senders.py"),
    *("security/test_turned_database.py", "security/test_sessions.py", "security/test_second_factor.py"),
    *("test_database_goes_back.py", "test_nodes.py", "test_outage.py"),
)
# Where many rows of a table are alike, .ci/run has each third of them, and .ci/full has all.
ALIKE = (
    *("content/test_load_seed.py", "house/test_canary.py", "partners/test_attacks.py", "security/test_checks.py"),
    *("security/test_turned_database.py", "security/test_attacks_lineage.py", "security/test_attacks_taking_down.py"),
    *("publishing/admin/test_harmful_edits.py", "publishing/admin/test_lists.py", "publishing/test_planning.py"),
    *("publishing/test_back_to_edition.py", "publishing/test_record.py", "publishing/test_verify.py"),
    *("publishing/test_withdrawing.py", "launcher/", "deploy/", "house/test_recipes.py"),
    "contract/test_being_restored.py",
)
FOLDER = Path(__file__).parent
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "commits"}
# Those that take longest come first, so that no process is left alone with one at the end.
LONGEST = (
    *("conformance/test_vectors.py", "conformance/test_by_chance.py"),
    *("publishing/admin/test_forms_in_browser.py", "browser/test_week.py", "browser/test_reviews.py"),
    *("security/test_admin_browser.py", "browser/test_partner_page.py", "test_nodes.py", "browser/test_docs.py"),
    *("deploy/test_nginx.py", "content/test_load_seed.py", "publishing/test_crash.py", "test_outage.py"),
    *("matching/test_plain_matcher.py", "clients/test_fuzzing.py", "clients/test_python.py", "test_walks.py"),
    *("security/test_checks.py", "launcher/test_without_database.py", "test_sqlite_lock.py"),
    *("publishing/test_postgresql.py", "house/test_recipes.py", "services/test_admin_forms.py"),
    *("publishing/admin/test_differences.py", "publishing/admin/test_harmful_edits.py"),
    *("partners/test_attacks.py", "browser/test_help_now.py", "conformance/test_typescript_vectors.py"),
)


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix(request):
    """SQLite is in the memory of each process, where a copy of a migrated database is soon laid.

    pytest-django would make of it a file that is named for the process, because it does not know our engine.
    """
    if connection.vendor != "sqlite":
        request.getfixturevalue("django_db_modify_db_settings_xdist_suffix")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings, django_db_keepdb):
    """A database of the tests' own, on SQLite a copy of a migrated one, which Django has only to bring up to date.

    It is made whether or not any test is let to it, because editions are compiled in it (tests/matching/editions.py).
    """
    is_there = connection.vendor == "sqlite"
    with django_db_blocker.unblock():
        if is_there:
            _lay_a_migrated_database()
        made = setup_databases(0, interactive=False, keepdb=is_there or django_db_keepdb, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, 0, keepdb=is_there or django_db_keepdb)


def _lay_a_migrated_database() -> None:
    connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
    connection.ensure_connection()
    with closing(sqlite3.connect(prepared.migrated())) as file:
        file.backup(connection.connection)


@pytest.fixture(scope="session", autouse=True)
def static_files_are_looked_for_once():
    """Each client of Django's is a server that has just started, and would look for them anew."""
    files = StaticFiles(lambda request: None).files
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFiles, "add_files_from_finders", lambda self: self.files.update(files))
        yield


@pytest.fixture(scope="session", autouse=True)
def widgets_are_rendered_as_outside_tests(django_test_environment):
    """Django keeps a copy of the context of each template for tests, which ask only for those of whole pages."""
    kept = Template._render
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", lambda self, context: (
            self.nodelist.render(context) if "/widgets/" in str(self.name) else kept(self, context)
        ))  # fmt: skip
        yield


def pytest_xdist_auto_num_workers(config):
    """One process where tests are named, which are soon over; else one more than processors, since many tests wait."""
    is_named = config.args_source is not config.ArgsSource.TESTPATHS
    return 0 if is_named else (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark as `database` whatever pytest-django lets to the database: to all else it is the same which one there is.

    Of that, `both` is what .ci/run has on each; and `long` is what it leaves to .ci/full.
    """
    on_one, differs, alike = (
        tuple(f"tests/{name}" for name in names) for names in (ON_ONE_DATABASE, DIFFERS_BY_DATABASE, ALIKE)
    )
    rows: Counter[str] = Counter()
    order = {FOLDER / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(order)))
    for item in items:
        reaches = item.get_closest_marker("django_db") or not DATABASE_FIXTURES.isdisjoint(item.fixturenames)
        if reaches and not item.nodeid.startswith(on_one):
            item.add_marker("database")
            if item.nodeid.startswith(differs):
                item.add_marker("both")
        if item.nodeid.startswith(alike) and hasattr(item, "callspec"):
            test = item.nodeid.partition("[")[0]
            if rows[test] % 3:
                item.add_marker("long")
            rows[test] += 1


@pytest.fixture(scope="session", autouse=True)
def no_program_inherits_the_database():
    """Each that a test starts has one of its own, so that a test that is kept from the database cannot reach it so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def settings_of_tests(tmp_path_factory):
    """A node's disk that is the tests' own, and quick passwords: a real hash takes long, on purpose."""
    home = tmp_path_factory.mktemp("node")
    with override_settings(
        RECORD_HEAD=home / "record.head",
        EDITIONS_FOLDER=home / "editions",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True)
def fresh_process():
    """Each test begins like a process that has just started, where nothing has been put on record."""
    settings.RECORD_HEAD.unlink(missing_ok=True)
    (settings.EDITIONS_FOLDER / taken_down.NAME).unlink(missing_ok=True)
    keeper.forget()
    counting.forget()
    yield
    keeper.forget()


@pytest.fixture
def api() -> Served:
    """A partner's app: no session, no cookies; an error of ours is an answer, not an exception."""
    return Served(raise_request_exception=False)


@pytest.fixture
def editor(db) -> User:
    return colleague("editor", password="a long enough password")


@pytest.fixture
def approver(db) -> User:
    return colleague("approver", password="a long enough password")


@pytest.fixture
def publish(editor, approver):
    """Publish items the way they are published: one person submits them, another approves. The edition's number."""

    def publish(*items, note: str = "") -> int:
        submissions = lifecycle.submit(items, by=editor, note=note)
        number = lifecycle.approve(submissions, by=approver)
        keeper.refresh()
        return number

    return publish


def names(response) -> list[str]:
    """The names in a list answer, in order."""
    assert response.status_code == 200, response.content
    return [result["name"] for result in response.json()["results"]]
