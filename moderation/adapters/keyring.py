"""Keys: made once, kept in files that only their owner reads, and written as base64url of 32 bytes.

The private key that opens addresses is a ring: the first key belongs to the public one; those behind it have been
replaced, and still open what was sealed for them.
"""

import base64
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

SIZE = 32  # bytes


def make_missing(folder: Path) -> None:
    """Make the keys that are not there; those that are stay. Safe to run again."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / "seal.pub").exists():
        _write(folder / "seal.pub", public_of(_private(folder / "seal.key")))
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


def decode_ring(text: str) -> tuple[bytes, ...]:
    """The keys of a ring, the newest first; blanks or line ends stand between them.

    Raises:
        ValueError: One is none, or there are none.
    """
    return tuple(decode(word) for word in text.split() or [""])


def rotate(folder: Path) -> None:
    """Put a new key pair in the place of the one that seals; what it has sealed still opens.

    First the ring, then the public key: whatever is sealed at any moment has its key in the ring. ``settle`` ends what was
    interrupted in between.
    """
    new = X25519PrivateKey.generate().private_bytes_raw()
    _write(folder / "seal.key", new, *decode_ring((folder / "seal.key").read_text()))
    settle(folder)


def settle(folder: Path) -> None:
    """See to it that the public key is that of the first key of the ring. Safe to run again."""
    public = public_of(decode_ring((folder / "seal.key").read_text())[0])
    path = folder / "seal.pub"
    if not path.exists() or decode(path.read_text().strip()) != public:
        _write(path, public)


def retire(folder: Path) -> None:
    """Throw away all keys of the ring but the first: nothing must be sealed for them any more. Safe to run again."""
    _write(folder / "seal.key", decode_ring((folder / "seal.key").read_text())[0])


def public_of(private: bytes) -> bytes:
    """The public key that belongs to a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _private(path: Path) -> bytes:
    """The private key that is there, for nothing else opens what it has sealed; a new one if there is none."""
    if not path.exists():
        _write(path, X25519PrivateKey.generate().private_bytes_raw())
    return decode_ring(path.read_text())[0]


def _write(path: Path, *keys: bytes) -> None:
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(base64.urlsafe_b64encode(key).decode().rstrip("=") + "\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)  # a key is there whole, or not at all
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)  # and it is there before anything is sealed with it
    os.close(folder)
