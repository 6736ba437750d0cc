"""A change to a serializer, made on a copy of the project, with both documents written anew and committed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.copies import copy_to, manage, run

OPERATOR = '    operator = Nullable(help_text="Who runs it in the source\'s words; null: not known.")\n'
DANGER = '"operator", '
AUTHOR = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
CHECK = "tests/house/test_compatibility.py::test_nothing_that_was_released_is_broken"


@pytest.fixture
def draft(tmp_path) -> Path:
    """The project before its first release: the document of the draft is committed."""
    made = copy_to(tmp_path / "copy")
    run(made, "git", "init", "--quiet")
    shutil.copy(made / "docs" / "openapi.yaml", made / "docs" / "openapi-released.yaml")
    commit(made)
    return made


@pytest.fixture
def copy(draft) -> Path:
    """The project, released."""
    run(draft, "git", "tag", "v1.0.0")
    return draft


def commit(copy: Path) -> None:
    run(copy, "git", "add", "docs")
    done = run(copy, "git", *AUTHOR, "commit", "--quiet", "--message", "Release")
    assert done.returncode == 0, done.stderr


def replace(file: Path, text: str, by: str) -> None:
    before = file.read_text(encoding="utf-8")
    assert text in before
    file.write_text(before.replace(text, by), encoding="utf-8")


def checked_after(copy: Path, member: str, danger: str) -> subprocess.CompletedProcess[str]:
    """What the check says when these stand for the operator of a service."""
    replace(copy / "services" / "api" / "serializers.py", OPERATOR, member)
    replace(copy / "services" / "kinds.py", DANGER, danger)
    done = manage(copy, "spectacular", "--file", "docs/openapi.yaml")
    assert done.returncode == 0, done.stderr
    shutil.copy(copy / "docs" / "openapi.yaml", copy / "docs" / "openapi-released.yaml")
    commit(copy)
    return run(copy, sys.executable, "-m", "pytest", CHECK)


def test_a_breaking_change_fails_with_the_sentence_although_the_released_document_is_written_anew(copy):
    done = checked_after(copy, "", "")

    assert done.returncode == 1
    assert "Service: operator is gone." in done.stdout


def test_before_the_first_release_a_breaking_change_passes_and_the_check_says_that_it_compared_nothing(draft):
    done = checked_after(draft, "", "")

    assert done.returncode == 0, done.stdout
    assert "compared with 0 released documents: there is no tag v1.0.0 yet" in done.stdout


def test_an_added_member_passes(copy):
    done = checked_after(copy, OPERATOR + OPERATOR.replace("operator =", "mood ="), DANGER + '"mood", ')

    assert done.returncode == 0, done.stdout
