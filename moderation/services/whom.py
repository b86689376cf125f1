"""Whom a site blocks or trusts, as it is typed: an address becomes a fingerprint at once, and is not kept."""

from moderation.adapters import addresses
from moderation.adapters.fingerprints import Fingerprints
from moderation.domain import block
from moderation.domain.block import Kind


def read(fingerprints: Fingerprints, site: int, kind: Kind, typed: str) -> str:
    """What is stored of it.

    Raises:
        ValueError: It is nothing of this kind; the text does not repeat it.
    """
    if kind is Kind.NETWORK:
        return block.prefix(typed)
    if kind is Kind.DOMAIN:
        return addresses.domain_of(typed)
    return fingerprints.author(site, addresses.canonical(typed)) if "@" in typed else block.author(typed)
