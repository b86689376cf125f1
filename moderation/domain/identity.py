"""Names for things: opaque, sortable by time, and telling their site."""

import re
from datetime import UTC, datetime, timedelta

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, in ASCII order
LENGTH = 26  # digits of 128 bits
NOISE = 10  # bytes of randomness to bring along
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_IN_SITE = re.compile(f"([1-9][0-9]{{0,8}})-[{ALPHABET}]{{{LENGTH}}}")  # a billion sites are enough


def identify(at: datetime, noise: bytes) -> str:
    """26 letters and digits: 48 bits of milliseconds, then 80 of noise; sorted by time (after the ULID specification)."""
    number = (int(at.timestamp() * 1000) << 80) | int.from_bytes(noise)
    digits = ((number >> shift) & 31 for shift in range(5 * (LENGTH - 1), -1, -5))
    return "".join(ALPHABET[digit] for digit in digits)


def identify_in(site: int, at: datetime, noise: bytes) -> str:
    """The same with the number of its site in front, so that it can be found by id alone: ``1-01j…``."""
    return f"{site}-{identify(at, noise)}"


def site_of(identifier: str) -> int:
    """The site an identifier speaks of; 0, which no site has, if it is not one of ours."""
    ours = _IN_SITE.fullmatch(identifier)
    return int(ours[1]) if ours else 0


def moment_of(identifier: str) -> datetime | None:
    """When it was made, to the millisecond; None if it is not one of ours."""
    if not _IN_SITE.fullmatch(identifier):
        return None
    number = 0
    for digit in identifier.rpartition("-")[2]:
        number = number * 32 + ALPHABET.index(digit)
    try:
        return _EPOCH + timedelta(milliseconds=number >> 80)
    except OverflowError:  # no clock of ours has made it
        return None
