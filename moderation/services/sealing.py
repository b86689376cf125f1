"""An address at the door, or from another system: sealed, masked, fingerprinted, and otherwise gone."""

from typing import NamedTuple

from moderation.adapters import addresses
from moderation.adapters.fingerprints import Fingerprints
from moderation.adapters.sealer import Sealer, binding
from moderation.domain.comment import NOBODY, Contact


class Sealed(NamedTuple):
    """What is kept of an address.

    Attributes:
        fingerprint: ``NOBODY`` without an address.
    """

    fingerprint: str = NOBODY
    masked: str = ""
    contact: Contact | None = None


def seal(sealer: Sealer, fingerprints: Fingerprints, comment: tuple[int, str], email: str) -> Sealed:
    """Seal an address, as ``addresses.normal`` writes it, for a comment (site, id); nothing for an empty one."""
    if not email:
        return Sealed()
    site, identifier = comment
    return Sealed(*describe(fingerprints, site, email), close(sealer, identifier, email))


def describe(fingerprints: Fingerprints, site: int, email: str) -> tuple[str, str]:
    """What links the comments of an address, as ``addresses.normal`` writes it, within a site; and what its moderators may see."""
    return fingerprints.author(site, addresses.comparable(email)), addresses.mask(email)


def close(sealer: Sealer, comment: str, email: str) -> Contact:
    """The address, sealed for one comment."""
    return sealer.seal(email, binding("comment", comment))
