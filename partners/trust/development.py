"""On a machine of a developer: two keys of made-up people and a root, made once, so that everything works at once."""

import os
import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from securesystemslib.signer import CryptoSigner

from partners.trust import keys, roots


def provide(folder: Path, online: str) -> None:
    """Have a root in `folder` that knows the key `online`, unless there is one already.

    Several processes may begin at once: the folder is made aside, and the first to be ready gives it its name.
    """
    if (folder / roots.name(1)).exists():
        return
    try:
        keys.from_text(online)
    except keys.BadKey:
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix="trust-", dir=folder.parent))
    try:
        _make(aside, online)
        with suppress(OSError):  # another was quicker
            os.rename(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _make(folder: Path, online: str) -> None:
    people = [keys.made() for _ in range(roots.THRESHOLD)]
    for number, key in enumerate(people, start=1):
        keys.write(folder / f"person-{number}.pem", key)
    signers = [CryptoSigner(key) for key in people]
    root = roots.draft(None, datetime.now(UTC), days=3650)
    roots.add(root.signed, people=[one.public_key for one in signers], online=[keys.from_text(online).public_key])
    for one in signers:
        roots.sign(root, one, None)
    roots.write(folder, root)
