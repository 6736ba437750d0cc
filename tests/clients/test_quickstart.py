"""The commands and examples in docs/quickstart.md run as they stand, in a folder of their own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from publishing.emergency import EMERGENCY
from tests import nodejs

PAGE = (settings.BASE_DIR / "docs" / "quickstart.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
# What is installed is what the project's own locks name; only that it is named rightly is tried here.
INSTALLERS = {
    "pip": """case "$2" in ./*) test -f "$2/pyproject.toml" ;; *) command -v "$2" ;; esac""",
    "npm": """for word in "$@"; do
        case "$word" in install | --save-dev) ;; *) test -d "node_modules/${word%@[0-9]*}" || exit 1 ;; esac
    done""",
    "npx": """program=$1; shift; exec "node_modules/.bin/$program" "$@" """,
}


def blocks(language: str) -> list[str]:
    return [code for name, code in BLOCKS if name == language]


ASKING, READING_OUT, MISTAKING, GENERATING_PYTHON, GENERATING_TYPES, RUNNING = blocks("sh")
PLAIN_PYTHON, TYPED_PYTHON = blocks("python")
[TYPESCRIPT] = blocks("ts")


@pytest.fixture
def folder(tmp_path) -> Path:
    """Empty, but for what the installers would bring."""
    (tmp_path / "bin").mkdir()
    for name, script in INSTALLERS.items():
        program = tmp_path / "bin" / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
    (tmp_path / "node_modules").symlink_to(nodejs.CHECKS / "node_modules")
    return tmp_path


def output(server: str, folder: Path, command: list[str]) -> str:
    places = [str(folder / "bin"), str(Path(sys.executable).parent), nodejs.ENVIRONMENT["PATH"]]
    environment = {**nodejs.ENVIRONMENT, "HELPAPI_URL": server, "PATH": os.pathsep.join(places)}
    environment["PYTHONPATH"] = "helpapi-client"
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def shell(server: str, folder: Path, code: str) -> str:
    return output(server, folder, ["sh", "-e", "-c", code])


def test_every_example_is_in_a_language_that_is_run():
    assert {language for language, _ in BLOCKS} == {"sh", "python", "ts"}


@pytest.mark.parametrize(
    ("code", "expected"), [(ASKING, '"reader"'), (READING_OUT, "Report Remove"), (MISTAKING, "Did you mean")]
)
def test_the_curl_examples_run(server, folder, code, expected):
    if not shutil.which("curl") and os.environ.get("CI") != "true":
        pytest.skip("curl is not installed")
    answer = shell(server, folder, code)

    assert expected in answer
    assert EMERGENCY["text"] in answer


def test_the_python_example_runs(server, folder):
    assert "Report Remove" in output(server, folder, [sys.executable, "-c", PLAIN_PYTHON])


def test_the_typed_python_example_runs(server, folder):
    shell(server, folder, GENERATING_PYTHON)

    assert "Report Remove" in output(server, folder, [sys.executable, "-c", TYPED_PYTHON])


def test_the_typescript_example_compiles_and_runs(server, folder):
    nodejs.require(nodejs.CHECKS)
    shell(server, folder, GENERATING_TYPES)
    (folder / "ask.mts").write_text(TYPESCRIPT, encoding="utf-8")

    assert "Report Remove" in shell(server, folder, RUNNING)
