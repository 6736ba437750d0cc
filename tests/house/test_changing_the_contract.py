"""A change to a serializer, made on a copy of the project, with both documents written anew and committed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PARTS = ("helpapi", "publishing", "services", "advice", "docs", "fixtures", "tests", "manage.py", "pyproject.toml")
SUMMARY = '    summary = serializers.CharField(help_text="What it does, in one sentence.")\n'
AUTHOR = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
CHECK = "tests/house/test_compatibility.py::test_nothing_that_was_released_is_broken"


@pytest.fixture
def copy(tmp_path) -> Path:
    """The project, its released document committed."""
    for part in PARTS:
        source = settings.BASE_DIR / part
        if source.is_dir():
            shutil.copytree(source, tmp_path / part, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
        else:
            shutil.copy(source, tmp_path)
    run(tmp_path, "git", "init", "--quiet")
    commit(tmp_path)
    return tmp_path


def run(copy: Path, *command: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "HELPAPI_HOME": str(copy)}
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)


def commit(copy: Path) -> None:
    run(copy, "git", "add", "docs")
    done = run(copy, "git", *AUTHOR, "commit", "--quiet", "--message", "Release")
    assert done.returncode == 0, done.stderr


def checked_after(copy: Path, change: str) -> subprocess.CompletedProcess:
    """What the check says when `change` stands for the summary of a service."""
    serializers = copy / "services" / "serializers.py"
    text = serializers.read_text(encoding="utf-8")
    assert SUMMARY in text
    serializers.write_text(text.replace(SUMMARY, change), encoding="utf-8")
    done = run(copy, sys.executable, "manage.py", "spectacular", "--file", "docs/openapi.yaml")
    assert done.returncode == 0, done.stderr
    shutil.copy(copy / "docs" / "openapi.yaml", copy / "docs" / "openapi-released.yaml")
    commit(copy)
    return run(copy, sys.executable, "-m", "pytest", CHECK)


def test_a_breaking_change_fails_with_the_sentence_although_the_released_document_is_written_anew(copy):
    done = checked_after(copy, "")

    assert done.returncode == 1
    assert "Service: summary is gone." in done.stdout


def test_an_added_member_passes(copy):
    done = checked_after(copy, SUMMARY + SUMMARY.replace("summary", "mood"))

    assert done.returncode == 0, done.stdout
