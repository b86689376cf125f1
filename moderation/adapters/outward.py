"""Asking a server outside: one request, one whole answer, and an end to it, however slow or strange the other side is."""

import socket
import ssl
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException, HTTPResponse
from ipaddress import IPv4Network, IPv6Network
from typing import cast
from urllib.parse import SplitResult, urlsplit

from moderation import __version__
from moderation.adapters import pages, reach
from moderation.adapters.line import Line, first, left
from moderation.domain.message import RefusedError, SendingError

Network = IPv4Network | IPv6Network

LARGEST = 64 * 1024  # bytes of an answer; ours are a few words
OK, MOVED, WRONG, FAILED = 200, 300, 400, 500
LATER = {408, 425, 429}  # refusals that time may heal


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, with status 200.

    Attributes:
        headers: By their names in small letters.
    """

    headers: dict[str, str]
    body: bytes


class Outward:
    """Asks where an operator has said so. Follows no redirect, keeps no connection, uses no proxy, sends no credentials.

    A host is looked up once and connected to where it was found, and only if that is a public place, or one of ``networks``;
    this machine only by its own name.
    """

    def __init__(self, networks: Sequence[Network] = ()) -> None:
        """Take the networks that are not public and may be asked all the same."""
        self._networks = tuple(networks)

    def post(self, seconds: float, url: str, body: bytes, kind: str) -> Answer:
        """Post something of a media type, and read the answer, all within so many seconds but for looking up the host.

        Raises:
            SendingError: There was no answer that can be used; ``code`` says why, and never what was said.
        """
        end, parts = time.monotonic() + seconds, urlsplit(url)
        try:
            with closing(self._connect(parts, end)) as line:
                line.sendall(_head(parts, len(body), kind) + body)
                return _answer(line)
        except TimeoutError:
            raise SendingError("timeout") from None
        except ssl.SSLCertVerificationError:
            raise SendingError("not_trusted") from None
        except OSError:
            raise SendingError("unreachable") from None
        except (HTTPException, ValueError):
            raise SendingError("garbage") from None

    def _connect(self, parts: SplitResult, end: float) -> Line:
        host, port = parts.hostname or "", parts.port or pages.PORTS[parts.scheme]
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        places = [place for place in found if reach.may(host, str(place[4][0]), self._networks)]
        if found and not places:
            raise SendingError("private_address")
        plain = first(places, end)
        if parts.scheme == "http":
            return Line(plain, end)
        with plain:  # what is wrapped takes it over
            plain.settimeout(left(end))
            return Line(self._trust.wrap_socket(plain, server_hostname=host), end)

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def _head(parts: SplitResult, length: int, kind: str) -> bytes:
    lines = (
        f"POST {parts.path or '/'} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"User-Agent: moderation/{__version__}",
        f"Content-Type: {kind}",
        f"Content-Length: {length}",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


def _answer(line: Line) -> Answer:
    response = HTTPResponse(cast("socket.socket", line), method="POST")
    response.begin()
    if response.status != OK:
        raise _refusal(response.status)
    body = response.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise SendingError("too_large")
    return Answer({name.lower(): value for name, value in response.getheaders()}, body)


def _refusal(status: int) -> SendingError:
    if MOVED <= status < WRONG:
        return SendingError("redirect")
    final = WRONG <= status < FAILED and status not in LATER
    return RefusedError(f"http_{status}") if final else SendingError(f"http_{status}")
