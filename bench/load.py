"""The load: so many connections that each wait for their answer (closed), or so many requests a second whatever comes back (paced).

One process and one thread that waits for all connections: on two cores the servers need the rest.
"""

import select
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice

from bench.wire import PATIENCE, Answer, Line

GOOD = range(200, 400)


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of a server.

    Attributes:
        connections: How many, all kept alive.
        seconds: For how long requests are sent, at most.
        requests: How many, at most.
        rate: Requests a second; 0: each connection sends the next when it has the answer.
    """

    connections: int
    seconds: float
    requests: int
    rate: float = 0.0


@dataclass(slots=True)
class Outcome:
    """What came of it.

    Attributes:
        seconds: From the first request to the last answer.
        latencies: Of good answers, milliseconds; of a paced load since the moment a request was due.
        last: A good answer.
    """

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    last: Answer | None = None

    @property
    def good(self) -> int:
        """How many answers were good."""
        return len(self.latencies)

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return self.good / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """Milliseconds within which this share of good answers came; 0 if there was none."""
        found = sorted(self.latencies)
        return found[min(int(share * len(found)), len(found) - 1)] if found else 0.0

    def figures(self, name: str) -> dict[str, float]:
        """All of it, by name."""
        bad = sum(self.statuses.values()) - self.good
        return {
            f"{name}.rate": self.rate,
            f"{name}.p50": self.quantile(0.5),
            f"{name}.p99": self.quantile(0.99),
            f"{name}.failed": float(bad),
        }


def put(port: int, requests: Iterable[bytes], load: Load) -> Outcome:
    """Put a load on a server; it ends by itself.

    Raises:
        TimeoutError: The server has said nothing for half a minute.
    """
    with ExitStack() as stack:
        lines = [stack.enter_context(Line(port)) for _ in range(load.connections)]
        with select.epoll() as poll:
            return _Drive(poll, lines, load).run(islice(requests, load.requests))


class _Drive:
    """A load that is being put."""

    def __init__(self, poll: select.epoll, lines: list[Line], load: Load) -> None:
        self._poll, self._load, self._idle = poll, load, deque(lines)
        self._busy: dict[int, tuple[Line, float]] = {}
        self._outcome, self._sent = Outcome(), 0

    def run(self, requests: Iterator[bytes]) -> Outcome:
        self._began = time.perf_counter()
        while True:
            sending = self._send_due(requests)
            if not self._busy and not sending:
                self._outcome.seconds = time.perf_counter() - self._began
                return self._outcome
            self._hear(self._pause() if sending and self._idle else PATIENCE)

    def _send_due(self, requests: Iterator[bytes]) -> bool:
        """Send what is due, as far as connections are idle; whether there is more to come."""
        while self._idle:
            now = time.perf_counter()
            due = self._due(now)
            if now - self._began >= self._load.seconds:
                return False
            if due > now:
                return True
            request = next(requests, None)
            if request is None:
                return False
            self._send(self._idle.popleft(), request, due)
        return True

    def _due(self, now: float) -> float:
        return self._began + self._sent / self._load.rate if self._load.rate else now

    def _pause(self) -> float:
        now = time.perf_counter()
        return max(self._due(now) - now, 0.0)

    def _send(self, line: Line, request: bytes, due: float) -> None:
        self._sent += 1
        try:
            opened = line.send(request)
        except ConnectionError:  # the server has hung up since the last answer
            line.close()
            opened = line.send(request)
        if opened:
            self._poll.register(line.fileno(), select.EPOLLIN)
        self._busy[line.fileno()] = line, due

    def _hear(self, seconds: float) -> None:
        heard = self._poll.poll(seconds)
        if not heard and seconds == PATIENCE:
            raise TimeoutError(f"No answer within {PATIENCE:g} seconds.")
        for number, _ in heard:
            if number in self._busy:
                self._take(number)

    def _take(self, number: int) -> None:
        line, due = self._busy[number]
        answer = line.take()
        if answer is None:
            return
        del self._busy[number]
        self._idle.append(line)
        self._outcome.statuses[answer.status] += 1
        if answer.status in GOOD:
            self._outcome.latencies.append((time.perf_counter() - due) * 1000)
            self._outcome.last = answer
