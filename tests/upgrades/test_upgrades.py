"""What one state left is served by the next, and the other way round: its database, and its edition without one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import servers
from tests.drills import postgres

PROJECT = Path(__file__).resolve().parents[2]
STATES = [line for line in (Path(__file__).with_name("states.txt")).read_text().split("\n") if line and line[0] != "#"]
PUT_ON_FILE = (
    "from datetime import UTC, datetime; from django.conf import settings; from publishing import bundle, keeper;"
    "settings.EDITIONS_FOLDER.mkdir(exist_ok=True);"
    "bundle.write(settings.EDITIONS_FOLDER, keeper.current(), datetime.now(UTC))"
)
READ_FROM_FILE = (
    "from django.conf import settings; from publishing import bundle; from django.test import Client;"
    "from publishing import keeper; edition = bundle.newest(settings.EDITIONS_FOLDER);"
    "keeper._keeper.hold_file(edition); answer = Client().get('/api/v1/help?age=15', headers={'host': 'localhost'});"
    "print('served', edition.number, answer.status_code)"
)
READ_FROM_DATABASE = (
    "from publishing import keeper; from django.test import Client;"
    "answer = Client().get('/api/v1/help?age=15', headers={'host': 'localhost'});"
    "print('served', keeper.current().number, answer.status_code)"
)


# .ci/run upgrades from the last state on a file; all the rest is for .ci/full.
LAST, *OLDER = STATES


def full(*params: str) -> list:
    return [pytest.param(one, marks=pytest.mark.long) for one in params]


@pytest.fixture(scope="module", params=[LAST, *full(*OLDER)])
def earlier(request, tmp_path_factory) -> Path:
    """The project as it was at an earlier state, in a folder of its own."""
    folder = tmp_path_factory.mktemp("earlier")
    known = subprocess.run(["git", "cat-file", "-e", f"{request.param}^{{commit}}"], cwd=PROJECT, capture_output=True)
    if known.returncode:
        pytest.skip(f"git does not have {request.param} here")
    archive = subprocess.run(["git", "archive", request.param], cwd=PROJECT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    return folder


def manage(project: Path, home: Path, *words: str, database: str = "") -> str:
    """What a command of that state of the project says."""
    environment = {**servers.environment(home, database, "all", poll=0), "PYTHONPATH": ""}
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(params=["upgraded", *full("gone back")])
def ways(request, earlier) -> tuple[Path, Path]:
    """The state that leaves something, and the one that goes on with it."""
    return (earlier, PROJECT) if request.param == "upgraded" else (PROJECT, earlier)


@pytest.fixture(params=["sqlite", *full("postgresql")])
def database(request):
    """The address of a database in which nothing has ever been."""
    if request.param == "sqlite":
        yield ""
        return
    with servers.own_database(postgres()) as address:
        yield address


@pytest.mark.skipif(os.name == "nt", reason="tar is asked for.")
def test_what_one_state_left_is_served_by_the_other(ways, database, tmp_path):
    before, after = ways
    manage(before, tmp_path, "migrate", "--verbosity", "0", database=database)
    manage(before, tmp_path, "load_seed", database=database)
    manage(before, tmp_path, "shell", "-c", PUT_ON_FILE, database=database)

    away = "postgres://nobody@127.0.0.1:9/nothing"
    assert "served 1 200" in manage(after, tmp_path, "shell", "-c", READ_FROM_FILE, database=away)
    if after == PROJECT:
        manage(after, tmp_path, "migrate", "--verbosity", "0", database=database)
    assert "served 1 200" in manage(after, tmp_path, "shell", "-c", READ_FROM_DATABASE, database=database)
