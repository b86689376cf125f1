"""Whom a site has blocked or trusts: by fingerprint, by the domain of an address, by the prefix of a network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

from moderation.domain.comment import NOBODY, Comment
from moderation.domain.identity import site_of

Address = IPv4Address | IPv6Address
WIDTHS = {
    4: range(8, 25),
    6: range(16, 49),
}  # bits of a prefix: more would name one subscriber, fewer a good part of the world
REASON = 200  # code points of a reason
_FINGERPRINT = re.compile("[A-Za-z0-9_-]{22}")
_MAPPED = 96  # bits before an IPv4 address that is written as an IPv6 one


class Kind(StrEnum):
    """By what somebody is known. The last two are judged at the door and leave a flag: neither address nor IP is kept for it."""

    FINGERPRINT = "fingerprint"
    DOMAIN = "domain"
    NETWORK = "network"


class Effect(StrEnum):
    """What becomes of what they write: BLOCK makes it spam; TRUST lets a newcomer pass, and outweighs nothing else."""

    BLOCK = "block"
    TRUST = "trust"


_SAID = {Effect.BLOCK: "blocked", Effect.TRUST: "trusted"}
FLAGS = ("blocked_domain", "blocked_network", "trusted_domain", "trusted_network")  # the first that is there counts


@dataclass(frozen=True, slots=True)
class Block:
    """One entry.

    Attributes:
        value: A fingerprint, a mail domain in A-labels (its subdomains are meant too), or a prefix as ``prefix`` writes it.
        reason: For colleagues; never public.
        expires_at: From then on it counts no more; None means never.
    """

    kind: Kind
    value: str
    effect: Effect
    reason: str = ""
    expires_at: datetime | None = None

    def counts(self, at: datetime) -> bool:
        """Whether its time is not over."""
        return self.expires_at is None or at < self.expires_at


@dataclass(frozen=True, slots=True)
class Blocks:
    """All entries of a site, ready to be asked. Of two that fit, the narrower one counts."""

    entries: tuple[Block, ...] = ()
    _by_value: dict[tuple[Kind, str], Block] = field(init=False, repr=False, compare=False)
    _widths: dict[int, tuple[int, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the indexes, once."""
        nets = [ip_network(entry.value) for entry in self.entries if entry.kind is Kind.NETWORK]
        widths = {v: tuple(sorted({n.prefixlen for n in nets if n.version == v}, reverse=True)) for v in WIDTHS}
        object.__setattr__(self, "_by_value", {(entry.kind, entry.value): entry for entry in self.entries})
        object.__setattr__(self, "_widths", widths)

    def flags(self, domain: str, address: Address | None, at: datetime) -> tuple[str, ...]:
        """What is to be remembered of a sender: some of ``FLAGS``.

        Args:
            domain: Of their mail address, in A-labels; empty without one.
            address: Where they come from.
            at: Now.
        """
        if not self.entries:
            return ()
        found = (self._first(Kind.DOMAIN, _parents(domain), at), self._first(Kind.NETWORK, self._nets(address), at))
        return tuple(f"{_SAID[entry.effect]}_{entry.kind}" for entry in found if entry)

    def standing(self, comment: Comment) -> str:
        """How its author stands: ``blocked_author``, ``trusted_author``, one of ``FLAGS``, or empty.

        Who is known by their own fingerprint is judged by that alone.
        """
        mark = comment.author.fingerprint
        own = self._first(Kind.FINGERPRINT, iter([mark] if mark != NOBODY else []), comment.submitted_at)
        if own:
            return f"{_SAID[own.effect]}_author"
        return next((flag for flag in FLAGS if flag in comment.arrival.flags), "")

    def trusts(self, comment: Comment) -> bool:
        """Whether its author may pass as if they were known."""
        return self.standing(comment).startswith(_SAID[Effect.TRUST])

    def _first(self, kind: Kind, values: Iterator[str], at: datetime) -> Block | None:
        found = (self._by_value.get((kind, value)) for value in values)
        return next((entry for entry in found if entry and entry.counts(at)), None)

    def _nets(self, address: Address | None) -> Iterator[str]:
        if address:
            yield from (str(ip_network((address, width), strict=False)) for width in self._widths[address.version])


def prefix(value: str) -> str:
    """One spelling of a network prefix: ``198.51.100.7/24`` is ``198.51.100.0/24``; IPv4 within IPv6 is IPv4.

    Raises:
        ValueError: It is none, or narrower or wider than ``WIDTHS``.
    """
    if "%" in value:
        raise ValueError("a zone means something on one machine only")
    network = _unmapped(ip_network(value, strict=False))
    if network.prefixlen not in WIDTHS[network.version]:
        raise ValueError("too narrow or too wide")
    return str(network)


def author(value: str) -> str:
    """A fingerprint, or the id of a comment by the one who is meant.

    Raises:
        ValueError: It is neither.
    """
    if not (_FINGERPRINT.fullmatch(value) or site_of(value)):
        raise ValueError("neither a fingerprint nor an id")
    return value


def _unmapped(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    inner = getattr(network.network_address, "ipv4_mapped", None)
    return IPv4Network((inner, network.prefixlen - _MAPPED)) if inner and network.prefixlen >= _MAPPED else network


def _parents(domain: str) -> Iterator[str]:
    """A domain and what it is under: ``a.b.ma``, ``b.ma``, ``ma``."""
    while domain:
        yield domain
        domain = domain.partition(".")[2]
