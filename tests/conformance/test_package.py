"""The Python matcher as partners get it: a wheel, installed from the file into an environment that has nothing else."""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import orjson
import pytest

from tests.conformance import vectors
from tests.conformance.asking import Lines

PROJECT = Path(__file__).resolve().parents[2] / "matchers" / "python"
EVERY = 50  # of the vectors: the others are asked of the same code where it lies


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built from a copy, without the network."""
    folder = tmp_path_factory.mktemp("package")
    copy = shutil.copytree(PROJECT, folder / "source", ignore=shutil.ignore_patterns("__pycache__", "dist"))
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=copy)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def interpreter(wheel, tmp_path_factory):
    """The Python of an environment in which the wheel was installed, and nothing besides."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    found = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(
        sys.executable, "-m", "pip", "--python", str(found), "install", "--quiet", "--no-index", "--no-deps", str(wheel)
    )
    return found


def run(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_the_code_its_types_and_its_licence(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    assert {path.relative_to(PROJECT).as_posix() for path in (PROJECT / "helpapi_matcher").glob("*.py")} <= set(names)
    assert "helpapi_matcher/py.typed" in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_installed_from_the_file_it_answers_as_the_vectors_have_it(interpreter, tmp_path):
    lines = [orjson.loads(line) for line in vectors.QUESTIONS.read_bytes().splitlines()[::EVERY]]
    matcher = Lines(str(interpreter), "-I", "-m", "helpapi_matcher", str(vectors.BUNDLE), cwd=tmp_path)

    said = matcher(vectors.read_asks(vectors.QUESTIONS)[::EVERY])

    assert [hashlib.sha256(one.body).hexdigest() for one in said] == [line["sha256"] for line in lines]


def test_installed_from_the_file_it_names_what_is_wrong(interpreter, tmp_path):
    asks = vectors.read_asks(vectors.REFUSED)
    matcher = Lines(str(interpreter), "-I", "-m", "helpapi_matcher", str(vectors.BUNDLE), cwd=tmp_path)
    expected = [orjson.loads(line)["parameters"] for line in vectors.REFUSED.read_bytes().splitlines()]

    assert [one.refused for one in matcher(asks)] == expected


def test_the_example_of_its_page_works(interpreter, tmp_path):
    example = (PROJECT / "README.md").read_text(encoding="utf-8").partition("```python\n")[2].partition("```")[0]
    (tmp_path / "example.py").write_text(example, encoding="utf-8")
    shutil.copy(vectors.BUNDLE, tmp_path / "bundle.json")

    run(str(interpreter), "-I", "example.py", cwd=tmp_path)
