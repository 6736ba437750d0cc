"""The virtual environment that everything runs in: made, filled, looked at before it is used, and mended.

Standard library only, and readable by Python 3.8.
"""

from __future__ import annotations

import ast
import contextlib
import csv
import hashlib
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Iterator

from helpapi.running import inherited
from helpapi.running.bootstrap import PROJECT, reason_in

PIN = re.compile(r"([\w.-]+)(?:\[[^]]*\])?==([^\s;\\]+)( ;)?")
# Of what pip is told by its files and by the shell, the way to the packages; the rest may lead them anywhere.
WAYS = (
    *("index-url", "extra-index-url", "find-links", "no-index", "trusted-host", "cert", "client-cert", "proxy"),
    *("timeout", "default-timeout", "retries", "cache-dir", "no-cache-dir", "keyring-provider"),
)


def python_with(home: Path, *lists: str) -> str:
    """The Python of the environment in `home`, after whatever the requirements files `lists` still ask for is in.

    The stamp holds the digest of each list that is in, and is there only while nothing is half done: an environment
    without the stamp of this Python was interrupted, or made by another Python, and is made anew. So is one from which
    anything of a list has gone.
    """
    folder = home / ".venv"
    python = python_in(folder)
    stamp = folder / "installed-{}.{}".format(*sys.version_info[:2])
    complete = stamp.exists() and python.exists()
    digests = stamp.read_text().split() if complete else []
    wanted = {name: hashlib.sha256((PROJECT / name).read_bytes()).hexdigest() for name in lists}
    gone = next(_gone(folder, [name for name in lists if wanted[name] in digests]), "")
    if gone:
        print(f"{folder} is no longer whole: {gone} is not there as it was installed.", flush=True)
        complete, digests = False, []
    missing = [name for name in lists if wanted[name] not in digests]
    if not complete:
        _make(folder)
    if missing:
        with contextlib.suppress(FileNotFoundError):
            stamp.unlink()
        for name in missing:
            _install(python, name, folder / "install.log")
        _look_at(folder, missing)
        stamp.write_text("\n".join([*digests, *(wanted[name] for name in missing)]))
    return str(python)


def python_in(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def packages_in(folder: Path) -> Path:
    """Where an environment has what was installed."""
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))


def _make(folder: Path) -> None:
    try:
        import ensurepip  # noqa: F401  (Debian leaves it out of Python and puts it into python3-venv)
        import venv  # noqa: F401
    except ImportError:
        raise SystemExit(
            "This Python cannot make virtual environments; on Debian and Ubuntu, install python3-venv."
        ) from None
    print(f"Making {folder}", flush=True)
    made = _run([sys.executable, "-I", "-m", "venv", "--clear", str(folder)])
    if made.returncode:
        reason = reason_in(made.stdout + made.stderr)
        raise SystemExit(f"Cannot make {folder} ({reason}); make room there, or set HELPAPI_HOME to another folder.")


def _run(command: list[str], environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    environment = environment or inherited.environment()
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )


def _install(python: Path, name: str, log: Path) -> None:
    """Install the requirements file `name`, with a line for each package; all that pip says goes to `log`."""
    print(f"Installing {name}", flush=True)
    command = [str(python), "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-color"]
    command += ["--progress-bar=off", "--require-hashes", "--only-binary=:all:", "-r", str(PROJECT / name)]
    reasons: list[str] = []
    with open(log, "w", encoding="utf-8") as story:
        for way in _ways(python):
            if reasons:
                print(f"  {reasons[-1]}; trying another way to the packages", flush=True)
            said = []
            with subprocess.Popen(
                command, env=way, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
            ) as pip:
                for line in pip.stdout or ():
                    said.append(line)
                    story.write(line)
                    if line.startswith("Collecting "):
                        print("  " + line.split()[1].replace("==", " "), flush=True)
            if not pip.returncode:
                return
            reasons.append(reason_in("".join(said)))
    raise SystemExit(f"Could not install {name} ({reasons[0]}); check the network and try again; {log} tells more.")


def _ways(python: Path) -> Iterator[dict[str, str]]:
    """What pip is started with: as it is told here, and where that fails, without what may be another project's.

    Each package is known by its hash, wherever it comes from. Without what the shell says, then without what pip's own
    files say, then without either.
    """
    plain = {**inherited.environment(), "PIP_CONFIG_FILE": os.devnull}
    shell = {f"PIP_{way.upper().replace('-', '_')}" for way in WAYS}
    told = {name: value for name, value in os.environ.items() if name in shell}
    files = _files_of_pip(python)
    direct = inherited.without_network(plain)
    tried: list[dict[str, str]] = []
    for way in ({**plain, **files, **told}, {**direct, **files}, plain, direct):
        if way not in tried:
            tried.append(way)
            yield way


def _files_of_pip(python: Path) -> dict[str, str]:
    """Of what pip's own files say, the way to the packages, as variables; nothing where they cannot be read."""
    environment = inherited.environment()
    if "PIP_CONFIG_FILE" in os.environ:
        environment["PIP_CONFIG_FILE"] = os.environ["PIP_CONFIG_FILE"]
    listed = _run([str(python), "-I", "-m", "pip", "config", "list"], environment)
    found = {}
    for section in ("global", "install"):
        for way, value in re.findall(rf"^{section}\.([\w-]+)=(.+)$", listed.stdout, re.MULTILINE):
            if way in WAYS:
                found[f"PIP_{way.upper().replace('-', '_')}"] = str(ast.literal_eval(value))
    return found


def _gone(folder: Path, lists: list[str]) -> Iterator[str]:
    """The requirements of the lists that are not there, or not every file of them as it was installed."""
    packages = packages_in(folder)
    there: dict[str, Path] = {}
    if lists and packages.is_dir():
        there = {_plain(path.name[: -len(".dist-info")]): path for path in packages.glob("*.dist-info")}
    for name, version, is_conditional in _pinned(lists):
        record = there.get(_plain(f"{name}-{version}"))
        if record is None:
            if not is_conditional:  # on this machine it may not be wanted
                yield name
        elif not _is_whole(packages, record / "RECORD"):
            yield name


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pinned(lists: list[str]) -> Iterator[tuple[str, str, bool]]:
    for name in lists:
        for line in (PROJECT / name).read_text(encoding="utf-8").splitlines():
            found = PIN.match(line)
            if found:
                yield found[1], found[2], bool(found[3])


def _is_whole(packages: Path, record: Path) -> bool:
    """Whether each file is there in its size; what Python compiles for itself may come and go."""
    try:
        with open(record, encoding="utf-8", newline="") as lines:
            files = [(path, size) for path, _, size in csv.reader(lines) if not path.endswith(".pyc")]
        return all(
            os.stat(packages / path).st_size == int(size) if size else (packages / path).exists()
            for path, size in files
        )
    except (OSError, ValueError):
        return False


def _look_at(folder: Path, lists: list[str]) -> None:
    """End unless all that was just installed is there and can be imported; nothing is stamped then."""
    fault = next(_gone(folder, lists), "")
    if fault:
        raise SystemExit(f"pip has installed {fault} elsewhere than in {folder}; {folder / 'install.log'} tells more.")
    script = str(PROJECT / "helpapi" / "running" / "importing.py")
    names = [name for name, _, _ in _pinned(lists)]
    done = _run([str(python_in(folder)), "-I", script, *names])
    if done.returncode:
        reason = reason_in(done.stdout + done.stderr)
        raise SystemExit(f"What was installed cannot be imported ({reason}); {folder} is made anew the next time.")
