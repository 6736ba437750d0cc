"""Copies of the project to make changes in, and commands run in them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

OWN = ("DATABASE_URL", "HELPAPI_HOME", "HELPAPI_ENV")


def copy_to(folder: Path) -> Path:
    """The project as it stands in the working tree, without what git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (settings.BASE_DIR / name).exists():  # or it has been deleted and not committed yet
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(settings.BASE_DIR / name, folder / name)
    return folder


def surroundings(copy: Path) -> dict[str, str]:
    """The environment of a command in a copy: a home of its own, and so a database."""
    return {**{name: value for name, value in os.environ.items() if name not in OWN}, "HELPAPI_HOME": str(copy / "var")}


def run(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=copy, env=surroundings(copy), capture_output=True, text=True)


def manage(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(copy, sys.executable, "manage.py", *words)


class Warm:
    """Runs commands in copies from one process that has everything imported but the project (warm.py)."""

    def __enter__(self) -> "Warm":
        command = [sys.executable, str(Path(__file__).with_name("warm.py"))]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *error) -> None:
        self.process.communicate(timeout=10)

    def run(self, copy: Path, *command: str, **environment: str) -> tuple[int, str]:
        """The exit code and all that was said. `command`: words for manage.py, or "pytest" and words for it."""
        asked = {"copy": str(copy), "command": command, "environment": {**surroundings(copy), **environment}}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        return told["code"], told["output"]
