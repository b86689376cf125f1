"""Where we may ask: web addresses as an operator may give them, and the places that their hosts may lead to."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from moderation.adapters import pages
from moderation.adapters.pages import UrlError


def normalise(url: str) -> str:
    """A server's address: https, or http on this machine; without credentials, query, and slash at the end.

    Raises:
        UrlError: It is something else.
    """
    found = pages.normalise(url)
    parts = urlsplit(found)
    if parts.query or (parts.scheme == "http" and not is_here(parts.hostname or "")):
        raise UrlError
    return found.rstrip("/")


def is_here(host: str) -> bool:
    """Whether a host is this machine by its own name: ``localhost``, or a loopback address as such."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def may(host: str, address: str, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    """Whether a host that was found at an address may be asked there.

    A public place may; one in ``networks`` may; this machine may, if it was named as such.
    """
    place = _plain(ip_address(address))
    if place.is_loopback and is_here(host):
        return True
    if any(place in network for network in networks):
        return True
    return place.is_global and not place.is_multicast


def _plain(place: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside, where there is one."""
    return (isinstance(place, IPv6Address) and (place.ipv4_mapped or place.sixtofour)) or place
