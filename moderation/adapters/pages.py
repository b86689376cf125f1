"""URLs: of the pages that have threads, and of the websites authors name. Parsed once, never fetched."""

import re
import unicodedata
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

import idna

LABEL = 63  # octets, RFC 1035
PORTS = {"http": 80, "https": 443}
_NUMBER = re.compile("[0-9]+|0x[0-9a-f]*")  # a host that ends in one is an address, whatever it looks like (WHATWG URL)
SAFE = "!$&'()*+,/:;=@-._~"  # RFC 3986, pchar and the separators of path and query


class UrlError(ValueError):
    """Not a URL we take."""


def normalise(url: str) -> str:
    """One spelling for one page: http(s), host lower-case in A-labels, default port and fragment gone, query kept.

    Raises:
        UrlError: Another scheme, no host, user information, control characters, or a port out of range.
    """
    parts = _split(url)
    host, port = _host(parts), _port(parts)
    netloc = host if port in {None, PORTS[parts.scheme.lower()]} else f"{host}:{port}"
    return urlunsplit((parts.scheme.lower(), netloc, _percent(parts.path) or "/", _percent(parts.query, "?"), ""))


def origin_of(url: str) -> str:
    """The origin of a normalised URL, as a browser writes it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _split(url: str) -> SplitResult:
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} or letter in " \\" for letter in url):
        raise UrlError
    try:
        parts = urlsplit(url)
    except ValueError:
        raise UrlError from None
    if parts.scheme.lower() not in PORTS or not parts.netloc or "@" in parts.netloc:
        raise UrlError
    return parts


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removesuffix(".")
    try:
        if "[" in parts.netloc:
            return f"[{IPv6Address(host.replace('%', ' '))}]"  # a zone means something on one machine only
        name = host if _is_plain(host) else idna.encode(host, uts46=True).decode()
        last = name.rpartition(".")[2]
        return str(IPv4Address(name)) if not last or _NUMBER.fullmatch(last) else name
    except (ValueError, idna.IDNAError):
        raise UrlError from None


def _is_plain(host: str) -> bool:
    """Whether it is a name that needs no encoding. Labels that claim to be encoded are looked at."""
    labels = host.split(".")
    return (
        host.isascii()
        and "xn--" not in host
        and all(
            label and len(label) <= LABEL and label.replace("-", "a").replace("_", "a").isalnum() for label in labels
        )
    )


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise UrlError from None


def _percent(part: str, more: str = "") -> str:
    """Percent-encode what must be, and write the escapes that are there in upper case."""
    pieces = part.split("%")
    encoded = [quote(pieces[0], safe=SAFE + more)]
    for piece in pieces[1:]:
        escape, rest = piece[:2], piece[2:]
        valid = len(escape) == 2 and all(digit in "0123456789abcdefABCDEF" for digit in escape)  # noqa: PLR2004 - two digits
        encoded.append(
            f"%{escape.upper()}{quote(rest, safe=SAFE + more)}" if valid else f"%25{quote(piece, safe=SAFE + more)}"
        )
    return "".join(encoded)
