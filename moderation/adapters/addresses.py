"""E-mail addresses: which we take, how two spellings are compared, and what a moderator may see of one.

The policy (VAL-3): a dot-atom or an internationalised local part of at most 64 octets, a domain with a dot that IDNA 2008
allows, 254 octets in all. Quoted local parts, comments, literals and display names are refused. The DNS is never asked.
"""

import unicodedata

from email_validator import EmailNotValidError, validate_email

MASK = "***"


class AddressError(ValueError):
    """Not an address we take. Says nothing about what was typed."""


def canonical(address: str) -> str:
    """The form in which two addresses are compared: NFC, casefolded, the domain in Unicode. Nothing is cut off.

    Raises:
        AddressError: It is not an address we take.
    """
    try:
        valid = validate_email(address, check_deliverability=False, strict=True)
    except EmailNotValidError:
        raise AddressError from None
    return unicodedata.normalize("NFC", valid.normalized).casefold()


def mask(address: str) -> str:
    """Enough to recognise an address one knows: ``f***@e***.ma``."""
    local, _, domain = address.rpartition("@")
    name, _, top = domain.rpartition(".")
    return f"{local[:1]}{MASK}@{name[:1]}{MASK}.{top}"
