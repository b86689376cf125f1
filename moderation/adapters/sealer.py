"""Sealing addresses with a public key (HPKE, RFC 9180): who seals cannot open.

What is sealed is bound to one purpose and one row by HPKE's ``info``: moved elsewhere, it does not open.
"""

from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from moderation.domain.comment import Contact

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def binding(purpose: str, identifier: str) -> bytes:
    """What a sealed address belongs to: ``comment`` or ``moderator``, and its id."""
    return f"moderation/{purpose}/{identifier}".encode()


def key_id(public: bytes) -> str:
    """A short name of a key pair, kept beside what it sealed."""
    return sha256(public).hexdigest()[:16]


class Sealer:
    """Holds the public key."""

    def __init__(self, public: bytes) -> None:
        """Take the 32 bytes of an X25519 public key."""
        self._public = X25519PublicKey.from_public_bytes(public)
        self.key_id = key_id(public)

    def seal(self, address: str, bound_to: bytes) -> Contact:
        """Seal an address for one row."""
        return Contact(SUITE.encrypt(address.encode(), self._public, bound_to), self.key_id)
