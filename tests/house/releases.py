"""The documents that were ever committed as released, so that writing the file anew takes nothing back."""

import subprocess
from datetime import date
from functools import cache

import yaml
from django.conf import settings

RELEASED = "docs/openapi-released.yaml"


@cache
def released() -> list[dict]:
    """Each different version, the one in the tree first; alone where there is no history to ask."""
    texts = [(settings.BASE_DIR / RELEASED).read_bytes()]
    texts += [_git("show", f"{commit}:{RELEASED}") for commit in _commits()]
    return [yaml.load(text, yaml.CSafeLoader) for text in dict.fromkeys(texts)]


def ended(today: date) -> set[tuple[str, str]]:
    """The methods and paths of operations that may be gone, because the notice they were given is over."""
    return {
        (method, path)
        for document in released()
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if operation.get("deprecated") and date.fromisoformat(operation["x-sunset"]) <= today
    }


@cache
def missing_history() -> str:
    """Why not every version is known, or nothing."""
    if not _commits():
        return "git tells of no released version here"
    return "the history is shallow" if _git("rev-parse", "--is-shallow-repository").strip() == b"true" else ""


@cache
def _commits() -> list[str]:
    return _git("log", "--full-history", "--diff-filter=AM", "--format=%H", "--", RELEASED).decode().split()


def _git(*words: str) -> bytes:
    """What git says; nothing where there is no git, or where this is no repository."""
    try:
        return subprocess.run(["git", *words], cwd=settings.BASE_DIR, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return b""
