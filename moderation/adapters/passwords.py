"""Moderators' passwords: argon2id with the parameters of OWASP's cheat sheet (19 MiB, 2 passes, 1 lane)."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST = 15  # characters, where the password is the only factor (NIST SP 800-63B-4)
LONGEST = 256
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODYS = _HASHER.hash(secrets.token_urlsafe())  # compared with when there is no such login: that takes as long


def hashed(password: str) -> str:
    """The hash to keep."""
    return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password; takes the same time when there is no such person."""
    try:
        return _HASHER.verify(stored or _NOBODYS, password) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than we would use today."""
    return _HASHER.check_needs_rehash(stored)


def make() -> str:
    """A new password: about 128 bits, in groups that can be read out."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(5))
