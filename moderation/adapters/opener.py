"""Opening sealed addresses. Imported by few, named places only; the public web has no way here, and no key."""

from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from moderation.adapters.keyring import public_of
from moderation.adapters.sealer import SUITE, key_id
from moderation.domain.comment import Contact


class Opener:
    """Holds a ring of private keys."""

    def __init__(self, ring: Sequence[bytes]) -> None:
        """Take X25519 private keys of 32 bytes each; without any, nothing opens."""
        self._ring = {key_id(public_of(key)): X25519PrivateKey.from_private_bytes(key) for key in ring}

    def has(self, contact: Contact) -> bool:
        """Whether the key that this was sealed for is here."""
        return contact.key_id in self._ring

    def open(self, contact: Contact, bound_to: bytes) -> str:
        """The address, if it was sealed for this row with a key of ours.

        Raises:
            ValueError: It was not; nothing is told about it.
        """
        try:
            return SUITE.decrypt(contact.sealed, self._ring[contact.key_id], bound_to).decode()
        except (InvalidTag, KeyError, ValueError):
            raise ValueError("this was sealed for something else, or with another key") from None
