"""E-mail addresses: which we take, how two spellings are compared, and what a moderator may see of one.

The policy (VAL-3) is one table, with examples that are tested: ``docs/addresses.md``. The DNS is never asked.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from email_validator import EmailNotValidError, validate_email

from moderation.domain.text.invisible import INVISIBLE

LOCAL = 64  # octets before the @, RFC 5321; the library counts letters
LONGEST = 254  # octets in all, RFC 5321 with its erratum 1690
MASK = "***"
_UNSEEN = re.compile(
    f"[{INVISIBLE}\u2800\ufffc\ufffd]"
)  # braille without a dot, and what stands for a letter that was lost
_ATOM = re.compile("[A-Za-z0-9_+-]+")  # between the dots of a local part that is what it seems (RFC 5322)
_NUMBER = re.compile(r"\A(?:[0-9]+|0x[0-9a-f]*)\Z")  # a host that ends in one is an IP address (WHATWG URL)


class AddressError(ValueError):
    """Not an address we take. Says nothing about what was typed."""


def normal(address: str) -> str:
    """The address as one would write to it: NFC, the local part as typed, the domain in Unicode and small letters.

    Raises:
        AddressError: It is not an address we take.
    """
    return _valid(address).normalized


def canonical(address: str) -> str:
    """The form in which two addresses are compared: in small letters. Nothing is cut off, and ``ß`` is not ``ss``.

    Raises:
        AddressError: It is not an address we take.
    """
    return comparable(normal(address))


def comparable(written: str) -> str:
    """``canonical`` of an address that is as ``normal`` writes it."""
    return unicodedata.normalize("NFC", written.lower())


def domain(address: str) -> str:
    """Where an address is, as domains are compared: in A-labels and small letters.

    Raises:
        AddressError: It is not an address we take.
    """
    return _valid(address).ascii_domain.lower()


def domain_of(name: str) -> str:
    """A mail domain by its name, in any spelling, as ``domain`` writes it; ``@example.ma`` is ``example.ma``.

    Raises:
        AddressError: No address that we take can be there.
    """
    return domain(f"x@{name.removeprefix('@')}")


def mask(address: str) -> str:
    """Enough to recognise an address one knows: ``f***@e***.ma``."""
    local, _, domain = address.rpartition("@")
    name, _, top = domain.rpartition(".")
    return f"{local[:1]}{MASK}@{name[:1]}{MASK}.{top}"


class _Valid(NamedTuple):
    """The parts of an address.

    Attributes:
        domain: In Unicode.
        ascii_domain: In A-labels.
    """

    local: str
    domain: str
    ascii_domain: str

    @property
    def normalized(self) -> str:
        return f"{self.local}@{self.domain}"


def _valid(address: str) -> _Valid:
    if len(address) > LONGEST:
        raise AddressError
    local, at, domain = address.rpartition("@")
    valid = (
        _at(domain)._replace(local=local) if at and all(map(_ATOM.fullmatch, local.split("."))) else _checked(address)
    )
    if _is_too_long(valid):
        raise AddressError
    return valid


@lru_cache(4096)
def _at(domain: str) -> _Valid:
    """What is valid of any plain address there: domains come again and again."""
    return _checked(f"x@{domain}")


def _checked(address: str) -> _Valid:
    if _UNSEEN.search(address) or any(map(_imitates, address)):
        raise AddressError
    try:
        valid = validate_email(address, check_deliverability=False, strict=True)
    except EmailNotValidError:
        raise AddressError from None
    if _NUMBER.match(valid.ascii_domain.rpartition(".")[2]):
        raise AddressError
    return _Valid(valid.local_part, valid.domain, valid.ascii_domain)


def _imitates(letter: str) -> bool:
    """Whether it stands for an ASCII character: full-width, ligatures, letters of mathematics (RFC 8264, HasCompat)."""
    return not letter.isascii() and any(map(str.isascii, unicodedata.normalize("NFKC", letter)))


def _is_too_long(valid: _Valid) -> bool:
    """The domain counts in the longer of its two spellings: as it is written, and as it travels."""
    local, domain = len(valid.local.encode()), max(len(valid.domain.encode()), len(valid.ascii_domain))
    return local > LOCAL or local + len("@") + domain > LONGEST
