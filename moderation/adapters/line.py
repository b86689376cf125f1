"""A connection that is over at its time, however slowly it drips: a limit for each read alone would let it."""

import io
import socket
import time
from collections.abc import Sequence
from typing import Any


class Line(io.RawIOBase):
    """Something connected, to write and to read: as much of a socket as ``http.client`` needs.

    Whatever takes longer than until ``end`` (of the monotonic clock) raises ``TimeoutError``.
    """

    def __init__(self, connected: socket.socket, end: float) -> None:
        """Take over what is connected."""
        self._socket, self._end = connected, end

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there, or wait for it."""
        self._socket.settimeout(left(self._end))
        return self._socket.recv_into(buffer)

    def sendall(self, data: bytes) -> None:
        """Write all of it."""
        self._socket.settimeout(left(self._end))
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Itself, to be read in pieces."""
        return io.BufferedReader(self)

    def close(self) -> None:
        """Hang up. Safe to run again."""
        self._socket.close()
        super().close()


def first(places: Sequence[Any], end: float) -> socket.socket:
    """A connection to the first of the places that takes one."""
    failure: OSError = ConnectionError()
    for family, kind, protocol, _, address in places:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(left(end))
            connection.connect(address)
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    raise failure


def left(end: float) -> float:
    """Seconds until the end.

    Raises:
        TimeoutError: There are none.
    """
    seconds = end - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
