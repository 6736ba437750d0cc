"""A command on a database that has not been made ready for this version says so; nothing is wrong with the database."""

import os
import subprocess
import sys

import pytest

from benchmarks import servers
from helpapi.running import bootstrap
from tests.drills import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """The address of a database in which nothing has ever been."""
    if request.param == "sqlite":
        yield ""
        return
    with servers.own_database(postgres()) as address:
        yield address


def manage(home, *words: str, **variables: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "HELPAPI_HOME": str(home), **variables}
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=bootstrap.PROJECT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("words", [("load_seed", "--if-empty"), ("verify",)])
def test_a_command_before_migrate_says_that_it_comes_first(tmp_path, database, words):
    done = manage(tmp_path, *words, DATABASE_URL=database)

    assert done.returncode == 1
    assert "run `python3 -m helpapi migrate` first" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_command_with_a_wrong_setting_names_it_in_one_line(tmp_path):
    done = manage(tmp_path, "migrate", DATABASE_URL="postgres://app:hunter2@db/help?schema=public")

    assert done.returncode == 1
    assert done.stderr.strip() == "DATABASE_URL has the parameter schema, which PostgreSQL does not know; remove it."
