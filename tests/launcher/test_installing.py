"""The environment that everything runs in: wherever pip is told to put things, it is whole before it is used."""

import hashlib
import os
import shutil
import subprocess
import zipfile

import pytest

from helpapi.running import installing
from tests.launcher import hostile


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project that needs one small package, which is in a folder beside its list."""
    folder = tmp_path / "project"
    (folder / "helpapi" / "running").mkdir(parents=True)
    shutil.copy(installing.PROJECT / "helpapi" / "running" / "importing.py", folder / "helpapi" / "running")
    write_wheel(folder, "small", "WORD = 'small'\n")
    monkeypatch.setattr(installing, "PROJECT", folder)
    return folder


def write_wheel(folder, name: str, code: str) -> None:
    """A package of one module, and the list that asks for it."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(path, "w") as wheel:
        for file, content in files.items():
            wheel.writestr(file, content)
        wheel.writestr(f"{info}/RECORD", "".join(f"{file},,\n" for file in [*files, f"{info}/RECORD"]))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    ways = f"--no-index\n--find-links {folder}\n"
    (folder / "requirements.txt").write_text(f"{ways}{name}==1.0 \\\n    --hash=sha256:{digest}\n")


def word(python: str) -> str:
    """What the small package says to a program that is run there."""
    done = subprocess.run([python, "-I", "-c", "import small; print(small.WORD)"], capture_output=True, text=True)
    return done.stdout.strip() or done.stderr


def test_whatever_pip_is_told_by_another_project_packages_come_into_our_environment(project, tmp_path, monkeypatch):
    for name, value in hostile.variables(tmp_path / "theirs").items():
        monkeypatch.setenv(name, value)

    assert word(installing.python_with(tmp_path / "home", "requirements.txt")) == "small"
    assert not (tmp_path / "theirs" / "target").exists()


def test_an_environment_that_has_lost_something_is_made_anew(project, tmp_path, capsys):
    python = installing.python_with(tmp_path, "requirements.txt")
    (installing.packages_in(tmp_path / ".venv") / "small.py").unlink()

    assert word(installing.python_with(tmp_path, "requirements.txt")) == "small"
    assert "small is not there as it was installed" in capsys.readouterr().out
    assert word(python) == "small"


def test_what_cannot_be_imported_is_named_and_not_taken_for_installed(project, tmp_path):
    write_wheel(project, "small", "import nothing_of_this_name\n")

    with pytest.raises(SystemExit, match=r"cannot be imported .*nothing_of_this_name"):
        installing.python_with(tmp_path, "requirements.txt")
    write_wheel(project, "small", "WORD = 'mended'\n")
    assert word(installing.python_with(tmp_path, "requirements.txt")) == "mended"


def test_each_way_to_the_packages_is_tried_once_and_without_another_project_s_last(project, monkeypatch):
    for name in [
        name for name in os.environ if name.startswith("PIP_") or name.upper() in installing.inherited.NETWORK
    ]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(installing, "_files_of_pip", lambda python: {"PIP_CERT": "/ours.pem"})
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example.org/simple")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.org")

    ways = list(installing._ways(None))
    names = ("PIP_INDEX_URL", "PIP_CERT", "HTTPS_PROXY", "PIP_TARGET")

    assert [[name in way for name in names] for way in ways] == [
        [True, True, True, False],
        [False, True, False, False],
        [False, False, True, False],
        [False, False, False, False],
    ]
