"""Readers that never stop writing, on connections they keep, and count what goes wrong."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, RemoteDisconnected
from threading import Event, Thread

from tests.faults.web import PATH
from tests.submissions import a_submission

CLOSED = (RemoteDisconnected, ConnectionResetError, BrokenPipeError)  # what HTTP libraries answer by one more try


class Client(Thread):
    """One of them.

    Attributes:
        outcomes: How often each status came; ``stale``: a used connection had been closed, and the request was sent once
            more, as browsers do; ``lost``: anything else.
    """

    def __init__(self, port: int, number: int, done: Event) -> None:
        """Write to this port until it is done."""
        super().__init__()
        self.outcomes: Counter[str | int] = Counter()
        self._port, self._number, self._done = port, number, done
        self._connection: HTTPConnection | None = None

    def run(self) -> None:
        """Write one comment after the other."""
        sent = 0
        while not self._done.wait(0.005):
            sent += 1
            self._write(f"{self._number}-{sent}")
        self._close()

    def _write(self, key: str) -> None:
        used = self._connection is not None
        try:
            self.outcomes[self._exchange(key)] += 1
        except CLOSED:
            self._close()
            self.outcomes["stale" if used else "lost"] += 1
            if used:
                self._write(key)
        except OSError:
            self._close()
            self.outcomes["lost"] += 1

    def _exchange(self, key: str) -> int:
        body = json.dumps(a_submission(email=f"{key}@example.ma", body=f"مقال مفيد، شكرا لكم ({key})."))
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        self._connection = self._connection or HTTPConnection("127.0.0.1", self._port, timeout=30)
        self._connection.request("POST", PATH, body.encode(), headers)
        response = self._connection.getresponse()
        response.read()
        if response.getheader("Connection", "").lower() == "close":
            self._close()
        return response.status

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None


@contextmanager
def clients(port: int, number: int = 8) -> Iterator[Counter[str | int]]:
    """So many of them while the block runs; after it, all that came of it."""
    outcomes: Counter[str | int] = Counter()
    done = Event()
    writing = [Client(port, one, done) for one in range(number)]
    for one in writing:
        one.start()
    try:
        yield outcomes
    finally:
        done.set()
        for one in writing:
            one.join()
            outcomes += one.outcomes
