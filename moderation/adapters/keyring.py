"""Keys: made once, kept in files that only their owner reads, and written as base64url of 32 bytes."""

import base64
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

SIZE = 32  # bytes


def make_missing(folder: Path) -> None:
    """Make the keys that are not there; those that are stay. Safe to run again."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / "seal.pub").exists():
        private = _private(folder / "seal.key")
        raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
        _write(folder / "seal.pub", private.public_key().public_bytes(*raw))
    for name in ("fingerprint.key", "secret.key"):
        if not (folder / name).exists():
            _write(folder / name, secrets.token_bytes(SIZE))


def decode(text: str) -> bytes:
    """The 32 bytes of a key.

    Raises:
        ValueError: It is something else; the text does not repeat it.
    """
    try:
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        key = b""
    if len(key) != SIZE:
        raise ValueError("is not 32 bytes in base64url")
    return key


def _private(path: Path) -> X25519PrivateKey:
    """The private key that is there, for nothing else opens what it has sealed; a new one if there is none."""
    if path.exists():
        return X25519PrivateKey.from_private_bytes(decode(path.read_text().strip()))
    private = X25519PrivateKey.generate()
    _write(path, private.private_bytes_raw())
    return private


def _write(path: Path, key: bytes) -> None:
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.urlsafe_b64encode(key).decode().rstrip("=") + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)  # a key is there whole, or not at all
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)  # and it is there before anything is sealed with it
    os.close(folder)
