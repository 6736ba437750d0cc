"""A start that comes up right with everything at once in its shell that other projects leave there."""

import os
import subprocess
import sys
from urllib.request import urlopen

import pytest

from benchmarks.servers import free_port
from helpapi.running import bootstrap, inherited
from tests import prepared
from tests.launcher import hostile
from tests.running import installed, wait_until_ready

pytestmark = pytest.mark.skipif(os.name == "nt", reason="The environment is stood in for by a shell script.")
OURS = ("HELPAPI_", "DATABASE_URL", "EDITION_POLL_SECONDS", "PUBLIC_URL")


@pytest.fixture
def start(tmp_path):
    """Serves from a home, with every hostile variable set, until it has answered: its answer, and what it said."""

    def start(home) -> tuple[bytes, str]:
        inherits = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        environment = {
            **inherits, **hostile.variables(tmp_path / "theirs"), "HELPAPI_HOME": str(home),
            "HELPAPI_EDITION_KEY": os.environ["HELPAPI_EDITION_KEY"],  # what is prepared is sealed with it
        }  # fmt: skip
        port = free_port()
        command = [sys.executable, "-m", "helpapi", "serve", "--port", str(port)]
        with subprocess.Popen(
            command, cwd=bootstrap.PROJECT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        ) as launcher:  # fmt: skip
            try:
                wait_until_ready(launcher, f"http://127.0.0.1:{port}/health/ready", seconds=600)
                with urlopen(f"http://127.0.0.1:{port}/api/v1/help?age=15", timeout=10) as answer:
                    body = answer.read()
            finally:
                launcher.terminate()
                said, _ = launcher.communicate(timeout=60)
        return body, said

    return start


def test_a_start_with_every_hostile_variable_comes_up_right(start, tmp_path):
    home = tmp_path / "home"
    installed(home)
    prepared.filled(home)

    body, said = start(home)

    assert b"emergency" in body
    assert "Traceback" not in said


@pytest.mark.long
def test_it_does_so_on_a_clean_machine_where_everything_has_yet_to_be_installed(start, tmp_path):
    body, said = start(tmp_path / "home")

    assert b"emergency" in body
    assert "Traceback" not in said
    assert not (tmp_path / "theirs" / "target").exists()


def test_what_the_shell_says_of_anything_else_reaches_our_programs(tmp_path):
    given = {
        "PATH": "/bin",
        "HELPAPI_ROLE": "public",
        "PGPASSWORD": "kept",
        "PYTHONUNBUFFERED": "1",
        "HTTP_PROXY": "kept",
    }

    assert inherited.environment(given) == {**given, **inherited.OWN}
