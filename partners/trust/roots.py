"""The root of trust: numbered files, each saying which keys are ours, and signed by those of the one before.

They are TUF's root metadata, so any client of TUF reads them. Nothing here knows Django: roots are made and signed on
machines that have neither the database nor the site.
"""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from securesystemslib.signer import Signer, SSlibKey
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Role, Root
from tuf.api.serialization import DeserializationError
from tuf.api.serialization.json import JSONSerializer

THRESHOLD = 2  # people who have to sign a root
ONLINE_ROLES = ("targets", "snapshot", "timestamp")
DAYS = 365  # that a root is good for


class BadRoot(Exception):
    """A root that cannot be read, or that nobody may go by."""


def draft(before: Metadata[Root] | None, now: datetime, days: int = DAYS) -> Metadata[Root]:
    """The next root, unsigned: with the keys of the one before, or as the first with none."""
    role = {name: Role([], THRESHOLD if name == "root" else 1) for name in ("root", *ONLINE_ROLES)}
    root = Root.from_dict(before.signed.to_dict()) if before else Root(roles=role, consistent_snapshot=True)
    root.version = before.signed.version + 1 if before else 1
    root.expires = now.astimezone(UTC).replace(microsecond=0) + timedelta(days=days)
    return Metadata(root)


def add(root: Root, *, people: Iterable[SSlibKey] = (), online: Iterable[SSlibKey] = ()) -> None:
    for key in people:
        root.add_key(key, "root")
    for key in online:
        for role in ONLINE_ROLES:
            root.add_key(key, role)


def remove(root: Root, keyid: str) -> None:
    """Take a key away from all that it may sign."""
    if keyid not in root.keys:
        raise BadRoot(f"It has no key {keyid[:8]}.")
    for name in [name for name, role in root.roles.items() if keyid in role.keyids]:
        root.revoke_key(keyid, name)


def faults(root: Root) -> list[str]:
    """Why it would be no good even when signed."""
    people, online = root.roles["root"], root.roles["timestamp"]
    found = []
    if people.threshold < THRESHOLD or len(people.keyids) < people.threshold:
        found.append(f"It needs the keys of {max(THRESHOLD, people.threshold)} people and has {len(people.keyids)}.")
    if not online.keyids:
        found.append("It has no online key.")
    if set(people.keyids) & set(online.keyids):
        found.append("A key of a person is an online key too.")
    return found


def sign(root: Metadata[Root], signer: Signer, before: Metadata[Root] | None) -> None:
    """Add the signature of somebody whose signature counts: by this root, or by the one before, as of one leaving."""
    allowed = {*root.signed.roles["root"].keyids, *(before.signed.roles["root"].keyids if before else ())}
    if signer.public_key.keyid not in allowed:
        raise BadRoot("This key is of nobody who may sign this root.")
    root.sign(signer, append=True)


def missing(root: Metadata[Root], before: Metadata[Root] | None) -> int:
    """How many signatures it still needs, at least: a threshold of its own people and of those before."""
    verdicts = [said.signed.get_verification_result("root", root.signed_bytes, root.signatures)
                for said in (root, before) if said]  # fmt: skip
    return max(max(0, verdict.threshold - len(verdict.signed)) for verdict in verdicts)


def read(data: bytes) -> Metadata[Root]:
    try:
        root = Metadata[Root].from_bytes(data)
    except DeserializationError as error:
        raise BadRoot("It cannot be read as a root.") from error
    if root.signed.type != "root":
        raise BadRoot("It is metadata of another kind.")
    return root


def write(folder: Path, root: Metadata[Root]) -> Path:
    """As the file that it is served as. Whoever reads meanwhile finds the old one or the new one."""
    path = folder / name(root.signed.version)
    aside = path.with_suffix(".tmp")
    aside.write_bytes(root.to_bytes(JSONSerializer(compact=False)) + b"\n")
    os.replace(aside, path)
    return path


def name(number: int) -> str:
    return f"{number}.root.json"


def in_folder(folder: Path) -> dict[int, bytes]:
    """Every root there without a gap from the first on, signed or not."""
    found: dict[int, bytes] = {}
    while (path := folder / name(len(found) + 1)).is_file():
        found[len(found) + 1] = path.read_bytes()
    return found


def in_force(found: dict[int, bytes]) -> dict[int, bytes]:
    """Those that an unbroken chain of signatures leads to; the first proves itself."""
    before: Metadata[Root] | None = None
    good = {}
    for number, data in found.items():
        try:
            root = read(data)
            for said in (before, root):
                if said:
                    said.signed.verify_delegate("root", root.signed_bytes, root.signatures)
        except (BadRoot, RepositoryError):
            break
        if root.signed.version != number or faults(root.signed):
            break
        good[number], before = data, root
    return good
