"""Opening sealed addresses. Imported by few, named places only; the public web has no way here, and no key."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from moderation.adapters.sealer import SUITE
from moderation.domain.comment import Contact


class Opener:
    """Holds the private key."""

    def __init__(self, private: bytes) -> None:
        """Take the 32 bytes of an X25519 private key."""
        self._private = X25519PrivateKey.from_private_bytes(private)

    def open(self, contact: Contact, bound_to: bytes) -> str:
        """The address, if it was sealed for this row with our key.

        Raises:
            ValueError: It was not; nothing is told about it.
        """
        try:
            return SUITE.decrypt(contact.sealed, self._private, bound_to).decode()
        except (InvalidTag, ValueError):
            raise ValueError("this was sealed for something else, or with another key") from None
