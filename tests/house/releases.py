"""The documents that were promised: each version of the released one since the tag v1.0.0, so that writing the file
anew takes nothing back. Before that tag nothing is promised, and there is none.
"""

import subprocess
from datetime import date
from functools import cache

import yaml
from django.conf import settings

RELEASED = "docs/openapi-released.yaml"
FIRST = "v1.0.0"


@cache
def released() -> list[dict]:
    """Each different version, the one in the tree first; none before the first release."""
    if not is_promised():
        return []
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
    if not _git("rev-parse", "HEAD"):
        return "git tells of no history here"
    is_shallow = _git("rev-parse", "--is-shallow-repository").strip() == b"true"
    return "the history is shallow" if is_shallow else "" if is_promised() else f"there is no tag {FIRST} yet"


@cache
def is_promised() -> bool:
    return bool(_git("rev-parse", "--verify", "--quiet", f"refs/tags/{FIRST}^{{commit}}"))


@cache
def _commits() -> list[str]:
    """The tagged commit, and those after it that wrote the file."""
    since = f"{FIRST}..HEAD"
    wrote = _git("log", "--full-history", "--diff-filter=AM", "--format=%H", since, "--", RELEASED).decode().split()
    return [FIRST, *wrote]


def _git(*words: str) -> bytes:
    """What git says; nothing where there is no git, or where this is no repository."""
    try:
        return subprocess.run(["git", *words], cwd=settings.BASE_DIR, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return b""
