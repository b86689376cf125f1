"""E-mail addresses: which we take, how two spellings are compared, and what a moderator may see of one.

The policy (VAL-3): a dot-atom or an internationalised local part of at most 64 octets, a domain with a dot that IDNA 2008
allows, 254 octets in all. Quoted local parts, comments, literals, display names, and what cannot be seen are refused. The DNS
is never asked.
"""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

from moderation.domain.text.invisible import INVISIBLE

LOCAL = 64  # octets before the @, RFC 5321; the library counts letters
MASK = "***"
_UNSEEN = re.compile(f"[{INVISIBLE}\u2800]")  # the last is braille without a dot


class AddressError(ValueError):
    """Not an address we take. Says nothing about what was typed."""


def normal(address: str) -> str:
    """The address as one would write to it: NFC, the local part as typed, the domain in Unicode and small letters.

    Raises:
        AddressError: It is not an address we take.
    """
    try:
        valid = validate_email(address, check_deliverability=False, strict=True)
    except EmailNotValidError:
        raise AddressError from None
    if len(valid.local_part.encode()) > LOCAL or _UNSEEN.search(valid.local_part):
        raise AddressError
    return valid.normalized


def canonical(address: str) -> str:
    """The form in which two addresses are compared: in small letters. Nothing is cut off, and ``ß`` is not ``ss``.

    Raises:
        AddressError: It is not an address we take.
    """
    return unicodedata.normalize("NFC", normal(address).lower())


def mask(address: str) -> str:
    """Enough to recognise an address one knows: ``f***@e***.ma``."""
    local, _, domain = address.rpartition("@")
    name, _, top = domain.rpartition(".")
    return f"{local[:1]}{MASK}@{name[:1]}{MASK}.{top}"
