"""Names for things: opaque, sortable by time, and telling their site."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, in ASCII order
LENGTH = 26  # digits of 128 bits
NOISE = 10  # bytes of randomness to bring along
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]  # the digits of ten bits
_SHIFTS = range(10 * (LENGTH // 2 - 1), -1, -10)
_BEGINNING = 1_104_537_600_000  # milliseconds; 2005-01-01, for numbers
_TIME, _FEW = 40, 13  # bits of a number: milliseconds until November 2039, and noise; JavaScript can hold the 53
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_IN_SITE = re.compile(f"([1-9][0-9]{{0,8}})-[{ALPHABET}]{{{LENGTH}}}")  # a billion sites are enough


def identify(at: datetime, noise: bytes) -> str:
    """26 letters and digits: 48 bits of milliseconds, then 80 of noise; sorted by time (after the ULID specification)."""
    return _written((int(at.timestamp() * 1000) << 80) | int.from_bytes(noise))


def identify_in(site: int, at: datetime, noise: bytes) -> str:
    """The same with the number of its site in front, so that it can be found by id alone: ``1-01j…``."""
    return f"{site}-{identify(at, noise)}"


def site_of(identifier: str) -> int:
    """The site an identifier speaks of; 0, which no site has, if it is not one of ours."""
    ours = _IN_SITE.fullmatch(identifier)
    return int(ours[1]) if ours else 0


class Range(NamedTuple):
    """Identifiers from the first one on, up to but without the last one."""

    first: str
    last: str


def number_of(identifier: str) -> int:
    """A positive integer in the place of one of our identifiers, where somebody else's form wants one; 0 if it has none.

    40 bits of its milliseconds and 13 of its noise: of two comments of the same millisecond, one pair in 8,192 shares it.
    """
    if not site_of(identifier):
        return 0
    value = _read(identifier.rpartition("-")[2])
    since = (value >> 80) - _BEGINNING
    number = (since << _FEW) | ((value >> (80 - _FEW)) & ((1 << _FEW) - 1))
    return number if 0 <= since < 1 << _TIME else 0


def range_of(site: int, number: int) -> Range | None:
    """Where in a site the identifiers with this number are; None if no identifier has it."""
    if not 0 < number < 1 << (_TIME + _FEW):
        return None
    first = ((_BEGINNING << _FEW) + number) << (80 - _FEW)
    return Range(f"{site}-{_written(first)}", f"{site}-{_written(first + (1 << (80 - _FEW)))}")


def _written(value: int) -> str:
    return "".join([_PAIRS[(value >> shift) & 1023] for shift in _SHIFTS])


def _read(digits: str) -> int:
    value = 0
    for digit in digits:
        value = (value << 5) | ALPHABET.index(digit)
    return value


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
