"""`test --quick`, on a copy of the project under git in which something was changed."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from helpapi.running import bootstrap, installing

long = partial(pytest.param, marks=pytest.mark.long)  # each starts a pytest of its own
PARTS = (
    *(
        "advice",
        "benchmarks",
        "docs",
        "fixtures",
        "helpapi",
        "matchers",
        "partners",
        "publishing",
        "services",
        "tests",
        "vectors",
    ),
    *("README.md", "manage.py", "pyproject.toml", "requirements.txt"),
)
COMMAND = "publishing/management/commands/expire_notices.py"  # no module imports it
LISTS = ("requirements.txt", "tests/requirements.txt")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="The environment is stood in for by a shell script.")


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    project = tmp_path_factory.mktemp("project")
    for part in PARTS:
        source = bootstrap.PROJECT / part
        if source.is_dir():
            shutil.copytree(source, project / part, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
        else:
            shutil.copy(source, project)
    (project / ".gitignore").write_text("__pycache__/\n.pytest_cache/\n")
    git(project, "init", "--quiet", "--initial-branch", "main")
    commit(project)
    return project


@pytest.fixture
def copy(project) -> Path:
    """The project on a branch that differs from main in nothing yet."""
    git(project, "reset", "--quiet", "--hard", "main")
    git(project, "clean", "--quiet", "--force", "-d")
    git(project, "switch", "--quiet", "--force-create", "branch", "main")
    return project


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A home where everything is installed: its Python is the one that runs this test."""
    home = tmp_path_factory.mktemp("home")
    python = installing.python_in(home / ".venv")
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    (home / ".venv" / "lib").symlink_to(Path(sys.prefix) / "lib")
    digests = [hashlib.sha256((bootstrap.PROJECT / name).read_bytes()).hexdigest() for name in LISTS]
    (home / ".venv" / "installed-{}.{}".format(*sys.version_info[:2])).write_text("\n".join(digests))
    return home


@pytest.fixture
def quick(copy, home):
    """Collects what would be run; the files of tests and what is said at the end."""

    def quick(*words: str) -> tuple[set[str], str]:
        command = [sys.executable, "-m", "helpapi", "test", "--quick", "--collect-only", "-q", "-n", "0", *words]
        environment = {**os.environ, "HELPAPI_HOME": str(home)}
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return set(re.findall(r"^(tests/\S+): \d+$", done.stdout, re.MULTILINE)), done.stdout.strip().splitlines()[-1]

    return quick


def git(folder: Path, *words: str) -> None:
    author = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    subprocess.run(["git", *author, *words], cwd=folder, capture_output=True, check=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Change something")


def change(file: Path) -> None:
    with file.open("a", encoding="utf-8") as text:
        text.write("\n")


@pytest.mark.parametrize(
    ("changed", "touched", "untouched"),
    [
        ("services/hours/text.py", "services/test_hours_text.py", "security/test_supply_chain.py"),
        ("docs/matching.md", "matching/test_plain_matcher.py", "publishing/test_lifecycle.py"),
        long("advice/help.py", "matching/test_plain_matcher.py", "publishing/test_crash.py"),
        long("tests/publishing/admin/desk.py", "publishing/admin/test_states.py", "publishing/test_lifecycle.py"),
        long("tests/clients/src/hey-api.test.ts", "clients/test_typescript.py", "services/test_ages.py"),
        long("publishing/static/publishing/admin.css", "security/test_admin_browser.py", "services/test_ages.py"),
    ],
)
def test_what_is_changed_touches_the_tests_of_it_and_no_others(quick, copy, changed, touched, untouched):
    change(copy / changed)

    files, _ = quick(*{f"tests/{Path(file).parent}" for file in (touched, untouched)})

    assert f"tests/{touched}" in files
    assert f"tests/{untouched}" not in files


def test_what_was_committed_since_main_counts_and_so_does_what_git_does_not_know_yet(quick, copy):
    change(copy / "tests" / "services" / "test_ages.py")
    commit(copy)
    (copy / "tests" / "test_new.py").write_text("def test_something():\n    assert True\n")

    assert quick()[0] == {"tests/services/test_ages.py", "tests/test_new.py"}


def test_what_no_test_reads_touches_none(quick, copy):
    change(copy / "docs" / f"{uuid4()}.md")

    files, said = quick()

    assert files == set()
    assert re.fullmatch(r"--quick: 1 changed since \w{8}, 0 of \d+ files of tests touched.", said)


@pytest.mark.parametrize("changed", ["pyproject.toml", long("tests/conftest.py"), long("tests/prepared.py")])
def test_what_all_tests_stand_on_touches_all(quick, copy, changed):
    change(copy / changed)

    assert quick("tests/launcher")[0] == {f"tests/launcher/{path.name}" for path in files_here()}


def test_where_a_module_is_gone_every_test_is_run(quick, copy):
    (copy / COMMAND).unlink()

    files, said = quick("tests/launcher")

    assert len(files) == len(files_here())
    assert said == f"--quick: {COMMAND} is gone, so every test was run."


def test_where_git_tells_nothing_every_test_is_run(quick, copy, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(copy / "nowhere"))

    files, said = quick("tests/launcher")

    assert len(files) == len(files_here())
    assert said == "--quick: git does not tell what changed, so every test was run."


def files_here() -> list[Path]:
    return list(Path(__file__).parent.glob("test_*.py"))
