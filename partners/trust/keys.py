"""Ed25519 keys: those of the root, in files on machines of their own, and the online one, in a variable of every node.

No private half is ever printed or logged. Nothing here knows Django.
"""

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from securesystemslib.signer import CryptoSigner, SSlibKey

PEM = "-----BEGIN "


class BadKey(Exception):
    """It is no Ed25519 key, or not with this passphrase. Says so without any of it."""


def made() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def from_text(text: str) -> CryptoSigner:
    """A signer with the key that a variable holds: PEM, or the 32 bytes of its seed in base64 of either alphabet."""
    if text.startswith(PEM):
        return _from_pem(text.encode(), None)
    try:
        seed = base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
        return CryptoSigner(Ed25519PrivateKey.from_private_bytes(seed))
    except (ValueError, binascii.Error):
        raise BadKey("It is neither PEM nor the 32 bytes of an Ed25519 seed in base64.") from None


def from_file(path: Path, passphrase: str = "") -> CryptoSigner:
    return _from_pem(path.read_bytes(), passphrase.encode() or None)


def is_locked(path: Path) -> bool:
    """Whether it takes a passphrase to read it."""
    return b"ENCRYPTED" in path.read_bytes().partition(b"\n")[0]


def public_from_file(path: Path) -> SSlibKey:
    """The public half of a key, as a root lists it: it has the key's id."""
    try:
        key = forms.load_pem_public_key(path.read_bytes())
    except (ValueError, UnsupportedAlgorithm):
        raise BadKey(f"{path.name} is no public key.") from None
    if not isinstance(key, Ed25519PublicKey):
        raise BadKey(f"{path.name} is no Ed25519 key.")
    return SSlibKey.from_crypto(key)


def write(path: Path, key: Ed25519PrivateKey, passphrase: str = "") -> None:
    """Both halves: `path` as PEM for its owner alone, and `path`.pub for everybody."""
    lock: forms.KeySerializationEncryption = forms.NoEncryption()
    if passphrase:
        lock = forms.BestAvailableEncryption(passphrase.encode())
    _write_private(path, key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, lock))
    _write_public(path, key)


def write_seed(path: Path, key: Ed25519PrivateKey) -> None:
    """Both halves of an online key: `path` is the one line that goes into the variable."""
    _write_private(path, base64.b64encode(key.private_bytes_raw()) + b"\n")
    _write_public(path, key)


def _write_private(path: Path, data: bytes) -> None:
    """Never over another file: that would lose a key."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _write_public(path: Path, key: Ed25519PrivateKey) -> None:
    public = key.public_key().public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
    path.with_name(f"{path.name}.pub").write_bytes(public)


def _from_pem(pem: bytes, passphrase: bytes | None) -> CryptoSigner:
    try:
        key = forms.load_pem_private_key(pem, passphrase)
    except TypeError:  # one is given and none is needed, or the other way round
        raise BadKey("The key needs a passphrase." if passphrase is None else "The key has no passphrase.") from None
    except (ValueError, UnsupportedAlgorithm):
        raise BadKey("The passphrase is wrong, or it is no private key.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey("It is no Ed25519 key.")
    return CryptoSigner(key)
