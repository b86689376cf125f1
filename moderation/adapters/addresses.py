"""E-mail addresses: which we take, how two spellings are compared, and what a moderator may see of one.

The policy (VAL-3) is one table, with examples that are tested: ``docs/addresses.md``. The DNS is never asked.
"""

import re
import unicodedata

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from moderation.domain.text.invisible import INVISIBLE

LOCAL = 64  # octets before the @, RFC 5321; the library counts letters
LONGEST = 254  # octets in all, RFC 5321 with its erratum 1690
MASK = "***"
_UNSEEN = re.compile(
    f"[{INVISIBLE}\u2800\ufffc\ufffd]"
)  # braille without a dot, and what stands for a letter that was lost
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


def _valid(address: str) -> ValidatedEmail:
    if len(address) > LONGEST or _UNSEEN.search(address) or any(map(_imitates, address)):
        raise AddressError
    try:
        valid = validate_email(address, check_deliverability=False, strict=True)
    except EmailNotValidError:
        raise AddressError from None
    if _is_too_long(valid) or _NUMBER.match(valid.ascii_domain.rpartition(".")[2]):
        raise AddressError
    return valid


def _imitates(letter: str) -> bool:
    """Whether it stands for an ASCII character: full-width, ligatures, letters of mathematics (RFC 8264, HasCompat)."""
    return not letter.isascii() and any(map(str.isascii, unicodedata.normalize("NFKC", letter)))


def _is_too_long(valid: ValidatedEmail) -> bool:
    """The domain counts in the longer of its two spellings: as it is written, and as it travels."""
    local, domain = len(valid.local_part.encode()), max(len(valid.domain.encode()), len(valid.ascii_domain))
    return local > LOCAL or local + len("@") + domain > LONGEST
