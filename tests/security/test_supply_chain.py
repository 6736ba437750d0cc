"""Every package is locked to what was looked at, and there is a list of them all."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from publishing import packages

LOCKS = ("requirements.txt", "tests/requirements.txt")


def entries(name: str) -> list[str]:
    """The requirements of a lock file, each with its continuation lines in one."""
    text = (settings.BASE_DIR / name).read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_one_version_and_hashes(name):
    found = entries(name)

    assert len(found) > 20
    for entry in found:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


def test_the_checks_run_with_the_versions_that_run_in_production():
    pinned = dict(re.match(r"([a-z0-9._-]+)\S*?==(\S+)", entry).groups() for entry in entries(LOCKS[0]))
    for entry in entries(LOCKS[1]):
        name, version = re.match(r"([a-z0-9._-]+)\S*?==(\S+)", entry).groups()
        assert pinned.get(name, version) == version, name


def test_nothing_is_locked_that_nobody_asked_for():
    for lock, asked in zip(LOCKS, ("requirements.in", "tests/requirements.in"), strict=True):
        wanted = re.findall(r"^([A-Za-z0-9._-]+)", (settings.BASE_DIR / asked).read_text(), re.MULTILINE)
        locked = {re.match(r"[a-z0-9._-]+", entry)[0] for entry in entries(lock)}
        assert {name.lower() for name in wanted} <= locked
        reasons = (settings.BASE_DIR / lock).read_text().count("# via")
        assert reasons == len(entries(lock))


def test_the_list_of_parts_names_every_package(tmp_path):
    written = tmp_path / "parts.json"
    program = Path(sys.executable).with_name("cyclonedx-py")
    command = [str(program), "requirements", "requirements.txt", "--of", "JSON", "-o", str(written)]
    subprocess.run(command, cwd=settings.BASE_DIR, check=True, capture_output=True, timeout=60)

    parts = json.loads(written.read_text())["components"]
    assert len(parts) == len(entries("requirements.txt"))
    assert all(part["version"] for part in parts)


# What commands call others with: the sender of webhooks, and what looks at links.
OF_COMMANDS = (
    *("publishing.reaching.connecting", "partners.webhooks.calling"),
    *("partners.webhooks.served", "partners.webhooks.sending"),
    *("publishing.links.visiting", "publishing.links.rounds"),
)


def test_the_code_that_answers_has_no_network_client():
    """Nothing that a reader sends can make it ask somebody; only a command that editors run may look at links."""
    besides = [settings.BASE_DIR / f"{name.replace('.', '/')}.py" for name in OF_COMMANDS]
    client = re.compile(
        r"^\s*(?:import|from) (?:urllib\.request|http\.client|requests|httpx|socket|smtplib)\b", re.MULTILINE
    )
    answering = [folder for name, folder in packages.own().items() if name != "helpapi"]
    ours = [path for folder in answering for path in folder.rglob("*.py")]

    assert len(ours) > 50
    found = [path for path in ours if client.search(path.read_text()) and "commands" not in path.parts]
    assert [path for path in found if path not in besides] == []


def test_a_server_never_loads_what_calls_the_endpoints_of_webhooks():
    """Neither for readers nor for editors: operators ask for a call, and the sender makes it."""
    loads = (
        "import sys, helpapi.wsgi, helpapi.urls; "
        f"print(sorted(set(sys.modules) & {set(OF_COMMANDS)!r}), 'partners.webhooks.admin' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", loads], cwd=settings.BASE_DIR, capture_output=True, text=True)

    assert done.stdout == "[] True\n", done.stderr


def test_there_is_a_way_to_report_a_weakness():
    text = (settings.BASE_DIR / "SECURITY.md").read_text()

    assert "/.well-known/security.txt" in text
    assert (settings.BASE_DIR / "docs" / "security.md").exists()
