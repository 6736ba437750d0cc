"""`python3 -m helpapi` says in one sentence why it cannot go on, before it starts any slow work.

Nothing here may make an environment or reach the network: each refusal must come first.
"""

import ast
import os
import socket
import subprocess
import sys
import time

import pytest

from benchmarks.servers import free_port
from helpapi import __main__ as launcher
from helpapi.running import bootstrap, installing, turns

LAUNCHER = ("__init__", "bootstrap", "databases", "inherited", "installing")
SERVE = ("-m", "helpapi", "serve")


@pytest.fixture
def launch(tmp_path):
    """Runs Python with `words` in the project folder; an empty HELPAPI_HOME shows what would have been installed."""

    def run(*words, **variables):
        inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HELPAPI_ENV")}
        environment = {**inherited, "HELPAPI_HOME": str(tmp_path / "home"), **variables}
        return subprocess.run(
            [sys.executable, *words], cwd=bootstrap.PROJECT, env=environment, capture_output=True, text=True, timeout=10
        )

    return run


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def silent_port():
    """A port where nothing listens, and nothing else will while the test runs."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


def refusal(done) -> str:
    """The one line on stderr of a launcher that refused, having made nothing."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stdout == ""
    return done.stderr.strip()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80a", "8000.5", "", "８０００"])
def test_a_port_that_is_none_is_refused(launch, port):
    assert "--port: " in refusal(launch(*SERVE, f"--port={port}"))


def test_an_unknown_role_is_refused(launch):
    assert "--role: " in refusal(launch(*SERVE, "--role", "editor"))


def test_an_unknown_option_is_refused(launch):
    assert "--prot" in refusal(launch(*SERVE, "--prot", "8000"))


def test_a_taken_port_is_named_with_another_to_try(launch, taken_port):
    sentence = refusal(launch(*SERVE, "--port", str(taken_port)))

    assert f"Port {taken_port} on 127.0.0.1 is taken" in sentence
    assert "--port " in sentence


def test_a_host_that_is_not_this_machine_is_refused(launch):
    assert "192.0.2.1 is not an address of this machine" in refusal(launch(*SERVE, "--host", "192.0.2.1"))


@pytest.mark.parametrize("command", ["serve", "test"])
def test_a_database_that_does_not_answer_is_named_without_its_password(launch, command, silent_port):
    words = ["serve", "--port", str(free_port())] if command == "serve" else ["test"]
    began = time.monotonic()
    sentence = refusal(
        launch("-m", "helpapi", *words, DATABASE_URL=f"postgres://app:hunter2@127.0.0.1:{silent_port}/helpapi")
    )

    assert f"127.0.0.1:{silent_port}" in sentence
    assert "hunter2" not in sentence
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("url", ["mysql://db/helpapi", "postgres://db:port/helpapi", "localhost"])
def test_a_database_url_that_cannot_be_read_is_refused_without_repeating_it(launch, url):
    sentence = refusal(launch(*SERVE, "--port", str(free_port()), DATABASE_URL=url))

    assert "DATABASE_URL must look like" in sentence
    assert url not in sentence


def test_a_home_that_cannot_be_written_is_named(launch, tmp_path):
    in_the_way = tmp_path / "a file"
    in_the_way.touch()
    sentence = refusal(launch("-m", "helpapi", "check", HELPAPI_HOME=str(in_the_way / "home")))

    assert str(in_the_way) in sentence
    assert "HELPAPI_HOME" in sentence


def test_a_python_without_the_means_to_make_environments_is_told_what_to_install(launch):
    without_ensurepip = (
        "import sys; sys.modules['ensurepip'] = None; from helpapi.__main__ import main; main(['check'])"
    )

    assert "install python3-venv" in refusal(launch("-c", without_ensurepip))


@pytest.mark.parametrize("version", [(3, 8, 18), (3, 10, 99), (2, 7, 18)])
def test_an_older_python_is_refused_by_its_number(version):
    with pytest.raises(
        SystemExit, match=rf"needs Python 3\.11 or newer, and this is Python {version[0]}\.{version[1]}\."
    ):
        bootstrap.check_python(version)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1)])
def test_a_newer_python_is_accepted(version):
    bootstrap.check_python(version)


@pytest.mark.parametrize("name", ["__init__", "__main__", *(f"running/{name}" for name in LAUNCHER)])
def test_an_old_python_can_read_the_launcher(name):
    ast.parse((bootstrap.PROJECT / "helpapi" / f"{name}.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_without_a_word_the_two_commands_are_shown(launch):
    done = launch("-m", "helpapi")

    assert done.returncode == 2
    assert "helpapi serve" in done.stdout
    assert "helpapi test" in done.stdout


@pytest.mark.parametrize(
    ("role", "database", "workers"),
    [("all", "", "1"), ("all", "postgres://db/helpapi", "2"), ("public", "", "2"), ("admin", "", "2")],
)
def test_each_role_gets_workers_that_suit_it(role, database, workers):
    words = launcher.granian_options(launcher.serve_options(["--role", role]), database)

    assert words[words.index("--workers") + 1] == workers
    assert words[words.index("--blocking-threads") + 1] == str(turns.THREADS)


def test_a_list_that_is_installed_is_not_installed_again(tmp_path, monkeypatch):
    installed = stand_in_for_pip(monkeypatch)

    installing.python_with(tmp_path, "requirements.txt")
    installing.python_with(tmp_path, "requirements.txt")
    installing.python_with(tmp_path, "requirements.txt", "tests/requirements.txt")

    assert installed == ["requirements.txt", "tests/requirements.txt"]


def test_an_interrupted_installation_is_begun_anew(tmp_path, monkeypatch):
    installed = stand_in_for_pip(monkeypatch, interrupt="tests/requirements.txt")

    with pytest.raises(KeyboardInterrupt):
        installing.python_with(tmp_path, "requirements.txt", "tests/requirements.txt")
    installing.python_with(tmp_path, "requirements.txt")

    assert installed == ["requirements.txt", "requirements.txt"]


@pytest.fixture
def served(tmp_path, monkeypatch):
    """Serves with `words` up to where the web server would start; gives the environment it would get."""
    stand_in_for_pip(monkeypatch)
    environments = []
    monkeypatch.setattr(launcher, "attend", lambda command, environment: environments.append(environment))
    monkeypatch.setenv("HELPAPI_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("HELPAPI_DEMO", raising=False)

    def run(*words, **variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        launcher.main(["serve", "--port", str(free_port()), *words])
        return environments[-1]

    return run


def test_serve_is_a_demonstration_unless_it_is_production(served):
    assert served(HELPAPI_ENV="development")["HELPAPI_DEMO"] == "1"
    assert "HELPAPI_DEMO" not in served(HELPAPI_ENV="production")


def test_the_server_is_told_its_role(served):
    assert served("--role", "admin")["HELPAPI_ROLE"] == "admin"


def test_a_public_node_in_production_starts_without_its_database(served, silent_port):
    url = f"postgres://127.0.0.1:{silent_port}/helpapi"

    assert served("--role", "public", HELPAPI_ENV="production", DATABASE_URL=url)
    with pytest.raises(SystemExit, match="No database answers"):
        served("--role", "admin", HELPAPI_ENV="production", DATABASE_URL=url)


def test_a_reason_is_the_last_line_that_names_an_error():
    output = "Traceback (most recent call last):\n  File ...\nx.OperationalError: refused\n\tIs the server running?\n"

    assert bootstrap.reason_in(output) == "x.OperationalError: refused"


def stand_in_for_pip(monkeypatch, interrupt="") -> list[str]:
    """Environments without packages; the returned list grows by each requirements file that would be installed."""
    installed = []

    def make(folder):
        installing.python_in(folder).parent.mkdir(parents=True, exist_ok=True)
        installing.python_in(folder).touch()

    def install(python, name, log):
        if name == interrupt:
            raise KeyboardInterrupt
        installed.append(name)

    monkeypatch.setattr(installing, "_make", make)
    monkeypatch.setattr(installing, "_install", install)
    monkeypatch.setattr(installing, "_gone", lambda *words: iter(()))
    monkeypatch.setattr(installing, "_look_at", lambda *words: None)
    return installed
