"""A receiver of messages on this machine, with its moods; and a sender that posts to it, as a webhook would."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Event
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from moderation.domain.message import Message, RefusedError, SendingError
from tests.listening import listening

GONE = 410
PATIENCE = 20.0  # seconds after which a hanging answer comes at last


@dataclass
class Receiver:
    """What it was sent, and how it will answer.

    Attributes:
        url: Where it listens.
        status: Its answer to all that comes.
        seen: Ids in the order they came, copies too.
        taken: Ids it has taken in; a copy is told to be one, and changes nothing.
        hanging: While it is clear, nothing is answered.
    """

    url: str = ""
    status: int = 200
    seen: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    hanging: Event = field(default_factory=Event)


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Listen on a free port of this machine."""
    found = Receiver()
    found.hanging.set()

    class Handler(BaseHTTPRequestHandler):
        """Takes in what it is sent."""

        def do_POST(self) -> None:
            """Note the id, then answer as it was told to."""
            self.rfile.read(int(self.headers["Content-Length"]))
            identifier = self.headers["Event-Id"]
            found.seen.append(identifier)
            found.hanging.wait(PATIENCE)
            if found.status < 300:
                found.taken.add(identifier)
            self.send_response(found.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with listening(Handler, found.hanging) as found.url:
        yield found


def post(url: str, message: Message, timeout: float = 5.0) -> None:
    """Send a message to a receiver."""
    body = json.dumps({"event": message.event, "subject": message.subject}).encode()
    request = Request(url, body, {"Event-Id": message.id})  # noqa: S310 - our own address
    try:
        with urlopen(request, timeout=timeout):  # noqa: S310 - our own address
            pass
    except HTTPError as refusal:
        refusal.close()
        if refusal.code == GONE:
            raise RefusedError("http_410") from None
        raise SendingError(f"http_{refusal.code}") from None
    except OSError as error:
        raise SendingError("timeout" if "timed out" in str(error) else "unreachable") from None
