"""What people do with roots, on machines of their own: draft the next one, sign it, look whether it is good.

A folder with the roots is carried from one machine to the next; nothing else is, and no key ever.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from securesystemslib.signer import Signer, SSlibKey
from tuf.api.metadata import Metadata, Root

from partners.trust import keys, roots
from partners.trust.roots import BadRoot

RENEW_WITHIN = timedelta(days=60)
SHORTEST_NAME = 8  # characters of a key's id


@dataclass(frozen=True)
class Chain:
    """The newest root in force, and what was drafted to come after it: None where there is none."""

    newest: Metadata[Root] | None
    draft: Metadata[Root] | None

    @classmethod
    def read(cls, folder: Path) -> "Chain":
        found = roots.in_folder(folder)
        good = roots.in_force(found)
        if len(found) > len(good) + 1:
            raise BadRoot(f"{roots.name(len(good) + 1)} is not signed by enough people, and another comes after it.")
        draft = roots.read(found[len(found)]) if len(found) > len(good) else None
        return cls(roots.read(good[len(good)]) if good else None, draft)


def draft(folder: Path, people: list[SSlibKey], online: list[SSlibKey], removed: list[str], days: int) -> Path:
    """Write the root to come, in place of a draft that is there."""
    before = Chain.read(folder).newest
    root = roots.draft(before, datetime.now(UTC), days)
    for word in removed:
        roots.remove(root.signed, _keyid(root.signed, word))
    roots.add(root.signed, people=people, online=online)
    if wrong := roots.faults(root.signed):
        raise BadRoot(" ".join(wrong))
    return roots.write(folder, root)


def sign(folder: Path, signer: Signer) -> tuple[Path, int]:
    """Add a signature to the draft. How many are missing still."""
    chain = Chain.read(folder)
    if chain.draft is None:
        raise BadRoot("There is no draft to be signed.")
    roots.sign(chain.draft, signer, chain.newest)
    return roots.write(folder, chain.draft), roots.missing(chain.draft, chain.newest)


def described(folder: Path) -> Iterator[str]:
    """What is in force, and what a draft would change."""
    chain = Chain.read(folder)
    if chain.newest:
        yield from _lines(chain.newest.signed, "in force")
    if chain.draft:
        missing = roots.missing(chain.draft, chain.newest)
        yield from _lines(chain.draft.signed, f"a draft, {missing} more to sign")


def faults(folder: Path, now: datetime) -> list[str]:
    """Why a node should not go by what is there."""
    chain = Chain.read(folder)
    if chain.draft:
        return [f"{roots.name(chain.draft.signed.version)} is not signed by enough people."]
    if chain.newest is None:
        return ["There is no root."]
    if chain.newest.signed.expires <= now:
        return ["The root has expired: readers take nothing new."]
    if chain.newest.signed.expires <= now + RENEW_WITHIN:
        return [f"The root expires on {chain.newest.signed.expires:%Y-%m-%d}: make the next one."]
    return []


def public(paths: Iterable[Path]) -> list[SSlibKey]:
    return [keys.public_from_file(path) for path in paths]


def _lines(root: Root, state: str) -> Iterator[str]:
    yield f"{roots.name(root.version)}: {state}; expires on {root.expires:%Y-%m-%d}"
    yield f"  people, {root.roles['root'].threshold} of whom have to sign: {_names(root.roles['root'].keyids)}"
    yield f"  online: {_names(root.roles['timestamp'].keyids)}"


def _names(keyids: Iterable[str]) -> str:
    return ", ".join(keyid[:SHORTEST_NAME] for keyid in keyids)


def _keyid(root: Root, word: str) -> str:
    """That of a key by the file of its public half, or by how its id begins."""
    if Path(word).is_file():
        return keys.public_from_file(Path(word)).keyid
    found = [keyid for keyid in root.keys if keyid.startswith(word)] if len(word) >= SHORTEST_NAME else []
    if len(found) != 1:
        raise BadRoot(f"{word} is neither the file of a public key nor the beginning of one key's id.")
    return found[0]
