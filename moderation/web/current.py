"""What belongs to the request at hand: the parts of the service, the time, the reader's language, the sender's network."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from gettext import NullTranslations
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from flask import current_app, g, request

from moderation.adapters.wording import LANGUAGES, catalogue
from moderation.bootstrap import Context

LANGUAGE_COOKIE = "lang"
_WITH_PORT = re.compile(r"\A(\[[^\]]*\]|[0-9.]+):[0-9]+\Z")  # as some proxies write it


def context() -> Context:
    """The parts of the service."""
    parts: Context = current_app.extensions["moderation"]
    return parts


def now() -> datetime:
    """The moment this request is answered at: the same for everything that is written in it."""
    if "now" not in g:
        g.now = context().clock()
    moment: datetime = g.now
    return moment


def language(otherwise: str = "ar") -> str:
    """What to speak: a page's own language, else ``lang`` in the URL, else in the cookie, else ``Accept-Language``, else the given one.

    ``g.language`` is set by pages that are written in one language; the cookie by the console, where somebody picks one.
    While a page is written (``speaking``), it is not asked again for each of its thousand words.
    """
    spoken: str = g.get("spoken", "")
    if spoken:
        return spoken
    for asked in (g.get("language"), request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if asked in LANGUAGES:
            return str(asked)
    return _preferred() or g.get("site_language") or otherwise


@contextmanager
def speaking() -> Iterator[str]:
    """The reader's language, which stays the same meanwhile."""
    g.spoken = language()
    try:
        yield g.spoken
    finally:
        del g.spoken


def _preferred() -> str:
    """What the browser prefers of what we speak: ``fr-MA`` before ``en`` is French."""
    tags = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality > 0)
    return next((tag for tag in tags if tag in LANGUAGES), "")


def is_scripted() -> bool:
    """Whether a script of ours asks, and puts the answer in its place by itself."""
    return request.headers.get("HX-Request") == "true"


def words(otherwise: str = "ar") -> NullTranslations:
    """The catalogue of the reader's language."""
    return catalogue(language(otherwise))


def network() -> str:
    """A keyed hash of the sender's network, for today; empty if there is none to speak of. The address goes no further."""
    prefix = _prefix()
    return context().fingerprints.network(prefix, now().date()) if prefix else ""


def reporter(comment: str) -> str:
    """A keyed hash of the sender's network, for this comment; those who have none are one. The address goes no further."""
    return context().fingerprints.reporter(comment, _prefix())


def _prefix() -> str:
    address = sender()
    if address is None:
        return ""
    if address.version == 4:  # noqa: PLR2004 - the subscriber has all of it
        return f"{address}/32"
    return str(ip_network((address, 64), strict=False))  # one subscriber has as much


def is_from_this_machine() -> bool:
    """Whether the request comes from here, and was passed on by nobody but our own proxies."""
    peer, address = _parse(request.environ.get("REMOTE_ADDR", "")), sender()
    passed_on = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"))
    if passed_on and (peer is None or not _is_proxy(peer)):
        return False
    return address is not None and address.is_loopback


def sender() -> IPv4Address | IPv6Address | None:
    """``_sender`` of this request, found once."""
    if "sender" not in g:
        g.sender = _sender()
    found: IPv4Address | IPv6Address | None = g.sender
    return found


def _sender() -> IPv4Address | IPv6Address | None:
    """Where the request comes from, while it is answered: the last hop that is not one of our own proxies: what stands further left, anybody may have written."""
    hops = [request.environ.get("REMOTE_ADDR", "")]
    hops += reversed(",".join(request.headers.getlist("X-Forwarded-For")).split(","))
    for hop in hops:
        address = _parse(hop)
        if address is None or not _is_proxy(address):
            return address
    return address


def _is_proxy(address: IPv4Address | IPv6Address) -> bool:
    return any(address in proxy for proxy in context().proxies if proxy.version == address.version)


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    hop = _WITH_PORT.sub(r"\1", text.strip()).strip("[]").partition("%")[0]
    try:
        address = ip_address(hop)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
