"""What this node goes by: the roots in force in its folder, and its online key if they name it."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Root

from partners.trust import development, keys
from partners.trust import roots as files

Look = tuple[tuple[str, int, int], ...]


def roots() -> dict[int, bytes]:
    """The roots in force, by their numbers. One that was put into the folder a moment ago is among them."""
    folder: Path = settings.TRUST_FOLDER
    if not settings.PRODUCTION and settings.BUNDLE_KEY:
        development.provide(folder, settings.BUNDLE_KEY)
    return _read(folder, _look_at(folder))


def newest() -> Root | None:
    found = roots()
    return files.read(found[max(found)]).signed if found else None


def signer() -> CryptoSigner | None:
    """None where there is no key, or one that no reader would believe: the newest root in force does not name it."""
    if not settings.BUNDLE_KEY:
        return None
    found = roots()
    return _named(settings.BUNDLE_KEY, found[max(found)]) if found else None


@lru_cache(maxsize=8)
def _named(key: str, root: bytes) -> CryptoSigner | None:
    try:
        ours = keys.from_text(key)
    except keys.BadKey:
        return None
    return ours if ours.public_key.keyid in files.read(root).signed.roles["timestamp"].keyids else None


def _look_at(folder: Path) -> Look:
    """Changes when a file does."""
    found = [(path.name, path.stat()) for path in sorted(folder.glob("*.root.json"))]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)


@lru_cache(maxsize=8)
def _read(folder: Path, look: Look) -> dict[int, bytes]:
    return files.in_force(files.in_folder(folder))
