"""What a start takes: one set-up of Django, nothing that a node without an admin never uses, and all of it once."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

from benchmarks.servers import free_port
from helpapi.running import bootstrap
from publishing import bundle
from publishing.edition import Edition, Published
from publishing.registry import layouts
from tests import prepared
from tests.running import installed, wait_until_ready
from tests.sealed import sealed

linux = pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere no process is forked from another.")

# Whole families of modules, by the beginning of their names.
ONLY_FOR_EDITORS = (
    "publishing.admin",
    "services.admin",
    "services.editing.forms",
    "advice.admin",
    "partners.webhooks.admin",
)
ONLY_FOR_FORMS = ("helpapi.signing_in.sign_in", "helpapi.confirm", "qrcode", "ftfy")
ONLY_FOR_PAGES = ("drf_spectacular.generators", "drf_spectacular.plumbing", "markdown_it", "rest_framework.test")
ONLY_FOR_PARTNERS = ("joserfc", "tuf", "securesystemslib", "cryptography", "standardwebhooks")
ONLY_FOR_COMMANDS = ("holidays", "django.core.management.commands", "django.test", "helpapi.seed", "dateutil")
NEVER_NEEDED = (*ONLY_FOR_EDITORS, *ONLY_FOR_FORMS, *ONLY_FOR_PAGES, *ONLY_FOR_PARTNERS, *ONLY_FOR_COMMANDS)
LOADED = "print(json.dumps(sorted(name for name in sys.modules if name.startswith(NEVER))))"
AWAY = "postgres://somebody@127.0.0.1:9/none"
TOPIC = Published(
    "topic", "00000000-0000-4000-8000-000000000001", "sextortion", 1, 7, "d" * 64, b"{}", {"name": "Sextortion"}
)


def on_file(home: Path, number: int) -> None:
    """Have an edition of this number on file in `home`, the newest there."""
    folder = home / "editions"
    folder.mkdir(exist_ok=True)
    bundle.write(folder, sealed(Edition(number, [TOPIC], layouts())), datetime.now(UTC))


def environment(home: Path, **variables: str) -> dict[str, str]:
    ours = ("HELPAPI_", "DATABASE_URL", "EDITION_POLL_SECONDS", "PUBLIC_URL")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    key = {"HELPAPI_EDITION_KEY": os.environ["HELPAPI_EDITION_KEY"]}  # what is prepared is sealed with it
    return {**inherited, **key, "HELPAPI_HOME": str(home), "HELPAPI_ROLE": "public", **variables}


def said_by(script: str, home: Path, **variables: str) -> list[str]:
    """What a public node prints, as JSON, that runs this after its application has been imported."""
    begin = f"import json, sys; NEVER = {NEVER_NEEDED!r}; import helpapi.wsgi; from django.test import Client\n"
    begin = begin if "Client" in script else begin.replace("; from django.test import Client", "")
    command = [sys.executable, "-c", begin + script]
    done = subprocess.run(
        command, cwd=bootstrap.PROJECT, env=environment(home, DATABASE_URL=AWAY, **variables), capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_public_node_imports_nothing_that_readers_do_not_need(tmp_path):
    on_file(tmp_path, 7)

    assert said_by(LOADED, tmp_path) == []


def test_its_pages_are_there_all_the_same_and_bring_no_form_with_them(tmp_path):
    on_file(tmp_path, 7)
    paths = ("/", "/problems", "/problems/not-found", "/api/docs", "/api/v1/openapi.json", "/api/v1/recalls")
    script = (
        f"found = [Client().get(path).status_code for path in {paths!r}]\n"
        "print(json.dumps([found, sorted(name for name in sys.modules if name.startswith('publishing.admin'))]))"
    )

    assert said_by(script, tmp_path, HELPAPI_HOSTS="testserver") == [[200] * len(paths), []]


def test_whoever_checks_a_public_node_checks_the_forms_too(tmp_path):
    script = (
        "import django, json; django.setup()\n"
        "from django.core.checks import run_checks\n"
        "from django.contrib import admin\n"
        "from publishing.registry import kinds\n"
        "before = len(admin.site._registry); found = run_checks()\n"
        "known = all(kind.model in admin.site._registry for kind in kinds().values())\n"
        "print(json.dumps([before, known, [one.id for one in found if not one.is_silenced()]]))"
    )
    variables = {"DJANGO_SETTINGS_MODULE": "helpapi.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=bootstrap.PROJECT, env=environment(tmp_path, **variables),
        capture_output=True, text=True,
    )  # fmt: skip

    assert json.loads(done.stdout or "null") == [0, True, []], done.stderr


@contextmanager
def served(home: Path, role: str, workers: int, **variables: str):
    """A server as `python3 -m helpapi serve` starts it: its launcher, and its address."""
    port = free_port()
    command = [sys.executable, "-m", "helpapi", "serve", "--port", str(port), "--role", role]
    with subprocess.Popen(
        [*command, "--workers", str(workers)], cwd=bootstrap.PROJECT, env=environment(home, **variables),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as launcher:  # fmt: skip
        try:
            wait_until_ready(launcher, f"http://127.0.0.1:{port}/health/ready")
            yield launcher, f"http://127.0.0.1:{port}"
        finally:
            launcher.terminate()
            launcher.communicate(timeout=30)


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(os.name == "nt", reason="The environment is stood in for by a shell script.")
@pytest.mark.parametrize("role", ["public", "all"])
def test_a_start_sets_django_up_once(tmp_path, role):
    installed(tmp_path)
    prepared.filled(tmp_path)
    started = tmp_path / "started"
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\necho "$2" >> {started}\nexec "{sys.executable}" "$@"\n')

    with served(tmp_path, role, 1):
        pass

    assert started.read_text().split() == ["helpapi.running.serving"]


@pytest.mark.skipif(os.name == "nt", reason="The environment is stood in for by a shell script.")
def test_ctrl_c_before_anything_is_served_ends_it_as_shells_expect(tmp_path):
    installed(tmp_path)
    started = tmp_path / "started"
    (tmp_path / ".venv" / "bin" / "python").write_text(f"#!/bin/sh\necho > {started}\nexec sleep 60\n")
    command = [sys.executable, "-m", "helpapi", "serve", "--port", str(free_port())]

    with subprocess.Popen(command, cwd=bootstrap.PROJECT, env=environment(tmp_path)) as launcher:
        while not started.exists():
            time.sleep(0.05)
        launcher.send_signal(signal.SIGINT)
        assert launcher.wait(timeout=30) == 130


@linux
def test_workers_are_forked_from_a_process_that_has_loaded_everything(tmp_path):
    """And whatever made the database ready has ended."""
    installed(tmp_path)
    prepared.filled(tmp_path)

    with served(tmp_path, "public", 2) as (launcher, _):
        (server,) = children(launcher.pid)
        workers = children(server)
        commands = {Path(f"/proc/{pid}/cmdline").read_bytes() for pid in [server, *workers]}

    assert len(workers) == 2
    assert len(commands) == 1


@linux
def test_a_worker_that_takes_the_place_of_one_that_died_holds_the_newest_file(tmp_path):
    """Though it is forked from a process that has held an older one all the time."""
    installed(tmp_path)
    on_file(tmp_path, 7)

    with served(tmp_path, "public", 1, DATABASE_URL=AWAY) as (launcher, address):
        assert held(address) == 7
        on_file(tmp_path, 8)
        (server,) = children(launcher.pid)
        (worker,) = children(server)
        os.kill(worker, signal.SIGKILL)
        end = time.monotonic() + 60
        while (now := held(address)) is None and time.monotonic() < end:
            time.sleep(0.1)

        assert now == 8


def held(address: str) -> int | None:
    try:
        with urlopen(f"{address}/health/ready", timeout=5) as answer:  # noqa: S310  (our own server)
            return json.load(answer)["edition"]
    except OSError:
        return None
