"""Somebody outside who is asked for opinions: an Akismet server and a classifier in one, on this machine, with its moods."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs

from tests.listening import listening

KEY = "abcdef123456"
THANKS = b"Thanks for making the web a better place."
PATIENCE = 20.0  # seconds after which a hanging answer comes at last


@dataclass
class Outsider:
    """What it was asked, and how it will answer.

    Attributes:
        url: Where it listens; the classifier is at ``/classify``.
        spam: What it thinks of every comment.
        tip: Its header for what it would throw away.
        offensive: What its classifier thinks of every text.
        status: Of every answer.
        raw: All that came, head and body, as it came.
        calls: What was asked, and the fields it came with.
        hanging: While it is clear, nothing is answered.
    """

    url: str = ""
    spam: bool = False
    tip: str = ""
    offensive: float | None = None
    status: int = 200
    raw: list[bytes] = field(default_factory=list)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    hanging: Event = field(default_factory=Event)

    def choices(self) -> dict[str, str]:
        """What a site chooses that asks it everything."""
        return {"akismet_url": self.url, "akismet_key": KEY, "classifier_url": f"{self.url}/classify"}

    def asked(self, name: str) -> list[dict[str, str]]:
        """The fields of all calls of one kind, such as ``comment-check``."""
        return [fields for called, fields in self.calls if called == name]

    def answer(self, name: str, fields: dict[str, str]) -> bytes:
        """As the real ones do."""
        if name == "classify":
            return json.dumps({"spam": 0.9 if self.spam else 0.1, "offensive": self.offensive}).encode()
        if fields["api_key"] != KEY:
            return b"invalid"
        said = {"comment-check": b"true" if self.spam else b"false", "verify-key": b"valid"}
        return said.get(name, THANKS)


@contextmanager
def outsider() -> Iterator[Outsider]:
    """Listen on a free port of this machine."""
    found = Outsider()
    found.hanging.set()

    class Handler(BaseHTTPRequestHandler):
        """Notes what it is asked, and answers as it was told to."""

        def do_POST(self) -> None:
            """Note all of it, then answer."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            name = self.path.rpartition("/")[2]
            found.raw.append(f"{self.requestline}\n{self.headers}".encode() + body)
            fields = json.loads(body) if name == "classify" else {n: v[0] for n, v in parse_qs(body.decode()).items()}
            found.calls.append((name, fields))
            found.hanging.wait(PATIENCE)
            with suppress(ConnectionError):  # who asked has given up
                self._say(found.answer(name, fields))

        def _say(self, said: bytes) -> None:
            self.send_response(found.status)
            self.send_header("X-akismet-pro-tip", found.tip)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with listening(Handler, found.hanging) as found.url:
        yield found


@contextmanager
def rude(behave: Callable[[socket.socket], Any], *, reads: bool = True) -> Iterator[str]:
    """Somebody who takes a connection and a request, and then does as it likes; the URL."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection, suppress(OSError):
                        connection.recv(65_536) if reads else None
                        behave(connection)

        thread = Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
