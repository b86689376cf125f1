"""Ends connections whose request does not arrive. The server's read of a body cannot be interrupted; its socket can be.

Linux only: there, a process finds its own sockets and the kernel counts what went through each.
"""

import os
import socket
import stat
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import structlog

from moderation.web.reception import PATIENCE, Reading

EARLY = 1.0  # seconds; a body that takes longer is worth a look at the sockets
TICK = 0.5  # seconds between two looks
TCP_INFO_SIZE = 216
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Flow:
    """What went through a connection so far.

    Attributes:
        sent: Bytes, without those that were sent again.
        received: Bytes.
        asks: The last bytes came in, and nothing has gone out since: a request is under way.
    """

    sent: int
    received: int
    asks: bool


@dataclass(slots=True)
class _Seen:
    """A connection between two looks.

    Attributes:
        asking: Since when a request has been under way, in monotonic seconds; None while it rests.
        still: Since when nothing has gone through at all.
    """

    flow: Flow
    asking: float | None
    still: float

    def update(self, flow: Flow, now: float) -> None:
        if flow == self.flow:
            return
        if flow.sent != self.flow.sent:
            self.asking = now if flow.asks else None
        elif flow.received != self.flow.received and self.asking is None:
            self.asking = now
        self.flow, self.still = flow, now


class Stragglers:
    """Watches the bodies that a process takes in, and ends the connections that have been at it for too long."""

    def __init__(self, readings: set[Reading], port: int) -> None:
        """Watch these, which change, on connections to this port."""
        self._readings = readings
        self._port = port
        self._seen: dict[int, _Seen] = {}

    def watch(self) -> None:
        """Watch in a thread, for as long as the process lives."""
        Thread(target=self._watch, name="stragglers", daemon=True).start()

    def look(self, now: float) -> None:
        """Look once, at this time in monotonic seconds."""
        late = {one.address: now - one.since for one in sorted(self._readings.copy(), key=_since, reverse=True)}
        late = {address: age for address, age in late.items() if age > EARLY}
        seen, self._seen = self._seen, {}
        for inode, peer, connection in _connections(self._port) if late else ():
            if peer in late:
                flow = flow_of(connection)
                one = self._seen[inode] = seen.get(inode) or _Seen(flow, now if flow.asks else None, now)
                one.update(flow, now)
                if _overdue(one, now, late[peer]):
                    _end(connection)

    def _watch(self) -> None:
        while True:
            time.sleep(TICK)
            self.look(time.monotonic())


def flow_of(connection: socket.socket) -> Flow:
    """What the kernel has counted (``struct tcp_info`` of linux/tcp.h, Linux 4.19 or newer)."""
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO_SIZE)
    last_sent, last_received = struct.unpack_from("=I4xI", info, 44)  # milliseconds ago
    (received,) = struct.unpack_from("=Q", info, 128)
    sent, again = struct.unpack_from("=QQ", info, 200)
    return Flow(sent - again, received, asks=received > 0 and (sent == 0 or last_received < last_sent))


def _overdue(one: _Seen, now: float, age: float) -> bool:
    """Whether to end a connection of a sender whose oldest body has this age in seconds.

    One that hides its request behind an answer looks like one that rests. While a body is long overdue, all connections
    of its sender that do nothing are ended: a client opens them again.
    """
    if one.asking is not None:
        return now - one.asking >= PATIENCE
    return age >= 2 * PATIENCE and now - one.still >= PATIENCE


def _end(connection: socket.socket) -> None:
    """End the request, not the answer: the server reads an end, and can still say why."""
    with suppress(OSError):  # it has ended by itself
        connection.shutdown(socket.SHUT_RD)
    log.info("slow_request_ended")


def _connections(port: int) -> Iterator[tuple[int, str, socket.socket]]:
    """Number, peer's address and socket of each connection to this port. The socket is valid until the next one."""
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError), _held(int(entry.name)) as connection:  # closed meanwhile, or not connected
            if connection and connection.getsockname()[1:2] == (port,):
                yield os.fstat(connection.fileno()).st_ino, connection.getpeername()[0].partition("%")[0], connection


@contextmanager
def _held(descriptor: int) -> Iterator[socket.socket | None]:
    """The socket behind a descriptor that is somebody else's to close; None if it is something else."""
    own = os.dup(descriptor)
    if stat.S_ISSOCK(os.fstat(own).st_mode):
        with socket.socket(fileno=own) as found:
            yield found
    else:
        os.close(own)
        yield None


def _since(reading: Reading) -> float:
    return reading.since
